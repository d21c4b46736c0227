//! etcd: a small store in which leases are held; most of the copies must live.

use super::{DataDefaults, Engine, LeaseDefaults, NO_DATA, NO_LEASE, plain};
use crate::assumptions::{Entry, Shape};
use crate::language::databases::READ_FROM;

static COMMIT: Entry = Entry {
    name: "etcd-commit",
    what: "a write is acknowledged when most of the copies have it",
    value: "quorum",
    otherwise: None,
    source: "https://etcd.io/docs/v3.5/learning/api_guarantees/",
    safe: false,
    shape: Shape::Words(&["quorum"]),
};

static READS: Entry = Entry {
    name: "etcd-reads",
    what: "who reads gets what most of the copies agree on (linearizable reads)",
    value: "majority",
    otherwise: Some("any"),
    source: "https://etcd.io/docs/v3.5/learning/api_guarantees/",
    safe: true,
    shape: Shape::Words(READ_FROM),
};

static ELECTION: Entry = Entry {
    name: "etcd-election",
    what: "copies elect another leader when they have not heard of theirs for 1 s to 2 s \
        (`election-timeout` is 1 s)",
    value: "1s to 2s",
    otherwise: None,
    source: "https://etcd.io/docs/v3.5/tuning/; between once and twice that time: \
        https://pkg.go.dev/go.etcd.io/raft/v3",
    safe: false,
    shape: Shape::Duration,
};

static ROUND: Entry = Entry {
    name: "etcd-heartbeat",
    what: "the time is counted from the last sign of life",
    value: "0s",
    otherwise: None,
    source: "https://etcd.io/docs/v3.5/tuning/",
    safe: false,
    shape: Shape::Duration,
};

static TAKES: Entry = Entry {
    name: "etcd-takes",
    what: "how long an election takes is not known",
    value: "unknown",
    otherwise: Some("0s to 1s"),
    source: "no figure is documented",
    safe: true,
    shape: Shape::Duration,
};

static DURABLE_AFTER: Entry = Entry {
    name: "etcd-durable-after",
    what: "a write is on the disks of those who acknowledge it",
    value: "0s",
    otherwise: None,
    source: "https://etcd.io/docs/v3.5/faq/",
    safe: false,
    shape: Shape::Duration,
};

/// The engine.
pub(super) static ENGINE: Engine = Engine {
    keeps_votes: true,
    commit: Some(&COMMIT),
    reads: Some(&READS),
    lease: LeaseDefaults {
        ttl: Some(&ELECTION),
        round: Some(&ROUND),
        retry: Some(&ELECTION),
        ..NO_LEASE
    },
    takes: Some(&TAKES),
    elects: true,
    data: DataDefaults { durable_after: Some(&DURABLE_AFTER), ..NO_DATA },
    ..plain(
        &["etcd"],
        "a store of votes: it works as long as most of its copies do",
        None,
        include_str!("../../pages/engines/etcd.md"),
    )
};
