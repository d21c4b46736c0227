//! `exoscale_domain`: a domain whose records the provider serves.

use outlast_terraform::Resource;

use super::{ResourceKind, Stage, known};
use crate::reading::Reading;

/// The entry.
pub(super) static KIND: ResourceKind = ResourceKind {
    names: &["exoscale_domain"],
    summary: "a domain, served by the provider's name servers",
    page: include_str!("../../pages/resources/exoscale_domain.md"),
    stage: Stage::Ground,
    read,
};

fn read(reading: &mut Reading<'_>, resource: &Resource) -> bool {
    reading.name_servers();
    known(reading, resource)
}
