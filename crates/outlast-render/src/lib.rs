//! What outlast found, as text: one file per format.
//!
//! Layer 4. Takes a [`Report`] and gives strings; writes nothing anywhere and judges nothing.
//! Wire types live only here, so that the crates below may change freely while the formats stay.
//! Text for the terminal always has colour in it: whoever prints it takes that out where nobody
//! wants it.

mod baseline;
mod d2;
mod description;
mod escape;
mod excerpt;
mod github;
pub mod html;
pub mod json;
mod junit;
mod layout;
mod markdown;
mod mermaid;
mod page;
mod paint;
mod picture;
mod reaching;
mod report;
mod sarif;
mod sketch;
mod telling;
pub mod terminal;
mod words;

pub use baseline::Baseline;
pub use d2::d2;
pub use github::github;
pub use junit::junit;
pub use layout::page_width;
pub use markdown::markdown;
pub use mermaid::mermaid;
pub use outlast_analysis::outcome_words;
pub use reaching::Reaching;
pub use report::{Conclusion, Report, Tally};
pub use sarif::sarif;
pub use words::{count, euros};
