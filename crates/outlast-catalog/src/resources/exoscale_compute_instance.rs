//! `exoscale_compute_instance`: one machine.
//!
//! Also `exoscale_compute`, as it was called before provider 0.54, which named its groups instead
//! of giving their ids.

use outlast_terraform::Resource;

use super::{ResourceKind, Stage};
use crate::estate::Thing;
use crate::machines::{self, Draft};
use crate::reading::Reading;

/// The entry.
pub(super) static KIND: ResourceKind = ResourceKind {
    names: &["exoscale_compute_instance", "exoscale_compute"],
    summary: "an instance: one machine in a zone",
    page: include_str!("../../pages/resources/exoscale_compute_instance.md"),
    stage: Stage::Machines,
    read,
};

fn read(reading: &mut Reading<'_>, resource: &Resource) -> bool {
    let machine = Draft::read(reading, resource, None).add(reading, resource, None);
    machines::attach(reading, resource, &[machine]);
    reading.became(resource, Thing::Machines(vec![machine]));
    true
}
