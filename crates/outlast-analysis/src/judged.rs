//! What the rules say to what faults do, with the mends that were proved: the third value of a
//! check.

use outlast_findings::{Finding, NoteKind};
use outlast_model::Sealed;

use crate::limits::{Limits, Progress};
use crate::mend::{Goal, Workshop};
use crate::paired::Paired;
use crate::rules::{self, Facts, broken_promise};
use crate::singles::Singles;

/// A model of which every fault was judged, in words.
#[derive(Debug, Clone)]
pub struct Judged {
    paired: Paired,
    findings: Vec<Finding>,
}

/// Checks a model against every single fault and, within the limits, every pair of them.
pub fn check(model: &Sealed, limits: &Limits, progress: &mut dyn FnMut(Progress)) -> Judged {
    let singles = Singles::of(model, limits, progress);
    singles.paired(model, limits, progress).judged(model, limits, progress)
}

impl Paired {
    /// Words what is wrong and looks for mends of what is broken, within the limits.
    #[must_use]
    pub fn judged(
        self,
        model: &Sealed,
        limits: &Limits,
        progress: &mut dyn FnMut(Progress),
    ) -> Judged {
        let facts = Facts::new(model, &self, limits);
        let mut workshop = Workshop::new(model, limits, self.singles());
        let broken = broken_promise::causes(&facts).into_iter();
        let mut findings: Vec<Finding> = broken
            .map(|(goals, finding)| match limits.trials {
                0 => finding,
                _ => mended(&mut workshop, &goals, finding, progress),
            })
            .collect();
        findings.extend(rules::find(&facts));
        Judged { paired: self, findings }
    }
}

/// A broken promise with the mends that keep it, or with what was tried in vain.
fn mended(
    workshop: &mut Workshop<'_>,
    goals: &[Goal],
    mut finding: Finding,
    progress: &mut dyn FnMut(Progress),
) -> Finding {
    let found = workshop.mend(goals, progress);
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
    finding
}

impl Judged {
    /// What faults do, one alone and two together.
    pub const fn paired(&self) -> &Paired {
        &self.paired
    }

    /// The same without the words.
    pub fn into_paired(self) -> Paired {
        self.paired
    }

    /// What rules found: broken promises with their mends first, then the worst.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}
