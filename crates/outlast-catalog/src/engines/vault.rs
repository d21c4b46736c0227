//! Vault with integrated storage: a store of secrets; most of its servers must live, and each is sealed
//! when it starts.

use super::{DataDefaults, Engine, LeaseDefaults, NO_DATA, NO_LEASE, plain};
use crate::assumptions::{Entry, Shape};
use crate::language::databases::{FORMS_AGAIN, READ_FROM};

static COMMIT: Entry = Entry {
    name: "vault-commit",
    what: "a write is acknowledged when most of the servers have it",
    value: "quorum",
    otherwise: None,
    source: "https://developer.hashicorp.com/vault/docs/configuration/storage/raft",
    safe: false,
    shape: Shape::Words(&["quorum"]),
};

static READS: Entry = Entry {
    name: "vault-reads",
    what: "who reads asks the active server, to which the others pass requests on",
    value: "majority",
    otherwise: None,
    source: "https://developer.hashicorp.com/vault/docs/concepts/ha",
    safe: true,
    shape: Shape::Words(READ_FROM),
};

static ELECTION: Entry = Entry {
    name: "vault-election",
    what: "servers elect another leader when they have not heard of theirs for 5 s to 10 s \
        (`performance_multiplier` is 5)",
    value: "5s to 10s",
    otherwise: Some("1s to 2s"),
    source: "https://developer.hashicorp.com/vault/docs/configuration/storage/raft; the time of \
        one: https://developer.hashicorp.com/consul/docs/install/performance; between once \
        and twice that: https://github.com/hashicorp/raft/blob/main/raft.go",
    safe: true,
    shape: Shape::Duration,
};

static ROUND: Entry = Entry {
    name: "vault-heartbeat",
    what: "the time is counted from the last sign of life",
    value: "0s",
    otherwise: None,
    source: "https://github.com/hashicorp/raft/blob/main/raft.go",
    safe: false,
    shape: Shape::Duration,
};

static GIVES_UP: Entry = Entry {
    name: "vault-gives-up",
    what: "a leader that most of the servers do not answer gives up after 2.5 s",
    value: "2500ms",
    otherwise: Some("500ms"),
    source: "https://developer.hashicorp.com/vault/docs/configuration/storage/raft; 500 ms times \
        `performance_multiplier`: https://github.com/hashicorp/raft/blob/main/config.go \
        (`LeaderLeaseTimeout`)",
    safe: false,
    shape: Shape::Duration,
};

static TAKES: Entry = Entry {
    name: "vault-takes",
    what: "how long it takes until the new leader serves is not known",
    value: "unknown",
    otherwise: Some("0s to 10s"),
    source: "no figure is documented; an election that nobody wins is tried again after 5 s to 10 \
        s: https://github.com/hashicorp/raft/blob/main/raft.go",
    safe: true,
    shape: Shape::Duration,
};

static DURABLE_AFTER: Entry = Entry {
    name: "vault-durable-after",
    what: "a write is on the disks of those who acknowledge it",
    value: "0s",
    otherwise: None,
    source: "https://developer.hashicorp.com/consul/docs/architecture/consensus (`durably stored \
        on a quorum of nodes`; the same library)",
    safe: false,
    shape: Shape::Duration,
};

static AGAIN: Entry = Entry {
    name: "vault-unseal",
    what: "a server that starts is sealed until people open it",
    value: "each-by-people",
    otherwise: Some("alone"),
    source: "https://developer.hashicorp.com/vault/docs/concepts/seal; alone with auto unseal",
    safe: true,
    shape: Shape::Words(FORMS_AGAIN),
};

/// The engine.
pub(super) static ENGINE: Engine = Engine {
    forms_again: Some(&AGAIN),
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
        &["vault"],
        "a store of secrets that people open when it has started",
        Some(8200),
        include_str!("../../pages/engines/vault.md"),
    )
};
