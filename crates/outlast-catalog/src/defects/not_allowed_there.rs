//! Software that stands where it may not: its licence, or the law, names other places.

use outlast_findings::{Finding, Rule, Severity};
use outlast_model::Seat;

use super::Facts;

/// The rule.
pub(super) static RULE: Rule = Rule::new(
    "not-allowed-there",
    "software that stands where it may not",
    Severity::Error,
    include_str!("../../pages/rules/not-allowed-there.md"),
);

pub(super) fn check(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for legal in &facts.legal {
        let copies = facts.model.copies(legal.part).map(|(_, seat)| seat);
        let outside: Vec<Seat> = copies.filter(|seat| !legal.allows(facts.model, *seat)).collect();
        let Some(seat) = outside.first() else { continue };
        let stands = match seat {
            Seat::Machine(machine) => &facts.model.machine(*machine).address,
            Seat::Place(place) => &facts.model.place(*place).name,
        };
        let more = match outside.len() - 1 {
            0 => String::new(),
            more => format!(", and {more} more"),
        };
        let what = format!(
            "`{}` stands on `{}`{more}, which `only_on` does not name",
            facts.address(legal.part),
            stands
        );
        findings.push(
            RULE.finding()
                .at(legal.span, what)
                .why("who may not run it there has no right to what a failover there gives")
                .help("move the copy to a place that is named, or name its place in `only_on`"),
        );
    }
}
