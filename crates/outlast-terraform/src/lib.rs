//! Terraform text, plan and state as evaluated resources with spans.
//!
//! Layer 1. Knows no cloud and no provider schema: an attribute that is not written is *unknown*,
//! with the attribute itself as its origin, and never a default.

mod configuration;
mod eval;
mod functions;
mod input;
mod json;
pub mod limits;
mod load;
mod number;
mod path;
pub mod plan;
pub mod syntax;
mod text;
mod types;
mod value;
mod world;

pub use configuration::{Configuration, Mode, Provider, Resource, Variable};
pub use input::{FileKind, Input, InputFile, Known, Reader, VariableSource};
pub use number::Number;
pub use text::{decode, did_you_mean, nearest, quoted};
pub use value::{Data, Key, Origin, Shape, Unknown, Value};
pub use world::{Evaluated, Scope, evaluate};
