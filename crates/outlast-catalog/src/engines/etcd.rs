//! etcd, Consul and ZooKeeper: small stores in which leases are held; most of the copies must live.

use super::{Engine, plain};

/// The engine.
pub(super) static ENGINE: Engine = Engine {
    keeps_votes: true,
    ..plain(
        &["etcd", "consul", "zookeeper"],
        "a store of votes: it works as long as most of its copies do",
        None,
        include_str!("../../pages/engines/etcd.md"),
    )
};
