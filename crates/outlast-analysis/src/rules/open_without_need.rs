//! Ports that everybody may reach and at which nothing is stated to listen.

use std::collections::BTreeSet;

use outlast_catalog::ports::GUARDED;
use outlast_findings::{Evidence, Finding, Rule, Severity};
use outlast_model::{FilterId, FilterRule, Interface, Packets};

use super::exposure::{entered, is_for_everybody, members, parts_on, ports};
use super::{Facts, Finder};
use crate::network_words::packets_words;

/// The rule.
pub(super) static RULE: Finder = Finder {
    rule: Rule::new(
        "open-without-need",
        "everybody may reach a port that nothing uses",
        Severity::Warning,
        include_str!("../../pages/rules/open-without-need.md"),
    ),
    find,
};

fn find(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let model = facts.model;
    let entered = entered(model);
    let mut told: BTreeSet<(FilterId, Packets)> = BTreeSet::new();
    for (id, group) in model.networks.filters.pairs() {
        let members: Vec<&Interface> = members(model, id).collect();
        let parts = parts_on(model, &members);
        // Where a port is not known, a rule may be meant for it.
        if parts.is_empty() || parts.iter().any(|it| ports(model, *it).is_empty()) {
            continue;
        }
        let listening: BTreeSet<u16> = parts.iter().flat_map(|it| ports(model, *it)).collect();
        for rule in group.rules.iter().filter(|it| is_for_everybody(it)) {
            let Some((from, to)) = range(rule) else { continue };
            let used = |port: &u16| (from..=to).contains(port);
            let guarded = from == to && GUARDED.iter().any(|it| it.0 == from);
            let is_used = listening.iter().any(used) || entered.iter().any(used) || guarded;
            if is_used || !told.insert((id, rule.packets.clone())) {
                continue;
            }
            let packets = packets_words(&rule.packets);
            let what = format!("everybody may reach {packets}, where nothing listens");
            let mut finding = RULE
                .rule
                .finding()
                .at_maybe(rule.span, what.clone())
                .why("what is started there by mistake is on the internet at once")
                .help("remove the rule, or write `listens` into the part that it is for");
            finding.evidence = Some(Evidence::Fact { of: rule.address.clone(), what });
            findings.push(finding);
        }
    }
}

/// The ports of a rule, when it is about ports.
const fn range(rule: &FilterRule) -> Option<(u16, u16)> {
    match rule.packets {
        Packets::Tcp(from, to) | Packets::Udp(from, to) => Some((from, to)),
        Packets::All
        | Packets::Icmp(..)
        | Packets::Icmp6(..)
        | Packets::Protocol(_)
        | Packets::Unknown(_) => None,
    }
}
