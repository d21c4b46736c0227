//! MySQL: a database whose replicas follow; it promotes none by itself.

use super::{DataDefaults, Engine, NO_DATA, QueueDefaults, plain};
use crate::assumptions::{Entry, Shape};
use crate::language::databases::READ_FROM;

static COMMIT: Entry = Entry {
    name: "mysql-commit",
    what: "MySQL acknowledges a write before any replica has it",
    value: "async",
    otherwise: Some("sync"),
    source: "https://dev.mysql.com/doc/refman/8.0/en/replication.html",
    safe: false,
    shape: Shape::Words(&["async", "sync", "quorum"]),
};

static LAG: Entry = Entry {
    name: "mysql-lag",
    what: "how far a replica of MySQL is behind is not known",
    value: "unknown",
    otherwise: Some("0s to 1s"),
    source: "no figure is documented, and a replica that applies a long change is behind by it: \
        https://dev.mysql.com/doc/refman/8.0/en/replication.html",
    safe: true,
    shape: Shape::Duration,
};
static DURABLE_AFTER: Entry = Entry {
    name: "mysql-durable-after",
    what: "MySQL acknowledges a write when it is on the disk \
        (`innodb_flush_log_at_trx_commit` is 1)",
    value: "0s",
    otherwise: Some("0s to 1s"),
    source: "https://dev.mysql.com/doc/refman/8.0/en/innodb-parameters.html",
    safe: false,
    shape: Shape::Duration,
};

static READS: Entry = Entry {
    name: "mysql-reads",
    what: "a replica of MySQL answers who only reads",
    value: "any",
    otherwise: Some("writer"),
    source: "https://dev.mysql.com/doc/refman/8.0/en/replication-solutions-scaleout.html",
    safe: false,
    shape: Shape::Words(READ_FROM),
};

static ACKED_BY: Entry = Entry {
    name: "mysql-acked-by",
    what: "where replicas are waited for, one of them is enough (`rpl_semi_sync_source_wait_for_replica_count` is 1)",
    value: "2",
    otherwise: None,
    source: "https://dev.mysql.com/doc/refman/8.0/en/replication-options-source.html",
    safe: false,
    shape: Shape::Count,
};

/// The engine.
pub(super) static ENGINE: Engine = Engine {
    acked_by: Some(&ACKED_BY),
    reads: Some(&READS),
    commit: Some(&COMMIT),
    data: DataDefaults { lag: Some(&LAG), durable_after: Some(&DURABLE_AFTER), ..NO_DATA },
    queue: QueueDefaults { ack_wait: None, tries: None, two_phase: true },
    // A replica connects to its source as a client does:
    // <https://dev.mysql.com/doc/refman/8.0/en/replication-howto-repuser.html>.
    follows_where_it_listens: true,
    ..plain(
        &["mysql"],
        "a database whose replicas follow and are promoted by somebody else",
        Some(3306),
        include_str!("../../pages/engines/mysql.md"),
    )
};
