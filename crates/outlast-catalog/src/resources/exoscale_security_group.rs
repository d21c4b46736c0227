//! `exoscale_security_group`: a set of rules that its members' public interfaces obey.
//!
//! The rules are resources of their own and are joined to it.

use outlast_terraform::Resource;

use super::{ResourceKind, Stage, known};
use crate::attributes::{attribute, objects, text};
use crate::openings;
use crate::reading::{Group, Other, Reading};

/// The entry.
pub(super) static KIND: ResourceKind = ResourceKind {
    names: &["exoscale_security_group"],
    summary: "a security group: which ports of its members are open",
    page: include_str!("../../pages/resources/exoscale_security_group.md"),
    stage: Stage::Ground,
    read,
};

fn read(reading: &mut Reading<'_>, resource: &Resource) -> bool {
    let (mut external, mut unseen_members) = (Vec::new(), None);
    for source in attribute(resource, "external_sources").map_or_else(Vec::new, objects) {
        let other = openings::network(source);
        let what = format!("counts {} as a member", openings::peer_words(&other.peer()));
        reading.detail(resource, what, source.span);
        match other {
            Other::Prefix(prefix) => external.push(prefix),
            // Its own rules are known all the same: only those who let the group in cannot tell.
            Other::Unknown(why) => {
                unseen_members = Some(format!("an external source is not known ({why})"));
            }
            Other::Group(_) | Other::Public(_) => {
                unseen_members = Some("an external source is no network".to_string());
            }
        }
    }
    let name = text(resource, "name").unwrap_or(&resource.address).to_string();
    let group = Group { name, external, unseen_members, span: resource.span };
    reading.groups.insert(resource.address.clone(), group);
    known(reading, resource)
}
