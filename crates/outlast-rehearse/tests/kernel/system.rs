//! A random system, as a model and as settings of namespaces.
//!
//! Six machines in up to three networks: the internet and two private ones, of both families; two
//! more participants are no machine of the model, and stand for everybody outside. What joins two of
//! the networks goes round: nothing, a machine that forwards inside or to the internet, a tunnel
//! between two gateways, a wire between two gateways, a router that nobody wrote down. In some
//! systems it is down. The same seed gives the same system.

use std::fmt::Write as _;
use std::net::IpAddr;

use outlast_model::*;

use crate::machine::PORTS;

const MACHINES: usize = 6;
/// The UDP port of tunnels, which nothing else is sent to.
const TUNNEL: u16 = 1006;
/// The passage of a system that has one.
const PASSAGE: PassageId = PassageId::nth(0);
/// The private networks.
const PRIVATE: [u32; 2] = [1, 2];
/// The last part of the public address of each participant.
const HOSTS: [u8; 8] = [3, 20, 40, 70, 130, 180, 100, 210];

/// A generator of numbers that is the same everywhere (xorshift64, Marsaglia 2003).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % limit
    }

    fn often(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    fn of<T: Clone>(&mut self, all: &[T]) -> T {
        let at = self.below(all.len() as u64);
        all[usize::try_from(at).unwrap()].clone()
    }
}

/// What joins two of the networks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Join {
    /// Nothing.
    Nothing,
    /// Machine 0 forwards between the private networks.
    Inside,
    /// Machine 0 forwards from a private network to the internet.
    Outward,
    /// A tunnel over the internet between machines 0 and 1.
    Tunnel,
    /// A wire between machines 0 and 1.
    Wire,
    /// A router that is no machine of the model.
    Router,
}

/// A system of participants.
#[derive(Debug, Clone)]
pub(crate) struct System {
    networks: Networks,
    /// What joins two of its networks.
    pub(crate) join: Join,
    /// Whether that carries nothing.
    pub(crate) is_down: bool,
}

/// The group of those who let a tunnel in.
fn tunnels() -> FilterGroup {
    let everybody = FilterPeer::Prefix("0.0.0.0/0".parse().unwrap());
    let packets = Packets::Udp(TUNNEL, TUNNEL);
    let rule =
        FilterRule { address: "rule".into(), way: Way::In, packets, peer: everybody, span: None };
    FilterGroup {
        address: "tunnels".into(),
        name: "tunnels".into(),
        rules: vec![rule],
        ..FilterGroup::default()
    }
}

/// A route as prefixes of the kernel.
fn destinations(to: &RouteTo) -> Vec<String> {
    match to {
        RouteTo::Prefix(prefix) => vec![prefix.to_string()],
        RouteTo::Network(it) => vec![format!("10.{}.0.0/24", it.0), format!("fd00:{}::/64", it.0)],
    }
}

fn known(address: &Address) -> IpAddr {
    address.at.value().unwrap().addr()
}

fn machine(at: usize) -> MachineId {
    MachineId::nth(u32::try_from(at).unwrap())
}

fn address(text: &str) -> Address {
    let at: IpAddr = text.parse().unwrap();
    let family = if at.is_ipv4() { Family::V4 } else { Family::V6 };
    Address { family, at: Fact::Stated(at.into(), None) }
}

fn interface(
    at: usize,
    network: u32,
    texts: &[String],
    filters: Option<Vec<FilterId>>,
) -> Interface {
    Interface {
        addresses: texts.iter().map(|it| address(it)).collect(),
        filters,
        ..Interface::new(Attached::Machine(machine(at)), NetworkId::nth(network))
    }
}

fn prefix(random: &mut Random) -> String {
    let host = u32::from(random.of(&HOSTS));
    match random.below(10) {
        0 | 1 => "0.0.0.0/0".into(),
        2 => "::/0".into(),
        3 | 4 => {
            let length = 120 + u32::try_from(random.below(9)).unwrap();
            format!("2001:db8::{:x}/{length}", host & !((1 << (128 - length)) - 1))
        }
        _ => {
            let length = 24 + u32::try_from(random.below(9)).unwrap();
            format!("203.0.113.{}/{length}", host & !((1 << (32 - length)) - 1))
        }
    }
}

