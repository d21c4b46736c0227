//! `assume`: what holds instead of an assumption of the catalogue.
//! What it replaces is read in `build.rs`, before anything else.

use crate::language::grammar::group::{Group as _, group};
use crate::language::shape::BlockKind;

group! {
    /// What holds instead of an assumption.
    pub(crate) struct Assuming {
        value: Text, "the value that holds instead".required();
        of: One("a part, machine or place"), "what it is about".unstated("everything");
    }
}

pub(in crate::language::grammar) static BLOCK: BlockKind = BlockKind {
    name: "assume",
    named: true,
    meaning: "Replaces an assumption of the catalogue. `outlast check` and `outlast model` print \
              their names.",
    attributes: &[Assuming::ROWS],
    blocks: &[],
    part: None,
    later: None,
};
