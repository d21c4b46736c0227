//! What survives what: every single fault against every journey and every store.
//!
//! A fault that touches nothing of a journey's or store's slice is not unfolded. Of a fault only the effects
//! that reach the slice matter, so faults that agree on those share one outcome, and so do faults
//! that are equal under a symmetry of the model.

mod badness;
mod index;
mod verdict;
mod work;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use outlast_catalog::faults::{KINDS, Strikes};
use outlast_findings::Verdict;
use outlast_model::{Class, Fault, Lasting, Model, Nanos, Ratio};
use outlast_sim::{Ceiling, Doubt, History, Outcome, Recovery, Unfolding, Witness};

use crate::limits::{Limits, Progress};
use crate::subject::{Subject, subjects};
use crate::symmetry::{Key, Orbits, Symmetry};
pub(crate) use badness::{Badness, badness};
use index::Index;
pub(crate) use verdict::{
    Axis, Pledge, is_promised, pair_pledges, pledges, worst as worst_verdict,
};
pub(crate) use work::works;

/// What one journey or store does under one fault.
#[derive(Debug, Clone)]
pub struct Judged {
    /// The journey or store.
    pub subject: Subject,
    /// The fault, as an index of [`Survival::faults`].
    pub fault: usize,
    /// Those effects of the fault that reach it, in order.
    pub felt: Rc<[Lasting]>,
    /// What the fault does to it.
    pub outcome: Rc<Outcome>,
    /// What the replayed witness of the worst history shows, where there is one: how long a journey
    /// is out, or what a store loses.
    pub replayed: Option<Nanos>,
    /// Whether the promise is kept.
    pub verdict: Verdict,
}

/// Every single fault, and what each journey and store does under those that touch it.
#[derive(Debug, Clone, Default)]
pub struct Survival {
    /// All faults, in order of scope.
    pub faults: Vec<Fault>,
    /// Per class with faults: how many things can be struck where that is not the number of faults.
    pub at_most: BTreeMap<Class, usize>,
    /// Per class: limits that were reached, so that not every fault of it was judged.
    pub limits: BTreeMap<Class, Vec<String>>,
    /// What was taken for granted in leaving faults out.
    pub assumed: Vec<String>,
    /// Journeys and stores with the faults that touch them, by subject and then by fault.
    pub judged: Vec<Judged>,
    /// What is promised to whom, by class; nothing where there is no entry.
    pub(crate) promises: BTreeMap<(Subject, Class), Vec<Pledge>>,
    /// What each journey serves without any fault.
    pub healthy: Vec<Ratio>,
    /// How many unfoldings it took.
    pub unfoldings: usize,
}

impl Survival {
    /// What a journey or store does under a fault, if the fault touches it.
    pub fn judged(&self, subject: Subject, fault: usize) -> Option<&Judged> {
        let at = self.judged.binary_search_by_key(&(subject, fault), |it| (it.subject, it.fault));
        self.judged.get(at.ok()?)
    }

    /// What a journey or store does under every fault that touches it, in their order.
    pub(crate) fn of(&self, subject: Subject) -> &[Judged] {
        let from = self.judged.partition_point(|it| it.subject < subject);
        let to = self.judged.partition_point(|it| it.subject <= subject);
        self.judged.get(from..to).unwrap_or_default()
    }

    /// What a journey or store does under those of these faults that touch it; they are in order.
    pub(crate) fn judged_of<'a>(
        &'a self,
        subject: Subject,
        faults: &'a [usize],
    ) -> impl Iterator<Item = &'a Judged> {
        // What touches it is often much less than all faults of a class.
        let (first, last) = (faults.first().copied(), faults.last().copied());
        let from =
            self.judged.partition_point(|it| (it.subject, Some(it.fault)) < (subject, first));
        let to = self.judged.partition_point(|it| (it.subject, Some(it.fault)) <= (subject, last));
        let judged = self.judged.get(from..to).unwrap_or_default();
        judged.iter().filter(|it| faults.binary_search(&it.fault).is_ok())
    }

    /// What is promised to a journey or store for a class of faults.
    pub(crate) fn pledges(&self, subject: Subject, class: Class) -> &[Pledge] {
        self.promises.get(&(subject, class)).map_or(&[], Vec::as_slice)
    }
}

/// Every single fault that can strike a model, in order of scope; the limits of enumerating them
/// are those of the kinds.
pub fn faults(model: &Model) -> Vec<Fault> {
    enumerate(model).faults
}

fn enumerate(model: &Model) -> Survival {
    let mut survival = Survival::default();
    for kind in KINDS {
        let Strikes { faults, at_most, limits, assumed } = kind.every(model);
        survival.at_most.extend(at_most.map(|most| (kind.class, most)));
        if !limits.is_empty() {
            survival.limits.insert(kind.class, limits);
        }
        survival.assumed.extend(assumed);
        survival.faults.extend(faults);
    }
    survival
}

