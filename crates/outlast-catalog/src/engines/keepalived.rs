//! keepalived: virtual IPs by VRRP.
//!
//! Adverts from keepalived.conf(5); the election from RFC 3768, section 6.1: a backup takes over
//! after three intervals and a skew of (256 - priority) / 256 of an interval.

use super::{AdvertDefaults, CheckDefaults, Engine, plain};
use crate::assumptions::{Entry, Shape};

const MANUAL: &str = "https://www.keepalived.org/manpage.html, keepalived.conf(5)";

static ADVERT: Entry = Entry {
    name: "keepalived-advert-every",
    what: "the machine that holds a virtual IP says so every second (`advert_int`)",
    value: "1s",
    otherwise: None,
    source: MANUAL,
    safe: false,
    shape: Shape::Duration,
};
static PRIORITY: Entry = Entry {
    name: "keepalived-priority",
    what: "every machine of a virtual IP has priority 100",
    value: "100",
    otherwise: None,
    source: "RFC 3768, section 6.1; keepalived.conf(5)",
    safe: false,
    shape: Shape::Count,
};
static PREEMPTS: Entry = Entry {
    name: "keepalived-preempts",
    what: "a preferred machine takes the virtual IP back when it returns, unless `nopreempt` is set",
    value: "yes",
    otherwise: Some("no"),
    source: MANUAL,
    safe: false,
    shape: Shape::Words(&["yes", "no"]),
};
static EVERY: Entry = Entry {
    name: "keepalived-check-every",
    what: "a `vrrp_script` runs every second",
    value: "1s",
    otherwise: None,
    source: MANUAL,
    safe: false,
    shape: Shape::Duration,
};
static TIMEOUT: Entry = Entry {
    name: "keepalived-check-timeout",
    what: "a `vrrp_script` may run as long as the time between two",
    value: "interval",
    otherwise: None,
    source: MANUAL,
    safe: false,
    shape: Shape::Words(&["interval"]),
};
static FALL: Entry = Entry {
    name: "keepalived-check-fall",
    what: "a `vrrp_script` fails its machine at the first failure (`fall`)",
    value: "1",
    otherwise: None,
    source: MANUAL,
    safe: false,
    shape: Shape::Count,
};
static RISE: Entry = Entry {
    name: "keepalived-check-rise",
    what: "a `vrrp_script` brings its machine back at the first success (`rise`)",
    value: "1",
    otherwise: None,
    source: MANUAL,
    safe: false,
    shape: Shape::Count,
};

/// The engine.
pub(super) static ENGINE: Engine = Engine {
    check: CheckDefaults {
        every: Some(&EVERY),
        timeout: Some(&TIMEOUT),
        fall: Some(&FALL),
        rise: Some(&RISE),
        kind: None,
        rearm: None,
    },
    adverts: AdvertDefaults {
        every: Some(&ADVERT),
        priority: Some(&PRIORITY),
        preempts: Some(&PREEMPTS),
    },
    ..plain(
        &["keepalived", "vrrp"],
        "moves a virtual IP between machines that listen to each other",
        None,
        include_str!("../../pages/engines/keepalived.md"),
    )
};
