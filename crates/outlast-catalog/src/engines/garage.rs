//! Garage: object storage of your own, over several zones.

use outlast_model::Held;

use super::{Can, DataDefaults, Engine, NO_DATA, plain};
use crate::assumptions::{Entry, Shape};
use crate::language::databases::READ_FROM;

static COMMIT: Entry = Entry {
    name: "garage-commit",
    what: "an object is acknowledged when two of three copies have it",
    value: "quorum",
    otherwise: None,
    source: "https://garagehq.deuxfleurs.fr/documentation/reference-manual/configuration/",
    safe: false,
    shape: Shape::Words(&["quorum"]),
};

static SILENCE: Entry = Entry {
    name: "garage-silence",
    what: "a node that falls silent holds requests up for up to a minute",
    value: "0s to 60s",
    otherwise: None,
    source: "not documented; a range that holds what was measured (Garage 2.5.0, three nodes)",
    safe: false,
    shape: Shape::Duration,
};

static DURABLE_AFTER: Entry = Entry {
    name: "garage-durable-after",
    what: "an object reaches the disk within 35 s (`data_fsync` is off; the time is that of Linux)",
    value: "0s to 35s",
    otherwise: Some("0s"),
    source: "https://garagehq.deuxfleurs.fr/documentation/reference-manual/configuration/ and https://docs.kernel.org/admin-guide/sysctl/vm.html",
    safe: true,
    shape: Shape::Duration,
};

static READS: Entry = Entry {
    name: "garage-reads",
    what: "who reads an object asks most of its copies (`consistency_mode` is `consistent`)",
    value: "majority",
    otherwise: Some("any"),
    source: "https://garagehq.deuxfleurs.fr/documentation/reference-manual/configuration/",
    safe: false,
    shape: Shape::Words(READ_FROM),
};

/// The engine.
pub(super) static ENGINE: Engine = Engine {
    reads: Some(&READS),
    commit: Some(&COMMIT),
    alike: true,
    data: DataDefaults {
        durable_after: Some(&DURABLE_AFTER),
        drops: Some(&SILENCE),
        holds: Some(Held::Objects),
        ..NO_DATA
    },
    can: Some(Can {
        locks: false,
        sharing: true,
        small_files: true,
        listings: false,
        largest: None,
        most: None,
        source: "https://garagehq.deuxfleurs.fr/documentation/reference-manual/s3-compatibility/",
    }),
    ..plain(
        &["garage"],
        "object storage of your own, in three copies",
        Some(3900),
        include_str!("../../pages/engines/garage.md"),
    )
};
