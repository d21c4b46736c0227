//! Patroni: promotes a replica of PostgreSQL when the lease of the writing one runs out.
//!
//! The three times depend on each other: the same renewal counts for giving up and for taking
//! over, so that their distance is exact.

use super::{Engine, LeaseDefaults, plain};
use crate::assumptions::{Entry, Shape};

const MANUAL: &str = "https://patroni.readthedocs.io/en/latest/dynamic_configuration.html";

static TTL: Entry = Entry {
    name: "patroni-ttl",
    what: "the lease of the writing copy holds for 30 s after a renewal (`ttl`)",
    value: "30s",
    otherwise: None,
    source: MANUAL,
    safe: false,
    shape: Shape::Duration,
};
static ROUND: Entry = Entry {
    name: "patroni-loop",
    what: "Patroni renews the lease every 10 s (`loop_wait`)",
    value: "10s",
    otherwise: None,
    source: MANUAL,
    safe: false,
    shape: Shape::Duration,
};
static RETRY: Entry = Entry {
    name: "patroni-retry",
    what: "the writing copy goes on for 10 s after a renewal failed, then gives up \
        (`retry_timeout`)",
    value: "10s",
    otherwise: None,
    source: MANUAL,
    safe: false,
    shape: Shape::Duration,
};
static TAKES: Entry = Entry {
    name: "patroni-takes",
    what: "a promotion takes 1 s to 3 s once the lease is free",
    value: "1s to 3s",
    otherwise: None,
    source: "not documented; a range that holds the promotions that were measured on an idle \
        network (PostgreSQL 15, Patroni 3.0)",
    safe: false,
    shape: Shape::Duration,
};

static SEES: Entry = Entry {
    name: "patroni-sees",
    what: "a PostgreSQL that hangs is not failed over: Patroni goes on with the role that it last \
        knew, and renews the lease",
    value: "port",
    otherwise: Some("process"),
    source: "https://patroni.readthedocs.io/en/latest/releases.html (4.1.4: the cached role as a \
        fallback); https://github.com/patroni/patroni/issues/1371",
    safe: true,
    shape: Shape::Words(&["port", "process"]),
};

/// The engine.
pub(super) static ENGINE: Engine = Engine {
    lease: LeaseDefaults {
        ttl: Some(&TTL),
        round: Some(&ROUND),
        retry: Some(&RETRY),
        sees: Some(&SEES),
        behind_at_most: Some((1 << 20, "maximum_lag_on_failover")),
    },
    takes: Some(&TAKES),
    ..plain(
        &["patroni"],
        "promotes a replica of PostgreSQL when the lease of the writing one runs out",
        Some(8008),
        include_str!("../../pages/engines/patroni.md"),
    )
};
