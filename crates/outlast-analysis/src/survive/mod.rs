//! What survives what: every single fault against every journey.
//!
//! A fault that touches nothing of a journey's slice is not unfolded. Of a fault only the effects
//! that reach the slice matter, so faults that agree on those share one outcome, and so do faults
//! that are equal under a symmetry of the model.

mod verdict;

use std::collections::BTreeMap;
use std::rc::Rc;

use outlast_catalog::faults::{KINDS, Strikes};
use outlast_findings::Verdict;
use outlast_model::{Class, Effect, Fault, JourneyId, Model, Nanos, Ratio};
use outlast_sim::{Back, History, Outcome, Unfolding};

use crate::limits::{Limits, Progress};
use crate::symmetry::{Orbits, Symmetry};
pub(crate) use verdict::promised;

/// What one journey does under one fault.
#[derive(Debug, Clone)]
pub struct Judged {
    /// The journey.
    pub journey: JourneyId,
    /// The fault, as an index of [`Survival::faults`].
    pub fault: usize,
    /// What the fault does to it.
    pub outcome: Rc<Outcome>,
    /// The outage of the replayed witness, where there is one.
    pub replayed: Option<Nanos>,
    /// Whether the promise is kept.
    pub verdict: Verdict,
}

/// Every single fault, and what each journey does under those that touch it.
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
    /// Journeys and faults that touch them, by journey and then by fault.
    pub judged: Vec<Judged>,
    /// What each journey serves without any fault.
    pub healthy: Vec<Ratio>,
    /// How many unfoldings it took.
    pub unfoldings: usize,
}

impl Survival {
    /// What a journey does under a fault, if the fault touches it.
    pub fn judged(&self, journey: JourneyId, fault: usize) -> Option<&Judged> {
        let at = self.judged.binary_search_by_key(&(journey, fault), |it| (it.journey, it.fault));
        self.judged.get(at.ok()?)
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
        let Strikes { faults, at_most, limits, assumed } = (kind.strikes)(model);
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
    for at in 0..model.journeys.len() {
        let of = model.journeys.len();
        progress(Progress { what: "journeys", done: at, of });
        let journey = JourneyId(u32::try_from(at).unwrap_or(u32::MAX));
        judge_journey(model, journey, limits, symmetry.as_ref(), &mut survival);
    }
    survival
}

/// What is known of an outcome: itself and what the replay of its witness showed.
type Known = (Rc<Outcome>, Option<Nanos>);

fn judge_journey(
    model: &Model,
    journey: JourneyId,
    limits: &Limits,
    symmetry: Option<&Symmetry>,
    survival: &mut Survival,
) {
    let unfolding = Unfolding::new(model, journey, limits.unfolding);
    survival.healthy.push(unfolding.healthy());
    let mut known: BTreeMap<Vec<Effect>, Known> = BTreeMap::new();
    let mut orbits: Orbits<Known> = Orbits::new();
    let mut judged = Vec::new();
    for (at, fault) in survival.faults.iter().enumerate() {
        if !unfolding.touches(fault) {
            continue;
        }
        let (key, felt) = what_reaches(&unfolding, fault);
        let (outcome, replayed) = match known.get(&key) {
            Some(known) => known.clone(),
            None if survival.unfoldings >= limits.unfoldings => (Rc::new(too_many(limits)), None),
            None => {
                let equal = symmetry.and_then(|symmetry| orbits.find(symmetry, &key));
                let found = equal.unwrap_or_else(|| {
                    survival.unfoldings += 1;
                    let found = unfold(&unfolding, &felt);
                    if let Some(symmetry) = symmetry {
                        orbits.keep(symmetry, &key, found.clone());
                    }
                    found
                });
                known.insert(key, found.clone());
                found
            }
        };
        let verdict = verdict::verdict(model, journey, fault.class, &outcome, replayed);
        judged.push(Judged { journey, fault: at, outcome, replayed, verdict });
    }
    survival.judged.extend(judged);
}

/// The fault with only those effects that reach the journey, and these in order.
fn what_reaches(unfolding: &Unfolding<'_>, fault: &Fault) -> (Vec<Effect>, Fault) {
    if fault.effects.len() == 1 {
        return (fault.effects.clone(), fault.clone());
    }
    // One effect at a time, in a fault that is not copied for each.
    let mut alone = named(fault);
    let mut effects = Vec::new();
    for effect in &fault.effects {
        alone.effects.clear();
        alone.effects.push(*effect);
        if unfolding.touches(&alone) {
            effects.push(*effect);
        }
    }
    let felt = Fault { effects, ..named(fault) };
    let mut key = felt.effects.clone();
    key.sort_unstable();
    (key, felt)
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

fn unfold(unfolding: &Unfolding<'_>, fault: &Fault) -> Known {
    let outcome = unfolding.outcome(fault);
    let replayed = outcome.witness.as_ref().filter(|_| !outcome.out.is_zero());
    let replayed = replayed.map(|witness| unfolding.replay(fault, witness).out);
    (Rc::new(outcome), replayed)
}

fn too_many(limits: &Limits) -> Outcome {
    let doubt = format!("the limit of {} unfoldings was reached", limits.unfoldings);
    Outcome { doubts: vec![doubt], touched: true, back: Back::Never, ..Outcome::holds() }
}

/// One journey under one fault: the outcome, the history that comes nearest to the worst (none when
/// the fault touches nothing) and the verdict.
pub(crate) fn judge(
    model: &Model,
    unfolding: &Unfolding<'_>,
    journey: JourneyId,
    fault: &Fault,
) -> (Outcome, Option<History>, Verdict) {
    let outcome = unfolding.outcome(fault);
    let history = outcome.touched.then(|| crate::why::told(unfolding, fault, &outcome));
    let replayed = outcome.witness.as_ref().and(history.as_ref()).map(|history| history.out);
    let verdict = verdict::verdict(model, journey, fault.class, &outcome, replayed);
    (outcome, history, verdict)
}
