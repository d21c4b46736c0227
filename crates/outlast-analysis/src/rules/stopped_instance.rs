//! An instance that is stopped: it is no copy of anything.

use outlast_findings::{Evidence, Finding, Rule, Severity};

use super::{Facts, Finder};

/// The rule.
pub(super) static RULE: Finder = Finder {
    rule: Rule::new(
        "stopped-instance",
        "a stopped instance serves nothing and takes over nothing",
        Severity::Warning,
        include_str!("../../pages/rules/stopped-instance.md"),
    ),
    find,
};

fn find(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for (_, machine) in facts.model.machines().filter(|(_, it)| !it.running) {
        let what = format!("`{}` does not run: it is no copy", machine.address);
        let mut finding = RULE
            .rule
            .finding()
            .at_maybe(machine.span, what)
            .why("whatever is meant to run there is judged without it");
        let fact = "it is stopped".to_string();
        finding.evidence = Some(Evidence::Fact { of: machine.address.clone(), what: fact });
        findings.push(finding);
    }
}
