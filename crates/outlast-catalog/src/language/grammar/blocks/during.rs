//! `during`: a known state in which every fault is judged again.
//! What it becomes is made in `states.rs`.

use crate::language::grammar::group::{Group as _, group};
use crate::language::shape::BlockKind;

group! {
    /// What is away for a while.
    pub(crate) struct Lacking {
        without: Several("a part, a copy, a backup, a machine or a place"), "what is away then"
            .required();
        lasts: Range, "how long it lasts".unstated("unknown");
    }
}

pub(in crate::language::grammar) static BLOCK: BlockKind = BlockKind {
    name: "during",
    named: true,
    meaning: "A known state in which every fault is judged again. A copy of a store that is away \
              holds nothing that could be used.",
    attributes: &[Lacking::ROWS],
    blocks: &[],
    part: None,
    later: None,
};
