//! Ports by which machines are administered, and those of databases, that everybody may reach.

use std::collections::BTreeSet;

use outlast_findings::{Evidence, Finding, Rule, Severity};
use outlast_model::{Attached, FilterId, FilterRule, Interface, Needed, Packets, PartId};

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

/// Ports by which machines are administered, and ports of databases, with what answers there
/// (<https://www.iana.org/assignments/service-names-port-numbers/>).
pub(super) const GUARDED: &[(u16, &str)] = &[
    (22, "SSH"),
    (23, "Telnet"),
    (1433, "SQL Server"),
    (2379, "etcd"),
    (3306, "MySQL"),
    (3389, "remote desktop"),
    (5432, "PostgreSQL"),
    (5900, "VNC"),
    (5985, "WinRM"),
    (5986, "WinRM"),
    (6379, "Redis"),
    (9042, "Cassandra"),
    (9200, "OpenSearch"),
    (11211, "memcached"),
    (27017, "MongoDB"),
];

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
                    let words: Vec<String> =
                        open.iter().map(|(port, name)| format!("{name} ({port})")).collect();
                    if words.is_empty() {
                        continue;
                    }
                    let ports = open.iter().map(|it| it.0).collect();
                    (ports, format!("everybody may reach {}", words.join(", ")))
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

/// The parts of a need.
pub(super) fn parts(needed: &Needed) -> Vec<PartId> {
    match needed {
        Needed::One(part) => vec![*part],
        Needed::Any(several) | Needed::Most(several) => several.iter().flat_map(parts).collect(),
    }
}
