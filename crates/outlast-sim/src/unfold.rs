//! One journey under one fault: explore, find the witness, replay it, and add the typical figures.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use outlast_model::{
    Class, FOREVER, Fact, Fault, Journey, JourneyId, Kind, Layout, MachineId, Medium, Model, Nanos,
    Needed, PartId, Promise, Ratio, Router, Seat, StoreId, Struck, Work,
};

use crate::aftermath;
use crate::cones;
use crate::doubt::{Caller, Ceiling, Doubt, in_order};
use crate::explore::{Bounds, End, Explored, explore};
use crate::ids::{Choice, DrawId};
use crate::loss;
use crate::outcome::{
    Aftermath, Figure, History, Limits, Loss, Often, OpenWays, Outcome, Recovery, Stake, Typical,
    Unseen, Witness,
};
use crate::plain::{Chance, Run, Tells, run};
use crate::slice::Slice;
use crate::state_cache::StateCache;
use crate::witness::Aim;
use crate::world::{Faults, World};

/// How many behaviours that are left open are followed together, each with two ways.
const CHOICES: usize = 4;

/// Judges one journey, or one store, under many faults: the slice of the model is taken once.
pub struct Unfolding<'a> {
    pub(crate) model: &'a Model,
    /// A store is judged by those who write it, as a journey of its own.
    journey: Cow<'a, Journey>,
    caller: Caller,
    pub(crate) slice: Slice,
    /// The work that the journey begins, each judged by those who do it.
    pub(crate) works: Vec<(&'a Work, Unfolding<'a>)>,
    /// What stands behind parts of the slice and is not known.
    unseen: Vec<Doubt>,
    /// From which others machines of the slice are kept apart, where that is not known.
    unsure_apart: Vec<Doubt>,
    limits: Limits,
}

impl<'a> Unfolding<'a> {
    /// Prepares a journey of a model.
    pub fn new(model: &'a Model, journey: JourneyId, limits: Limits) -> Self {
        let caller = Caller::Journey(journey);
        let journey = Cow::Borrowed(model.journey(journey));
        let slice = Slice::of(model, &journey, &[]);
        let begun = aftermath::begun_in(model, |part| slice.parts.contains(&part));
        let works =
            begun.into_iter().map(|work| (work, Self::of_work(model, work, limits))).collect();
        Self { works, ..Self::of_slice(model, journey, caller, slice, limits) }
    }

    /// Those who do some work, as a journey of its own: it stands still when none of them can.
    fn of_work(model: &'a Model, work: &Work, limits: Limits) -> Self {
        let address = model.part(work.worker).address.as_str();
        let journey = writing(address, work.worker, aftermath::standstill());
        let slice = Slice::of(model, &journey, &[work.queue]);
        Self::of_slice(model, Cow::Owned(journey), Caller::Workers(work.worker), slice, limits)
    }

    /// Prepares a store of a model.
    pub fn of_store(model: &'a Model, store: StoreId, limits: Limits) -> Self {
        let held = model.store(store);
        let journey = writing(&held.address, held.part, Ratio::ZERO);
        // Where each copy holds its own, who sends users to which copy matters.
        let routers = match (held.layout, held.medium) {
            (Layout::Shards, Medium::Memory) => routers_to(model, held.part),
            _ => Vec::new(),
        };
        let slice = Slice::of(model, &journey, &routers);
        Self::of_slice(model, Cow::Owned(journey), Caller::Writers(store), slice, limits)
    }

    /// A journey over a slice, without the work that it begins.
    fn of_slice(
        model: &'a Model,
        journey: Cow<'a, Journey>,
        caller: Caller,
        slice: Slice,
        limits: Limits,
    ) -> Self {
        let (unseen, unsure_apart) = (unseen(model, &slice), unsure_apart(model, &slice));
        Self { model, journey, caller, slice, works: Vec::new(), unseen, unsure_apart, limits }
    }

    /// Whether the fault touches anything that the journey, or the work that it begins, depends on.
    pub fn touches(&self, fault: &Fault) -> bool {
        self.is_struck(fault) || self.works.iter().any(|(_, path)| path.is_struck(fault))
    }

    /// Everything that the journey, or the work that it begins, depends on: a fault touches it
    /// exactly when it strikes one of these, a process counting as its part and a copy as its store.
    pub fn depends_on(&self) -> BTreeSet<Struck> {
        let mut things = self.slice.things(self.model);
        self.works.iter().for_each(|(_, path)| things.extend(path.depends_on()));
        things
    }

