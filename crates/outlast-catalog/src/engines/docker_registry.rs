//! A registry of images: what scales or is repaired from images needs it.

use outlast_model::Held;

use super::{DataDefaults, Engine, NO_DATA, plain};

/// The engine.
pub(super) static ENGINE: Engine = Engine {
    data: DataDefaults { holds: Some(Held::Images), ..NO_DATA },
    ..plain(
        &["docker-registry", "registry"],
        "a registry of images",
        Some(5000),
        include_str!("../../pages/engines/docker-registry.md"),
    )
};
