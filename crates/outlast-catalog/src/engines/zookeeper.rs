//! ZooKeeper: a small store in which leases are held; most of its servers must live.

use super::{DataDefaults, Engine, LeaseDefaults, NO_DATA, NO_LEASE, plain};
use crate::assumptions::{Entry, Shape};
use crate::language::databases::READ_FROM;

static COMMIT: Entry = Entry {
    name: "zookeeper-commit",
    what: "a write is acknowledged when most of the servers have it",
    value: "quorum",
    otherwise: None,
    source: "https://zookeeper.apache.org/doc/current/zookeeperInternals.html",
    safe: false,
    shape: Shape::Words(&["quorum"]),
};

static READS: Entry = Entry {
    name: "zookeeper-reads",
    what: "each server answers who reads, as long as it is with most of the others",
    value: "majority",
    otherwise: None,
    source: "https://cwiki.apache.org/confluence/display/ZOOKEEPER/FailureScenarios (without a \
        leader reads end with an error)",
    safe: true,
    shape: Shape::Words(READ_FROM),
};

static ELECTION: Entry = Entry {
    name: "zookeeper-election",
    what: "servers elect another leader when they have not heard of theirs for 10 s (`tickTime` \
        2 s, `syncLimit` 5), and at once when its connection closes",
    value: "0s to 10s",
    otherwise: None,
    source: "https://github.com/apache/zookeeper/blob/master/conf/zoo_sample.cfg",
    safe: false,
    shape: Shape::Duration,
};

static ROUND: Entry = Entry {
    name: "zookeeper-heartbeat",
    what: "the time is counted from the last sign of life",
    value: "0s",
    otherwise: None,
    source: "https://github.com/apache/zookeeper/blob/master/conf/zoo_sample.cfg",
    safe: false,
    shape: Shape::Duration,
};

static TAKES: Entry = Entry {
    name: "zookeeper-takes",
    what: "how long an election takes is not known",
    value: "unknown",
    otherwise: Some("0s to 1s"),
    source: "no figure is documented",
    safe: true,
    shape: Shape::Duration,
};

static DURABLE_AFTER: Entry = Entry {
    name: "zookeeper-durable-after",
    what: "a write is on the disks of those who acknowledge it (`forceSync` is yes)",
    value: "0s",
    otherwise: None,
    source: "https://zookeeper.apache.org/doc/current/zookeeperAdmin.html",
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
        &["zookeeper"],
        "a store of votes: it works as long as most of its servers do",
        Some(2181),
        include_str!("../../pages/engines/zookeeper.md"),
    )
};
