//! Data sources that read something which exists already: its members or rules are not here.
//!
//! One that reads by the name of a resource in the same Terraform stands for that resource.

use outlast_terraform::Resource;

use super::{ResourceKind, Stage, known};
use crate::reading::Reading;

/// The entry.
pub(super) static KIND: ResourceKind = ResourceKind {
    names: &[
        "data.exoscale_instance_pool",
        "data.exoscale_affinity",
        "data.exoscale_anti_affinity_group",
        "data.exoscale_block_storage_volume",
        "data.exoscale_block_storage_volume_snapshot",
        "data.exoscale_compute",
        "data.exoscale_compute_instance",
        "data.exoscale_compute_instance_list",
        "data.exoscale_compute_ipaddress",
        "data.exoscale_domain",
        "data.exoscale_domain_record",
        "data.exoscale_elastic_ip",
        "data.exoscale_instance_pool_list",
        "data.exoscale_network",
        "data.exoscale_nlb",
        "data.exoscale_nlb_service_list",
        "data.exoscale_private_network",
        "data.exoscale_security_group",
        "data.exoscale_sks_cluster",
        "data.exoscale_sks_cluster_list",
        "data.exoscale_sks_nodepool",
        "data.exoscale_sks_nodepool_list",
    ],
    summary: "something that exists already and is only read",
    page: include_str!("../../pages/resources/data_exoscale_instance_pool.md"),
    stage: Stage::Ground,
    read,
};

fn read(reading: &mut Reading<'_>, resource: &Resource) -> bool {
    let what = match reading.references.reads(resource) {
        Some(managed) => format!("reads {managed}"),
        None => "exists already: what belongs to it is not in this Terraform".to_string(),
    };
    reading.detail(resource, what, None);
    known(reading, resource)
}
