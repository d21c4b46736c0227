//! Who can reach whom, packet by packet: random small systems against an evaluator of its own.
//!
//! Sixteen addresses outside and a handful of ports are tried one by one. The evaluator below walks
//! one packet through the rules as a person would; it shares nothing with the engine but the model.
//! Where addresses are not known it tries every value that they can have: what holds for all of them
//! must be what the engine calls sure, and what holds for any must lie in what it calls perhaps.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use crate::system::{System, rule};
use outlast_analysis::reach::{Bounds, Party, Reachability, Spot};
use outlast_model::*;
use proptest::prelude::*;

/// The sixteen addresses are those of 203.0.113.0/28; machines have some of them.
const BASE: u32 = 0xcb00_7100;

fn text(low: u32) -> String {
    Ipv4Addr::from(BASE + low).to_string()
}

/// A prefix over the sixteen, or everything.
fn prefixes() -> impl Strategy<Value = String> {
    prop_oneof![
        1 => Just("0.0.0.0/0".to_string()),
        1 => Just("::/0".to_string()),
        1 => Just("10.0.0.0/8".to_string()),
        5 => (0u32..16, 28u32..=32).prop_map(|(low, length)| {
            let low = low & !((1 << (32 - length)) - 1);
            format!("{}/{length}", text(low))
        }),
    ]
}

fn packets() -> impl Strategy<Value = Packets> {
    prop_oneof![
        1 => Just(Packets::All),
        5 => (0u16..4, 0u16..4).prop_map(|(a, b)| Packets::Tcp(a.min(b), a.max(b))),
        3 => (0u16..4, 0u16..4).prop_map(|(a, b)| Packets::Udp(a.min(b), a.max(b))),
        1 => Just(Packets::Icmp(Some(8), None)),
        1 => Just(Packets::Protocol(47)),
    ]
}

/// The packets that are tried: protocol, then port or type and code.
const TRIED: [(u8, u16); 10] =
    [(6, 0), (6, 1), (6, 3), (17, 0), (17, 2), (17, 3), (1, 8 << 8), (1, 0), (47, 0), (50, 0)];

/// A rule; its peer is a group of this number where that is there.
fn rules() -> impl Strategy<Value = (FilterRule, Option<u32>)> {
    let way = prop_oneof![3 => Just(Way::In), 1 => Just(Way::Out)];
    (way, packets(), prefixes(), proptest::option::of(0u32..3))
        .prop_map(|(way, packets, prefix, group)| (rule(way, packets, &prefix), group))
}

/// The rules of a group, and a prefix that counts as a member.
type Group = (Vec<(FilterRule, Option<u32>)>, Option<String>);

#[derive(Debug, Clone)]
struct Case {
    groups: Vec<Group>,
    /// The groups of each machine, and whether its address is known.
    machines: Vec<(Option<Vec<u32>>, bool)>,
    /// Which machines stand in the private network.
    private: Vec<bool>,
}

fn case() -> impl Strategy<Value = Case> {
    let external = proptest::option::weighted(0.3, prefixes());
    let group = (proptest::collection::vec(rules(), 0..4), external);
    let filters = proptest::option::weighted(0.9, proptest::collection::btree_set(0u32..3, 0..3));
    let filters = filters.prop_map(|it| it.map(|it| it.into_iter().collect()));
    (
        proptest::collection::vec(group, 3),
        proptest::collection::vec((filters, any::<bool>()), 3),
        proptest::collection::vec(any::<bool>(), 3),
    )
        .prop_map(|(groups, machines, private)| Case { groups, machines, private })
}

/// The ports of a balancer, each with the port of the members.
fn ports() -> impl Strategy<Value = BTreeMap<(Transport, u16), u16>> {
    let transport = prop_oneof![Just(Transport::Tcp), Just(Transport::Udp)];
    proptest::collection::btree_map((transport, 0u16..4), 0u16..4, 0..4)
}

/// The system; addresses that are not known get these, where they are given.
fn build(case: &Case, given: Option<&[u32]>) -> Model {
    let mut system = System::new();
    for (rules, external) in &case.groups {
        let with = |(rule, group): &(FilterRule, Option<u32>)| {
            let mut rule = rule.clone();
            if let Some(group) = group {
                rule.peer = FilterPeer::Group(FilterId::nth(*group));
            }
            rule
        };
        let id = system.group(rules.iter().map(with).collect());
        if let Some(external) = external {
            system.external(id, external);
        }
    }
    let inner = system.private("10.0.0.0/24");
    for (at, (filters, known)) in (0u32..).zip(&case.machines) {
        let filters = filters.as_ref().map(|it| it.iter().map(|id| FilterId::nth(*id)).collect());
        match given {
            _ if *known => system.machine(&text(at), filters),
            Some(given) => system.machine(&text(given[at as usize]), filters),
            None => system.machine_unknown(filters),
        };
        if case.private[at as usize] {
            system.join(at, inner, &format!("10.0.0.{}", at + 1));
        }
    }
    system.model()
}

