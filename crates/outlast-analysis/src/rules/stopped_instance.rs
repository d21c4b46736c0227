//! An instance that is stopped: it is no copy of anything.

use outlast_findings::{Evidence, Finding, Severity};

use super::{Facts, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    name: "stopped-instance",
    summary: "a stopped instance serves nothing and takes over nothing",
    severity: Severity::Warning,
    page: include_str!("../../pages/rules/stopped-instance.md"),
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for (_, machine) in facts.model.machines().filter(|(_, it)| !it.running) {
        let what = format!("`{}` does not run: it is no copy", machine.address);
        let mut finding = RULE
            .finding()
            .at_maybe(machine.span, what)
            .why("whatever is meant to run there is judged without it");
        let fact = "it is stopped".to_string();
        finding.evidence = Some(Evidence::Fact { of: machine.address.clone(), what: fact });
        findings.push(finding);
    }
}