    fn is_struck(&self, fault: &Fault) -> bool {
        self.slice.touched_by(self.model, fault)
    }

    /// Whether something that is not known stands behind what it depends on: then any fault at all
    /// may reach it.
    pub fn has_unseen(&self) -> bool {
        !self.unseen.is_empty()
    }

    /// What is served without any fault: below 1 is a defect. What is not known may well serve.
    pub fn healthy(&self) -> Ratio {
        if self.has_unseen() {
            return Ratio::ONE;
        }
        let world = self.world(Faults::NONE, BTreeMap::new());
        StateCache::new(&world).start().share
    }

    /// What is served in the first instant of a fault.
    pub fn struck(&self, fault: &Fault) -> Ratio {
        let world = self.world(Faults::one(fault), BTreeMap::new());
        StateCache::new(&world).start().share
    }

    /// What the fault does to the journey, in every history.
    pub fn outcome(&self, fault: &Fault) -> Outcome {
        let mut outcome = if self.is_struck(fault) {
            self.outcome_of_either(Faults::one(fault))
        } else {
            self.untouched()
        };
        if let Stake::Work(aftermath) = &mut outcome.stake {
            *aftermath = self.aftermath(fault);
            outcome.touched |= aftermath.is_some();
        }
        self.veiled(outcome, self.unsure(fault))
    }

    /// The outcome of a fault that strikes nothing of it.
    fn untouched(&self) -> Outcome {
        let stake = match self.caller {
            Caller::Writers(_) => Stake::Data(None),
            Caller::Journey(_) | Caller::Workers(_) => Stake::Work(None),
        };
        Outcome { stake, ..Outcome::holds() }
    }

    /// Whether a fault that strikes nothing of what is known may strike something all the same.
    pub fn may_be_struck(&self, fault: &Fault) -> bool {
        !self.unsure(fault).is_empty()
    }

    /// What would have to be known to say what the fault strikes: what stands behind a part, where
    /// a place is, which machines share a hypervisor.
    fn unsure(&self, fault: &Fault) -> Vec<Doubt> {
        let mut unsure = self.unseen.clone();
        let (model, slice) = (self.model, &self.slice);
        let in_places = matches!(fault.class, Class::ZoneDark | Class::ZoneCut | Class::ZoneLost)
            || fault.effects.iter().any(|it| matches!(it.struck(), Struck::Place(_)));
        if in_places {
            let places = model.unsure_places.keys().filter(|it| slice.places.contains(it));
            unsure.extend(places.map(|place| Doubt::Which(*place)));
        }
        if fault.class == Class::Hypervisor {
            unsure.extend_from_slice(&self.unsure_apart);
        }
        unsure
    }

    /// The outcome where something is not known: that may be struck as well, and may serve, or hold
    /// data, where nothing else does.
    fn veiled(&self, mut outcome: Outcome, unsure: Vec<Doubt>) -> Outcome {
        if unsure.is_empty() {
            return outcome;
        }
        for doubt in unsure {
            if !outcome.doubts.contains(&doubt) {
                outcome.doubts.push(doubt);
            }
        }
        forget_best(&mut outcome);
        if let Stake::Data(loss) = &mut outcome.stake {
            let loss = loss.get_or_insert_with(Loss::nothing);
            loss.doubts.clone_from(&outcome.doubts);
            (loss.window.best, loss.diverged.best) = (0, 0);
            if loss.all == Often::Always {
                loss.all = Often::Sometimes(None);
            }
        }
        outcome
    }

    /// What becomes of the work that the journey begins.
    fn aftermath(&self, fault: &Fault) -> Option<Aftermath> {
        let struck = self.works.iter().filter(|(_, path)| path.is_struck(fault));
        let begun: Vec<&Work> = self.works.iter().map(|(work, _)| *work).collect();
        let finishing = outlast_model::finishing(&begun, &self.journey.ends);
        let of = |(work, path): &(&Work, Unfolding<'_>)| {
            let outcome = path.outcome_of_either(Faults::one(fault));
            let world = path.world(Faults::one(fault), BTreeMap::new());
            let aftermath = aftermath::aftermath(&StateCache::new(&world), work, &outcome);
            // What is finished elsewhere is not waited for.
            let late = if finishing.contains(work) { aftermath.late } else { Figure::ZERO };
            Aftermath { late, ..aftermath }
        };
        struck.map(of).reduce(aftermath::both)
    }

