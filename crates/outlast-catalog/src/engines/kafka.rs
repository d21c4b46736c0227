//! Kafka: a log that many read; its copies follow one leader.

use super::{DataDefaults, Engine, LeaseDefaults, NO_DATA, NO_LEASE, QueueDefaults, plain};
use crate::assumptions::{Entry, Shape};
use crate::language::databases::READ_FROM;

static COMMIT: Entry = Entry {
    name: "kafka-commit",
    what: "a message is acknowledged when every copy that keeps up has it (`acks` is all)",
    value: "sync",
    otherwise: Some("async"),
    source: "https://kafka.apache.org/documentation/#producerconfigs",
    safe: false,
    shape: Shape::Words(&["sync", "async", "quorum"]),
};

static DROPS: Entry = Entry {
    name: "kafka-drops",
    what: "a copy that is silent is left out with its session, after 9 s, and one that lives and does \
        not keep up after 30 s (`replica.lag.time.max.ms`)",
    value: "9s to 30s",
    otherwise: None,
    source: "https://kafka.apache.org/documentation/#brokerconfigs",
    safe: false,
    shape: Shape::Duration,
};

static SESSION: Entry = Entry {
    name: "kafka-session",
    what: "a broker that has not been heard of for 9 s is replaced as leader (`broker.session.timeout.ms`)",
    value: "9s",
    otherwise: None,
    source: "https://kafka.apache.org/documentation/#brokerconfigs",
    safe: false,
    shape: Shape::Duration,
};

static ROUND: Entry = Entry {
    name: "kafka-heartbeat",
    what: "a broker tells that it lives every 2 s (`broker.heartbeat.interval.ms`)",
    value: "2s",
    otherwise: None,
    source: "https://kafka.apache.org/documentation/#brokerconfigs",
    safe: false,
    shape: Shape::Duration,
};

static TAKES: Entry = Entry {
    name: "kafka-takes",
    what: "how long it takes until another leader answers is not known",
    value: "unknown",
    otherwise: Some("0s to 5s"),
    source: "no figure is documented",
    safe: true,
    shape: Shape::Duration,
};

static DURABLE_AFTER: Entry = Entry {
    name: "kafka-durable-after",
    what: "when a message is written through to the disk is left to the system",
    value: "unknown",
    otherwise: Some("0s to 35s"),
    source: "https://kafka.apache.org/documentation/#brokerconfigs (`log.flush.interval.messages`)",
    safe: true,
    shape: Shape::Duration,
};

static ACK_WAIT: Entry = Entry {
    name: "kafka-ack-wait",
    what: "a consumer that is silent for 45 s (`session.timeout.ms`), or lives and does not come back \
        for 5 minutes (`max.poll.interval.ms`), loses its messages to another",
    value: "45s to 5m",
    otherwise: None,
    source: "https://kafka.apache.org/documentation/#consumerconfigs",
    safe: false,
    shape: Shape::Duration,
};

static TRIES: Entry = Entry {
    name: "kafka-tries",
    what: "a message that is not committed is delivered again without end",
    value: "endless",
    otherwise: None,
    source: "https://kafka.apache.org/documentation/#consumerconfigs",
    safe: false,
    shape: Shape::CountOrEndless,
};

static READS: Entry = Entry {
    name: "kafka-reads",
    what: "who reads asks the leader of the partition",
    value: "writer",
    otherwise: Some("any"),
    source: "https://kafka.apache.org/documentation/#brokerconfigs_replica.selector.class",
    safe: false,
    shape: Shape::Words(READ_FROM),
};

/// The engine.
pub(super) static ENGINE: Engine = Engine {
    reads: Some(&READS),
    commit: Some(&COMMIT),
    lease: LeaseDefaults {
        ttl: Some(&SESSION),
        round: Some(&ROUND),
        retry: Some(&SESSION),
        ..NO_LEASE
    },
    takes: Some(&TAKES),
    elects: true,
    data: DataDefaults { durable_after: Some(&DURABLE_AFTER), drops: Some(&DROPS), ..NO_DATA },
    queue: QueueDefaults { ack_wait: Some(&ACK_WAIT), tries: Some(&TRIES), two_phase: false },
    ..plain(
        &["kafka"],
        "a log that many read, in several copies",
        Some(9092),
        include_str!("../../pages/engines/kafka.md"),
    )
};
