//! Exoscale block storage: what every volume of Terraform is run by.

use super::{Can, DataDefaults, Engine, plain};
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

/// The engine.
pub(super) static ENGINE: Engine = Engine {
    data: DataDefaults {
        lag: None,
        durable_after: Some(&DURABLE_AFTER),
        drops: None,
        in_memory: false,
        noun: Some("volume"),
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
