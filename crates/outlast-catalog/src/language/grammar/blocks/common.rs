//! `common`: what a set shares and loses together, and is no place.
//! What it becomes is made in `scopes.rs`.

use crate::language::grammar::group::{Group as _, group};
use crate::language::grammar::shared::{Denying, Ending, Titled};
use crate::language::shape::BlockKind;

group! {
    /// Who shares a thing that is no place.
    pub(crate) struct Sharing {
        of: Several("a part, machine or place"), "who shares it".required();
        carries: Text, "what it can carry in all".later("load on what a set shares");
    }
}

pub(in crate::language::grammar) static BLOCK: BlockKind = BlockKind {
    name: "common",
    named: true,
    meaning: "Anything but a place that a set shares and loses together: a power feed, a version.",
    attributes: &[Sharing::ROWS, Ending::ROWS, Denying::ROWS, Titled::ROWS],
    blocks: &[],
    part: None,
    later: None,
};
