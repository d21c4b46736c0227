//! nginx: a web server that can pass requests on.
//!
//! The free nginx has no health checks of its own: it learns from requests that fail
//! (`max_fails`, `fail_timeout`) and tries the next server within the same request
//! (`proxy_next_upstream`). Only the second is read here; see the page.

use super::{Engine, plain};
use crate::assumptions::{Entry, Shape};

static REDISPATCH: Entry = Entry {
    name: "nginx-redispatch",
    what: "nginx tries a request that met an error or a time-out on another server \
        (`proxy_next_upstream error timeout`)",
    value: "yes",
    otherwise: Some("no"),
    source: "https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_next_upstream",
    safe: false,
    shape: Shape::Words(&["yes", "no"]),
};

static CONNECTS: Entry = Entry {
    name: "nginx-connects",
    what: "nginx waits 60 s for a server that does not take its connection before it tries \
        another (`proxy_connect_timeout`)",
    value: "60s",
    otherwise: None,
    source: "https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_connect_timeout",
    safe: false,
    shape: Shape::Duration,
};

static RESOLVES: Entry = Entry {
    name: "nginx-resolves",
    what: "nginx asks for a name once, when it starts, and keeps the answer, unless `resolve` and \
        `resolver` are set",
    value: "once",
    otherwise: Some("each-time"),
    source: "https://nginx.org/en/docs/http/ngx_http_upstream_module.html#resolve",
    safe: true,
    shape: Shape::Words(&["once", "each-time"]),
};

/// The engine.
pub(super) static ENGINE: Engine = Engine {
    redispatch: Some(&REDISPATCH),
    resolves: Some(&RESOLVES),
    connects: Some(&CONNECTS),
    ..plain(
        &["nginx"],
        "a web server that can pass requests on",
        None,
        include_str!("../../pages/engines/nginx.md"),
    )
};
