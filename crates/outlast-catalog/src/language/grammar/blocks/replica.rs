//! `replica`: a copy that follows.
//! What it becomes is made in `databases.rs`.

use crate::language::grammar::group::{Group as _, group};
use crate::language::grammar::shared::{Copying, Returning};
use crate::language::shape::BlockKind;

group! {
    /// A copy that follows.
    pub(crate) struct Following {
        on: One("an instance"), "the machine that it runs on";
        place as "in": One("a place"), "the place that it runs in".judges_each();
        commit: Word(&["async", "sync", "quorum"]), "what an acknowledged write means to it"
            .unstated("the engine's default, else `async`");
        promotable: Flag, "it may become the one that writes".unstated("`true`");
        repair: Or("none", Object(Returning)), "how it comes back after another took over"
            .later("the return of one copy");
    }
}

pub(in crate::language::grammar) static BLOCK: BlockKind = BlockKind {
    name: "replica",
    named: true,
    meaning: "A copy that follows: it takes over when there is a failover.",
    attributes: &[Copying::ROWS, Following::ROWS],
    blocks: &[],
    part: None,
    later: None,
};
