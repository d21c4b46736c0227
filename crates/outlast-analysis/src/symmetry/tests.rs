//! Orbits agree with judging one by one, and save work where things are equal.

use outlast_model::*;
use outlast_sim::Often;

use crate::{Limits, Survival};

fn stated<T>(value: T) -> Fact<T> {
    Fact::Stated(value, None)
}

/// Numbers without a library: every system of a property follows from its number.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(self.0 >> 33).unwrap() % limit
    }

    fn yes(&mut self) -> bool {
        self.below(2) == 0
    }
}

fn machine(at: u32, place: u32, apart: &[u32]) -> Machine {
    Machine {
        apart: apart.iter().map(|it| format!("g{it}")).collect(),
        ..Machine::new(format!("m[{at}]"), "m", PlaceId::nth(place))
    }
}

fn part(address: &str, kind: Kind, machines: &[u32]) -> Part {
    let seat = |it: &u32| Copy { seat: Seat::Machine(MachineId::nth(*it)), name: None };
    Part {
        copies: machines.iter().map(seat).collect(),
        falls: stated(false),
        ..Part::new(address, Role::Service, kind)
    }
}

fn check(random: &mut Random) -> Check {
    let kind = if random.yes() { Sight::Port } else { Sight::Process };
    Check::exactly(kind, 10 * SECOND, 3 * SECOND, 2, 2)
}

/// A journey that enters the first part.
fn journey() -> Journey {
    Journey::new("use", Needed::One(PartId::nth(0)))
}

/// Data of a part with so many copies, with a nightly backup where it is on disks.
fn store(name: &str, part: PartId, copies: u32, (layout, medium): (Layout, Medium)) -> Store {
    let live = |copy| Live {
        lag: stated(Range::new(0, if copy == 0 { 0 } else { SECOND })),
        ..Live::new(CopyRef { part, copy })
    };
    let backup = Backup {
        makes: stated(Range::exactly(HOUR)),
        to: Kept::at(PlaceId::nth(2)),
        keeps_for: Some(stated(Range::exactly(7 * DAY))),
        consistency: stated(Consistency::Sound),
        restores: stated(Range::exactly(HOUR)),
        ..Backup::new("nightly", stated(Range::exactly(DAY)))
    };
    Store {
        medium,
        layout,
        live: (0..copies).map(live).collect(),
        backups: if medium == Medium::Disk { vec![backup] } else { Vec::new() },
        writers: vec![part],
        ..Store::new(name, Held::Files, part)
    }
}

/// A router before web servers, each of which may call a store of its own or a common one, on
/// machines in one or two zones.
pub(crate) fn system(seed: u64) -> Model {
    let mut random = Random(seed);
    let mut model = Model {
        places: vec![
            Place::new("cloud", PlaceKind::Provider, None),
            Place::new("a", PlaceKind::Zone, Some(PlaceId::nth(0))),
            Place::new("b", PlaceKind::Zone, Some(PlaceId::nth(0))),
        ]
        .into(),
        ..Model::default()
    };
    let zones = 1 + random.below(2);
    let webs = 2 + random.below(3);
    for at in 0..webs {
        let group: &[u32] = if random.below(3) == 0 { &[0] } else { &[] };
        let zone = 1 + random.below(zones);
        model.machines.push(machine(at, zone, group));
    }
    model.machines.push(machine(webs, 1, &[]));
    let on: Vec<u32> = (0..webs).collect();
    let web = PartId::nth(1);
    let members = (0..webs).map(|copy| Member::new(CopyRef { part: web, copy }));
    let rotation = match random.below(3) {
        0 => Rotation::Fixed,
        _ => Rotation::Checked(check(&mut random)),
    };
    let arriving = Arriving { redispatch: stated(random.yes()), ..Arriving::PLAIN };
    let router = Router { arriving, ..Router::new(members.collect(), rotation) };
    let mut front = part("front", Kind::Router(router), &[]);
    front.copies = vec![Copy { seat: Seat::Place(PlaceId::nth(1)), name: None }];
    model.parts.push(front);
    let mut servers = part("web", Kind::Server, &on);
    if random.yes() {
        let needs = Need {
            soft: random.below(4) == 0,
            ..Need::new(Needed::One(PartId::nth(2)), Moment::Request)
        };
        servers.needs.push(needs);
    }
    model.parts.push(servers);
    let stores: Vec<u32> = if random.yes() { vec![webs] } else { vec![0, webs] };
    model.parts.push(part("store", Kind::Server, &stores));
    if random.yes() {
        // Sessions in the memory of each server, or files on its disk.
        let medium = if random.yes() { Medium::Memory } else { Medium::Disk };
        model.stores.push(store("sessions", web, webs, (Layout::Shards, medium)));
    }
    if random.yes() {
        let copies = u32::try_from(stores.len()).unwrap();
        model.stores.push(store("rows", PartId::nth(2), copies, (Layout::Replicas, Medium::Disk)));
    }
    model.journeys.push(journey());
    model
}

