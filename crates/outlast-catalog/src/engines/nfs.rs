//! NFS: one machine lends its files to others.

use super::{Can, DataDefaults, Engine, NO_DATA, plain};
use crate::assumptions::{Entry, Shape};

static DURABLE_AFTER: Entry = Entry {
    name: "nfs-durable-after",
    what: "the server has a write on its disk before it answers (`sync`)",
    value: "0s",
    otherwise: Some("0s to 35s"),
    source: "https://man7.org/linux/man-pages/man5/exports.5.html",
    safe: false,
    shape: Shape::Duration,
};

/// The engine.
pub(super) static ENGINE: Engine = Engine {
    data: DataDefaults { durable_after: Some(&DURABLE_AFTER), ..NO_DATA },
    can: Some(Can {
        locks: true,
        sharing: true,
        small_files: true,
        listings: false,
        largest: None,
        most: None,
        source: "https://community.exoscale.com/documentation/handbooks/cloud-architecture/",
    }),
    ..plain(
        &["nfs", "nfs-server", "nfs-ganesha"],
        "files of one machine that others use",
        Some(2049),
        include_str!("../../pages/engines/nfs.md"),
    )
};
