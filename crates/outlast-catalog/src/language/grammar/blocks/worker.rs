//! `worker`: software that takes work from a queue.
//! What it becomes is made in `works.rs`.

use outlast_model::Role;

use super::{keeps, limit, need};
use crate::language::grammar::group::{Group as _, group};
use crate::language::grammar::shared::{
    Bound, Calling, Copied, Denying, Ending, Listening, Repaired, Seated, Titled,
};
use crate::language::shape::{BlockKind, PartKind};

group! {
    /// What a worker does with a job.
    pub(crate) struct Working {
        job: Range, "how long one job takes".unstated("unknown");
        acks: Word(&["after", "first"]), "whether it acknowledges a job after or before it"
            .unstated("`after`, as an assumption");
        does: Text, "its effect outside: `charge a card`".unstated("none");
        repeat: Word(&["harmful", "harmless"]), "what doing a job twice means"
            .unstated("`harmful`");
        key: Text, "what makes doing it twice the same as once: `order number`";
        commits: Word(&["one-phase", "two-phase"]), "how job and result are committed"
            .unstated("`one-phase`");
    }
}

pub(in crate::language::grammar) static BLOCK: BlockKind = BlockKind {
    name: "worker",
    named: true,
    meaning: "Software that takes work from a queue.",
    attributes: &[
        Seated::ROWS,
        Listening::ROWS,
        Copied::ROWS,
        Repaired::ROWS,
        Calling::ROWS,
        Working::ROWS,
        Bound::ROWS,
        Ending::ROWS,
        Denying::ROWS,
        Titled::ROWS,
    ],
    blocks: &[&need::BLOCK, &keeps::BLOCK, &limit::BLOCK],
    part: Some(PartKind::new(Role::Worker)),
    later: None,
};
