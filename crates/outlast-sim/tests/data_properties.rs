//! The two engines judge each other on what is lost: classes with a figure per copy on one side,
//! histories in which every acknowledged write is held by somebody on the other. And the laws of
//! data: nothing vanishes from the books, more backups never lose more, synchronous never loses
//! more than asynchronous, a second fault that strikes nothing changes nothing.

use std::collections::BTreeMap;

use crate::support::*;
use outlast_model::*;
use outlast_sim::{DrawId, History, Limits, Loss, Often, Outcome, Unfolding};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// How a random store is made; every number is small.
#[derive(Debug, Clone)]
struct Recipe {
    copies: u8,
    commit: u8,
    failover: u8,
    lag: (i64, i64),
    volatile: i64,
    drops: Option<i64>,
    takes: (i64, i64),
    writers: u8,
    backups: Vec<Kept>,
    repair: Option<(i64, i64)>,
    people: bool,
    struck: u8,
    lasts: Option<(i64, i64)>,
    second: Option<(u8, Option<(i64, i64)>)>,
    medium: u8,
}

/// How a random backup is made and kept.
#[derive(Debug, Clone)]
struct Kept {
    every: (i64, i64),
    takes: i64,
    kept: Option<(i64, i64)>,
    locked: Option<(i64, i64)>,
    archive: Option<i64>,
    same_place: bool,
    obeys: (bool, bool),
}

fn kept() -> impl Strategy<Value = Kept> {
    let more = |least: std::ops::Range<i64>| (least, 0..3_i64).prop_map(|(lo, hi)| (lo, lo + hi));
    let made = ((1..4_i64, 0..2_i64).prop_map(|(lo, hi)| (lo, lo + hi)), 0..2_i64);
    let times = (
        proptest::option::of(more(1..12)),
        proptest::option::of(more(1..8)),
        proptest::option::weighted(0.3, 0..3_i64),
    );
    (made, times, any::<bool>(), any::<(bool, bool)>()).prop_map(
        |((every, takes), (kept, locked, archive), same_place, obeys)| Kept {
            every,
            takes,
            kept,
            locked,
            archive,
            same_place,
            obeys,
        },
    )
}

fn range() -> impl Strategy<Value = (i64, i64)> {
    (0..3_i64, 0..3_i64).prop_map(|(lo, more)| (lo, lo + more))
}

fn recipes() -> impl Strategy<Value = Recipe> {
    let kind = (1..4_u8, 0..3_u8, 0..4_u8, range(), 0..2_i64);
    let ways = (proptest::option::of(1..3_i64), range(), 0..4_u8);
    let backups = proptest::collection::vec(kept(), 0..3);
    let lasts = || proptest::option::of((0..9_i64, 0..3_i64).prop_map(|(lo, hi)| (lo, lo + hi)));
    let faults = (0..11_u8, lasts(), proptest::option::of((0..11_u8, lasts())), 0..3_u8);
    (kind, ways, backups, proptest::option::of(range()), any::<bool>(), faults).prop_map(
        |(kind, ways, backups, repair, people, faults)| {
            let (copies, commit, failover, lag, volatile) = kind;
            let (drops, takes, writers) = ways;
            let (struck, lasts, second, medium) = faults;
            Recipe {
                copies,
                commit,
                failover,
                lag,
                volatile,
                drops,
                takes,
                writers,
                backups,
                repair,
                people,
                struck,
                lasts,
                second,
                medium,
            }
        },
    )
}

struct Built {
    system: System,
    store: StoreId,
    fault: Fault,
    second: Option<Fault>,
}

fn secs((lo, hi): (i64, i64)) -> Range {
    Range::new(seconds(lo), seconds(hi))
}

impl Recipe {
    fn build(&self) -> Built {
        let mut system = System::new();
        let zones = [system.zone("a"), system.zone("b"), system.zone("c")];
        let seats: Vec<Seat> = (0..usize::from(self.copies))
            .map(|at| system.machine(&format!("db{at}"), zones[at % 2]))
            .collect();
        let kind = self.kind(&mut system, &zones);
        let mut database = part("db", kind, &seats);
        if let Some(repair) = self.repair {
            let mut way = mended(secs(repair));
            if self.people {
                let people = Kind::People(People { answers: exactly(0), hours: None });
                way.by = Actor::Parts(Needed::One(system.add(part("ops", people, &[]))));
            }
            database.repairs = vec![way];
        }
        let database = system.add(database);
        let mut writers = Vec::new();
        for (at, zone) in zones.iter().take(2).enumerate() {
            if self.writers & (1 << at) != 0 {
                let seat = system.machine("app", *zone);
                writers.push(system.add(part("app", Kind::Server, &[seat])));
            }
        }
        let store = system.store(self.store(database, &writers, &zones));
        let fault = self.fault(self.struck, self.lasts, store, &seats, &zones);
        let second =
            self.second.map(|(struck, lasts)| self.fault(struck, lasts, store, &seats, &zones));
        Built { system, store, fault, second }
    }

