//! `people`: people who act.
//! What it becomes is made in `parts.rs`.

use outlast_model::Role;

use crate::language::grammar::group::{Group as _, group};
use crate::language::grammar::shared::{Ending, Titled};
use crate::language::shape::{BlockKind, PartKind};

group! {
    /// People who act.
    pub(crate) struct Acting {
        answers: Range, "how long until somebody answers".unstated("no bound");
        hours: Text, "when they work: `Mon-Fri 08:00-18:00 Europe/Zurich`"
            .unstated("day and night")
            .shown("working hours");
        needs: Needs, "what they need to act: a VPN, a login, the tool";
        place as "in": One("a place"), "where they sit".unstated("outside of every place")
            .judges_each();
    }
}

pub(in crate::language::grammar) static BLOCK: BlockKind = BlockKind {
    name: "people",
    named: true,
    meaning: "People who act: they answer some time, they need tools, and they sit somewhere.",
    attributes: &[Acting::ROWS, Ending::ROWS, Titled::ROWS],
    blocks: &[],
    part: Some(PartKind::new(Role::People)),
    later: None,
};
