//! PostgreSQL: a database whose replicas follow; it promotes none by itself.

use super::{DataDefaults, Engine, NO_DATA, QueueDefaults, plain};
use crate::assumptions::{Entry, Shape};
use crate::language::databases::READ_FROM;

static COMMIT: Entry = Entry {
    name: "postgresql-commit",
    what: "PostgreSQL acknowledges a write before any replica has it \
        (`synchronous_standby_names` is empty)",
    value: "async",
    otherwise: Some("sync"),
    source: "https://www.postgresql.org/docs/15/runtime-config-replication.html",
    safe: false,
    shape: Shape::Words(&["async", "sync", "quorum"]),
};

static LAG: Entry = Entry {
    name: "postgresql-lag",
    what: "a replica of PostgreSQL is less than a second behind, as long as it can keep up",
    value: "0s to 1s",
    otherwise: Some("unknown"),
    source: "https://www.postgresql.org/docs/15/warm-standby.html#STREAMING-REPLICATION \
        (`typically under one second assuming the standby is powerful enough`)",
    safe: false,
    shape: Shape::Duration,
};
static DURABLE_AFTER: Entry = Entry {
    name: "postgresql-durable-after",
    what: "PostgreSQL acknowledges a write when it is on the disk (`fsync` and \
        `synchronous_commit` are on)",
    value: "0s",
    otherwise: Some("0s to 600ms"),
    source: "https://www.postgresql.org/docs/15/runtime-config-wal.html",
    safe: false,
    shape: Shape::Duration,
};

static READS: Entry = Entry {
    name: "postgresql-reads",
    what: "a replica of PostgreSQL answers who only reads (`hot_standby` is on)",
    value: "any",
    otherwise: Some("writer"),
    source: "https://www.postgresql.org/docs/15/hot-standby.html",
    safe: false,
    shape: Shape::Words(READ_FROM),
};

static ACKED_BY: Entry = Entry {
    name: "postgresql-acked-by",
    what: "where replicas are waited for, one of them is enough (`synchronous_standby_names` without a number)",
    value: "2",
    otherwise: None,
    source: "https://www.postgresql.org/docs/15/runtime-config-replication.html#GUC-SYNCHRONOUS-STANDBY-NAMES",
    safe: false,
    shape: Shape::Count,
};

/// The engine.
pub(super) static ENGINE: Engine = Engine {
    acked_by: Some(&ACKED_BY),
    reads: Some(&READS),
    commit: Some(&COMMIT),
    data: DataDefaults { lag: Some(&LAG), durable_after: Some(&DURABLE_AFTER), ..NO_DATA },
    queue: QueueDefaults { ack_wait: None, tries: None, two_phase: true },
    // A standby connects to the primary as a client does:
    // <https://www.postgresql.org/docs/15/warm-standby.html#STREAMING-REPLICATION>.
    follows_where_it_listens: true,
    ..plain(
        &["postgresql", "postgres", "pg"],
        "a database whose replicas follow and are promoted by somebody else",
        Some(5432),
        include_str!("../../pages/engines/postgresql.md"),
    )
};
