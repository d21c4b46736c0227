//! Addresses and routes that the text of a machine visibly sets: used where nothing is stated, and
//! listed as assumed, for nobody says that the text is carried out.
//!
//! A route of iproute2 or netplan counts only when its next hop is the known address of a gateway
//! of a link; one of wg-quick only when exactly one tunnel of that machine leads there.

use std::collections::BTreeSet;
use std::net::IpAddr;

use ipnet::IpNet;
use outlast_findings::Span;
use outlast_model::{
    Address, Attached, Calls, Carrier, End, Fact, Family, Interface, InterfaceId, MachineId,
    NetworkId, NetworkKind, Packets, Passage, PassageId, Route, RouteTo,
};

use super::lowering::Lowering;
use crate::iproute2::{self, Command};
use crate::netplan;
use crate::wg_quick::{self, Peer, Tunnel};

const CALLS: &str = "wg(8): a peer is sent nothing by itself unless `PersistentKeepalive` is set";
const SOURCE: &str = "the user data: ip-address(8), ip-route(8), netplan(5), wg-quick(8)";

/// What the text of one machine says.
struct Text {
    machine: MachineId,
    name: String,
    commands: Vec<Command>,
    tunnels: Vec<Tunnel>,
    span: Option<Span>,
}

/// What each machine's text says.
fn texts(lowering: &Lowering<'_>) -> Vec<Text> {
    let read = lowering.estate.user_data.iter().map(|(machine, it)| {
        let mut commands = iproute2::commands(&it.text);
        commands.extend(netplan::commands(&it.text));
        let tunnels = wg_quick::tunnels(&it.text);
        let name = lowering.model().machine(*machine).address.clone();
        Text { machine: *machine, name, commands, tunnels, span: it.span }
    });
    read.filter(|it| !it.commands.is_empty() || !it.tunnels.is_empty()).collect()
}

/// Addresses on networks that hand none out: only where exactly one attachment lacks one, and only
/// one address of a family is set that can be its.
pub fn addresses(lowering: &mut Lowering<'_>) {
    for text in texts(lowering) {
        let private = |network| {
            let network = lowering.model().networks.network(network);
            network.kind == NetworkKind::Private && !network.managed
        };
        let lacks = |it: &Interface| {
            it.of == Attached::Machine(text.machine)
                && it.addresses.is_empty()
                && private(it.network)
        };
        let interfaces = &lowering.model().networks.interfaces;
        let lacking: Vec<_> = interfaces.pairs().filter(|(_, it)| lacks(it)).collect();
        let [(at, interface)] = lacking.as_slice() else { continue };
        let (at, set) = (*at, fitting(lowering, &text, interface.network));
        for family in [Family::V4, Family::V6] {
            let mut own = set.iter().filter(|it| Family::of(it.addr()) == family);
            let (Some(net), None) = (own.next(), own.next()) else { continue };
            address(lowering, &text, at, net.addr());
        }
    }
}

/// The addresses of a text that can be in a network: those in its prefixes. Where none is known,
/// any but that of a tunnel, which is in no network of a cloud.
fn fitting(lowering: &Lowering<'_>, text: &Text, network: NetworkId) -> Vec<IpNet> {
    let network = lowering.model().networks.network(network);
    let prefixes = network.prefixes.as_slice();
    let set = text.commands.iter().filter_map(|it| match it {
        Command::Address(net) => Some(*net),
        Command::Route { .. } | Command::Unreachable(_) => None,
    });
    let mut found: Vec<IpNet> = set.collect();
    if !prefixes.is_empty() {
        found.extend(text.tunnels.iter().flat_map(|it| it.addresses.iter().copied()));
        found.retain(|it| prefixes.iter().any(|prefix| prefix.contains(&it.addr())));
    }
    found.sort_by_key(IpNet::addr);
    found.dedup_by_key(|it| it.addr());
    found
}

/// Gives an interface an address that its machine sets by itself.
fn address(lowering: &mut Lowering<'_>, text: &Text, interface: InterfaceId, at: IpAddr) {
    let what = format!("`{}` has the address {at}, which its user data sets", text.name);
    let assumed = lowering.infer("address-read", &text.name, what, SOURCE);
    let networks = &mut lowering.estate.model.networks;
    let interface = &mut networks.interfaces[interface];
    let (family, at) = (Family::of(at), Fact::Assumed(IpNet::from(at), assumed));
    interface.addresses.push(Address { family, at });
    interface.unaddressed = None;
    interface.span = interface.span.or(text.span);
}

/// Routes over links, of machines that state none over that link.
pub fn routes(lowering: &mut Lowering<'_>) {
    for text in texts(lowering) {
        for command in &text.commands {
            let Command::Route { to, via } = command else { continue };
            for over in passages(lowering, text.machine, *via) {
                let routes = &lowering.model().networks.routes;
                let own = |it: &Route| it.on == text.machine && it.over == over;
                if !routes.iter().any(|it| own(it) && it.read_from.is_none()) {
                    route(lowering, &text, *to, over, format!("ip route add {to} via {via}"));
                }
            }
        }
        for tunnel in text.tunnels.iter().filter(|it| it.routed) {
            for (peer, to) in sent(tunnel) {
                let Some(over) = tunnelled(lowering, text.machine, peer, to) else { continue };
                if !covered(lowering, text.machine, over, to) {
                    route(lowering, &text, to, over, format!("AllowedIPs = {to}"));
                }
            }
        }
    }
}