/// The naive evaluator: one packet at a time, every address known.
struct Walk<'m>(&'m Networks);

impl Walk<'_> {
    fn public(&self, machine: u32) -> &Interface {
        let of = Attached::Machine(MachineId::nth(machine));
        self.0.interfaces.iter().find(|it| it.of == of && it.network.0 == 0).unwrap()
    }

    fn address(&self, machine: u32) -> Ipv4Addr {
        match self.public(machine).addresses[0].at {
            Fact::Stated(ipnet::IpNet::V4(net), _) => net.addr(),
            _ => panic!("every address is known here"),
        }
    }

    fn packet(packets: &Packets, (protocol, detail): (u8, u16)) -> bool {
        match packets {
            Packets::All => true,
            Packets::Tcp(low, high) => protocol == 6 && *low <= detail && detail <= *high,
            Packets::Udp(low, high) => protocol == 17 && *low <= detail && detail <= *high,
            Packets::Icmp(of, _) => {
                protocol == 1 && of.is_none_or(|of| u16::from(of) == detail / 256)
            }
            Packets::Protocol(number) => protocol == *number,
            Packets::Icmp6(..) | Packets::Unknown(_) => false,
        }
    }

    fn means(&self, peer: &FilterPeer, other: Ipv4Addr) -> bool {
        match peer {
            FilterPeer::Prefix(prefix) => prefix.contains(&std::net::IpAddr::V4(other)),
            FilterPeer::Group(group) => {
                let member = |it: &Interface| {
                    let Attached::Machine(machine) = it.of else { return false };
                    it.filters.iter().flatten().any(|id| id == group)
                        && self.address(machine.0) == other
                };
                let external = &self.0.filters[*group].external;
                self.0.interfaces.iter().filter(|it| it.network.0 == 0).any(member)
                    || external.iter().any(|it| it.contains(&std::net::IpAddr::V4(other)))
            }
            FilterPeer::Public(_) | FilterPeer::Unknown(_) => false,
        }
    }

    fn passes(&self, machine: u32, way: Way, other: Ipv4Addr, packet: (u8, u16)) -> bool {
        let Some(groups) = &self.public(machine).filters else { return true };
        let rules: Vec<&FilterRule> = groups
            .iter()
            .flat_map(|id| &self.0.filters[*id].rules)
            .filter(|rule| rule.way == way)
            .collect();
        if way == Way::Out && rules.is_empty() {
            return true;
        }
        rules.iter().any(|it| Self::packet(&it.packets, packet) && self.means(&it.peer, other))
    }

    fn joined(&self, machine: u32) -> bool {
        let of = Attached::Machine(MachineId::nth(machine));
        self.0.interfaces.iter().any(|it| it.of == of && it.network.0 == 1)
    }

    fn reaches(&self, from: u32, to: u32, packet: (u8, u16)) -> bool {
        self.joined(from) && self.joined(to)
            || self.passes(from, Way::Out, self.address(to), packet)
                && self.passes(to, Way::In, self.address(from), packet)
    }
}

fn pairs() -> impl Iterator<Item = (u32, u32)> {
    (0..3).flat_map(|a| (0..3).map(move |b| (a, b))).filter(|(a, b)| a != b)
}

fn between(reach: &Reachability<'_>, from: u32, to: u32) -> Bounds {
    reach.allowed(&Party::Machine(MachineId::nth(from)), &Party::Machine(MachineId::nth(to)))
}

