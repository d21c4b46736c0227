//! Tomcat: a web server for Java that can copy its sessions to the others.

use super::{DataDefaults, Engine, NO_DATA, plain};
use crate::assumptions::{Entry, Shape};

static LAG: Entry = Entry {
    name: "tomcat-lag",
    what: "how far the sessions of the others are behind is not known",
    value: "unknown",
    otherwise: Some("0s to 1s"),
    source: "https://tomcat.apache.org/tomcat-10.1-doc/cluster-howto.html (changes are sent after the answer)",
    safe: true,
    shape: Shape::Duration,
};

/// The engine.
pub(super) static ENGINE: Engine = Engine {
    data: DataDefaults { lag: Some(&LAG), ..NO_DATA },
    ..plain(
        &["tomcat"],
        "a web server for Java with sessions",
        Some(8080),
        include_str!("../../pages/engines/tomcat.md"),
    )
};
