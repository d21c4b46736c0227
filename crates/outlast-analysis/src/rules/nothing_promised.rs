//! A journey for which nothing is promised: nothing can be kept.

use outlast_findings::{Evidence, Finding, Severity};

use super::{Facts, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    name: "nothing-promised",
    summary: "a journey for which nothing is promised",
    severity: Severity::Warning,
    page: include_str!("../../pages/rules/nothing-promised.md"),
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for (_, journey) in facts.journeys() {
        let promise = &journey.promise;
        if !promise.classes.is_empty() || promise.availability.is_some() {
            continue;
        }
        let mut finding = RULE
            .finding()
            .at_maybe(journey.span, format!("`{}` may be out for any time", journey.name))
            .help("promise { other = { out = \"4h\" } } in an outlast file");
        let fact = "nothing is promised".to_string();
        finding.evidence = Some(Evidence::Fact { of: journey.name.clone(), what: fact });
        findings.push(finding);
    }
}
