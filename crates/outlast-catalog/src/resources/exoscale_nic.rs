//! `exoscale_nic`: puts an instance on a private network.
//!
//! Removed from the provider in 0.54; today it is the block `network_interface` of the instance.

use outlast_terraform::Resource;

use super::{ResourceKind, Stage, known};
use crate::attributes::attribute;
use crate::machines;
use crate::reading::Reading;

/// The entry.
pub(super) static KIND: ResourceKind = ResourceKind {
    names: &["exoscale_nic"],
    summary: "an instance on a private network, as before provider 0.54",
    page: include_str!("../../pages/resources/exoscale_nic.md"),
    stage: Stage::Joints,
    read,
};

fn read(reading: &mut Reading<'_>, resource: &Resource) -> bool {
    let machines = machines::instance_of(reading, resource, "compute_id");
    let kinds = ["exoscale_network", "exoscale_private_network"];
    let (networks, _) = reading.addresses(attribute(resource, "network_id"), &kinds);
    let fixed = attribute(resource, "ip_address").map(machines::address_text);
    machines::join_networks(reading, &networks, &machines, fixed, resource.span);
    known(reading, resource)
}