    /// What two faults do, the second at any moment from the first one on, also in the degraded
    /// state that follows.
    pub fn outcome_of_pair(&self, first: &Fault, second: &Fault) -> Outcome {
        let outcome = match (self.is_struck(first), self.is_struck(second)) {
            (false, false) => self.untouched(),
            (true, false) => self.outcome_of_either(Faults::one(first)),
            (false, true) => self.outcome_of_either(Faults::one(second)),
            (true, true) => self.outcome_of_either(Faults::both(first, second)),
        };
        let mut unsure = self.unsure(first);
        unsure.extend(self.unsure(second));
        self.veiled(outcome, unsure)
    }

    fn outcome_of_either(&self, faults: Faults<'_>) -> Outcome {
        let mut tried: Vec<(Outcome, BTreeMap<Choice, usize>)> = Vec::new();
        let mut open = vec![BTreeMap::new()];
        while let Some(choices) = open.pop() {
            let world = self.world(faults, choices.clone());
            let outcome = self.outcome_of(&world);
            let mut found: Vec<Choice> = world.ledger.borrow().choices.iter().copied().collect();
            found.sort_by_cached_key(|choice| choice.text(self.model));
            for choice in found.iter().take(CHOICES) {
                let mut other = choices.clone();
                let known = other.insert(*choice, 1).is_some();
                if !known
                    && !open.contains(&other)
                    && !tried.iter().any(|(_, choices)| *choices == other)
                {
                    open.push(other);
                }
            }
            tried.push((outcome, choices));
            if found.len() > CHOICES
                && let Some((outcome, _)) = tried.last_mut()
            {
                outcome.doubts.push(Doubt::Ceiling(Ceiling::Choices(CHOICES)));
            }
        }
        let open_ways = open_ways(&tried, self.model);
        let all = tried.into_iter().map(|(outcome, _)| outcome);
        let mut outcome = all.reduce(either).unwrap_or_else(Outcome::holds);
        outcome.open_ways = open_ways;
        for fault in faults.first.into_iter().chain(faults.second) {
            self.doubt_counts(fault, &mut outcome);
        }
        outcome
    }

    /// A machine that stands for an unknown number of equal ones: others may serve when it is lost.
    fn doubt_counts(&self, fault: &Fault, outcome: &mut Outcome) {
        for effect in &fault.effects {
            let machine = match effect.struck() {
                Struck::Machine(machine) => Some(machine),
                Struck::Process(copy) => match self.model.seat(copy) {
                    Some(Seat::Machine(machine)) => Some(machine),
                    Some(Seat::Place(_)) | None => None,
                },
                // What is equal stands in the same place and is lost with it.
                Struck::Place(_)
                | Struck::Managed(_)
                | Struck::Store(_)
                | Struck::Slot(_)
                | Struck::Belief { .. } => None,
            };
            let is_uncounted = |it: &MachineId| self.model.uncounted.contains_key(it);
            let Some(machine) = machine.filter(is_uncounted) else { continue };
            let doubt = Doubt::Count(first_uncounted(self.model, machine));
            if !outcome.doubts.contains(&doubt) {
                outcome.doubts.push(doubt);
            }
            forget_best(outcome);
        }
    }

    /// The concrete history of these draws.
    pub fn replay(&self, fault: &Fault, witness: &Witness) -> History {
        self.run(Faults::one(fault), witness.choices.clone(), &Chance::Given(witness), false)
    }

    /// As [`Unfolding::replay`], with the copies that are away after each event.
    pub fn watch(&self, fault: &Fault, witness: &Witness) -> History {
        let world = self.world(Faults::one(fault), witness.choices.clone());
        let chance = Chance::Given(witness);
        run(&StateCache::new(&world), &chance, false, Tells::Sights, &self.limits).history
    }

    /// The concrete history of these draws under two faults.
    pub fn replay_pair(&self, first: &Fault, second: &Fault, witness: &Witness) -> History {
        let struck = match (self.is_struck(first), self.is_struck(second)) {
            (true, true) => Faults::both(first, second),
            (false, true) => Faults::one(second),
            _ => Faults::one(first),
        };
        self.run(struck, witness.choices.clone(), &Chance::Given(witness), false)
    }

