//! SQL Server with an Always On availability group: a database whose replicas follow; a cluster manager
//! beside it promotes one that has every write.

use super::{DataDefaults, Engine, NO_DATA, QueueDefaults, plain};
use crate::assumptions::{Entry, Shape};
use crate::language::databases::READ_FROM;

static COMMIT: Entry = Entry {
    name: "sql-server-commit",
    what: "SQL Server acknowledges a write before a replica has it, unless that replica is told \
        to be waited for (`AVAILABILITY_MODE`, which has no default)",
    value: "async",
    otherwise: Some("sync"),
    source: "https://learn.microsoft.com/en-us/sql/t-sql/statements/create-availability-group-transact-sql",
    safe: true,
    shape: Shape::Words(&["async", "sync"]),
};

static LAG: Entry = Entry {
    name: "sql-server-lag",
    what: "how far a replica that is not waited for is behind is not known",
    value: "unknown",
    otherwise: None,
    source: "https://learn.microsoft.com/en-us/sql/database-engine/availability-groups/windows/availability-modes-always-on-availability-groups \
        (`typically small`, and `substantial` under load)",
    safe: true,
    shape: Shape::Duration,
};

static DURABLE_AFTER: Entry = Entry {
    name: "sql-server-durable-after",
    what: "SQL Server acknowledges a write when it is on the disk (`DELAYED_DURABILITY` is \
        disabled)",
    value: "0s",
    otherwise: None,
    source: "https://learn.microsoft.com/en-us/sql/relational-databases/logs/control-transaction-durability",
    safe: false,
    shape: Shape::Duration,
};

static DROPS: Entry = Entry {
    name: "sql-server-drops",
    what: "a replica that is waited for and is silent for 10 s is waited for no longer \
        (`SESSION_TIMEOUT`)",
    value: "10s",
    otherwise: None,
    source: "https://learn.microsoft.com/en-us/sql/database-engine/availability-groups/windows/availability-modes-always-on-availability-groups",
    safe: false,
    shape: Shape::Duration,
};

static READS: Entry = Entry {
    name: "sql-server-reads",
    what: "a replica answers nobody (`ALLOW_CONNECTIONS` of the secondary role is `NO`)",
    value: "writer",
    otherwise: Some("any"),
    source: "https://learn.microsoft.com/en-us/sql/t-sql/statements/create-availability-group-transact-sql",
    safe: true,
    shape: Shape::Words(READ_FROM),
};

/// The engine.
pub(super) static ENGINE: Engine = Engine {
    reads: Some(&READS),
    commit: Some(&COMMIT),
    data: DataDefaults {
        lag: Some(&LAG),
        durable_after: Some(&DURABLE_AFTER),
        drops: Some(&DROPS),
        ..NO_DATA
    },
    queue: QueueDefaults { ack_wait: None, tries: None, two_phase: true },
    ..plain(
        &["sql-server", "mssql"],
        "a database whose replicas follow and are promoted by a cluster manager",
        Some(1433),
        include_str!("../../pages/engines/sql-server.md"),
    )
};
