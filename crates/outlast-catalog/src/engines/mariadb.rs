//! MariaDB: a database whose replicas follow; it promotes none by itself.
//!
//! What MySQL does is said there: the two have the same roots, and settings of their own by now. The one
//! that matters most: it does not write its binary log through unless told so (`sync_binlog` is 0).

use super::{DataDefaults, Engine, NO_DATA, QueueDefaults, plain};
use crate::assumptions::{Entry, Shape};
use crate::language::databases::READ_FROM;

static COMMIT: Entry = Entry {
    name: "mariadb-commit",
    what: "MariaDB acknowledges a write before any replica has it",
    value: "async",
    otherwise: Some("sync"),
    source: "https://mariadb.com/docs/server/ha-and-performance/standard-replication/semisynchronous-replication \
        (`the primary does not wait for a replica`)",
    safe: false,
    shape: Shape::Words(&["async", "sync", "quorum"]),
};

static LAG: Entry = Entry {
    name: "mariadb-lag",
    what: "how far a replica of MariaDB is behind is not known",
    value: "unknown",
    otherwise: Some("0s to 1s"),
    source: "no figure is documented, and a replica that applies a long change is behind by it: \
        https://mariadb.com/docs/server/ha-and-performance/standard-replication/replication-overview",
    safe: true,
    shape: Shape::Duration,
};

static DURABLE_AFTER: Entry = Entry {
    name: "mariadb-durable-after",
    what: "with a binary log, which replicas need, a write is safe when the system writes that log \
        through (`sync_binlog` is 0; the time is that of Linux)",
    value: "0s to 35s",
    otherwise: Some("0s"),
    source: "https://mariadb.com/docs/server/server-usage/storage-engines/innodb/binary-log-group-commit-and-innodb-flushing-performance \
        (`commits are not guaranteed durable inside InnoDB after commit`) and \
        https://docs.kernel.org/admin-guide/sysctl/vm.html; without a binary log, or with \
        `sync_binlog` 1, nothing that was acknowledged is lost",
    safe: true,
    shape: Shape::Duration,
};

static READS: Entry = Entry {
    name: "mariadb-reads",
    what: "a replica of MariaDB answers who only reads",
    value: "any",
    otherwise: Some("writer"),
    source: "https://mariadb.com/docs/server/ha-and-performance/standard-replication/replication-overview",
    safe: false,
    shape: Shape::Words(READ_FROM),
};

static ACKED_BY: Entry = Entry {
    name: "mariadb-acked-by",
    what: "where replicas are waited for, one of them is enough: there is no setting for more",
    value: "2",
    otherwise: None,
    source: "https://mariadb.com/docs/server/ha-and-performance/standard-replication/semisynchronous-replication \
        (`waits for just one replica`)",
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
    // A replica connects to its primary as a client does:
    // <https://mariadb.com/docs/server/ha-and-performance/standard-replication/replication-overview>.
    follows_where_it_listens: true,
    ..plain(
        &["mariadb"],
        "a database whose replicas follow and are promoted by somebody else",
        Some(3306),
        include_str!("../../pages/engines/mariadb.md"),
    )
};
