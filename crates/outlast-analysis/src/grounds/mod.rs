//! By what something holds: what a fault strikes, which of it a journey or store would need, and by
//! what that goes on.
//!
//! A cell that holds is believed only when somebody sees why: an arrow that is missing in the model
//! shows here as something that is struck and that nobody needs. Everything is read from the model
//! and from what the fault leaves; `speech/grounds.rs` has the words.

mod data;
mod goes_on;
pub(crate) mod ground;
mod hits;
mod scene;
mod ways;

use outlast_model::{Fault, Model};
use outlast_sim::{Outcome, Unfolding};

use crate::speech::ground_words;
use crate::subject::Subject;
use crate::words::outcome_words;
use ground::{Ground, Needed};
use scene::Scene;
use ways::Way;

/// More lines than these are told as a number.
const LINES: usize = 6;

/// By what a journey or store holds, in a few lines; none when it does not hold.
pub(crate) fn grounds(
    model: &Model,
    unfolding: &Unfolding<'_>,
    subject: Subject,
    (fault, outcome): (&Fault, &Outcome),
) -> Vec<String> {
    if outcome_words(outcome) != HOLDS {
        return Vec::new();
    }
    let scene = Scene::of(model, unfolding, subject, fault);
    let found = match subject {
        Subject::Journey(_) => of_journey(&scene, fault),
        Subject::Store(store) => data::of_store(&scene, store, fault, outcome),
    };
    folded(found.iter().map(|it| ground_words(model, subject, it)).collect())
}

/// The word for an outcome of which the grounds are told.
const HOLDS: &str = "holds";

fn of_journey(scene: &Scene<'_>, fault: &Fault) -> Vec<Ground> {
    let (hits, idle) = hits::hits(scene, fault);
    let mut grounds: Vec<Ground> = hits
        .into_iter()
        .map(|hit| {
            let way = hits::backup_alone(scene.model, &hit).map_or(scene.way(hit.part), Way::Keeps);
            let goes_on = goes_on::goes_on(scene, way, &hit);
            let hits::Hit { struck, part, copies, .. } = hit;
            Ground::Needed(Needed { struck, part, copies, way, goes_on })
        })
        .collect();
    // What each request asks for is of more interest than what only mends something.
    grounds.sort_by_key(|it| match it {
        Ground::Needed(needed) => Some(needed.way),
        Ground::Idle(_) | Ground::Data(_) | Ground::Elsewhere(..) => None,
    });
    if !idle.is_empty() {
        grounds.push(Ground::Idle(idle));
    }
    grounds
}

/// The first lines, and how many are left out.
fn folded(mut lines: Vec<String>) -> Vec<String> {
    if lines.len() > LINES {
        let more = lines.len() - LINES + 1;
        lines.truncate(LINES - 1);
        lines.push(format!("and {more} more that are struck"));
    }
    lines
}
