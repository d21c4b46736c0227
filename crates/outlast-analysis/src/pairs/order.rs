//! Which pairs are checked, and in which order: of every two classes of faults the likeliest pair
//! comes first, then of every two classes for each journey and store, then the rest. How likely a
//! pair is follows from how often both happen, times how long the first one is being handled; ties
//! by name.
//!
//! Faults that share an outcome by symmetry are tried once as the first one. After it only those
//! swaps are left that do not touch what it struck: seconds that such a swap turns into each other
//! are one.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use outlast_model::{
    Class, CopyRef, DAY, Detect, FOREVER, Fault, Lasting, Model, Nanos, PartId, SECOND, Seat, Slot,
    Struck,
};

use super::Pairs;
use crate::limits::Limits;
use crate::subject::Subject;
use crate::survive::{Case, Survival};
use crate::symmetry::{Seconds, Symmetry};

/// A pair to check, and for how many ordered pairs of faults it stands.
pub(super) struct Candidate<'a> {
    pub(super) first: &'a Case,
    pub(super) second: &'a Case,
    pub(super) stands_for: usize,
    /// The classes of all pairs that it stands for.
    pub(super) classes: BTreeSet<Classes>,
    /// How large what is unfolded is, for the budget: a class of a small system costs 1.
    pub(super) size: usize,
    /// How likely it is, to compare with others alone.
    pub(super) likely: i128,
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
    let mut by_subject: BTreeMap<Subject, Vec<&Case>> = BTreeMap::new();
    for judged in survival.cases.iter().filter(|it| may_pair(survival.faults.get(it.fault))) {
        by_subject.entry(judged.subject).or_default().push(judged);
    }
    let mut candidates = Vec::new();
    let mut room = limits.pairs.saturating_mul(ROOM);
    for touched in by_subject.values() {
        pairs.all += touched.len() * touched.len().saturating_sub(1);
        let groups = groups(survival, touched);
        let looked_at = groups.len().min(room / touched.len().max(1));
        room -= looked_at * touched.len();
        let (near, far) = groups.split_at_checked(looked_at).unwrap_or((&groups, &[]));
        let from = candidates.len();
        let mut proved = BTreeSet::new();
        for first in near {
            let known = (&mut candidates, &mut *pairs);
            proved.extend(seconds((survival, &weights), symmetry, first, touched, known));
        }
        let known = candidates.iter().skip(from).flat_map(|it| &it.classes).copied();
        let known = known.chain(proved).collect();
        candidates.extend(of_missing_classes(survival, &weights, known, (far, touched)));
    }
    sort(&mut candidates);
    candidates
}

/// The classes of two faults.
pub(super) type Classes = (Option<Class>, Option<Class>);

/// Faults that share an outcome: tried once as the first one.
struct Group<'a> {
    first: &'a Case,
    size: usize,
    classes: BTreeSet<Option<Class>>,
}

fn class(survival: &Survival, judged: &Case) -> Option<Class> {
    survival.faults.get(judged.fault).map(|fault| fault.class)
}

fn groups<'a>(survival: &Survival, touched: &[&'a Case]) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut known: BTreeMap<*const outlast_sim::Outcome, usize> = BTreeMap::new();
    for judged in touched {
        let at = *known.entry(Rc::as_ptr(&judged.outcome)).or_insert(groups.len());
        let class = class(survival, judged);
        match groups.get_mut(at) {
            Some(group) => {
                group.size += 1;
                group.classes.insert(class);
            }
            None => groups.push(Group { first: judged, size: 1, classes: [class].into() }),
        }
    }
    groups
}

/// Where there are too many pairs to look at each: the likeliest pair of every two classes that are
/// not known yet, with one of these groups as the first.
fn of_missing_classes<'a>(
    survival: &Survival,
    weights: &Weights,
    mut known: BTreeSet<Classes>,
    (groups, touched): (&[Group<'a>], &[&'a Case]),
) -> Vec<Candidate<'a>> {
    let mut seconds: BTreeMap<Option<Class>, &'a Case> = BTreeMap::new();
    for judged in touched {
        let likeliest = seconds.entry(class(survival, judged)).or_insert(judged);
        if weights.of_one(judged.fault) > weights.of_one(likeliest.fault) {
            *likeliest = judged;
        }
    }
    let mut groups: Vec<&Group<'_>> = groups.iter().collect();
    groups.sort_by_key(|group| Reverse(weights.of_one(group.first.fault)));
    let mut found = Vec::new();
    for group in groups {
        for (other, second) in &seconds {
            let both: BTreeSet<Classes> = group.classes.iter().map(|one| (*one, *other)).collect();
            let adds = second.fault != group.first.fault
                && !adds_nothing(survival, second, group.first)
                && !both.is_subset(&known);
            if adds {
                known.extend(&both);
                let (first, second, size) = (group.first, *second, size(touched));
                found.push(Candidate {
                    first,
                    second,
                    stands_for: 1,
                    classes: both,
                    size,
                    likely: weights.of_pair(first.fault, second.fault),
                });
            }
        }
    }
    found
}

