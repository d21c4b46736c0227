//! What is open in a system, by names that stay the same when lines move and figures change; and
//! what of it was known before.
//!
//! It decides about the exit code together with the findings. A fault that broke a promise before
//! and leaves it undecided now is known; the other way round is new. How long an outage is does not
//! count: a promise that is broken by more than before is as broken as before.

use std::collections::{BTreeMap, BTreeSet};

use outlast_findings::{Finding, Severity, Verdict};
use outlast_model::{Journey, JourneyId, Model};

use crate::matrix::Row;
use crate::paired::Paired;
use crate::singles::Singles;
use crate::subject::{Subject, column_names, subjects};
use crate::survive::is_promised;

/// What the entry of a journey's availability stands under, in place of a fault.
const AVAILABILITY: &str = "availability";
/// What the entry of the promises about two faults stands under.
const PAIRS: &str = "pairs";

/// What is open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// Promises that are broken or undecided: by the journey or store (its address) and the fault.
    pub verdicts: BTreeMap<(String, String), Verdict>,
    /// What is not judged at all: resources that are not understood, journeys without a promise.
    pub gaps: BTreeSet<String>,
}

impl Standing {
    /// What is open in a system that was judged.
    pub fn of(model: &Model, paired: &Paired) -> Self {
        let mut standing = Self { gaps: gaps(model), verdicts: BTreeMap::new() };
        for row in paired.singles().rows() {
            for (subject, under, verdict) in open(paired.singles(), row) {
                standing.add(model, subject, &under, verdict);
            }
        }
        for it in paired.singles().availability() {
            standing.add(model, Subject::Journey(it.journey), AVAILABILITY, it.verdict);
        }
        for (subject, verdict) in &paired.pairs().verdicts {
            standing.add(model, *subject, PAIRS, *verdict);
        }
        standing
    }

    fn add(&mut self, model: &Model, subject: Subject, under: &str, verdict: Verdict) {
        if verdict >= Verdict::Undecided {
            let key = (subject.address(model).to_string(), under.to_string());
            let entry = self.verdicts.entry(key).or_insert(verdict);
            *entry = verdict.max(*entry);
        }
    }

    /// Whether it holds a verdict at least as bad.
    fn knows(&self, model: &Model, subject: Subject, under: &str, verdict: Verdict) -> bool {
        let key = (subject.address(model).to_string(), under.to_string());
        verdict >= Verdict::Undecided && self.verdicts.get(&key).is_some_and(|it| *it >= verdict)
    }

    /// Which verdicts it holds already.
    pub(crate) fn known_verdicts(&self, model: &Model, paired: &Paired) -> KnownVerdicts {
        let singles = paired.singles();
        let is_known = |row: &Row, subject| {
            let mut open = open(singles, row).into_iter().filter(|it| it.0 == subject).peekable();
            open.peek().is_some()
                && open.all(|(subject, under, verdict)| self.knows(model, subject, &under, verdict))
        };
        let cells = singles.rows().iter().enumerate().flat_map(|(at, row)| {
            let known = row.cells.iter().map(|it| it.subject).filter(|it| is_known(row, *it));
            known.map(|subject| (at, subject)).collect::<Vec<_>>()
        });
        let available = singles
            .availability()
            .iter()
            .filter(|it| self.knows(model, Subject::Journey(it.journey), AVAILABILITY, it.verdict));
        let verdicts = paired.pairs().verdicts.iter();
        let pairs = verdicts.filter(|(it, verdict)| self.knows(model, **it, PAIRS, **verdict));
        KnownVerdicts {
            cells: cells.collect(),
            availability: available.map(|it| it.journey).collect(),
            pairs: pairs.map(|(subject, _)| *subject).collect(),
        }
    }

    /// Journeys and stores, by the names in findings, of which `now` has a promise broken by a fault
    /// that broke none before.
    pub fn worse(&self, model: &Model, now: &Self) -> BTreeSet<String> {
        let broken = now.verdicts.iter().filter(|(_, verdict)| **verdict == Verdict::Broken);
        let new = broken.filter(|(key, _)| self.verdicts.get(*key) != Some(&Verdict::Broken));
        let new: BTreeSet<&str> = new.map(|((of, _), _)| of.as_str()).collect();
        let columns = column_names(model).into_iter();
        columns.filter(|(it, _)| new.contains(it.address(model))).map(|(_, name)| name).collect()
    }

    /// What it holds and `now` does not, a line each, in order.
    pub fn gone(&self, now: &Self) -> Vec<String> {
        let verdicts = self
            .verdicts
            .iter()
            .filter(|(key, was)| now.verdicts.get(*key).is_none_or(|is| is < *was));
        let verdicts =
            verdicts.map(|((of, under), was)| format!("`{of}`, {under}: {}", was.word()));
        verdicts.chain(self.gaps.difference(&now.gaps).cloned()).collect()
    }
}

