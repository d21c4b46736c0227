//! Which pairs are checked, and in which order: how often both happen, times how long the first one
//! is being handled; ties by name.
//!
//! Faults that share an outcome by symmetry are tried once as the first one. After it only those
//! swaps are left that do not touch what it struck: seconds that such a swap turns into each other
//! are one.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use outlast_model::{
    CopyRef, DAY, Detect, Effect, FOREVER, Fault, Model, Nanos, PartId, SECOND, Seat, Slot, Struck,
};

use super::Pairs;
use crate::limits::Limits;
use crate::subject::Subject;
use crate::survive::{Judged, Survival};
use crate::symmetry::{Seconds, Symmetry};

/// A pair to check, and for how many ordered pairs of faults it stands.
pub(super) struct Candidate<'a> {
    pub(super) first: &'a Judged,
    pub(super) second: &'a Judged,
    pub(super) stands_for: usize,
    /// How large what is unfolded is, for the budget: a class of a small system costs 1.
    pub(super) size: usize,
}

/// A thing whose repair has no bound is away for this long, for the order alone.
const LONG: Nanos = 30 * DAY;

/// Events in so many years, for the order alone.
const YEARS: i64 = 1_000 * 365 * 24 * 60 * 60;

/// The pairs, the likeliest first. Counts all pairs, and those that are proved to add nothing.
pub(super) fn candidates<'a>(
    model: &Model,
    survival: &'a Survival,
    symmetry: Option<&Symmetry>,
    limits: &Limits,
    pairs: &mut Pairs,
) -> Vec<Candidate<'a>> {
    let weights = Weights::of(model, survival);
    let mut by_subject: BTreeMap<Subject, Vec<&Judged>> = BTreeMap::new();
    for judged in survival.judged.iter().filter(|it| may_pair(survival.faults.get(it.fault))) {
        by_subject.entry(judged.subject).or_default().push(judged);
    }
    let mut candidates = Vec::new();
    let mut room = limits.pairs.saturating_mul(ROOM);
    for touched in by_subject.values() {
        pairs.all += touched.len() * touched.len().saturating_sub(1);
        let mut groups: Vec<(&Judged, usize)> = Vec::new();
        let mut known: BTreeMap<*const outlast_sim::Outcome, usize> = BTreeMap::new();
        for judged in touched {
            let at = *known.entry(Rc::as_ptr(&judged.outcome)).or_insert(groups.len());
            match groups.get_mut(at) {
                Some((_, size)) => *size += 1,
                None => groups.push((judged, 1)),
            }
        }
        for (first, size) in groups {
            if room < touched.len() {
                break;
            }
            room -= touched.len();
            let with = (first, size);
            seconds(symmetry, with, touched, (&mut candidates, pairs));
        }
    }
    let likely = |it: &Candidate<'_>| weights.of_pair(it.first.fault, it.second.fault);
    candidates.sort_by_cached_key(|it| {
        (Reverse(likely(it)), it.first.fault, it.second.fault, it.first.subject)
    });
    candidates
}

/// Faults that touch a small system.
const SMALL: usize = 40;

/// Pairs that are looked at for each that may be checked.
const ROOM: usize = 25;

/// Whether a fault is one of the two: a known state is a second thing already.
fn may_pair(fault: Option<&Fault>) -> bool {
    fault.is_some_and(|fault| fault.during.is_none())
}

/// What can follow one fault: each once.
fn seconds<'a>(
    symmetry: Option<&Symmetry>,
    (first, size): (&'a Judged, usize),
    touched: &[&'a Judged],
    (into, pairs): (&mut Vec<Candidate<'a>>, &mut Pairs),
) {
    let before = &*first.felt;
    let mut seconds = symmetry.map(|symmetry| Seconds::after(symmetry, before));
    let from = into.len();
    for second in touched.iter().filter(|it| it.fault != first.fault) {
        let after = &*second.felt;
        if within(after, before) {
            pairs.checked += size;
            continue;
        }
        let orbit = Rc::as_ptr(&second.outcome).addr();
        let known = seconds.as_mut().and_then(|it| it.find_or_keep(orbit, after, into.len()));
        match known {
            Some(at) if at >= from => {
                if let Some(known) = into.get_mut(at) {
                    known.stands_for += size;
                }
            }
            _ => {
                let large = 1 + touched.len() / SMALL;
                into.push(Candidate { first, second, stands_for: size, size: large });
            }
        }
    }
}

/// Whether every effect of the second is one of the first.
fn within(second: &[Effect], first: &[Effect]) -> bool {
    second.iter().all(|effect| first.contains(effect))
}

/// How likely a fault is, and how long it is being handled.
struct Weights(Vec<(i128, i128)>);

impl Weights {
    fn of(model: &Model, survival: &Survival) -> Self {
        let mut known: BTreeMap<PartId, Nanos> = BTreeMap::new();
        let mut on: BTreeMap<Seat, BTreeSet<PartId>> = BTreeMap::new();
        for (id, part) in model.parts() {
            known.insert(id, repaired_in(part));
            for copy in &part.copies {
                on.entry(copy.seat).or_default().insert(id);
            }
        }
        let mut longest: BTreeMap<usize, Nanos> = BTreeMap::new();
        for judged in &survival.judged {
            let out = longest.entry(judged.fault).or_insert(0);
            *out = (*out).max(judged.outcome.out.worst.min(LONG));
        }
        let weight = |(at, fault): (usize, &Fault)| {
            let rate = fault.rate.value().map_or(1, |rate| rate.of(YEARS).max(1));
            let struck = fault.effects.iter().flat_map(|it| parts_of(model, &on, it.struck));
            let repair = struck.filter_map(|part| known.get(&part).copied()).max().unwrap_or(0);
            let handled = longest.get(&at).copied().unwrap_or(0).max(repair).max(SECOND);
            (i128::from(rate), i128::from(handled / SECOND))
        };
        Self(survival.faults.iter().enumerate().map(weight).collect())
    }

    fn of_pair(&self, first: usize, second: usize) -> i128 {
        let (rate, handled) = self.0.get(first).copied().unwrap_or((1, 1));
        let (other, _) = self.0.get(second).copied().unwrap_or((1, 1));
        rate.saturating_mul(other).saturating_mul(handled)
    }
}

/// The longest that a copy of a part is away, as far as a repair has a bound.
fn repaired_in(part: &outlast_model::Part) -> Nanos {
    let bound = |way: &outlast_model::WayBack| {
        let noticed = match &way.detect {
            Detect::After(range) => range.value().map_or(FOREVER, |range| range.hi),
            _ => 0,
        };
        noticed.saturating_add(way.takes.value().map_or(FOREVER, |range| range.hi))
    };
    part.repairs.iter().map(bound).max().unwrap_or(LONG).min(LONG)
}

fn parts_of(model: &Model, on: &BTreeMap<Seat, BTreeSet<PartId>>, struck: Struck) -> Vec<PartId> {
    match struck {
        Struck::Process(CopyRef { part, .. })
        | Struck::Managed(part)
        | Struck::Belief { router: part, .. } => vec![part],
        Struck::Machine(machine) => {
            on.get(&Seat::Machine(machine)).into_iter().flatten().copied().collect()
        }
        Struck::Store(store) | Struck::Slot(Slot { store, .. }) => {
            model.store(store).map(|store| store.part).into_iter().collect()
        }
        // How long a place is away is said by the outage that it causes.
        Struck::Place(_) => Vec::new(),
    }
}
