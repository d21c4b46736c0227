//! What is shown of one system: the one thing that every format of `check` renders.
//!
//! It borrows what analyses found and adds nothing to it; wire types and layout live elsewhere.

use std::collections::BTreeMap;

use outlast_analysis::{Availability, Pairs, Row, Story, Subject};
use outlast_findings::{Finding, Severity, Sources, Verdict};
use outlast_model::{AssumptionId, Model};

/// An assumption whose other value changes a verdict.
#[derive(Debug, Clone)]
pub struct Hinge {
    /// The assumption.
    pub assumption: AssumptionId,
    /// What changes with it, one line each: "browse, zone ch-gva-2: kept, broken if `end`".
    pub changes: Vec<String>,
}

/// What is shown of one system.
#[derive(Debug, Clone)]
pub struct Report<'a> {
    /// What the command line named, to be put behind the command that replays a finding; empty
    /// for the directory where the user stands.
    pub paths: &'a [String],
    /// The input.
    pub sources: &'a Sources,
    /// The architecture.
    pub model: &'a Model,
    /// The survival matrix, in order of scope.
    pub rows: &'a [Row],
    /// The history of the worst fault of each cell, by both; empty unless a form shows them.
    pub stories: &'a BTreeMap<(Subject, String), Story>,
    /// The availability of each journey that promises one.
    pub availability: &'a [Availability],
    /// What two faults do together.
    pub pairs: &'a Pairs,
    /// Problems of the input and findings about the system, in order.
    pub findings: &'a [Finding],
    /// Assumptions whose other value changes a verdict.
    pub hinges: &'a [Hinge],
    /// What the baseline holds and is not there any more, a line each.
    pub gone: &'a [String],
    /// Whether the input was read whole: without it there is no matrix.
    pub whole: bool,
    /// The exit code of this system.
    pub exit: u8,
}

/// How many there are of each sort, for the closing line and for JSON.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Cells whose promise is kept.
    pub kept: usize,
    /// Cells whose promise is broken.
    pub broken: usize,
    /// Cells that are undecided.
    pub undecided: usize,
    /// Cells for which nothing was promised.
    pub unpromised: usize,
    /// Errors that are neither silenced nor known.
    pub errors: usize,
    /// Warnings that are neither silenced nor known.
    pub warnings: usize,
    /// Findings that were silenced where they stand.
    pub suppressed: usize,
    /// Findings that stand in the baseline.
    pub known: usize,
}

/// Puts findings into the order of every format: those that count, then what is known, then what is
/// allowed; among them the order that they have.
pub fn in_order(findings: &mut [Finding]) {
    findings.sort_by_key(|it| match (it.suppressed.is_some(), it.known) {
        (true, _) => 2,
        (false, known) => u8::from(known),
    });
}

impl Report<'_> {
    /// Counts verdicts and findings.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        let cells = self.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.verdict);
        let of_pairs = self.pairs.verdicts.values().copied();
        for verdict in cells.chain(self.availability.iter().map(|it| it.verdict)).chain(of_pairs) {
            match verdict {
                Verdict::Kept => tally.kept += 1,
                Verdict::Broken => tally.broken += 1,
                Verdict::Undecided => tally.undecided += 1,
                Verdict::Unpromised => tally.unpromised += 1,
            }
        }
        for finding in self.findings {
            match finding.severity {
                _ if finding.suppressed.is_some() => tally.suppressed += 1,
                _ if finding.known => tally.known += 1,
                Severity::Error => tally.errors += 1,
                Severity::Warning => tally.warnings += 1,
                Severity::Note => {}
            }
        }
        tally
    }
}
