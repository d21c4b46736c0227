//! Work that may be done twice, and must not be.

use outlast_findings::{Evidence, Finding, NoteKind, Rule, Severity};
use outlast_model::{Delivery, Work};

use super::{Facts, Finder};
use crate::survive::{Case, works};

/// The rule.
pub(super) static RULE: Finder = Finder {
    rule: Rule::new(
        "work-done-twice",
        "work that may be done twice and must not be",
        Severity::Warning,
        include_str!("../../pages/rules/work-done-twice.md"),
    ),
    find,
};

fn find(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for work in &facts.model.works {
        if work.delivery() != Some(Delivery::AtLeastOnce) || !work.twice_harms() {
            continue;
        }
        let queue = facts.model.part(work.queue).address.as_str();
        let worker = facts.model.part(work.worker).address.as_str();
        let does = work.does.as_ref().map(|does| format!(" to {does}")).unwrap_or_default();
        let what = format!("`{queue}` gives a job again whose worker did not acknowledge it");
        let mut finding = RULE.rule.finding().at_maybe(work.span, what.clone());
        if let Some((claimed, Some(span))) = work.claimed.filter(|it| it.0 > Delivery::AtLeastOnce)
        {
            finding = finding.see(span, format!("it claims {}", claimed.word()));
        }
        let judged = twice(facts, work);
        let fault = judged.and_then(|it| facts.fault(it)).map(|it| it.what.clone());
        let dies = format!("a process of `{worker}` dies after it has done a job");
        finding = finding
            .note(NoteKind::When, fault.unwrap_or(dies))
            .note(NoteKind::Then, format!("another one does it again{does}"))
            .help("a `key` by which the second time is told from the first, or a two-phase commit");
        finding.evidence = Some(Evidence::Fact { of: worker.to_string(), what });
        findings.push(finding);
    }
}

/// A fault under which a journey that begins this work has it done twice.
fn twice<'a>(facts: &Facts<'a>, work: &Work) -> Option<&'a Case> {
    facts.survival.cases.iter().find(|judged| {
        let aftermath = judged.outcome.aftermath();
        let begins =
            || facts.journey(judged).is_some_and(|it| works(facts.model, it).contains(&work));
        aftermath.is_some_and(|it| it.twice.1 != Some(0)) && begins()
    })
}
