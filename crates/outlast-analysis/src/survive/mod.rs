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
use outlast_sim::{Ceiling, Doubt, History, Outcome, Recovery, Stake, Unfolding, Witness};

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
pub struct Case {
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
#[derive(Debug, Clone)]
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
    pub cases: Vec<Case>,
    /// What is promised to whom, by class; nothing where there is no entry.
    pub(crate) promises: Pledges,
    /// What each journey serves without any fault.
    pub healthy: Vec<Ratio>,
    /// How many unfoldings it took.
    pub unfoldings: usize,
}

impl Survival {
    /// What a journey or store does under a fault, if the fault touches it.
    pub fn case(&self, subject: Subject, fault: usize) -> Option<&Case> {
        let at = self.cases.binary_search_by_key(&(subject, fault), |it| (it.subject, it.fault));
        self.cases.get(at.ok()?)
    }

    /// What a journey or store does under every fault that touches it, in their order.
    pub(crate) fn of(&self, subject: Subject) -> &[Case] {
        let from = self.cases.partition_point(|it| it.subject < subject);
        let to = self.cases.partition_point(|it| it.subject <= subject);
        self.cases.get(from..to).unwrap_or_default()
    }

    /// What a journey or store does under those of these faults that touch it; they are in order.
    pub(crate) fn cases_of<'a>(
        &'a self,
        subject: Subject,
        faults: &'a [usize],
    ) -> impl Iterator<Item = &'a Case> {
        // What touches it is often much less than all faults of a class.
        let (first, last) = (faults.first().copied(), faults.last().copied());
        let from = self.cases.partition_point(|it| (it.subject, Some(it.fault)) < (subject, first));
        let to = self.cases.partition_point(|it| (it.subject, Some(it.fault)) <= (subject, last));
        let cases = self.cases.get(from..to).unwrap_or_default();
        cases.iter().filter(|it| faults.binary_search(&it.fault).is_ok())
    }

    /// What is promised to a journey or store for a class of faults.
    pub(crate) fn pledges(&self, subject: Subject, class: Class) -> &[Pledge] {
        self.promises.get(&(subject, class)).map_or(&[], Vec::as_slice)
    }
}

/// Every single fault that can strike a model, in order of scope; the limits of enumerating them
/// are those of the kinds.
pub fn faults(model: &Model) -> Vec<Fault> {
    KINDS.iter().flat_map(|kind| kind.every(model).faults).collect()
}

/// What is known already of a subject under a fault, which need not be unfolded again.
pub(crate) type Known<'k> = &'k dyn Fn(&Model, Subject, &Fault) -> Option<Replayed>;

/// Judges every single fault, but those of which the outcome is known.
pub(crate) fn survive(
    model: &Model,
    limits: &Limits,
    before: Known<'_>,
    progress: &mut dyn FnMut(Progress),
) -> Survival {
    let Enumerated { faults, at_most, limits: reached, assumed } = enumerate(model);
    let subjects = subjects(model);
    let mut judge = Judge {
        model,
        limits,
        symmetry: limits.orbits.then(|| Symmetry::of(model)),
        index: Index::of(&faults),
        promises: promises(model, &subjects, &faults),
        faults: &faults,
        before,
        unfoldings: 0,
    };
    let (mut cases, mut healthy) = (Vec::new(), Vec::new());
    for (at, subject) in subjects.iter().enumerate() {
        progress(Progress { what: "journeys and stores", done: at, of: subjects.len() });
        let unfolding = subject.unfolding(model, limits.unfolding);
        healthy.extend(subject.journey().map(|_| unfolding.healthy()));
        cases.extend(judge.cases(*subject, &unfolding));
    }
    let Judge { promises, unfoldings, .. } = judge;
    Survival { faults, at_most, limits: reached, assumed, cases, promises, healthy, unfoldings }
}

/// What can strike a model.
struct Enumerated {
    faults: Vec<Fault>,
    at_most: BTreeMap<Class, usize>,
    limits: BTreeMap<Class, Vec<String>>,
    assumed: Vec<String>,
}

fn enumerate(model: &Model) -> Enumerated {
    let (mut faults, mut assumed) = (Vec::new(), Vec::new());
    let (mut at_most, mut limits) = (BTreeMap::new(), BTreeMap::new());
    for kind in KINDS {
        let found: Strikes = kind.every(model);
        at_most.extend(found.at_most.map(|most| (kind.class, most)));
        if !found.limits.is_empty() {
            limits.insert(kind.class, found.limits);
        }
        assumed.extend(found.assumed);
        faults.extend(found.faults);
    }
    Enumerated { faults, at_most, limits, assumed }
}

/// What is promised to whom, by class; nothing where there is no entry.
type Pledges = BTreeMap<(Subject, Class), Vec<Pledge>>;

