//! What is shown of one system: the one thing that every format of `check` renders.
//!
//! It borrows what analyses told and adds nothing to it; wire types and layout live elsewhere.

use outlast_analysis::{Availability, Hinge, Pairs, Row, Story, Subject, Told};
use outlast_findings::{Finding, Severity, Sources, Verdict};
use outlast_model::{Class, JourneyId, Model};

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
    /// Whether the input was read whole. Where it was not, what is told holds of what was read.
    pub is_whole: bool,
    /// The exit code that stands for an input that was not read whole.
    pub unread: u8,
    /// What a check came to.
    pub conclusion: Conclusion<'a>,
}

/// What the check of a system came to.
#[derive(Debug, Clone, Copy)]
pub enum Conclusion<'a> {
    /// The input was not read whole, and nothing of it can be judged: there is no matrix, only what
    /// is wrong with it.
    Refused {
        /// Problems of the input.
        problems: &'a [Finding],
    },
    /// It was judged.
    Told(&'a Told),
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

impl<'a> Report<'a> {
    /// What was told of it; nothing when nothing of the input could be judged.
    pub const fn told(&self) -> Option<&'a Told> {
        match self.conclusion {
            Conclusion::Told(told) => Some(told),
            Conclusion::Refused { .. } => None,
        }
    }

    /// Whether it was judged, as far as it was read: without that there is no matrix.
    pub const fn is_judged(&self) -> bool {
        self.told().is_some()
    }

    /// The survival matrix, in order of scope.
    pub fn rows(&self) -> &'a [Row] {
        self.told().map(Told::rows).unwrap_or_default()
    }

    /// The history of the worst fault under a journey or store, where a form shows it.
    pub fn story(&self, subject: Subject, fault: &str) -> Option<&'a Story> {
        self.told()?.stories().get(&(subject, fault.to_string()))
    }

    /// All histories that a form shows.
    pub fn stories(&self) -> impl Iterator<Item = &'a Story> + use<'a> {
        self.told().into_iter().flat_map(|told| told.stories().values())
    }

    /// The availability of each journey that promises one.
    pub fn availability(&self) -> &'a [Availability] {
        self.told().map(Told::availability).unwrap_or_default()
    }

    /// Classes of faults that are promised by their own name and of which no fault exists.
    pub fn absent(&self) -> &'a [Class] {
        self.told().map(Told::absent).unwrap_or_default()
    }

    /// What two faults do together; nothing when nothing was judged.
    pub fn pairs(&self) -> Option<&'a Pairs> {
        self.told().map(Told::pairs)
    }

    /// Problems of the input and findings about the system, in order.
    pub fn findings(&self) -> &'a [Finding] {
        match self.conclusion {
            Conclusion::Told(told) => told.findings(),
            Conclusion::Refused { problems, .. } => problems,
        }
    }

    /// Assumptions whose other value changes a verdict.
    pub fn hinges(&self) -> &'a [Hinge] {
        self.told().map(Told::hinges).unwrap_or_default()
    }

    /// What the baseline holds and is not there any more, a line each.
    pub fn gone(&self) -> &'a [String] {
        self.told().map(Told::gone).unwrap_or_default()
    }

    /// The exit code of this system.
    pub const fn exit(&self) -> u8 {
        match self.conclusion {
            Conclusion::Told(told) if self.is_whole => told.exit(),
            Conclusion::Told(_) | Conclusion::Refused { .. } => self.unread,
        }
    }

    /// Whether the baseline knows all that is open in a cell: the number of its row, and the
    /// journey or store.
    pub fn knows_cell(&self, row: usize, subject: Subject) -> bool {
        self.told().is_some_and(|told| told.known_verdicts().knows_cell(row, subject))
    }

    /// Whether the baseline knows an availability that was no better.
    pub fn knows_availability(&self, journey: JourneyId) -> bool {
        self.told().is_some_and(|told| told.known_verdicts().knows_availability(journey))
    }

    /// Whether the baseline knows a verdict on two faults that was no better.
    pub fn knows_pairs(&self, subject: Subject) -> bool {
        self.told().is_some_and(|told| told.known_verdicts().knows_pairs(subject))
    }

    /// Counts verdicts and findings.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        let cells = self.rows().iter().flat_map(|row| &row.cells).map(|cell| cell.verdict);
        let of_pairs = self.pairs().into_iter().flat_map(|it| it.verdicts.values().copied());
        for verdict in cells.chain(self.availability().iter().map(|it| it.verdict)).chain(of_pairs)
        {
            match verdict {
                Verdict::Kept => tally.kept += 1,
                Verdict::Broken => tally.broken += 1,
                Verdict::Undecided => tally.undecided += 1,
                Verdict::Unpromised => tally.unpromised += 1,
            }
        }
        for finding in self.findings() {
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
