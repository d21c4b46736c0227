//! The survival matrix: classes of faults down, journeys and stores across, each cell the worst of its row.

use std::cmp::Reverse;

use outlast_catalog::faults::kind_of;
use outlast_findings::Verdict;
use outlast_model::{Class, Fault, Model, Nanos};
use outlast_sim::Outcome;

use crate::subject::{Subject, subjects};
use crate::survive::{Survival, badness};

/// Up to so many rows for a class that strikes places or services; else it has one.
const OWN_ROWS: usize = 4;

/// What one journey or store does under the worst fault of a row.
#[derive(Debug, Clone)]
pub struct Cell {
    /// The journey or store.
    pub subject: Subject,
    /// The outcome of that fault.
    pub outcome: Outcome,
    /// The worst verdict over all faults of the row.
    pub verdict: Verdict,
    /// The fault, by the name that `outlast why` takes.
    pub fault: String,
    /// The longest outage or the greatest loss that was promised, in nanoseconds, and the name in
    /// the promise.
    pub promised: Option<(Nanos, String)>,
}

/// A class of faults, or one fault of it, and what each journey and store does under it.
#[derive(Debug, Clone)]
pub struct Row {
    /// The class.
    pub class: Class,
    /// What happens, in a few words: "one instance".
    pub what: String,
    /// How many things can be struck.
    pub count: usize,
    /// Whether that is an upper bound: nobody said which machines share a host.
    pub at_most: bool,
    /// The faults, as indexes of [`Survival::faults`], in order.
    pub faults: Vec<usize>,
    /// One cell for each journey and then for each store that is judged, in their order.
    pub cells: Vec<Cell>,
}

/// The rows, in order of scope. A class without faults has none.
pub(crate) fn matrix(model: &Model, survival: &Survival) -> Vec<Row> {
    let mut rows = Vec::new();
    for class in Class::ALL {
        let faults = of_class(survival, class, None);
        if faults.is_empty() {
            continue;
        }
        if has_own_rows(class) {
            rows.extend(apart(model, survival, class, &faults));
        } else {
            rows.push(row(model, survival, class, &faults));
        }
    }
    for (state, during) in model.during.iter().enumerate() {
        rows.extend(in_a_state(model, survival, (state, &during.name)));
    }
    rows
}

/// The faults of a class, in a known state or in none.
fn of_class(survival: &Survival, class: Class, during: Option<usize>) -> Vec<usize> {
    let faults = (0..).zip(&survival.faults);
    faults
        .filter(|(_, fault)| fault.class == class && fault.during == during)
        .map(|(at, _)| at)
        .collect()
}

/// What is otherwise in a known state than without it.
fn in_a_state(model: &Model, survival: &Survival, (state, name): (usize, &str)) -> Vec<Row> {
    let mut rows = Vec::new();
    for class in Class::ALL {
        let faults = of_class(survival, class, Some(state));
        if faults.is_empty() {
            continue;
        }
        let mut inside = row(model, survival, class, &faults);
        let without = row(model, survival, class, &of_class(survival, class, None));
        if !is_alike(&inside, &without) {
            if !inside.what.contains(name) {
                inside.what = format!("{}, while {name}", inside.what);
            }
            rows.push(inside);
        }
    }
    rows
}

/// Faults that take something down have rows of their own, if they are few; those that do the same
/// to every journey and store share one.
fn apart(model: &Model, survival: &Survival, class: Class, faults: &[usize]) -> Vec<Row> {
    let alone: Vec<Row> = faults.iter().map(|at| row(model, survival, class, &[*at])).collect();
    let mut groups: Vec<(Vec<usize>, &Row)> = Vec::new();
    for (at, row) in faults.iter().zip(&alone) {
        match groups.iter_mut().find(|(_, first)| is_alike(first, row)) {
            Some((group, _)) => group.push(*at),
            None => groups.push((vec![*at], row)),
        }
    }
    if groups.len() > OWN_ROWS {
        return vec![row(model, survival, class, faults)];
    }
    groups.iter().map(|(group, _)| row(model, survival, class, group)).collect()
}

/// Whether two faults do the same to every journey and store.
fn is_alike(a: &Row, b: &Row) -> bool {
    a.cells.iter().zip(&b.cells).all(|(a, b)| {
        let of = |cell: &Cell| {
            (cell.verdict, badness(cell.subject, &cell.outcome), cell.outcome.doubts.clone())
        };
        of(a) == of(b)
    })
}

/// Whether the faults of a class strike places or services, which people know by name.
const fn has_own_rows(class: Class) -> bool {
    matches!(
        class,
        Class::Link
            | Class::ZoneDark
            | Class::ZoneCut
            | Class::ZoneLost
            | Class::Service
            | Class::ProviderService
            | Class::ControlPlane
            | Class::Provider
    )
}

fn row(model: &Model, survival: &Survival, class: Class, faults: &[usize]) -> Row {
    let fault = |at: usize| survival.faults.get(at);
    let summary = kind_of(class).map_or("", |kind| kind.summary);
    let what = match faults {
        [one] if has_own_rows(class) => fault(*one).map_or("", |it| it.what.as_str()),
        _ => summary,
    };
    let at_most = survival.at_most.get(&class).copied();
    Row {
        class,
        what: what.to_string(),
        count: at_most.unwrap_or(faults.len()),
        at_most: at_most.is_some(),
        faults: faults.to_vec(),
        cells: subjects(model).into_iter().map(|it| cell_of(model, survival, it, faults)).collect(),
    }
}

/// What one journey or store does under the worst of these faults, which are of one class.
pub(crate) fn cell_of(
    model: &Model,
    survival: &Survival,
    subject: Subject,
    faults: &[usize],
) -> Cell {
    let cases = survival.cases_of(subject, faults);
    // The first of equals stands for them all.
    let worst =
        cases.max_by_key(|it| (it.verdict, badness(subject, &it.outcome), Reverse(it.fault)));
    let first = faults.first().copied();
    let named = |at: Option<usize>| at.and_then(|at| survival.faults.get(at));
    let fault = named(worst.map(|it| it.fault).or(first));
    let promised = fault.and_then(|fault| subject.promised(model, fault.class));
    // Faults that touch nothing keep what was promised.
    let is_promised = fault.is_some_and(|fault| !survival.pledges(subject, fault.class).is_empty());
    let untouched = if is_promised { Verdict::Kept } else { Verdict::Unpromised };
    let verdict = worst.map_or(untouched, |it| it.verdict.max(untouched));
    Cell {
        subject,
        outcome: worst.map_or_else(Outcome::holds, |it| (*it.outcome).clone()),
        verdict: limited(model, survival, fault, verdict),
        fault: fault.map_or_else(String::new, |it| it.name.clone()),
        promised: promised.map(|(most, name)| (most, name.to_string())),
    }
}

/// Faults beyond a limit were not judged, and what was left out may have said anything: nothing is
/// proved of them.
fn limited(model: &Model, survival: &Survival, fault: Option<&Fault>, verdict: Verdict) -> Verdict {
    let reached = model.understood.left_out
        || fault.is_some_and(|fault| survival.limits.contains_key(&fault.class));
    if reached && verdict == Verdict::Kept { Verdict::Undecided } else { verdict }
}
