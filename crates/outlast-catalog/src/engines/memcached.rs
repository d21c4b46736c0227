//! Memcached: a cache in memory; each machine has its own share.

use super::{DataDefaults, Engine, plain};

/// The engine.
pub(super) static ENGINE: Engine = Engine {
    data: DataDefaults { lag: None, durable_after: None, drops: None, in_memory: true, noun: None },
    ..plain(
        &["memcached"],
        "a cache in memory, with a share on each machine",
        Some(11211),
        include_str!("../../pages/engines/memcached.md"),
    )
};