    /// Number `number` of a stratified sample of `of` plain histories; with `fluid` callers follow a
    /// changed name one after the other, else all at one date.
    pub fn sample(&self, fault: &Fault, number: u32, of: u32, fluid: bool) -> History {
        self.run(Faults::one(fault), BTreeMap::new(), &Chance::Sample { run: number, of }, fluid)
    }

    /// The history of these draws, ties included, to try every one of a grid: what is not given is
    /// the least of its range, and [`History::draws`] tells what could have been given.
    pub fn on_grid(&self, fault: &Fault, draws: &BTreeMap<DrawId, Nanos>) -> History {
        self.run(Faults::one(fault), BTreeMap::new(), &Chance::Grid(draws), false)
    }

    fn run(
        &self,
        faults: Faults<'_>,
        choices: BTreeMap<Choice, usize>,
        chance: &Chance<'_>,
        fluid: bool,
    ) -> History {
        let world = self.world(faults, choices);
        run(&StateCache::new(&world), chance, fluid, Tells::Events, &self.limits).history
    }

    pub(crate) fn world<'s>(
        &'s self,
        faults: Faults<'_>,
        choices: BTreeMap<Choice, usize>,
    ) -> World<'s> {
        World::new(self.model, &self.journey, self.caller, &self.slice, faults, choices)
    }

    fn outcome_of(&self, world: &World<'_>) -> Outcome {
        let book = StateCache::new(world);
        let explored = followed(&book, self.limits);
        let runs = self.runs(&book, &explored);
        let (out, gap, caller) = self.typical(&runs, explored.races);
        let stake = match self.caller {
            Caller::Writers(_) => Stake::Data(loss::loss(&book, &explored, &runs, &self.limits)),
            Caller::Journey(_) | Caller::Workers(_) => Stake::Work(None),
        };
        let worst = explored.ends.iter().max_by_key(|end| rank(end));
        let best = explored.ends.iter().min_by_key(|end| (end.sums.out.0, end.back));
        let witness = worst.and_then(|end| {
            crate::witness::attaining(&book, &explored, &end.path, Aim::Out, &self.limits)
        });
        let mut doubts = in_order(&world.ledger.borrow().doubts, world.model);
        doubts.extend(doubts_of(&book, &explored, worst));
        let out = figure(&explored, |end| end.sums.out, out);
        Outcome {
            lowest: explored.ends.iter().map(|end| end.sums.lowest).fold(Ratio::ONE, Ratio::min),
            gap: figure(&explored, |end| end.sums.gap, gap),
            caller: figure(&explored, |end| end.sums.caller, caller),
            back: worst.map_or(Recovery::Never, |end| end.back),
            back_best: best.map_or(Recovery::Never, |end| end.back),
            doubts,
            coarse: explored.coarse,
            assumptions: world.ledger.borrow().assumptions.clone(),
            witness,
            classes: explored.classes,
            open_ways: None,
            touched: true,
            stake,
            out,
        }
    }

    /// The plain histories that typical figures rest on: one in the middle of every draw, or a
    /// sample.
    fn runs(&self, book: &StateCache<'_, '_>, explored: &Explored) -> Vec<Run> {
        // Beside bounds that a limit left open, no mean means anything.
        if self.limits.runs == 0 || explored.limit.is_some() {
            return Vec::new();
        }
        if !explored.races && !loss::is_mixed(explored) {
            return vec![run(book, &Chance::Middle, true, Tells::Nothing, &self.limits)];
        }
        let mut of = sample_size(self.limits.runs, book.rules.len());
        let sample = |number, of| {
            run(book, &Chance::Sample { run: number, of }, true, Tells::Nothing, &self.limits)
        };
        // Runs that go up and down for ever are as long as a run may be; and beside a wait of which
        // no distribution is known there is no mean that more runs would sharpen.
        if explored.ends.iter().any(|end| end.back == Recovery::Flaps) || sample(0, of).shapeless {
            of = of.min(FEW_RUNS);
        }
        (0..of).map(|number| sample(number, of)).collect()
    }

    /// Total, longest gap and caller seconds to expect.
    fn typical(&self, runs: &[Run], races: bool) -> (Typical, Typical, Typical) {
        if let ([Run { history, mixed, shapeless }], false) = (runs, races) {
            let exact = |value: Nanos| match value {
                _ if *mixed || (*shapeless && value < FOREVER) => Typical::Unknown,
                FOREVER => Typical::Endless { endless: 1, of: 1 },
                value => Typical::Exact(value),
            };
            return (exact(history.out), exact(history.gap), exact(history.caller));
        }
        let mixed = runs.iter().any(|run| run.mixed || run.shapeless);
        let mean = |value: fn(&History) -> Nanos| mean(runs, mixed, value);
        (mean(|it| it.out), mean(|it| it.gap), mean(|it| it.caller))
    }
}

