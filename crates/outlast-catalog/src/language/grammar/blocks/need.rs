//! `need`: one edge with all that is known of it.
//! What it becomes is made in `needs.rs`.

use crate::language::grammar::group::{Group as _, group};
use crate::language::shape::BlockKind;

group! {
    /// One edge with all that is known of it.
    pub(crate) struct Edge {
        of: Needs, "what is needed".required();
        at: Word(&["request", "start", "repair", "change"]), "when it is needed"
            .unstated("`request`");
        soft: Flag, "it works on without it".unstated("`false`");
        serving: Several("a journey"), "needed for these journeys only".unstated("for all");
        timeout: Range, "how long it waits for an answer".unstated("no bound; of a silent copy beside which another is tried it is not known");
        retries: Count, "how often it tries again at another copy".unstated("0");
        remembers: Range, "how long it works on with the last answer".unstated("not at all");
        resolves: Word(&["once", "each-time"]), "of a name: whether it asks once, when it starts, and keeps the answer as long as it runs"
            .unstated("as the engine does it, else `each-time`");
        trips: Count, "round trips for one request".unstated("1");
        moves: Size, "bytes for one request, all its round trips together"
            .unstated("what a line takes to move them is not judged");
        over: One("a link"), "the link that it goes over";
    }
}

pub(in crate::language::grammar) static BLOCK: BlockKind = BlockKind {
    name: "need",
    named: false,
    meaning: "One edge with all that is known of it; `calls` and its like are the short form.",
    attributes: &[Edge::ROWS],
    blocks: &[],
    part: None,
    later: None,
};
