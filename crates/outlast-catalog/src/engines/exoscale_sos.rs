//! Exoscale object storage: what every bucket of Terraform is run by.

use super::{Can, DataDefaults, Engine, NO_DATA, plain};
use crate::assumptions::{Entry, Shape};

static DURABLE_AFTER: Entry = Entry {
    name: "exoscale-sos-durable-after",
    what: "an object is safe when it is acknowledged",
    value: "0s",
    otherwise: None,
    source: "https://community.exoscale.com/documentation/storage/simple-object-storage-overview/",
    safe: false,
    shape: Shape::Duration,
};

/// The engine.
pub(super) static ENGINE: Engine = Engine {
    data: DataDefaults { durable_after: Some(&DURABLE_AFTER), noun: Some("objects"), ..NO_DATA },
    can: Some(Can {
        locks: false,
        sharing: true,
        small_files: true,
        listings: false,
        largest: Some(4 << 40),
        most: None,
        source: "https://community.exoscale.com/documentation/storage/simple-object-storage-overview/",
    }),
    ..plain(
        &["exoscale-sos"],
        "object storage in a zone",
        None,
        include_str!("../../pages/engines/exoscale-sos.md"),
    )
};
