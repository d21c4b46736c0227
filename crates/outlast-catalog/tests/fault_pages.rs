//! Every kind of fault has a file and a page of its name, and no page is without a kind.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a failing test is meant to stop"
)]

#[allow(dead_code, unreachable_pub, reason = "this test only lists the pages")]
mod page;

use std::collections::BTreeSet;

use outlast_catalog::faults::KINDS;

#[test]
fn files_and_pages_are_those_of_the_kinds() {
    let kinds: BTreeSet<String> = KINDS.iter().map(|kind| kind.name().to_string()).collect();
    assert_eq!(page::names("pages/faults"), kinds);
    let mut files = page::names("src/faults");
    files.retain(|name| name != "mod" && name != "tests");
    let files: BTreeSet<String> = files.iter().map(|name| name.replace('_', "-")).collect();
    assert_eq!(files, kinds);
}
