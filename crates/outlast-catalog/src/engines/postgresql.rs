//! PostgreSQL: a database whose replicas follow; it promotes none by itself.

use super::{Engine, plain};
use crate::assumptions::{Entry, Shape};

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

/// The engine.
pub(super) static ENGINE: Engine = Engine {
    commit: Some(&COMMIT),
    ..plain(
        &["postgresql", "postgres", "pg"],
        "a database whose replicas follow and are promoted by somebody else",
        Some(5432),
        include_str!("../../pages/engines/postgresql.md"),
    )
};
