//! Backups that are gone before anybody finds out that they are needed.

use outlast_findings::{Evidence, Finding, NoteKind, Rule, Severity};
use outlast_model::{Class, FOREVER, Nanos, Store, show_duration};

use super::{Facts, Finder};
use crate::survive::Case;

/// The rule.
pub(super) static RULE: Finder = Finder {
    rule: Rule::new(
        "retention-shorter-than-discovery",
        "backups are gone before anybody knows that they are needed",
        Severity::Warning,
        include_str!("../../pages/rules/retention-shorter-than-discovery.md"),
    ),
    find,
};

fn find(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for (subject, store) in facts.stores() {
        let Some((judged, words)) = facts.loses_all(subject, &[Class::Corruption, Class::Deletion])
        else {
            continue;
        };
        let Some((found, what)) = outlived(facts, store, judged) else { continue };
        let fault = facts.fault(judged).map_or("", |it| it.what.as_str());
        let span = store.backups.iter().find_map(|it| it.span).or(store.span);
        let mut finding = RULE
            .rule
            .finding()
            .at_maybe(span, what.clone())
            .note(NoteKind::When, format!("{fault}, {}", found_after(found)))
            .note(NoteKind::Then, format!("`{}`: {words}", facts.name(subject)))
            .help("keep them longer than it takes to find out, and as long again as one takes");
        finding.evidence = Some(Evidence::Fact { of: store.address.clone(), what });
        findings.push(finding);
    }
}

/// When it is found, and how long the copies from before are kept, where that is not long enough.
fn outlived(facts: &Facts<'_>, store: &Store, judged: &Case) -> Option<(Nanos, String)> {
    let fault = facts.fault(judged)?;
    let found = fault.effects.iter().map(|effect| effect.lasts.hi).max()?;
    let backups: Vec<_> = store.backups.iter().filter(|backup| !backup.follows).collect();
    let mut longest: Option<(Nanos, &str)> = None;
    for backup in &backups {
        let kept = match &backup.keeps_for {
            Some(kept) => kept.value()?.lo,
            // One version: the next one replaces it.
            None => backup.every.value()?.lo,
        };
        if longest.is_none_or(|(most, _)| kept > most) {
            longest = Some((kept, &backup.name));
        }
    }
    let (kept, name) = longest.filter(|(kept, _)| *kept <= found)?;
    let kept = show_duration(kept);
    let after = found_after(found);
    Some((found, format!("`{name}` is kept for {kept}; {after}")))
}

/// How late it is found; nobody may have said.
fn found_after(found: Nanos) -> String {
    match found {
        FOREVER => "how soon anybody finds it is not stated".to_string(),
        found => format!("it is found after {}", show_duration(found)),
    }
}
