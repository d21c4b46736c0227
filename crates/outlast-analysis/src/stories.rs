//! What happens in each cell of the matrix: the history of its worst fault, told in order.
//!
//! Only who shows a timeline asks for it. The outcome is known from the check, so one plain run is
//! enough for most cells; an outcome that was taken from an equal fault is explored again, because
//! its draws are named after the other fault's parts.

use std::collections::BTreeMap;

use outlast_model::{Fault, Sealed};
use outlast_sim::{History, Outcome, Unfolding, Witness};

use crate::grounds::grounds;
use crate::limits::{Limits, Progress};
use crate::singles::Singles;
use crate::subject::{Subject, subjects};
use crate::survive::{shown, witness};
use crate::why::stuck;

/// The most histories that are told of one system: beyond them a cell has its figures alone.
const STORIES_MAX: usize = 2_000;

/// What the worst fault of a cell does, as a history.
#[derive(Debug, Clone)]
pub struct Story {
    /// The journey or store.
    pub subject: Subject,
    /// The fault, by the name that `outlast why` takes.
    pub fault: String,
    /// The fault in a few words.
    pub what: String,
    /// The history that comes nearest to the worst, with the copies that are away in it.
    pub history: History,
    /// Where it holds: what is struck, which of it is needed, and by what that goes on, a line each.
    pub grounds: Vec<String>,
    /// Where it does not hold: who would act right after the fault and cannot, and what he lacks.
    pub stuck: Vec<String>,
}

/// The histories of the cells of a matrix, by the journey or store and the fault.
pub type Stories = BTreeMap<(Subject, String), Story>;

/// Tells the history of every cell whose fault touches its journey or store, by both.
pub fn stories(
    model: &Sealed,
    singles: &Singles,
    limits: &Limits,
    progress: &mut dyn FnMut(Progress),
) -> Stories {
    let faults: BTreeMap<&str, (usize, &Fault)> =
        singles.survival().faults.iter().enumerate().fold(
            BTreeMap::new(),
            |mut all, (at, fault)| {
                all.entry(fault.name.as_str()).or_insert((at, fault));
                all
            },
        );
    let mut stories = BTreeMap::new();
    let subjects = subjects(model);
    // A figure is sampled by the check; here a history is all that is wanted.
    let unfolding_limits = outlast_sim::Limits { runs: 0, ..limits.unfolding };
    for (done, subject) in subjects.iter().enumerate() {
        progress(Progress { what: "timelines", done, of: subjects.len() });
        let mut unfolding = None;
        let cells = singles.rows().iter().flat_map(|row| &row.cells);
        for cell in cells.filter(|cell| cell.subject == *subject && cell.outcome.touched) {
            let key = (*subject, cell.fault.clone());
            let Some((at, fault)) = faults.get(cell.fault.as_str()) else { continue };
            if stories.len() >= STORIES_MAX || stories.contains_key(&key) {
                continue;
            }
            let unfolding =
                unfolding.get_or_insert_with(|| subject.unfolding(model, unfolding_limits));
            let replayed = singles.survival().case(*subject, *at).and_then(|it| it.replayed);
            let history = history(unfolding, *subject, fault, (&cell.outcome, replayed));
            let grounds = grounds(model, unfolding, *subject, (fault, &cell.outcome));
            let stuck = stuck(model, unfolding, (fault, &cell.outcome));
            let (subject, what) = (*subject, fault.what.clone());
            let fault = cell.fault.clone();
            stories.insert(key, Story { subject, fault, what, history, grounds, stuck });
        }
    }
    stories
}

/// The history of an outcome; when the outcome is that of an equal fault, of one found anew.
fn history(
    unfolding: &Unfolding<'_>,
    subject: Subject,
    fault: &Fault,
    (outcome, replayed): (&Outcome, Option<i64>),
) -> History {
    let watched = |outcome: &Outcome| {
        let worst = witness(subject, outcome).or(outcome.witness.as_ref());
        unfolding.watch(fault, worst.unwrap_or(&Witness::default()))
    };
    let history = watched(outcome);
    if replayed.is_none() || shown(subject, &history) == replayed {
        return history;
    }
    watched(&unfolding.outcome(fault))
}
