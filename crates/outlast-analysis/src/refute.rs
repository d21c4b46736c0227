//! Guesses that the network refutes: nobody enters where nothing lets users in.
//!
//! A name or an address says that somebody may enter there; members of a cluster have names, too.
//! Where the network for certain lets nobody from outside in, the guess is dropped and named: it is
//! no wish of the user's, so that it can neither be broken nor be mended. Journeys that are written
//! down stay: what forbids them is a defect.

use outlast_model::{Journey, Model, Refuted};

use crate::demands::{Asked, alone, demands_of_journeys};
use crate::network_words::decision_words;
use crate::reach::Verdict;

/// Drops the inferred journeys of a model that the network refutes.
pub fn refute(model: &mut Model) {
    if model.journeys.iter().all(|journey| journey.inferred.is_none()) {
        return;
    }
    let found: Vec<Option<Refuted>> = {
        let alone = alone(model);
        let asked = Asked::of(model, &alone);
        let refuted = |journey: &Journey| {
            journey.inferred?;
            let demand = demands_of_journeys(model, [journey]).pop()?;
            let (_, answer) = asked.answer(&demand)?;
            let why = decision_words(model, &answer.decided_by).into_iter().map(|said| said.text);
            (answer.verdict == Verdict::No).then(|| Refuted {
                journey: journey.name.clone(),
                why: why.collect::<Vec<_>>().join("; "),
                span: journey.span,
            })
        };
        model.journeys.iter().map(refuted).collect()
    };
    let mut drops = found.iter().map(Option::is_some);
    model.journeys.retain(|_| !drops.next().unwrap_or(false));
    model.refuted.extend(found.into_iter().flatten());
}
