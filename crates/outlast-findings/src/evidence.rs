//! What a finding rests on: plain data that a second command can replay.

use crate::Span;

/// A date in a timeline: whole nanoseconds after the fault; before it when negative.
pub type Moment = i64;

/// One line of a timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// When, in nanoseconds after the fault.
    pub at: Moment,
    /// What happened, a sentence without a full stop, user names in backticks.
    pub what: String,
    /// The share of requests that is served from here on, as a reduced fraction.
    pub served: Option<(i64, i64)>,
    /// The text that causes it, where there is one.
    pub span: Option<Span>,
}

/// What a finding rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Evidence {
    /// A history that the plain simulator replayed: `outlast why JOURNEY FAULT` prints it again.
    Timeline {
        /// The journey or store that it is told for, as the matrix names it.
        journey: String,
        /// The fault, by the name that `outlast why` takes.
        fault: String,
        /// What happened, in order.
        steps: Vec<Step>,
    },
    /// A fact of the model, without any fault: `outlast model` prints it with its provenance.
    Fact {
        /// The part, place or resource that it is a fact of.
        of: String,
        /// The fact, in a sentence.
        what: String,
    },
}
