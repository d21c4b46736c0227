//! `journey`: what a user does.
//! What it becomes is made in `journeys.rs`.

use super::promise;
use crate::language::grammar::group::{Group as _, group};
use crate::language::grammar::shared::Titled;
use crate::language::shape::BlockKind;

group! {
    /// What a user does.
    pub(crate) struct Entering {
        enters: Needs, "what it calls first: a name, an address or a part".required();
        from: One("a place"), "where the users are".unstated("the internet").judges_each();
        over: One("a link"), "the link that it goes over"
            .unstated("whichever links lead there from `from`");
        rate: Rate, "how often in all, at its peak".unstated("load is not judged");
        tolerates: Percent, "the share of requests that may fail without being out"
            .unstated("`0%`");
        answers_in: Range, "how quickly it must answer".unstated("slowness is not judged");
        ends: Several("a part"), "where work that goes on afterwards is finished"
            .unstated("with the answer");
        done_within: Range, "how long that may take".unstated("not judged");
        hours: Text, "when it is used".unstated("always").later("working hours");
        remembers: Range, "how long users work on with the last answer"
            .later("what users remember");
    }
}

pub(in crate::language::grammar) static BLOCK: BlockKind = BlockKind {
    name: "journey",
    named: true,
    meaning: "What a user does, from where it starts to what it needs.",
    attributes: &[Entering::ROWS, Titled::ROWS],
    blocks: &[&promise::BLOCK],
    part: None,
    later: None,
};
