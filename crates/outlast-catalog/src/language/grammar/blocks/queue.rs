//! `queue`: a store of work.
//! What it becomes is made in `works.rs` and `stores.rs`.

use outlast_model::{Held, Role};

use super::{backup, limit, need, promise, replica};
use crate::language::grammar::group::{Group as _, group};
use crate::language::grammar::shared::{
    Bound, Calling, Denying, Dropping, Durable, Ending, FailingOver, Holding, Listening, Repaired,
    Seated, Sharing, Titled,
};
use crate::language::shape::{BlockKind, Copies, DataKind, PartKind};

/// What a queue may claim.
const DELIVERIES: &[&str] = &["at-most-once", "at-least-once", "exactly-once"];

group! {
    /// What hands out work.
    pub(crate) struct Delivering {
        delivery: Word(DELIVERIES), "what the queue claims of its deliveries: compared"
            .unstated("derived from queue, worker and store");
        ack_wait: Range, "how long a taken job is waited for before it is delivered again"
            .unstated("the engine's default");
        tries: Or("endless", Count), "how often a job is delivered at most"
            .unstated("the engine's default");
        then: Text, "what becomes of a job after that: `dead letters`".unstated("it is gone");
        keeps_for: Range, "how long a job is kept that nobody takes"
            .unstated("until somebody takes it");
    }
}

pub(in crate::language::grammar) static BLOCK: BlockKind = BlockKind {
    name: "queue",
    named: true,
    meaning: "A store of work, which a `worker` takes. How often a job is done follows from queue, \
              worker and store together.",
    attributes: &[
        Seated::ROWS,
        Listening::ROWS,
        Repaired::ROWS,
        Calling::ROWS,
        Holding::ROWS,
        Durable::ROWS,
        Dropping::ROWS,
        Sharing::ROWS,
        Delivering::ROWS,
        FailingOver::ROWS,
        Bound::ROWS,
        Ending::ROWS,
        Denying::ROWS,
        Titled::ROWS,
    ],
    blocks: &[&replica::BLOCK, &backup::BLOCK, &need::BLOCK, &limit::BLOCK, &promise::OF_STORE],
    part: Some(PartKind {
        role: Role::Queue,
        data: Some(DataKind {
            holds: Held::Jobs,
            serves_empty: true,
            locks: true,
            copies: Copies::Follow,
        }),
    }),
    later: None,
};
