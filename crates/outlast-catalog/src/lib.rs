//! What outlast knows of the world: resource types, engines, prices, and the outlast file.
//!
//! Layer 2. Reads evaluated Terraform and `*.outlast.hcl` into the neutral model, each fact with
//! its provenance. Leaves are files: a resource type or an engine is one `.rs` and one `.md` page,
//! and the page is its test. Nothing here opens a file, and nothing is judged.

mod build;
mod engines;
mod infer;
mod join;
mod language;
pub mod assumptions;
mod describe;
pub mod estate;
mod machines;
mod names;
mod openings;
mod overrides;
mod prices;
mod reading;
mod references;
pub mod resources;
pub mod zones;

pub use describe::describe;
pub use overrides::{Override, Overrides};
