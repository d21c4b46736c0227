//! The catalogue as a whole: its pages, the outlast file, every form of input.
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

mod data;
mod engine_pages;
mod fault_pages;
mod forms;
mod init;
mod language_reference;
mod networks;
mod outlast_file;
mod page;
mod resource_pages;
mod rule_pages;
mod states;
