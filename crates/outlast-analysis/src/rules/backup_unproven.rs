//! A backup that was never restored in earnest.

use outlast_findings::{Evidence, Finding, NoteKind, Rule, Severity};
use outlast_model::{Backup, Store};

use super::{Facts, Finder};
use crate::speech::outcome_words;
use crate::subject::Subject;

/// The rule.
pub(super) static RULE: Finder = Finder {
    rule: Rule::new(
        "backup-unproven",
        "a backup that was never restored in earnest",
        Severity::Warning,
        include_str!("../../pages/rules/backup-unproven.md"),
    ),
    find,
};

fn find(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for (subject, store) in facts.stores() {
        for (slot, backup) in (store.live.len()..).zip(&store.backups) {
            let Some(what) = unproven(store, backup) else { continue };
            let mut finding =
                RULE.rule.finding().at_maybe(backup.span.or(store.span), what.clone());
            if let Some((when, then)) = used(facts, subject, slot) {
                finding = finding.note(NoteKind::When, when).note(NoteKind::Then, then);
            }
            finding = finding.help(
                "restore it whole, on the version that runs, and write \
                 `tested = { on = …, took = …, version = … }`",
            );
            let of = format!("{}.{}", store.address, backup.name);
            finding.evidence = Some(Evidence::Fact { of, what });
            findings.push(finding);
        }
    }
}

/// Why it is not proved that the backup can be restored.
fn unproven(store: &Store, backup: &Backup) -> Option<String> {
    if backup.tested.is_none() {
        return Some(format!("`{}` was never restored, as far as is stated", backup.name));
    }
    // Of two trials the later one is on the version that runs.
    let latest = store.backups.iter().max_by_key(|it| it.tested.as_ref())?;
    let version = latest.tested_version.as_ref().filter(|_| latest.tested > backup.tested)?;
    let own = backup.tested_version.as_ref().filter(|own| *own != version)?;
    Some(format!("`{}` was restored on version {own}, another one on {version}", backup.name))
}

/// The worst fault after which the data is had from this backup.
fn used(facts: &Facts<'_>, subject: Subject, slot: usize) -> Option<(String, String)> {
    let from_here = |slot: usize, it: &&&crate::survive::Case| {
        let source = it.outcome.loss().and_then(|loss| loss.source);
        source.is_some_and(|source| source.slot as usize == slot)
    };
    let judged = facts.of(subject).iter().filter(|it| from_here(slot, it)).max_by_key(|it| {
        (it.outcome.loss().map(|loss| loss.window.worst), std::cmp::Reverse(it.fault))
    })?;
    let fault = facts.fault(judged)?.what.clone();
    Some((fault, format!("`{}`: {}", facts.name(subject), outcome_words(&judged.outcome))))
}
