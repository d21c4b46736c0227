//! `exoscale_secondary_ipaddress`: attaches an elastic IP to an instance, by its address.
//!
//! Removed from the provider in 0.54; today it is the attribute `elastic_ip_ids` of the instance.

use outlast_terraform::Resource;

use super::{ResourceKind, Stage, known};
use crate::attributes::{attribute, text};
use crate::machines;
use crate::reading::Reading;

const ELASTIC_IPS: [&str; 2] = ["exoscale_ipaddress", "exoscale_elastic_ip"];

/// The entry.
pub(super) static KIND: ResourceKind = ResourceKind {
    names: &["exoscale_secondary_ipaddress"],
    summary: "an elastic IP attached to an instance, as before provider 0.54",
    page: include_str!("../../pages/resources/exoscale_secondary_ipaddress.md"),
    stage: Stage::Joints,
    read,
};

fn read(reading: &mut Reading<'_>, resource: &Resource) -> bool {
    let machines = machines::instance_of(reading, resource, "compute_id");
    let value = attribute(resource, "ip_address");
    let (mut routers, why) = reading.addresses(value, &ELASTIC_IPS);
    if let (true, Some(address)) = (routers.is_empty(), text(resource, "ip_address")) {
        let holder = reading.references.holding(address, &ELASTIC_IPS);
        routers.extend(holder.map(|it| it.address.clone()));
    }
    if routers.is_empty() {
        let why = why.unwrap_or_else(|| "it is not stated".to_string());
        reading.detail(resource, format!("its elastic IP is not known: {why}"), resource.span);
    }
    for router in routers {
        machines::aim_at(reading, &router, &machines, resource.span);
    }
    known(reading, resource)
}