fn judged(model: &Model, orbits: bool) -> Survival {
    let limits = Limits { orbits, trials: 0, ..Limits::default() };
    crate::check(&model.clone().sealed(), &limits, &mut |_| ())
        .paired()
        .singles()
        .survival()
        .clone()
}

#[test]
fn orbits_agree_with_judging_one_by_one() {
    let (mut saved, mut lost) = (0, 0);
    for seed in 0..120 {
        let model = system(seed);
        let (all, fewer) = (judged(&model, false), judged(&model, true));
        assert_eq!(all.cases.len(), fewer.cases.len());
        for (one, orbit) in all.cases.iter().zip(&fewer.cases) {
            let figures = |it: &crate::Case| {
                let outcome = &it.outcome;
                let bounds = |figure: outlast_sim::Figure| (figure.best, figure.worst);
                let loss = outcome
                    .loss()
                    .map(|loss| (bounds(loss.window), bounds(loss.diverged), loss.all, loss.share));
                (
                    loss,
                    it.fault,
                    outcome.lowest,
                    (bounds(outcome.out), bounds(outcome.gap), bounds(outcome.caller)),
                    (outcome.back, outcome.back_best, outcome.coarse),
                )
            };
            let name = &all.faults[one.fault].name;
            assert_eq!(figures(one), figures(orbit), "system {seed}, {name}");
        }
        saved += all.unfoldings - fewer.unfoldings;
        let is_lost = |it: &&crate::Case| it.outcome.loss().is_some_and(|it| it.all > Often::Never);
        lost += all.cases.iter().filter(is_lost).count();
    }
    assert!(saved > 500, "orbits saved only {saved} unfoldings");
    assert!(lost > 100, "only {lost} outcomes lose data");
}

#[test]
fn colours_do_not_decide() {
    // Six parts that need each other in one ring, or in two triangles: each node looks the same,
    // and yet the two models differ; within one ring all are equal.
    let ring = |next: fn(u32) -> u32| {
        let mut model = Model {
            places: vec![Place::new("a", PlaceKind::Zone, None)].into(),
            machines: (0..6).map(|at| machine(at, 0, &[])).collect(),
            ..Model::default()
        };
        for at in 0..6 {
            let mut part = part(&format!("p{at}"), Kind::Server, &[at]);
            part.needs.push(Need::new(Needed::One(PartId::nth(next(at))), Moment::Request));
            model.parts.push(part);
        }
        model
    };
    let strike = |at: u32| {
        vec![Effect::Stop(Stopped::Machine(MachineId::nth(at), Found::Empty)).lasting(Range::ZERO)]
    };
    let triangles = ring(|at| if at % 3 == 2 { at - 2 } else { at + 1 });
    let symmetry = super::Symmetry::of(&triangles);
    assert!(symmetry.is_equal(&strike(0), &strike(3)), "the triangles can be swapped");
    // A swap of neighbours would turn the arrows of the triangle round.
    assert!(!symmetry.is_equal(&strike(0), &strike(1)));
}

#[test]
fn what_is_slow_in_another_measure_is_no_equal() {
    // Two lines that are alike: one moves little, the other next to nothing.
    let mut model =
        Model { places: vec![Place::new("a", PlaceKind::Zone, None)].into(), ..Model::default() };
    for name in ["line", "other"] {
        model.parts.push(part(name, Kind::Server, &[]));
    }
    let slow = |at: u32, leaves: u64| {
        let leaves = Some(Leaves::Bandwidth(leaves));
        vec![Effect::Slow(PartId::nth(at), leaves).lasting(Range::ZERO)]
    };
    let symmetry = super::Symmetry::of(&model);
    assert!(symmetry.is_equal(&slow(0, 1_000), &slow(1, 1_000)), "the lines can be swapped");
    assert!(!symmetry.is_equal(&slow(0, 1_000), &slow(1, 1)));
}

