//! Caddy: a web server that can pass requests on, and checks those it passes them to when it is told so.

use super::{CheckDefaults, Engine, plain};
use crate::assumptions::{Entry, Shape};

static EVERY: Entry = Entry {
    name: "caddy-check-every",
    what: "Caddy checks a server every 30 s (`health_interval`)",
    value: "30s",
    otherwise: None,
    source: "https://caddyserver.com/docs/caddyfile/directives/reverse_proxy#health_interval",
    safe: false,
    shape: Shape::Duration,
};

static TIMEOUT: Entry = Entry {
    name: "caddy-check-timeout",
    what: "a check of Caddy may take 5 s (`health_timeout`)",
    value: "5s",
    otherwise: None,
    source: "https://caddyserver.com/docs/caddyfile/directives/reverse_proxy#health_timeout",
    safe: false,
    shape: Shape::Duration,
};

static FALL: Entry = Entry {
    name: "caddy-check-fall",
    what: "Caddy takes a server out at the first failure (`health_fails`)",
    value: "1",
    otherwise: None,
    source: "https://caddyserver.com/docs/caddyfile/directives/reverse_proxy#health_fails",
    safe: false,
    shape: Shape::Count,
};

static RISE: Entry = Entry {
    name: "caddy-check-rise",
    what: "Caddy brings a server back at the first success (`health_passes`)",
    value: "1",
    otherwise: None,
    source: "https://caddyserver.com/docs/caddyfile/directives/reverse_proxy#health_passes",
    safe: false,
    shape: Shape::Count,
};

static KIND: Entry = Entry {
    name: "caddy-check-kind",
    what: "a check of Caddy asks for a page (`health_uri`)",
    value: "request",
    otherwise: None,
    source: "https://caddyserver.com/docs/caddyfile/directives/reverse_proxy#active-health-checks",
    safe: false,
    shape: Shape::Words(&["connect", "request"]),
};

static REARM: Entry = Entry {
    name: "caddy-check-rearm",
    what: "Caddy counts the time to the next check from the start of the last one",
    value: "start",
    otherwise: None,
    source: "https://github.com/caddyserver/caddy/blob/master/modules/caddyhttp/reverseproxy/healthchecks.go \
        (a ticker, and each server on its own)",
    safe: false,
    shape: Shape::Words(&["start", "end", "either"]),
};

static REDISPATCH: Entry = Entry {
    name: "caddy-redispatch",
    what: "Caddy does not try another server, unless `lb_retries` or `lb_try_duration` is set",
    value: "no",
    otherwise: Some("yes"),
    source: "https://caddyserver.com/docs/caddyfile/directives/reverse_proxy#lb_retries",
    safe: true,
    shape: Shape::Words(&["yes", "no"]),
};

static ALL_WHEN_NONE: Entry = Entry {
    name: "caddy-all-when-none",
    what: "with no server left, Caddy answers with an error and sends no traffic on",
    value: "no",
    otherwise: None,
    source: "https://caddyserver.com/docs/caddyfile/directives/reverse_proxy (`an error due to no \
        upstreams being available`)",
    safe: true,
    shape: Shape::Words(&["yes", "no"]),
};

static CONNECTS: Entry = Entry {
    name: "caddy-connects",
    what: "caddy waits 3 s for an upstream that does not take its connection (`dial_timeout`)",
    value: "3s",
    otherwise: None,
    source: "https://caddyserver.com/docs/caddyfile/directives/reverse_proxy",
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
        &["caddy"],
        "a web server that can pass requests on",
        None,
        include_str!("../../pages/engines/caddy.md"),
    )
};
