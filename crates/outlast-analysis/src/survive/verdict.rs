//! Whether a promise is kept: proved by the upper bound, refuted by a replayed history, else
//! undecided.

use outlast_findings::Verdict;
use outlast_model::{Class, JourneyId, Model, Nanos, Promise};
use outlast_sim::Outcome;

/// The longest outage that a journey's promise allows for a class, and the name that says so.
pub(crate) fn promised(promise: &Promise, class: Class) -> Option<(Nanos, &'static str)> {
    let (name, promised) = promise.of(class)?;
    let out = promised.out.as_ref()?.value()?;
    Some((*out, name))
}

/// The verdict on one outcome. What an unknown duration may be is no proof that it is long: with
/// doubts a promise is broken only when even the shortest history breaks it.
pub(super) fn verdict(
    model: &Model,
    journey: JourneyId,
    class: Class,
    outcome: &Outcome,
    replayed: Option<Nanos>,
) -> Verdict {
    let promise = model.journeys.get(journey.0 as usize).map(|it| &it.promise);
    let Some((longest, _)) = promise.and_then(|promise| promised(promise, class)) else {
        return Verdict::Unpromised;
    };
    let certain = outcome.doubts.is_empty();
    if certain && outcome.out.worst <= longest {
        return Verdict::Kept;
    }
    let is_shown = replayed.is_some_and(|out| out > longest);
    if is_shown && (certain || outcome.out.best > longest) {
        return Verdict::Broken;
    }
    Verdict::Undecided
}
