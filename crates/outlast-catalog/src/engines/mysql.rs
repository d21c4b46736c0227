//! MySQL and MariaDB: a database whose replicas follow; neither promotes one by itself.

use super::{Engine, plain};
use crate::assumptions::{Entry, Shape};

static COMMIT: Entry = Entry {
    name: "mysql-commit",
    what: "MySQL and MariaDB acknowledge a write before any replica has it",
    value: "async",
    otherwise: Some("sync"),
    source: "https://dev.mysql.com/doc/refman/8.0/en/replication.html",
    safe: false,
    shape: Shape::Words(&["async", "sync", "quorum"]),
};

/// The engine.
pub(super) static ENGINE: Engine = Engine {
    commit: Some(&COMMIT),
    ..plain(
        &["mysql", "mariadb"],
        "a database whose replicas follow and are promoted by somebody else",
        Some(3306),
        include_str!("../../pages/engines/mysql.md"),
    )
};
