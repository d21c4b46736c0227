//! Most of an outage is only callers who go on using an old answer.

use outlast_findings::{Evidence, Finding, NoteKind, Rule, Severity};
use outlast_model::{FOREVER, Kind, MINUTE, Rotation, show_duration};

use super::{Facts, Finder};

/// The rule.
pub(super) static RULE: Finder = Finder {
    rule: Rule::new(
        "long-ttl",
        "most of an outage is callers who keep an old answer",
        Severity::Warning,
        include_str!("../../pages/rules/long-ttl.md"),
    ),
    find,
};

fn find(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for (_, part) in facts.model.parts() {
        let Kind::Router(router) = &part.kind else { continue };
        let Some(ttl) = router.remembers.value().map(|range| range.hi) else { continue };
        let moves = matches!(router.rotation, Rotation::Moved(_));
        if !moves || ttl <= MINUTE || ttl == FOREVER {
            continue;
        }
        let targets: Vec<_> =
            router.members.iter().flat_map(|member| facts.machines_of(member.copy.part)).collect();
        let worst = targets
            .into_iter()
            .flat_map(|machine| facts.without_machine(machine))
            .filter(|it| it.outcome.out.worst < FOREVER && it.outcome.out.worst >= ttl)
            .max_by_key(|it| it.outcome.out.worst);
        let Some(worst) = worst.filter(|it| it.outcome.out.worst < ttl.saturating_mul(2)) else {
            continue;
        };
        let out = show_duration(worst.outcome.out.worst);
        let ttl = show_duration(ttl);
        let fault = facts.fault(worst).map_or("", |it| it.what.as_str());
        let then = format!(
            "`{}` is out {out}, of which callers keep the old answer for {ttl}",
            facts.name(worst.subject)
        );
        let mut finding = RULE
            .rule
            .finding()
            .at_maybe(router.remembers.span().or(part.span), format!("kept for {ttl}"))
            .note(NoteKind::When, fault)
            .note(NoteKind::Then, then)
            .help("a lower TTL, or an address that moves so that the name need not change");
        let fact = format!("answers are kept for {ttl}");
        finding.evidence = Some(Evidence::Fact { of: part.address.clone(), what: fact });
        findings.push(finding);
    }
}
