//! NATS with JetStream: a queue; on three machines most of them must agree.

use super::{DataDefaults, Engine, LeaseDefaults, NO_DATA, NO_LEASE, QueueDefaults, plain};
use crate::assumptions::{Entry, Shape};
use crate::language::databases::READ_FROM;

const RAFT: &str = "https://github.com/nats-io/nats-server/blob/main/server/raft.go";

static COMMIT: Entry = Entry {
    name: "nats-commit",
    what: "a replicated JetStream stream acknowledges a message when most of its copies have it",
    value: "quorum",
    otherwise: None,
    source: "https://docs.nats.io/running-a-nats-service/configuration/clustering/jetstream_clustering",
    safe: false,
    shape: Shape::Words(&["quorum"]),
};

static TTL: Entry = Entry {
    name: "nats-election",
    what: "a copy of a stream begins an election when it has not heard of the leader for 4 s to 9 s",
    value: "4s to 9s",
    otherwise: None,
    source: RAFT,
    safe: false,
    shape: Shape::Duration,
};
static ROUND: Entry = Entry {
    name: "nats-heartbeat",
    what: "the leader of a stream tells the others that it lives every second",
    value: "1s",
    otherwise: None,
    source: RAFT,
    safe: false,
    shape: Shape::Duration,
};
static RETRY: Entry = Entry {
    name: "nats-gives-up",
    what: "a leader that has lost most of its copies steps down after 10 s to 20 s: it looks every 10 s",
    value: "10s to 20s",
    otherwise: None,
    source: RAFT,
    safe: false,
    shape: Shape::Duration,
};
static TAKES: Entry = Entry {
    name: "nats-takes",
    what: "an election takes up to a second",
    value: "0s to 1s",
    otherwise: None,
    source: "not documented; a range that holds the elections that were measured on an idle \
        network (nats-server 2.9.10)",
    safe: false,
    shape: Shape::Duration,
};
static DURABLE_AFTER: Entry = Entry {
    name: "nats-durable-after",
    what: "a message is written through to the disk within 2 minutes of its acknowledgement \
        (`sync_interval`)",
    value: "0s to 2m",
    otherwise: Some("0s"),
    source: "https://docs.nats.io/running-a-nats-service/configuration#jetstream-server-settings",
    safe: true,
    shape: Shape::Duration,
};
static ACK_WAIT: Entry = Entry {
    name: "nats-ack-wait",
    what: "a message that is not acknowledged is delivered again after 30 s (`AckWait`)",
    value: "30s",
    otherwise: None,
    source: "https://docs.nats.io/nats-concepts/jetstream/consumers",
    safe: false,
    shape: Shape::Duration,
};
static TRIES: Entry = Entry {
    name: "nats-tries",
    what: "a message is delivered again without end (`MaxDeliver` is -1)",
    value: "endless",
    otherwise: None,
    source: "https://docs.nats.io/nats-concepts/jetstream/consumers",
    safe: false,
    shape: Shape::CountOrEndless,
};

static READS: Entry = Entry {
    name: "nats-reads",
    what: "who reads a stream asks its leader, which must be followed by most of the copies",
    value: "majority",
    otherwise: Some("any"),
    source: "https://docs.nats.io/nats-concepts/jetstream/streams (`AllowDirect` lets others answer)",
    safe: false,
    shape: Shape::Words(READ_FROM),
};

/// The engine.
pub(super) static ENGINE: Engine = Engine {
    reads: Some(&READS),
    commit: Some(&COMMIT),
    lease: LeaseDefaults { ttl: Some(&TTL), round: Some(&ROUND), retry: Some(&RETRY), ..NO_LEASE },
    takes: Some(&TAKES),
    elects: true,
    data: DataDefaults { durable_after: Some(&DURABLE_AFTER), ..NO_DATA },
    queue: QueueDefaults { ack_wait: Some(&ACK_WAIT), tries: Some(&TRIES), two_phase: false },
    ..plain(
        &["nats"],
        "a queue; several copies of a stream agree by majority",
        Some(4222),
        include_str!("../../pages/engines/nats.md"),
    )
};
