//! What every fault does to a written system, as laws compare it: no sampled figure, no name of a
//! fault, no words.

use std::collections::BTreeMap;

use outlast_analysis::{Case, Limits, Singles};
use outlast_catalog::{Overrides, lower};
use outlast_findings::{Severity, Sources};
use outlast_model::{FOREVER, Nanos, Sealed};
use outlast_sim::{Often, Recovery, Unseen};
use outlast_terraform::{FileKind, Input, InputFile, evaluate};

use super::written::{TERRAFORM, Written};

/// What one fault does to one journey or store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cell {
    /// Out at least and at most, in nanoseconds.
    pub(crate) out: (Nanos, Nanos),
    pub(crate) back: Recovery,
    /// Lost at least and at most; [`FOREVER`] for everything.
    pub(crate) lost: (Nanos, Nanos),
    /// Jobs lost and done twice at most.
    pub(crate) jobs: (Option<u64>, Option<u64>),
    pub(crate) undecided: bool,
}

impl Cell {
    /// What nothing touches.
    pub(crate) const HOLDS: Self = Self {
        out: (0, 0),
        back: Recovery::Holds,
        lost: (0, 0),
        jobs: (Some(0), Some(0)),
        undecided: false,
    };
}

/// Every cell by the journey or store and the fault; what holds untouched is left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Cells(pub(crate) BTreeMap<(String, String), Cell>);

impl Cells {
    pub(crate) fn get(&self, of: &str, fault: &str) -> Cell {
        self.0.get(&(of.to_string(), fault.to_string())).cloned().unwrap_or(Cell::HOLDS)
    }
}

/// The model of an outlast file; what is wrong with it when it is written with a mistake.
pub(crate) fn model(text: &str) -> Result<Sealed, Vec<String>> {
    let mut sources = Sources::new();
    let id = sources.add("main.tf", TERRAFORM);
    let outlast = sources.add("laws.outlast.hcl", text);
    let file = InputFile { id, path: "main.tf".to_string(), kind: FileKind::Tf };
    let evaluated = evaluate(&Input { files: vec![file], ..Input::default() }, &sources);
    let lowered = lower("laws", &evaluated, &[outlast], &sources, &Overrides::new());
    let wrong = lowered.findings.iter().filter(|it| it.severity == Severity::Error);
    let wrong: Vec<String> = wrong.map(|it| it.title.to_string()).collect();
    if wrong.is_empty() { Ok(lowered.sealed().model) } else { Err(wrong) }
}

/// Every single fault against every journey and store.
pub(crate) fn cells(written: &Written) -> Cells {
    cells_of(&written.text())
}

/// As [`cells`], of the text of an outlast file.
pub(crate) fn cells_of(text: &str) -> Cells {
    let model = model(text).unwrap_or_else(|wrong| panic!("{wrong:?} in\n{text}"));
    let limits = outlast_sim::Limits { runs: 0, unseen: Unseen::WhenNeeded, ..Default::default() };
    let limits = Limits { unfolding: limits, ..Limits::default() };
    let singles = Singles::of(&model, &limits, &mut |_| {});
    let survival = singles.survival();
    let cell = |judged: &Case| {
        let outcome = &judged.outcome;
        let loss = outcome.loss().map(|loss| match loss.all {
            Often::Always => (FOREVER, FOREVER),
            Often::Sometimes(_) => (loss.window.best, FOREVER),
            Often::Never => (loss.window.best, loss.window.worst),
        });
        let work = outcome.aftermath().map(|it| (it.lost.1, it.twice.1));
        Cell {
            out: (outcome.out.best, outcome.out.worst),
            back: outcome.back,
            lost: loss.unwrap_or((0, 0)),
            jobs: work.unwrap_or((Some(0), Some(0))),
            undecided: !outcome.open().is_empty(),
        }
    };
    let named = survival.cases.iter().filter_map(|judged| {
        let fault = survival.faults.get(judged.fault)?.name.clone();
        Some(((judged.subject.address(&model).to_string(), fault), cell(judged)))
    });
    Cells(named.filter(|(_, cell)| *cell != Cell::HOLDS).collect())
}
