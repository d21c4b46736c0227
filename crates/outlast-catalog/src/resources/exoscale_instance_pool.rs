//! `exoscale_instance_pool`: as many equal machines as its size, all in one zone.
//!
//! A pool keeps its size; whether a member that is lost or stopped counts as gone is not
//! documented, so that it does not unless the assumption `pool-replaces-lost` is overridden.

use outlast_terraform::Resource;

use super::{ResourceKind, Stage};
use crate::estate::Thing;
use crate::machines;
use crate::reading::Reading;

/// The entry.
pub(super) static KIND: ResourceKind = ResourceKind {
    names: &["exoscale_instance_pool"],
    summary: "a pool: equal machines in a zone",
    page: include_str!("../../pages/resources/exoscale_instance_pool.md"),
    stage: Stage::Machines,
    read,
};

fn read(reading: &mut Reading<'_>, resource: &Resource) -> bool {
    let members = machines::pool(reading, resource, None);
    machines::attach(reading, resource, &members);
    reading.became(resource, Thing::Machines(members));
    true
}
