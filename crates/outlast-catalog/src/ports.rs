//! Ports that only a few should reach: those by which machines are administered, those of platforms
//! and stores, and those that tell figures. No user enters there.
//!
//! Numbers are those of
//! <https://www.iana.org/assignments/service-names-port-numbers/service-names-port-numbers.xhtml>
//! and, where software does not stand there, of its own documentation, named beside it. Left out are
//! ports that are as often meant for users: those of web servers, mail, names, directories and of the
//! API of a cluster.

/// Each port over TCP, with what answers there.
pub const GUARDED: &[(u16, &str)] = &[
    // Machines.
    (22, "SSH"),
    (23, "Telnet"),
    (111, "rpcbind"),
    (445, "SMB"),
    (2049, "NFS"),
    (3260, "iSCSI"),
    (3389, "remote desktop"),
    (5900, "VNC"),
    (5985, "WinRM"),
    (5986, "WinRM"),
    // Stores and what stands before them.
    (1433, "SQL Server"),
    (1521, "Oracle"),
    (3306, "MySQL"),
    (5432, "PostgreSQL"),
    // <https://www.pgbouncer.org/config.html>
    (6432, "PgBouncer"),
    (6379, "Redis"),
    // <https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/>
    (26379, "Redis Sentinel"),
    // <https://galeracluster.com/library/documentation/firewall-settings.html>
    (4444, "Galera"),
    (4567, "Galera"),
    (4568, "Galera"),
    // <https://patroni.readthedocs.io/en/latest/rest_api.html>
    (8008, "Patroni"),
    (9042, "Cassandra"),
    (9200, "OpenSearch"),
    (9300, "OpenSearch"),
    (11211, "memcached"),
    (27017, "MongoDB"),
    // Queues.
    // <https://www.rabbitmq.com/docs/networking>
    (4369, "RabbitMQ"),
    (5672, "RabbitMQ"),
    (15672, "RabbitMQ"),
    (25672, "RabbitMQ"),
    // <https://kafka.apache.org/documentation/#brokerconfigs_listeners>
    (9092, "Kafka"),
    (9093, "Kafka"),
    // Platforms.
    // <https://docs.docker.com/engine/security/protect-access/>
    (2375, "Docker"),
    (2376, "Docker"),
    (2181, "ZooKeeper"),
    (2379, "etcd"),
    (2380, "etcd"),
    // <https://docs.cilium.io/en/stable/operations/system_requirements/>
    (4240, "Cilium"),
    // <https://developer.hashicorp.com/nomad/docs/install/production/requirements>
    (4646, "Nomad"),
    (4647, "Nomad"),
    (4648, "Nomad"),
    // <https://developer.hashicorp.com/vault/docs/concepts/ha>
    (8200, "Vault"),
    (8201, "Vault"),
    // <https://developer.hashicorp.com/consul/docs/install/ports>
    (8300, "Consul"),
    (8301, "Consul"),
    (8302, "Consul"),
    (8500, "Consul"),
    (8501, "Consul"),
    // <https://kubernetes.io/docs/reference/networking/ports-and-protocols/>
    (10250, "kubelet"),
    (10255, "kubelet"),
    (10256, "kube-proxy"),
    (10257, "kube-controller-manager"),
    (10259, "kube-scheduler"),
    // What tells figures.
    // <https://github.com/prometheus/prometheus/wiki/Default-port-allocations>
    (9090, "Prometheus"),
    (9100, "node exporter"),
    (9104, "MySQL exporter"),
    (9121, "Redis exporter"),
    (9187, "PostgreSQL exporter"),
];

/// Whether users enter elsewhere.
pub(crate) fn is_guarded(port: u16) -> bool {
    GUARDED.iter().any(|(guarded, _)| *guarded == port)
}
