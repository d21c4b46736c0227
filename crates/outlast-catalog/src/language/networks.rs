//! What Terraform cannot say of networks: sites, addresses that machines set themselves, and links
//! as ways between networks with the routes that lead over them.
//!
//! A link joins networks when at least two of its ends are networks; one between zones is a
//! distance and nothing else. Left out: what a router of a site lets in, which nobody writes down.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use ipnet::IpNet;
use outlast_findings::Span;
use outlast_model::{
    Address, Attached, Calls, Carrier, Commit, End, Fact, Family, FilterGroup, FilterId,
    FilterPeer, FilterRule, Interface, Kind, MachineId, Network, NetworkId, NetworkKind, Networks,
    Packets, PartId, Passage, PassageId, PlaceId, PlaceKind, PortTranslation, Role, Route, RouteTo,
    Seat, Transport, Way,
};

use super::document::{Block, Reference, Wanted};
use super::grammar::blocks::host::Hosting;
use super::grammar::blocks::journey::Entering;
use super::grammar::blocks::link::Joining;
use super::grammar::blocks::network::Networked;
use super::grammar::blocks::place::Standing;
use super::grammar::group::{Group as _, Many, Said};
use super::lowering::{Declared, Lowering, Named};
use super::read_routes;
use crate::assumptions::UNREACHABLE_ROUTE;
use crate::engines::{self, ENGINES, Engine, Tunnel};
use crate::networks::internet;
use crate::openings::prefix;
use crate::problems;

const TUNNELS: &str = "the port that a gateway listens on is the one that this software uses";

/// Reads networks, sites and links.
pub fn read(lowering: &mut Lowering<'_>, own: &[Declared<'_>], blocks: &[Block]) {
    if lowering.model().networks.networks.is_empty() {
        lowering.estate.model.networks.networks.push(internet());
    }
    lowering.estate.model.networks.ports = lowering.ports.clone();
    lowering.estate.model.networks.followed_at = followed_at(lowering);
    for (block, networked) in Networked::each(blocks) {
        described(lowering, block, &networked);
    }
    read_routes::addresses(lowering);
    for it in own {
        balancer(lowering, it.part);
    }
    for place in inhabited(lowering, blocks) {
        settle(lowering, place, blocks);
    }
    for it in own.iter().filter(|it| Joining::is_in(it.block)) {
        link(lowering, *it, blocks);
    }
    read_routes::routes(lowering);
    read_routes::calls(lowering);
}

/// A balancer that stands in a zone and on no machine is the provider's: it has an address of its own
/// and sends to the port at which its targets listen.
fn balancer(lowering: &mut Lowering<'_>, id: PartId) {
    let model = lowering.model();
    let part = model.part(id);
    let in_zone = |seat: Seat| match seat {
        Seat::Place(place) => model.place(place).kind == PlaceKind::Zone,
        Seat::Machine(_) => false,
    };
    let Kind::Router(router) = &part.kind else { return };
    let stands = !part.copies.is_empty() && part.copies.iter().all(|copy| in_zone(copy.seat));
    let has_own = model.networks.interfaces.iter().any(|it| it.of == Attached::Part(id));
    if part.role != Role::LoadBalancer || !stands || has_own {
        return;
    }
    let Some(port) = part.listens else { return };
    let span = part.span;
    let targets = router.members.iter().map(|it| model.part(it.copy.part).listens.unwrap_or(port));
    let targets: BTreeSet<u16> = targets.collect();
    let networks = &mut lowering.estate.model.networks;
    let at = Fact::Unknown("the provider hands it out".to_string());
    networks.interfaces.push(Interface {
        of: Attached::Part(id),
        network: Networks::INTERNET,
        addresses: vec![Address { family: Family::V4, at }],
        unaddressed: None,
        filters: None,
        unseen_filters: None,
        span,
    });
    let transport = Transport::Tcp;
    networks.translations.extend(targets.into_iter().map(|target_port| PortTranslation {
        part: id,
        transport,
        port,
        target_port,
        span,
    }));
}

