//! Redis and Valkey: a store in memory whose replicas follow; Sentinel promotes them.

use super::{Engine, plain};
use crate::assumptions::{Entry, Shape};

static COMMIT: Entry = Entry {
    name: "redis-commit",
    what: "Redis acknowledges a write before any replica has it",
    value: "async",
    otherwise: None,
    source: "https://redis.io/docs/latest/operate/oss_and_stack/management/replication/",
    safe: true,
    shape: Shape::Words(&["async"]),
};

/// The engine.
pub(super) static ENGINE: Engine = Engine {
    commit: Some(&COMMIT),
    ..plain(
        &["redis", "valkey"],
        "a store in memory whose replicas follow",
        Some(6379),
        include_str!("../../pages/engines/redis.md"),
    )
};