/// A route that is read. Without another that leads nowhere, the default route takes its packets
/// when it is gone.
fn route(lowering: &mut Lowering<'_>, text: &Text, to: IpNet, over: PassageId, read_from: String) {
    let held = |it: &Command| matches!(it, Command::Unreachable(net) if net.contains(&to));
    let what = format!("`{}` has a route to {to}, which its user data sets", text.name);
    lowering.infer("route-read", &format!("{} {to}", text.name), what, SOURCE);
    lowering.estate.model.networks.routes.push(Route {
        on: text.machine,
        to: RouteTo::Prefix(to),
        over,
        otherwise_internet: !text.commands.iter().any(held),
        read_from: Some(read_from),
        span: text.span,
    });
}

/// Whether gateways keep a tunnel up by themselves, where nobody states it: as the text of every
/// gateway of an end says, else as the rules allow it.
pub fn calls(lowering: &mut Lowering<'_>) {
    let texts = texts(lowering);
    let passages = &lowering.model().networks.passages;
    let open = |it: &Passage| {
        let Carrier::Tunnel { packets, .. } = &it.carrier else { return false };
        !packets.iter().any(|it| matches!(it, Packets::Unknown(_)))
            && it.ends.iter().all(|end| end.calls == Calls::WhereLetIn)
    };
    let all = passages.pairs().filter(|(_, it)| open(it));
    let found: Vec<(PassageId, String, Vec<Calls>)> = all
        .map(|(id, it)| {
            let ends = it.ends.iter().map(|end| read_calls(lowering, &texts, id, end));
            (id, it.address.clone(), ends.collect())
        })
        .collect();
    for (id, link, calls) in found {
        let what = if calls.contains(&Calls::WhereLetIn) {
            format!("the tunnel of `{link}` is opened from whichever end the rules let in")
        } else {
            format!("the user data says which gateways keep `{link}` up (`PersistentKeepalive`)")
        };
        lowering.infer("tunnel-opened", &link, what, CALLS);
        let passage = &mut lowering.estate.model.networks.passages[id];
        for (end, calls) in passage.ends.iter_mut().zip(calls) {
            end.calls = calls;
        }
    }
}

/// What the texts of the gateways of an end say, when all of them say the same.
fn read_calls(lowering: &Lowering<'_>, texts: &[Text], over: PassageId, end: &End) -> Calls {
    let said = end.gateways.iter().map(|on| {
        let own = texts.iter().filter(|it| it.machine == *on).flat_map(|it| &it.tunnels);
        let mut peers = own
            .flat_map(sent)
            .filter(|(peer, to)| tunnelled(lowering, *on, peer, *to) == Some(over))
            .map(|(peer, _)| peer.is_called());
        let first = peers.next()?;
        peers.all(|it| it == first).then_some(first)
    });
    let said: Option<BTreeSet<bool>> = said.collect();
    match said.unwrap_or_default().iter().copied().collect::<Vec<_>>().as_slice() {
        [true] => Calls::Always,
        [false] => Calls::Never,
        _ => Calls::WhereLetIn,
    }
}

/// What is sent to which peer, but for the network of the tunnel itself.
fn sent(tunnel: &Tunnel) -> impl Iterator<Item = (&Peer, IpNet)> {
    let all = tunnel.peers.iter().flat_map(|peer| peer.allowed.iter().map(move |it| (peer, *it)));
    all.filter(|(_, to)| !tunnel.addresses.iter().any(|own| own.contains(to)))
}

/// The only tunnel of a gateway that this can be: the one whose other gateway has the address of
/// the peer; where no address is known, the one that leads to a network of these addresses.
fn tunnelled(lowering: &Lowering<'_>, on: MachineId, peer: &Peer, to: IpNet) -> Option<PassageId> {
    let networks = &lowering.model().networks;
    let at_peer = |end: &End| {
        let gateways = end.gateways.iter().map(|it| Attached::Machine(*it));
        gateways.into_iter().any(|gateway| {
            let own = networks.interfaces.iter().filter(|it| it.of == gateway);
            let known = own.flat_map(|it| &it.addresses).filter_map(|it| it.at.value());
            known.into_iter().any(|it| peer.endpoint.is_some_and(|at| at.ip() == it.addr()))
        })
    };
    let leads = |end: &End| {
        let prefixes = &networks.network(end.network).prefixes;
        prefixes.iter().any(|it| it.contains(&to) || to.contains(it))
    };
    let only = |is_it: &dyn Fn(&End) -> bool| {
        let far = |it: &Passage| {
            matches!(it.carrier, Carrier::Tunnel { .. })
                && it.ends.iter().any(|end| end.gateways.contains(&on))
                && it.ends.iter().any(|end| !end.gateways.contains(&on) && is_it(end))
        };
        let all = networks.passages.pairs();
        all.filter(|(_, it)| far(it)).map(|(id, _)| id).collect::<Vec<_>>()
    };
    let at_address = only(&at_peer);
    let found = if at_address.is_empty() { only(&leads) } else { at_address };
    if let [over] = found.as_slice() { Some(*over) } else { None }
}

/// Whether the machine has a route over the link that leads there already.
fn covered(lowering: &Lowering<'_>, on: MachineId, over: PassageId, to: IpNet) -> bool {
    let networks = &lowering.model().networks;
    let leads = |it: &RouteTo| match it {
        RouteTo::Prefix(prefix) => prefix.contains(&to),
        RouteTo::Network(network) => {
            let network = networks.network(*network);
            network.prefixes.iter().any(|it| it.contains(&to))
        }
    };
    networks.routes.iter().any(|it| (it.on, it.over) == (on, over) && leads(&it.to))
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
    let leads = |passage: &Passage| {
        passage.ends.iter().any(|end| {
            at(on, end.network, None)
                && !end.gateways.contains(&on)
                && end.gateways.iter().any(|it| at(*it, end.network, Some(via)))
        })
    };
    let all = networks.passages.pairs();
    all.filter(|(_, it)| leads(it)).map(|(id, _)| id).collect()
}