/// The ports by which copies of parts follow each other. Those that agree by majority may use
/// another (Group Replication of MySQL does), so that theirs are not known.
fn followed_at(lowering: &Lowering<'_>) -> BTreeMap<PartId, u16> {
    let plain = |it: &Fact<Commit>| matches!(it.value(), Some(Commit::Async | Commit::Sync));
    let known = lowering.model().parts().filter_map(|(id, part)| {
        let Kind::Database(database) = &part.kind else { return None };
        let engine = engines::engine(part.engine.as_deref()?)?;
        let is_so = engine.follows_where_it_listens && database.commits.iter().all(plain);
        Some((id, part.listens.filter(|_| is_so)?))
    });
    known.collect()
}

// Networks of Terraform.

/// A `network` block: prefixes and addresses.
fn described(lowering: &mut Lowering<'_>, block: &Block, Networked { of, prefix }: &Networked<'_>) {
    let Some(id) = of.wanted().iter().find_map(|it| network_of(lowering, it)) else {
        let help = "name a private network: `of = exoscale_private_network.…`";
        let span = of.span().unwrap_or(block.span);
        return wrong(lowering, span, "this is no private network", help);
    };
    let prefixes = prefixes(lowering, prefix);
    let network = &mut lowering.estate.model.networks.networks[id];
    network.prefixes.extend(prefixes);
    network.prefixes.sort_unstable();
    network.prefixes.dedup();
    for (host, hosting) in Hosting::each(&block.blocks) {
        address(lowering, id, host, &hosting);
    }
}

/// A `host` block: the address of a machine.
fn address(
    lowering: &mut Lowering<'_>,
    network: NetworkId,
    host: &Block,
    Hosting { on, at }: &Hosting<'_>,
) {
    let Some((text, span)) = at.get() else { return };
    let Ok(at) = text.parse::<IpAddr>() else {
        let what = format!("`{text}` is no address");
        return wrong(lowering, span, &what, "write an address such as `10.0.0.5`");
    };
    for machine in lowering.machines(on.wanted()) {
        let there =
            |it: &&mut Interface| it.of == Attached::Machine(machine) && it.network == network;
        let found = lowering.estate.model.networks.interfaces.iter_mut().find(there);
        let Some(interface) = found else {
            let help = "join it in Terraform: `network_interface { network_id = … }`";
            wrong(lowering, host.span, "this machine is not on that network", help);
            continue;
        };
        if interface.addresses.iter().any(|it| it.at.value().is_some()) {
            let help = "Terraform says it already: leave it out here";
            super::parts::clash(
                lowering,
                span,
                "the address of this machine is stated twice",
                help,
            );
            continue;
        }
        interface.unaddressed = None;
        interface.addresses =
            vec![Address { family: Family::of(at), at: Fact::Stated(IpNet::from(at), Some(span)) }];
    }
}

/// The prefixes that an attribute lists.
fn prefixes(lowering: &mut Lowering<'_>, said: &Said<'_, Many<'_, &str>>) -> Vec<IpNet> {
    let mut found = Vec::new();
    let all = said.this().map_or(&[][..], |(Many(all), _)| all);
    for (text, span) in all.iter().filter_map(Said::get) {
        match prefix(text.trim()) {
            Some(prefix) => found.push(prefix),
            None => {
                let what = format!("`{text}` is no network");
                wrong(lowering, span, &what, "write a prefix such as `192.168.10.0/24`");
            }
        }
    }
    found
}

fn wrong(lowering: &mut Lowering<'_>, span: Span, what: &str, help: &str) {
    lowering.report(&problems::WRONG_VALUE, span, what.to_string(), help);
}

// Places.

/// The places of the outlast file that somebody sits in, or that a link joins.
fn inhabited(lowering: &mut Lowering<'_>, blocks: &[Block]) -> BTreeSet<PlaceId> {
    let mut all: BTreeSet<PlaceId> = BTreeSet::new();
    for (_, part) in lowering.model().parts() {
        let seats = part.copies.iter().filter_map(|it| match lowering.model().attached(it.seat) {
            Seat::Place(place) => Some(place),
            Seat::Machine(_) => None,
        });
        all.extend(seats);
    }
    for block in blocks {
        let named = Entering::of(block).from.or(Joining::of(block).joins);
        for (reference, span) in named.references() {
            if let Reference::Block { noun: "place", .. } = reference
                && let Some(Named::Place(place)) = lowering.named(reference, span)
            {
                all.insert(place);
            }
        }
        if Standing::of(block).network.is_written()
            && let Some(Named::Place(place)) = lowering.names.get(&block.address())
        {
            all.insert(*place);
        }
    }
    all.retain(|it| is_own(lowering.model().place(*it)));
    all
}

