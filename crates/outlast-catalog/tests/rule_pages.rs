//! The page of a rule is its test: the first example gives the findings on it, the second none.
//!
//! `OUTLAST_BLESS=1` writes the findings that come out into the pages.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a failing test is meant to stop"
)]

mod page;

use std::collections::BTreeSet;

use outlast_catalog::rules::RULES;

const HEADINGS: [&str; 5] =
    ["What it finds", "Why it matters", "Example", "Instead", "What it cannot see"];

/// The findings of a Terraform text, one a line.
fn findings(hcl: &str) -> String {
    let line = |it: &outlast_findings::Finding| {
        format!("{}[{}]: {}\n", it.severity.word(), it.rule, it.labels[0].text)
    };
    page::estate(hcl).findings.iter().map(line).collect()
}

#[test]
fn every_page_shows_what_its_example_gives() {
    page::compare("pages/rules", "findings", findings);
}

#[test]
fn every_rule_is_found_in_its_example_and_not_in_the_better_one() {
    for rule in RULES {
        let examples = page::blocks(rule.page, "hcl");
        let found = findings(examples[0]);
        assert!(found.contains(&format!("[{}]", rule.name)), "{}: {found}", rule.name);
        assert_eq!(findings(examples[1]), "", "{}", rule.name);
        let headings: Vec<_> =
            rule.page.lines().filter_map(|line| line.strip_prefix("## ")).collect();
        assert_eq!(headings, HEADINGS, "{}", rule.name);
    }
}

#[test]
fn every_page_belongs_to_a_rule() {
    let rules: BTreeSet<_> = RULES.iter().map(|rule| rule.name.to_string()).collect();
    assert_eq!(page::names("pages/rules"), rules);
}
