//! Redis and Valkey: a store in memory whose replicas follow; Sentinel promotes them.

use super::{DataDefaults, Engine, NO_DATA, plain};
use crate::assumptions::{Entry, Shape};
use crate::language::databases::READ_FROM;

static COMMIT: Entry = Entry {
    name: "redis-commit",
    what: "Redis acknowledges a write before any replica has it",
    value: "async",
    otherwise: None,
    source: "https://redis.io/docs/latest/operate/oss_and_stack/management/replication/",
    safe: true,
    shape: Shape::Words(&["async"]),
};

static LAG: Entry = Entry {
    name: "redis-lag",
    what: "how far a replica of Redis is behind is not known",
    value: "unknown",
    otherwise: Some("0s to 1s"),
    source: "no figure is documented; a replica reports its position once a second: \
        https://redis.io/docs/latest/operate/oss_and_stack/management/replication/",
    safe: true,
    shape: Shape::Duration,
};
static DURABLE_AFTER: Entry = Entry {
    name: "redis-durable-after",
    what: "Redis writes its data to the disk within an hour of a change (`save 3600 1 300 100 60 \
        10000`), and no log (`appendonly no`)",
    value: "0s to 1h",
    otherwise: Some("0s to 2s"),
    source: "https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/",
    safe: true,
    shape: Shape::Duration,
};

static READS: Entry = Entry {
    name: "redis-reads",
    what: "a replica of Redis answers who only reads (`replica-read-only` is yes)",
    value: "any",
    otherwise: Some("writer"),
    source: "https://redis.io/docs/latest/operate/oss_and_stack/management/replication/",
    safe: false,
    shape: Shape::Words(READ_FROM),
};

/// The engine.
pub(super) static ENGINE: Engine = Engine {
    reads: Some(&READS),
    commit: Some(&COMMIT),
    data: DataDefaults { lag: Some(&LAG), durable_after: Some(&DURABLE_AFTER), ..NO_DATA },
    // A replica connects to its master as a client does:
    // <https://redis.io/docs/latest/operate/oss_and_stack/management/replication/>.
    follows_where_it_listens: true,
    ..plain(
        &["redis", "valkey"],
        "a store in memory whose replicas follow",
        Some(6379),
        include_str!("../../pages/engines/redis.md"),
    )
};
