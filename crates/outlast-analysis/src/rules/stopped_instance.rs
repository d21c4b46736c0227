//! An instance that is stopped: what is said to run on it does not.

use outlast_findings::{Evidence, Finding, Severity};
use outlast_model::Seat;

use super::{Facts, Rule};
use crate::speech::listed;

/// The rule.
pub(super) static RULE: Rule = Rule {
    name: "stopped-instance",
    summary: "a stopped instance that something is said to run on",
    severity: Severity::Warning,
    page: include_str!("../../pages/rules/stopped-instance.md"),
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for (id, machine) in facts.model.machines().filter(|(_, it)| !it.running) {
        let seat = Seat::Machine(id);
        let runs = facts.model.parts.iter().filter(|it| it.copies.iter().any(|c| c.seat == seat));
        let names: Vec<&str> = runs.map(|part| part.address.as_str()).collect();
        if names.is_empty() {
            continue;
        }
        let mut finding = RULE
            .finding()
            .at_maybe(machine.span, format!("`{}` does not run", machine.address))
            .why(format!(
                "its copy of {} serves nothing and takes over nothing",
                listed(&names, 4)
            ));
        let fact = "it is stopped".to_string();
        finding.evidence = Some(Evidence::Fact { of: machine.address.clone(), what: fact });
        findings.push(finding);
    }
}