/// Which verdicts of a report were no better before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownVerdicts {
    cells: BTreeSet<(usize, Subject)>,
    availability: BTreeSet<JourneyId>,
    pairs: BTreeSet<Subject>,
}

impl KnownVerdicts {
    /// Whether everything that is open in a cell was open before: the number of its row, and the
    /// journey or store.
    pub fn knows_cell(&self, row: usize, subject: Subject) -> bool {
        self.cells.contains(&(row, subject))
    }

    /// Whether the availability of a journey was no better before.
    pub fn knows_availability(&self, journey: JourneyId) -> bool {
        self.availability.contains(&journey)
    }

    /// Whether the verdict on two faults at once was no better before.
    pub fn knows_pairs(&self, subject: Subject) -> bool {
        self.pairs.contains(&subject)
    }
}

/// What is broken or undecided in a row: the journey or store, the fault, the verdict. Faults
/// beyond a limit have no name; their class stands for them.
fn open(singles: &Singles, row: &Row) -> Vec<(Subject, String, Verdict)> {
    let mut open = Vec::new();
    for cell in row.cells.iter().filter(|cell| cell.verdict >= Verdict::Undecided) {
        let before = open.len();
        let judged = singles.survival().cases_of(cell.subject, &row.faults);
        for judged in judged.filter(|it| it.verdict >= Verdict::Undecided) {
            let fault = singles.survival().faults.get(judged.fault);
            let name = fault.map_or_else(String::new, |it| it.name.clone());
            open.push((cell.subject, name, judged.verdict));
        }
        if open.len() == before {
            open.push((cell.subject, format!("{}:", row.class.name()), cell.verdict));
        }
    }
    open
}

/// What cannot be kept or is not judged: what is not understood, no journey at all, a journey or
/// store to which nothing is promised, or a promise about data where no store is known.
fn gaps(model: &Model) -> BTreeSet<String> {
    let missing = model.understood.missing.iter();
    let mut gaps: BTreeSet<String> =
        missing.map(|it| format!("not understood: `{}`", it.address)).collect();
    let subjects = subjects(model);
    if subjects.is_empty() {
        gaps.insert("nothing is judged".to_string());
    }
    let no_store = subjects.iter().all(|it| it.store().is_none());
    let about_data = |journey: &Journey| {
        no_store && journey.promise.classes.values().any(|promised| promised.lose.is_some())
    };
    for subject in subjects.iter().filter(|it| !is_promised(model, **it)) {
        gaps.insert(format!("nothing is promised to `{}`", subject.address(model)));
    }
    for journey in &model.journeys {
        if about_data(journey) {
            gaps.insert(format!("no store is known for the promise of `{}`", journey.name));
        }
    }
    gaps
}

/// The exit code of a system: 1 for a broken promise or a defect, 3 when something is undecided,
/// not understood, or nothing is promised, else 0. What is silenced or known does not count.
///
/// `findings` are all of them, those of the input included, with what is known marked; `known` are
/// the verdicts that were known, `gaps_before` what was not judged before.
pub(crate) fn exit_code(
    (model, paired): (&Model, &Paired),
    findings: &[Finding],
    known: &KnownVerdicts,
    gaps_before: Option<&BTreeSet<String>>,
) -> u8 {
    if findings.iter().any(|it| it.is_open() && it.severity == Severity::Error) {
        return 1;
    }
    let of_pairs = paired.pairs().verdicts.iter().filter(|(it, _)| !known.knows_pairs(**it));
    let of_pairs: Vec<Verdict> = of_pairs.map(|(_, verdict)| *verdict).collect();
    if of_pairs.contains(&Verdict::Broken) {
        return 1;
    }
    let rows = paired.singles().rows().iter().enumerate();
    let cells = rows.flat_map(|(at, row)| row.cells.iter().map(move |cell| (at, cell)));
    let cells = cells.filter(|(at, it)| !known.knows_cell(*at, it.subject));
    let stated = paired.singles().availability().iter();
    let stated = stated.filter(|it| !known.knows_availability(it.journey)).map(|it| it.verdict);
    let cells = cells.map(|(_, it)| it.verdict);
    let undecided = cells.chain(stated).chain(of_pairs).any(|it| it == Verdict::Undecided);
    let is_new = |gap: &String| gaps_before.is_none_or(|before| !before.contains(gap));
    let gap = gaps(model).iter().any(is_new);
    let unknown = findings.iter().any(|it| it.is_open() && it.undecided);
    if undecided || gap || unknown { 3 } else { 0 }
}
