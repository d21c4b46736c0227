//! MinIO: object storage of your own, spread over several machines.

use outlast_model::Held;

use super::{Can, DataDefaults, Engine, NO_DATA, plain};
use crate::assumptions::{Entry, Shape};
use crate::language::databases::READ_FROM;

static COMMIT: Entry = Entry {
    name: "minio-commit",
    what: "an object is acknowledged when more than half of the machines have their part",
    value: "quorum",
    otherwise: None,
    source: "https://docs.min.io/community/minio-object-store/operations/concepts/erasure-coding.html",
    safe: false,
    shape: Shape::Words(&["quorum"]),
};

static SILENCE: Entry = Entry {
    name: "minio-silence",
    what: "how long a machine that falls silent holds requests up is not known",
    value: "unknown",
    otherwise: Some("0s to 60s"),
    source: "no figure is documented",
    safe: true,
    shape: Shape::Duration,
};

static READS: Entry = Entry {
    name: "minio-reads",
    what: "who reads an object needs its parts from most of the machines; half of them can be enough",
    value: "majority",
    otherwise: Some("any"),
    source: "https://docs.min.io/community/minio-object-store/operations/concepts/erasure-coding.html",
    safe: true,
    shape: Shape::Words(READ_FROM),
};

/// The engine.
pub(super) static ENGINE: Engine = Engine {
    reads: Some(&READS),
    commit: Some(&COMMIT),
    alike: true,
    data: DataDefaults { holds: Some(Held::Objects), drops: Some(&SILENCE), ..NO_DATA },
    can: Some(Can {
        locks: false,
        sharing: true,
        small_files: true,
        listings: false,
        largest: None,
        most: None,
        source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/Welcome.html",
    }),
    // Servers of a cluster talk to each other at the port of the interface:
    // <https://min.io/docs/minio/linux/operations/install-deploy-manage/deploy-minio-multi-node-multi-drive.html>.
    follows_where_it_listens: true,
    ..plain(
        &["minio"],
        "object storage of your own",
        Some(9000),
        include_str!("../../pages/engines/minio.md"),
    )
};
