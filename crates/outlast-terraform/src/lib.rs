//! Terraform text, plan and state as evaluated resources with spans.
//!
//! Layer 1. Knows no cloud and no provider schema: an attribute that is not written is *unknown*,
//! with the attribute itself as its origin, and never a default.

mod configuration;
pub mod limits;
mod number;
mod text;
mod value;

pub use configuration::{Configuration, Mode, Provider, Resource, Variable};
pub use number::Number;
pub use text::{decode, did_you_mean, nearest, quoted};
pub use value::{Data, Key, Origin, Shape, Unknown, Value};
