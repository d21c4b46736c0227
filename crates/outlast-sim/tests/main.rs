//! The engines as a whole: worked-out cases, properties, measurements.
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

mod cases;
mod cones;
mod data;
mod data_properties;
mod gone;
mod load;
mod measured;
mod properties;
mod support;
mod unseen;
