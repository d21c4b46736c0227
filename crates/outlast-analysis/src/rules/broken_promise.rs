//! A promise that a replayed history breaks.

use std::collections::BTreeMap;

use outlast_findings::{Evidence, Finding, NoteKind, Severity, Verdict};
use outlast_model::{Class, JourneyId, Nanos, Ratio, show_duration};
use outlast_sim::{Back, Unfolding};

use super::{Facts, Rule};
use crate::speech::{outcome_words, struck_span, timeline};
use crate::survive::Judged;
use crate::why::{steps, told};

/// The rule.
pub(super) static RULE: Rule = Rule {
    name: "broken-promise",
    summary: "a promise that a fault breaks",
    severity: Severity::Error,
    page: include_str!("../../pages/rules/broken-promise.md"),
    check,
};

/// What makes two broken classes one finding: the same promise, broken alike.
type Alike = (JourneyId, Nanos, &'static str, Back, Nanos, String);

fn check(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let mut broken: BTreeMap<(JourneyId, Class), &Judged> = BTreeMap::new();
    for judged in facts.survival.judged.iter().filter(|it| it.verdict == Verdict::Broken) {
        let Some(fault) = facts.fault(judged) else { continue };
        let worst = broken.entry((judged.journey, fault.class)).or_insert(judged);
        if rank(judged) > rank(worst) {
            *worst = judged;
        }
    }
    let mut alike: BTreeMap<Alike, Vec<&Judged>> = BTreeMap::new();
    for judged in broken.into_values() {
        let Some((longest, name)) = facts.promised(judged) else { continue };
        let outcome = &judged.outcome;
        let key =
            (judged.journey, longest, name, outcome.back, outcome.out.worst, outcome.lowest.show());
        alike.entry(key).or_default().push(judged);
    }
    let mut groups: Vec<Vec<&Judged>> = alike.into_values().collect();
    groups.sort_by_key(|group| group.first().map(|it| (it.journey, it.fault)));
    findings.extend(groups.iter().filter_map(|group| finding(facts, group)));
}

fn rank(judged: &Judged) -> (Back, Nanos, Ratio) {
    (judged.outcome.back, judged.outcome.out.worst, judged.outcome.lowest.rest())
}

fn finding(facts: &Facts<'_>, group: &[&Judged]) -> Option<Finding> {
    let judged = group.first()?;
    let fault = facts.fault(judged)?;
    let journey = facts.model.journeys.get(judged.journey.0 as usize)?;
    let (longest, name) = facts.promised(judged)?;
    let promised = journey.promise.of(fault.class)?.1.out.as_ref()?;
    let what = format!(
        "`{}` is promised to be out {} at most (`{name}`)",
        journey.name,
        show_duration(longest)
    );
    let mut finding = RULE.finding().at_maybe(promised.span().or(journey.promise.span), what);
    if let Some(span) = struck_span(facts.model, fault) {
        finding = finding.see(span, format!("{}: {}", fault.what, outcome_words(&judged.outcome)));
    }
    finding = finding.note(NoteKind::When, when(facts, group));
    let unfolding = Unfolding::new(facts.model, judged.journey, facts.limits.unfolding);
    // The outcome may be that of an equal fault: the history is told for this one.
    let outcome = unfolding.outcome(fault);
    let steps = steps(&told(&unfolding, fault, &outcome));
    let lines = format!("{}\n{}", timeline(&steps, unfolding.struck(fault)), total(&outcome));
    let evidence =
        Evidence::Timeline { journey: journey.name.clone(), fault: fault.name.clone(), steps };
    finding = finding.note(NoteKind::Then, lines);
    finding.evidence = Some(evidence);
    Some(finding)
}

/// The first fault in words, and what else does the same.
fn when(facts: &Facts<'_>, group: &[&Judged]) -> String {
    let faults: Vec<&str> =
        group.iter().filter_map(|it| facts.fault(it)).map(|it| it.what.as_str()).collect();
    faults.join("; or ")
}

fn total(outcome: &outlast_sim::Outcome) -> String {
    format!("over every history: {}", outcome_words(outcome))
}
