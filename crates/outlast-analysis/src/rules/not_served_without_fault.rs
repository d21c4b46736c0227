//! A journey that is not served even without any fault.

use outlast_findings::{Evidence, Finding, Rule, Severity};
use outlast_model::Ratio;

use super::{Facts, Finder};
use crate::speech::failing;

/// The rule.
pub(super) static RULE: Finder = Finder {
    rule: Rule::new(
        "not-served-without-fault",
        "a journey that is not served even without a fault",
        Severity::Error,
        include_str!("../../pages/rules/not-served-without-fault.md"),
    ),
    find,
};

fn find(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for ((_, journey), healthy) in facts.journeys().zip(&facts.survival.healthy) {
        let tolerates = journey.tolerates.value().copied().unwrap_or(Ratio::ZERO);
        if *healthy >= tolerates.rest() {
            continue;
        }
        let what = failing(*healthy);
        let mut finding = RULE
            .rule
            .finding()
            .at_maybe(journey.span, format!("`{}`: {what}", journey.name))
            .why("what it needs does not run, or does not lead to anything that serves it");
        let fact = format!("without any fault, {what}");
        finding.evidence = Some(Evidence::Fact { of: journey.name.clone(), what: fact });
        findings.push(finding);
    }
}
