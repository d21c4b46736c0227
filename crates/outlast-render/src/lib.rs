//! What outlast found, as text: one file per format.
//!
//! Layer 4. Takes a [`Report`] and gives strings; writes nothing anywhere and judges nothing.
//! Wire types live only here, so that the crates below may change freely while the formats stay.
//! Text for the terminal always has colour in it: whoever prints it takes that out where nobody
//! wants it.

mod description;
mod escape;
mod excerpt;
pub mod json;
mod layout;
mod page;
mod paint;
mod reaching;
mod report;
pub mod terminal;
mod words;

pub use layout::page_width;
pub use outlast_analysis::outcome_words;
pub use reaching::Reaching;
pub use report::{Hinge, Report, Tally};
pub use words::{count, euros};
