//! The whole check of a model: faults, verdicts, matrix, findings, exit code.

use outlast_findings::{Finding, NoteKind, Severity, Verdict};
use outlast_model::{Journey, Model};

use crate::availability::{Availability, availability};
use crate::limits::{Limits, Progress};
use crate::matrix::{Row, matrix};
use crate::mend::Workshop;
use crate::pairs::{Pairs, pairs};
use crate::rules::{self, Facts, broken_promise};
use crate::subject::subjects;
use crate::survive::{Survival, survive};

/// What a check of a model showed.
#[derive(Debug, Clone, Default)]
pub struct Analysis {
    /// Every single fault and what each journey does under it.
    pub survival: Survival,
    /// The survival matrix, in order of scope.
    pub rows: Vec<Row>,
    /// The availability of each journey that promises one.
    pub availability: Vec<Availability>,
    /// What two faults do together.
    pub pairs: Pairs,
    /// What rules found, the worst first.
    pub findings: Vec<Finding>,
}

/// Checks a model against every single fault.
pub fn check(model: &Model, limits: &Limits, progress: &mut dyn FnMut(Progress)) -> Analysis {
    let mut analysis = judge_all(model, limits, progress);
    analysis.pairs = pairs(model, &analysis.survival, limits, progress);
    let facts = Facts::new(model, &analysis, limits);
    let mut findings = Vec::new();
    let mut workshop = Workshop::new(model, limits, &analysis);
    for (goals, mut finding) in broken_promise::causes(&facts) {
        if limits.trials > 0 {
            let found = workshop.mend(&goals, progress);
            if found.mends.is_empty() && found.tried > 0 {
                let text = match found.tried {
                    1 => "the only change that was tried does not keep it".to_string(),
                    tried => format!("none of the {tried} changes that were tried keeps it"),
                };
                finding = finding.note(NoteKind::Help, text);
            }
            if let Some(why) = workshop.refusal() {
                finding = finding.note(NoteKind::Help, why);
            }
            finding.mends = found.mends;
        }
        findings.push(finding);
    }
    findings.extend(rules::find(&facts));
    analysis.findings = findings;
    analysis
}

/// Everything but the words.
pub(crate) fn judge_all(
    model: &Model,
    limits: &Limits,
    progress: &mut dyn FnMut(Progress),
) -> Analysis {
    let survival = survive(model, limits, progress);
    Analysis {
        rows: matrix(model, &survival),
        availability: availability(model, &survival),
        pairs: Pairs::default(),
        findings: Vec::new(),
        survival,
    }
}

/// The exit code of a system: 1 for a broken promise or a defect, 3 when something is undecided,
/// not understood, or nothing is promised, else 0. What is silenced does not count.
///
/// `findings` are all of them, those of the input included.
pub fn exit_code(model: &Model, analysis: &Analysis, findings: &[Finding]) -> u8 {
    let open = |it: &&Finding| it.suppressed.is_none();
    let is_bad = findings.iter().filter(open).any(|it| it.severity == Severity::Error);
    if is_bad {
        return 1;
    }
    let cells = analysis.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.verdict);
    let stated = analysis.availability.iter().map(|it| it.verdict);
    let of_pairs = analysis.pairs.verdicts.values().copied();
    let verdicts: Vec<Verdict> = cells.chain(stated).chain(of_pairs).collect();
    if analysis.pairs.verdicts.values().any(|it| *it == Verdict::Broken) {
        return 1;
    }
    let undecided = verdicts.contains(&Verdict::Undecided);
    let not_understood = !model.understood.missing.is_empty();
    if undecided || not_understood || lacks_a_verdict(model) { 3 } else { 0 }
}

/// Whether something cannot be kept or is not judged: no journey at all, one to which nothing is
/// promised, or a promise about data where no store is known.
fn lacks_a_verdict(model: &Model) -> bool {
    let subjects = subjects(model);
    let no_store = subjects.iter().all(|it| it.store().is_none());
    let lacks = |journey: &Journey| {
        let promise = &journey.promise;
        let nothing = promise.classes.is_empty() && promise.availability.is_none();
        nothing || (no_store && promise.classes.values().any(|promised| promised.lose.is_some()))
    };
    subjects.is_empty() || model.journeys.iter().any(lacks)
}
