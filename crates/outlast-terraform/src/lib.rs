//! Terraform text, plan and state as evaluated resources with spans.
//!
//! Layer 1. Knows no cloud and no provider schema: an attribute that is not written is *unknown*,
//! with the attribute itself as its origin, and never a default.
//!
//! # Where to start
//!
//! [`evaluate`] reads a configuration from texts, [`plan::configuration`] from `terraform show
//! -json`, [`plan::known`] joins the two. All give the same [`Configuration`]. [`Scope`] evaluates
//! expressions of other files with the names of the root module, [`syntax`] reads their text.
//!
//! # How it works
//!
//! `syntax` cuts a broken file so that the rest is read; `load` makes declarations of the blocks;
//! `world` evaluates names by need and keeps them; `eval` and `functions` compute values. Nothing
//! opens a file, reads a clock or asks a provider. Numbers have 512 bits, as in Terraform.
//!
//! # Where it differs from Terraform, knowingly
//!
//! - There is no schema: a nested block is always a list; `null` from a resource is unknown; a text
//!   is not converted to the type that a provider wants.
//! - `false && x` is `false` whatever `x` is (as from Terraform 1.12 on), and `x == null` is unknown
//!   for an unknown `x`.
//! - The side of a conditional that is not chosen may have an error.
//! - An empty tuple is taken for `for_each`; Terraform wants an empty set.
//! - An unknown element of an inner list counts as one element in `flatten()`.
//! - A division by zero is an error, not infinity; texts are not normalized to Unicode NFC.
//! - In a `<<-` heredoc, a line of fewer blanks than the indentation becomes an empty line.
//! - In YAML, a tab before the first word of a line and a lone `-` in `[…]` follow YAML 1.2; infinity
//!   is unknown.
//! - At most 64 nested brackets and 128 chained operators: limits of the parser. All limits are in
//!   [`limits`].
//! - Conditions (`validation`, `check`, `precondition`) are accepted and not evaluated; `moved`,
//!   `import` and `removed` change nothing here.

mod configuration;
mod eval;
mod functions;
mod input;
mod installed;
mod json;
pub mod limits;
mod load;
mod number;
mod path;
pub mod plan;
mod problems;
pub mod syntax;
mod text;
mod types;
mod value;
mod world;

pub use configuration::{Configuration, Mode, Provider, Resource, Unread, Variable};
pub use input::{FileKind, Input, InputFile, Known, Reader, VariableSource};
pub use installed::{Installed, InstalledModule, LIST as INSTALLED_MODULES, installed};
pub use number::Number;
pub use problems::costs_its_value_alone;
pub use text::{decode, did_you_mean, nearest, quoted};
pub use value::{Data, Key, Origin, Shape, Unknown, Value};
pub use world::{Evaluated, Scope, evaluate};