    fn kind(&self, system: &mut System, zones: &[PlaceId; 3]) -> Kind {
        if self.failover == 3 && self.copies > 1 {
            // Every copy accepts writes.
            return Kind::Server;
        }
        let commit = match self.commit {
            0 => Commit::Async,
            1 => Commit::Sync,
            _ => Commit::Quorum,
        };
        let notices = [EffectKind::Stop, EffectKind::Cut, EffectKind::Freeze];
        let (detect, votes) = match self.failover {
            1 => {
                let seats: Vec<Seat> = [zones[1], zones[2], zones[2]]
                    .into_iter()
                    .map(|zone| system.machine("vote", zone))
                    .collect();
                let votes = system.add(part("vote", Kind::Server, &seats));
                let lease = Detect::Lease {
                    ttl: exactly(seconds(5)),
                    round: exactly(seconds(2)),
                    retry: exactly(seconds(1)),
                    fenced: false,
                };
                (lease, Some(Needed::One(votes)))
            }
            _ => (Detect::After(stated(secs((1, 2)))), None),
        };
        let failover =
            (self.failover > 0).then(|| way(Actor::Itself, &notices, detect, secs(self.takes)));
        let commits = vec![stated(commit); usize::from(self.copies).saturating_sub(1)];
        let drops = self.drops.map(|drops| exactly(seconds(drops)));
        Kind::Database(Database { failover, votes, drops, ..Database::new(commits) })
    }

    fn store(&self, database: PartId, writers: &[PartId], zones: &[PlaceId; 3]) -> Store {
        let synchronous = self.commit > 0 && !(self.failover == 3 && self.copies > 1);
        let lag = if synchronous { Range::ZERO } else { secs(self.lag) };
        let mut lags = vec![lag; usize::from(self.copies)];
        if self.failover != 3 {
            lags[0] = Range::ZERO;
        }
        let mut data = store(database, &lags, writers);
        data.medium = match self.medium {
            0 => Medium::Memory,
            _ => Medium::Disk,
        };
        for live in &mut data.live {
            live.durable_after = between(0, seconds(self.volatile));
        }
        for (at, kept) in self.backups.iter().enumerate() {
            let place = if kept.same_place { zones[0] } else { zones[2] };
            let mut backup = backup(0, seconds(kept.takes), None, place);
            backup.every = stated(secs(kept.every));
            backup.keeps_for = kept.kept.map(|kept| stated(secs(kept)));
            backup.locked = kept.locked.map(|locked| stated(secs(locked)));
            backup.archive = kept.archive.map(|archive| between(0, seconds(archive)));
            backup.name = format!("backup{at}");
            backup.restores = exactly(seconds(2));
            let (deletion, corruption) = kept.obeys;
            backup.obeys = Obeys { deletion: deletion && at > 0, corruption: corruption && at > 0 };
            data.backups.push(backup);
        }
        data
    }

    fn fault(
        &self,
        struck: u8,
        lasts: Option<(i64, i64)>,
        store: StoreId,
        seats: &[Seat],
        zones: &[PlaceId; 3],
    ) -> Fault {
        let lasts = lasts.map_or(FOR_EVER, secs);
        let Seat::Machine(first) = seats[0] else { panic!("a machine") };
        let Seat::Machine(last) = seats[seats.len() - 1] else { panic!("a machine") };
        let gone = |struck| stop(struck, Found::Empty, FOR_EVER);
        let found = if lasts == FOR_EVER { secs((0, 4)) } else { lasts };
        let effect = match struck {
            0 => gone(Struck::Machine(first)),
            1 => effect(EffectKind::Stop, Struck::Machine(first), lasts),
            2 => effect(EffectKind::Cut, Struck::Place(zones[0]), lasts),
            3 => effect(EffectKind::Stop, Struck::Place(zones[0]), lasts),
            4 => gone(Struck::Place(zones[0])),
            5 => effect(EffectKind::Erase, Struck::Store(store), found),
            6 => effect(EffectKind::Corrupt, Struck::Store(store), found),
            7 => effect(EffectKind::Erase, Struck::Slot(Slot { store, slot: 0 }), FOR_EVER),
            8 => gone(Struck::Machine(last)),
            10 => return self.taken(store, first, found),
            _ => effect(
                EffectKind::Stop,
                Struck::Process(CopyRef { part: self.database_id(), copy: 0 }),
                lasts,
            ),
        };
        fault(vec![effect])
    }

