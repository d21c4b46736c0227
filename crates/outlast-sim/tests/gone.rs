//! Where nothing is left of a store right after the fault, that is known without following
//! anything: it must be what following every order finds, and no plain history may keep anything.

use crate::support::*;
use outlast_model::*;
use outlast_sim::{Doubt, Limits, Loss, Often, Unfolding};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngSeed, TestRunner};

/// How a random store is made, and how it is lost; every number is small.
#[derive(Debug, Clone)]
struct Recipe {
    copies: u8,
    /// A database whose copies follow, with and without a failover; copies that all accept writes;
    /// each its own.
    kind: u8,
    commit: u8,
    /// Disk, memory, and what may begin with nothing.
    medium: u8,
    /// Where each backup is kept (in a zone, or by a part on a machine), how long, and whether it
    /// follows what is deleted.
    backups: Vec<(u8, Option<i64>, bool)>,
    /// Who mends a copy: nobody, itself, people; and after how long.
    mended: (u8, i64, i64),
    lag: i64,
    fault: Strikes,
    second: Option<Strikes>,
}

/// What a fault takes, as bits.
#[derive(Debug, Clone, Copy)]
struct Strikes {
    /// Which machines of copies, and that of the part which keeps backups.
    machines: u8,
    zones: u8,
    /// Each slot erased alone.
    slots: u8,
    /// The whole content: kept, erased, wrong.
    content: u8,
    /// Machines and zones return, as they were or empty, after so long; else they do not.
    returns: Option<(i64, bool)>,
}

fn strikes() -> impl Strategy<Value = Strikes> {
    let returns = proptest::option::of((0..6_i64, any::<bool>()));
    let bits = (any::<u8>(), 0..4_u8, any::<u8>(), 0..4_u8, returns);
    bits.prop_map(|(machines, zones, slots, content, returns)| Strikes {
        machines,
        zones,
        slots,
        content,
        returns,
    })
}

fn recipes() -> impl Strategy<Value = Recipe> {
    let backup = (0..3_u8, proptest::option::of(1..12_i64), any::<bool>());
    let kind = (1..4_u8, 0..4_u8, 0..3_u8, 0..4_u8, 0..3_i64);
    let mended = (0..3_u8, 0..3_i64, 0..3_i64);
    let backups = proptest::collection::vec(backup, 0..3);
    let second = proptest::option::weighted(0.2, strikes());
    (kind, backups, mended, strikes(), second).prop_map(|(kind, backups, mended, fault, second)| {
        let (copies, kind, commit, medium, lag) = kind;
        Recipe { copies, kind, commit, medium, backups, mended, lag, fault, second }
    })
}

struct Built {
    system: System,
    store: StoreId,
    fault: Fault,
    second: Option<Fault>,
}

fn build(recipe: &Recipe) -> Built {
    let mut system = System::new();
    let zones = [system.zone("a"), system.zone("b"), system.zone("c")];
    let mut seats: Vec<Seat> = (0..usize::from(recipe.copies))
        .map(|at| system.machine(&format!("db{at}"), zones[at % 2]))
        .collect();
    let keeper_seat = system.machine("keeper", zones[1]);
    let keeper = system.add(part("keeper", Kind::Server, &[keeper_seat]));
    let answers = exactly(0);
    let people = system.add(part("people", Kind::People(People { answers, hours: None }), &[]));
    let mut served = part("db", kind(recipe), &seats);
    let (by, lo, more) = recipe.mended;
    let mut way = mended(Range::new(seconds(lo), seconds(lo + more)));
    way.by = if by == 1 { Actor::Itself } else { Actor::Parts(Needed::One(people)) };
    served.repairs = if by == 0 { Vec::new() } else { vec![way] };
    let served = system.add(served);
    let writer = system.machine("app", zones[2]);
    let writer = system.add(part("app", Kind::Server, &[writer]));
    let mut data = store(served, &lags(recipe), &[writer]);
    data.medium = if recipe.medium == 1 { Medium::Memory } else { Medium::Disk };
    data.serves_empty = recipe.medium == 2;
    data.layout = if recipe.kind == 3 { Layout::Shards } else { Layout::Replicas };
    for (at, (kept_by, kept, follows)) in recipe.backups.iter().enumerate() {
        let place = zones[usize::from(*kept_by)];
        let mut backup = backup(seconds(2), seconds(1), kept.map(seconds), place);
        if *kept_by == 2 {
            backup.to = Kept::by(keeper);
        }
        backup.name = format!("backup{at}");
        backup.restores = exactly(seconds(1));
        backup.obeys = if *follows { Obeys::ALL } else { Obeys::NOTHING };
        data.backups.push(backup);
    }
    let store = system.store(data);
    seats.push(keeper_seat);
    let effects = |it: Strikes| fault(effects(it, &system, store, &seats, &zones));
    let (fault, second) = (effects(recipe.fault), recipe.second.map(effects));
    Built { fault, second, system, store }
}

