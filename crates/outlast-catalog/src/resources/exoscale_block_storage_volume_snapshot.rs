//! `exoscale_block_storage_volume_snapshot`: a snapshot of a network volume, in the same zone.
//!
//! As a copy of data it is not judged yet.

use outlast_terraform::Resource;

use super::{ResourceKind, Stage, known};
use crate::reading::{Reading, attribute};

/// The entry.
pub(super) static KIND: ResourceKind = ResourceKind {
    names: &["exoscale_block_storage_volume_snapshot"],
    summary: "a snapshot of a network volume",
    page: include_str!("../../pages/resources/exoscale_block_storage_volume_snapshot.md"),
    stage: Stage::Ground,
    read,
};

fn read(reading: &mut Reading<'_>, resource: &Resource) -> bool {
    reading.zone(resource);
    let volume = attribute(resource, "volume").and_then(|it| it.get("id"));
    let (volumes, _) = reading.addresses(volume, &["exoscale_block_storage_volume"]);
    for volume in volumes {
        reading.detail(resource, format!("a snapshot of {volume}, in the same zone"), None);
    }
    known(reading, resource)
}
