//! Consul: a small store in which leases are held; most of its servers must live.

use super::{DataDefaults, Engine, LeaseDefaults, NO_DATA, NO_LEASE, plain};
use crate::assumptions::{Entry, Shape};
use crate::language::databases::READ_FROM;

static COMMIT: Entry = Entry {
    name: "consul-commit",
    what: "a write is acknowledged when most of the servers have it",
    value: "quorum",
    otherwise: None,
    source: "https://developer.hashicorp.com/consul/docs/architecture/consensus",
    safe: false,
    shape: Shape::Words(&["quorum"]),
};

static READS: Entry = Entry {
    name: "consul-reads",
    what: "who reads asks the leader, which most of the servers follow",
    value: "majority",
    otherwise: Some("any"),
    source: "https://developer.hashicorp.com/consul/docs/architecture/consensus; `any` with \
        `stale`",
    safe: true,
    shape: Shape::Words(READ_FROM),
};

static ELECTION: Entry = Entry {
    name: "consul-election",
    what: "servers elect another leader when they have not heard of theirs for 5 s to 10 s \
        (`raft_multiplier` is 5)",
    value: "5s to 10s",
    otherwise: Some("1s to 2s"),
    source: "https://developer.hashicorp.com/consul/docs/install/performance; between once and \
        twice that time: https://github.com/hashicorp/raft/blob/main/raft.go \
        (`randomTimeout(HeartbeatTimeout)`); 1 s to 2 s with the `raft_multiplier` of 1 that \
        is recommended",
    safe: true,
    shape: Shape::Duration,
};

static ROUND: Entry = Entry {
    name: "consul-heartbeat",
    what: "the time is counted from the last sign of life",
    value: "0s",
    otherwise: None,
    source: "https://github.com/hashicorp/raft/blob/main/raft.go",
    safe: false,
    shape: Shape::Duration,
};

static GIVES_UP: Entry = Entry {
    name: "consul-gives-up",
    what: "a leader that most of the servers do not answer gives up after 2.5 s \
        (`LeaderLeaseTimeout`)",
    value: "2500ms",
    otherwise: Some("500ms"),
    source: "https://developer.hashicorp.com/consul/docs/install/performance",
    safe: false,
    shape: Shape::Duration,
};

static TAKES: Entry = Entry {
    name: "consul-takes",
    what: "how long an election takes is not known",
    value: "unknown",
    otherwise: Some("0s to 10s"),
    source: "no figure is documented; one that nobody wins is tried again after 5 s to 10 s: \
        https://github.com/hashicorp/raft/blob/main/raft.go",
    safe: true,
    shape: Shape::Duration,
};

static DURABLE_AFTER: Entry = Entry {
    name: "consul-durable-after",
    what: "a write is on the disks of those who acknowledge it",
    value: "0s",
    otherwise: None,
    source: "https://developer.hashicorp.com/consul/docs/install/performance (`performs a sync to \
        disk every time an entry is appended`)",
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
        retry: Some(&GIVES_UP),
        ..NO_LEASE
    },
    takes: Some(&TAKES),
    elects: true,
    data: DataDefaults { durable_after: Some(&DURABLE_AFTER), ..NO_DATA },
    ..plain(
        &["consul"],
        "a store of votes: it works as long as most of its servers do",
        // Clients ask the agent on their own machine (8500), and that the servers (8300).
        None,
        include_str!("../../pages/engines/consul.md"),
    )
};
