//! Resources that exist in Terraform alone: random names, keys, waits, files beside it.
//!
//! They make nothing that can fail. What a provisioner of one of them does elsewhere is not seen.

use outlast_terraform::Resource;

use super::{ResourceKind, Stage, known};
use crate::reading::Reading;

/// The entry.
pub(super) static KIND: ResourceKind = ResourceKind {
    names: &[
        "random_uuid",
        "local_file",
        "local_sensitive_file",
        "null_resource",
        "random_*",
        "terraform_data",
        "time_*",
        "tls_*",
    ],
    summary: "something that exists in Terraform alone",
    page: include_str!("../../pages/resources/random_uuid.md"),
    stage: Stage::Ground,
    read,
};

fn read(reading: &mut Reading<'_>, resource: &Resource) -> bool {
    known(reading, resource)
}
