//! Ports that only a few should reach and that everybody may: of machines, platforms and stores.

use std::collections::BTreeSet;

use outlast_catalog::ports::GUARDED;
use outlast_findings::{Evidence, Finding, Rule, Severity};
use outlast_model::{Attached, FilterId, FilterRule, Interface, Packets};

use super::exposure::{entered, is_for_everybody, lets_in_tcp, members};
use super::{Facts, Finder};

/// The rule.
pub(super) static RULE: Finder = Finder {
    rule: Rule::new(
        "open-to-everyone",
        "everybody may reach a port that only a few should",
        Severity::Warning,
        include_str!("../../pages/rules/open-to-everyone.md"),
    ),
    find,
};

/// So many of them are named.
const NAMED: usize = 6;

fn find(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let networks = &facts.model.networks;
    let entered = entered(facts.model);
    // A rule for IPv4 and the same one for IPv6 are said once.
    let mut told: BTreeSet<(FilterId, Vec<u16>)> = BTreeSet::new();
    for (id, group) in networks.filters.pairs() {
        let members: Vec<&Interface> = members(facts.model, id).collect();
        if members.is_empty() {
            continue;
        }
        for rule in group.rules.iter().filter(|it| is_for_everybody(it)) {
            let (ports, what) = match database(facts, &members) {
                Some(name) => (vec![0], format!("everybody may connect to `{name}`")),
                None => {
                    let meant = |port: u16| !entered.contains(&port);
                    let open = GUARDED.iter().filter(|it| lets_in_tcp(rule, it.0) && meant(it.0));
                    let open: Vec<&(u16, &str)> = open.collect();
                    if open.is_empty() {
                        continue;
                    }
                    let ports = open.iter().map(|it| it.0).collect();
                    (ports, format!("everybody may reach {}", words(&open)))
                }
            };
            if !told.insert((id, ports)) {
                continue;
            }
            let mut finding = RULE
                .rule
                .finding()
                .at_maybe(rule.span, what.clone())
                .why("whoever finds a weakness or a password there is in; such ports are tried all day")
                .help("let in the few networks that need it, or a gateway of your own");
            finding.evidence = Some(Evidence::Fact { of: rule.address.clone(), what });
            findings.push(finding);
        }
        findings.extend(group.rules.iter().filter(|it| is_for_everybody(it)).filter_map(unknown));
    }
}

/// The first of such ports, and how many more there are.
fn words(open: &[&(u16, &str)]) -> String {
    let named = open.iter().take(NAMED).map(|(port, name)| format!("{name} ({port})"));
    let named: Vec<String> = named.collect();
    match open.len().saturating_sub(NAMED) {
        0 => named.join(", "),
        more => format!("{} and {more} more such ports", named.join(", ")),
    }
}

/// What a rule lets everybody reach is not known: such a port may be among it.
fn unknown(rule: &FilterRule) -> Option<Finding> {
    let Packets::Unknown(why) = &rule.packets else { return None };
    let what = format!("what everybody may reach is not known: {why}");
    let mut finding = RULE
        .rule
        .finding()
        .at_maybe(rule.span, what.clone())
        .why("a port that only a few should reach may be among it")
        .help("give the protocol and the ports of the rule a value that is known, or hand over a plan");
    finding.undecided = true;
    finding.evidence = Some(Evidence::Fact { of: rule.address.clone(), what });
    Some(finding)
}

/// The managed database whose filter this is.
fn database<'m>(facts: &Facts<'m>, members: &[&Interface]) -> Option<&'m str> {
    members.iter().find_map(|it| match it.of {
        Attached::Part(part) => Some(facts.model.part(part).address.as_str()),
        Attached::Machine(_) | Attached::Place(_) => None,
    })
}
