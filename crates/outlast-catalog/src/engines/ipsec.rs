//! IPsec: a tunnel whose traffic is encrypted by the kernel.
//!
//! What its own packets are decides whether two gateways can talk to each other; a `tunnel` of the
//! link says otherwise.

use super::{Engine, Tunnel, plain};

/// The engine.
pub(super) static ENGINE: Engine = Engine {
    tunnel: Some(Tunnel { udp: None, encrypted: true }),
    ..plain(
        &["ipsec", "strongswan", "libreswan"],
        "a tunnel whose traffic is encrypted by the kernel",
        None,
        include_str!("../../pages/engines/ipsec.md"),
    )
};
