//! WireGuard: an encrypted tunnel between gateways.
//!
//! What its own packets are decides whether two gateways can talk to each other; a `tunnel` of the
//! link says otherwise.

use super::{Engine, Tunnel, plain};

/// The engine.
pub(super) static ENGINE: Engine = Engine {
    tunnel: Some(Tunnel { udp: Some(51820), encrypted: true }),
    ..plain(
        &["wireguard"],
        "an encrypted tunnel between gateways",
        Some(51820),
        include_str!("../../pages/engines/wireguard.md"),
    )
};