/// Every way to give addresses to three machines that are not known: three of the sixteen, all
/// different, not those of the machines that are known, which are 0, 1 and 2.
fn givens() -> Vec<Vec<u32>> {
    let free = || (3u32..16).step_by(2);
    let mut all = Vec::new();
    for a in free() {
        for b in free().filter(|b| *b != a) {
            all.extend(free().filter(|c| *c != a && *c != b).map(|c| vec![a, b, c]));
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn every_packet_between_machines_fares_as_the_naive_evaluator_says(case in case()) {
        let mut case = case;
        case.machines.iter_mut().for_each(|it| it.1 = true);
        let model = build(&case, None);
        let (reach, walk) = (Reachability::of(&model), Walk(&model.networks));
        for (from, to) in pairs() {
            let bounds = between(&reach, from, to);
            prop_assert_eq!(&bounds.sure, &bounds.perhaps);
            for packet in TRIED {
                let says = bounds.sure.contains(packet.0, packet.1);
                prop_assert_eq!(says, walk.reaches(from, to, packet), "{} {} {:?}", from, to, packet);
            }
        }
    }

    #[test]
    fn every_packet_of_every_address_outside_fares_as_the_naive_evaluator_says(case in case()) {
        let mut case = case;
        case.machines.iter_mut().for_each(|it| it.1 = true);
        let model = build(&case, None);
        let (reach, walk) = (Reachability::of(&model), Walk(&model.networks));
        for machine in 0..3 {
            let party = Party::Machine(MachineId::nth(machine));
            let (into, out) = (reach.exposed(&party), reach.outgoing(&party));
            prop_assert_eq!(&into.sure, &into.perhaps);
            for bits in (BASE - 2..BASE + 20).chain([1, 0x0808_0808, 0xdfff_ffff]) {
                let spot = Spot { family: Family::V4, bits: bits.into() };
                for packet in TRIED {
                    let has = |flows: &outlast_analysis::reach::FlowSet| {
                        flows.at(spot).is_some_and(|it| it.contains(packet.0, packet.1))
                    };
                    let other = Ipv4Addr::from(bits);
                    prop_assert_eq!(has(&into.sure), walk.passes(machine, Way::In, other, packet));
                    prop_assert_eq!(has(&out.sure), walk.passes(machine, Way::Out, other, packet));
                }
            }
        }
    }

    #[test]
    fn every_packet_to_a_balancer_fares_as_the_naive_evaluator_says(
        case in case(), ports in ports(),
    ) {
        let mut case = case;
        case.machines.iter_mut().for_each(|it| it.1 = true);
        let mut system = System::new();
        let model = build(&case, None);
        system.networks = model.networks.clone();
        (0..3).for_each(|_| _ = system.bare());
        let balancer = system.router(&text(15), 0);
        for ((transport, port), target_port) in &ports {
            let (transport, port, target_port) = (*transport, *port, *target_port);
            let part = balancer;
            let it = PortTranslation { part, transport, port, target_port, span: None };
            system.networks.translations.push(it);
        }
        let model = system.model();
        let (reach, walk) = (Reachability::of(&model), Walk(&model.networks));
        let to = Party::Part(balancer);
        let into = reach.exposed(&to);
        for packet in TRIED {
            // What the member gets; the balancer keeps the address of the sender.
            let behind = match packet {
                _ if ports.is_empty() => Some(packet),
                (6, port) => ports.get(&(Transport::Tcp, port)).map(|it| (6, *it)),
                (17, port) => ports.get(&(Transport::Udp, port)).map(|it| (17, *it)),
                _ => None,
            };
            let member = |other| behind.is_some_and(|it| walk.passes(0, Way::In, other, it));
            for bits in BASE..BASE + 15 {
                let spot = Spot { family: Family::V4, bits: bits.into() };
                let says = into.sure.at(spot).is_some_and(|it| it.contains(packet.0, packet.1));
                prop_assert_eq!(says, member(Ipv4Addr::from(bits)), "{} {:?}", bits, packet);
            }
            for from in 1..3 {
                let bounds = reach.allowed(&Party::Machine(MachineId::nth(from)), &to);
                let address = Ipv4Addr::from(BASE + 15);
                let says = bounds.sure.contains(packet.0, packet.1);
                let out = walk.passes(from, Way::Out, address, packet);
                prop_assert_eq!(says, out && member(walk.address(from)), "{} {:?}", from, packet);
            }
        }
    }

    #[test]
    fn what_hangs_on_an_unknown_address_lies_between_sure_and_perhaps(case in case()) {
        let unknown = build(&case, None);
        let reach = Reachability::of(&unknown);
        let bounds: Vec<Bounds> = pairs().map(|(from, to)| between(&reach, from, to)).collect();
        for given in givens().iter().step_by(7) {
            let model = build(&case, Some(given));
            let walk = Walk(&model.networks);
            for ((from, to), bounds) in pairs().zip(&bounds) {
                for packet in TRIED {
                    let truth = walk.reaches(from, to, packet);
                    let sure = bounds.sure.contains(packet.0, packet.1);
                    let perhaps = bounds.perhaps.contains(packet.0, packet.1);
                    prop_assert!(!sure || truth, "sure and not so: {} {} {:?}", from, to, packet);
                    prop_assert!(perhaps || !truth, "so and not perhaps: {} {} {:?}", from, to, packet);
                }
            }
        }
    }

    #[test]
    fn the_table_says_what_each_pair_says(case in case()) {
        let model = build(&case, None);
        let reach = Reachability::of(&model);
        let table = reach.table();
        let class = |machine| {
            let of = Attached::Machine(MachineId::nth(machine));
            table.classes.iter().position(|it| it.members.contains(&of)).unwrap()
        };
        for (from, to) in pairs() {
            let (a, b) = (class(from), class(to));
            let pair = table.pairs.iter().find(|it| it.from == a && it.to == b);
            let says = pair.map(|it| table.sets[it.set].clone()).unwrap_or_default();
            prop_assert_eq!(says, between(&reach, from, to));
        }
    }
}