    /// The account of a machine is taken, and with it that of every backup.
    fn taken(&self, store: StoreId, machine: MachineId, away: Range) -> Fault {
        let mut effects = vec![stop(Struck::Machine(machine), Found::Empty, FOR_EVER)];
        for (slot, kept) in (u32::from(self.copies)..).zip(&self.backups) {
            let slot = Slot { store, slot };
            effects.push(match kept.locked {
                Some(_) => Effect::Erase(Erased::Unlocked(slot)).lasting(away),
                None => effect(EffectKind::Erase, Struck::Slot(slot), FOR_EVER),
            });
        }
        fault(effects)
    }

    /// The parts before the database: the voters and the people.
    fn database_id(&self) -> PartId {
        let votes = u32::from(self.failover == 1);
        let people = u32::from(self.repair.is_some() && self.people);
        PartId::nth(votes + people)
    }
}

fn unfold(recipe: &Recipe) -> (Built, Outcome, Loss) {
    let built = recipe.build();
    let unfolding = Unfolding::of_store(&built.system.model, built.store, Limits::default());
    let outcome = unfolding.outcome(&built.fault);
    let loss = outcome.loss().cloned().unwrap_or_else(untouched);
    (built, outcome, loss)
}

fn untouched() -> Loss {
    Loss {
        window: outlast_sim::Figure::ZERO,
        diverged: outlast_sim::Figure::ZERO,
        all: Often::Never,
        share: Ratio::ZERO,
        source: None,
        unproven: false,
        doubts: Vec::new(),
        witness: None,
    }
}

/// What a plain history loses must be what the bounds allow.
fn inside(loss: &Loss, history: &History) {
    let lost = history.lost.unwrap_or(0);
    if lost == FOREVER {
        assert!(loss.all != Often::Never || loss.window.worst == FOREVER, "{loss:#?} {history:#?}");
    } else {
        assert!(loss.all != Often::Always, "{loss:#?} {history:#?}");
        let within = loss.window.best <= lost && lost <= loss.window.worst;
        assert!(within, "{lost}: {loss:#?} {history:#?}");
    }
    let apart = history.diverged.unwrap_or(0);
    let within = loss.diverged.best <= apart && apart <= loss.diverged.worst;
    assert!(within, "{apart}: {loss:#?} {history:#?}");
}

fn balanced(history: &History) {
    if let Some(books) = history.accounts {
        assert_eq!(books.acknowledged, books.kept + books.lost + books.diverged, "{history:#?}");
        assert!(books.kept >= 0 && books.lost >= 0 && books.diverged >= 0);
    }
}

/// Every history of the grid: the least and the greatest loss.
fn brute_force(unfolding: &Unfolding<'_>, fault: &Fault, most: usize) -> Option<Vec<Nanos>> {
    let mut lost = Vec::new();
    let mut open: Vec<BTreeMap<DrawId, Nanos>> = vec![BTreeMap::new()];
    let mut runs = 0;
    while let Some(draws) = open.pop() {
        let history = unfolding.on_grid(fault, &draws);
        runs += 1;
        if runs > most {
            return None;
        }
        let free = history
            .draws
            .iter()
            .find(|(draw, range, _)| !range.is_point() && !draws.contains_key(draw));
        let Some((draw, range, _)) = free else {
            lost.push(history.lost.unwrap_or(0));
            continue;
        };
        let step = if draw.is_order() { 1 } else { SECOND };
        let mut value = range.lo;
        while value <= range.hi {
            let mut more = draws.clone();
            more.insert(*draw, value);
            open.push(more);
            value += step;
        }
    }
    Some(lost)
}

