//! PgBouncer: passes connections on to PostgreSQL; it checks nothing and promotes nobody.

use super::{Engine, plain};
use crate::assumptions::{Entry, Shape};

static REDISPATCH: Entry = Entry {
    name: "pgbouncer-redispatch",
    what: "PgBouncer does not try another host when one of a list cannot be reached",
    value: "no",
    otherwise: None,
    source: "https://www.pgbouncer.org/config.html#host (`all hosts must be available at all \
        times`)",
    safe: true,
    shape: Shape::Words(&["yes", "no"]),
};

static ALL_WHEN_NONE: Entry = Entry {
    name: "pgbouncer-all-when-none",
    what: "a client whose server cannot be reached gets an error, and waits for two minutes at \
        most before it does (`query_wait_timeout`)",
    value: "no",
    otherwise: None,
    source: "https://www.pgbouncer.org/config.html#query_wait_timeout",
    safe: true,
    shape: Shape::Words(&["yes", "no"]),
};

/// The engine.
pub(super) static ENGINE: Engine = Engine {
    redispatch: Some(&REDISPATCH),
    all_when_none: Some(&ALL_WHEN_NONE),
    ..plain(
        &["pgbouncer"],
        "passes connections on to PostgreSQL",
        Some(6432),
        include_str!("../../pages/engines/pgbouncer.md"),
    )
};
