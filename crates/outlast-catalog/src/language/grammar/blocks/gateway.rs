//! `gateway`: software that passes traffic between networks.
//! What it becomes is made in `parts.rs` and `networks.rs`.

use outlast_model::Role;

use super::{limit, need};
use crate::language::grammar::group::{Group as _, group};
use crate::language::grammar::shared::{
    Bound, Calling, Copied, Denying, Ending, Listening, Repaired, Seated, Titled,
};
use crate::language::shape::{BlockKind, PartKind};

group! {
    /// What a gateway does with packets.
    pub(crate) struct Passing {
        translates: Flag,
            "it replaces the sender's address by its own, so that replies need no route"
            .unstated("no");
    }
}

pub(in crate::language::grammar) static BLOCK: BlockKind = BlockKind {
    name: "gateway",
    named: true,
    meaning: "Software that passes traffic between networks: a VPN server, a router.",
    attributes: &[
        Seated::ROWS,
        Listening::ROWS,
        Copied::ROWS,
        Repaired::ROWS,
        Calling::ROWS,
        Passing::ROWS,
        Bound::ROWS,
        Ending::ROWS,
        Denying::ROWS,
        Titled::ROWS,
    ],
    blocks: &[&need::BLOCK, &limit::BLOCK],
    part: Some(PartKind::new(Role::Gateway)),
    later: None,
};
