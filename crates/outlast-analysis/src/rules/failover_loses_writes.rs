//! A failover to a copy that is behind: what was acknowledged last is gone.

use outlast_findings::{Evidence, Finding, NoteKind, Rule, Severity};
use outlast_model::{Commit, Database, Detect, Kind, WayBack};
use outlast_sim::{Often, Recovery};

use super::{Facts, Finder};
use crate::speech::{outcome_words, struck_span};
use crate::subject::Subject;
use crate::survive::Case;

/// The rule.
pub(super) static RULE: Finder = Finder {
    rule: Rule::new(
        "failover-loses-writes",
        "a failover to a copy that is behind",
        Severity::Warning,
        include_str!("../../pages/rules/failover-loses-writes.md"),
    ),
    find,
};

fn find(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for (subject, store) in facts.stores() {
        let part = facts.model.part(store.part);
        let Kind::Database(database) = &part.kind else { continue };
        let Some(way) = &database.failover else { continue };
        if !follows_later(database) {
            continue;
        }
        let Some(worst) = worst(facts, subject) else { continue };
        let fault = facts.fault(worst).map_or("", |it| it.what.as_str());
        let what = "copies follow later: what they have not got yet is lost".to_string();
        let mut finding = RULE
            .rule
            .finding()
            .at_maybe(way.span.or(store.span), what.clone())
            .note(NoteKind::When, fault)
            .note(
                NoteKind::Then,
                format!("`{}`: {}", facts.name(subject), outcome_words(&worst.outcome)),
            );
        if !gives_up(database, way) {
            finding = finding.why(
                "nothing makes the old primary give up: cut off, it goes on acknowledging writes \
                 that nobody will keep",
            );
        }
        finding = finding.help("a synchronous standby, and a lease that the old primary gives up");
        if let Some(span) = facts.fault(worst).and_then(|it| struck_span(facts.model, it)) {
            finding = finding.see(span, fault);
        }
        finding.evidence = Some(Evidence::Fact { of: store.address.clone(), what });
        findings.push(finding);
    }
}

/// Whether a copy that may be promoted is not waited for.
fn follows_later(database: &Database) -> bool {
    let commit = |copy: &u32| database.commits.get((*copy as usize).checked_sub(1)?)?.value();
    let is_later = |copy: &u32| commit(copy).is_none_or(|commit| *commit == Commit::Async);
    database.promotable.iter().any(is_later)
}

/// Whether the old primary stops by itself when it is cut off: only a lease makes it.
const fn gives_up(database: &Database, way: &WayBack) -> bool {
    matches!(way.detect, Detect::Lease { .. }) && database.votes.is_some()
}

/// The fault after which most is missing from the copy that took over.
fn worst<'a>(facts: &Facts<'a>, subject: Subject) -> Option<&'a Case> {
    let from_a_copy = facts.of(subject).iter().filter(|it| {
        it.outcome.loss().is_some_and(|loss| {
            // It came back, so a copy took over.
            let is_back = it.outcome.back <= Recovery::ByItself;
            let is_some = loss.all == Often::Never && loss.window.worst > 0;
            is_back && is_some && loss.source.is_none()
        })
    });
    let lost = |it: &&&Case| {
        let loss = it.outcome.loss();
        (loss.map(|loss| loss.window.worst), std::cmp::Reverse(it.fault))
    };
    from_a_copy.max_by_key(lost).copied()
}
