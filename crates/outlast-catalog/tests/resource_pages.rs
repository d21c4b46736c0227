//! The page of a resource type is its test: the Terraform on it becomes the facts on it.
//!
//! `OUTLAST_BLESS=1` writes the facts that come out into the pages.

use std::collections::BTreeSet;

use outlast_catalog::describe;
use outlast_catalog::resources::KINDS;
use outlast_pages::{Pages, block, headings, names};

use crate::page::{directory, estate};

const HEADINGS: [&str; 5] =
    ["What it is", "What outlast reads", "Example", "What it cannot see", "Sources"];

#[test]
fn every_page_shows_what_its_example_becomes() {
    let pages = Pages::new(directory("pages/resources"), "model");
    pages.compare(|_, page| describe(&estate(block(page, "hcl").unwrap())));
}

#[test]
fn every_page_has_the_same_headings_and_names_its_sources() {
    for kind in KINDS {
        assert_eq!(headings(kind.page), HEADINGS, "{}", kind.name());
        let sources = kind.page.split("## Sources").nth(1).unwrap();
        assert!(sources.contains("\n- "), "{}", kind.name());
    }
}

#[test]
fn every_file_is_registered_and_every_entry_has_its_page() {
    let registered: BTreeSet<_> =
        KINDS.iter().map(|kind| kind.name().replace("data.", "data_")).collect();
    let mut files = names(&directory("src/resources"));
    files.remove("mod");
    files.remove("tests");
    assert_eq!(files, registered, "src/resources and the list in mod.rs");
    assert_eq!(names(&directory("pages/resources")), registered, "pages/resources");
}
