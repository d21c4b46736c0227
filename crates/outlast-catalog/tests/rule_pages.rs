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

use outlast_catalog::rules::rules;

const HEADINGS: [&str; 5] =
    ["What it finds", "Why it matters", "Example", "Instead", "What it cannot see"];

fn line(it: &outlast_findings::Finding) -> String {
    format!("{}[{}]: {}\n", it.severity.word(), it.rule, it.labels[0].text)
}

/// The findings of an example of a page, one a line: of its Terraform alone, or of the defects
/// that show with its outlast file, for which the better example may stand on the same Terraform.
fn findings(page: &str, at: usize) -> String {
    let (terraform, outlast) = (page::blocks(page, "hcl"), page::blocks(page, "outlast"));
    let hcl = terraform.get(at).unwrap_or(&terraform[0]);
    match outlast.get(at) {
        Some(outlast) => page::defects(hcl, outlast).iter().map(line).collect(),
        None => page::estate(hcl).findings.iter().map(line).collect(),
    }
}

#[test]
fn every_page_shows_what_its_example_gives() {
    page::compare_pages("pages/rules", "findings", |page| findings(page, 0));
}

#[test]
fn every_rule_is_found_in_its_example_and_not_in_the_better_one() {
    for rule in rules() {
        let found = findings(rule.page, 0);
        assert!(found.contains(&format!("[{}]", rule.name)), "{}: {found}", rule.name);
        assert_eq!(findings(rule.page, 1), "", "{}", rule.name);
        let headings: Vec<_> =
            rule.page.lines().filter_map(|line| line.strip_prefix("## ")).collect();
        assert_eq!(headings, HEADINGS, "{}", rule.name);
    }
}

#[test]
fn every_page_belongs_to_a_rule() {
    let rules: BTreeSet<_> = rules().map(|rule| rule.name.to_string()).collect();
    assert_eq!(page::names("pages/rules"), rules);
}
