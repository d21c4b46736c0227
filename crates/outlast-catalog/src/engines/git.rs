//! A server of source code: what is built from code needs it.

use outlast_model::Held;

use super::{DataDefaults, Engine, NO_DATA, plain};

/// The engine.
pub(super) static ENGINE: Engine = Engine {
    data: DataDefaults { holds: Some(Held::Repositories), ..NO_DATA },
    ..plain(
        &["git", "gitea", "forgejo", "gitlab"],
        "a server of source code",
        None,
        include_str!("../../pages/engines/git.md"),
    )
};
