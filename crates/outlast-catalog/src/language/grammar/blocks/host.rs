//! `host`: the address that a machine has on a network.
//! What it becomes is made in `networks.rs`.

use crate::language::grammar::group::{Group as _, group};
use crate::language::shape::BlockKind;

group! {
    /// The address of a machine.
    pub(crate) struct Hosting {
        on: One("an instance"), "the machine".required();
        at: Text, "its address there, `10.0.0.5`".required();
    }
}

pub(in crate::language::grammar) static BLOCK: BlockKind = BlockKind {
    name: "host",
    named: false,
    meaning: "The address that a machine has on the network, where Terraform does not say.",
    attributes: &[Hosting::ROWS],
    blocks: &[],
    part: None,
    later: None,
};
