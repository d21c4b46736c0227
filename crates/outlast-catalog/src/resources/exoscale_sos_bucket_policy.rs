//! `exoscale_sos_bucket_policy`: who may read and write a bucket.

use outlast_terraform::Resource;

use super::{ResourceKind, Stage, known};
use crate::attributes::text;
use crate::reading::Reading;

/// The entry.
pub(super) static KIND: ResourceKind = ResourceKind {
    names: &["exoscale_sos_bucket_policy"],
    summary: "who may read and write a bucket",
    page: include_str!("../../pages/resources/exoscale_sos_bucket_policy.md"),
    stage: Stage::Joints,
    read,
};

fn read(reading: &mut Reading<'_>, resource: &Resource) -> bool {
    if let Some(bucket) = text(resource, "bucket") {
        reading.detail(resource, format!("of bucket {bucket}"), None);
    }
    known(reading, resource)
}
