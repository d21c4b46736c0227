//! A server of source code: what is built from code needs it.

use outlast_model::Held;

use super::{DataDefaults, Engine, NO_DATA, plain};
use crate::assumptions::{Entry, Shape};
use crate::language::databases::READ_FROM;

static READS: Entry = Entry {
    name: "git-reads",
    what: "a copy of a repository answers who only fetches from it",
    value: "any",
    otherwise: Some("writer"),
    source: "https://docs.gitlab.com/administration/geo/",
    safe: false,
    shape: Shape::Words(READ_FROM),
};

/// The engine.
pub(super) static ENGINE: Engine = Engine {
    reads: Some(&READS),
    data: DataDefaults { holds: Some(Held::Repositories), ..NO_DATA },
    ..plain(
        &["git", "gitea", "forgejo", "gitlab"],
        "a server of source code",
        None,
        include_str!("../../pages/engines/git.md"),
    )
};
