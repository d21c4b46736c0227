//! A registry of images: what scales or is repaired from images needs it.

use super::{DataDefaults, Engine, plain};

/// The engine.
pub(super) static ENGINE: Engine = Engine {
    data: DataDefaults {
        lag: None,
        durable_after: None,
        drops: None,
        in_memory: false,
        noun: Some("images"),
    },
    ..plain(
        &["docker-registry", "registry"],
        "a registry of images",
        Some(5000),
        include_str!("../../pages/engines/docker-registry.md"),
    )
};
