//! `scope`: an account or credential.
//! What it becomes is made in `scopes.rs`.

use crate::language::grammar::group::{Group as _, group};
use crate::language::grammar::shared::{Denying, Ending, Titled};
use crate::language::shape::BlockKind;

group! {
    /// What an account or credential may erase, and who has it.
    pub(crate) struct Owning {
        owns: Several("a provider, part or place"), "what it may erase or deny".required();
        held_by: Several("a part, machine or people"),
            "who has its key: who takes one of these has it, too"
            .unstated("nobody in the system");
        reached_from: Several("a scope"), "taking these takes it, too".unstated("none");
    }
}

pub(in crate::language::grammar) static BLOCK: BlockKind = BlockKind {
    name: "scope",
    named: true,
    meaning: "An account or credential: what it may erase, and who has it.",
    attributes: &[Owning::ROWS, Ending::ROWS, Denying::ROWS, Titled::ROWS],
    blocks: &[],
    part: None,
    later: None,
};