/// Whether it is a place of one's own, and not one of a provider.
fn is_own(place: &outlast_model::Place) -> bool {
    place.span.is_some() && !matches!(place.kind, PlaceKind::Provider | PlaceKind::Zone)
}

/// Attaches those who sit in a place: to the network of the site around them, and to the internet
/// behind a router that lets everything out.
fn settle(lowering: &mut Lowering<'_>, place: PlaceId, blocks: &[Block]) {
    let at = lowering.model().place(place);
    let (name, span) = (at.name.clone(), at.span);
    let (network, prefixes) = site(lowering, place, blocks);
    let address =
        |at: &IpNet| Address { family: Family::of(at.addr()), at: Fact::Stated(*at, span) };
    let inside = Interface {
        of: Attached::Place(place),
        network,
        addresses: prefixes.iter().map(address).collect(),
        unaddressed: prefixes
            .is_empty()
            .then(|| format!("the network of `place.{name}` is not stated (`network`)")),
        filters: None,
        unseen_filters: None,
        span,
    };
    let router = router(lowering, &name, span);
    let why = format!("the public address of `place.{name}` is not stated");
    let outside = Interface {
        network: Networks::INTERNET,
        addresses: vec![Address { family: Family::V4, at: Fact::Unknown(why) }],
        unaddressed: None,
        filters: Some(vec![router]),
        ..inside.clone()
    };
    lowering.estate.model.networks.interfaces.extend([inside, outside]);
}

/// The router of a place: it lets everything out, and what it lets in is not known.
fn router(lowering: &mut Lowering<'_>, name: &str, span: Option<Span>) -> FilterId {
    let address = format!("place.{name}");
    let why = format!("what the router of `{address}` lets in is not stated");
    let rule = FilterRule {
        address: address.clone(),
        way: Way::In,
        packets: Packets::Unknown(why.clone()),
        peer: FilterPeer::Unknown(why),
        span,
    };
    lowering.estate.model.networks.filters.push(FilterGroup {
        name: format!("router of {name}"),
        address,
        rules: vec![rule],
        span,
        ..FilterGroup::default()
    })
}

/// The network of the site that a place lies in, made when it is first asked for.
fn site(lowering: &mut Lowering<'_>, place: PlaceId, blocks: &[Block]) -> (NetworkId, Vec<IpNet>) {
    let (of, block) = site_of(lowering, place, blocks);
    if let Some(id) = site_network(lowering, of) {
        let networks = &lowering.model().networks;
        return (id, networks.network(id).prefixes.clone());
    }
    let prefixes = match block {
        Some(block) => prefixes(lowering, &Standing::of(block).network),
        None => Vec::new(),
    };
    let at = lowering.model().place(of);
    let network = Network {
        address: format!("place.{}", at.name),
        kind: NetworkKind::Site,
        place: Some(of),
        prefixes: prefixes.clone(),
        managed: true,
        span: at.span,
    };
    (lowering.estate.model.networks.networks.push(network), prefixes)
}

/// The nearest place around it that states a network, with its block; else itself.
fn site_of<'b>(
    lowering: &Lowering<'_>,
    place: PlaceId,
    blocks: &'b [Block],
) -> (PlaceId, Option<&'b Block>) {
    let mut at = Some(place);
    for _ in 0..=lowering.model().places.len() {
        let Some(it) = at else { break };
        let stated = blocks.iter().find(|block| {
            Standing::of(block).network.is_written()
                && lowering.names.get(&block.address()) == Some(&Named::Place(it))
        });
        if stated.is_some() {
            return (it, stated);
        }
        at = lowering.model().place(it).within;
    }
    (place, None)
}

fn site_network(lowering: &Lowering<'_>, place: PlaceId) -> Option<NetworkId> {
    let mut all = lowering.model().networks.networks.pairs();
    all.find(|(_, it)| it.kind == NetworkKind::Site && it.place == Some(place)).map(|(id, _)| id)
}

