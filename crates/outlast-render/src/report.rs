//! What is shown of one system: the one thing that every format of `check` renders.
//!
//! It borrows what analyses found and adds nothing to it; wire types and layout live elsewhere.

use outlast_findings::{Finding, Severity, Sources, Verdict};
use outlast_model::{AssumptionId, Class, Model, Nanos};
use outlast_sim::Outcome;

/// What one journey does under the worst fault of a row.
#[derive(Debug, Clone)]
pub struct Cell {
    /// The outcome of that fault.
    pub outcome: Outcome,
    /// Whether the promise is kept in every fault of the row.
    pub verdict: Verdict,
    /// The fault, by the name that `outlast why` takes.
    pub fault: String,
    /// The longest outage that was promised, and the name in the promise that says so.
    pub promised: Option<(Nanos, String)>,
}

/// A class of faults and what each journey does under it.
#[derive(Debug, Clone)]
pub struct Row {
    /// The class.
    pub class: Class,
    /// What happens, in a few words: "one instance".
    pub what: String,
    /// How many faults there are.
    pub count: usize,
    /// Whether that is an upper bound: nobody said which machines share a host.
    pub at_most: bool,
    /// One cell for each journey, in their order.
    pub cells: Vec<Cell>,
}

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
    /// The input.
    pub sources: &'a Sources,
    /// The architecture.
    pub model: &'a Model,
    /// The survival matrix, in order of scope.
    pub rows: Vec<Row>,
    /// Problems of the input and findings about the system, in order.
    pub findings: &'a [Finding],
    /// Assumptions whose other value changes a verdict.
    pub hinges: Vec<Hinge>,
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
    /// Errors that are not silenced.
    pub errors: usize,
    /// Warnings that are not silenced.
    pub warnings: usize,
    /// Findings that were silenced where they stand.
    pub suppressed: usize,
}

impl Report<'_> {
    /// Counts verdicts and findings.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for cell in self.rows.iter().flat_map(|row| &row.cells) {
            match cell.verdict {
                Verdict::Kept => tally.kept += 1,
                Verdict::Broken => tally.broken += 1,
                Verdict::Undecided => tally.undecided += 1,
                Verdict::Unpromised => tally.unpromised += 1,
            }
        }
        for finding in self.findings {
            match finding.severity {
                _ if finding.suppressed.is_some() => tally.suppressed += 1,
                Severity::Error => tally.errors += 1,
                Severity::Warning => tally.warnings += 1,
                Severity::Note => {}
            }
        }
        tally
    }
}
