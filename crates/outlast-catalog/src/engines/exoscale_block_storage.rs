//! Exoscale block storage: what every volume of Terraform is run by.

use outlast_model::Held;

use super::{Can, DataDefaults, Engine, NO_DATA, plain};
use crate::assumptions::{Entry, Shape};

static DURABLE_AFTER: Entry = Entry {
    name: "exoscale-block-storage-durable-after",
    what: "a hypervisor that is lost can take acknowledged writes of its volumes along, and how many is not known",
    value: "unknown",
    otherwise: Some("0s"),
    source: "https://community.exoscale.com/product/storage/block-storage/operation/snapshot/",
    safe: true,
    shape: Shape::Duration,
};

static SNAPSHOTS_HOLD: Entry = Entry {
    name: "exoscale-block-storage-snapshots-hold",
    what: "what a snapshot of a volume holds outlives the loss of a hypervisor",
    value: "yes",
    otherwise: None,
    source: "https://community.exoscale.com/product/storage/block-storage/operation/snapshot/",
    safe: false,
    shape: Shape::Words(&["yes"]),
};

/// The engine.
pub(super) static ENGINE: Engine = Engine {
    data: DataDefaults {
        durable_after: Some(&DURABLE_AFTER),
        snapshots_hold: Some(&SNAPSHOTS_HOLD),
        holds: Some(Held::Volume),
        ..NO_DATA
    },
    can: Some(Can {
        locks: true,
        sharing: false,
        small_files: true,
        listings: true,
        largest: None,
        most: Some(10 << 40),
        source: "https://community.exoscale.com/documentation/block-storage/overview/",
    }),
    ..plain(
        &["exoscale-block-storage"],
        "network volumes in a zone, each for one instance at a time",
        None,
        include_str!("../../pages/engines/exoscale-block-storage.md"),
    )
};
