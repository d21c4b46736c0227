//! The page of a rule is its test: the example gives the findings on it, the better one none.
//!
//! `OUTLAST_BLESS=1` writes the findings that come out into the pages.

use crate::page;

use std::collections::BTreeSet;

use outlast_analysis::rules::{Finder, RULES};
use outlast_findings::{Finding, Rule};
use outlast_pages::{Pages, block, headings, names, section};

const HEADINGS: [&str; 5] =
    ["What it finds", "Why it matters", "Example", "Instead", "What it cannot see"];

/// The findings of a rule, one a line: where, and the words there.
fn found(rule: &Rule, hcl: &str, outlast: &str) -> String {
    let (lowered, sources) = page::read(hcl, outlast);
    let judged = page::check(&lowered);
    let line = |it: &Finding| {
        assert!(it.evidence.is_some(), "{}: a finding carries evidence", it.rule);
        let place = it.place().map(|span| format!("{}: ", sources.line(span))).unwrap_or_default();
        let label = it.labels.iter().find(|label| label.primary);
        let words = label.map(|label| label.text.clone());
        let words = words.or_else(|| it.notes.first().map(|note| note.text.clone()));
        format!("{place}{}[{}]: {}\n", it.severity.word(), it.rule, words.unwrap_or_default())
    };
    judged.findings().iter().filter(|it| it.rule == rule.name).map(line).collect()
}

/// The Terraform and the outlast file of a section; what is missing is that of the example.
fn example<'a>(page: &'a str, heading: &str) -> (&'a str, &'a str) {
    let of = |kind| {
        block(section(page, heading), kind).or_else(|| block(section(page, "Example"), kind))
    };
    (of("hcl").unwrap_or(""), of("outlast").unwrap_or(""))
}

#[test]
fn every_page_shows_what_its_example_gives() {
    Pages::new(page::directory("pages/rules"), "finds").compare(|name, page| {
        let Finder { rule, .. } = RULES.iter().find(|it| it.rule.name == name).unwrap();
        let (hcl, outlast) = example(page, "Example");
        found(rule, hcl, outlast)
    });
}

#[test]
fn every_rule_is_found_in_its_example_and_not_in_the_better_one() {
    for Finder { rule, .. } in RULES {
        let (hcl, outlast) = example(rule.page, "Example");
        assert_ne!(found(rule, hcl, outlast), "", "{}", rule.name);
        let (hcl, outlast) = example(rule.page, "Instead");
        assert_eq!(found(rule, hcl, outlast), "", "{}", rule.name);
    }
}

#[test]
fn every_rule_has_a_page_with_all_headings() {
    for Finder { rule, .. } in RULES {
        assert_eq!(rule.page.lines().next(), Some(format!("# `{}`", rule.name).as_str()));
        assert_eq!(headings(rule.page), HEADINGS, "{}", rule.name);
        assert!(rule.summary.chars().count() < 72 && !rule.summary.ends_with('.'));
        assert!(rule.summary.chars().next().is_some_and(char::is_lowercase));
    }
    assert!(
        RULES.windows(2).all(|pair| pair[0].rule.name < pair[1].rule.name),
        "sorted, each once"
    );
}

#[test]
fn every_page_belongs_to_a_rule() {
    let rules: BTreeSet<_> = RULES.iter().map(|it| it.rule.name.to_string()).collect();
    assert_eq!(names(&page::directory("pages/rules")), rules);
}
