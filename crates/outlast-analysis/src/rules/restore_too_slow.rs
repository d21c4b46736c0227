//! Reading a backup back takes longer than the system may be out.

use outlast_findings::{Evidence, Finding, NoteKind, Rule, Severity, Verdict};
use outlast_model::{Nanos, show_duration};

use super::{Facts, Finder};
use crate::subject::Subject;
use crate::survive::{Axis, Case};

/// The rule.
pub(super) static RULE: Finder = Finder {
    rule: Rule::new(
        "restore-too-slow",
        "restoring takes longer than the outage that is promised",
        Severity::Warning,
        include_str!("../../pages/rules/restore-too-slow.md"),
    ),
    find,
};

fn find(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for (subject, store) in facts.stores() {
        let Some((judged, longest)) = too_slow(facts, subject) else { continue };
        let loss = facts.survival.case(subject, judged.fault);
        let source = loss.and_then(|it| it.outcome.loss()?.source);
        let Some(backup) = source.and_then(|slot| store.backup(slot.slot)) else { continue };
        let Some(takes) = backup.restores.value() else { continue };
        let name = facts.name(judged.subject);
        let (takes, longest) = (show_duration(takes.lo), show_duration(longest));
        let what = format!("reading it back takes {takes}; `{name}` may be out for {longest}");
        let fault = facts.fault(judged).map_or("", |it| it.what.as_str());
        let mut finding = RULE
            .rule
            .finding()
            .at_maybe(backup.restores.span().or(backup.span), what.clone())
            .note(NoteKind::When, fault)
            .help("a copy that is live and can take over, or less data to read back first");
        let of = format!("{}.{}", store.address, backup.name);
        finding.evidence = Some(Evidence::Fact { of, what });
        findings.push(finding);
    }
}

/// A journey whose outage is longer than promised, where reading a backup back alone is already,
/// and what was promised.
fn too_slow<'a>(facts: &Facts<'a>, store: Subject) -> Option<(&'a Case, Nanos)> {
    let restored = facts.of(store).iter().filter_map(|it| {
        let slot = it.outcome.loss()?.source?;
        let takes = facts.model.store(slot.store).backup(slot.slot)?.restores.value()?.lo;
        Some((it.fault, takes))
    });
    for (fault, takes) in restored {
        for judged in facts.journeys_under(fault) {
            if judged.verdict < Verdict::Undecided || judged.outcome.out.worst < takes {
                continue;
            }
            let class = facts.fault(judged)?.class;
            let pledges = facts.survival.pledges(judged.subject, class).iter();
            let out = pledges.filter(|pledge| pledge.axis == Axis::Out).map(|it| it.most).next();
            if let Some(longest) = out.filter(|longest| *longest < takes) {
                return Some((judged, longest));
            }
        }
    }
    None
}
