//! Questions about a model: what survives which fault; and the rules that word the answers.
//!
//! Layer 3, neutral: no vendor is named here. A check is four values, each of which holds the one
//! before: [`Singles`] enumerates every single fault, unfolds each journey and store under it and
//! compares the outcomes with the promises; [`Paired`] adds what two faults do, [`Judged`] words what
//! is wrong, with mends that were applied to the model and checked against everything; [`Told`] is
//! what a page needs. [`why`] replays one history.
//! Nothing here opens a file; every loop over faults has a limit that is a count.

// A variant that is added shows every place that must decide; tests may look at one alone.
#![cfg_attr(not(test), deny(clippy::wildcard_enum_match_arm))]

mod absent;
mod allow;
mod availability;
pub mod demands;
mod follow;
mod grounds;
mod hinges;
mod judged;
mod known;
mod limits;
mod matrix;
mod mend;
pub mod network_words;
mod paired;
mod pairs;
pub mod reach;
mod reached;
mod refute;
pub mod rules;
mod singles;
mod speech;
mod standing;
mod stories;
mod subject;
mod survive;
mod symmetry;
mod told;
pub mod who;
mod why;
mod words;

pub use availability::Availability;
pub use follow::follow;
pub use hinges::Hinge;
pub use judged::{Judged, check};
pub use known::Known;
pub use limits::{Limits, Progress};
pub use matrix::{Cell, Row};
pub use paired::Paired;
pub use pairs::{Pair, Pairs, Worse};
pub use reached::{Reached, Row as ReachRow, everything, reached};
pub use refute::refute;
pub use singles::Singles;
pub use speech::{doubt_words, event_words, open_words, ways_words};
pub use standing::{KnownVerdicts, Standing};
pub use stories::{Stories, Story, stories};
pub use subject::{Subject, column_names, find_subject, subjects};
pub use survive::{Case, Survival, faults};
pub use told::{Beside, Told};
pub use why::{Timeline, find_fault, why, why_pair};
pub use words::{failing, figure_words, outcome_words};
