//! `exoscale_security_group`: a set of rules that its members' public interfaces obey.
//!
//! The rules are resources of their own and are joined to it.

use outlast_terraform::Resource;

use super::{ResourceKind, Stage, known};
use crate::openings;
use crate::reading::{Reading, attribute, objects};

/// The entry.
pub(super) static KIND: ResourceKind = ResourceKind {
    names: &["exoscale_security_group"],
    summary: "a security group: which ports of its members are open",
    page: include_str!("../../pages/resources/exoscale_security_group.md"),
    stage: Stage::Ground,
    read,
};

fn read(reading: &mut Reading<'_>, resource: &Resource) -> bool {
    for source in attribute(resource, "external_sources").map_or_else(Vec::new, objects) {
        let what =
            format!("counts {} as a member", openings::peer_words(&openings::network(source)));
        reading.detail(resource, what, source.span);
    }
    known(reading, resource)
}
