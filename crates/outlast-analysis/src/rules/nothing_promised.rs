//! A journey or a store for which nothing is promised: nothing can be kept.

use outlast_findings::{Evidence, Finding, Rule, Severity};

use super::{Facts, Finder};
use crate::subject::{Subject, subjects};
use crate::survive::is_promised;

/// The rule.
pub(super) static RULE: Finder = Finder {
    rule: Rule::new(
        "nothing-promised",
        "a journey or store for which nothing is promised",
        Severity::Warning,
        include_str!("../../pages/rules/nothing-promised.md"),
    ),
    find,
};

fn find(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let model = facts.model;
    for subject in subjects(model).into_iter().filter(|it| !is_promised(model, *it)) {
        let name = subject.address(model);
        let (what, help) = match subject {
            Subject::Journey(_) => ("may be out for any time", "out = \"4h\""),
            Subject::Store(_) => ("may lose everything", "lose = \"26h\""),
        };
        let mut finding = RULE
            .rule
            .finding()
            .at_maybe(subject.span(model), format!("`{name}` {what}"))
            .help(format!("promise {{ other = {{ {help} }} }} in an outlast file"));
        let fact = "nothing is promised".to_string();
        finding.evidence = Some(Evidence::Fact { of: name.to_string(), what: fact });
        findings.push(finding);
    }
}
