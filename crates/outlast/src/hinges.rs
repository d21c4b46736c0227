//! Assumptions that a verdict hangs on: each is turned round, and everything is judged again.
//!
//! Only assumptions that some outcome used and that have another value which may well be true are
//! tried, at most [`TRIED_MAX`] of them. What each alone changes is said; two at once are not tried.

use std::collections::{BTreeMap, BTreeSet};

use outlast_analysis::{Analysis, Limits, Progress, column_names};
use outlast_catalog::Overrides;
use outlast_findings::{Finding, NoteKind, Severity, Verdict};
use outlast_model::{Assumption, AssumptionId, Model};
use outlast_render::{Hinge, outcome_words};

use crate::understood::{Understood, lower};

/// The most assumptions that are turned round in one run.
pub const TRIED_MAX: usize = 24;
/// Pairs of a journey and a fault that touches it above which none is turned round: each takes as
/// long as the check itself.
pub const CASES_MAX: usize = 20_000;
/// The most changes that are told of one assumption.
const CHANGES_MAX: usize = 4;

/// What is said when a system is too large for it.
pub fn refusal(analysis: &Analysis) -> Option<Finding> {
    let cases = analysis.survival.judged.len();
    let title = "which assumptions a verdict hangs on was not tried";
    (cases > CASES_MAX).then(|| {
        Finding::new("assumptions-not-tried", Severity::Note, title).note(
            NoteKind::Why,
            format!("{cases} cases were judged; the limit for this is {CASES_MAX}"),
        )
    })
}

/// The assumptions whose other value changes a verdict, in the order of the model.
pub fn find(
    understood: &Understood,
    analysis: &Analysis,
    progress: &mut dyn FnMut(Progress),
) -> Vec<Hinge> {
    if refusal(analysis).is_some() {
        return Vec::new();
    }
    let model = &understood.lowered.model;
    // Only verdicts are compared: no mends, no pairs, no typical figures.
    let mut limits = Limits { trials: 0, pairs: 0, unpromised: false, ..Limits::default() };
    limits.unfolding.runs = 0;
    let mut hinges = Vec::new();
    let used = used(model, analysis).into_iter();
    let tried = used.filter_map(|id| Some((id, otherwise(model, id)?))).take(TRIED_MAX);
    for (id, (assumption, other)) in tried {
        let mut overrides = Overrides::new();
        overrides.set(&assumption.name, &assumption.of, other, None);
        let lowered = lower(&understood.loaded, &understood.evaluated, &overrides);
        let turned = outlast_analysis::judge(&lowered.model, &limits, progress);
        let changes = changes(model, analysis, (&lowered.model, &turned), other);
        if !changes.is_empty() {
            hinges.push(Hinge { assumption: id, changes });
        }
    }
    hinges
}

/// Assumptions that some verdict rests on and may change with. Where the assumed value is the safe
/// side, the other one can only make verdicts better: a promise that is kept cannot change.
fn used(model: &Model, analysis: &Analysis) -> BTreeSet<AssumptionId> {
    let may_change = |verdict: Verdict, id: &AssumptionId| match verdict {
        Verdict::Unpromised => false,
        Verdict::Kept => !model.assumption(*id).safe,
        Verdict::Undecided | Verdict::Broken => true,
    };
    let open = left_open(model);
    let mut used = BTreeSet::new();
    for judged in &analysis.survival.judged {
        let ids = judged.outcome.assumptions.iter();
        used.extend(ids.chain(&open).filter(|id| may_change(judged.verdict, id)).copied());
    }
    used
}

/// Assumptions that leave open what holds: outcomes cover every case and do not name them.
fn left_open(model: &Model) -> Vec<AssumptionId> {
    let is_open = |it: &Assumption| matches!(it.value.as_str(), "either" | "unknown");
    let all = model.assumptions.pairs();
    all.filter(|(_, it)| is_open(it)).map(|(id, _)| id).collect()
}

fn otherwise(model: &Model, id: AssumptionId) -> Option<(&Assumption, &str)> {
    let assumption = model.assumption(id);
    Some((assumption, assumption.otherwise.as_deref()?))
}

/// What is different under the other value, cell by cell.
fn changes(
    model: &Model,
    analysis: &Analysis,
    then: (&Model, &Analysis),
    other: &str,
) -> Vec<String> {
    let now = &analysis.survival.faults;
    let faults = then.1.survival.faults.iter().enumerate();
    let by_name: BTreeMap<&str, usize> =
        faults.map(|(at, fault)| (fault.name.as_str(), at)).collect();
    let mut changes = Vec::new();
    for row in &analysis.rows {
        let names = row.faults.iter().filter_map(|at| now.get(*at));
        let mut faults: Vec<usize> =
            names.filter_map(|fault| by_name.get(fault.name.as_str())).copied().collect();
        faults.sort_unstable();
        let named = row.cells.iter().zip(column_names(model));
        for (cell, (subject, name)) in named.filter(|(it, _)| it.verdict != Verdict::Unpromised) {
            // Rows may be others, where other places differ: the faults are the same.
            let turned = outlast_analysis::cell(then.0, &then.1.survival, subject, &faults);
            if cell.verdict == turned.verdict || faults.is_empty() {
                continue;
            }
            changes.push(format!(
                "`{}`, {}: {}; with `{other}`: {} ({})",
                name,
                row.what,
                cell.verdict.word(),
                turned.verdict.word(),
                outcome_words(&turned.outcome),
            ));
        }
    }
    let more = changes.len().saturating_sub(CHANGES_MAX);
    changes.truncate(CHANGES_MAX);
    if more > 0 {
        changes.push(format!("and {more} more"));
    }
    changes
}
