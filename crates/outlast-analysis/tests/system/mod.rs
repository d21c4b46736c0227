//! A system of machines, groups and networks, written down in a few words for tests.
//!
//! The internet is network 0. Nothing here decides anything.

#![allow(dead_code, reason = "each test file uses some of it")]

use outlast_model::*;

/// A system under construction.
#[derive(Debug, Clone)]
pub(crate) struct System {
    pub(crate) networks: Networks,
    machines: u32,
    parts: Vec<Part>,
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

fn number(of: usize) -> u32 {
    u32::try_from(of).unwrap()
}

impl System {
    pub(crate) fn new() -> Self {
        let mut networks = Networks::default();
        networks.networks.push(network(NetworkKind::Internet, "internet", Vec::new()));
        Self { networks, machines: 0, parts: Vec::new() }
    }

    pub(crate) fn group(&mut self, rules: Vec<FilterRule>) -> FilterId {
        let id = FilterId(number(self.networks.filters.len()));
        let name = format!("group{}", id.0);
        self.networks.filters.push(FilterGroup {
            address: name.clone(),
            name,
            rules,
            ..FilterGroup::default()
        });
        id
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
        self.attach(Attached::Machine(MachineId(machine)), 0, vec![address(at)], filters);
        machine
    }

    /// A machine with a public IPv4 address that is not known.
    pub(crate) fn machine_unknown(&mut self, filters: Option<Vec<FilterId>>) -> u32 {
        let machine = self.bare();
        let at = Fact::Unknown("known after apply".into());
        let addresses = vec![Address { family: Family::V4, at }];
        self.attach(Attached::Machine(MachineId(machine)), 0, addresses, filters);
        machine
    }

    /// Another address of the interface made last.
    pub(crate) fn also(&mut self, at: &str) {
        self.networks.interfaces.iter_mut().next_back().unwrap().addresses.push(address(at));
    }

    fn attach(
        &mut self,
        of: Attached,
        network: u32,
        addresses: Vec<Address>,
        filters: Option<Vec<FilterId>>,
    ) {
        self.networks.interfaces.push(Interface {
            of,
            network: NetworkId(network),
            addresses,
            unaddressed: None,
            filters,
            unseen_filters: None,
            span: None,
        });
    }

    pub(crate) fn private(&mut self, prefix: &str) -> NetworkId {
        let id = NetworkId(number(self.networks.networks.len()));
        let prefixes = vec![prefix.parse().unwrap()];
        self.networks.networks.push(network(NetworkKind::Private, "private", prefixes));
        id
    }

    pub(crate) fn join(&mut self, machine: u32, network: NetworkId, at: &str) {
        let of = Attached::Machine(MachineId(machine));
        self.attach(of, network.0, vec![address(at)], None);
    }

    pub(crate) fn route(&mut self, on: u32, to: RouteTo, over: u32) {
        self.networks.routes.push(Route {
            on: MachineId(on),
            to,
            over: PassageId(over),
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
        self.attach(Attached::Place(PlaceId(place)), id.0, people, None);
        id
    }

    /// A passage between two networks by these gateways.
    pub(crate) fn passage(&mut self, ends: [(NetworkId, &[u32]); 2], carrier: Carrier) {
        let end = |(network, gateways): (NetworkId, &[u32])| End {
            network,
            gateways: gateways.iter().map(|it| MachineId(*it)).collect(),
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
        let seats = machines.map(|it| Seat::Machine(MachineId(it))).collect();
        self.parts.push(part(Kind::Server, seats));
        PartId(number(self.parts.len() - 1))
    }

    /// A router with a public address before one machine, on which a service runs.
    pub(crate) fn router(&mut self, at: &str, machine: u32) -> PartId {
        let first = number(self.parts.len());
        let (service, router) = (PartId(first), PartId(first + 1));
        let stated = |value| Fact::Stated(value, None);
        self.parts.push(part(Kind::Server, vec![Seat::Machine(MachineId(machine))]));
        let member = Member { copy: CopyRef { part: service, copy: 0 }, active: true };
        let arriving = Arriving {
            redispatch: stated(false),
            all_when_none: stated(false),
            sticky: stated(false),
        };
        let kind = Kind::Router(Router {
            members: vec![member],
            rotation: Rotation::Fixed,
            arriving,
            remembers: Fact::Stated(Range::ZERO, None),
        });
        self.parts.push(part(kind, vec![Seat::Place(PlaceId(0))]));
        self.attach(Attached::Part(router), 0, vec![address(at)], None);
        router
    }

    pub(crate) fn model(&self) -> Model {
        let machine = |at| Machine::new(format!("machine{at}"), "machine", PlaceId(0));
        Model {
            machines: (0..self.machines).map(machine).collect(),
            parts: self.parts.clone().into(),
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
