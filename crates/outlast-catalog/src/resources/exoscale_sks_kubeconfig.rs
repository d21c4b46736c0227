//! `exoscale_sks_kubeconfig`: credentials for a Kubernetes cluster.

use outlast_terraform::Resource;

use super::{ResourceKind, Stage, known};
use crate::reading::Reading;

/// The entry.
pub(super) static KIND: ResourceKind = ResourceKind {
    names: &["exoscale_sks_kubeconfig"],
    summary: "credentials for a Kubernetes cluster",
    page: include_str!("../../pages/resources/exoscale_sks_kubeconfig.md"),
    stage: Stage::Ground,
    read,
};

fn read(reading: &mut Reading<'_>, resource: &Resource) -> bool {
    known(reading, resource)
}