/// The private network that a reference stands for.
fn network_of(lowering: &Lowering<'_>, wanted: &Wanted) -> Option<NetworkId> {
    let references = wanted.references();
    let addresses = references.iter().find_map(|(it, _)| match it {
        Reference::Resources(addresses) => addresses.first(),
        Reference::Block { .. } | Reference::Itself => None,
    })?;
    network_at(lowering, addresses)
}

fn network_at(lowering: &Lowering<'_>, address: &str) -> Option<NetworkId> {
    let mut all = lowering.model().networks.networks.pairs();
    all.find(|(_, it)| it.address == address).map(|(id, _)| id)
}

// Links.

/// A link as a passage between networks, with the routes that lead over it.
fn link(lowering: &mut Lowering<'_>, declared: Declared<'_>, blocks: &[Block]) {
    let Declared { block, part } = declared;
    let joining = Joining::of(block);
    let mut joined = Vec::new();
    for (reference, span) in joining.joins.references() {
        for network in end(lowering, reference, span, blocks) {
            if !joined.contains(&network) {
                joined.push(network);
            }
        }
    }
    let nat = joining.carrier.text() == Some("nat");
    if joined.is_empty() || (joined.len() < 2 && !nat) {
        return;
    }
    let via = via(lowering, &joining);
    let calls = calls(&joining);
    let mut ends: Vec<End> =
        joined.iter().map(|it| passage_end(lowering, *it, &via, calls)).collect();
    let address = block.address();
    let link = Link { address: &address, joining: &joining };
    let carrier = carrier(lowering, &link, &ends, &via);
    if nat {
        let gateways = ends.iter().flat_map(|it| it.gateways.iter().copied()).collect();
        let calls = Calls::default();
        ends.push(End { network: Networks::INTERNET, gateways, translates: true, calls });
    }
    let passages = &mut lowering.estate.model.networks.passages;
    let address = address.clone();
    let id =
        passages.push(Passage { address, part: Some(part), ends, carrier, span: Some(block.span) });
    if let Some((true, span)) = joining.inside.get() {
        lowering.estate.model.networks.inside.push((id, Some(span)));
    }
    let ways = Ways { over: id, joined: &joined, nat };
    if !nat {
        gateways(lowering, &ways, &via);
    }
    routes(lowering, &link, &ways);
}

/// A link, as it is written.
struct Link<'a> {
    address: &'a str,
    joining: &'a Joining<'a>,
}

/// Where routes over a link lead.
struct Ways<'a> {
    over: PassageId,
    joined: &'a [NetworkId],
    nat: bool,
}

/// Who forwards over a link knows the way over it itself.
fn gateways(lowering: &mut Lowering<'_>, ways: &Ways<'_>, via: &Via) {
    let span = lowering.model().networks.passage(ways.over).span;
    for (machine, _) in &via.machines {
        route(lowering, ways, *machine, false, span);
    }
}

/// The network at an end of a link, if a network is there.
fn end(
    lowering: &mut Lowering<'_>,
    reference: &Reference,
    span: Span,
    blocks: &[Block],
) -> Vec<NetworkId> {
    match reference {
        Reference::Resources(addresses) => {
            addresses.iter().filter_map(|it| network_at(lowering, it)).collect()
        }
        Reference::Block { noun: "place", .. } => match lowering.named(reference, span) {
            Some(Named::Place(place)) if is_own(lowering.model().place(place)) => {
                vec![site(lowering, place, blocks).0]
            }
            _ => Vec::new(),
        },
        Reference::Block { .. } | Reference::Itself => Vec::new(),
    }
}

/// The gateways of a link.
struct Via {
    /// The machines that forward, with whether they translate addresses.
    machines: Vec<(MachineId, bool)>,
    /// The parts that are named, and those behind the addresses that are.
    parts: Vec<PartId>,
}

