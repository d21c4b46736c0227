//! Redis Sentinel: processes of their own that promote a replica of Redis by majority.
//!
//! It holds no lease: a server goes on without any Sentinel, and nothing stops it when another one is
//! promoted. What it sees is the answer to a request, so that a server that hangs counts as dead.

use super::{CheckDefaults, Engine, plain};
use crate::assumptions::{Entry, Shape};

static EVERY: Entry = Entry {
    name: "redis-sentinel-check-every",
    what: "Sentinel asks a server every second (`PING`)",
    value: "1s",
    otherwise: None,
    source: "https://github.com/redis/redis/blob/unstable/src/sentinel.c (`SENTINEL_PING_PERIOD`)",
    safe: false,
    shape: Shape::Duration,
};

static TIMEOUT: Entry = Entry {
    name: "redis-sentinel-check-timeout",
    what: "an answer that is not there when the next request is sent counts as missing",
    value: "interval",
    otherwise: None,
    source: "https://github.com/redis/redis/blob/unstable/src/sentinel.c (`SENTINEL_PING_PERIOD`)",
    safe: false,
    shape: Shape::Words(&["interval"]),
};

static FALL: Entry = Entry {
    name: "redis-sentinel-check-fall",
    what: "a server that has given no valid answer for 30 s, 30 requests, counts as dead \
        (`down-after-milliseconds`)",
    value: "30",
    otherwise: None,
    source: "https://github.com/redis/redis/blob/unstable/sentinel.conf (`Default is 30 seconds`)",
    safe: false,
    shape: Shape::Count,
};

static RISE: Entry = Entry {
    name: "redis-sentinel-check-rise",
    what: "the first valid answer makes it count as alive",
    value: "1",
    otherwise: None,
    source: "https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/",
    safe: false,
    shape: Shape::Count,
};

static KIND: Entry = Entry {
    name: "redis-sentinel-check-kind",
    what: "Sentinel asks for an answer, which a server that hangs does not give",
    value: "request",
    otherwise: None,
    source: "https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/",
    safe: false,
    shape: Shape::Words(&["connect", "request"]),
};

static REARM: Entry = Entry {
    name: "redis-sentinel-check-rearm",
    what: "the time to the next request is counted from the last one, whether that was answered \
        or not",
    value: "start",
    otherwise: None,
    source: "https://github.com/redis/redis/blob/unstable/src/sentinel.c \
        (`sentinelSendPeriodicCommands`)",
    safe: false,
    shape: Shape::Words(&["start", "end", "either"]),
};

static TAKES: Entry = Entry {
    name: "redis-sentinel-takes",
    what: "how long it takes from then until another server is promoted is not known",
    value: "unknown",
    otherwise: Some("1s to 10s"),
    source: "no figure is documented; Sentinels ask each other every second whether a server is \
        dead, and an election is given up after 10 s: \
        https://github.com/redis/redis/blob/unstable/src/sentinel.c",
    safe: true,
    shape: Shape::Duration,
};

/// The engine.
pub(super) static ENGINE: Engine = Engine {
    check: CheckDefaults {
        every: Some(&EVERY),
        timeout: Some(&TIMEOUT),
        fall: Some(&FALL),
        rise: Some(&RISE),
        kind: Some(&KIND),
        rearm: Some(&REARM),
    },
    takes: Some(&TAKES),
    ..plain(
        &["redis-sentinel", "sentinel"],
        "promotes a replica of Redis when most of its processes see the writing one dead",
        Some(26379),
        include_str!("../../pages/engines/redis-sentinel.md"),
    )
};