/// Judges every single fault.
pub(crate) fn survive(
    model: &Model,
    limits: &Limits,
    progress: &mut dyn FnMut(Progress),
) -> Survival {
    let mut survival = enumerate(model);
    let symmetry = limits.orbits.then(|| Symmetry::of(model));
    let subjects = subjects(model);
    let classes: BTreeSet<Class> = survival.faults.iter().map(|fault| fault.class).collect();
    for (subject, class) in subjects.iter().flat_map(|it| classes.iter().map(move |at| (*it, *at)))
    {
        let pledges = pledges(model, subject, class);
        if !pledges.is_empty() {
            survival.promises.insert((subject, class), pledges);
        }
    }
    let index = Index::of(&survival.faults);
    for (at, subject) in subjects.iter().enumerate() {
        progress(Progress { what: "journeys and stores", done: at, of: subjects.len() });
        judge_subject(model, *subject, limits, (symmetry.as_ref(), &index), &mut survival);
    }
    survival
}

/// What is known of an outcome: itself and what the replay of its witness showed.
type Known = (Rc<Outcome>, Option<Nanos>);

fn judge_subject(
    model: &Model,
    subject: Subject,
    limits: &Limits,
    (symmetry, index): (Option<&Symmetry>, &Index),
    survival: &mut Survival,
) {
    let unfolding = subject.unfolding(model, limits.unfolding);
    if subject.journey().is_some() {
        survival.healthy.push(unfolding.healthy());
    }
    // How available a journey is hangs on every fault.
    let is_available = subject.journey().map(|id| model.journey(id));
    let is_available = is_available.is_some_and(|it| it.promise.availability.is_some());
    let every = limits.unpromised || is_available;
    let mut known: BTreeMap<Key, Known> = BTreeMap::new();
    let mut orbits: Orbits<Known> = Orbits::new();
    let mut judged = Vec::new();
    let mut felt = index.felt(&survival.faults, &unfolding.depends_on());
    // What is not known may be struck by faults that strike nothing of what is.
    for (at, fault) in survival.faults.iter().enumerate() {
        if unfolding.may_be_struck(fault) {
            felt.entry(at).or_default();
        }
    }
    for (at, effects) in felt {
        let Some(fault) = survival.faults.get(at) else { continue };
        if !every && survival.pledges(subject, fault.class).is_empty() {
            continue;
        }
        let mut key = (fault.during, effects.clone());
        key.1.sort_unstable();
        let felt: Rc<[Lasting]> = key.1.as_slice().into();
        let (outcome, replayed) = match known.get(&key) {
            Some(known) => known.clone(),
            None if survival.unfoldings >= limits.unfoldings => (Rc::new(too_many(limits)), None),
            None => {
                let equal = symmetry.and_then(|symmetry| orbits.find(symmetry, &key));
                let found = equal.unwrap_or_else(|| {
                    survival.unfoldings += 1;
                    let found = unfold(&unfolding, subject, &Fault { effects, ..named(fault) });
                    if let Some(symmetry) = symmetry {
                        orbits.keep(symmetry, &key, found.clone());
                    }
                    found
                });
                known.insert(key, found.clone());
                found
            }
        };
        let pledges = survival.pledges(subject, fault.class);
        let verdict = verdict::worst(pledges, &outcome, replayed);
        judged.push(Judged { subject, fault: at, felt, outcome, replayed, verdict });
    }
    survival.judged.extend(judged);
}

/// The fault without its effects.
fn named(fault: &Fault) -> Fault {
    Fault {
        name: fault.name.clone(),
        class: fault.class,
        what: fault.what.clone(),
        rate: fault.rate.clone(),
        effects: Vec::new(),
        during: fault.during,
    }
}

fn unfold(unfolding: &Unfolding<'_>, subject: Subject, fault: &Fault) -> Known {
    let outcome = unfolding.outcome(fault);
    let replayed = witness(subject, &outcome)
        .and_then(|witness| shown(subject, &unfolding.replay(fault, witness)));
    (Rc::new(outcome), replayed)
}

/// The history that comes nearest to the worst: the longest outage of a journey, the greatest loss
/// of a store. None when nothing happens to it.
pub(crate) fn witness(subject: Subject, outcome: &Outcome) -> Option<&Witness> {
    match subject {
        Subject::Journey(_) => outcome.witness.as_ref().filter(|_| !outcome.out.is_zero()),
        Subject::Store(_) => outcome.loss.as_ref()?.witness.as_ref(),
    }
}

/// What a history shows of a subject: how long a journey is out, what a store loses.
pub(crate) const fn shown(subject: Subject, history: &History) -> Option<Nanos> {
    match subject {
        Subject::Journey(_) => Some(history.out),
        Subject::Store(_) => history.lost,
    }
}

fn too_many(limits: &Limits) -> Outcome {
    let doubt = Doubt::Ceiling(Ceiling::Unfoldings(limits.unfoldings));
    Outcome { doubts: vec![doubt], touched: true, back: Recovery::Never, ..Outcome::holds() }
}
