//! Kinds agree with their files and pages; hypervisors are compared with brute force.

use std::collections::BTreeSet;

use outlast_model::{Machine, Place, Struck};

use super::*;

fn machine(name: String, groups: &[u32], class: Option<u32>) -> Machine {
    Machine {
        apart: groups.iter().map(|group| format!("group {group}")).collect(),
        host_class: class.map(|class| format!("class {class}")),
        ..Machine::new(name.clone(), name, PlaceId::nth(0))
    }
}

fn zone(machines: Vec<Machine>) -> Model {
    let place = Place::new("a", PlaceKind::Zone, None);
    Model { places: vec![place].into(), machines: machines.into(), ..Model::default() }
}

fn struck(fault: &Fault) -> BTreeSet<u32> {
    let machine = |effect: &Lasting| match effect.struck() {
        Struck::Machine(id) => Some(id.0),
        _ => None,
    };
    fault.effects.iter().filter_map(machine).collect()
}

#[test]
fn kinds_are_in_order_of_scope_and_have_pages() {
    assert!(KINDS.windows(2).all(|pair| pair[0].class < pair[1].class));
    for kind in KINDS {
        let title = kind.page.lines().next();
        assert_eq!(title, Some(format!("# `{}`", kind.name()).as_str()));
        for heading in ["What happens", "What is struck", "What to state", "What it cannot see"] {
            let heading = format!("\n## {heading}\n");
            assert!(kind.page.contains(&heading), "{}: {heading}", kind.name());
        }
        assert!(kind.summary.len() < 72 && !kind.summary.ends_with('.'));
        assert!(super::kind(kind.name()).is_some_and(|it| it.class == kind.class));
    }
}

#[test]
fn addresses_are_spoken_without_their_type() {
    assert_eq!(short("exoscale_compute_instance.web[0]"), "web[0]");
    assert_eq!(short("module.a.x_y.web"), "web");
    assert_eq!(short("x.web[\"a.b\"]"), "web[\"a.b\"]");
    assert_eq!(short("control plane a"), "control plane a");
}

/// Numbers without a library: every model of the property tests follows from its number.
fn random(state: &mut u64) -> u32 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    u32::try_from(*state >> 33).unwrap()
}

fn random_zone(seed: u64, count: u32) -> Model {
    let mut state = seed;
    let machines = (0..count).map(|at| {
        let groups: Vec<u32> = (0..3).filter(|_| random(&mut state).is_multiple_of(3)).collect();
        let class = (random(&mut state).is_multiple_of(4)).then_some(1);
        machine(format!("m{at}"), &groups, class)
    });
    zone(machines.collect())
}

fn shares(model: &Model, set: u32) -> bool {
    let of = |at: usize| model.machines.iter().nth(at).unwrap();
    let inside: Vec<usize> = (0..model.machines.len()).filter(|at| set >> at & 1 == 1).collect();
    inside.iter().all(|a| {
        inside.iter().all(|b| {
            a == b
                || of(*a).host_class == of(*b).host_class
                    && !of(*a).apart.iter().any(|group| of(*b).apart.contains(group))
        })
    })
}

fn set_of(bits: u32) -> BTreeSet<u32> {
    (0..32).filter(|at| bits >> at & 1 == 1).collect()
}

#[test]
fn every_set_that_may_share_a_host_is_struck_by_brute_force() {
    for seed in 0..200 {
        let model = random_zone(seed, 1 + u32::try_from(seed).unwrap() % 8);
        let count = model.machines.len();
        let expected: BTreeSet<BTreeSet<u32>> =
            (1..1_u32 << count).filter(|set| shares(&model, *set)).map(set_of).collect();
        let strikes = (hypervisor::KIND.strikes)(&model);
        let found: BTreeSet<BTreeSet<u32>> = strikes.faults.iter().map(struck).collect();
        assert_eq!(found, expected, "seed {seed}");
        assert_eq!(strikes.faults.len(), expected.len());
        assert!(strikes.limits.is_empty() && strikes.assumed.is_empty());
    }
}

#[test]
fn beyond_ten_machines_single_ones_and_the_largest_sets_are_struck() {
    for seed in 0..60 {
        let model = random_zone(seed, 11 + u32::try_from(seed).unwrap() % 2);
        let count = model.machines.len();
        let all: Vec<u32> = (1..1_u32 << count).filter(|set| shares(&model, *set)).collect();
        let is_largest =
            |set: &u32| !(0..count).any(|at| set >> at & 1 == 0 && shares(&model, set | 1 << at));
        let mut expected: BTreeSet<BTreeSet<u32>> =
            all.iter().copied().filter(is_largest).map(set_of).collect();
        expected.extend((0..count).map(|at| set_of(1 << at)));
        let strikes = (hypervisor::KIND.strikes)(&model);
        let found: BTreeSet<BTreeSet<u32>> = strikes.faults.iter().map(struck).collect();
        assert_eq!(found, expected, "seed {seed}");
        assert_eq!(strikes.assumed.len(), 1);
    }
}

#[test]
fn too_many_sets_are_a_named_limit() {
    let machines = (0..60).map(|at| machine(format!("m{at}"), &[at / 6], None));
    let strikes = (hypervisor::KIND.strikes)(&zone(machines.collect()));
    assert_eq!(strikes.limits.len(), 1);
    assert_eq!(strikes.at_most, Some(60));
}