/// Puts the candidates into the order in which they are checked.
fn sort(candidates: &mut Vec<Candidate<'_>>) {
    candidates
        .sort_by_key(|it| (Reverse(it.likely), it.first.fault, it.second.fault, it.first.subject));
    let (mut anywhere, mut of_subject) = (BTreeSet::new(), BTreeSet::new());
    let mut turn = |it: &Candidate<'_>| {
        let subject = it.first.subject;
        let mut is_first = false;
        let mut is_first_of_it = false;
        for classes in &it.classes {
            is_first |= anywhere.insert((subject.store().is_some(), *classes));
            is_first_of_it |= of_subject.insert((subject, *classes));
        }
        (!is_first, !is_first_of_it)
    };
    let mut turns: Vec<((bool, bool), Candidate<'_>)> =
        std::mem::take(candidates).into_iter().map(|it| (turn(&it), it)).collect();
    // Within a turn the likeliest stay first.
    turns.sort_by_key(|(turn, _)| *turn);
    candidates.extend(turns.into_iter().map(|(_, candidate)| candidate));
}

/// Faults that touch a small system.
const SMALL: usize = 200;

/// How much a class of histories costs where so many faults touch a journey or store.
const fn size(touched: &[&Case]) -> usize {
    1 + touched.len() / SMALL
}

/// Pairs that are looked at for each that may be checked.
const ROOM: usize = 25;

/// Whether a fault is one of the two: a known state is a second thing already.
fn may_pair(fault: Option<&Fault>) -> bool {
    fault.is_some_and(|fault| fault.during.is_none())
}

/// What can follow one fault: each once. The classes of those that are proved to add nothing.
fn seconds<'a>(
    (survival, weights): (&Survival, &Weights),
    symmetry: Option<&Symmetry>,
    group: &Group<'a>,
    touched: &[&'a Case],
    (into, pairs): (&mut Vec<Candidate<'a>>, &mut Pairs),
) -> BTreeSet<Classes> {
    let (first, stands_for) = (group.first, group.size);
    let before = &*first.felt;
    let mut seconds = symmetry.map(|symmetry| Seconds::after(symmetry, before));
    let from = into.len();
    let mut proved = BTreeSet::new();
    for second in touched.iter().copied().filter(|it| it.fault != first.fault) {
        let after = &*second.felt;
        let other = class(survival, second);
        let classes = group.classes.iter().map(|one| (*one, other));
        if adds_nothing(survival, second, first) {
            pairs.checked += stands_for;
            proved.extend(classes);
            continue;
        }
        let orbit = Rc::as_ptr(&second.outcome).addr();
        let known = seconds.as_mut().and_then(|it| it.find_or_keep(orbit, after, into.len()));
        match known.filter(|at| *at >= from).and_then(|at| into.get_mut(at)) {
            Some(known) => {
                known.stands_for += stands_for;
                known.classes.extend(classes);
            }
            None => {
                let (classes, size) = (classes.collect(), size(touched));
                let likely = weights.of_pair(first.fault, second.fault);
                into.push(Candidate { first, second, stands_for, classes, size, likely });
            }
        }
    }
    proved
}

/// Whether the second fault does nothing that the first has not done.
fn adds_nothing(survival: &Survival, second: &Case, first: &Case) -> bool {
    let change = |it: &Case| survival.faults.get(it.fault).and_then(|fault| fault.change);
    change(second) == change(first) && within(&second.felt, &first.felt)
}

/// Whether every effect of the second is one of the first.
fn within(second: &[Lasting], first: &[Lasting]) -> bool {
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
        for judged in &survival.cases {
            let out = longest.entry(judged.fault).or_insert(0);
            *out = (*out).max(judged.outcome.out.worst.min(LONG));
        }
        let weight = |(at, fault): (usize, &Fault)| {
            let rate = fault.rate.value().map_or(1, |rate| rate.of(YEARS).max(1));
            let struck = fault.effects.iter().flat_map(|it| parts_of(model, &on, it.struck()));
            let repair = struck.filter_map(|part| known.get(&part).copied()).max().unwrap_or(0);
            let handled = longest.get(&at).copied().unwrap_or(0).max(repair).max(SECOND);
            (i128::from(rate), i128::from(handled / SECOND))
        };
        Self(survival.faults.iter().enumerate().map(weight).collect())
    }

    /// How often a fault happens, and how long it is being handled.
    fn of_one(&self, fault: usize) -> i128 {
        let (rate, handled) = self.0.get(fault).copied().unwrap_or((1, 1));
        rate.saturating_mul(handled)
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
            Detect::Check(_) | Detect::Adverts { .. } | Detect::Lease { .. } => 0,
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
            vec![model.store(store).part]
        }
        // How long a place is away is said by the outage that it causes.
        Struck::Place(_) => Vec::new(),
    }
}
