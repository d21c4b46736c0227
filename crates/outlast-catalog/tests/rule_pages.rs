//! The page of a rule is its test: the first example gives the findings on it, the second none.
//!
//! `OUTLAST_BLESS=1` writes the findings that come out into the pages.

use std::collections::BTreeSet;

use outlast_catalog::rules::rules;
use outlast_findings::{Finding, Severity};
use outlast_pages::{Pages, blocks, headings, names};

use crate::page::{directory, estate, lowered};

const HEADINGS: [&str; 5] =
    ["What it finds", "Why it matters", "Example", "Instead", "What it cannot see"];

/// The defects of a system on a page; nothing may be wrong with its texts.
fn defects(hcl: &str, outlast: &str) -> Vec<Finding> {
    let lowered = lowered(hcl, outlast);
    let wrong: Vec<_> = lowered.findings.iter().filter(|it| it.severity > Severity::Note).collect();
    assert!(wrong.is_empty(), "the outlast file is in order: {wrong:#?}");
    lowered.defects
}

fn line(it: &Finding) -> String {
    format!("{}[{}]: {}\n", it.severity.word(), it.rule, it.labels[0].text)
}

/// The findings of an example of a page, one a line: of its Terraform alone, or of the defects
/// that show with its outlast file, for which the better example may stand on the same Terraform.
fn findings(page: &str, at: usize) -> String {
    let (terraform, outlast) = (blocks(page, "hcl"), blocks(page, "outlast"));
    let hcl = terraform.get(at).unwrap_or(&terraform[0]);
    match outlast.get(at) {
        Some(outlast) => defects(hcl, outlast).iter().map(line).collect(),
        None => {
            let estate = estate(hcl);
            estate.findings.iter().chain(&estate.defects).map(line).collect()
        }
    }
}

#[test]
fn every_page_shows_what_its_example_gives() {
    let pages = Pages::new(directory("pages/rules"), "findings");
    pages.compare(|_, page| findings(page, 0));
}

#[test]
fn every_rule_is_found_in_its_example_and_not_in_the_better_one() {
    for rule in rules() {
        let found = findings(rule.page, 0);
        assert!(found.contains(&format!("[{}]", rule.name)), "{}: {found}", rule.name);
        assert_eq!(findings(rule.page, 1), "", "{}", rule.name);
        assert_eq!(headings(rule.page), HEADINGS, "{}", rule.name);
    }
}

#[test]
fn every_page_belongs_to_a_rule() {
    let rules: BTreeSet<_> = rules().map(|rule| rule.name.to_string()).collect();
    assert_eq!(names(&directory("pages/rules")), rules);
}
