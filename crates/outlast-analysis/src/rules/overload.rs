//! The copies that are left cannot carry what all of them carried together.

use outlast_findings::{Evidence, Finding, NoteKind, Rule, Severity};
use outlast_model::{Part, PartId, Ratio};

use super::{Facts, Finder};
use crate::speech::{failing, outcome_words};
use crate::survive::Case;

/// The rule.
pub(super) static RULE: Finder = Finder {
    rule: Rule::new(
        "overload",
        "the copies that are left cannot carry the load",
        Severity::Warning,
        include_str!("../../pages/rules/overload.md"),
    ),
    find,
};

fn find(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for (id, part) in facts.model.parts() {
        let Some((judged, left)) = overloaded(facts, id, part) else { continue };
        let fault = facts.fault(judged).map_or("", |it| it.what.as_str());
        let what = format!("without one of them, {}", failing(left));
        let then = format!("`{}`: {}", facts.name(judged.subject), outcome_words(&judged.outcome));
        let mut finding = RULE
            .rule
            .finding()
            .at_maybe(part.span, what)
            .note(NoteKind::When, fault)
            .note(NoteKind::Then, then)
            .help("one copy more than the load needs");
        let fact = format!("the other copies carry {} of the load", left.show());
        finding.evidence = Some(Evidence::Fact { of: part.address.clone(), what: fact });
        findings.push(finding);
    }
}

/// A journey that asks for more than the copies of a part carry when one machine is lost, and how
/// much of it they do.
fn overloaded<'a>(facts: &'a Facts<'_>, id: PartId, part: &Part) -> Option<(&'a Case, Ratio)> {
    let machines = facts.machines_of(id);
    let copies = i64::try_from(part.copies.len()).ok()?;
    if machines.len() < 2 {
        return None;
    }
    let carries = *part.carries.as_ref()?.value()?;
    machines.into_iter().flat_map(|machine| facts.without_machine(machine)).find_map(|judged| {
        let journey = facts.journey(judged)?;
        let rate = *journey.rate.as_ref()?.value()?;
        let left = (carries * Ratio::new(copies - 1, 1)).over(rate);
        let is_less = left < Ratio::ONE && judged.outcome.lowest <= left;
        is_less.then_some((judged, left))
    })
}
