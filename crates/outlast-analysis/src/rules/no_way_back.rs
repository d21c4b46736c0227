//! A snowflake: nobody can make it again, and something depends on it.

use outlast_findings::{Evidence, Finding, NoteKind, Rule, Severity};
use outlast_model::{PartId, Seat};
use outlast_sim::Recovery;

use super::{Facts, Finder};
use crate::speech::{listed, outcome_words};
use crate::survive::Case;

/// The rule.
pub(super) static RULE: Finder = Finder {
    rule: Rule::new(
        "no-way-back",
        "nobody can make it again",
        Severity::Warning,
        include_str!("../../pages/rules/no-way-back.md"),
    ),
    find,
};

fn find(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for (id, part) in facts.model.parts().filter(|(_, part)| part.irreparable) {
        let lost = without(facts, id);
        let Some(first) = lost.first() else { continue };
        let fault = facts.fault(first).map_or("", |it| it.what.as_str());
        let what = "stated to have no repair".to_string();
        let names = listed(&facts.names(&lost), 4);
        let mut finding = RULE
            .rule
            .finding()
            .at_maybe(part.span, what.clone())
            .note(NoteKind::When, fault)
            .note(NoteKind::Then, format!("{names}: {}", outcome_words(&first.outcome)))
            .help("write down how it is made, try it once, and state it as its `repair`");
        finding.evidence = Some(Evidence::Fact { of: part.address.clone(), what });
        findings.push(finding);
    }
}

/// Journeys that never come back when a machine of the part is lost.
fn without<'a>(facts: &Facts<'a>, part: PartId) -> Vec<&'a Case> {
    let seats = facts.model.copies(part).filter_map(|(_, seat)| match seat {
        Seat::Machine(machine) => Some(machine),
        Seat::Place(_) => None,
    });
    let lost = seats.flat_map(|machine| facts.without_machine(machine));
    lost.filter(|judged| judged.outcome.back == Recovery::Never).collect()
}
