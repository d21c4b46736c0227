//! `exoscale_anti_affinity_group`: instances that never share a hypervisor.
//!
//! The group itself is only a name; its members say that they are in it. That a group holds eight
//! at most is checked when all members are known. `exoscale_affinity` is its name of before 0.54.

use outlast_terraform::Resource;

use super::{ResourceKind, Stage, known};
use crate::reading::Reading;

/// The entry.
pub(super) static KIND: ResourceKind = ResourceKind {
    names: &["exoscale_anti_affinity_group", "exoscale_affinity"],
    summary: "a group of instances that never share a hypervisor",
    page: include_str!("../../pages/resources/exoscale_anti_affinity_group.md"),
    stage: Stage::Ground,
    read,
};

fn read(reading: &mut Reading<'_>, resource: &Resource) -> bool {
    known(reading, resource)
}
