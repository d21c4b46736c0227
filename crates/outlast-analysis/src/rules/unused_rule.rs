//! Rules that let nothing through that is not let through already, or that belong to nobody.

use outlast_findings::{Evidence, Finding, Rule, Severity};

use super::{Facts, Finder};
use crate::network_words::{rule_at, rule_words};
use crate::reach::{RuleUse, rule_uses};

/// The rule.
pub(super) static RULE: Finder = Finder {
    rule: Rule::new(
        "unused-rule",
        "a rule that lets nothing through that others do not",
        Severity::Note,
        include_str!("../../pages/rules/unused-rule.md"),
    ),
    find,
};

fn find(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for (of, used) in rule_uses(facts.model) {
        let Some(rule) = rule_at(facts.model, of) else { continue };
        let group = facts.model.networks.filter(of.group).address.as_str();
        let (what, covering) = match used {
            RuleUse::Needed => continue,
            RuleUse::NoMember => (format!("nobody is in `{group}`"), Vec::new()),
            RuleUse::NoPeer(peer) => {
                let peer = facts.model.networks.filter(peer).address.as_str();
                (format!("nobody is in `{peer}`, whom it lets through"), Vec::new())
            }
            RuleUse::Covered(by) => ("others let all of it through already".to_string(), by),
        };
        let mut finding = RULE.rule.finding().at_maybe(rule.span, what.clone());
        for said in covering.into_iter().map(|it| rule_words(facts.model, it)) {
            if let Some(span) = said.span {
                finding = finding.see(span, said.text);
            }
        }
        finding = finding.help("remove it, unless it is meant for later");
        finding.evidence = Some(Evidence::Fact { of: rule.address.clone(), what });
        findings.push(finding);
    }
}
