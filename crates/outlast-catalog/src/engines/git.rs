//! A server of source code: what is built from code needs it.

use super::{DataDefaults, Engine, plain};

/// The engine.
pub(super) static ENGINE: Engine = Engine {
    data: DataDefaults {
        lag: None,
        durable_after: None,
        drops: None,
        in_memory: false,
        noun: Some("repositories"),
    },
    ..plain(
        &["git", "gitea", "forgejo", "gitlab"],
        "a server of source code",
        None,
        include_str!("../../pages/engines/git.md"),
    )
};
