//! `exoscale_ssh_key`: a public key that is put on instances.
//!
//! Also `exoscale_ssh_keypair`, as it was called before provider 0.54.

use outlast_terraform::Resource;

use super::{ResourceKind, Stage, known};
use crate::reading::Reading;

/// The entry.
pub(super) static KIND: ResourceKind = ResourceKind {
    names: &["exoscale_ssh_key", "exoscale_ssh_keypair"],
    summary: "a public key for logging in",
    page: include_str!("../../pages/resources/exoscale_ssh_key.md"),
    stage: Stage::Ground,
    read,
};

fn read(reading: &mut Reading<'_>, resource: &Resource) -> bool {
    known(reading, resource)
}