fn packets(random: &mut Random) -> Packets {
    let ports: Vec<u16> = PORTS.into_iter().chain([TUNNEL]).collect();
    let (a, b) = (random.of(&ports), random.of(&ports));
    let (low, high) = (a.min(b), a.max(b));
    match random.below(20) {
        0 | 1 => Packets::All,
        2..=9 => Packets::Tcp(low, high),
        10..=14 => Packets::Udp(low, high),
        15 => Packets::Icmp(None, None),
        16 | 17 => Packets::Icmp(Some(8), Some(0)),
        18 => Packets::Icmp6(Some(128), None),
        _ => Packets::Protocol(6),
    }
}

fn rule(random: &mut Random) -> FilterRule {
    let way = if random.often(78) { Way::In } else { Way::Out };
    let peer = if random.often(40) {
        FilterPeer::Group(FilterId::nth(u32::try_from(random.below(4)).unwrap()))
    } else {
        FilterPeer::Prefix(prefix(random).parse().unwrap())
    };
    FilterRule { address: "rule".into(), way, packets: packets(random), peer, span: None }
}

fn group(random: &mut Random, name: &str) -> FilterGroup {
    let rules = (0..random.below(5)).map(|_| rule(random)).collect();
    let external = if random.often(30) { vec![prefix(random).parse().unwrap()] } else { vec![] };
    FilterGroup {
        address: name.into(),
        name: name.into(),
        rules,
        external,
        ..FilterGroup::default()
    }
}

impl System {
    /// The system of this seed.
    pub(crate) fn random(seed: u64) -> Self {
        let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        (0..16).for_each(|_| _ = random.below(2));
        let network = |kind, prefixes: &[&str]| Network {
            address: format!("{kind:?}"),
            kind,
            place: None,
            prefixes: prefixes.iter().map(|it| it.parse().unwrap()).collect(),
            managed: true,
            span: None,
        };
        let networks = vec![
            network(NetworkKind::Internet, &[]),
            network(NetworkKind::Private, &["10.1.0.0/24", "fd00:1::/64"]),
            network(NetworkKind::Private, &["10.2.0.0/24", "fd00:2::/64"]),
        ];
        let mut filters: Vec<FilterGroup> =
            (0..4).map(|at| group(&mut random, &format!("group{at}"))).collect();
        filters.push(tunnels());
        let join = [
            Join::Nothing,
            Join::Inside,
            Join::Outward,
            Join::Tunnel,
            Join::Wire,
            Join::Router,
            Join::Tunnel,
            Join::Outward,
            Join::Tunnel,
        ][usize::try_from(seed % 9).unwrap()];
        let (networks, filters) = (networks.into(), filters.into());
        let networks = Networks { networks, filters, ..Networks::default() };
        let is_down = join != Join::Nothing && random.often(20);
        let mut system = Self { networks, join, is_down };
        for at in 0..MACHINES {
            system.add_machine(at, &mut random);
        }
        system.add_passage(&mut random);
        system
    }

