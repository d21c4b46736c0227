//! Terraform as a whole: text, plans, states, expressions.
//!
//! One program for all of them: each file is a subject, and shares what stands beside it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a failing test is meant to stop, and some write what they check"
)]

mod broken;
mod common;
mod configurations;
mod expressions;
mod joins;
mod json_syntax;
mod plans;
mod properties;
