//! One journey or store under one fault, told as a history that the plain simulator replayed.

use outlast_findings::{Step, Verdict};
use outlast_model::{Fault, Model, Nanos, Sealed};
use outlast_sim::{History, Occurrence, Outcome, Recovery, Unfolding, Witness};

use crate::grounds::grounds;
use crate::limits::Limits;
use crate::speech::{event_words, stuck_words};
use crate::subject::Subject;
use crate::survive::{pair_pledges, pledges, shown, witness, worst_verdict};

/// The most acts that do not come and that are told.
const MOST_STUCK: usize = 8;

/// What a fault does to a journey or store, told in order.
#[derive(Debug, Clone)]
pub struct Timeline {
    /// The journey or store.
    pub subject: Subject,
    /// The fault.
    pub fault: Fault,
    /// What it does, over all histories.
    pub outcome: Outcome,
    /// What was promised, in nanoseconds, and the name in the promise.
    pub promised: Option<(Nanos, String)>,
    /// Whether the promise is kept.
    pub verdict: Verdict,
    /// The history that comes nearest to the worst, in order.
    pub steps: Vec<Step>,
    /// Where it holds: what is struck, which of it is needed, and by what that goes on, a line each.
    pub grounds: Vec<String>,
    /// Where it does not hold: who would act right after the fault and cannot, and what he lacks.
    pub stuck: Vec<String>,
}

/// Tells what a fault does to a journey or store.
pub fn why(model: &Sealed, subject: Subject, fault: &Fault, limits: &Limits) -> Timeline {
    let unfolding = subject.unfolding(model, limits.unfolding);
    let (outcome, history, verdict) = judge(model, &unfolding, subject, fault);
    let promised = subject.promised(model, fault.class);
    Timeline {
        subject,
        fault: fault.clone(),
        promised: promised.map(|(most, name)| (most, name.to_string())),
        steps: history.map(|history| steps(model, &history)).unwrap_or_default(),
        grounds: grounds(model, &unfolding, subject, (fault, &outcome)),
        stuck: stuck(model, &unfolding, (fault, &outcome)),
        outcome,
        verdict,
    }
}

/// Tells what two faults do to a journey or store, the second at the worst moment from the first
/// one on.
pub fn why_pair(
    model: &Sealed,
    subject: Subject,
    (first, second): (&Fault, &Fault),
    limits: &Limits,
) -> Timeline {
    let unfolding = subject.unfolding(model, limits.unfolding);
    let outcome = unfolding.outcome_of_pair(first, second);
    let worst = witness(subject, &outcome).or(outcome.witness.as_ref());
    let middle = Witness::default();
    let history =
        outcome.touched.then(|| unfolding.replay_pair(first, second, worst.unwrap_or(&middle)));
    let pledges = pair_pledges(model, subject);
    let replayed = witness(subject, &outcome).and(history.as_ref());
    let replayed = replayed.and_then(|history| shown(subject, history));
    let both = Fault {
        name: format!("{}, then {}", first.name, second.name),
        what: format!("{}, then {}", first.what, second.what),
        effects: first.effects.iter().chain(&second.effects).copied().collect(),
        ..first.clone()
    };
    Timeline {
        subject,
        promised: pledges.first().map(|pledge| (pledge.most, pledge.name.to_string())),
        steps: history.map(|history| steps(model, &history)).unwrap_or_default(),
        grounds: grounds(model, &unfolding, subject, (&both, &outcome)),
        stuck: stuck(model, &unfolding, (&both, &outcome)),
        fault: both,
        verdict: worst_verdict(&pledges, &outcome, replayed),
        outcome,
    }
}

/// Who cannot act right after a fault that is seen, a line each.
pub(crate) fn stuck(
    model: &Model,
    unfolding: &Unfolding<'_>,
    (fault, outcome): (&Fault, &Outcome),
) -> Vec<String> {
    if outcome.back == Recovery::Holds && outcome.loss().is_none_or(|loss| loss.window.worst == 0) {
        return Vec::new();
    }
    let mut lines: Vec<String> =
        unfolding.stuck(fault).iter().map(|it| stuck_words(model, it)).collect();
    if lines.len() > MOST_STUCK {
        let more = lines.len() - MOST_STUCK;
        lines.truncate(MOST_STUCK);
        lines.push(format!("and {more} more"));
    }
    lines
}

/// One journey or store under one fault: the outcome, the history that comes nearest to the worst
/// (none when the fault touches nothing) and the verdict.
fn judge(
    model: &Model,
    unfolding: &Unfolding<'_>,
    subject: Subject,
    fault: &Fault,
) -> (Outcome, Option<History>, Verdict) {
    let outcome = unfolding.outcome(fault);
    let history = outcome.touched.then(|| told(unfolding, subject, fault, &outcome));
    let known = witness(subject, &outcome).and(history.as_ref());
    let replayed = known.and_then(|history| shown(subject, history));
    let pledges = pledges(model, subject, fault.class);
    let verdict = worst_verdict(&pledges, &outcome, replayed);
    (outcome, history, verdict)
}

/// The history of an outcome's witness; without one, of the middle of every draw.
pub(crate) fn told(
    unfolding: &Unfolding<'_>,
    subject: Subject,
    fault: &Fault,
    outcome: &Outcome,
) -> History {
    let middle = Witness::default();
    let worst = witness(subject, outcome).or(outcome.witness.as_ref());
    unfolding.replay(fault, worst.unwrap_or(&middle))
}

/// The events of a history, as evidence.
pub(crate) fn steps(model: &Model, history: &History) -> Vec<Step> {
    let step = |it: &Occurrence| {
        let part = |value: i128| i64::try_from(value).ok();
        let served = part(it.served.top()).zip(part(it.served.bottom()));
        Step { at: it.at, what: event_words(model, &it.event), served, span: None }
    };
    history.events.iter().map(step).collect()
}

/// The fault of this name, or the only one that begins with it or holds it.
///
/// # Errors
/// The names that it may mean; none when nothing is like it.
pub fn find_fault<'a>(faults: &'a [Fault], name: &str) -> Result<&'a Fault, Vec<String>> {
    if let Some(fault) = faults.iter().find(|fault| fault.name == name) {
        return Ok(fault);
    }
    let like = |test: &dyn Fn(&str) -> bool| -> Vec<&'a Fault> {
        faults.iter().filter(|fault| test(&fault.name)).collect()
    };
    let begins = like(&|it| it.starts_with(name));
    let found = if begins.is_empty() { like(&|it| it.contains(name)) } else { begins };
    match found.as_slice() {
        [one] => Ok(one),
        several => Err(several.iter().map(|it| it.name.clone()).collect()),
    }
}
