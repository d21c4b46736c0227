//! The whole check of a model: faults, verdicts, matrix, findings.

use outlast_findings::NoteKind;
use outlast_model::Sealed;

use crate::analysis::{Analysis, judge};
use crate::limits::{Limits, Progress};
use crate::mend::Workshop;
use crate::pairs::pairs;
use crate::rules::{self, Facts, broken_promise};

/// Checks a model against every single fault and, within the limits, every pair of them.
pub fn check(model: &Sealed, limits: &Limits, progress: &mut dyn FnMut(Progress)) -> Analysis {
    let judged = judge(model, limits, progress);
    complete(model, judged, limits, progress)
}

/// Adds to what single faults do what pairs of them do, and the words with their mends.
pub fn complete(
    model: &Sealed,
    judged: Analysis,
    limits: &Limits,
    progress: &mut dyn FnMut(Progress),
) -> Analysis {
    let mut analysis = judged;
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
