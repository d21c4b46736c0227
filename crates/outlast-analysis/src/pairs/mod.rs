//! Two faults: the second strikes at any moment from the first one on, also in the degraded state
//! that the first leaves behind.
//!
//! Every two classes of faults come first, then pairs in order of how likely they are, until a budget
//! is used up: how many there are and how many were checked is said. Only pairs are told that do what neither fault does alone.
//! Left out is only what is proved: a fault that does nothing to a journey or store adds nothing, a
//! second fault within the first adds nothing, and pairs that are equal under a symmetry are one.

mod order;
#[cfg(test)]
mod tests;
mod worse;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use outlast_findings::Verdict;
use outlast_model::{Fault, Model, Nanos};
use outlast_sim::Outcome;

use crate::limits::{Limits, Progress};
use crate::subject::Subject;
use crate::survive::{Pledge, Survival, badness, pair_pledges, shown, witness, worst_verdict};
use crate::symmetry::Symmetry;
use order::Candidate;
pub use worse::Worse;

/// Two faults that together do what neither does alone.
#[derive(Debug, Clone)]
pub struct Pair {
    /// The journey or store.
    pub subject: Subject,
    /// The first fault, by the name that `outlast why` takes.
    pub first: String,
    /// What the first one is, in a few words.
    pub first_what: String,
    /// The second fault, by name.
    pub second: String,
    /// What the second one is, in a few words.
    pub second_what: String,
    /// What both together do that neither does alone.
    pub worse: Worse,
    /// What both together do, over every history.
    pub outcome: Rc<Outcome>,
    /// How many pairs do the same to it, this one included.
    pub alike: usize,
    /// How likely it is, to compare with others alone.
    likely: i128,
}

impl Pair {
    /// The worst of a journey or store come first, then the likeliest.
    pub fn rank(&self) -> impl Ord + use<> {
        Reverse((self.worse, badness(self.subject, &self.outcome)))
    }
}

/// What is known of two faults at once.
#[derive(Debug, Clone)]
pub struct Pairs {
    /// Ordered pairs of faults that both touch the same journey or store.
    pub all: usize,
    /// How many of them were checked, or proved to add nothing.
    pub checked: usize,
    /// Two classes of faults, in their order, of which some pair is to be checked.
    pub classes: usize,
    /// How many of those had their likeliest pair checked.
    pub classes_checked: usize,
    /// Pairs that do what neither fault does alone: for each journey and store the likeliest of
    /// each kind.
    pub found: Vec<Pair>,
    /// The verdict on what was promised for pairs, by subject; only where a promise names them.
    pub verdicts: BTreeMap<Subject, Verdict>,
}

impl Pairs {
    /// None was counted and none checked.
    const fn none() -> Self {
        Self {
            all: 0,
            checked: 0,
            classes: 0,
            classes_checked: 0,
            found: Vec::new(),
            verdicts: BTreeMap::new(),
        }
    }
}

/// Checks pairs of faults within the budget; none is counted where none may be checked.
pub(crate) fn pairs(
    model: &Model,
    survival: &Survival,
    limits: &Limits,
    progress: &mut dyn FnMut(Progress),
) -> Pairs {
    let mut pairs = Pairs::none();
    if limits.pairs == 0 {
        return pairs;
    }
    let symmetry = limits.orbits.then(|| Symmetry::of(model));
    let candidates = order::candidates(model, survival, symmetry.as_ref(), limits, &mut pairs);
    let mut quick = limits.unfolding;
    // Bounds decide; a pair that needs more than this is undecided, not waited for.
    quick.runs = 0;
    quick.classes = quick.classes.min(limits.pair_classes);
    let mut check = Check { model, survival, limits: quick, promised: promised(model, survival) };
    let classes = |upto: usize| {
        let classes = candidates.iter().take(upto).flat_map(|it| &it.classes);
        classes.collect::<BTreeSet<_>>().len()
    };
    pairs.classes = classes(candidates.len());
    let (mut budget, mut explored) = (limits.pair_budget, 0);
    for (at, candidate) in candidates.iter().enumerate() {
        if explored >= limits.pairs || budget == 0 {
            break;
        }
        progress(Progress { what: "pairs", done: at, of: candidates.len().min(limits.pairs) });
        explored += 1;
        pairs.checked += candidate.stands_for;
        let classes = check.judge(candidate, &mut pairs).max(1);
        budget = budget.saturating_sub(classes.saturating_mul(candidate.size));
    }
    pairs.classes_checked = classes(explored);
    pairs.found.sort_by_key(|pair| Reverse(pair.likely));
    if pairs.checked < pairs.all {
        // What was not checked is not proved.
        for verdict in pairs.verdicts.values_mut().filter(|it| **it == Verdict::Kept) {
            *verdict = Verdict::Undecided;
        }
    }
    pairs
}

