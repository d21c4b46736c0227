//! ActiveMQ Classic: a queue that can take part in a two-phase commit.

use super::{DataDefaults, Engine, NO_DATA, QueueDefaults, plain};
use crate::assumptions::{Entry, Shape};

static DURABLE_AFTER: Entry = Entry {
    name: "activemq-durable-after",
    what: "a message is on the disk when it is acknowledged (`enableJournalDiskSyncs`)",
    value: "0s",
    otherwise: None,
    source: "https://activemq.apache.org/components/classic/documentation/kahadb",
    safe: false,
    shape: Shape::Duration,
};

static ACK_WAIT: Entry = Entry {
    name: "activemq-ack-wait",
    what: "a taken message is delivered again only when the connection of its consumer ends",
    value: "unknown",
    otherwise: None,
    source: "https://activemq.apache.org/components/classic/documentation/redelivery-policy knows no wait for an acknowledgement",
    safe: true,
    shape: Shape::Duration,
};

static TRIES: Entry = Entry {
    name: "activemq-tries",
    what: "a message is delivered seven times at most (`maximumRedeliveries` is 6)",
    value: "7",
    otherwise: Some("endless"),
    source: "https://activemq.apache.org/components/classic/documentation/redelivery-policy",
    safe: false,
    shape: Shape::CountOrEndless,
};

/// The engine.
pub(super) static ENGINE: Engine = Engine {
    data: DataDefaults { durable_after: Some(&DURABLE_AFTER), ..NO_DATA },
    queue: QueueDefaults { ack_wait: Some(&ACK_WAIT), tries: Some(&TRIES), two_phase: true },
    ..plain(
        &["activemq"],
        "a queue; job and result can be committed together (XA)",
        Some(61616),
        include_str!("../../pages/engines/activemq.md"),
    )
};
