//! What outlast knows of the world: resource types, engines, prices, and the outlast file.
//!
//! Layer 2. Reads evaluated Terraform and `*.outlast.hcl` into the neutral model, each fact with
//! its provenance. Leaves are files: a resource type or an engine is one `.rs` and one `.md` page,
//! and the page is its test. Nothing here opens a file, and nothing is judged.

// A variant that is added shows every place that must decide; tests may look at one alone.
#![cfg_attr(not(test), deny(clippy::wildcard_enum_match_arm))]

mod admission;
pub mod allows;
pub mod assumptions;
mod attributes;
mod build;
mod cycles;
mod defects;
mod describe;
pub mod engines;
pub mod estate;
pub mod faults;
mod holdings;
mod infer;
mod init;
mod iproute2;
mod join;
pub mod language;
mod lower;
mod machines;
mod names;
mod netplan;
mod networks;
mod new_rule;
mod openings;
mod overrides;
mod ownership;
pub mod ports;
mod prices;
mod problems;
mod reading;
mod references;
pub mod resources;
pub mod rules;
mod terraform;
mod wg_quick;
mod yaml;
pub mod zones;

pub use allows::Allow;
pub use describe::describe;
pub use init::init;
pub use language::reference::reference;
pub use lower::{Lowered, lower};
pub use new_rule::NewRule;
pub use overrides::{Override, Overrides};
