//! haproxy: a balancer with its own checks.
//!
//! Figures from the configuration manual of haproxy 2.6 and 2.8, sections `inter`, `fall`, `rise`,
//! `timeout check` and `option redispatch`. How a check re-arms is not in the manual; see the page.

use super::{CheckDefaults, Engine, plain};
use crate::assumptions::{Entry, Shape};

const MANUAL: &str = "https://docs.haproxy.org/2.6/configuration.html, section 5.2";

static EVERY: Entry = Entry {
    name: "haproxy-check-every",
    what: "haproxy checks a server every 2 s (`inter`)",
    value: "2s",
    otherwise: None,
    source: MANUAL,
    safe: false,
    shape: Shape::Duration,
};
static TIMEOUT: Entry = Entry {
    name: "haproxy-check-timeout",
    what: "a check of haproxy may take as long as the time between two, when `timeout check` is \
        not set",
    value: "interval",
    otherwise: None,
    source: "https://docs.haproxy.org/2.6/configuration.html, `timeout check`",
    safe: false,
    shape: Shape::Words(&["interval"]),
};
static FALL: Entry = Entry {
    name: "haproxy-check-fall",
    what: "haproxy takes a server out after 3 failures in a row (`fall`)",
    value: "3",
    otherwise: None,
    source: MANUAL,
    safe: false,
    shape: Shape::Count,
};
static RISE: Entry = Entry {
    name: "haproxy-check-rise",
    what: "haproxy brings a server back after 2 successes in a row (`rise`)",
    value: "2",
    otherwise: None,
    source: MANUAL,
    safe: false,
    shape: Shape::Count,
};
static KIND: Entry = Entry {
    name: "haproxy-check-kind",
    what: "a check of haproxy only connects, unless `option httpchk` or its like is set",
    value: "connect",
    otherwise: Some("request"),
    source: MANUAL,
    safe: true,
    shape: Shape::Words(&["connect", "request"]),
};
static REARM: Entry = Entry {
    name: "haproxy-check-rearm",
    what: "haproxy counts the time to the next check from the end of the last one",
    value: "end",
    otherwise: Some("start"),
    source: "not in the manual; with `inter 500ms fall 2` a frozen server was taken out after \
        1.65 s, which the other reading does not give",
    safe: true,
    shape: Shape::Words(&["start", "end", "either"]),
};
static REDISPATCH: Entry = Entry {
    name: "haproxy-redispatch",
    what: "haproxy does not try a refused connection on another server, unless `option redispatch` \
        is set",
    value: "no",
    otherwise: Some("yes"),
    source: "https://docs.haproxy.org/2.6/configuration.html, `option redispatch`",
    safe: true,
    shape: Shape::Words(&["yes", "no"]),
};
static ALL_WHEN_NONE: Entry = Entry {
    name: "haproxy-all-when-none",
    what: "with no server left, haproxy answers with an error and sends no traffic on",
    value: "no",
    otherwise: None,
    source: "https://docs.haproxy.org/2.6/configuration.html, status 503",
    safe: true,
    shape: Shape::Words(&["yes", "no"]),
};

static RESOLVES: Entry = Entry {
    name: "haproxy-resolves",
    what: "haproxy asks for a name once, when it starts, and keeps the answer, unless `resolvers` \
        is set",
    value: "once",
    otherwise: Some("each-time"),
    source: "https://docs.haproxy.org/2.6/configuration.html, section 5.3",
    safe: true,
    shape: Shape::Words(&["once", "each-time"]),
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
    redispatch: Some(&REDISPATCH),
    resolves: Some(&RESOLVES),
    all_when_none: Some(&ALL_WHEN_NONE),
    ..plain(
        &["haproxy"],
        "a load balancer that checks its servers itself",
        None,
        include_str!("../../pages/engines/haproxy.md"),
    )
};
