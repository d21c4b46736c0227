//! Traefik: a balancer that checks its servers itself when it is told a path.

use super::{CheckDefaults, Engine, plain};
use crate::assumptions::{Entry, Shape};

static EVERY: Entry = Entry {
    name: "traefik-check-every",
    what: "Traefik checks a server every 30 s (`interval`)",
    value: "30s",
    otherwise: None,
    source: "https://doc.traefik.io/traefik/reference/routing-configuration/http/load-balancing/service/#health-check",
    safe: false,
    shape: Shape::Duration,
};

static TIMEOUT: Entry = Entry {
    name: "traefik-check-timeout",
    what: "a check of Traefik may take 5 s (`timeout`)",
    value: "5s",
    otherwise: None,
    source: "https://doc.traefik.io/traefik/reference/routing-configuration/http/load-balancing/service/#health-check",
    safe: false,
    shape: Shape::Duration,
};

static FALL: Entry = Entry {
    name: "traefik-check-fall",
    what: "Traefik takes a server out at the first failure",
    value: "1",
    otherwise: None,
    source: "https://github.com/traefik/traefik/blob/master/pkg/healthcheck/healthcheck.go (there \
        is no setting for more)",
    safe: false,
    shape: Shape::Count,
};

static RISE: Entry = Entry {
    name: "traefik-check-rise",
    what: "Traefik brings a server back at the first success",
    value: "1",
    otherwise: None,
    source: "https://github.com/traefik/traefik/blob/master/pkg/healthcheck/healthcheck.go (there \
        is no setting for more)",
    safe: false,
    shape: Shape::Count,
};

static KIND: Entry = Entry {
    name: "traefik-check-kind",
    what: "a check of Traefik asks for a page (`path`, which is required)",
    value: "request",
    otherwise: None,
    source: "https://doc.traefik.io/traefik/reference/routing-configuration/http/load-balancing/service/#health-check",
    safe: false,
    shape: Shape::Words(&["connect", "request"]),
};

static REARM: Entry = Entry {
    name: "traefik-check-rearm",
    what: "Traefik counts the time to the next check from the start of the last one",
    value: "start",
    otherwise: Some("end"),
    source: "https://github.com/traefik/traefik/blob/master/pkg/healthcheck/healthcheck.go (a \
        ticker; all servers are asked one after the other in each turn)",
    safe: false,
    shape: Shape::Words(&["start", "end", "either"]),
};

static REDISPATCH: Entry = Entry {
    name: "traefik-redispatch",
    what: "Traefik does not try another server, unless the middleware `retry` is set",
    value: "no",
    otherwise: Some("yes"),
    source: "https://doc.traefik.io/traefik/reference/routing-configuration/http/middlewares/retry/",
    safe: true,
    shape: Shape::Words(&["yes", "no"]),
};

static ALL_WHEN_NONE: Entry = Entry {
    name: "traefik-all-when-none",
    what: "with no server left, Traefik answers with an error and sends no traffic on",
    value: "no",
    otherwise: None,
    source: "https://github.com/traefik/traefik/blob/master/pkg/server/service/loadbalancer/wrr/wrr.go \
        (`no available server`)",
    safe: true,
    shape: Shape::Words(&["yes", "no"]),
};

static CONNECTS: Entry = Entry {
    name: "traefik-connects",
    what: "traefik waits 30 s for a server that does not take its connection (`dialTimeout`)",
    value: "30s",
    otherwise: None,
    source: "https://doc.traefik.io/traefik/reference/routing-configuration/http/load-balancing/serverstransport",
    safe: false,
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
    redispatch: Some(&REDISPATCH),
    connects: Some(&CONNECTS),
    all_when_none: Some(&ALL_WHEN_NONE),
    ..plain(
        &["traefik"],
        "a load balancer that checks its servers itself when it is told a path",
        None,
        include_str!("../../pages/engines/traefik.md"),
    )
};
