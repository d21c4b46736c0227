//! A promise that a replayed history breaks.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use outlast_findings::{Evidence, Finding, NoteKind, Severity, Span, Verdict};
use outlast_model::{Effect, JourneyId, Nanos, Ratio, Seat, Struck, show_duration};
use outlast_sim::{Back, Outcome, Unfolding};

use super::{Facts, Rule};
use crate::mend::{Goal, goal};
use crate::speech::{listed, outcome_words, struck_span, timeline};
use crate::survive::Judged;
use crate::why::{steps, told};

/// Other classes of faults that are named in one finding.
const OTHERS: usize = 4;

/// The rule.
pub(super) static RULE: Rule = Rule {
    name: "broken-promise",
    summary: "a promise that a fault breaks",
    severity: Severity::Error,
    page: include_str!("../../pages/rules/broken-promise.md"),
    check,
};

/// A promise that one journey was made, and its faults that break it, the worst first.
struct Break<'a> {
    journey: JourneyId,
    name: &'static str,
    longest: Nanos,
    span: Option<Span>,
    faults: Vec<&'a Judged>,
}

fn check(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    findings.extend(causes(facts).into_iter().map(|(_, finding)| finding));
}

/// Each finding with the promises that it is about.
pub(crate) fn causes(facts: &Facts<'_>) -> Vec<(Vec<Goal>, Finding)> {
    let breaks = breaks(facts);
    let mut alike: BTreeMap<Alike, Vec<&Break<'_>>> = BTreeMap::new();
    let mut order = Vec::new();
    for broken in &breaks {
        let Some(key) = alike_key(facts, broken) else { continue };
        if !order.contains(&key) {
            order.push(key.clone());
        }
        alike.entry(key).or_default().push(broken);
    }
    let goals = |group: &[&Break<'_>]| group.iter().map(|it| goal(it.journey, it.name)).collect();
    let groups = order.iter().filter_map(|key| alike.get(key));
    groups.filter_map(|group| Some((goals(group), finding(facts, group)?))).collect()
}

/// Broken promises are one finding when their worst faults strike the same things and do the same.
type Alike = (Vec<Struck>, Back, Nanos, String);

fn alike_key(facts: &Facts<'_>, broken: &Break<'_>) -> Option<Alike> {
    let worst = broken.faults.first()?;
    let on_machine = |effect: &Effect| match effect.struck {
        Struck::Process(copy) => match facts.model.seat(copy) {
            Some(Seat::Machine(machine)) => Struck::Machine(machine),
            _ => effect.struck,
        },
        struck => struck,
    };
    let mut struck: Vec<Struck> = facts.fault(worst)?.effects.iter().map(on_machine).collect();
    struck.sort_unstable();
    let outcome = &worst.outcome;
    Some((struck, outcome.back, outcome.out.worst, outcome.lowest.show()))
}

fn breaks<'a>(facts: &'a Facts<'_>) -> Vec<Break<'a>> {
    let mut breaks: BTreeMap<(JourneyId, &'static str), Break<'a>> = BTreeMap::new();
    for judged in facts.survival.judged.iter().filter(|it| it.verdict == Verdict::Broken) {
        let Some((longest, name)) = facts.promised(judged) else { continue };
        let promise = facts.model.journeys.get(judged.journey.0 as usize).map(|it| &it.promise);
        let stated = promise.and_then(|it| it.classes.get(name)?.out.as_ref()?.span());
        let span = stated.or(promise.and_then(|it| it.span));
        let new = Break { journey: judged.journey, name, longest, span, faults: Vec::new() };
        breaks.entry((judged.journey, name)).or_insert(new).faults.push(judged);
    }
    let mut breaks: Vec<Break<'a>> = breaks.into_values().collect();
    for broken in &mut breaks {
        let name = broken.name;
        let other_class = |it: &Judged| facts.fault(it).is_none_or(|it| it.class.name() != name);
        broken.faults.sort_by_key(|it| (Reverse(rank(it)), other_class(it), it.fault));
    }
    breaks.sort_by_key(|it| it.faults.first().map(|worst| worst.fault));
    breaks
}

fn rank(judged: &Judged) -> (Back, Nanos, Ratio) {
    (judged.outcome.back, judged.outcome.out.worst, judged.outcome.lowest.rest())
}

fn finding(facts: &Facts<'_>, group: &[&Break<'_>]) -> Option<Finding> {
    let first = group.first()?;
    let worst = first.faults.first()?;
    let fault = facts.fault(worst)?;
    let mut finding = promises(facts, group);
    if let Some(span) = struck_span(facts.model, fault) {
        finding = finding.see(span, format!("{}: {}", fault.what, outcome_words(&worst.outcome)));
    }
    finding = finding.note(NoteKind::When, fault.what.clone());
    let unfolding = Unfolding::new(facts.model, worst.journey, facts.limits.unfolding);
    // The outcome may be that of an equal fault: the history is told for this one.
    let outcome = unfolding.outcome(fault);
    let steps = steps(&told(&unfolding, fault, &outcome));
    let line = timeline(&steps, unfolding.struck(fault), outcome.out.is_unbounded());
    finding = finding.note(NoteKind::Then, format!("{line}\n{}", total(&outcome)));
    finding = finding.note(NoteKind::Note, others(facts, group));
    let journey = facts.name(worst.journey).to_string();
    finding.evidence = Some(Evidence::Timeline { journey, fault: fault.name.clone(), steps });
    Some(finding)
}

/// One label for each promise that is broken, with the journeys that it was made to.
fn promises(facts: &Facts<'_>, group: &[&Break<'_>]) -> Finding {
    let mut places: Vec<(Option<Span>, &Break<'_>, Vec<&str>)> = Vec::new();
    for broken in group {
        let name = facts.name(broken.journey);
        let same = |(span, first, _): &&mut (Option<Span>, &Break<'_>, Vec<&str>)| {
            *span == broken.span && first.name == broken.name && first.longest == broken.longest
        };
        match places.iter_mut().find(same) {
            Some((_, _, names)) => names.push(name),
            None => places.push((broken.span, broken, vec![name])),
        }
    }
    let mut finding = RULE.finding();
    for (span, broken, names) in places {
        let longest = show_duration(broken.longest);
        let what = format!("{}: out {longest} at most (`{}`)", listed(&names, 4), broken.name);
        finding = finding.at_maybe(span, what);
    }
    finding
}

/// Other faults that break the same promises, each class once.
fn others(facts: &Facts<'_>, group: &[&Break<'_>]) -> String {
    let shown = group.first().and_then(|it| it.faults.first()).map(|it| it.fault);
    let mut seen = BTreeSet::new();
    let mut lines = Vec::new();
    for judged in group.iter().flat_map(|broken| &broken.faults) {
        let Some(fault) = facts.fault(judged).filter(|_| Some(judged.fault) != shown) else {
            continue;
        };
        if seen.insert(fault.class) {
            lines.push(format!("{}: {}", fault.what, outcome_words(&judged.outcome)));
        }
    }
    match lines.split_off(lines.len().min(OTHERS)).len() {
        _ if lines.is_empty() => String::new(),
        0 => format!("so do: {}", lines.join("; ")),
        more => format!("so do: {}; and {more} more", lines.join("; ")),
    }
}

fn total(outcome: &Outcome) -> String {
    format!("over every history: {}", outcome_words(outcome))
}
