//! Exoscale object storage: what every bucket of Terraform is run by.

use outlast_model::Held;

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

static COPIED: Entry = Entry {
    name: "exoscale-sos-copies",
    what: "the provider keeps three copies of each object in the zone of its bucket, so that \
        losing one of them is nothing",
    value: "3",
    otherwise: None,
    source: "the vendor's course: https://cloud.layer5.io/academy/learning-paths/\
        98e16360-a366-4b78-8e0a-031da07fdacb/advanced-course/basics/content/storage",
    safe: false,
    shape: Shape::Count,
};

/// The engine.
pub(super) static ENGINE: Engine = Engine {
    data: DataDefaults {
        durable_after: Some(&DURABLE_AFTER),
        holds: Some(Held::Objects),
        copied: Some(&COPIED),
        ..NO_DATA
    },
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