fn kind(recipe: &Recipe) -> Kind {
    if recipe.kind > 1 {
        return Kind::Server;
    }
    let commit = match recipe.commit {
        0 => Commit::Async,
        1 => Commit::Sync,
        _ => Commit::Quorum,
    };
    let notices = [EffectKind::Stop, EffectKind::Cut, EffectKind::Freeze];
    let detect = Detect::After(between(seconds(1), seconds(2)));
    let takes = Range::new(0, seconds(1));
    let failover = (recipe.kind == 1).then(|| way(Actor::Itself, &notices, detect, takes));
    let commits = vec![stated(commit); usize::from(recipe.copies) - 1];
    Kind::Database(Database { failover, ..Database::new(commits) })
}

fn lags(recipe: &Recipe) -> Vec<Range> {
    let follows = recipe.kind < 2 && recipe.commit == 0;
    let lag = if follows { Range::new(0, seconds(recipe.lag)) } else { Range::ZERO };
    let mut lags = vec![lag; usize::from(recipe.copies)];
    lags[0] = Range::ZERO;
    lags
}

fn effects(
    strikes: Strikes,
    system: &System,
    store: StoreId,
    seats: &[Seat],
    zones: &[PlaceId; 3],
) -> Vec<Lasting> {
    let lasts = strikes.returns.map_or(FOR_EVER, |(after, _)| Range::new(0, seconds(after)));
    let empty = strikes.returns.is_none_or(|(_, empty)| empty);
    let found = if empty { Found::Empty } else { Found::Intact };
    let stop = |struck| stop(struck, found, lasts);
    let mut effects = Vec::new();
    for (at, seat) in seats.iter().enumerate() {
        let Seat::Machine(machine) = seat else { panic!("a machine") };
        effects.extend((strikes.machines >> at & 1 == 1).then(|| stop(Struck::Machine(*machine))));
    }
    for (at, zone) in zones.iter().enumerate() {
        effects.extend((strikes.zones >> at & 1 == 1).then(|| stop(Struck::Place(*zone))));
    }
    for slot in 0..system.model.store(store).slots() {
        let erased = effect(EffectKind::Erase, Struck::Slot(Slot { store, slot }), FOR_EVER);
        effects.extend((strikes.slots >> slot & 1 == 1).then_some(erased));
    }
    let all = |kind| effect(kind, Struck::Store(store), Range::new(0, seconds(3)));
    match strikes.content {
        0 => effects.push(all(EffectKind::Erase)),
        1 => effects.push(all(EffectKind::Corrupt)),
        _ => {}
    }
    effects
}

fn loss(unfolding: &Unfolding<'_>, built: &Built) -> Option<Loss> {
    let outcome = match &built.second {
        Some(second) => unfolding.outcome_of_pair(&built.fault, second),
        None => unfolding.outcome(&built.fault),
    };
    outcome.loss().cloned()
}

fn is_open(loss: &Loss) -> bool {
    loss.doubts.iter().any(|doubt| matches!(doubt, Doubt::Ceiling(_)))
}

#[test]
fn what_is_lost_at_once_is_what_every_order_loses() {
    let config =
        Config { rng_seed: RngSeed::Fixed(23), failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new(config);
    let every = Limits { runs: 0, classes: 20_000, ..Limits::default() };
    // Nothing can be followed in order: all is told at once, or not at all.
    let at_once = Limits { runs: 0, variables: 0, ..Limits::default() };
    let (mut told, mut pairs, mut untold, mut kept) = ([0; 4], 0, 0, 0);
    for _ in 0..6_000 {
        let recipe = recipes().new_tree(&mut runner).unwrap().current();
        let built = build(&recipe);
        let model = &built.system.model;
        let ordered = loss(&Unfolding::of_store(model, built.store, every), &built);
        let unfolding = Unfolding::of_store(model, built.store, at_once);
        let found = loss(&unfolding, &built);
        let Some(ordered) = ordered.filter(|it| !is_open(it)) else { continue };
        let Some(found) = found.filter(|it| !is_open(it)) else {
            let always = ordered.all == Often::Always && ordered.share == Ratio::ONE;
            untold += usize::from(always);
            kept += usize::from(!always);
            continue;
        };
        told[usize::from(recipe.kind)] += 1;
        pairs += usize::from(built.second.is_some());
        let figures = |loss: &Loss| (loss.window, loss.diverged, loss.all, loss.share);
        assert_eq!(figures(&found), figures(&ordered), "{recipe:?}");
        assert_eq!((found.source, found.unproven), (ordered.source, false), "{recipe:?}");
        let witness = found.witness.unwrap();
        let replayed = match &built.second {
            Some(second) => unfolding.replay_pair(&built.fault, second, &witness),
            None => unfolding.replay(&built.fault, &witness),
        };
        assert_eq!(replayed.lost, Some(FOREVER), "{recipe:?}");
        for which in 0..8 {
            let lost = drawn(&unfolding, &built.fault, which).lost;
            assert!(built.second.is_some() || lost == Some(FOREVER), "{lost:?}: {recipe:?}");
        }
    }
    println!("{told:?} told, {pairs} of them pairs, {untold} untold, {kept} where some is kept");
    // It must act, on every kind of store and on pairs, and where it must not.
    assert!(told.iter().all(|it| *it > 100) && pairs > 50 && kept > 500);
}
