//! Envoy: a balancer with checks of its own, of which nothing has a default.
//!
//! The interval, the time-out and both thresholds of a check are required, so that only what is stated
//! is known of one.

use super::{Engine, plain};
use crate::assumptions::{Entry, Shape};

static REDISPATCH: Entry = Entry {
    name: "envoy-redispatch",
    what: "Envoy does not try another host, unless a retry policy is set",
    value: "no",
    otherwise: Some("yes"),
    source: "https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter \
        (`If a retry policy is not configured ... Envoy will not retry a failed request`)",
    safe: true,
    shape: Shape::Words(&["yes", "no"]),
};

static ALL_WHEN_NONE: Entry = Entry {
    name: "envoy-all-when-none",
    what: "with less than half of its hosts left, Envoy sends traffic to all of them \
        (`healthy_panic_threshold` is 50%)",
    value: "yes",
    otherwise: Some("no"),
    source: "https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/load_balancing/panic_threshold",
    safe: false,
    shape: Shape::Words(&["yes", "no"]),
};

static CONNECTS: Entry = Entry {
    name: "envoy-connects",
    what: "envoy waits 5 s for a host that does not take its connection (`connect_timeout`)",
    value: "5s",
    otherwise: None,
    source: "https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/cluster/v3/cluster.proto",
    safe: false,
    shape: Shape::Duration,
};

/// The engine.
pub(super) static ENGINE: Engine = Engine {
    redispatch: Some(&REDISPATCH),
    connects: Some(&CONNECTS),
    all_when_none: Some(&ALL_WHEN_NONE),
    ..plain(
        &["envoy"],
        "a load balancer that checks its hosts as it is told",
        None,
        include_str!("../../pages/engines/envoy.md"),
    )
};
