//! An arrow of which it is not known whether the network lets it through: a rule, a group or its
//! members hang on a value that nobody gave.
//!
//! Asked only where something of that kind is not known at all. What nobody stated (a machine without
//! any group) is another matter, and is no finding.

use outlast_findings::{Evidence, Finding, NoteKind, Rule, Severity};
use outlast_model::{
    Attached, FilterGroup, FilterPeer, FilterRule, Interface, InterfaceId, Packets, UnseenFilters,
};

use super::{Facts, Finder};
use crate::demands::{Asked, alone, demands};
use crate::network_words::decision_words;
use crate::reach::{Decision, Verdict};

/// The rule.
pub(crate) static RULE: Finder = Finder {
    rule: Rule::new(
        "need-not-known",
        "whether the network lets something through that is needed is not known",
        Severity::Warning,
        include_str!("../../pages/rules/need-not-known.md"),
    )
    .undecided(),
    find,
};

fn find(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let model = facts.model;
    let networks = &model.networks;
    let unknown = |it: &Interface| matches!(it.unseen_filters, Some(UnseenFilters::Unknown(_)));
    if !networks.filters.iter().any(is_unsure) && !networks.interfaces.iter().any(unknown) {
        return;
    }
    // Nobody can state what the router of a place lets in, or the groups of a machine without any.
    let stated = |it: InterfaceId| {
        let interface = networks.interface(it);
        !matches!(interface.unseen_filters, Some(UnseenFilters::Unstated(_)))
            && !matches!(interface.of, Attached::Place(_))
    };
    let alone = alone(model);
    let asked = Asked::of(model, &alone);
    for demand in demands(model) {
        let Some((_, answer)) = asked.answer(&demand) else { continue };
        let Decision::MaybeRule { interface, .. } = answer.decided_by else { continue };
        if answer.verdict != Verdict::Undecided || !stated(interface) {
            continue;
        }
        let mut finding = RULE.rule.finding().at_maybe(demand.span, demand.what.clone());
        for said in decision_words(model, &answer.decided_by) {
            finding = finding.note(NoteKind::Why, said.text);
        }
        finding = finding.help("give the variable a value, or check a plan or a state");
        let what = "whether it is let through is not known".to_string();
        finding.evidence = Some(Evidence::Fact { of: demand.what.clone(), what });
        findings.push(finding);
    }
}

/// Whether something of a group of rules is not known.
fn is_unsure(group: &FilterGroup) -> bool {
    let rule = |rule: &FilterRule| {
        matches!(rule.packets, Packets::Unknown(_)) || matches!(rule.peer, FilterPeer::Unknown(_))
    };
    group.unseen.is_some() || group.unseen_members.is_some() || group.rules.iter().any(rule)
}
