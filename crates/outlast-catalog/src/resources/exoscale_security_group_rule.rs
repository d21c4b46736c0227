//! `exoscale_security_group_rule`: who may reach which port of a group's members.

use outlast_model::Way;
use outlast_terraform::Resource;

use super::{ResourceKind, Stage, known};
use crate::attributes::{attribute, text, unsure};
use crate::openings;
use crate::reading::{Other, Reading, Rule};

/// The entry.
pub(super) static KIND: ResourceKind = ResourceKind {
    names: &["exoscale_security_group_rule"],
    summary: "a rule of a security group",
    page: include_str!("../../pages/resources/exoscale_security_group_rule.md"),
    stage: Stage::Joints,
    read,
};

fn read(reading: &mut Reading<'_>, resource: &Resource) -> bool {
    let rule = rule(reading, resource);
    if let Some(why) = unsure(resource, &["type"]) {
        reading.loose_rules.get_or_insert(format!("{}: {why}", resource.address));
    }
    match openings::own_group(reading, resource) {
        Some(Ok(group)) => openings::add(reading, &group, rule),
        Some(Err(why)) => {
            let what = format!("its group is not known ({why}); it {}", rule.words());
            reading.detail(resource, what, resource.span);
        }
        None => reading.detail(resource, "states no group", resource.span),
    }
    known(reading, resource)
}

fn rule(reading: &Reading<'_>, resource: &Resource) -> Rule {
    let of = |name: &str| attribute(resource, name);
    let is_in = text(resource, "type").is_some_and(|it| it.eq_ignore_ascii_case("ingress"));
    let ports = openings::port_pair(of("start_port"), of("end_port"));
    Rule {
        address: resource.address.clone(),
        way: if is_in { Way::In } else { Way::Out },
        packets: openings::packets(of("protocol"), ports, of),
        peer: match &resource.count_unknown {
            // It may not be there at all.
            Some(why) => Other::Unknown(why.clone()),
            None => openings::peer(reading, resource),
        },
        span: resource.span,
    }
}