/// Those who call a part as a journey of their own.
pub(crate) fn writing(name: &str, part: PartId, tolerates: Ratio) -> Journey {
    Journey {
        name: name.to_string(),
        from: None,
        enters: Needed::One(part),
        rate: None,
        tolerates: Fact::Stated(tolerates, None),
        answers_in: None,
        ends: Vec::new(),
        done_within: None,
        promise: Promise::default(),
        inferred: None,
        span: None,
    }
}

fn routers_to(model: &Model, part: PartId) -> Vec<PartId> {
    let leads = |router: &Router| router.members.iter().any(|it| it.copy.part == part);
    let routers = model.parts().filter(|(_, it)| match &it.kind {
        Kind::Router(router) => leads(router),
        Kind::Server | Kind::Database(_) | Kind::People(_) => false,
    });
    routers.map(|(id, _)| id).collect()
}

/// Rules that a sample may look at, over all its runs.
const SAMPLED_RULES: usize = 1 << 19;

/// Runs that tell enough where a mean cannot be had, or costs too much.
const FEW_RUNS: u32 = 32;

/// How many runs a sample has: fewer in a large world, never below 32.
fn sample_size(runs: u32, rules: usize) -> u32 {
    let most = u32::try_from(SAMPLED_RULES / rules.max(1)).unwrap_or(u32::MAX);
    runs.min(most.max(32).next_power_of_two() / 2).max(1)
}

fn mean(runs: &[Run], mixed: bool, value: impl Fn(&History) -> Nanos) -> Typical {
    let values: Vec<Nanos> = runs.iter().map(|run| value(&run.history)).collect();
    let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    let endless = values.iter().filter(|value| **value == FOREVER).count();
    if endless > 0 {
        return Typical::Endless { endless: count(endless), of: count(values.len()) };
    }
    if mixed || values.is_empty() {
        return Typical::Unknown;
    }
    let total: i128 = values.iter().map(|value| i128::from(*value)).sum();
    let mean = total / i128::try_from(values.len()).unwrap_or(1);
    Typical::Sampled(Nanos::try_from(mean).unwrap_or(FOREVER))
}

/// Follows every history of a world; where too many orders of events make that impossible, it is
/// followed without dates.
fn followed(book: &StateCache<'_, '_>, limits: Limits) -> Explored {
    let found = explore(book, limits);
    if found.limit.is_none() || limits.unseen != Unseen::WhenNeeded {
        return found;
    }
    cones::explored(book, &limits, found.classes).unwrap_or(found)
}

/// The worst history has the longest outage; among equals the one that comes back hardest.
fn rank(end: &End) -> (Nanos, Recovery, Nanos, Nanos) {
    (end.sums.out.1, end.back, end.sums.caller.1, end.sums.out.0)
}

fn figure(explored: &Explored, of: impl Fn(&End) -> Bounds, typical: Typical) -> Figure {
    if explored.limit.is_some() {
        // What was not followed may be shorter or longer than all that was.
        return Figure { best: 0, typical, worst: FOREVER };
    }
    let best = explored.ends.iter().map(|end| of(end).0).min().unwrap_or(0);
    let worst = explored.ends.iter().map(|end| of(end).1).max().unwrap_or(FOREVER);
    // A figure that is the same in every history needs no distribution.
    let typical = if best == worst && worst < FOREVER { Typical::Exact(worst) } else { typical };
    Figure { best, typical, worst }
}

fn doubts_of(book: &StateCache<'_, '_>, explored: &Explored, worst: Option<&End>) -> Vec<Doubt> {
    let mut doubts: Vec<Doubt> = explored.limit.map(Doubt::Ceiling).into_iter().collect();
    if let Some(rule) = unknown_wait(explored, worst).and_then(|rule| book.rule(rule)) {
        doubts.push(Doubt::Wait(rule.event(book.world, &book.world.initial)));
    }
    doubts
}

