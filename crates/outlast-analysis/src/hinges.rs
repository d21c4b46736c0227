//! Assumptions that a verdict hangs on: each is turned round, and everything is judged again.
//!
//! Only assumptions that some outcome used and that have another value which may well be true are
//! tried, as many as the limit says. What each alone changes is said; two at once are not tried. How
//! the same input is read with another assumption is the business of who asks.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use outlast_catalog::Overrides;
use outlast_findings::{Finding, NoteKind, Severity, Verdict};
use outlast_model::{Assumption, AssumptionId, Fault, Model, Sealed};
use outlast_sim::{Doubt, Outcome};

use crate::limits::{Limits, Progress};
use crate::matrix::cell_of;
use crate::singles::Singles;
use crate::subject::{Subject, column_names};
use crate::survive::Replayed;
use crate::words::outcome_words;

/// Pairs of a journey and a fault that touches it above which none is turned round: each takes as
/// long as the check itself.
const CASES_MAX: usize = 20_000;
/// Classes of histories that are followed of one case with the other value. Beyond them nothing is
/// said of it: a limit that is reached is no other verdict.
const CLASSES_MAX: usize = 256;
/// The most changes that are told of one assumption.
const CHANGES_MAX: usize = 4;

/// An assumption whose other value changes a verdict.
#[derive(Debug, Clone)]
pub struct Hinge {
    /// The assumption.
    pub assumption: AssumptionId,
    /// What changes with it, one line each: "browse, zone ch-gva-2: kept, broken if `end`".
    pub changes: Vec<String>,
}

/// What is said when a system is too large for it.
pub(crate) fn refusal(singles: &Singles) -> Option<Finding> {
    let cases = singles.survival().cases.len();
    let title = "which assumptions a verdict hangs on was not tried";
    (cases > CASES_MAX).then(|| {
        Finding::new("assumptions-not-tried", Severity::Note, title).note(
            NoteKind::Why,
            format!("{cases} cases were judged; the limit for this is {CASES_MAX}"),
        )
    })
}

/// The assumptions whose other value changes a verdict, in the order of the model. `lower` gives
/// the model of the same input with these assumptions in place of its own.
pub(crate) fn find(
    (model, singles): (&Model, &Singles),
    limits: &Limits,
    lower: &dyn Fn(&Overrides) -> Sealed,
    progress: &mut dyn FnMut(Progress),
) -> Vec<Hinge> {
    if limits.turned == 0 || refusal(singles).is_some() {
        return Vec::new();
    }
    let quick = quick(limits);
    let used = used(model, singles).into_iter();
    let tried = used.filter_map(|id| Some((id, otherwise(model, id)?))).take(limits.turned);
    let turned = tried.map(|(id, (assumption, other))| {
        let mut overrides = Overrides::new();
        overrides.set(&assumption.name, &assumption.of, other, None);
        let then = lower(&overrides);
        let same = Untouched::of((model, singles), id);
        let known = |then: &Model, subject: Subject, fault: &Fault| same.get(then, subject, fault);
        let turned = Singles::with(&then, &quick, &known, progress);
        Hinge { assumption: id, changes: changes((model, singles), (&then, &turned), other) }
    });
    turned.filter(|it| !it.changes.is_empty()).collect()
}

/// What an assumption has nothing to do with: outcomes that did not ask for it, which are the same
/// under its other value.
struct Untouched<'s> {
    outcomes: BTreeMap<(bool, &'s str, &'s str), Replayed>,
}

impl<'s> Untouched<'s> {
    fn of((model, singles): (&'s Model, &'s Singles), id: AssumptionId) -> Self {
        // Of what is left open outcomes do not say that they asked for it.
        if left_open(model).contains(&id) {
            return Self { outcomes: BTreeMap::new() };
        }
        let survival = singles.survival();
        let same = survival.cases.iter().filter(|it| !it.outcome.assumptions.contains(&id));
        let known = same.filter_map(|case| {
            let fault = survival.faults.get(case.fault)?;
            let is_journey = case.subject.journey().is_some();
            let name = (is_journey, case.subject.address(model), fault.name.as_str());
            Some((name, (Rc::clone(&case.outcome), case.replayed)))
        });
        Self { outcomes: known.collect() }
    }

    fn get(&self, then: &Model, subject: Subject, fault: &Fault) -> Option<Replayed> {
        let is_journey = subject.journey().is_some();
        self.outcomes.get(&(is_journey, subject.address(then), fault.name.as_str())).cloned()
    }
}

/// Only verdicts are compared: no typical figures, and nothing to which nothing is promised.
fn quick(limits: &Limits) -> Limits {
    let mut quick = Limits { unpromised: false, ..*limits };
    quick.unfolding.runs = 0;
    quick.unfolding.classes = quick.unfolding.classes.min(CLASSES_MAX);
    quick
}

/// Assumptions that some verdict rests on and may change with. Where the assumed value is the safe
/// side, the other one can only make verdicts better: a promise that is kept cannot change.
fn used(model: &Model, singles: &Singles) -> BTreeSet<AssumptionId> {
    let may_change = |verdict: Verdict, id: &AssumptionId| match verdict {
        Verdict::Unpromised => false,
        Verdict::Kept => !model.assumption(*id).safe,
        Verdict::Undecided | Verdict::Broken => true,
    };
    let open = left_open(model);
    let mut used = BTreeSet::new();
    for case in &singles.survival().cases {
        let ids = case.outcome.assumptions.iter();
        used.extend(ids.chain(&open).filter(|id| may_change(case.verdict, id)).copied());
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

/// Whether a limit was reached.
fn is_cut_short(outcome: &Outcome) -> bool {
    outcome.open().iter().any(|doubt| matches!(doubt, Doubt::Ceiling(_)))
}

/// What is different under the other value, cell by cell.
fn changes(
    (model, singles): (&Model, &Singles),
    (then, turned): (&Model, &Singles),
    other: &str,
) -> Vec<String> {
    let now = &singles.survival().faults;
    let faults = turned.survival().faults.iter().enumerate();
    let by_name: BTreeMap<&str, usize> =
        faults.map(|(at, fault)| (fault.name.as_str(), at)).collect();
    let mut changes = Vec::new();
    for row in singles.rows() {
        let names = row.faults.iter().filter_map(|at| now.get(*at));
        let mut faults: Vec<usize> =
            names.filter_map(|fault| by_name.get(fault.name.as_str())).copied().collect();
        faults.sort_unstable();
        let named = row.cells.iter().zip(column_names(model));
        for (cell, (subject, name)) in named.filter(|(it, _)| it.verdict != Verdict::Unpromised) {
            // Rows may be others, where other places differ: the faults are the same.
            let turned = cell_of(then, turned.survival(), subject, &faults);
            if cell.verdict == turned.verdict || faults.is_empty() || is_cut_short(&turned.outcome)
            {
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
