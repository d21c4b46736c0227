//! Questions about a model: what survives which fault; and the rules that word the answers.
//!
//! Layer 3, neutral: no vendor is named here. [`check`] enumerates every single fault, unfolds each
//! journey and store under it, compares the outcomes with the promises, and words what is wrong; each mend it
//! shows was applied to the model and checked against everything. [`why`] replays one history.
//! Nothing here opens a file; every loop over faults has a limit that is a count.

// A variant that is added shows every place that must decide; tests may look at one alone.
#![cfg_attr(not(test), deny(clippy::wildcard_enum_match_arm))]

mod allow;
mod analysis;
mod availability;
mod check;
pub mod demands;
mod follow;
mod limits;
mod matrix;
mod mend;
pub mod network_words;
mod pairs;
pub mod reach;
mod reached;
mod refute;
pub mod rules;
mod speech;
mod standing;
mod stories;
mod subject;
mod survive;
mod symmetry;
pub mod who;
mod why;
mod words;

pub use allow::silence;
pub use analysis::{Analysis, judge};
pub use availability::Availability;
pub use check::{check, complete};
pub use follow::follow;
pub use limits::{Limits, Progress};
pub use matrix::{Cell, Row, cell};
pub use pairs::{Pair, Pairs, Worse};
pub use reached::{Reached, Row as ReachRow, everything, reached};
pub use refute::refute;
pub use speech::{doubt_words, event_words, open_words};
pub use standing::{Standing, exit_code};
pub use stories::{Story, stories};
pub use subject::{Subject, column_names, find_subject, subjects};
pub use survive::{Judged, Survival, faults};
pub use why::{Timeline, find_fault, why, why_pair};
pub use words::{failing, figure_words, outcome_words};
