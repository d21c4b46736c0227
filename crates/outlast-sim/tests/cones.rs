//! Where a history has too many orders to be followed, the way back at worst is found without dates:
//! it must be the one that following every order finds, and no plain history may come back worse.

use std::collections::BTreeMap;

use crate::support::*;
use outlast_model::*;
use outlast_sim::{Doubt, Limits, Outcome, Recovery, Unfolding};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngSeed, TestRunner};

/// A part behind the entrance, and how it is had again.
#[derive(Debug, Clone)]
struct Node {
    copies: usize,
    /// Bits: which of the parts are needed, also those before it.
    needs: u8,
    /// When it needs them: at the request, at its start, softly.
    when: u8,
    /// Who mends it: itself, people with and without a bound, the watch, nobody.
    by: u8,
    takes: (i64, i64),
    /// Lost with its machine, killed, hung, not struck, or away as long as the watch.
    struck: u8,
}

#[derive(Debug, Clone)]
struct Recipe {
    nodes: Vec<Node>,
    /// The entrance: none, a balancer that checks, one whose machine is lost as well.
    front: u8,
    /// How long the watch is away: a while, or nobody knows how long; or it is needed as well.
    lasts: u8,
    /// The first part carries less than is asked, with a copy away, and falls under it.
    falls: bool,
    /// Another zone, where every second copy stands, is dark or lost as long as the watch is away.
    dark: u8,
    /// It needs a database, of which these copies are lost (bits), with a voter beside the watch.
    database: Option<u8>,
}

fn recipes() -> impl Strategy<Value = Recipe> {
    let node = (1..3_usize, any::<u8>(), 0..3_u8, 0..5_u8, (0..3_i64, 0..3_i64), 0..7_u8);
    let node = node.prop_map(|(copies, needs, when, by, (lo, more), struck)| Node {
        copies,
        needs,
        when,
        by,
        takes: (lo, lo + more),
        struck,
    });
    let nodes = proptest::collection::vec(node, 1..4);
    let database = proptest::option::of(0..4_u8);
    let all = (nodes, 0..3_u8, 0..3_u8, proptest::bool::weighted(0.3), 0..8_u8, database);
    all.prop_map(|(nodes, front, lasts, falls, dark, database)| Recipe {
        nodes,
        front,
        lasts,
        falls,
        dark,
        database,
    })
}

fn part_id(at: usize) -> PartId {
    PartId::nth(u32::try_from(at).unwrap())
}

fn system(recipe: &Recipe) -> (System, JourneyId, Fault) {
    let mut system = System::new();
    let (zone, other) = (system.zone("a"), system.zone("b"));
    let all = recipe.nodes.len();
    let unknown = Range { lo: 0, hi: FOREVER };
    let lasts = if recipe.lasts == 0 { Range::exactly(seconds(2)) } else { unknown };
    let mut effects = Vec::new();
    for (at, node) in recipe.nodes.iter().enumerate() {
        let zone_of = |copy: usize| if copy == 1 { other } else { zone };
        let seats: Vec<Seat> = (0..node.copies)
            .map(|copy| system.machine(&format!("m{at}-{copy}"), zone_of(copy)))
            .collect();
        strike(node, at, &seats, (lasts, &mut effects));
        let mut made = part(&format!("part{at}"), Kind::Server, &seats);
        let needed = (0..all).filter(|other| *other != at && node.needs >> other & 1 == 1);
        let moment = if node.when == 1 { Moment::Start } else { Moment::Request };
        let soft = node.when == 2;
        made.needs =
            needed.map(|other| Need { at: moment, soft, ..need(part_id(other)) }).collect();
        made.repairs = repair(node, all).into_iter().collect();
        system.add(made);
    }
    if recipe.dark < 2 {
        let found = if recipe.dark == 0 { Found::Intact } else { Found::Empty };
        effects.push(stop(Struck::Place(other), found, lasts));
    }
    // Two kinds of people, and somebody who is lost for a while or nobody knows how long.
    for answers in [exactly(seconds(1)), Fact::Unknown("nobody said".into())] {
        system.add(part("people", Kind::People(People { answers, hours: None }), &[]));
    }
    let watch = system.machine("watch", zone);
    system.add(part("watch", Kind::Server, &[watch]));
    effects.push(effect(EffectKind::Stop, machine(watch), lasts));
    if let Some(lost) = recipe.database {
        let database = database(&mut system, (zone, other, watch), lost, &mut effects);
        system.model.parts[outlast_model::PartId::nth(0)].needs.push(need(database));
    }
    let entry = front(&mut system, recipe, zone, (lasts, &mut effects));
    system.model.parts[outlast_model::PartId::nth(0)]
        .needs
        .extend((recipe.lasts == 2).then(|| need(part_id(all + 2))));
    let journey = system.journey(entry);
    if recipe.falls {
        system.model.journeys[outlast_model::JourneyId::nth(0)].rate =
            Some(stated(Ratio::new(10, 1)));
        system.model.parts[outlast_model::PartId::nth(0)].carries = Some(stated(Ratio::new(7, 1)));
        system.model.parts[outlast_model::PartId::nth(0)].falls = stated(true);
    }
    (system, journey, fault(effects))
}

fn machine(seat: Seat) -> Struck {
    let Seat::Machine(machine) = seat else { panic!("a machine") };
    Struck::Machine(machine)
}

