//! Data sources that read what has no place: templates, zones, policies, addresses of databases.

use outlast_terraform::Resource;

use super::{ResourceKind, Stage, known};
use crate::reading::Reading;

/// The entry.
pub(super) static KIND: ResourceKind = ResourceKind {
    names: &[
        "data.exoscale_template",
        "data.exoscale_compute_template",
        "data.exoscale_database_uri",
        "data.exoscale_iam_api_key",
        "data.exoscale_iam_org_policy",
        "data.exoscale_iam_role",
        "data.exoscale_sos_bucket_policy",
        "data.exoscale_zones",
    ],
    summary: "a template, a list of zones, a policy: read only",
    page: include_str!("../../pages/resources/data_exoscale_template.md"),
    stage: Stage::Ground,
    read,
};

fn read(reading: &mut Reading<'_>, resource: &Resource) -> bool {
    known(reading, resource)
}
