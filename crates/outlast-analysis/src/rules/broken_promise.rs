//! A promise that a replayed history breaks.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use outlast_findings::{Evidence, Finding, NoteKind, Rule, Severity, Verdict};
use outlast_model::{Lasting, Seat, Struck};
use outlast_sim::Outcome;

use super::{Facts, Finder};
use crate::mend::Goal;
use crate::speech::{failing, listed, outcome_words, struck_span, timeline};
use crate::subject::Subject;
use crate::survive::{Axis, Badness, Case, Pledge, badness};
use crate::why::{steps, told};
use crate::words::figure_words;

/// Other classes of faults that are named in one finding.
const OTHERS: usize = 4;

/// The rule.
pub(super) static RULE: Finder = Finder {
    rule: Rule::new(
        "broken-promise",
        "a promise that a fault breaks",
        Severity::Error,
        include_str!("../../pages/rules/broken-promise.md"),
    ),
    find,
};

/// A promise that one journey or store was made, and the faults that break it, the worst first.
struct Break<'a> {
    goal: Goal,
    pledge: &'a Pledge,
    faults: Vec<&'a Case>,
}

fn find(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
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
    let goals = |group: &[&Break<'_>]| group.iter().map(|it| it.goal).collect();
    let groups = order.iter().filter_map(|key| alike.get(key));
    groups.filter_map(|group| Some((goals(group), finding(facts, group)?))).collect()
}

/// Broken promises are one finding when they are about the same, and their worst faults strike the
/// same things and do the same.
type Alike = (Axis, Vec<Struck>, Badness);

fn alike_key(facts: &Facts<'_>, broken: &Break<'_>) -> Option<Alike> {
    let worst = broken.faults.first()?;
    let on_machine = |effect: &Lasting| match effect.struck() {
        Struck::Process(copy) => match facts.model.seat(copy) {
            Some(Seat::Machine(machine)) => Struck::Machine(machine),
            _ => effect.struck(),
        },
        struck @ (Struck::Machine(_)
        | Struck::Place(_)
        | Struck::Managed(_)
        | Struck::Store(_)
        | Struck::Slot(_)
        | Struck::Belief { .. }) => struck,
    };
    let mut struck: Vec<Struck> = facts.fault(worst)?.effects.iter().map(on_machine).collect();
    struck.sort_unstable();
    Some((broken.goal.axis, struck, badness(worst.subject, &worst.outcome)))
}

fn breaks<'a>(facts: &'a Facts<'_>) -> Vec<Break<'a>> {
    let mut breaks: BTreeMap<Goal, Break<'a>> = BTreeMap::new();
    for judged in facts.survival.cases.iter().filter(|it| it.verdict == Verdict::Broken) {
        let Some(fault) = facts.fault(judged) else { continue };
        for pledge in facts.survival.pledges(judged.subject, fault.class) {
            if pledge.verdict(&judged.outcome, judged.replayed) != Verdict::Broken {
                continue;
            }
            let goal = Goal::of(judged.subject, pledge);
            let new = Break { goal, pledge, faults: Vec::new() };
            breaks.entry(goal).or_insert(new).faults.push(judged);
        }
    }
    let mut breaks: Vec<Break<'a>> = breaks.into_values().collect();
    for broken in &mut breaks {
        let name = broken.goal.name;
        let other_class = |it: &Case| facts.fault(it).is_none_or(|it| it.class.name() != name);
        let rank = |it: &Case| Reverse(badness(it.subject, &it.outcome));
        broken.faults.sort_by_key(|it| (rank(it), other_class(it), it.fault));
    }
    breaks.sort_by_key(|it| it.faults.first().map(|worst| worst.fault));
    breaks
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
    // The outcome may be that of an equal fault: the history is told for this one. Its figures are
    // the same, so none is sampled again.
    let limits = outlast_sim::Limits { runs: 0, ..facts.limits.unfolding };
    let unfolding = worst.subject.unfolding(facts.model, limits);
    let outcome = unfolding.outcome(fault);
    let steps = steps(facts.model, &told(&unfolding, worst.subject, fault, &outcome));
    let line = match worst.subject {
        Subject::Journey(_) => {
            timeline(&steps, &failing(unfolding.struck(fault)), outcome.out.is_unbounded())
        }
        Subject::Store(_) => timeline(&steps, &fault.what, outcome.out.is_unbounded()),
    };
    finding = finding.note(NoteKind::Then, format!("{line}\n{}", total(facts, &worst.outcome)));
    finding = finding.note(NoteKind::Note, others(facts, group));
    let journey = facts.name(worst.subject).to_string();
    finding.evidence = Some(Evidence::Timeline { journey, fault: fault.name.clone(), steps });
    Some(finding)
}

/// One label for each promise that is broken, with the journeys and stores that it was made to.
fn promises(facts: &Facts<'_>, group: &[&Break<'_>]) -> Finding {
    let mut places: Vec<(&Pledge, Vec<&str>)> = Vec::new();
    for broken in group {
        let name = facts.name(broken.goal.subject);
        match places.iter_mut().find(|(first, _)| *first == broken.pledge) {
            Some((_, names)) => names.push(name),
            None => places.push((broken.pledge, vec![name])),
        }
    }
    let mut finding = RULE.rule.finding();
    for (pledge, names) in places {
        let what = format!("{}: {} (`{}`)", listed(&names, 4), pledge.words(), pledge.name);
        finding = finding.at_maybe(pledge.span, what);
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

/// What happens over every history; for a store also from where it is had again.
fn total(facts: &Facts<'_>, outcome: &Outcome) -> String {
    let mut line = format!("over every history: {}", outcome_words(outcome));
    let Some(loss) = outcome.loss() else { return line };
    if loss.window.worst > loss.window.best && loss.doubts.is_empty() {
        line.push_str(&format!(" ({})", figure_words(&loss.window)));
    }
    let source = loss.source.and_then(|slot| facts.model.store(slot.store).backup(slot.slot));
    if let Some(backup) = source {
        line.push_str(&format!(", from the backup `{}`", backup.name));
    }
    line
}
