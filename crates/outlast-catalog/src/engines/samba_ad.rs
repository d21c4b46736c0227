//! A directory: domain controllers that each take changes and tell the others.

use super::{DataDefaults, Engine, NO_DATA, plain};
use crate::assumptions::{Entry, Shape};

static LAG: Entry = Entry {
    name: "samba-ad-lag",
    what: "a controller tells the others of a change after 15 s, each next one 3 s later",
    value: "0s to 18s",
    otherwise: Some("unknown"),
    source: "https://learn.microsoft.com/en-us/windows-server/identity/ad-ds/get-started/replication/active-directory-replication-concepts",
    safe: false,
    shape: Shape::Duration,
};

/// The engine.
pub(super) static ENGINE: Engine = Engine {
    alike: true,
    data: DataDefaults { lag: Some(&LAG), ..NO_DATA },
    ..plain(
        &["samba-ad", "active-directory", "samba"],
        "a directory on several controllers",
        Some(389),
        include_str!("../../pages/engines/samba-ad.md"),
    )
};
