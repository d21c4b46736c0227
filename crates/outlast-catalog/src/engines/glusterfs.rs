//! GlusterFS: shared files in several copies, written by the clients to each.

use super::{Can, DataDefaults, Engine, NO_DATA, plain};
use crate::assumptions::{Entry, Shape};
use crate::language::databases::READ_FROM;

static COMMIT: Entry = Entry {
    name: "glusterfs-commit",
    what: "a write is acknowledged when every copy that takes part has it",
    value: "sync",
    otherwise: None,
    source: "https://docs.gluster.org/en/latest/Administrator-Guide/Automatic-File-Replication/",
    safe: false,
    shape: Shape::Words(&["sync"]),
};

static PING: Entry = Entry {
    name: "glusterfs-ping",
    what: "a copy that falls silent holds everything up for 42 s (`network.ping-timeout`) and up to twice that",
    value: "42s to 84s",
    otherwise: None,
    source: "https://docs.gluster.org/en/latest/Administrator-Guide/Tuning-Volume-Options/; that it can be twice as long was measured (GlusterFS 10.3, 80 s)",
    safe: false,
    shape: Shape::Duration,
};

static DURABLE_AFTER: Entry = Entry {
    name: "glusterfs-durable-after",
    what: "what was written to a file reaches the disks within 35 s, unless the software asks for more (the time of Linux)",
    value: "0s to 35s",
    otherwise: Some("0s"),
    source: "https://docs.kernel.org/admin-guide/sysctl/vm.html",
    safe: true,
    shape: Shape::Duration,
};

static READS: Entry = Entry {
    name: "glusterfs-reads",
    what: "a copy answers who only reads as long as most of three are there",
    value: "majority",
    otherwise: Some("any"),
    source: "https://docs.gluster.org/en/latest/release-notes/3.13.0/",
    safe: true,
    shape: Shape::Words(READ_FROM),
};

/// The engine.
pub(super) static ENGINE: Engine = Engine {
    reads: Some(&READS),
    commit: Some(&COMMIT),
    alike: true,
    data: DataDefaults { durable_after: Some(&DURABLE_AFTER), drops: Some(&PING), ..NO_DATA },
    can: Some(Can {
        locks: true,
        sharing: true,
        small_files: false,
        listings: false,
        largest: None,
        most: None,
        source: "https://community.exoscale.com/documentation/handbooks/cloud-architecture/",
    }),
    ..plain(
        &["glusterfs", "gluster"],
        "shared files in several copies",
        Some(24007),
        include_str!("../../pages/engines/glusterfs.md"),
    )
};
