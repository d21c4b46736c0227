//! One journey under one fault: explore, find the witness, replay it, and add the typical figures.

use std::collections::BTreeMap;

use outlast_model::{FOREVER, Fault, Journey, JourneyId, Model, Nanos, Ratio, Seat, Struck};

use crate::book::Book;
use crate::explore::{Bounds, End, Explored, explore};
use crate::outcome::{Back, Figure, History, Limits, Outcome, Typical, Witness};
use crate::plain::{Chance, Run, run};
use crate::slice::Slice;
use crate::world::World;

/// How many behaviours that are left open are followed together, each with two ways.
const CHOICES: usize = 4;

/// Judges one journey under many faults: the slice of the model is taken once.
pub struct Unfolding<'a> {
    model: &'a Model,
    journey: Option<&'a Journey>,
    slice: Slice,
    limits: Limits,
}

impl<'a> Unfolding<'a> {
    /// Prepares a journey of a model. An unknown journey depends on nothing.
    pub fn new(model: &'a Model, journey: JourneyId, limits: Limits) -> Self {
        let journey = model.journeys.get(journey.0 as usize);
        let slice = journey.map_or_else(Slice::default, |journey| Slice::of(model, journey));
        Self { model, journey, slice, limits }
    }

    /// Whether the fault touches anything that the journey depends on.
    pub fn touches(&self, fault: &Fault) -> bool {
        self.slice.touched_by(self.model, fault)
    }

    /// What is served without any fault: below 1 is a defect.
    pub fn healthy(&self) -> Ratio {
        let Some(world) = self.world(None, BTreeMap::new()) else { return Ratio::ONE };
        Book::new(&world).start().share
    }

    /// What is served in the first instant of a fault.
    pub fn struck(&self, fault: &Fault) -> Ratio {
        let Some(world) = self.world(Some(fault), BTreeMap::new()) else { return Ratio::ONE };
        Book::new(&world).start().share
    }

    /// What the fault does to the journey, in every history.
    pub fn outcome(&self, fault: &Fault) -> Outcome {
        if !self.touches(fault) {
            return Outcome::holds();
        }
        let mut tried: Vec<(Outcome, BTreeMap<String, usize>)> = Vec::new();
        let mut open = vec![BTreeMap::new()];
        while let Some(choices) = open.pop() {
            let Some(world) = self.world(Some(fault), choices.clone()) else { break };
            let outcome = self.outcome_of(&world);
            let ledger = world.ledger.borrow();
            for name in ledger.choices.iter().take(CHOICES) {
                let mut other = choices.clone();
                let known = other.insert(name.clone(), 1).is_some();
                if !known
                    && !open.contains(&other)
                    && !tried.iter().any(|(_, choices)| *choices == other)
                {
                    open.push(other);
                }
            }
            let too_many = ledger.choices.len() > CHOICES;
            drop(ledger);
            tried.push((outcome, choices));
            if too_many && let Some((outcome, _)) = tried.last_mut() {
                outcome.doubts.push(format!("more than {CHOICES} behaviours are left open"));
            }
        }
        let all = tried.into_iter().map(|(outcome, _)| outcome);
        let mut outcome = all.reduce(either).unwrap_or_else(Outcome::holds);
        self.doubt_counts(fault, &mut outcome);
        outcome
    }

    /// A machine that stands for an unknown number of equal ones: others may serve when it is lost.
    fn doubt_counts(&self, fault: &Fault, outcome: &mut Outcome) {
        for effect in &fault.effects {
            let machine = match effect.struck {
                Struck::Machine(machine) => Some(machine),
                Struck::Process(copy) => match self.model.seat(copy) {
                    Some(Seat::Machine(machine)) => Some(machine),
                    _ => None,
                },
                _ => None,
            };
            let Some((machine, why)) =
                machine.and_then(|it| self.model.uncounted.get_key_value(&it))
            else {
                continue;
            };
            let address = self.model.machine(*machine).map_or("", |it| it.block.as_str());
            let doubt = format!("how many `{address}` there are: {why}");
            if !outcome.doubts.contains(&doubt) {
                outcome.doubts.push(doubt);
            }
            outcome.out.best = 0;
            outcome.gap.best = 0;
            outcome.caller.best = 0;
        }
    }

    /// The concrete history of these draws.
    pub fn replay(&self, fault: &Fault, witness: &Witness) -> History {
        self.run(fault, witness.choices.clone(), &Chance::Named(witness), false)
    }

    /// Number `number` of a stratified sample of `of` plain histories; with `fluid` callers follow a
    /// changed name one after the other, else all at one date.
    pub fn sample(&self, fault: &Fault, number: u32, of: u32, fluid: bool) -> History {
        self.run(fault, BTreeMap::new(), &Chance::Sample { run: number, of }, fluid)
    }

