//! The page of a rule is its test: the first example gives the findings on it, the second none.
//!
//! `OUTLAST_BLESS=1` writes the findings that come out into the pages.

use crate::page;

use std::collections::BTreeSet;

use outlast_catalog::rules::rules;
use outlast_catalog::{Overrides, lower};
use outlast_findings::{Finding, Severity, Sources};
use outlast_terraform::{FileKind, Input, InputFile, evaluate};

const HEADINGS: [&str; 5] =
    ["What it finds", "Why it matters", "Example", "Instead", "What it cannot see"];

/// The defects of a system on a page; nothing may be wrong with its texts.
fn defects(hcl: &str, outlast: &str) -> Vec<Finding> {
    let mut sources = Sources::new();
    let id = sources.add("main.tf", hcl);
    let file = sources.add("page.outlast.hcl", outlast);
    let input = InputFile { id, path: "main.tf".to_string(), kind: FileKind::Tf };
    let evaluated = evaluate(&Input { files: vec![input], ..Input::default() }, &sources);
    assert_eq!(evaluated.configuration.problems, [], "the Terraform is in order");
    let lowered = lower("page", &evaluated, &[file], &sources, &Overrides::new());
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
    let (terraform, outlast) = (page::blocks(page, "hcl"), page::blocks(page, "outlast"));
    let hcl = terraform.get(at).unwrap_or(&terraform[0]);
    match outlast.get(at) {
        Some(outlast) => defects(hcl, outlast).iter().map(line).collect(),
        None => {
            let estate = page::estate(hcl);
            estate.findings.iter().chain(&estate.defects).map(line).collect()
        }
    }
}

#[test]
fn every_page_shows_what_its_example_gives() {
    page::compare("pages/rules", "findings", |page| findings(page, 0));
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
