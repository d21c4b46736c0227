//! A dead target keeps its share of the requests: nobody takes it out of rotation.

use outlast_findings::{Evidence, Finding, NoteKind, Rule, Severity};
use outlast_model::{Kind, Ratio, Rotation};

use super::{Facts, Finder, stays_out};
use crate::speech::{failing, listed, short};

/// The rule.
pub(super) static RULE: Finder = Finder {
    rule: Rule::new(
        "dead-target-stays",
        "nobody takes a dead target out of rotation",
        Severity::Warning,
        include_str!("../../pages/rules/dead-target-stays.md"),
    ),
    find,
};

fn find(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for (_, part) in facts.model.parts() {
        let Kind::Router(router) = &part.kind else { continue };
        if !matches!(router.rotation, Rotation::Fixed) {
            continue;
        }
        let active: Vec<_> = router.members.iter().filter(|member| member.active).collect();
        if active.len() < 2 {
            continue;
        }
        let lost: Vec<_> = active
            .iter()
            .filter_map(|member| match facts.model.seat(member.copy)? {
                outlast_model::Seat::Machine(machine) => Some(machine),
                outlast_model::Seat::Place(_) => None,
            })
            .flat_map(|machine| facts.without_machine(machine))
            .filter(|judged| stays_out(judged) && judged.outcome.lowest > Ratio::ZERO)
            .collect();
        let Some(first) = lost.first() else { continue };
        let what = format!("{} targets, none of which is checked", active.len());
        let fault = facts.fault(first).map_or("", |it| it.what.as_str());
        let journeys = listed(&facts.names(&lost), 4);
        let mut finding = RULE
            .rule
            .finding()
            .at_maybe(part.span, what)
            .note(NoteKind::When, fault)
            .note(NoteKind::Then, format!("{} of {journeys}", failing(first.outcome.lowest)))
            .help("a health check on the address or balancer, or a failover that changes the name");
        let fact = format!("{} active targets and no check", active.len());
        finding.evidence = Some(Evidence::Fact { of: short(&part.address).into(), what: fact });
        findings.push(finding);
    }
}