fn via(lowering: &mut Lowering<'_>, joining: &Joining<'_>) -> Via {
    let mut via = Via { machines: Vec::new(), parts: Vec::new() };
    for (reference, span) in joining.via.references() {
        for part in lowering.parts_of(reference, span) {
            let behind = match &lowering.model().part(part).kind {
                Kind::Router(router) => router.members.iter().map(|it| it.copy.part).collect(),
                Kind::Server | Kind::Database(_) | Kind::People(_) => Vec::new(),
            };
            via.parts.extend(std::iter::once(part).chain(behind));
        }
    }
    via.parts.sort_unstable();
    via.parts.dedup();
    for part in &via.parts {
        let translates = lowering.translating.contains(part);
        for (_, seat) in lowering.model().copies(*part) {
            let Seat::Machine(machine) = lowering.model().attached(seat) else { continue };
            match via.machines.iter_mut().find(|(it, _)| *it == machine) {
                Some((_, before)) => *before |= translates,
                None => via.machines.push((machine, translates)),
            }
        }
    }
    via
}

/// The gateways that stand in a network.
fn passage_end(lowering: &Lowering<'_>, network: NetworkId, via: &Via, calls: Calls) -> End {
    let interfaces = &lowering.model().networks.interfaces;
    let stands = |machine: MachineId| {
        let here = |it: &Interface| it.of == Attached::Machine(machine) && it.network == network;
        interfaces.iter().any(here)
    };
    let here: Vec<&(MachineId, bool)> = via.machines.iter().filter(|it| stands(it.0)).collect();
    End {
        network,
        gateways: here.iter().map(|it| it.0).collect(),
        translates: !here.is_empty() && here.iter().all(|it| it.1),
        calls,
    }
}

/// What carries the packets: as stated, else as the gateways stand.
fn carrier(lowering: &mut Lowering<'_>, link: &Link<'_>, ends: &[End], via: &Via) -> Carrier {
    let in_all = |machine: MachineId| ends.iter().all(|end| end.gateways.contains(&machine));
    let word = match link.joining.carrier.text() {
        Some(word) => word,
        None if link.joining.tunnel.is_written() => "tunnel",
        None if via.parts.is_empty() => "wire",
        None if via.machines.iter().any(|(it, _)| in_all(*it)) => "forward",
        None => "tunnel",
    };
    match word {
        "wire" => Carrier::Wire,
        "forward" | "nat" => Carrier::Forward,
        _ => tunnel(lowering, link, via),
    }
}

/// The packets of a tunnel: as stated, else those of the software of its gateways.
fn tunnel(lowering: &mut Lowering<'_>, link: &Link<'_>, via: &Via) -> Carrier {
    let engine = tunnel_of(lowering, link.address, &via.parts);
    let stated = link.joining.tunnel.this().map(|(tunnel, _)| tunnel.clone()).unwrap_or_default();
    let ports = |said: &Said<'_, Vec<u16>>| {
        said.this().map_or_else(Vec::new, |(ports, _)| ports.clone()).into_iter()
    };
    let of_engine = engine.is_some_and(|(tunnel, _)| tunnel.encrypted);
    let encrypted = stated.encrypted.get().map(|(flag, _)| flag);
    let udp = ports(&stated.udp).map(|port| Packets::Udp(port, port));
    let tcp = ports(&stated.tcp).map(|port| Packets::Tcp(port, port));
    let other = match stated.protocol.text() {
        Some("esp") => Some((50, true)),
        Some("ah") => Some((51, false)),
        Some("gre") => Some((47, false)),
        Some("ipip") => Some((4, false)),
        _ => None,
    };
    let protocol = other.map(|(number, _)| Packets::Protocol(number));
    let packets: Vec<Packets> = udp.chain(tcp).chain(protocol).collect();
    let secret = other.map_or(of_engine, |(_, secret)| secret);
    let stated = Some((packets, secret)).filter(|(packets, _)| !packets.is_empty());
    let (packets, secret) = stated.unwrap_or_else(|| of_software(engine, link.address));
    Carrier::Tunnel { packets, encrypted: encrypted.unwrap_or(secret) }
}

/// Whether the gateways of a tunnel keep it up by themselves, as stated.
fn calls(joining: &Joining<'_>) -> Calls {
    let tunnel = joining.tunnel.this();
    match tunnel.and_then(|(it, _)| it.keepalive.get()) {
        Some((true, _)) => Calls::Always,
        Some((false, _)) => Calls::Never,
        None => Calls::WhereLetIn,
    }
}