/// The wait that makes an outage without a bound though nobody stated how long it is: in the worst
/// history, unless another is without a bound whatever that wait is. That the fault may last is no
/// proof where it ends the outage only together with what is not known.
fn unknown_wait(explored: &Explored, worst: Option<&End>) -> Option<usize> {
    let endless = |end: &&End| end.sums.out.1 == FOREVER;
    let proven = explored.ends.iter().filter(endless).any(|end| end.sums.unknown.is_none());
    if proven { None } else { worst.filter(endless).and_then(|end| end.sums.unknown) }
}

/// What hangs on behaviours that are left open; nothing where they make no difference to the worst.
fn open_ways(tried: &[(Outcome, BTreeMap<Choice, usize>)], model: &Model) -> Option<OpenWays> {
    let worst = || tried.iter().map(|(outcome, _)| outcome.worst());
    let (mildest, hardest) = (worst().min()?, worst().max()?);
    let mut choices: Vec<Choice> =
        tried.iter().flat_map(|(_, choices)| choices.keys().copied()).collect();
    choices.sort_by_cached_key(|choice| choice.text(model));
    choices.dedup();
    (mildest < hardest).then_some(OpenWays { mildest, choices })
}

/// Two behaviours that are both possible: the hull of both.
fn either(a: Outcome, b: Outcome) -> Outcome {
    let both = |a: Figure, b: Figure| Figure {
        best: a.best.min(b.best),
        typical: if a.typical == b.typical { a.typical } else { Typical::Unknown },
        worst: a.worst.max(b.worst),
    };
    let b_is_worse = (b.out.worst, b.back) > (a.out.worst, a.back);
    let mut doubts = a.doubts;
    doubts.extend(b.doubts.into_iter().filter(|doubt| !doubts.contains(doubt)).collect::<Vec<_>>());
    Outcome {
        lowest: a.lowest.min(b.lowest),
        out: both(a.out, b.out),
        gap: both(a.gap, b.gap),
        caller: both(a.caller, b.caller),
        back: a.back.max(b.back),
        back_best: a.back_best.min(b.back_best),
        doubts,
        coarse: a.coarse || b.coarse,
        assumptions: a.assumptions.union(&b.assumptions).copied().collect(),
        witness: if b_is_worse { b.witness } else { a.witness },
        classes: a.classes + b.classes,
        open_ways: None,
        touched: true,
        stake: either_stake(a.stake, b.stake),
    }
}

/// Either of two: both are of the same journey or store.
fn either_stake(a: Stake, b: Stake) -> Stake {
    match (a, b) {
        (Stake::Data(a), Stake::Data(b)) => Stake::Data(loss::either(a, b)),
        (Stake::Work(a), Stake::Work(b)) => Stake::Work(a.or(b)),
        (Stake::Data(_), Stake::Work(_)) | (Stake::Work(_), Stake::Data(_)) => {
            unreachable!("a journey is no store")
        }
    }
}

/// What is not known behind the parts of a slice.
fn unseen(model: &Model, slice: &Slice) -> Vec<Doubt> {
    let in_slice = model.unseen.keys().filter(|part| slice.parts.contains(part));
    in_slice.map(|part| Doubt::Behind(*part)).collect()
}

/// The machines of a slice of which it is not known from which others they are kept apart, one for
/// all of a block of which that is not known for the same reason.
fn unsure_apart(model: &Model, slice: &Slice) -> Vec<Doubt> {
    let mut known = BTreeSet::new();
    let in_slice = model.unsure_apart.iter().filter(|(it, _)| slice.machines.contains(it));
    let first = in_slice.filter(|(it, why)| known.insert((&model.machine(**it).block, *why)));
    first.map(|(machine, _)| Doubt::Apart(*machine)).collect()
}

/// The first machine of the same block of which for the same reason it is not known how many it
/// stands for.
fn first_uncounted(model: &Model, machine: MachineId) -> MachineId {
    let of = |it: &MachineId| (&model.machine(*it).block, model.uncounted.get(it));
    let mut uncounted = model.uncounted.keys().copied();
    uncounted.find(|other| of(other) == of(&machine)).unwrap_or(machine)
}

/// At best nothing is out: something that is not known goes on serving.
fn forget_best(outcome: &mut Outcome) {
    outcome.out.best = 0;
    outcome.gap.best = 0;
    outcome.caller.best = 0;
}