fn config(cases: u32) -> ProptestConfig {
    // The same systems on every run: a failure is then everybody's.
    let rng_seed = RngSeed::Fixed(20_261_124);
    ProptestConfig { cases, failure_persistence: None, rng_seed, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn plain_histories_lose_what_the_bounds_allow(recipe in recipes()) {
        let (built, outcome, loss) = unfold(&recipe);
        let unfolding = Unfolding::of_store(&built.system.model, built.store, Limits::default());
        for number in 0..16 {
            let history = unfolding.sample(&built.fault, number, 16, false);
            balanced(&history);
            prop_assert!(outcome.out.best <= history.out && history.out <= outcome.out.worst);
            inside(&loss, &history);
        }
    }

    #[test]
    fn the_witness_of_a_loss_is_inside_and_attains_it_when_nothing_is_coarse(recipe in recipes()) {
        let (built, outcome, loss) = unfold(&recipe);
        let unfolding = Unfolding::of_store(&built.system.model, built.store, Limits::default());
        if let Some(witness) = &loss.witness {
            let history = unfolding.replay(&built.fault, witness);
            balanced(&history);
            if loss.window.worst < FOREVER {
                inside(&loss, &history);
            }
            let exact = !outcome.coarse && loss.all == Often::Never && loss.window.worst < FOREVER;
            if exact && recipe.failover != 3 {
                prop_assert_eq!(history.lost, Some(loss.window.worst), "{:#?} {:#?}", loss, history);
            }
        }
    }

    #[test]
    fn another_backup_never_loses_more(recipe in recipes()) {
        let (with, ..) = unfold(&recipe);
        let fewer = Recipe { backups: Vec::new(), ..recipe };
        let (without, ..) = unfold(&fewer);
        let lost = |built: &Built, number| {
            Unfolding::of_store(&built.system.model, built.store, Limits::default())
                .sample(&built.fault, number, 8, false)
                .lost
                .unwrap_or(0)
        };
        if built_alike(&with, &without) {
            for number in 0..8 {
                prop_assert!(lost(&with, number) <= lost(&without, number));
            }
        }
    }

    #[test]
    fn a_second_fault_stays_inside_the_bounds(recipe in recipes()) {
        let built = recipe.build();
        let unfolding = Unfolding::of_store(&built.system.model, built.store, Limits::default());
        let Some(second) = &built.second else { return Ok(()) };
        let outcome = unfolding.outcome_of_pair(&built.fault, second);
        let Some(loss) = outcome.loss() else { return Ok(()) };
        if let Some(witness) = &loss.witness {
            let history = unfolding.replay_pair(&built.fault, second, witness);
            balanced(&history);
            if outcome.doubts.is_empty() && loss.window.worst < FOREVER {
                inside(loss, &history);
            }
        }
        // Whatever the first does alone, it does before the second comes: nothing gets better.
        let alone = unfolding.outcome(&built.fault);
        prop_assert!(alone.out.worst <= outcome.out.worst || outcome.out.worst == FOREVER);
    }
}

/// Whether a backup changes nothing but what is lost: a repair that waits for one, or that starts
/// empty without one, goes another way.
fn built_alike(with: &Built, without: &Built) -> bool {
    let restores = |built: &Built| built.system.model.parts.iter().any(|it| !it.repairs.is_empty());
    !restores(with) && !restores(without)
}

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn brute_force_on_the_grid_loses_between_the_same_bounds(recipe in recipes()) {
        let (built, outcome, loss) = unfold(&recipe);
        let unfolding = Unfolding::of_store(&built.system.model, built.store, Limits::default());
        let Some(lost) = brute_force(&unfolding, &built.fault, 4_000) else { return Ok(()) };
        let kept: Vec<Nanos> = lost.iter().copied().filter(|lost| *lost < FOREVER).collect();
        let all = lost.contains(&FOREVER);
        prop_assert!(!all || loss.all != Often::Never || loss.window.worst == FOREVER);
        if let (Some(least), Some(most)) = (kept.iter().min(), kept.iter().max()) {
            prop_assert!(loss.window.best <= *least && *most <= loss.window.worst);
            let exact = !outcome.coarse && recipe.failover != 3 && loss.window.worst < FOREVER;
            if exact && loss.all == Often::Never {
                prop_assert_eq!((loss.window.best, loss.window.worst), (*least, *most), "{:#?}", loss);
            }
        }
    }
}

#[test]
fn a_pair_of_which_one_strikes_nothing_is_the_other_alone() {
    let recipe = Recipe {
        copies: 2,
        commit: 0,
        failover: 1,
        lag: (0, 2),
        volatile: 0,
        drops: None,
        takes: (1, 3),
        writers: 3,
        backups: Vec::new(),
        repair: None,
        people: false,
        struck: 2,
        lasts: Some((9, 9)),
        second: None,
        medium: 1,
    };
    let (built, outcome, _) = unfold(&recipe);
    let unfolding = Unfolding::of_store(&built.system.model, built.store, Limits::default());
    let nothing = fault(Vec::new());
    assert_eq!(unfolding.outcome_of_pair(&built.fault, &nothing), outcome);
    assert_eq!(unfolding.outcome_of_pair(&nothing, &built.fault), outcome);
}
