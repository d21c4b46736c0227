//! `network`: what Terraform does not say of a private network.
//! What it becomes is made in `networks.rs`.

use super::host;
use crate::language::grammar::group::{Group as _, group};
use crate::language::shape::BlockKind;

group! {
    /// What is known of a private network.
    pub(crate) struct Networked {
        of: One("a private network"), "the network".required();
        prefix: Many(Text), "the prefixes that it uses, `10.0.0.0/24`"
            .unstated("that of its range in Terraform, else not known");
    }
}

pub(in crate::language::grammar) static BLOCK: BlockKind = BlockKind {
    name: "network",
    named: true,
    meaning: "What Terraform does not say of a private network: its prefix and who has which \
              address, when each machine sets its own.",
    attributes: &[Networked::ROWS],
    blocks: &[&host::BLOCK],
    part: None,
    later: None,
};
