//! How long it takes to say who can reach whom in a large system: all pairs of classes, and one
//! question after one rule was changed.
//!
//! Every machine is in the group of its tier and in one of ten shared ones; a tier opens ports to
//! other tiers, to prefixes, and one tier in twenty to everybody.

#![allow(missing_docs, reason = "a benchmark has no readers of its documentation")]

use outlast_analysis::reach::{Party, Question, Reachability};
use outlast_model::*;

fn main() {
    divan::main();
}

fn rule(packets: Packets, peer: FilterPeer) -> FilterRule {
    FilterRule { address: "rule".into(), way: Way::In, packets, peer, span: None }
}

fn prefix(text: &str) -> FilterPeer {
    FilterPeer::Prefix(text.parse().unwrap_or_default())
}

/// Five rules of a tier.
fn rules(tier: u32, tiers: u32) -> Vec<FilterRule> {
    let tier_of = |step: u32| FilterPeer::Group(FilterId::nth((tier * 7 + step * 31) % tiers));
    let port = |at: u32| u16::try_from(1_024 + at % 5_000).unwrap_or(0);
    let open = if tier.is_multiple_of(20) { "0.0.0.0/0" } else { "203.0.113.0/24" };
    vec![
        rule(Packets::Tcp(port(tier), port(tier)), tier_of(1)),
        rule(Packets::Tcp(port(tier * 3), port(tier * 3 + 9)), tier_of(2)),
        rule(Packets::Udp(port(tier * 5), port(tier * 5)), tier_of(3)),
        rule(Packets::Icmp(Some(8), None), FilterPeer::Group(FilterId::nth(tier))),
        rule(Packets::Tcp(443, 443), prefix(open)),
    ]
}

/// This many machines in a tenth as many tiers of five rules each.
fn system(machines: u32) -> Model {
    let tiers = (machines / 10).max(10);
    let group = |tier: u32| FilterGroup {
        address: format!("group{tier}"),
        name: format!("group{tier}"),
        rules: rules(tier, tiers),
        ..FilterGroup::default()
    };
    let mut networks = Networks {
        networks: vec![Network {
            address: "internet".into(),
            kind: NetworkKind::Internet,
            place: None,
            prefixes: Vec::new(),
            managed: false,
            span: None,
        }]
        .into(),
        filters: (0..tiers).map(group).collect(),
        ..Networks::default()
    };
    for shared in 0..10 {
        let mut group = group(tiers + shared);
        group.rules = vec![rule(Packets::Tcp(22, 22), prefix("198.51.100.0/24"))];
        networks.filters.push(group);
    }
    for machine in 0..machines {
        let tier = machine % tiers;
        networks.interfaces.push(Interface {
            addresses: vec![Address {
                family: Family::V4,
                at: Fact::Unknown("known after apply".into()),
            }],
            filters: Some(vec![FilterId::nth(tier), FilterId::nth(tiers + tier % 10)]),
            ..Interface::new(Attached::Machine(MachineId::nth(machine)), NetworkId::nth(0))
        });
    }
    Model { networks, ..Model::default() }
}

fn question(machines: u32) -> Question {
    Question {
        from: Party::Internet,
        to: Party::Machine(MachineId::nth(machines / 2)),
        packets: Packets::Tcp(22, 22),
    }
}

#[divan::bench(sample_count = 10, args = [100, 1_000, 10_000])]
fn all_pairs(bencher: divan::Bencher<'_, '_>, machines: u32) {
    let model = system(machines);
    bencher.bench_local(|| Reachability::of(divan::black_box(&model)).table().pairs.len());
}

/// What the internet reaches of every class.
#[divan::bench(sample_count = 10, args = [100, 1_000, 10_000])]
fn exposed(bencher: divan::Bencher<'_, '_>, machines: u32) {
    let model = system(machines);
    bencher.bench_local(|| {
        let reach = Reachability::of(divan::black_box(&model));
        let classes = reach.classes();
        let first = classes.iter().filter_map(|class| match class.members.first() {
            Some(Attached::Machine(machine)) => Some(Party::Machine(*machine)),
            _ => None,
        });
        first.filter(|party| !reach.exposed(party).perhaps.is_empty()).count()
    });
}

/// One rule is changed, everything is looked up anew, and one question is asked.
#[divan::bench(sample_count = 20, args = [100, 1_000, 10_000])]
fn one_rule_changed_and_asked_again(bencher: divan::Bencher<'_, '_>, machines: u32) {
    let mut model = system(machines);
    let mut port = 0;
    bencher.bench_local(|| {
        port += 1;
        if let Some(rule) =
            model.networks.filters.iter_mut().next().and_then(|it| it.rules.first_mut())
        {
            rule.packets = Packets::Tcp(port, port);
        }
        Reachability::of(divan::black_box(&model)).ask(&question(machines)).verdict
    });
}
