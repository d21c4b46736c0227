//! `secret`: a key or credential.
//! What it becomes is made in `parts.rs`.

use outlast_model::Role;

use crate::language::grammar::group::Group as _;
use crate::language::grammar::shared::{Bound, Copied, Denying, Ending, Repaired, Seated, Titled};
use crate::language::shape::{BlockKind, PartKind};

pub(in crate::language::grammar) static BLOCK: BlockKind = BlockKind {
    name: "secret",
    named: true,
    meaning: "A key or credential: what needs it cannot do without the place that holds it.",
    attributes: &[
        Seated::ROWS,
        Copied::ROWS,
        Repaired::ROWS,
        Bound::ROWS,
        Ending::ROWS,
        Denying::ROWS,
        Titled::ROWS,
    ],
    blocks: &[],
    part: Some(PartKind::new(Role::Secret)),
    later: None,
};
