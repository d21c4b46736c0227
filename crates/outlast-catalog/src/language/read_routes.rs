//! Addresses and routes that the text of a machine visibly sets: used where nothing is stated, and
//! listed as assumed, for nobody says that the command succeeds.
//!
//! A route counts only when its next hop is the known address of a gateway of a link.

use std::net::IpAddr;

use ipnet::IpNet;
use outlast_findings::Span;
use outlast_model::{
    Address, Attached, Fact, Family, Interface, MachineId, NetworkKind, PassageId, Route, RouteTo,
};

use super::lowering::Lowering;
use crate::iproute2::{Command, commands};

const SOURCE: &str = "a command in the user data: ip-address(8), ip-route(8)";

/// What each machine's text says.
fn texts(lowering: &Lowering<'_>) -> Vec<(MachineId, String, Vec<Command>, Option<Span>)> {
    let data = lowering.estate.user_data.iter();
    let read = data.map(|(machine, it)| (*machine, commands(&it.text), it.span));
    read.filter(|(_, commands, _)| !commands.is_empty())
        .filter_map(|(machine, commands, span)| {
            let address = lowering.model().machine(machine)?.address.clone();
            Some((machine, address, commands, span))
        })
        .collect()
}

/// Addresses on networks that hand none out: only where exactly one attachment lacks one.
pub fn addresses(lowering: &mut Lowering<'_>) {
    for (machine, name, commands, span) in texts(lowering) {
        let private = |network| {
            let network = lowering.model().networks.network(network);
            network.is_some_and(|it| it.kind == NetworkKind::Private && !it.managed)
        };
        let lacks = |it: &Interface| {
            it.of == Attached::Machine(machine) && it.addresses.is_empty() && private(it.network)
        };
        let interfaces = &lowering.model().networks.interfaces;
        let lacking: Vec<usize> =
            (0..).zip(interfaces).filter(|(_, it)| lacks(it)).map(|(at, _)| at).collect();
        let set: Vec<IpNet> = commands
            .iter()
            .filter_map(|it| match it {
                Command::Address(net) => Some(*net),
                Command::Route { .. } | Command::Unreachable(_) => None,
            })
            .collect();
        let ([at], [net]) = (lacking.as_slice(), set.as_slice()) else { continue };
        let what = format!("`{name}` has the address {}, which its user data sets", net.addr());
        let assumed = lowering.infer("address-read", &name, what, SOURCE);
        let family = if net.addr().is_ipv4() { Family::V4 } else { Family::V6 };
        let networks = &mut lowering.estate.model.networks;
        if let Some(interface) = networks.interfaces.get_mut(*at) {
            let at = Fact::Assumed(IpNet::from(net.addr()), assumed);
            interface.addresses = vec![Address { family, at }];
            interface.unaddressed = None;
            interface.span = interface.span.or(span);
        }
    }
}

/// Routes to the gateways of links, of machines that state none over that link.
pub fn routes(lowering: &mut Lowering<'_>) {
    for (on, name, commands, span) in texts(lowering) {
        for command in &commands {
            let Command::Route { to, via } = command else { continue };
            for over in passages(lowering, on, *via) {
                let routes = &lowering.model().networks.routes;
                if routes.iter().any(|it| it.on == on && it.over == over && it.read_from.is_none())
                {
                    continue;
                }
                let held =
                    |it: &Command| matches!(it, Command::Unreachable(net) if net.contains(to));
                let text = format!("ip route add {to} via {via}");
                let what = format!("`{name}` has a route to {to}, which its user data sets");
                lowering.infer("route-read", &format!("{name} {to}"), what, SOURCE);
                lowering.estate.model.networks.routes.push(Route {
                    on,
                    to: RouteTo::Prefix(*to),
                    over,
                    otherwise_internet: !commands.iter().any(held),
                    read_from: Some(text),
                    span,
                });
            }
        }
    }
}

/// The links with a gateway at this address, in a network that the machine stands in.
fn passages(lowering: &Lowering<'_>, on: MachineId, via: IpAddr) -> Vec<PassageId> {
    let networks = &lowering.model().networks;
    let at = |of: MachineId, network, address: Option<IpAddr>| {
        networks.interfaces.iter().any(|it| {
            it.of == Attached::Machine(of)
                && it.network == network
                && address.is_none_or(|address| {
                    it.addresses.iter().any(|it| it.at.value() == Some(&IpNet::from(address)))
                })
        })
    };
    let leads = |passage: &outlast_model::Passage| {
        passage.ends.iter().any(|end| {
            at(on, end.network, None)
                && !end.gateways.contains(&on)
                && end.gateways.iter().any(|it| at(*it, end.network, Some(via)))
        })
    };
    let all = (0..).map(PassageId).zip(&networks.passages);
    all.filter(|(_, it)| leads(it)).map(|(id, _)| id).collect()
}
