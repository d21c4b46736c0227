//! `exoscale_sks_cluster`: the control plane of a Kubernetes cluster, run by the provider.
//!
//! What runs in the cluster is not in Terraform: services say so in the outlast file.

use outlast_model::{Kind, Role};
use outlast_terraform::{Resource, Value};

use super::{ResourceKind, Stage};
use crate::estate::Thing;
use crate::reading::{Reading, attribute};

/// The entry.
pub(super) static KIND: ResourceKind = ResourceKind {
    names: &["exoscale_sks_cluster"],
    summary: "a Kubernetes cluster: its control plane in a zone",
    page: include_str!("../../pages/resources/exoscale_sks_cluster.md"),
    stage: Stage::Ground,
    read,
};

fn read(reading: &mut Reading<'_>, resource: &Resource) -> bool {
    let place = reading.zone(resource);
    let (of, span) = (&resource.address, resource.span);
    let part = reading.managed(
        of,
        Role::ClusterControlPlane,
        Kind::Server,
        place,
        "managed Kubernetes",
        span,
    );
    let level = attribute(resource, "service_level");
    let what = match level.map_or(Some("pro"), Value::as_str) {
        Some("starter") => "service level starter: one control plane, no backup, no promise",
        Some("pro") => "service level pro: several control planes, backed up daily",
        _ => "its service level is not known",
    };
    reading.detail(resource, what, level.and_then(|it| it.span));
    reading.became(resource, Thing::Part(part));
    true
}
