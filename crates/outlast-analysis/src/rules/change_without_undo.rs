//! A change that cannot be undone when it goes wrong.

use outlast_findings::{Evidence, Finding, NoteKind, Rule, Severity};
use outlast_model::{Change, Class};

use super::{Facts, Finder};
use crate::speech::{listed, outcome_words};
use crate::survive::Case;

/// The rule.
pub(super) static RULE: Finder = Finder {
    rule: Rule::new(
        "change-without-undo",
        "a change that cannot be undone",
        Severity::Warning,
        include_str!("../../pages/rules/change-without-undo.md"),
    ),
    find,
};

fn find(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for change in facts.model.changes.iter().filter(|change| change.undo.is_none()) {
        let parts = change.to.iter().map(|it| facts.model.part(*it));
        let names: Vec<&str> = parts.map(|it| it.address.as_str()).collect();
        let tried = change.tried.as_ref().map(|on| format!(", and was tried on {on}"));
        let tried = tried.unwrap_or_default();
        let what = format!("`{}` of {} has no `undo`{tried}", change.name, listed(&names, 4));
        let mut finding = RULE.rule.finding().at_maybe(change.span, what.clone());
        if let Some(judged) = worst(facts, change) {
            let fault = facts.fault(judged).map_or("", |it| it.what.as_str());
            let name = facts.name(judged.subject);
            finding = finding
                .note(NoteKind::When, fault)
                .note(NoteKind::Then, format!("`{name}`: {}", outcome_words(&judged.outcome)));
        }
        finding = finding
            .why("a change that goes wrong and cannot be undone is a fault like any other")
            .help("`undo = { takes = … }`, and the date on which it was `tried`");
        finding.evidence = Some(Evidence::Fact { of: change.name.clone(), what });
        findings.push(finding);
    }
}

/// What happens to a journey or store when this change goes wrong.
fn worst<'a>(facts: &Facts<'a>, change: &Change) -> Option<&'a Case> {
    let of_change = |judged: &&Case| {
        facts.fault(judged).is_some_and(|fault| {
            fault.class == Class::Change && fault.name.split([':', '/']).any(|it| it == change.name)
        })
    };
    let judged = facts.survival.cases.iter().filter(of_change);
    judged.max_by_key(|it| {
        (crate::survive::badness(it.subject, &it.outcome), std::cmp::Reverse(it.fault))
    })
}
