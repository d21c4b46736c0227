//! Memcached: a cache in memory; each machine has its own share.

use super::{DataDefaults, Engine, NO_DATA, plain};

/// The engine.
pub(super) static ENGINE: Engine = Engine {
    data: DataDefaults { in_memory: true, ..NO_DATA },
    ..plain(
        &["memcached"],
        "a cache in memory, with a share on each machine",
        Some(11211),
        include_str!("../../pages/engines/memcached.md"),
    )
};
