//! Analyses as a whole: pages of rules, mends, reachability.
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

mod mends_of_data;
mod needs_of_networks;
mod page;
mod reach;
mod reach_packets;
mod rule_pages;
mod same_answers;
mod system;
