//! A random system, as a model and as settings of namespaces.
//!
//! Six machines in up to three networks: the internet and two private ones; two more participants
//! are no machine of the model, and stand for everybody outside. In two systems of three machine 0
//! forwards: between the private networks, or from one of them to the internet. The same seed gives
//! the same system.

use std::fmt::Write as _;
use std::net::IpAddr;

use outlast_model::*;

use crate::machine::PORTS;
use crate::{Flow, tried};

const MACHINES: usize = 6;
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

/// A system of participants.
#[derive(Debug, Clone)]
pub(crate) struct System {
    networks: Networks,
}

fn machine(at: usize) -> MachineId {
    MachineId(u32::try_from(at).unwrap())
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
        of: Attached::Machine(machine(at)),
        network: NetworkId(network),
        addresses: texts.iter().map(|it| address(it)).collect(),
        unaddressed: None,
        filters,
        unseen_filters: None,
        span: None,
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
    let (a, b) = (random.of(&PORTS), random.of(&PORTS));
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
        FilterPeer::Group(FilterId(u32::try_from(random.below(4)).unwrap()))
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
        unseen: None,
        span: None,
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
            network(NetworkKind::Private, &["10.1.0.0/24"]),
            network(NetworkKind::Private, &["10.2.0.0/24"]),
        ];
        let filters = (0..4).map(|at| group(&mut random, &format!("group{at}"))).collect();
        let mut system = Self { networks: Networks { networks, filters, ..Networks::default() } };
        for at in 0..MACHINES {
            system.add_machine(at, at == 0 && !seed.is_multiple_of(3), &mut random);
        }
        match seed % 3 {
            1 => system.forward(1, 2, &mut random),
            2 => system.forward(1, 0, &mut random),
            _ => {}
        }
        system
    }

    fn add_machine(&mut self, at: usize, gateway: bool, random: &mut Random) {
        let public = gateway || random.often(60);
        if public {
            let mut texts = vec![format!("203.0.113.{}", HOSTS[at])];
            if random.often(50) {
                texts.push(format!("2001:db8::{:x}", HOSTS[at]));
            }
            let mut groups: Vec<FilterId> = (0..4).map(FilterId).collect();
            groups.retain(|_| random.often(40));
            let filters = random.often(90).then_some(groups);
            self.networks.interfaces.push(interface(at, 0, &texts, filters));
        }
        let first = gateway || random.often(if public { 30 } else { 60 });
        let second = gateway || random.often(30) || !public && !first;
        for (network, joined) in [(1, first), (2, second)] {
            if joined {
                let text = format!("10.{network}.0.{}", at + 1);
                self.networks.interfaces.push(interface(at, network, &[text], None));
            }
        }
    }

    fn stands(&self, at: usize, network: u32) -> bool {
        let of = Attached::Machine(machine(at));
        self.networks.interfaces.iter().any(|it| it.of == of && it.network.0 == network)
    }

    /// Machine 0 forwards between two networks, and most of those who stand in one have a route.
    fn forward(&mut self, near: u32, far: u32, random: &mut Random) {
        let end = |network, translates| End {
            network: NetworkId(network),
            gateways: vec![machine(0)],
            translates,
        };
        let translates = far == 0 || random.often(30);
        self.networks.passages.push(Passage {
            address: "gateway".into(),
            part: None,
            ends: vec![end(near, false), end(far, translates)],
            carrier: Carrier::Forward,
            span: None,
        });
        for at in 1..MACHINES {
            for (own, to) in [(near, far), (far, near)] {
                let lone = self.stands(at, own) && !self.stands(at, to) && own != 0;
                if !lone || !random.often(85) {
                    continue;
                }
                let to = match to {
                    0 => RouteTo::Prefix("0.0.0.0/0".parse().unwrap()),
                    _ if random.often(50) => RouteTo::Network(NetworkId(to)),
                    _ => RouteTo::Prefix(format!("10.{to}.0.0/16").parse().unwrap()),
                };
                self.networks.routes.push(Route {
                    on: machine(at),
                    to,
                    over: PassageId(0),
                    otherwise_internet: false,
                    read_from: None,
                    span: None,
                });
            }
        }
    }

    /// How many take part: the machines, and those outside.
    pub(crate) fn participants(&self) -> usize {
        HOSTS.len()
    }

    /// How many networks there are.
    pub(crate) fn networks(&self) -> usize {
        self.networks.networks.len()
    }

    /// The networks of a participant with its addresses there.
    pub(crate) fn links(&self, at: usize) -> Vec<(u32, Vec<IpAddr>)> {
        if at >= MACHINES {
            let texts = [format!("203.0.113.{}", HOSTS[at]), format!("2001:db8::{:x}", HOSTS[at])];
            return vec![(0, texts.iter().map(|it| it.parse().unwrap()).collect())];
        }
        let of = Attached::Machine(machine(at));
        let own = self.networks.interfaces.iter().filter(|it| it.of == of);
        let known = |it: &Address| it.at.value().unwrap().addr();
        own.map(|it| (it.network.0, it.addresses.iter().map(known).collect())).collect()
    }

    /// The addresses of a participant.
    pub(crate) fn addresses(&self, at: usize) -> Vec<IpAddr> {
        self.links(at).into_iter().flat_map(|it| it.1).collect()
    }

    /// Every flow that is asked about, also where the receiver has no address of that family.
    pub(crate) fn flows(&self) -> Vec<Flow> {
        let mut found = Vec::new();
        for from in 0..self.participants() {
            for to in (0..self.participants()).filter(|to| *to != from) {
                if from < MACHINES || to < MACHINES {
                    found.extend(tried().map(|(protocol, port)| Flow { from, to, protocol, port }));
                }
            }
        }
        found
    }

    fn forwards(&self, at: usize) -> bool {
        at == 0 && !self.networks.passages.is_empty()
    }

    /// Settings of the kernel of a participant, as a script.
    pub(crate) fn settings(&self, at: usize) -> String {
        let forward = u8::from(self.forwards(at));
        format!(
            "cd /proc/sys/net\n\
             echo 0 > ipv4/conf/all/rp_filter\n\
             echo 0 > ipv4/conf/default/rp_filter\n\
             echo 0 > ipv4/conf/all/send_redirects\n\
             echo 0 > ipv4/icmp_ratelimit\n\
             echo 0 > ipv6/icmp/ratelimit\n\
             echo '0 0' > ipv4/ping_group_range\n\
             echo {forward} > ipv4/ip_forward\n"
        )
    }

    /// The addresses and routes of a participant, for `ip -batch`.
    pub(crate) fn addressing(&self, at: usize) -> String {
        let mut text = String::from("link set lo up\n");
        for (network, addresses) in self.links(at) {
            for address in addresses {
                let (length, more) = if address.is_ipv4() { (24, "") } else { (64, " nodad") };
                let _ = writeln!(text, "addr add {address}/{length} dev net{network}{more}");
            }
            let _ = writeln!(text, "link set net{network} up");
        }
        for route in self.networks.routes.iter().filter(|it| it.on == machine(at)) {
            let to = match &route.to {
                RouteTo::Prefix(prefix) => prefix.to_string(),
                RouteTo::Network(network) => format!("10.{}.0.0/24", network.0),
            };
            let own = self.links(at).into_iter().find(|it| {
                let ends = &self.networks.passages[0].ends;
                ends.iter().any(|end| end.network.0 == it.0 && it.0 != 0)
            });
            let network = own.unwrap().0;
            let _ = writeln!(text, "route add {to} via 10.{network}.0.1 dev net{network}");
        }
        text
    }

    /// The rules by which a gateway translates addresses, for `nft`.
    pub(crate) fn translation(&self, at: usize) -> String {
        if !self.forwards(at) {
            return String::new();
        }
        let mut text = String::from(
            "table ip translation {\n\tchain post {\n\
             \t\ttype nat hook postrouting priority 100; policy accept;\n",
        );
        let ends = self.networks.passages.iter().flat_map(|it| &it.ends);
        for end in ends.filter(|end| end.translates) {
            let _ = writeln!(text, "\t\toifname \"net{}\" masquerade", end.network.0);
        }
        text.push_str("\t}\n}\n");
        text
    }

    /// The model: the machines, not those outside.
    pub(crate) fn model(&self) -> Model {
        let machine = |at| Machine {
            address: format!("machine{at}"),
            block: "machine".into(),
            place: PlaceId(0),
            apart: Vec::new(),
            host_class: None,
            pool: None,
            replaced: None,
            size: None,
            cost_cents: None,
            running: true,
            span: None,
        };
        Model {
            machines: (0..MACHINES).map(machine).collect(),
            networks: self.networks.clone(),
            ..Model::default()
        }
    }
}
