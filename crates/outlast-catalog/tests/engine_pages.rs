//! The page of an engine is its test: the outlast file on it becomes the facts on it.
//!
//! `OUTLAST_BLESS=1` writes the facts that come out into the pages.

use std::collections::BTreeSet;

use outlast_catalog::describe;
use outlast_catalog::engines::ENGINES;
use outlast_findings::Finding;
use outlast_pages::{Pages, block, headings, names};

use crate::page::{MACHINES, directory, lowered};

const HEADINGS: [&str; 5] =
    ["What it is", "What is assumed", "Example", "What it cannot see", "Sources"];

/// What the outlast file of a page becomes: its parts and what was assumed of them.
fn facts(hcl: &str) -> String {
    let lowered = lowered(MACHINES, hcl);
    let problems = lowered.findings.iter().filter(|it| it.rule != "no-part");
    assert_eq!(problems.collect::<Vec<_>>(), Vec::<&Finding>::new());
    let mut estate = lowered.estate;
    estate.model = lowered.model;
    parts(&describe(&estate))
}

/// The lines about parts of the outlast file, with the lines below each.
fn parts(facts: &str) -> String {
    let (mut kept, mut keep) = (String::new(), false);
    for line in facts.lines() {
        if !line.starts_with(' ') {
            let own =
                ["service.", "database.", "cache.", "queue.", "address.", "store.", "worker."];
            let kinds = ["part", "store", "work"];
            let begins = |kind: &str, it: &str| line.starts_with(&format!("{kind} {it}"));
            keep = own.iter().any(|it| kinds.iter().any(|kind| begins(kind, it)));
        }
        if keep {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

#[test]
fn every_page_shows_what_its_example_becomes() {
    let pages = Pages::new(directory("pages/engines"), "model");
    pages.compare(|_, page| facts(block(page, "hcl").unwrap()));
}

#[test]
fn every_page_has_its_headings_and_every_engine_its_page() {
    let engines: BTreeSet<String> = ENGINES.iter().map(|it| it.name().to_string()).collect();
    assert_eq!(names(&directory("pages/engines")), engines);
    for engine in ENGINES {
        assert_eq!(headings(engine.page), HEADINGS, "{}", engine.name());
    }
}
