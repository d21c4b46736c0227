//! Proved mends: changes to the model that keep a broken promise and break none.
//!
//! Each change is applied to a copy of the model and everything is judged again. First each
//! proposal alone; when none is enough, one after the other, each time for the fault that is then
//! the worst. What is left out again without harm is left out. The number of trials is a limit.

mod apply;
mod change;
mod data;
mod propose;
mod propose_data;
#[cfg(test)]
mod tests;
mod trial;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use outlast_findings::{Edit, Mend};
use outlast_model::{Model, Sealed};

pub(crate) use change::Change;
pub(crate) use trial::Goal;
use trial::{Breaks, Trial};

use crate::limits::{Limits, Progress};
use crate::singles::Singles;
use crate::subject::Subject;
use crate::survive::{Axis, Survival};

/// The most proposals that are made one after the other.
const STEPS: usize = 5;

/// The most mends that are shown for one finding.
const SHOWN: usize = 2;

/// Unfoldings of one model above which no mend is tried: each trial costs as many.
const LARGE: usize = 4_000;

/// Pairs of a journey and a fault that touches it above which no mend is tried.
const MANY: usize = 20_000;

/// Looks for mends and remembers every trial, because several findings may share a mend.
pub(crate) struct Workshop<'a> {
    model: &'a Sealed,
    limits: &'a Limits,
    base: Rc<Trial>,
    trials: BTreeMap<Vec<Change>, Option<Rc<Trial>>>,
    /// How many may have been tried when the present finding is done.
    until: usize,
    is_large: bool,
}

/// What was found for one broken promise.
pub(crate) struct Found {
    /// Proved mends, smallest and cheapest first.
    pub(crate) mends: Vec<Mend>,
    /// How many changes were tried for it that were not tried before.
    pub(crate) tried: usize,
}

impl<'a> Workshop<'a> {
    pub(crate) fn new(model: &'a Sealed, limits: &'a Limits, singles: &Singles) -> Self {
        let base = Rc::new(Trial::of(model.clone(), singles));
        let survival = singles.survival();
        let is_large = survival.unfoldings > LARGE || survival.cases.len() > MANY;
        Self { model, limits, base, trials: BTreeMap::new(), until: 0, is_large }
    }

    /// Why no mend is looked for, if none is.
    pub(crate) fn refusal(&self) -> Option<String> {
        let why =
            || format!("no mend is looked for in a system of this size: more than {MANY} cases");
        self.is_large.then(why)
    }

    /// Mends for promises that were made to journeys, by the name that stands in the promise.
    pub(crate) fn mend(&mut self, goals: &[Goal], progress: &mut dyn FnMut(Progress)) -> Found {
        let before = self.trials.len();
        self.until = before.saturating_add(self.limits.trials);
        let mends = if self.is_large { Vec::new() } else { self.search(goals, progress) };
        Found { mends, tried: self.trials.len() - before }
    }

    fn search(&mut self, goals: &[Goal], progress: &mut dyn FnMut(Progress)) -> Vec<Mend> {
        let base = Rc::clone(&self.base);
        let mut enough: Vec<(Vec<Change>, Rc<Trial>)> = Vec::new();
        for proposal in
            base.worst(goals).map(|it| propose::proposals(&base.model, &it)).unwrap_or_default()
        {
            if let Some(trial) = self.attempt(&proposal, progress)
                && trial.keeps(goals)
                && trial.is_no_worse(&base)
            {
                enough.push((proposal, trial));
            }
        }
        if enough.is_empty() {
            enough.extend(self.one_after_the_other(goals, progress));
        }
        let mut mends: Vec<(Vec<Change>, Rc<Trial>)> = enough
            .into_iter()
            .map(|(changes, trial)| self.without_needless(goals, changes, trial, progress))
            .collect();
        mends.sort_by_key(|(changes, _)| rank(self.model, changes));
        let mut kinds = BTreeSet::new();
        mends.retain(|(changes, _)| {
            kinds.insert(changes.iter().map(Change::kind).collect::<Vec<_>>())
        });
        mends.truncate(SHOWN);
        mends.iter().map(|(changes, trial)| self.worded(goals, changes, trial)).collect()
    }

