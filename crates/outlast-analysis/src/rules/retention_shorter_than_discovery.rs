//! Backups that are gone before anybody finds out that they are needed.

use outlast_findings::{Evidence, Finding, NoteKind, Rule, Severity};
use outlast_model::{Backup, Class, FOREVER, Fact, Nanos, Range, Store, show_duration};

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
    let mut longest: Option<(Nanos, Nanos, &str)> = None;
    for backup in store.backups.iter().filter(|backup| !obeys(backup, fault.class)) {
        let kept = kept(backup)?;
        // The newest from before may be that old already.
        let age = |fact: &Fact<Range>| fact.value().map_or(0, |range| range.hi);
        let age = age(&backup.every).saturating_add(age(&backup.makes));
        if longest.is_none_or(|(most, ..)| kept > most) {
            longest = Some((kept, age, &backup.name));
        }
    }
    let (kept, age, name) = longest.filter(|(kept, age, _)| *kept < found.saturating_add(*age))?;
    let (after, is_aged) = (found_after(found), kept > found);
    let kept = show_duration(kept);
    let what = format!("`{name}` is kept for {kept}; {after}");
    if !is_aged {
        return Some((found, what));
    }
    let age = show_duration(age);
    Some((found, format!("{what}, and the newest of before is up to {age} older")))
}

/// Whether a backup does itself what a fault of a class does to the original.
fn obeys(backup: &Backup, class: Class) -> bool {
    if class == Class::Deletion { backup.obeys.deletion } else { backup.obeys.corruption }
}

/// How long a backup is kept at least; nothing when that is not known.
fn kept(backup: &Backup) -> Option<Nanos> {
    match &backup.keeps_for {
        Some(kept) => Some(kept.value()?.lo),
        None if backup.obeys.only_grows() => Some(FOREVER),
        // One version: the next one replaces it.
        None => Some(backup.every.value()?.lo),
    }
}

/// How late it is found; nobody may have said.
fn found_after(found: Nanos) -> String {
    match found {
        FOREVER => "how soon anybody finds it is not stated".to_string(),
        found => format!("it is found after {}", show_duration(found)),
    }
}
