//! A changed model, judged: which promises it keeps, and whether it is worse anywhere.

use std::collections::BTreeMap;

use outlast_findings::Verdict;
use outlast_model::{Fault, JourneyId, Model, Nanos, Ratio};
use outlast_sim::Back;

use super::{Judgement, Worst};
use crate::Analysis;
use crate::speech::outcome_words;
use crate::survive::{Judged, promised};

/// More lines than these of what still falls short are counted.
const LINES: usize = 3;

/// A promise to keep: to a journey, under the name that stands in the promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Goal {
    pub(crate) journey: JourneyId,
    pub(crate) name: &'static str,
}

/// How many faults break a promise: of one thing, and of several at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Breaks {
    single: usize,
    several: usize,
}

/// A model and what it survives.
pub(crate) struct Trial {
    pub(crate) model: Model,
    survival: Judgement,
    verdicts: BTreeMap<Goal, Verdict>,
    available: Vec<Verdict>,
}

impl Trial {
    pub(super) fn of(model: Model, analysis: &Analysis) -> Self {
        let survival = analysis.survival.clone();
        let mut verdicts = BTreeMap::new();
        for judged in &survival.judged {
            let Some(fault) = survival.faults.get(judged.fault) else { continue };
            let promise = model.journeys.get(judged.journey.0 as usize).map(|it| &it.promise);
            let Some((_, name)) = promise.and_then(|it| promised(it, fault.class)) else {
                continue;
            };
            let goal = Goal { journey: judged.journey, name };
            let worst = verdicts.entry(goal).or_insert(judged.verdict);
            *worst = judged.verdict.max(*worst);
        }
        let available = analysis.availability.iter().map(|it| it.verdict).collect();
        Self { model, survival, verdicts, available }
    }

    fn judged_of<'a>(
        &'a self,
        goals: &'a [Goal],
    ) -> impl Iterator<Item = (&'a Judged, &'a Fault, Nanos)> {
        self.survival.judged.iter().filter_map(move |judged| {
            let fault = self.survival.faults.get(judged.fault)?;
            let promise = &self.model.journeys.get(judged.journey.0 as usize)?.promise;
            let (longest, name) = promised(promise, fault.class)?;
            goals
                .contains(&Goal { journey: judged.journey, name })
                .then_some((judged, fault, longest))
        })
    }

    /// How many faults break these promises, or leave them undecided: of single things first, since
    /// more machines make more sets of them.
    pub(super) fn breaks(&self, goals: &[Goal]) -> Breaks {
        let open = |(judged, _, _): &(&Judged, &Fault, Nanos)| judged.verdict >= Verdict::Undecided;
        let (single, several): (Vec<_>, Vec<_>) =
            self.judged_of(goals).filter(open).partition(|(_, fault, _)| fault.effects.len() < 2);
        Breaks { single: single.len(), several: several.len() }
    }

    /// Whether every fault leaves these promises kept.
    pub(super) fn keeps(&self, goals: &[Goal]) -> bool {
        self.breaks(goals) == Breaks { single: 0, several: 0 }
    }

    /// The fault that breaks these promises worst.
    pub(super) fn worst(&self, goals: &[Goal]) -> Option<Worst> {
        let rank = |judged: &Judged| {
            let outcome = &judged.outcome;
            (judged.verdict, outcome.back, outcome.out.worst, outcome.lowest.rest())
        };
        let mut worst: Option<(&Judged, &Fault, Nanos)> = None;
        for next in self.judged_of(goals).filter(|it| it.0.verdict >= Verdict::Undecided) {
            if worst.is_none_or(|worst| rank(next.0) > rank(worst.0)) {
                worst = Some(next);
            }
        }
        let (judged, fault, promised) = worst?;
        let out = judged.outcome.out.worst;
        Some(Worst { class: fault.class, fault: fault.clone(), promised, out })
    }

    /// Whether no promise is kept less well than in `base`, and nothing is served less without a
    /// fault.
    pub(super) fn is_no_worse(&self, base: &Self) -> bool {
        let kept = |(goal, verdict): (&Goal, &Verdict)| {
            let before = base.verdicts.get(goal).copied().unwrap_or(Verdict::Kept);
            *verdict <= before.max(Verdict::Unpromised)
        };
        let healthy = self.survival.healthy.iter().zip(&base.survival.healthy);
        self.verdicts.iter().all(kept)
            && healthy.into_iter().all(|(now, before): (&Ratio, &Ratio)| now >= before)
            && self.available.iter().zip(&base.available).all(|(now, before)| now <= before)
    }

    /// What the checks showed: the worst that is left under these promises.
    pub(super) fn proof(&self, goals: &[Goal]) -> String {
        let rank =
            |judged: &Judged| -> (Back, Nanos) { (judged.outcome.back, judged.outcome.out.worst) };
        let worst =
            self.judged_of(goals).max_by_key(|it| (rank(it.0), std::cmp::Reverse(it.0.fault)));
        let worst = worst.map_or("holds".to_string(), |it| outcome_words(&it.0.outcome));
        let open = self.verdicts.values().filter(|it| **it >= Verdict::Undecided).count();
        if open == 0 {
            format!("{worst} at worst, every promise kept")
        } else {
            format!("{worst} at worst, no other promise broken by it")
        }
    }

    /// Promises that are still broken or undecided, one line each.
    pub(super) fn remains(&self) -> Vec<String> {
        let open = self.verdicts.iter().filter(|(_, verdict)| **verdict >= Verdict::Undecided);
        let mut lines: Vec<String> = open
            .map(|(goal, verdict)| {
                let journey = self.model.journeys.get(goal.journey.0 as usize);
                let journey = journey.map_or("", |it| it.name.as_str());
                format!("`{journey}`, promise `{}`: still {}", goal.name, verdict.word())
            })
            .collect();
        let more = lines.len().saturating_sub(LINES);
        lines.truncate(LINES);
        if more > 0 {
            lines.push(format!("and {more} more"));
        }
        lines
    }
}
