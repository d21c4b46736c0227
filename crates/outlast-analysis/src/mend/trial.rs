//! A changed model, judged: which promises it keeps, and whether it is worse anywhere.

use std::collections::BTreeMap;

use outlast_findings::Verdict;
use outlast_model::{Fault, Ratio, Sealed};

use super::{Judgement, Worst};
use crate::singles::Singles;
use crate::speech::outcome_words;
use crate::subject::Subject;
use crate::survive::{Axis, Case, Pledge, badness};

/// More lines than these of what still falls short are counted.
const LINES: usize = 3;

/// A promise to keep: what was promised to a journey or store, and under which name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Goal {
    pub(crate) subject: Subject,
    pub(crate) axis: Axis,
    pub(crate) name: &'static str,
}

impl Goal {
    /// The promise that a pledge to a subject is part of.
    pub(crate) const fn of(subject: Subject, pledge: &Pledge) -> Self {
        Self { subject, axis: pledge.axis, name: pledge.name }
    }
}

/// How many faults break a promise: of one thing, and of several at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Breaks {
    single: usize,
    several: usize,
}

/// A model and what it survives.
pub(crate) struct Trial {
    pub(crate) model: Sealed,
    survival: Judgement,
    verdicts: BTreeMap<Goal, Verdict>,
    available: Vec<Verdict>,
}

/// An outcome that a promise is about.
struct Of<'a> {
    case: &'a Case,
    fault: &'a Fault,
    pledge: &'a Pledge,
    verdict: Verdict,
}

impl Trial {
    pub(super) fn of(model: Sealed, singles: &Singles) -> Self {
        let survival = singles.survival().clone();
        let mut verdicts = BTreeMap::new();
        for case in &survival.cases {
            let Some(fault) = survival.faults.get(case.fault) else { continue };
            for pledge in survival.pledges(case.subject, fault.class) {
                let verdict = pledge.verdict(&case.outcome, case.replayed);
                let worst = verdicts.entry(Goal::of(case.subject, pledge)).or_insert(verdict);
                *worst = verdict.max(*worst);
            }
        }
        let available = singles.availability().iter().map(|it| it.verdict).collect();
        Self { model, survival, verdicts, available }
    }

    /// Outcomes that a promise is about, with the verdict on that promise.
    fn cases_of<'a>(&'a self, goals: &'a [Goal]) -> impl Iterator<Item = Of<'a>> {
        self.survival.cases.iter().flat_map(move |case| {
            let fault = self.survival.faults.get(case.fault);
            let pledges = fault.map(|fault| self.survival.pledges(case.subject, fault.class));
            pledges.into_iter().flatten().filter_map(move |pledge| {
                let is_meant = goals.contains(&Goal::of(case.subject, pledge));
                let verdict = pledge.verdict(&case.outcome, case.replayed);
                is_meant.then_some(Of { case, fault: fault?, pledge, verdict })
            })
        })
    }

    /// How many faults break these promises, or leave them undecided: of single things first, since
    /// more machines make more sets of them.
    pub(super) fn breaks(&self, goals: &[Goal]) -> Breaks {
        let open = self.cases_of(goals).filter(|of| of.verdict >= Verdict::Undecided);
        let (single, several): (Vec<_>, Vec<_>) = open.partition(|of| of.fault.effects.len() < 2);
        Breaks { single: single.len(), several: several.len() }
    }

    /// Whether every fault leaves these promises kept.
    pub(super) fn keeps(&self, goals: &[Goal]) -> bool {
        self.breaks(goals) == Breaks { single: 0, several: 0 }
    }

    /// The fault that breaks these promises worst.
    pub(super) fn worst(&self, goals: &[Goal]) -> Option<Worst> {
        let rank = |of: &Of<'_>| (of.verdict, badness(of.case.subject, &of.case.outcome));
        let mut worst: Option<Of<'_>> = None;
        for next in self.cases_of(goals).filter(|of| of.verdict >= Verdict::Undecided) {
            if worst.as_ref().is_none_or(|worst| rank(&next) > rank(worst)) {
                worst = Some(next);
            }
        }
        let Of { case, fault, pledge, .. } = worst?;
        Some(Worst {
            subject: case.subject,
            axis: pledge.axis,
            fault: fault.clone(),
            promised: pledge.most,
            out: case.outcome.out.worst,
        })
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
        let worst = self.cases_of(goals).max_by_key(|of| {
            (badness(of.case.subject, &of.case.outcome), std::cmp::Reverse(of.case.fault))
        });
        let worst = worst.map_or("holds".to_string(), |of| outcome_words(&of.case.outcome));
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
                let subject = goal.subject.address(&self.model);
                format!("`{subject}`, promise `{}`: still {}", goal.name, verdict.word())
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
