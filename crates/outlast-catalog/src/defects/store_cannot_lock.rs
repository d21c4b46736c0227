//! Something that must lock, on a store that cannot.

use outlast_findings::{Finding, Rule, Severity};

use super::Facts;

/// The rule.
pub(super) static RULE: Rule = Rule::new(
    "store-cannot-lock",
    "a store that cannot lock what lies in it",
    Severity::Error,
    include_str!("../../pages/rules/store-cannot-lock.md"),
);

pub(super) fn check(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for usage in &facts.usages {
        let Some((on, can)) = usage.on.and_then(|on| Some((on, facts.can(on)?))) else { continue };
        if can.locks || !usage.uses.iter().any(|it| it == "locks") {
            continue;
        }
        let what = format!("`{}` must lock, and lies in `{}`", usage.address, facts.address(on));
        findings.push(
            RULE.finding()
                .at(usage.span, what)
                .why(format!("two writers change it at once, and neither is told: {}", can.source))
                .help("keep it on a disk or a volume, or in a file system that locks"),
        );
    }
}
