//! Roles, keys and policies: who may do what.
//!
//! What somebody who takes a key over could do is not judged yet.

use outlast_terraform::Resource;

use super::{ResourceKind, Stage, known};
use crate::reading::Reading;

/// The entry.
pub(super) static KIND: ResourceKind = ResourceKind {
    names: &[
        "exoscale_iam_role",
        "exoscale_iam_access_key",
        "exoscale_iam_api_key",
        "exoscale_iam_org_policy",
    ],
    summary: "a role, key or policy: who may do what",
    page: include_str!("../../pages/resources/exoscale_iam_role.md"),
    stage: Stage::Ground,
    read,
};

fn read(reading: &mut Reading<'_>, resource: &Resource) -> bool {
    known(reading, resource)
}
