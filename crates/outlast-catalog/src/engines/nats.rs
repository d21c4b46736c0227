//! NATS with JetStream: a queue; on three machines most of them must agree.

use super::{Engine, plain};
use crate::assumptions::{Entry, Shape};

static COMMIT: Entry = Entry {
    name: "nats-commit",
    what: "a replicated JetStream stream acknowledges a message when most of its copies have it",
    value: "quorum",
    otherwise: None,
    source: "https://docs.nats.io/running-a-nats-service/configuration/clustering/jetstream_clustering",
    safe: false,
    shape: Shape::Words(&["quorum"]),
};

/// The engine.
pub(super) static ENGINE: Engine = Engine {
    commit: Some(&COMMIT),
    ..plain(
        &["nats"],
        "a queue; several copies of a stream agree by majority",
        Some(4222),
        include_str!("../../pages/engines/nats.md"),
    )
};