/// What is promised for the classes of these faults.
fn promises(model: &Model, subjects: &[Subject], faults: &[Fault]) -> Pledges {
    let classes: BTreeSet<Class> = faults.iter().map(|fault| fault.class).collect();
    let each = subjects.iter().flat_map(|it| classes.iter().map(move |class| (*it, *class)));
    let promised = each.map(|(subject, class)| ((subject, class), pledges(model, subject, class)));
    promised.filter(|(_, pledges)| !pledges.is_empty()).collect()
}

/// What is known of an outcome: itself and what the replay of its witness showed.
pub(crate) type Replayed = (Rc<Outcome>, Option<Nanos>);

/// Who judges one journey or store after the other.
struct Judge<'a> {
    model: &'a Model,
    limits: &'a Limits,
    symmetry: Option<Symmetry>,
    index: Index,
    promises: Pledges,
    faults: &'a [Fault],
    /// What is known before any unfolding.
    before: Known<'a>,
    /// How many unfoldings it took so far.
    unfoldings: usize,
}

impl Judge<'_> {
    /// What a journey or store does under each fault that touches it.
    fn cases(&mut self, subject: Subject, unfolding: &Unfolding<'_>) -> Vec<Case> {
        // How available a journey is hangs on every fault.
        let is_available = subject.journey().map(|id| self.model.journey(id));
        let is_available = is_available.is_some_and(|it| it.promise.availability.is_some());
        let every = self.limits.unpromised || is_available;
        let mut known: BTreeMap<Key, Replayed> = BTreeMap::new();
        let mut orbits: Orbits<Replayed> = Orbits::new();
        let mut cases = Vec::new();
        for (at, effects) in self.felt(unfolding) {
            let Some(fault) = self.faults.get(at) else { continue };
            let is_promised = self.promises.contains_key(&(subject, fault.class));
            if !every && !is_promised {
                continue;
            }
            let mut key = ((fault.during, fault.change), effects.clone());
            key.1.sort_unstable();
            let felt: Rc<[Lasting]> = key.1.as_slice().into();
            let before = || (self.before)(self.model, subject, fault);
            let (outcome, replayed) = match known.get(&key).cloned().or_else(before) {
                Some(known) => known,
                None if self.unfoldings >= self.limits.unfoldings => {
                    (Rc::new(too_many(subject, self.limits)), None)
                }
                None => {
                    let fault = Fault { effects, ..named(fault) };
                    let found = self.found(subject, unfolding, (&fault, &key), &mut orbits);
                    known.insert(key, found.clone());
                    found
                }
            };
            let pledges = self.promises.get(&(subject, fault.class)).map_or(&[][..], Vec::as_slice);
            let verdict = verdict::worst(pledges, &outcome, replayed);
            cases.push(Case { subject, fault: at, felt, outcome, replayed, verdict });
        }
        cases
    }

    /// The faults that touch what is unfolded, each with those of its effects that do.
    fn felt(&self, unfolding: &Unfolding<'_>) -> BTreeMap<usize, Vec<Lasting>> {
        let mut felt = self.index.felt(self.faults, &unfolding.depends_on());
        // What is not known may be struck by faults that strike nothing of what is.
        for (at, fault) in self.faults.iter().enumerate() {
            if unfolding.may_be_struck(fault) {
                felt.entry(at).or_default();
            }
        }
        felt
    }

    /// The outcome of a fault, or of one that is equal under a symmetry.
    fn found(
        &mut self,
        subject: Subject,
        unfolding: &Unfolding<'_>,
        (fault, key): (&Fault, &Key),
        orbits: &mut Orbits<Replayed>,
    ) -> Replayed {
        let symmetry = self.symmetry.as_ref();
        if let Some(equal) = symmetry.and_then(|symmetry| orbits.find(symmetry, key)) {
            return equal;
        }
        self.unfoldings += 1;
        let found = unfold(unfolding, subject, fault);
        if let Some(symmetry) = symmetry {
            orbits.keep(symmetry, key, found.clone());
        }
        found
    }
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
        change: fault.change,
    }
}

fn unfold(unfolding: &Unfolding<'_>, subject: Subject, fault: &Fault) -> Replayed {
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
        Subject::Store(_) => outcome.loss()?.witness.as_ref(),
    }
}

/// What a history shows of a subject: how long a journey is out, what a store loses.
pub(crate) const fn shown(subject: Subject, history: &History) -> Option<Nanos> {
    match subject {
        Subject::Journey(_) => Some(history.out),
        Subject::Store(_) => history.lost,
    }
}

fn too_many(subject: Subject, limits: &Limits) -> Outcome {
    let doubts = vec![Doubt::Ceiling(Ceiling::Unfoldings(limits.unfoldings))];
    let stake = match subject {
        Subject::Journey(_) => Stake::Work(None),
        Subject::Store(_) => Stake::Data(None),
    };
    Outcome { doubts, stake, touched: true, back: Recovery::Never, ..Outcome::holds() }
}
