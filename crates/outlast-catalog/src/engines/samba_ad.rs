//! A directory: domain controllers that each take changes and tell the others.

use super::{DataDefaults, Engine, NO_DATA, plain};
use crate::assumptions::{Entry, Shape};
use crate::language::databases::READ_FROM;

static LAG: Entry = Entry {
    name: "samba-ad-lag",
    what: "a controller tells the others of a change after 15 s, each next one 3 s later",
    value: "0s to 18s",
    otherwise: Some("unknown"),
    source: "https://learn.microsoft.com/en-us/troubleshoot/windows-server/active-directory/modify-default-intra-site-dc-replication-interval",
    safe: false,
    shape: Shape::Duration,
};

static READS: Entry = Entry {
    name: "samba-ad-reads",
    what: "each controller answers who only reads",
    value: "any",
    otherwise: Some("writer"),
    source: "https://learn.microsoft.com/en-us/windows-server/identity/ad-ds/get-started/replication/active-directory-replication-concepts",
    safe: false,
    shape: Shape::Words(READ_FROM),
};

/// The engine.
pub(super) static ENGINE: Engine = Engine {
    reads: Some(&READS),
    alike: true,
    data: DataDefaults { lag: Some(&LAG), ..NO_DATA },
    ..plain(
        &["samba-ad", "active-directory", "samba"],
        "a directory on several controllers",
        Some(389),
        include_str!("../../pages/engines/samba-ad.md"),
    )
};