/// What is promised for two faults at once, by subject.
fn promised(model: &Model, survival: &Survival) -> BTreeMap<Subject, Vec<Pledge>> {
    let mut promised = BTreeMap::new();
    for judged in &survival.cases {
        promised.entry(judged.subject).or_insert_with(|| pair_pledges(model, judged.subject));
    }
    promised.retain(|_, pledges| !pledges.is_empty());
    promised
}

struct Check<'a> {
    model: &'a Model,
    survival: &'a Survival,
    limits: outlast_sim::Limits,
    promised: BTreeMap<Subject, Vec<Pledge>>,
}

impl Check<'_> {
    /// Judges one pair; how many classes of histories it took.
    fn judge(&mut self, candidate: &Candidate<'_>, pairs: &mut Pairs) -> usize {
        let subject = candidate.first.subject;
        let faults = &self.survival.faults;
        let both = faults.get(candidate.first.fault).zip(faults.get(candidate.second.fault));
        let Some((first, second)) = both else { return 0 };
        let unfolding = subject.unfolding(self.model, self.limits);
        let outcome = unfolding.outcome_of_pair(first, second);
        let alone = (&*candidate.first.outcome, &*candidate.second.outcome);
        let pledges = self.promised.get(&subject);
        let wanted = pledges.is_some() || worse::may_be_worse(subject, &outcome, alone);
        let history = witness(subject, &outcome).filter(|_| wanted);
        let history = history.map(|it| unfolding.replay_pair(first, second, it));
        let classes = outcome.classes;
        if let Some(pledges) = pledges {
            let replayed: Option<Nanos> =
                history.as_ref().and_then(|history| shown(subject, history));
            let verdict = worst_verdict(pledges, &outcome, replayed);
            let worst = pairs.verdicts.entry(subject).or_insert(Verdict::Kept);
            *worst = verdict.max(*worst);
        }
        let worse = history.and_then(|history| worse::worse(subject, &outcome, &history, alone));
        if let Some(worse) = worse {
            keep(pairs, new(candidate, (first, second), worse, outcome));
        }
        classes
    }
}

fn new(
    candidate: &Candidate<'_>,
    (first, second): (&Fault, &Fault),
    worse: Worse,
    outcome: Outcome,
) -> Pair {
    Pair {
        subject: candidate.first.subject,
        first: first.name.clone(),
        first_what: first.what.clone(),
        second: second.name.clone(),
        second_what: second.what.clone(),
        worse,
        outcome: Rc::new(outcome),
        alike: candidate.stands_for,
        likely: candidate.likely,
    }
}

/// The likeliest pair of each kind stands for those that do the same to the same journey or store.
fn keep(pairs: &mut Pairs, pair: Pair) {
    let words = |it: &Pair| crate::words::outcome_words(&it.outcome);
    let same = |it: &&mut Pair| {
        it.subject == pair.subject && it.worse == pair.worse && words(it) == words(&pair)
    };
    match pairs.found.iter_mut().find(same) {
        Some(known) => {
            let alike = known.alike + pair.alike;
            if pair.likely > known.likely {
                *known = pair;
            }
            known.alike = alike;
        }
        None => pairs.found.push(pair),
    }
}
