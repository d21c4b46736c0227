//! Galera: MariaDB or MySQL whose nodes all take writes and agree on their order.

use super::{DataDefaults, Engine, NO_DATA, plain};
use crate::assumptions::{Entry, Shape};
use crate::language::databases::{FORMS_AGAIN, READ_FROM};

static COMMIT: Entry = Entry {
    name: "galera-commit",
    what: "a write is acknowledged when every node that takes part has received it",
    value: "sync",
    otherwise: None,
    source: "https://mariadb.com/docs/galera-cluster/galera-architecture/certification-based-replication",
    safe: false,
    shape: Shape::Words(&["sync"]),
};

static SILENCE: Entry = Entry {
    name: "galera-silence",
    what: "a node that falls silent holds writes up until the others leave it out: after 5 s \
        when all agree (`evs.suspect_timeout`), after 15 s at the latest \
        (`evs.inactive_timeout`), looked at every second",
    value: "5s to 16s",
    otherwise: None,
    source: "https://galeracluster.com/library/documentation/galera-parameters.html",
    safe: false,
    shape: Shape::Duration,
};

static DURABLE_AFTER: Entry = Entry {
    name: "galera-durable-after",
    what: "a node acknowledges a write when it is on its own disk \
        (`innodb_flush_log_at_trx_commit` is 1)",
    value: "0s",
    otherwise: Some("0s to 1s"),
    source: "https://mariadb.com/docs/server/server-usage/storage-engines/innodb/innodb-system-variables#innodb_flush_log_at_trx_commit; \
        0 and 2 are common here: \
        https://mariadb.com/docs/galera-cluster/galera-management/configuration/configuring-mariadb-galera-cluster",
    safe: false,
    shape: Shape::Duration,
};

static READS: Entry = Entry {
    name: "galera-reads",
    what: "a node answers who reads as long as it is with most of the others, and refuses \
        otherwise",
    value: "majority",
    otherwise: Some("any"),
    source: "https://galeracluster.com/library/documentation/crash-recovery.html; `any` with \
        `wsrep_dirty_reads`",
    safe: true,
    shape: Shape::Words(READ_FROM),
};

static ACKED_BY: Entry = Entry {
    name: "galera-acked-by",
    what: "of two nodes none goes on when the other is lost: one of two is not most of them",
    value: "2",
    otherwise: Some("1"),
    source: "https://galeracluster.com/library/documentation/weighted-quorum.html (`you cannot have \
        automatic failover in a two node cluster`); one goes on with an arbitrator (`garbd`)",
    safe: true,
    shape: Shape::Count,
};

static AGAIN: Entry = Entry {
    name: "galera-forms-again",
    what: "nodes that all lost their power form again once every one of them is back \
        (`pc.recovery`); after an orderly stop of all, people start the first one",
    value: "with-all",
    otherwise: Some("by-people"),
    source: "https://galeracluster.com/library/documentation/pc-recovery.html",
    safe: false,
    shape: Shape::Words(FORMS_AGAIN),
};

/// The engine.
pub(super) static ENGINE: Engine = Engine {
    forms_again: Some(&AGAIN),
    acked_by: Some(&ACKED_BY),
    reads: Some(&READS),
    commit: Some(&COMMIT),
    alike: true,
    data: DataDefaults { durable_after: Some(&DURABLE_AFTER), drops: Some(&SILENCE), ..NO_DATA },
    ..plain(
        &["galera", "mariadb-galera", "percona-xtradb-cluster"],
        "MariaDB or MySQL whose nodes all take writes and agree on their order",
        Some(3306),
        include_str!("../../pages/engines/galera.md"),
    )
};
