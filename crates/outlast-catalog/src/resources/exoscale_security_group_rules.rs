//! `exoscale_security_group_rules`: many rules of one group in one resource.
//!
//! Removed from the provider in 0.54 and still in much public code. Each `ingress` or `egress`
//! block stands for one rule per port and peer.

use outlast_model::Way;
use outlast_terraform::Resource;

use super::{ResourceKind, Stage, known};
use crate::attributes::{nested, unsure};
use crate::openings;
use crate::reading::Reading;

/// The entry.
pub(super) static KIND: ResourceKind = ResourceKind {
    names: &["exoscale_security_group_rules"],
    summary: "several rules of a security group, as before provider 0.54",
    page: include_str!("../../pages/resources/exoscale_security_group_rules.md"),
    stage: Stage::Joints,
    read,
};

fn read(reading: &mut Reading<'_>, resource: &Resource) -> bool {
    let group = match openings::own_group(reading, resource) {
        Some(Ok(group)) => group,
        Some(Err(why)) => {
            reading.detail(resource, format!("its group is not known ({why})"), resource.span);
            return known(reading, resource);
        }
        None => return known(reading, resource),
    };
    if let Some(why) = unsure(resource, &["ingress", "egress"]) {
        reading.loose_rules.get_or_insert(format!("{}: {why}", resource.address));
    }
    for (direction, way) in [("ingress", Way::In), ("egress", Way::Out)] {
        for block in nested(resource, direction) {
            for rule in openings::grouped(reading, resource, block, way) {
                openings::add(reading, &group, rule);
            }
        }
    }
    known(reading, resource)
}
