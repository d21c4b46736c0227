//! The terminal: calm, aligned, within the width of the page.

mod check;
mod finding;
mod manual;
mod matrix;
mod model;
mod pairs;
mod reach;
mod timeline;

pub use check::check;
pub(crate) use check::summary;
pub use finding::{findings, usage};
pub use manual::manual;
pub use model::model;
pub use reach::{reach, reach_all};
pub use timeline::{Telling, timeline};
