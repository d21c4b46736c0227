//! A system of machines, groups and networks, written down in a few words for tests.
//!
//! The internet is network 0. Nothing here decides anything.

#![allow(dead_code, reason = "each test file uses some of it")]

use outlast_model::*;

/// The network that everything public is in.
const INTERNET: NetworkId = NetworkId::nth(0);

/// A system under construction.
#[derive(Debug, Clone)]
pub(crate) struct System {
    pub(crate) networks: Networks,
    machines: u32,
    parts: Arena<PartId, Part>,
}

/// A rule whose peer is a prefix.
pub(crate) fn rule(way: Way, packets: Packets, prefix: &str) -> FilterRule {
    FilterRule {
        address: "rule".into(),
        way,
        packets,
        peer: FilterPeer::Prefix(prefix.parse().unwrap()),
        span: None,
    }
}

fn address(text: &str) -> Address {
    let at: std::net::IpAddr = text.parse().unwrap();
    let family = if at.is_ipv4() { Family::V4 } else { Family::V6 };
    Address { family, at: Fact::Stated(at.into(), None) }
}

fn network(kind: NetworkKind, address: &str, prefixes: Vec<ipnet::IpNet>) -> Network {
    Network { address: address.into(), kind, place: None, prefixes, managed: true, span: None }
}

impl System {
    pub(crate) fn new() -> Self {
        let mut networks = Networks::default();
        networks.networks.push(network(NetworkKind::Internet, "internet", Vec::new()));
        Self { networks, machines: 0, parts: Arena::new() }
    }

    pub(crate) fn group(&mut self, rules: Vec<FilterRule>) -> FilterId {
        let name = format!("group{}", self.networks.filters.len());
        let address = name.clone();
        self.networks.filters.push(FilterGroup { address, name, rules, ..FilterGroup::default() })
    }

    pub(crate) fn external(&mut self, group: FilterId, prefix: &str) {
        self.networks.filters[group].external.push(prefix.parse().unwrap());
    }

    /// A machine without any interface.
    pub(crate) fn bare(&mut self) -> u32 {
        self.machines += 1;
        self.machines - 1
    }

    /// A machine with this public address.
    pub(crate) fn machine(&mut self, at: &str, filters: Option<Vec<FilterId>>) -> u32 {
        let machine = self.bare();
        let of = Attached::Machine(MachineId::nth(machine));
        self.attach(of, INTERNET, vec![address(at)], filters);
        machine
    }

    /// A machine with a public IPv4 address that is not known.
    pub(crate) fn machine_unknown(&mut self, filters: Option<Vec<FilterId>>) -> u32 {
        let machine = self.bare();
        let at = Fact::Unknown("known after apply".into());
        let addresses = vec![Address { family: Family::V4, at }];
        self.attach(Attached::Machine(MachineId::nth(machine)), INTERNET, addresses, filters);
        machine
    }

    /// Another address of the interface made last.
    pub(crate) fn also(&mut self, at: &str) {
        self.networks.interfaces.iter_mut().next_back().unwrap().addresses.push(address(at));
    }

    fn attach(
        &mut self,
        of: Attached,
        network: NetworkId,
        addresses: Vec<Address>,
        filters: Option<Vec<FilterId>>,
    ) {
        let interface = Interface::new(of, network);
        self.networks.interfaces.push(Interface { addresses, filters, ..interface });
    }

    pub(crate) fn private(&mut self, prefix: &str) -> NetworkId {
        let prefixes = vec![prefix.parse().unwrap()];
        self.networks.networks.push(network(NetworkKind::Private, "private", prefixes))
    }

    pub(crate) fn join(&mut self, machine: u32, network: NetworkId, at: &str) {
        let of = Attached::Machine(MachineId::nth(machine));
        self.attach(of, network, vec![address(at)], None);
    }

    pub(crate) fn route(&mut self, on: u32, to: RouteTo, over: u32) {
        self.networks.routes.push(Route {
            on: MachineId::nth(on),
            to,
            over: PassageId::nth(over),
            otherwise_internet: false,
            read_from: None,
            span: None,
        });
    }

    /// The network of a site, at which people sit.
    pub(crate) fn site(&mut self, prefix: &str, place: u32) -> NetworkId {
        let id = self.private(prefix);
        let network = self.networks.networks.iter_mut().next_back().unwrap();
        (network.kind, network.address) = (NetworkKind::Site, "site".into());
        let at = Fact::Stated(prefix.parse().unwrap(), None);
        let people = vec![Address { family: Family::V4, at }];
        self.attach(Attached::Place(PlaceId::nth(place)), id, people, None);
        id
    }

    /// A passage between two networks by these gateways.
    pub(crate) fn passage(&mut self, ends: [(NetworkId, &[u32]); 2], carrier: Carrier) {
        let end = |(network, gateways): (NetworkId, &[u32])| End {
            network,
            gateways: gateways.iter().map(|it| MachineId::nth(*it)).collect(),
            translates: false,
            calls: Calls::default(),
        };
        self.networks.passages.push(Passage {
            address: "passage".into(),
            part: None,
            ends: ends.map(end).to_vec(),
            carrier,
            span: None,
        });
    }

    /// A service with a copy on each of these machines.
    pub(crate) fn service(&mut self, machines: impl Iterator<Item = u32>) -> PartId {
        let seats = machines.map(|it| Seat::Machine(MachineId::nth(it))).collect();
        self.parts.push(part(Kind::Server, seats))
    }

    /// A router with a public address before one machine, on which a service runs.
    pub(crate) fn router(&mut self, at: &str, machine: u32) -> PartId {
        let service = self.service(std::iter::once(machine));
        let member = Member::new(CopyRef { part: service, copy: 0 });
        let kind = Kind::Router(Router::new(vec![member], Rotation::Fixed));
        let router = self.parts.push(part(kind, vec![Seat::Place(PlaceId::nth(0))]));
        self.attach(Attached::Part(router), INTERNET, vec![address(at)], None);
        router
    }

    pub(crate) fn model(&self) -> Model {
        let machine = |at| Machine::new(format!("machine{at}"), "machine", PlaceId::nth(0));
        Model {
            machines: (0..self.machines).map(machine).collect(),
            parts: self.parts.clone(),
            networks: self.networks.clone(),
            ..Model::default()
        }
    }
}

fn part(kind: Kind, seats: Vec<Seat>) -> Part {
    Part {
        copies: seats.into_iter().map(|seat| Copy { seat, name: None }).collect(),
        falls: Fact::Stated(false, None),
        ..Part::new("part", Role::Service, kind)
    }
}
