//! `exoscale_private_network`: one segment in one zone, without security groups.
//!
//! It has addresses of its own (managed) when a range is stated. Also `exoscale_network`, as it
//! was called before provider 0.54.

use outlast_terraform::Resource;

use super::{ResourceKind, Stage, known};
use crate::estate::Network;
use crate::reading::{Reading, attribute};

/// The entry.
pub(super) static KIND: ResourceKind = ResourceKind {
    names: &["exoscale_private_network", "exoscale_network"],
    summary: "a private network: one segment in one zone",
    page: include_str!("../../pages/resources/exoscale_private_network.md"),
    stage: Stage::Ground,
    read,
};

fn read(reading: &mut Reading<'_>, resource: &Resource) -> bool {
    let place = reading.zone(resource);
    let range = ["start_ip", "end_ip", "netmask"];
    let managed = range.iter().all(|it| attribute(resource, it).is_some());
    let what = if managed {
        "the provider hands out its addresses"
    } else {
        "addresses are set on the machines"
    };
    reading.detail(resource, what, None);
    reading.estate.networks.push(Network {
        address: resource.address.clone(),
        place,
        machines: Vec::new(),
        span: resource.span,
    });
    known(reading, resource)
}
