//! The share of time that a journey is served: 1 less the seconds that faults of each kind take
//! from a caller, weighted by how often they happen.
//!
//! Rare events: two at once are not counted. Typical figures, not the worst.

use outlast_findings::Verdict;
use outlast_model::{Class, FOREVER, Fact, Fault, JourneyId, Model, Ratio, SECOND};
use outlast_sim::{Outcome, Typical};

use crate::subject::Subject;
use crate::survive::Survival;

/// The availability of one journey that promises one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Availability {
    /// The journey.
    pub journey: JourneyId,
    /// What is promised.
    pub promised: Ratio,
    /// What is computed, as far as it is known: an upper bound when something is missing.
    pub computed: Ratio,
    /// Why it cannot be computed; empty when it can.
    pub missing: Vec<String>,
    /// Whether the promise is kept.
    pub verdict: Verdict,
}

/// How many missing facts are named.
const NAMED: usize = 4;

/// The availability of every journey that promises one.
pub(crate) fn availability(model: &Model, survival: &Survival) -> Vec<Availability> {
    let journeys = model.journeys.pairs();
    journeys
        .filter_map(|(id, journey)| {
            let promised = *journey.promise.availability.as_ref()?.value()?;
            Some(of_journey(survival, id, promised))
        })
        .collect()
}

fn of_journey(survival: &Survival, journey: JourneyId, promised: Ratio) -> Availability {
    let mut lost = Ratio::ZERO;
    let mut missing = Vec::new();
    for judged in survival.of(Subject::Journey(journey)) {
        let Some(fault) = survival.faults.get(judged.fault) else { continue };
        match expected(fault, &judged.outcome) {
            Ok(share) => lost = lost + share,
            Err(why) if !missing.contains(&why) => missing.push(why),
            Err(_) => {}
        }
    }
    let computed = (Ratio::ONE - lost).max(Ratio::ZERO);
    let verdict = match missing.is_empty() {
        _ if computed < promised => Verdict::Broken,
        true => Verdict::Kept,
        false => Verdict::Undecided,
    };
    let more = missing.len().saturating_sub(NAMED);
    missing.truncate(NAMED);
    if more > 0 {
        missing.push(format!("and {more} more"));
    }
    Availability { journey, promised, computed, missing, verdict }
}

/// The share of time that one fault takes from a caller, or what is not known of it.
///
/// What is out for ever is never up again: it takes all the time, once the fault happens at all.
fn expected(fault: &Fault, outcome: &Outcome) -> Result<Ratio, String> {
    let typical = match outcome.caller.typical {
        _ if outcome.caller.is_zero() && outcome.doubts.is_empty() => return Ok(Ratio::ZERO),
        Typical::Exact(value) | Typical::Sampled(value) if outcome.doubts.is_empty() => value,
        Typical::Endless { endless, of } if endless == of && outcome.doubts.is_empty() => FOREVER,
        Typical::Exact(_) | Typical::Sampled(_) | Typical::Endless { .. } | Typical::Unknown => {
            return Err(format!("how long {} takes from a caller", fault.what));
        }
    };
    if fault.class == Class::Hypervisor && fault.effects.len() > 1 {
        return Err("which machines share a hypervisor".to_string());
    }
    match &fault.rate {
        Fact::Stated(rate, _) | Fact::Assumed(rate, _) if typical == FOREVER => {
            Ok(if *rate > Ratio::ZERO { Ratio::ONE } else { Ratio::ZERO })
        }
        Fact::Stated(rate, _) | Fact::Assumed(rate, _) => {
            // Whole microseconds keep the fraction small; rounded up, never in favour.
            let micros = typical.saturating_add(999) / 1_000;
            Ok(*rate * Ratio::new(micros, SECOND / 1_000))
        }
        Fact::Unknown(why) => Err(why.clone()),
    }
}
