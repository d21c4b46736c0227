//! RabbitMQ: a queue; a quorum queue agrees by majority.

use super::{DataDefaults, Engine, LeaseDefaults, NO_DATA, NO_LEASE, QueueDefaults, plain};
use crate::assumptions::{Entry, Shape};
use crate::language::databases::{FORMS_AGAIN, READ_FROM};

static COMMIT: Entry = Entry {
    name: "rabbitmq-commit",
    what: "a quorum queue acknowledges a message when most of its copies have it",
    value: "quorum",
    otherwise: None,
    source: "https://www.rabbitmq.com/docs/quorum-queues",
    safe: false,
    shape: Shape::Words(&["quorum"]),
};

static TICK: Entry = Entry {
    name: "rabbitmq-tick",
    what: "a node that falls silent counts as lost after up to 75 s (`net_ticktime` is 60 s)",
    value: "0s to 75s",
    otherwise: Some("0s to 10s"),
    source: "https://www.rabbitmq.com/docs/nettick; quorum queues of today look every 5 s: \
        https://www.rabbitmq.com/docs/clustering#wan-tuning",
    safe: true,
    shape: Shape::Duration,
};

static ROUND: Entry = Entry {
    name: "rabbitmq-heartbeat",
    what: "the time is counted from the last sign of life",
    value: "0s",
    otherwise: None,
    source: "https://www.rabbitmq.com/docs/nettick",
    safe: false,
    shape: Shape::Duration,
};

static TAKES: Entry = Entry {
    name: "rabbitmq-takes",
    what: "an election takes up to 2 s",
    value: "0s to 2s",
    otherwise: None,
    source: "not documented; a range that holds what was measured on an idle network (RabbitMQ 3.10.8)",
    safe: false,
    shape: Shape::Duration,
};

static DURABLE_AFTER: Entry = Entry {
    name: "rabbitmq-durable-after",
    what: "a message is on the disk when it is confirmed",
    value: "0s",
    otherwise: None,
    source: "https://www.rabbitmq.com/docs/confirms#when-publishes-are-confirmed",
    safe: false,
    shape: Shape::Duration,
};

static ACK_WAIT: Entry = Entry {
    name: "rabbitmq-ack-wait",
    what: "a message that is not acknowledged is taken back after 30 minutes (`consumer_timeout`)",
    value: "30m",
    otherwise: None,
    source: "https://www.rabbitmq.com/docs/consumers#acknowledgement-timeout",
    safe: false,
    shape: Shape::Duration,
};

static TRIES: Entry = Entry {
    name: "rabbitmq-tries",
    what: "a quorum queue delivers a message 20 times at most (`delivery-limit`, since 4.0)",
    value: "20",
    otherwise: Some("endless"),
    source: "https://www.rabbitmq.com/docs/quorum-queues",
    safe: false,
    shape: Shape::CountOrEndless,
};

static READS: Entry = Entry {
    name: "rabbitmq-reads",
    what: "who takes or reads asks the leader of a quorum queue, which must be followed by most of the copies",
    value: "majority",
    otherwise: None,
    source: "https://www.rabbitmq.com/docs/quorum-queues",
    safe: false,
    shape: Shape::Words(READ_FROM),
};

static AGAIN: Entry = Entry {
    name: "rabbitmq-forms-again",
    what: "nodes come back within 5 minutes of each other, and so form again alone",
    value: "alone",
    otherwise: Some("by-people"),
    source: "https://www.rabbitmq.com/docs/clustering#restarting (a node asks its peers 10 times and waits 30 s each time; then it gives up)",
    safe: false,
    shape: Shape::Words(FORMS_AGAIN),
};

/// The engine.
pub(super) static ENGINE: Engine = Engine {
    forms_again: Some(&AGAIN),
    reads: Some(&READS),
    commit: Some(&COMMIT),
    lease: LeaseDefaults { ttl: Some(&TICK), round: Some(&ROUND), retry: Some(&TICK), ..NO_LEASE },
    takes: Some(&TAKES),
    elects: true,
    data: DataDefaults { durable_after: Some(&DURABLE_AFTER), ..NO_DATA },
    queue: QueueDefaults { ack_wait: Some(&ACK_WAIT), tries: Some(&TRIES), two_phase: false },
    ..plain(
        &["rabbitmq"],
        "a queue; several copies of a quorum queue agree by majority",
        Some(5672),
        include_str!("../../pages/engines/rabbitmq.md"),
    )
};
