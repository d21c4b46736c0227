//! What is said about a bucket, and objects in it: nothing to place.
//!
//! Understood where the bucket is: when the provider speaks to Exoscale's object storage.

use outlast_terraform::Resource;

use super::{ResourceKind, Stage, aws_s3_bucket, known};
use crate::attributes::attribute;
use crate::reading::Reading;

/// The entry.
pub(super) static KIND: ResourceKind = ResourceKind {
    names: &["aws_s3_object", "aws_s3_bucket_*"],
    summary: "an object of a bucket, or a setting of it",
    page: include_str!("../../pages/resources/aws_s3_object.md"),
    stage: Stage::Joints,
    read,
};

fn read(reading: &mut Reading<'_>, resource: &Resource) -> bool {
    if aws_s3_bucket::zone(reading, resource).is_none() {
        return false;
    }
    let (buckets, _) = reading.addresses(attribute(resource, "bucket"), &["aws_s3_bucket"]);
    for bucket in buckets {
        reading.detail(resource, format!("of {bucket}"), None);
    }
    known(reading, resource)
}