fn strike(node: &Node, at: usize, seats: &[Seat], (lasts, effects): (Range, &mut Vec<Lasting>)) {
    for (copy, seat) in (0..).zip(seats) {
        let process = Struck::Process(CopyRef { part: part_id(at), copy });
        effects.extend(match node.struck {
            0 | 1 => Some(stop(machine(*seat), Found::Empty, FOR_EVER)),
            2 => Some(effect(EffectKind::Stop, process, FOR_EVER)),
            3 => Some(effect(EffectKind::Freeze, process, FOR_EVER)),
            5 => Some(effect(EffectKind::Stop, machine(*seat), lasts)),
            6 => Some(stop(machine(*seat), Found::Empty, lasts)),
            _ => None,
        });
    }
}

fn repair(node: &Node, all: usize) -> Option<WayBack> {
    let by = match node.by {
        0 => Actor::Itself,
        1..=3 => Actor::Parts(Needed::One(part_id(all + usize::from(node.by) - 1))),
        _ => return None,
    };
    let notices = [EffectKind::Stop, EffectKind::Freeze];
    let takes = Range::new(seconds(node.takes.0), seconds(node.takes.1));
    Some(way(by, &notices, Detect::After(exactly(0)), takes))
}

/// Two copies with a lease of which a voter beside the watch decides; people mend them.
fn database(
    system: &mut System,
    (zone, other, watch): (PlaceId, PlaceId, Seat),
    lost: u8,
    effects: &mut Vec<Lasting>,
) -> PartId {
    let seats = [system.machine("db0", zone), system.machine("db1", other)];
    let struck = seats.iter().enumerate().filter(|(at, _)| lost >> at & 1 == 1);
    effects.extend(struck.map(|(_, seat)| stop(machine(*seat), Found::Empty, FOR_EVER)));
    let voter = system.add(part("voter", Kind::Server, &[watch]));
    let people = PartId::nth(voter.0 - 3);
    let (round, retry) = (exactly(seconds(1)), exactly(seconds(1)));
    let detect = Detect::Lease { ttl: exactly(seconds(3)), round, retry, fenced: false };
    let notices = [EffectKind::Stop, EffectKind::Cut, EffectKind::Freeze];
    let takes = Range::new(0, seconds(1));
    let database = Database {
        failover: Some(way(Actor::Itself, &notices, detect, takes)),
        votes: Some(Needed::One(voter)),
        ..Database::new(vec![stated(Commit::Async)])
    };
    let mut made = part("db", Kind::Database(database), &seats);
    let by = Actor::Parts(Needed::One(people));
    made.repairs = vec![way(by, &notices, Detect::After(exactly(0)), takes)];
    system.add(made)
}

fn front(
    system: &mut System,
    recipe: &Recipe,
    zone: PlaceId,
    (lasts, effects): (Range, &mut Vec<Lasting>),
) -> PartId {
    if recipe.front == 0 {
        return PartId::nth(0);
    }
    let members: Vec<(PartId, u32, bool)> =
        (0..recipe.nodes[0].copies).map(|copy| (PartId::nth(0), copy as u32, true)).collect();
    let check = check(Sight::Process, seconds(1), seconds(1), 1, 1, Rearm::Start);
    let seat = system.machine("front", zone);
    if recipe.front == 2 {
        effects.push(effect(EffectKind::Stop, machine(seat), lasts));
    }
    system.add(part("front", router(&members, Rotation::Checked(check), 0, true), &[seat]))
}

fn outcome(system: &System, journey: JourneyId, fault: &Fault, limits: Limits) -> Outcome {
    Unfolding::new(&system.model, journey, limits).outcome(fault)
}

/// Nothing can be followed in order: everything hangs on what is found without dates.
fn without_dates() -> Limits {
    Limits { runs: 0, variables: 0, ..Limits::default() }
}

#[test]
fn the_way_back_is_that_of_every_order() {
    let config =
        Config { rng_seed: RngSeed::Fixed(17), failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new(config);
    let mut told: BTreeMap<Recovery, usize> = BTreeMap::new();
    let mut orders: BTreeMap<Recovery, usize> = BTreeMap::new();
    let mut untold = 0;
    for _ in 0..3_000 {
        let recipe = recipes().new_tree(&mut runner).unwrap().current();
        let (system, journey, fault) = system(&recipe);
        let every = Limits { runs: 0, classes: 20_000, ..Limits::default() };
        let ordered = outcome(&system, journey, &fault, every);
        let found = outcome(&system, journey, &fault, without_dates());
        *orders.entry(ordered.back).or_default() += 1;
        if found.doubts.iter().any(|doubt| matches!(doubt, Doubt::Ceiling(_))) {
            untold += usize::from(ordered.back > Recovery::ByItself);
            continue;
        }
        if !found.touched || ordered.doubts.iter().any(|doubt| matches!(doubt, Doubt::Ceiling(_))) {
            continue;
        }
        *told.entry(found.back).or_default() += 1;
        assert_eq!(found.back, ordered.back, "{recipe:?}");
        assert_eq!(found.out.worst, ordered.out.worst, "{recipe:?}");
        assert_eq!(found.lowest, ordered.lowest, "{recipe:?}");
        assert!(found.out.best <= ordered.out.best && found.back_best <= ordered.back_best);
        let unfolding = Unfolding::new(&system.model, journey, without_dates());
        for which in 0..8 {
            let back = drawn(&unfolding, &fault, which).back;
            assert!(back <= found.back, "{back:?} after {:?}: {recipe:?}", found.back);
        }
    }
    // It must act, in each way.
    let of = |back| told.get(&back).copied().unwrap_or(0);
    println!("{told:?}, {untold} untold, of {orders:?}");
    // Cones that grow too far tell less.
    assert!(
        of(Recovery::WhenFaultEnds) > 700 && of(Recovery::Never) > 700,
        "{told:?}, {untold} untold"
    );
    assert!(of(Recovery::WhenSomebodyActs) > 300, "{told:?}, {untold} untold");
}
