//! Apache HTTP Server: a web server that can pass requests on (mod_proxy_balancer).
//!
//! Its own checks exist only with mod_proxy_hcheck and a method; the figures here fill in a check
//! that is stated.

use super::{CheckDefaults, Engine, plain};
use crate::assumptions::{Entry, Shape};

const HCHECK: &str = "https://httpd.apache.org/docs/2.4/mod/mod_proxy_hcheck.html";

static EVERY: Entry = Entry {
    name: "apache-check-every",
    what: "mod_proxy_hcheck checks a member every 30 s (`hcinterval`)",
    value: "30s",
    otherwise: None,
    source: HCHECK,
    safe: false,
    shape: Shape::Duration,
};
static FALL: Entry = Entry {
    name: "apache-check-fall",
    what: "mod_proxy_hcheck takes a member out at the first failure (`hcfails`)",
    value: "1",
    otherwise: None,
    source: HCHECK,
    safe: false,
    shape: Shape::Count,
};
static RISE: Entry = Entry {
    name: "apache-check-rise",
    what: "mod_proxy_hcheck brings a member back at the first success (`hcpasses`)",
    value: "1",
    otherwise: None,
    source: HCHECK,
    safe: false,
    shape: Shape::Count,
};
static REDISPATCH: Entry = Entry {
    name: "apache-redispatch",
    what: "a balancer of mod_proxy tries a member that cannot be reached only once and then \
        another (`maxattempts`)",
    value: "yes",
    otherwise: Some("no"),
    source: "https://httpd.apache.org/docs/2.4/mod/mod_proxy.html#proxypass",
    safe: false,
    shape: Shape::Words(&["yes", "no"]),
};

static CONNECTS: Entry = Entry {
    name: "apache-connects",
    what: "mod_proxy waits 60 s for a member that does not take its connection \
        (`connectiontimeout`, which is `Timeout` unless it is set)",
    value: "60s",
    otherwise: None,
    source: "https://httpd.apache.org/docs/2.4/mod/mod_proxy.html#proxypass",
    safe: false,
    shape: Shape::Duration,
};

/// The engine.
pub(super) static ENGINE: Engine = Engine {
    check: CheckDefaults {
        every: Some(&EVERY),
        timeout: None,
        fall: Some(&FALL),
        rise: Some(&RISE),
        kind: None,
        rearm: None,
    },
    redispatch: Some(&REDISPATCH),
    connects: Some(&CONNECTS),
    ..plain(
        &["apache", "httpd"],
        "a web server that can pass requests on",
        None,
        include_str!("../../pages/engines/apache.md"),
    )
};
