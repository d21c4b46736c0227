//! `exoscale_block_storage_volume`: a network volume in a zone, for one instance at a time.
//!
//! What a fault does to its data is not judged yet.

use outlast_terraform::{Resource, Value};

use super::{ResourceKind, Stage, known};
use crate::estate::Volume;
use crate::reading::{Reading, attribute};

/// Size in GiB when nothing is written (provider documentation,
/// `docs/resources/block_storage_volume.md`).
const SIZE: u64 = 10;

/// The entry.
pub(super) static KIND: ResourceKind = ResourceKind {
    names: &["exoscale_block_storage_volume"],
    summary: "a network volume in a zone",
    page: include_str!("../../pages/resources/exoscale_block_storage_volume.md"),
    stage: Stage::Ground,
    read,
};

fn read(reading: &mut Reading<'_>, resource: &Resource) -> bool {
    let place = reading.zone(resource);
    let gib = match attribute(resource, "size") {
        Some(size) => size.as_i64().and_then(|it| u64::try_from(it).ok()),
        None => Some(SIZE),
    };
    reading.estate.volumes.push(Volume {
        address: resource.address.clone(),
        place,
        gib,
        on: None,
        span: resource.span,
    });
    let target = attribute(resource, "snapshot_target").and_then(|it| it.get("id"));
    let from = reading.addresses(target, &["exoscale_block_storage_volume_snapshot"]).0;
    if let Some(snapshot) = from.first() {
        reading.detail(resource, format!("made from {snapshot}"), target.and_then(span));
    }
    known(reading, resource)
}

const fn span(value: &Value) -> Option<outlast_findings::Span> {
    value.span
}