    /// The gateways of the passage, with the networks that each must stand in.
    fn gateways(&self) -> &'static [(usize, &'static [u32])] {
        match self.join {
            Join::Nothing | Join::Router => &[],
            Join::Inside | Join::Outward => &[(0, &[0, 1, 2])],
            Join::Tunnel | Join::Wire => &[(0, &[0, 1]), (1, &[0, 2])],
        }
    }

    fn add_machine(&mut self, at: usize, random: &mut Random) {
        let gateway = self.gateways().iter().find(|it| it.0 == at).map(|it| it.1);
        let public = gateway.is_some() || random.often(60);
        if public {
            let mut texts = vec![format!("203.0.113.{}", HOSTS[at])];
            // The tunnel is tried in one family.
            if random.often(50) && (self.join, at) != (Join::Tunnel, 0) {
                texts.push(format!("2001:db8::{:x}", HOSTS[at]));
            }
            let mut groups: Vec<FilterId> = (0..4).map(FilterId::nth).collect();
            groups.retain(|_| random.often(40));
            if gateway.is_some() && random.often(40) {
                groups.push(FilterId::nth(4));
            }
            let filters = random.often(if gateway.is_some() { 60 } else { 90 }).then_some(groups);
            self.networks.interfaces.push(interface(at, 0, &texts, filters));
        }
        let first = random.often(if public { 30 } else { 60 });
        let second = random.often(30) || !public && !first;
        // Whoever has a gateway to the internet alone is the reason for it.
        let first = first || self.join == Join::Outward && !public;
        for (network, joined) in PRIVATE.into_iter().zip([first, second]) {
            if gateway.map_or(joined, |must| must.contains(&network)) {
                let mut texts = vec![format!("10.{network}.0.{}", at + 1)];
                if gateway.is_some() || random.often(60) {
                    texts.push(format!("fd00:{network}::{:x}", at + 1));
                }
                self.networks.interfaces.push(interface(at, network, &texts, None));
            }
        }
    }

    fn stands(&self, at: usize, network: u32) -> bool {
        let of = Attached::Machine(machine(at));
        self.networks.interfaces.iter().any(|it| it.of == of && it.network.0 == network)
    }

    fn add_passage(&mut self, random: &mut Random) {
        let (near, far) = (1, if self.join == Join::Outward { 0 } else { 2 });
        let calls = [Calls::Always, Calls::Never];
        let gateways = self.gateways();
        let mut end = |network, translates| End {
            network: NetworkId::nth(network),
            gateways: gateways
                .iter()
                .filter(|it| it.1.contains(&network))
                .map(|it| machine(it.0))
                .collect(),
            translates,
            calls: random.of(&calls),
        };
        let ends = vec![end(near, false), end(far, false)];
        let carrier = match self.join {
            Join::Nothing => return,
            Join::Inside | Join::Outward => Carrier::Forward,
            Join::Tunnel => {
                Carrier::Tunnel { packets: vec![Packets::Udp(TUNNEL, TUNNEL)], encrypted: false }
            }
            Join::Wire | Join::Router => Carrier::Wire,
        };
        let mut passage =
            Passage { address: "passage".into(), part: None, ends, carrier, span: None };
        for end in &mut passage.ends {
            end.translates = end.network.0 == 0 || end.network.0 == 2 && random.often(30);
        }
        self.networks.passages.push(passage);
        for at in 0..MACHINES {
            for (own, to) in [(near, far), (far, near)] {
                let lone = self.stands(at, own) && !self.stands(at, to) && own != 0;
                let is_gateway = gateways.iter().any(|it| it.0 == at);
                if lone && (is_gateway || random.often(85)) {
                    self.add_routes(at, to, is_gateway, random);
                }
            }
        }
    }

    /// Routes to a network over the passage: to the network, or to prefixes that hold it.
    fn add_routes(&mut self, at: usize, to: u32, is_gateway: bool, random: &mut Random) {
        let prefix = |text: &str| RouteTo::Prefix(text.parse().unwrap());
        let mut all = match to {
            0 => vec![prefix("0.0.0.0/0"), prefix("::/0")],
            _ if is_gateway || random.often(50) => vec![RouteTo::Network(NetworkId::nth(to))],
            _ => vec![prefix(&format!("10.{to}.0.0/16")), prefix(&format!("fd00:{to}::/48"))],
        };
        if random.often(30) {
            all.truncate(1);
        }
        self.networks.routes.extend(all.into_iter().map(|to| Route {
            on: machine(at),
            to,
            over: PASSAGE,
            otherwise_internet: false,
            read_from: None,
            span: None,
        }));
    }

    /// How many machines there are.
    pub(crate) fn machines(&self) -> usize {
        MACHINES
    }

    /// How many take part: the machines, and those outside.
    pub(crate) fn participants(&self) -> usize {
        HOSTS.len()
    }

    /// How many namespaces there are: the participants, and a router that nobody wrote down.
    pub(crate) fn namespaces(&self) -> usize {
        self.participants() + usize::from(self.join == Join::Router)
    }

    /// How many networks there are.
    pub(crate) fn networks(&self) -> usize {
        self.networks.networks.len()
    }

    /// The networks of a namespace with its addresses there.
    pub(crate) fn links(&self, at: usize) -> Vec<(u32, Vec<IpAddr>)> {
        let read = |texts: [String; 2]| texts.iter().map(|it| it.parse().unwrap()).collect();
        if at >= self.participants() {
            let own = |it| (it, read([format!("10.{it}.0.254"), format!("fd00:{it}::fe")]));
            return PRIVATE.into_iter().map(own).collect();
        }
        if at >= MACHINES {
            let texts = [format!("203.0.113.{}", HOSTS[at]), format!("2001:db8::{:x}", HOSTS[at])];
            return vec![(0, read(texts))];
        }
        let of = Attached::Machine(machine(at));
        let own = self.networks.interfaces.iter().filter(|it| it.of == of);
        own.map(|it| (it.network.0, it.addresses.iter().map(known).collect())).collect()
    }

    /// The addresses of a participant.
    pub(crate) fn addresses(&self, at: usize) -> Vec<IpAddr> {
        self.links(at).into_iter().flat_map(|it| it.1).collect()
    }

    /// The interface of the model that has this address.
    pub(crate) fn interface(&self, address: IpAddr) -> Option<(InterfaceId, NetworkId)> {
        let mut all = self.networks.interfaces.pairs();
        let has = |it: &Interface| it.addresses.iter().any(|it| known(it) == address);
        all.find(|(_, it)| has(it)).map(|(id, it)| (id, it.network))
    }

    /// Whether packets of others pass a namespace.
    fn forwards(&self, at: usize) -> bool {
        at >= self.participants() || self.gateways().iter().any(|it| it.0 == at)
    }

    /// Whether a tunnel or a wire ends at a namespace, and at which of its ends.
    pub(crate) fn line(&self, at: usize) -> Option<usize> {
        let joins = matches!(self.join, Join::Tunnel | Join::Wire) && !self.is_down;
        (joins && at < 2).then_some(at)
    }

    /// The address of the other gateway on the line that somebody keeps up by itself.
    pub(crate) fn kept(&self, at: usize) -> Option<IpAddr> {
        let end = self.line(at).filter(|_| self.join == Join::Tunnel)?;
        let calls = self.networks.passages[outlast_model::PassageId::nth(0)].ends[end].calls;
        (calls == Calls::Always).then(|| format!("172.31.0.{}", 2 - end).parse().unwrap())
    }

    /// Who sends at the same time, so that no answer hangs on what another has sent: what goes one
    /// way through a tunnel opens it for the other way.
    pub(crate) fn rounds(&self) -> Vec<Vec<usize>> {
        let back =
            |at: usize| self.join == Join::Tunnel && self.stands(at, 2) && !self.stands(at, 1);
        let (second, first): (Vec<usize>, Vec<usize>) =
            (0..self.participants()).partition(|at| back(*at));
        if second.is_empty() { vec![first] } else { vec![first, second] }
    }

    /// Settings of the kernel of a namespace, as a script.
    pub(crate) fn settings(&self, at: usize) -> String {
        let dead = self.is_down && matches!(self.join, Join::Inside | Join::Outward | Join::Router);
        let forward = u8::from(self.forwards(at) && !dead);
        let mut text = format!(
            "cd /proc/sys/net\n\
             echo 0 > ipv4/conf/all/rp_filter\n\
             echo 0 > ipv4/conf/default/rp_filter\n\
             echo 0 > ipv4/conf/all/send_redirects\n\
             echo 0 > ipv4/icmp_ratelimit\n\
             echo 0 > ipv6/icmp/ratelimit\n\
             echo '0 0' > ipv4/ping_group_range\n\
             for it in ipv6/conf/*/accept_dad; do echo 0 > $it; done\n\
             echo {forward} > ipv4/ip_forward\n\
             echo {forward} > ipv6/conf/all/forwarding\n"
        );
        if self.line(at).is_some() {
            // A tunnel is soon forgotten, so that the next round finds it shut.
            text.push_str(
                "cd netfilter\n\
                 echo 1 > nf_conntrack_udp_timeout\n\
                 echo 1 > nf_conntrack_udp_timeout_stream\n",
            );
        }
        text
    }

    /// The addresses and routes of a namespace, for `ip -batch`.
    pub(crate) fn addressing(&self, at: usize) -> String {
        let mut text = String::from("link set lo up\n");
        for (network, addresses) in self.links(at) {
            for address in addresses {
                let (length, more) = if address.is_ipv4() { (24, "") } else { (64, " nodad") };
                let _ = writeln!(text, "addr add {address}/{length} dev net{network}{more}");
            }
            let _ = writeln!(text, "link set net{network} up");
        }
        if let Some(end) = self.line(at) {
            text.push_str(&self.lay_line(end));
            return text;
        }
        for route in self.networks.routes.iter().filter(|it| it.on == machine(at)) {
            let ends = self.networks.passages[outlast_model::PassageId::nth(0)].ends.iter();
            let inside = ends.map(|it| it.network.0).filter(|it| *it != 0);
            let network = inside.into_iter().find(|it| self.stands(at, *it)).unwrap();
            let addresses = self.links(at).into_iter().find(|it| it.0 == network).unwrap().1;
            for to in destinations(&route.to) {
                // Without an address of the family in that network there is no next hop, either.
                let is_6 = to.contains(':');
                if addresses.iter().any(|it| it.is_ipv6() == is_6) && !self.forwards(at) {
                    let last = self.next_hop(network);
                    let via = if is_6 {
                        format!("fd00:{network}::{last:x}")
                    } else {
                        format!("10.{network}.0.{last}")
                    };
                    let _ = writeln!(text, "route add {to} via {via} dev net{network}");
                }
            }
        }
        text
    }

    /// The last part of the address of whoever forwards from a network.
    fn next_hop(&self, network: u32) -> usize {
        let mut gateways = self.gateways().iter();
        gateways.find(|it| it.1.contains(&network)).map_or(254, |it| it.0 + 1)
    }

    /// The end of a tunnel or wire at a gateway. Neighbours are written down: nothing is sent that
    /// nobody asked for, so that who calls first is decided by the test.
    fn lay_line(&self, end: usize) -> String {
        let mut text = String::new();
        if self.join == Join::Tunnel {
            let (own, other) = (HOSTS[end], HOSTS[1 - end]);
            let _ = writeln!(
                text,
                "link add line type vxlan id 7 local 203.0.113.{own} remote 203.0.113.{other} \
                 dstport {TUNNEL} srcport {TUNNEL} {}",
                TUNNEL + 1
            );
        }
        let (own, other) = (end + 1, 2 - end);
        let _ = writeln!(
            text,
            "link set line address 02:00:00:00:00:0{own}\n\
             link set line up\n\
             addr add 172.31.0.{own}/24 dev line\n\
             addr add fd00:ff::{own}/64 dev line nodad\n\
             neigh replace 172.31.0.{other} lladdr 02:00:00:00:00:0{other} dev line nud permanent\n\
             neigh replace fd00:ff::{other} lladdr 02:00:00:00:00:0{other} dev line nud permanent\n\
             route add 10.{other}.0.0/24 via 172.31.0.{other} dev line src 10.{own}.0.{own}\n\
             route add fd00:{other}::/64 via fd00:ff::{other} dev line src fd00:{own}::{own}"
        );
        text
    }

    /// The rules of a namespace beside the groups, for `nft`: where addresses are translated, and
    /// that a line carries nothing which the kernel sends by itself.
    pub(crate) fn translation(&self, at: usize) -> String {
        let mut text = String::from(
            "table inet quiet {\n\tchain post {\n\
             \t\ttype filter hook output priority 0; policy accept;\n\
             \t\toifname \"line\" icmpv6 type { mld-listener-report, mld2-listener-report, \
             nd-router-solicit, nd-neighbor-solicit } drop\n\t}\n}\n",
        );
        let ends = self.networks.passages.iter().flat_map(|it| &it.ends);
        let own = ends.filter(|it| it.gateways.is_empty() || it.gateways.contains(&machine(at)));
        let here: Vec<&End> = own.filter(|it| it.translates && self.forwards(at)).collect();
        for family in ["ip", "ip6"] {
            let _ = write!(
                text,
                "table {family} translation {{\n\tchain post {{\n\
                 \t\ttype nat hook postrouting priority 100; policy accept;\n"
            );
            for end in &here {
                let _ = writeln!(text, "\t\toifname \"net{}\" masquerade", end.network.0);
            }
            text.push_str("\t}\n}\n");
        }
        text
    }

    /// The model: the machines, not those outside.
    pub(crate) fn model(&self) -> Model {
        let machine = |at| Machine::new(format!("machine{at}"), "machine", PlaceId::nth(0));
        Model {
            machines: (0..MACHINES).map(machine).collect(),
            networks: self.networks.clone(),
            ..Model::default()
        }
    }
}
