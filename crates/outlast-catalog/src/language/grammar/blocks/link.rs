//! `link`: a line between places or networks.
//! What it becomes is made in `places.rs`, `lines.rs` and `networks.rs`.

use outlast_model::Role;

use crate::language::grammar::group::{Group as _, group};
use crate::language::grammar::shared::{Denying, Ending, Repaired, Titled};
use crate::language::shape::{BlockKind, PartKind};

group! {
    /// The packets of a tunnel itself.
    pub(crate) struct Tunnelling {
        udp: Ports, "the UDP ports, all of which it needs: `[500, 4500]`";
        tcp: Ports, "the TCP ports, all of which it needs";
        protocol: Word(&["esp", "ah", "gre", "ipip"]),
            "another protocol, without ports, which it needs as well";
        encrypted: Flag, "what is inside cannot be read on the way"
            .unstated(
                "that of the engine, else `false`; `esp` always is, and `gre`, `ipip` and `ah` \
                 never are",
            );
        keepalive: Flag, "its gateways send packets of it by themselves, at both ends"
            .unstated(
                "as their WireGuard configuration says, else whichever end the rules let in is \
                 called",
            );
    }
}

group! {
    /// A line between places or networks.
    pub(crate) struct Joining {
        joins: Several("a place or network"), "its ends".required();
        via: Needs, "the gateways that it goes through, all of them";
        rtt: Range, "the time of a round trip".unstated("no distance is judged");
        bandwidth: Bandwidth, "what it carries".unstated("unknown");
        carries: Rate, "how many requests it carries"
            .later("how many requests a link carries");
        carrier: Word(&["tunnel", "wire", "forward", "nat"]),
            "how packets pass: inside packets between the gateways; over a line of one's own; \
             through a machine that stands in all the networks; or out to the internet under the \
             address of the gateways"
            .unstated(
                "`wire` without `via`; `forward` when one machine stands in all the networks; else \
                 `tunnel`",
            );
        tunnel: Object(Tunnelling), "the packets of the tunnel itself"
            .unstated("those of the engine of the gateways");
        routed_on: Several("a machine"), "the machines that have a route over it"
            .unstated("none: nobody on a private network finds the way");
        otherwise: Word(&["nowhere", "internet"]),
            "where packets of those machines go when it is down"
            .unstated("`internet`: the default route takes them");
        inside: Flag, "what goes over it must never leave over the internet unencrypted"
            .unstated("not judged");
    }
}

pub(in crate::language::grammar) static BLOCK: BlockKind = BlockKind {
    name: "link",
    named: true,
    meaning: "A line between places or networks. What goes `over` it fails with it.",
    attributes: &[Joining::ROWS, Repaired::ROWS, Ending::ROWS, Denying::ROWS, Titled::ROWS],
    blocks: &[],
    part: Some(PartKind::new(Role::Link)),
    later: None,
};
