//! `place`: a failure domain of your own, or one around zones.
//! What it becomes is made in `places.rs`.

use crate::language::grammar::group::{Group as _, group};
use crate::language::grammar::shared::{Denying, Ending, Titled};
use crate::language::shape::BlockKind;

group! {
    /// A place, and what stands in it.
    pub(crate) struct Standing {
        kind: Word(&["provider", "zone", "site", "building", "room", "host"]), "what kind of place"
            .required();
        place as "in": One("a place"), "the place around it".judges_each();
        holds: Several("a place or machine"), "what stands in it";
        network: Many(Text), "the prefixes of the network of a site, `192.168.10.0/24`"
            .unstated("not known");
    }
}

pub(in crate::language::grammar) static BLOCK: BlockKind = BlockKind {
    name: "place",
    named: true,
    meaning: "A failure domain of your own, or one around zones.",
    attributes: &[Standing::ROWS, Ending::ROWS, Denying::ROWS, Titled::ROWS],
    blocks: &[],
    part: None,
    later: None,
};
