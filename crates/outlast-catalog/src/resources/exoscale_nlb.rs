//! `exoscale_nlb`: one public address in a zone whose services pass connections on to pools.
//!
//! The load balancer as such does nothing; each of its services is a part.

use outlast_terraform::Resource;

use super::{ResourceKind, Stage};
use crate::estate::Thing;
use crate::reading::Reading;

/// The entry.
pub(super) static KIND: ResourceKind = ResourceKind {
    names: &["exoscale_nlb"],
    summary: "a network load balancer in a zone",
    page: include_str!("../../pages/resources/exoscale_nlb.md"),
    stage: Stage::Addresses,
    read,
};

fn read(reading: &mut Reading<'_>, resource: &Resource) -> bool {
    reading.zone(resource);
    reading.became(resource, Thing::Parts(Vec::new()));
    true
}
