//! The page of an engine is its test: the outlast file on it becomes the facts on it.
//!
//! `OUTLAST_BLESS=1` writes the facts that come out into the pages.

use std::collections::BTreeSet;

use outlast_catalog::describe;
use outlast_catalog::engines::{ENGINES, Engine};
use outlast_findings::Finding;
use outlast_pages::{Pages, block, headings, names, section};

use crate::page::{MACHINES, directory, lowered};

const HEADINGS: [&str; 5] =
    ["What it is", "What is assumed", "Example", "What it cannot see", "Sources"];

/// What is told of every engine that keeps something, or says who may write.
const DOES: &str = "What it does";

/// What stands for a source where there is none.
const UNSOURCED: &str = "not documented";

/// The rows of its table, in this order.
const ROWS: [&str; 10] = [
    "lease",
    "what it sees",
    "members talk",
    "starts",
    "durable after",
    "votes",
    "acknowledges",
    "promotes",
    "reads",
    "forms again alone",
];

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
        let all = headings(engine.page);
        let others: Vec<&str> = all.iter().copied().filter(|it| *it != DOES).collect();
        assert_eq!(others, HEADINGS, "{}", engine.name());
        let told = all.get(2) == Some(&DOES);
        assert_eq!(told, all.contains(&DOES), "{}: where `{DOES}` stands", engine.name());
        assert!(
            told || !keeps_or_decides(engine),
            "{} says nothing of what it does",
            engine.name()
        );
    }
}

/// Whether it keeps data or work, or is one of those who agree on who writes.
fn keeps_or_decides(engine: &Engine) -> bool {
    let keeps = engine.data.durable_after.is_some() || engine.data.in_memory;
    let hands_out = engine.queue.ack_wait.is_some() || engine.queue.tries.is_some();
    let decides = engine.lease.ttl.is_some() || engine.adverts.every.is_some();
    keeps || hands_out || decides || engine.commit.is_some() || engine.keeps_votes
}

#[test]
fn what_an_engine_does_is_told_row_by_row_with_a_source() {
    for engine in ENGINES.iter().filter(|it| headings(it.page).contains(&DOES)) {
        let rows: Vec<Vec<&str>> = section(engine.page, DOES)
            .lines()
            .filter(|line| line.starts_with("| `"))
            .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
            .collect();
        let named: Vec<String> = rows.iter().map(|row| row[0].replace('`', "")).collect();
        assert_eq!(named, ROWS, "{}", engine.name());
        for row in rows {
            let sourced = row.len() == 3 && (row[2].contains("https://") || row[2] == UNSOURCED);
            assert!(!row[1].is_empty() && sourced, "{}: {row:?}", engine.name());
        }
    }
}
