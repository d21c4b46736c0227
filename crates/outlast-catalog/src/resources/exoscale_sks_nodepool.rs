//! `exoscale_sks_nodepool`: the nodes of a Kubernetes cluster: a pool of equal machines.

use outlast_terraform::Resource;

use super::{ResourceKind, Stage};
use crate::attributes::attribute;
use crate::estate::Thing;
use crate::machines;
use crate::reading::Reading;

/// The local disk when nothing is written, in GiB (provider documentation,
/// `docs/resources/sks_nodepool.md`).
const DISK: i64 = 50;

/// The entry.
pub(super) static KIND: ResourceKind = ResourceKind {
    names: &["exoscale_sks_nodepool"],
    summary: "a pool of Kubernetes nodes",
    page: include_str!("../../pages/resources/exoscale_sks_nodepool.md"),
    stage: Stage::Machines,
    read,
};

fn read(reading: &mut Reading<'_>, resource: &Resource) -> bool {
    let members = machines::pool(reading, resource, Some(DISK));
    machines::attach(reading, resource, &members);
    let inside = "what runs inside of Kubernetes is not read".to_string();
    reading.estate.scheduled.extend(members.iter().map(|it| (*it, inside.clone())));
    let cluster = attribute(resource, "cluster_id");
    for cluster in reading.addresses(cluster, &["exoscale_sks_cluster"]).0 {
        reading.detail(resource, format!("nodes of {cluster}"), None);
    }
    reading.became(resource, Thing::Machines(members));
    true
}