    /// The history of these draws, ties included, to try every one of a grid: what is not named is
    /// the least of its range, and [`History::draws`] tells what could have been named.
    pub fn on_grid(&self, fault: &Fault, draws: &BTreeMap<String, Nanos>) -> History {
        self.run(fault, BTreeMap::new(), &Chance::Grid(draws), false)
    }

    fn run(
        &self,
        fault: &Fault,
        choices: BTreeMap<String, usize>,
        chance: &Chance<'_>,
        fluid: bool,
    ) -> History {
        let Some(world) = self.world(Some(fault), choices) else { return History::nothing() };
        run(&Book::new(&world), chance, fluid, true, &self.limits).history
    }

    fn world(&self, fault: Option<&Fault>, choices: BTreeMap<String, usize>) -> Option<World<'a>> {
        let journey = self.journey?;
        Some(World::new(self.model, (journey, None), &self.slice, (fault, None), choices))
    }

    fn outcome_of(&self, world: &World<'_>) -> Outcome {
        let book = Book::new(world);
        let explored = explore(&book, self.limits);
        let (out, gap, caller) = self.typical(&book, explored.races);
        let worst = explored.ends.iter().max_by_key(|end| rank(end));
        let best = explored.ends.iter().min_by_key(|end| (end.sums.out.0, end.back));
        let witness = worst.and_then(|end| crate::witness::witness(&book, &end.path));
        let mut doubts: Vec<String> = world.ledger.borrow().doubts.iter().cloned().collect();
        doubts.extend(doubts_of(&book, &explored, worst));
        let out = figure(&explored, |end| end.sums.out, out);
        Outcome {
            lowest: explored.ends.iter().map(|end| end.sums.lowest).fold(Ratio::ONE, Ratio::min),
            gap: figure(&explored, |end| end.sums.gap, gap),
            caller: figure(&explored, |end| end.sums.caller, caller),
            back: worst.map_or(Back::Never, |end| end.back),
            back_best: best.map_or(Back::Never, |end| end.back),
            doubts,
            coarse: explored.coarse,
            assumptions: world.ledger.borrow().assumptions.clone(),
            witness,
            classes: explored.classes,
            touched: true,
            loss: None,
            undone: None,
            out,
        }
    }

    /// Total, longest gap and caller seconds to expect.
    fn typical(&self, book: &Book<'_, '_>, races: bool) -> (Typical, Typical, Typical) {
        if self.limits.runs == 0 {
            return (Typical::Unknown, Typical::Unknown, Typical::Unknown);
        }
        if !races {
            let Run { history, mixed, shapeless } =
                run(book, &Chance::Middle, true, false, &self.limits);
            let exact = |value: Nanos| match value {
                _ if mixed || (shapeless && value < FOREVER) => Typical::Unknown,
                FOREVER => Typical::Endless { endless: 1, of: 1 },
                value => Typical::Exact(value),
            };
            return (exact(history.out), exact(history.gap), exact(history.caller));
        }
        let of = sample_size(self.limits.runs, book.rules.len());
        let runs: Vec<Run> = (0..of)
            .map(|number| run(book, &Chance::Sample { run: number, of }, true, false, &self.limits))
            .collect();
        let mixed = runs.iter().any(|run| run.mixed || run.shapeless);
        let mean = |value: fn(&History) -> Nanos| mean(&runs, mixed, value);
        (mean(|it| it.out), mean(|it| it.gap), mean(|it| it.caller))
    }
}

/// Rules that a sample may look at, over all its runs.
const SAMPLED_RULES: usize = 1 << 19;

/// How many runs a sample has: fewer in a large world, never below 32.
fn sample_size(runs: u32, rules: usize) -> u32 {
    let most = u32::try_from(SAMPLED_RULES / rules.max(1)).unwrap_or(u32::MAX);
    runs.min(most.max(32).next_power_of_two() / 2).max(1)
}

fn mean(runs: &[Run], mixed: bool, value: fn(&History) -> Nanos) -> Typical {
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

/// The worst history has the longest outage; among equals the one that comes back hardest.
fn rank(end: &End) -> (Nanos, Back, Nanos, Nanos) {
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

fn doubts_of(book: &Book<'_, '_>, explored: &Explored, worst: Option<&End>) -> Vec<String> {
    let mut doubts = Vec::new();
    if let Some(limit) = &explored.limit {
        doubts.push(format!("the limit of {limit} was reached"));
    }
    let unknown = worst.filter(|end| end.sums.out.1 == FOREVER && end.back == Back::ByItself);
    if let Some(rule) = unknown.and_then(|end| end.sums.unknown).and_then(|rule| book.rule(rule)) {
        let what = rule.tell(book.world, &book.world.initial);
        doubts.push(format!("how long it takes until {what}"));
    }
    doubts
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
        touched: true,
        loss: a.loss.or(b.loss),
        undone: a.undone.or(b.undone),
    }
}
