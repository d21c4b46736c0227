//! CephFS: shared files in several copies, with a metadata server of its own.

use super::{Can, DataDefaults, Engine, LeaseDefaults, NO_DATA, NO_LEASE, plain};
use crate::assumptions::{Entry, Shape};
use crate::language::databases::READ_FROM;

static COMMIT: Entry = Entry {
    name: "cephfs-commit",
    what: "a write is acknowledged when every copy that takes part has it",
    value: "sync",
    otherwise: None,
    source: "https://docs.ceph.com/en/latest/architecture/",
    safe: false,
    shape: Shape::Words(&["sync"]),
};

static GRACE: Entry = Entry {
    name: "cephfs-grace",
    what: "a silent copy counts as lost 20 s after its last sign of life (`osd_heartbeat_grace`), which comes every 6 s",
    value: "20s to 26s",
    otherwise: None,
    source: "https://docs.ceph.com/en/latest/rados/configuration/mon-osd-interaction/",
    safe: false,
    shape: Shape::Duration,
};

static ROUND: Entry = Entry {
    name: "cephfs-heartbeat",
    what: "the grace is counted from the last sign of life",
    value: "0s",
    otherwise: None,
    source: "https://docs.ceph.com/en/latest/rados/configuration/mon-osd-interaction/",
    safe: false,
    shape: Shape::Duration,
};

static TAKES: Entry = Entry {
    name: "cephfs-takes",
    what: "how long it takes until the others serve is not known",
    value: "unknown",
    otherwise: Some("0s to 30s"),
    source: "no figure is documented",
    safe: true,
    shape: Shape::Duration,
};

static DURABLE_AFTER: Entry = Entry {
    name: "cephfs-durable-after",
    what: "a write that was synced is on the disks when it is acknowledged",
    value: "0s",
    otherwise: None,
    source: "https://docs.ceph.com/en/latest/architecture/",
    safe: false,
    shape: Shape::Duration,
};

static READS: Entry = Entry {
    name: "cephfs-reads",
    what: "who reads asks the first copy of an object that is up, and fewer copies than `min_size` \
        are not read either",
    value: "majority",
    otherwise: Some("writer"),
    source: "https://docs.ceph.com/en/latest/rados/operations/pools/ (`min_size`)",
    safe: true,
    shape: Shape::Words(READ_FROM),
};

static ACKED_BY: Entry = Entry {
    name: "cephfs-acked-by",
    what: "of three copies two must be there (`osd_pool_default_min_size`: all but half of them)",
    value: "2",
    otherwise: Some("1"),
    source: "https://docs.ceph.com/en/latest/rados/configuration/pool-pg-config-ref/",
    safe: false,
    shape: Shape::Count,
};

/// The engine.
pub(super) static ENGINE: Engine = Engine {
    acked_by: Some(&ACKED_BY),
    reads: Some(&READS),
    commit: Some(&COMMIT),
    lease: LeaseDefaults {
        ttl: Some(&GRACE),
        round: Some(&ROUND),
        retry: Some(&GRACE),
        ..NO_LEASE
    },
    takes: Some(&TAKES),
    elects: true,
    data: DataDefaults { durable_after: Some(&DURABLE_AFTER), drops: Some(&GRACE), ..NO_DATA },
    can: Some(Can {
        locks: true,
        sharing: true,
        small_files: true,
        listings: true,
        largest: Some(1 << 40),
        most: None,
        source: "https://docs.ceph.com/en/latest/cephfs/administration/",
    }),
    ..plain(
        &["cephfs", "ceph"],
        "shared files in several copies, with a metadata server",
        None,
        include_str!("../../pages/engines/cephfs.md"),
    )
};
