//! OpenVPN: an encrypted tunnel between gateways.
//!
//! What its own packets are decides whether two gateways can talk to each other; a `tunnel` of the
//! link says otherwise.

use super::{Engine, Tunnel, plain};

/// The engine.
pub(super) static ENGINE: Engine = Engine {
    tunnel: Some(Tunnel { udp: Some(1194), encrypted: true }),
    ..plain(
        &["openvpn"],
        "an encrypted tunnel between gateways",
        Some(1194),
        include_str!("../../pages/engines/openvpn.md"),
    )
};