fn of_software(engine: Option<(Tunnel, Option<u16>)>, link: &str) -> (Vec<Packets>, bool) {
    match engine {
        Some((Tunnel { udp: Some(usual), encrypted }, listens)) => {
            let port = listens.unwrap_or(usual);
            (vec![Packets::Udp(port, port)], encrypted)
        }
        other => {
            let why = format!("the packets of the tunnel of `{link}` are not stated (`tunnel`)");
            (vec![Packets::Unknown(why)], other.is_some_and(|(tunnel, _)| tunnel.encrypted))
        }
    }
}

/// How the first of these parts that is known to carry packets does, and the port that it listens
/// on. A gateway without an engine is known by its port, which is listed as an assumption.
fn tunnel_of(
    lowering: &mut Lowering<'_>,
    link: &str,
    parts: &[PartId],
) -> Option<(Tunnel, Option<u16>)> {
    for part in parts {
        let it = lowering.model().part(*part);
        let (named, listens) = (it.engine.clone(), it.listens);
        if let Some(engine) = named.as_deref().and_then(engines::engine) {
            match engine.tunnel {
                Some(tunnel) => return Some((tunnel, listens)),
                None => continue,
            }
        }
        let by_port = |it: &&&Engine| it.tunnel.is_some() && it.listens == listens;
        if let Some(engine) = ENGINES.iter().filter(|_| listens.is_some()).find(by_port) {
            let what = format!("the gateways of `{link}` run {}", engine.name());
            lowering.infer("tunnel-inferred", link, what, TUNNELS);
            return engine.tunnel.map(|tunnel| (tunnel, listens));
        }
    }
    None
}

/// One route of each machine to each network at another end.
fn routes(lowering: &mut Lowering<'_>, link: &Link<'_>, ways: &Ways<'_>) {
    let otherwise = link.joining.otherwise.text();
    let span = link.joining.routed_on.span();
    let machines = lowering.machines(link.joining.routed_on.wanted());
    for on in &machines {
        route(lowering, ways, *on, otherwise != Some("nowhere"), span);
    }
    if otherwise == Some("nowhere") {
        claimed(lowering, ways.over, &machines, link.address);
    }
}

/// That packets go nowhere is a claim where a machine is on the internet and no rule keeps them
/// off it: it rests on an assumption.
fn claimed(lowering: &mut Lowering<'_>, over: PassageId, machines: &[MachineId], link: &str) {
    let networks = &lowering.model().networks;
    let rests = |it: &Route| {
        let public = networks.public_interface(it.on);
        let keeps_back = public.is_none_or(|at| networks.keeps_back(at, &it.to) == Some(true));
        it.over == over && machines.contains(&it.on) && !keeps_back
    };
    let all = (0_usize..).zip(&networks.routes);
    let resting: Vec<usize> = all.filter(|(_, it)| rests(it)).map(|(at, _)| at).collect();
    if resting.is_empty() {
        return;
    }
    let (assumptions, model) = (lowering.assumptions(), &mut lowering.estate.model);
    let otherwise = assumptions.settle(model, &UNREACHABLE_ROUTE, link).value;
    for at in resting {
        if let Some(route) = model.networks.routes.get_mut(at) {
            route.otherwise_internet = otherwise != "yes";
        }
    }
}

fn route(
    lowering: &mut Lowering<'_>,
    ways: &Ways<'_>,
    on: MachineId,
    otherwise_internet: bool,
    span: Option<Span>,
) {
    let networks = &mut lowering.estate.model.networks;
    let stands = |network: &NetworkId| {
        networks
            .interfaces
            .iter()
            .any(|it| it.of == Attached::Machine(on) && it.network == *network)
    };
    let far: Vec<RouteTo> = if ways.nat {
        vec![RouteTo::Prefix(IpNet::from(ipnet::Ipv4Net::default()))]
    } else {
        ways.joined.iter().copied().filter(|it| !stands(it)).map(RouteTo::Network).collect()
    };
    for to in far {
        let over = ways.over;
        if networks.routes.iter().any(|it| (it.on, it.over) == (on, over) && it.to == to) {
            continue;
        }
        networks.routes.push(Route { on, to, over, otherwise_internet, read_from: None, span });
    }
}