/// So many servers, each alone on a machine of its own.
fn servers(count: u32) -> Model {
    let mut model = Model {
        places: vec![Place::new("a", PlaceKind::Zone, None)].into(),
        machines: (0..count).map(|at| machine(at, 0, &[])).collect(),
        ..Model::default()
    };
    model.parts.extend((0..count).map(|at| part(&format!("p{at}"), Kind::Server, &[at])));
    model
}

fn lost(machine: u32) -> Vec<Lasting> {
    let stopped = Stopped::Machine(MachineId::nth(machine), Found::Empty);
    vec![Effect::Stop(stopped).lasting(Range::ZERO)]
}

/// Whether it is all the same which of the first two servers is lost.
fn first_two_are_equal(model: &Model) -> bool {
    super::Symmetry::of(model).is_equal(&lost(0), &lost(1))
}

#[test]
fn the_order_of_a_choice_makes_no_difference() {
    let choosing = |one: Needed, other: Needed| {
        let mut model = servers(4);
        for (part, needed) in [(PartId::nth(0), one), (PartId::nth(1), other)] {
            model.parts[part].needs.push(Need::new(needed, Moment::Request));
        }
        first_two_are_equal(&model)
    };
    let both = |one, other| vec![Needed::One(PartId::nth(one)), Needed::One(PartId::nth(other))];
    assert!(choosing(Needed::Any(both(2, 3)), Needed::Any(both(3, 2))));
    assert!(!choosing(Needed::Any(both(2, 3)), Needed::Most(both(3, 2))));
    assert!(!choosing(Needed::Any(both(2, 3)), Needed::Any(both(2, 2))));
}

#[test]
fn equal_assumptions_are_one() {
    let assuming = |values: [&str; 2]| {
        let mut model = servers(2);
        for (part, value) in model.parts.ids().zip(values) {
            let id = model.assume(Assumption {
                name: "when-overloaded".to_string(),
                of: model.part(part).address.clone(),
                what: "it falls".to_string(),
                value: value.to_string(),
                otherwise: None,
                source: String::new(),
                safe: true,
            });
            model.parts[part].falls = Fact::Assumed(true, id);
        }
        first_two_are_equal(&model)
    };
    assert!(assuming(["falls", "falls"]));
    assert!(!assuming(["falls", "sheds"]));
}

#[test]
fn what_is_said_beside_a_thing_makes_no_difference() {
    let mut model = servers(2);
    let repair = WayBack::new(
        Actor::Itself,
        vec![EffectKind::Stop],
        Detect::After(stated(Range::exactly(MINUTE))),
        stated(Range::exactly(HOUR)),
    );
    for part in model.parts.ids() {
        model.parts[part].repairs.push(repair.clone());
    }
    let first = &mut model.parts[PartId::nth(0)];
    first.falls = Fact::Unknown("nobody said".to_string());
    first.repairs[0].tested = Some("2026-01-01".to_string());
    assert!(!first_two_are_equal(&model), "one falls or not, the other one never");
    model.parts[PartId::nth(1)].falls = Fact::Unknown("who knows".to_string());
    assert!(first_two_are_equal(&model));
}

#[test]
#[should_panic(expected = "no entry found")]
fn what_is_not_in_the_model_is_a_bug() {
    super::Symmetry::of(&servers(2)).is_equal(&lost(1), &lost(2));
}

#[test]
fn who_leads_to_a_part_without_copies_leads_to_that_part() {
    // Two names that stand nowhere, of which callers are sent to the first alone.
    let lead = |to: PartId, active: bool| Member { copy: CopyRef { part: to, copy: 0 }, active };
    let router = |members| Kind::Router(Router::new(members, Rotation::Fixed));
    let front = |second: bool| {
        let mut model = servers(1);
        let server = PartId::nth(0);
        let one = model.parts.push(part("one", router(vec![lead(server, true)]), &[]));
        let other = model.parts.push(part("other", router(vec![lead(server, true)]), &[]));
        let members = vec![lead(one, true), lead(other, second)];
        let front = model.parts.push(part("front", router(members), &[]));
        model.journeys.push(Journey::new("use", Needed::One(front)));
        let stop = |name| vec![Effect::Stop(Stopped::Managed(name)).lasting(Range::ZERO)];
        super::Symmetry::of(&model).is_equal(&stop(one), &stop(other))
    };
    assert!(!front(false), "what nobody is sent to is no equal of what everybody is");
    assert!(front(true));
}
