//! `exoscale_block_storage_volume_snapshot`: a snapshot of a network volume, in the same zone.
//!
//! It is a copy of the moment in which it is created: Terraform makes it once and never again.

use outlast_model::{Consistency, Fact, PlaceId};
use outlast_terraform::Resource;

use super::{ResourceKind, Stage, known};
use crate::assumptions::SNAPSHOT_CRASH;
use crate::attributes::attribute;
use crate::holdings;
use crate::reading::Reading;

/// The entry.
pub(super) static KIND: ResourceKind = ResourceKind {
    names: &["exoscale_block_storage_volume_snapshot"],
    summary: "a snapshot of a network volume",
    page: include_str!("../../pages/resources/exoscale_block_storage_volume_snapshot.md"),
    stage: Stage::Joints,
    read,
};

fn read(reading: &mut Reading<'_>, resource: &Resource) -> bool {
    let place = reading.zone(resource);
    let volume = attribute(resource, "volume").and_then(|it| it.get("id"));
    let (volumes, _) = reading.addresses(volume, &["exoscale_block_storage_volume"]);
    for volume in volumes {
        reading.detail(resource, format!("a snapshot of {volume}, in the same zone"), None);
        copy(reading, resource, &volume, place);
    }
    known(reading, resource)
}

/// One copy of the volume's data, as old as the snapshot is.
fn copy(reading: &mut Reading<'_>, resource: &Resource, volume: &str, place: PlaceId) {
    let model = &mut reading.estate.model;
    let crash = reading
        .assumptions
        .word(model, &SNAPSHOT_CRASH, volume, |word| (word == "yes").then_some(Consistency::Crash));
    let every = Fact::Unknown("it is made once and never again".to_string());
    let backup = holdings::provided(&resource.address, place, every, crash, resource.span);
    let store = reading.estate.model.stores.iter_mut().find(|it| it.address == volume);
    if let Some(store) = store {
        store.backups.push(backup);
    }
}
