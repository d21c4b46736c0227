//! `exoscale_block_storage_volume`: a network volume in a zone, for one instance at a time.
//!
//! It is a store and what other stores lie on (`kept_on`). It outlives the machine that it is
//! attached to, and not its zone.

use outlast_model::{Fact, Held, Kind, Role};
use outlast_terraform::{Resource, Value};

use super::{ResourceKind, Stage};
use crate::estate::{Thing, Volume};
use crate::holdings;
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
    let (of, own) = (&resource.address, resource.span);
    let part = reading.managed(of, Role::Volume, Kind::Server, place, "block storage", own);
    reading.estate.model.parts[part].engine = Some("exoscale-block-storage".to_string());
    let bytes = gib.and_then(|it| it.checked_mul(1 << 30)).map(|it| Fact::Stated(it, own));
    holdings::store(reading, part, Held::Volume, Vec::new(), bytes);
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
    reading.became(resource, Thing::Part(part));
    true
}

const fn span(value: &Value) -> Option<outlast_findings::Span> {
    value.span
}
