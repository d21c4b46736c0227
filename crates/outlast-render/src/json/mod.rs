//! JSON: versioned, for programs. The schemas are in `docs/schema/`.
//!
//! Durations are seconds as decimal numbers, exact to the nanosecond; `null` means without bound.
//! Lists keep the order of the text they come from, objects are sorted by key: the same input
//! gives the same bytes.

mod check;
mod finding;
mod model;
mod number;
mod reach;
mod why;

pub use check::check;
pub use model::model;
pub use reach::{reach, reach_all};
pub use why::why;

/// The version of every document; it rises when a reader would have to change.
pub const VERSION: u32 = 2;

/// A document as text with a line break at its end.
pub(crate) fn text(value: &impl serde::Serialize) -> String {
    // Serialising plain structures with text keys cannot fail; an empty document says so if it did.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}
