//! Copies of one part may share a hypervisor, and losing them together is worse than losing one.

use std::collections::BTreeSet;

use outlast_findings::{Evidence, Finding, NoteKind, Rule, Severity};
use outlast_model::{MachineId, Nanos, PartId};
use outlast_sim::Recovery;

use super::{Facts, Finder};
use crate::speech::{listed, outcome_words, short};
use crate::subject::Subject;
use crate::survive::Case;

/// The rule.
pub(super) static RULE: Finder = Finder {
    rule: Rule::new(
        "shared-hypervisor",
        "copies of one part may share a hypervisor",
        Severity::Warning,
        include_str!("../../pages/rules/shared-hypervisor.md"),
    ),
    find,
};

fn find(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for (id, part) in facts.model.parts() {
        let on = facts.machines_of(id);
        let Some((judged, shared)) = worse_together(facts, id, &on) else { continue };
        let names: Vec<&str> =
            shared.iter().map(|it| facts.model.machine(*it)).map(|it| short(&it.address)).collect();
        let what = format!("{} may stand on one host", listed(&names, 4));
        let fault = facts.fault(judged).map_or("", |it| it.what.as_str());
        let then = format!("`{}`: {}", facts.name(judged.subject), outcome_words(&judged.outcome));
        let machine = shared.first().map(|it| facts.model.machine(*it));
        let mut finding = RULE
            .rule
            .finding()
            .at_maybe(machine.and_then(|it| it.span).or(part.span), what)
            .note(NoteKind::When, fault)
            .note(NoteKind::Then, then)
            .help("put them into one anti-affinity group: its members never share a host");
        let fact = format!("nothing keeps {} apart", listed(&names, 4));
        finding.evidence = Some(Evidence::Fact { of: part.address.clone(), what: fact });
        findings.push(finding);
    }
}

/// How many machines of others a host takes, how many of the part, and which fault it is.
type Rank = (usize, usize, usize);

/// A journey that fares worse when several machines of a part are lost together than when any one
/// machine of that host is, under a fault that strikes as few others as possible.
fn worse_together<'a>(
    facts: &'a Facts<'_>,
    part: PartId,
    on: &BTreeSet<MachineId>,
) -> Option<(&'a Case, Vec<MachineId>)> {
    if on.len() < 2 || facts.model.part(part).group.is_some() {
        return None;
    }
    let journeys: BTreeSet<Subject> =
        on.iter().flat_map(|it| facts.without_machine(*it)).map(|it| it.subject).collect();
    let mut least: Option<(Rank, &Case, Vec<MachineId>)> = None;
    for (fault, struck) in facts.hosts() {
        let shared: Vec<MachineId> = on.intersection(struck).copied().collect();
        let rank = (struck.len() - shared.len(), shared.len(), *fault);
        if shared.len() < 2 || least.as_ref().is_some_and(|(least, _, _)| rank >= *least) {
            continue;
        }
        let judged = journeys.iter().filter_map(|it| facts.survival.case(*it, *fault));
        if let Some(judged) = judged.into_iter().find(|it| is_worse(facts, it, struck)) {
            least = Some((rank, judged, shared));
        }
    }
    least.map(|(_, judged, shared)| (judged, shared))
}

fn is_worse(facts: &Facts<'_>, judged: &Case, struck: &BTreeSet<MachineId>) -> bool {
    let badness = |it: &Case| -> (Recovery, Nanos) { (it.outcome.back, it.outcome.out.worst) };
    let alone = facts.instances(judged.subject).iter().filter(|(it, _)| struck.contains(it));
    let alone = alone.map(|(_, judged)| badness(judged)).max();
    badness(judged) > alone.unwrap_or((Recovery::Holds, 0))
}
