//! `exoscale_private_network`: one segment in one zone, without security groups.
//!
//! It has addresses of its own (managed) when a range is stated. Also `exoscale_network`, as it
//! was called before provider 0.54.

use std::net::IpAddr;

use ipnet::IpNet;
use outlast_terraform::{Resource, Value};

use super::{ResourceKind, Stage, known};
use crate::attributes::{attribute, why_unknown};
use crate::estate::Network;
use crate::reading::Reading;

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
    let managed = managed(resource);
    let what = if managed.is_some() {
        "the provider hands out its addresses"
    } else {
        "addresses are set on the machines"
    };
    reading.detail(resource, what, None);
    reading.estate.networks.push(Network {
        address: resource.address.clone(),
        place,
        managed,
        machines: Vec::new(),
        span: resource.span,
    });
    known(reading, resource)
}

/// The prefix of a managed network: that of its range under its netmask.
fn managed(resource: &Resource) -> Option<Result<IpNet, String>> {
    let [start, end, mask] = ["start_ip", "end_ip", "netmask"].map(|it| attribute(resource, it));
    let (start, _, mask) = (start?, end?, mask?);
    let address = |value: &Value| {
        let text = value.as_str().ok_or_else(|| why_unknown(value))?;
        text.trim().parse::<IpAddr>().map_err(|_| format!("`{text}` is no address"))
    };
    let prefix = address(start).and_then(|start| {
        let mask = address(mask)?;
        let net = IpNet::with_netmask(start, mask);
        net.map(|it| it.trunc()).map_err(|_| format!("`{mask}` is no netmask of `{start}`"))
    });
    Some(prefix)
}