    /// Proposals for the worst fault, then for what is the worst after that, and so on.
    fn one_after_the_other(
        &mut self,
        goals: &[Goal],
        progress: &mut dyn FnMut(Progress),
    ) -> Option<(Vec<Change>, Rc<Trial>)> {
        let mut made: Vec<Change> = Vec::new();
        let mut now = Rc::clone(&self.base);
        for _ in 0..STEPS {
            let worst = now.worst(goals)?;
            let mut best: Option<(Breaks, Vec<Change>, Rc<Trial>)> = None;
            for proposal in propose::proposals(&now.model, &worst) {
                let changes: Vec<Change> = made.iter().chain(&proposal).cloned().collect();
                let Some(trial) = self.attempt(&changes, progress) else { continue };
                let breaks = trial.breaks(goals);
                let better = best.as_ref().is_none_or(|(least, _, _)| breaks < *least);
                if better && breaks < now.breaks(goals) && trial.is_no_worse(&self.base) {
                    best = Some((breaks, changes, trial));
                }
            }
            let (_, changes, trial) = best?;
            if trial.keeps(goals) {
                return Some((changes, trial));
            }
            (made, now) = (changes, trial);
        }
        None
    }

    /// The changes without those that nothing hangs on.
    fn without_needless(
        &mut self,
        goals: &[Goal],
        changes: Vec<Change>,
        trial: Rc<Trial>,
        progress: &mut dyn FnMut(Progress),
    ) -> (Vec<Change>, Rc<Trial>) {
        let (mut changes, mut trial) = (changes, trial);
        let mut at = 0;
        while at < changes.len() && changes.len() > 1 {
            let mut fewer = changes.clone();
            fewer.remove(at);
            match self.attempt(&fewer, progress) {
                Some(less) if less.keeps(goals) && less.is_no_worse(&self.base) => {
                    (changes, trial) = (fewer, less);
                }
                _ => at += 1,
            }
        }
        (changes, trial)
    }

    /// The model with these changes, judged; `None` when they do not fit it or no trial is left.
    fn attempt(
        &mut self,
        changes: &[Change],
        progress: &mut dyn FnMut(Progress),
    ) -> Option<Rc<Trial>> {
        if let Some(known) = self.trials.get(changes) {
            return known.clone();
        }
        let done = self.trials.len();
        if done >= self.until {
            return None;
        }
        progress(Progress { what: "mends", done, of: self.until });
        let mut draft = self.model.draft();
        let fits = changes.iter().all(|change| change.apply(&mut draft));
        let trial = fits.then(|| {
            let model = draft.sealed();
            let singles = Singles::of(&model, &self.quick(), &mut |_| ());
            Rc::new(Trial::of(model, &singles))
        });
        self.trials.insert(changes.to_vec(), trial.clone());
        trial
    }

    /// Bounds of what is promised decide a trial; typical figures only where an availability is.
    fn quick(&self) -> Limits {
        let mut limits = Limits { unpromised: false, ..*self.limits };
        if self.model.journeys.iter().all(|journey| journey.promise.availability.is_none()) {
            limits.unfolding.runs = 0;
        }
        limits
    }

    fn worded(&self, goals: &[Goal], changes: &[Change], trial: &Trial) -> Mend {
        let words: Vec<String> = changes.iter().map(|it| it.words(&trial.model)).collect();
        let texts: Vec<String> = changes.iter().filter_map(|it| it.text(&trial.model)).collect();
        let edits: Option<Vec<Edit>> = changes.iter().map(|it| it.edit(self.model)).collect();
        Mend {
            edits: edits.unwrap_or_default(),
            what: words.join("; "),
            proved: trial.proof(goals),
            remains: trial.remains(),
            cost_cents: cost(self.model, changes),
            text: (!texts.is_empty()).then(|| texts.join("\n\n")),
        }
    }
}

/// What changes cost in a month, in hundredths of a euro; `None` when a price is not known.
fn cost(model: &Model, changes: &[Change]) -> Option<i64> {
    changes.iter().map(|change| change.cost_cents(model)).sum()
}

/// The fewest new machines, then the cheapest, then the fewest changes come first.
fn rank(model: &Model, changes: &[Change]) -> (usize, i64, usize) {
    let machines = changes.iter().map(Change::machines).sum();
    (machines, cost(model, changes).unwrap_or(i64::MAX), changes.len())
}

/// The fault that breaks a promise worst, in a trial.
pub(crate) struct Worst {
    pub(crate) subject: Subject,
    pub(crate) axis: Axis,
    pub(crate) fault: outlast_model::Fault,
    pub(crate) promised: outlast_model::Nanos,
    pub(crate) out: outlast_model::Nanos,
}

/// The survival of a model, as far as a trial keeps it.
pub(crate) type Judgement = Survival;
