//! What is told of a system that was judged: the last value of a check, and all that a page needs.
//!
//! What the input itself says stands with what the rules found; of both is decided here what is
//! silenced, what was known before and in which order it is told, and what exit code follows. The
//! assumptions that a verdict hangs on belong to it. No format is known here.

use outlast_catalog::Overrides;
use outlast_catalog::allows::Allow;
use outlast_findings::{Finding, Sources};
use outlast_model::{Class, Model, Sealed};

use crate::allow::silence;
use crate::availability::Availability;
use crate::hinges::{self, Hinge};
use crate::judged::Judged;
use crate::known::Known;
use crate::limits::{Limits, Progress};
use crate::matrix::Row;
use crate::pairs::Pairs;
use crate::singles::Singles;
use crate::standing::{KnownVerdicts, Standing, exit_code};
use crate::stories::Stories;

/// What is told of a system beside what was judged of its model.
pub struct Beside<'a> {
    /// The texts that findings point into.
    pub sources: &'a Sources,
    /// What is wrong with the input and with the system itself, before any fault.
    pub found: Vec<Finding>,
    /// Findings that are silenced where they stand.
    pub allows: &'a [Allow],
    /// What was known before; nothing without a baseline, or when it does not hold the system.
    pub before: Option<&'a Known>,
    /// The history of each cell; none unless a form shows them.
    pub stories: Stories,
    /// The model of the same input with these assumptions in place of its own.
    pub lower: &'a dyn Fn(&Overrides) -> Sealed,
    /// What is said after all else: that this is not the last word.
    pub last: Option<Finding>,
}

/// A system that was judged, as it is told.
#[derive(Debug, Clone)]
pub struct Told {
    judged: Judged,
    stories: Stories,
    hinges: Vec<Hinge>,
    findings: Vec<Finding>,
    known: KnownVerdicts,
    gone: Vec<String>,
    exit: u8,
}

impl Judged {
    /// Tells it: turns assumptions round, within the limits, and compares with what was known.
    #[must_use]
    pub fn told(
        self,
        model: &Sealed,
        limits: &Limits,
        beside: Beside<'_>,
        progress: &mut dyn FnMut(Progress),
    ) -> Told {
        let Beside { sources, found, allows, before, stories, lower, last } = beside;
        let singles = self.paired().singles();
        let hinges = hinges::find((model, singles), limits, lower, progress);
        let mut findings = found;
        findings.extend(self.findings().iter().cloned());
        findings.extend(hinges::refusal(singles));
        silence(&mut findings, allows);
        let (known, gone) = before
            .map(|before| compare(before, sources, (model, &self), &mut findings))
            .unwrap_or_default();
        in_order(&mut findings);
        let open_before = before.map(|it| &it.standing.gaps);
        let exit = exit_code((model, self.paired()), &findings, &known, open_before);
        findings.extend(last);
        Told { judged: self, stories, hinges, findings, known, gone, exit }
    }
}

/// Marks the findings that were known before; which verdicts were, and what is there no more.
fn compare(
    before: &Known,
    sources: &Sources,
    (model, judged): (&Model, &Judged),
    findings: &mut [Finding],
) -> (KnownVerdicts, Vec<String>) {
    let now = Known::of(sources, Standing::of(model, judged.paired()), findings);
    let worse = before.standing.worse(model, &now.standing);
    before.mark(sources, &worse, findings);
    (before.standing.known_verdicts(model, judged.paired()), before.gone(&now))
}

/// Puts findings into the order of every format: those that count, then what is known, then what is
/// allowed; among them the order that they have.
fn in_order(findings: &mut [Finding]) {
    findings.sort_by_key(|it| match (it.suppressed.is_some(), it.known) {
        (true, _) => 2,
        (false, known) => u8::from(known),
    });
}

impl Told {
    /// What every single fault does.
    pub const fn singles(&self) -> &Singles {
        self.judged.paired().singles()
    }

    /// Single faults and the histories of cells, for somebody who goes on from there.
    pub fn into_singles(self) -> (Singles, Stories) {
        (self.judged.into_paired().into_singles(), self.stories)
    }

    /// The survival matrix, in order of scope.
    pub fn rows(&self) -> &[Row] {
        self.singles().rows()
    }

    /// The availability of each journey that promises one.
    pub fn availability(&self) -> &[Availability] {
        self.singles().availability()
    }

    /// Classes of faults that are promised by their own name and of which no fault exists.
    pub fn absent(&self) -> &[Class] {
        self.singles().absent()
    }

    /// What two faults do together.
    pub const fn pairs(&self) -> &Pairs {
        self.judged.paired().pairs()
    }

    /// The history of the worst fault of each cell; none unless a form shows them.
    pub const fn stories(&self) -> &Stories {
        &self.stories
    }

    /// Assumptions whose other value changes a verdict.
    pub fn hinges(&self) -> &[Hinge] {
        &self.hinges
    }

    /// Everything that is said: problems of the input and findings about the system, in order.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Which verdicts were no better before.
    pub const fn known_verdicts(&self) -> &KnownVerdicts {
        &self.known
    }

    /// What was known before and is not there any more, a line each.
    pub fn gone(&self) -> &[String] {
        &self.gone
    }

    /// The exit code of this system.
    pub const fn exit(&self) -> u8 {
        self.exit
    }

    /// What there is to know of it, for a later run to compare with.
    pub fn known(&self, sources: &Sources, model: &Model) -> Known {
        Known::of(sources, Standing::of(model, self.judged.paired()), &self.findings)
    }
}
