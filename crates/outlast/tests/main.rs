//! The program as a whole: commands, reports, files, formats, examples.
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

mod absent;
mod action;
mod asked;
mod asks;
mod broken;
mod browser;
mod changes;
mod circles;
mod classes;
mod command_line;
mod content;
mod elsewhere;
mod examples;
mod fills;
mod formats;
mod forms;
mod grounds;
mod groups;
mod incidents;
mod laws;
mod layers;
mod lines;
mod live;
mod outputs;
mod own_places;
mod reading;
mod resolves;
mod roles;
mod running;
mod serve;
mod sights;
mod spans;
mod standing_up;
mod tidy;
mod tries;
mod unknown;
