//! Users, databases and endpoints inside a managed database: nothing to place.

use outlast_terraform::Resource;

use super::{ResourceKind, Stage, known};
use crate::reading::Reading;

/// The entry.
pub(super) static KIND: ResourceKind = ResourceKind {
    names: &[
        "exoscale_dbaas_pg_user",
        "exoscale_dbaas_external_endpoint_datadog",
        "exoscale_dbaas_external_endpoint_elasticsearch",
        "exoscale_dbaas_external_endpoint_opensearch",
        "exoscale_dbaas_external_endpoint_prometheus",
        "exoscale_dbaas_external_endpoint_rsyslog",
        "exoscale_dbaas_external_integration",
        "exoscale_dbaas_kafka_user",
        "exoscale_dbaas_mysql_database",
        "exoscale_dbaas_mysql_user",
        "exoscale_dbaas_opensearch_user",
        "exoscale_dbaas_pg_connection_pool",
        "exoscale_dbaas_pg_database",
        "exoscale_dbaas_valkey_user",
    ],
    summary: "a user or a database inside a managed database",
    page: include_str!("../../pages/resources/exoscale_dbaas_pg_user.md"),
    stage: Stage::Joints,
    read,
};

fn read(reading: &mut Reading<'_>, resource: &Resource) -> bool {
    known(reading, resource)
}
