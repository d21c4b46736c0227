//! Whether a promise is kept: proved by the upper bound, refuted by a replayed history, else
//! undecided.
//!
//! A journey is promised how long it may be out, that work is not done twice or lost, and by when
//! it is done; a store how much of it may be lost. Each of these is a pledge of its own; the
//! verdict on an outcome is that on the worst of them.

use outlast_findings::{Span, Verdict};
use outlast_model::{
    Class, FOREVER, Fact, Journey, Model, Nanos, Promise, Promised, Range, show_duration,
};
use outlast_sim::{Aftermath, Loss, Often, Outcome};

use super::work::{work_takes, works};
use crate::subject::Subject;

/// What a pledge is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Axis {
    /// The longest outage of a journey.
    Out,
    /// The greatest loss of a store.
    Loss,
    /// Jobs that are done twice.
    Twice,
    /// Jobs that are lost in the hands of a worker.
    Jobs,
    /// When the work that a journey begins is done.
    Late,
}

/// One thing that is promised to a subject for a class of faults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pledge {
    pub(crate) axis: Axis,
    /// The name in the promise that says so: `instance`, `other`, `done_within`.
    pub(crate) name: &'static str,
    /// What it may be at most, in nanoseconds; for jobs how young none may be lost.
    pub(crate) most: Nanos,
    /// How long the work takes without a fault.
    pub(crate) takes: Range,
    /// Where it is written.
    pub(crate) span: Option<Span>,
}

impl Pledge {
    /// What is promised, in a few words.
    pub(crate) fn words(&self) -> String {
        let most = show_duration(self.most);
        match self.axis {
            Axis::Out => format!("out {most} at most"),
            Axis::Loss => format!("loses {most} at most"),
            Axis::Twice => "never done twice".to_string(),
            Axis::Jobs => "loses no job".to_string(),
            Axis::Late => format!("done within {most}"),
        }
    }

    /// The verdict on one outcome. What an unknown duration may be is no proof that it is long:
    /// with doubts a promise is broken only when even the best history breaks it.
    pub(crate) fn verdict(&self, outcome: &Outcome, replayed: Option<Nanos>) -> Verdict {
        let aftermath = outcome.aftermath();
        match self.axis {
            Axis::Out => served(self.most, outcome, replayed),
            Axis::Loss => outcome.loss().map_or(Verdict::Kept, |loss| {
                let replayed = replayed.filter(|_| is_broken_anyway(self.most, outcome));
                kept_data(self.most, loss, replayed)
            }),
            Axis::Twice => aftermath.map_or(Verdict::Kept, |it| none(it.twice, it)),
            Axis::Jobs => aftermath.map_or(Verdict::Kept, |it| none(it.lost, it)),
            Axis::Late => aftermath.map_or(Verdict::Kept, |it| late(self.most, self.takes, it)),
        }
    }
}

/// Everything that is promised to a subject for a class of faults.
pub(crate) fn pledges(model: &Model, subject: Subject, class: Class) -> Vec<Pledge> {
    let promise = subject.promise(model).and_then(|promise| Some((promise, promise.of(class)?)));
    let Some((promise, (name, promised))) = promise else { return Vec::new() };
    of_promise(model, subject, promise, (name, promised))
}

/// Everything that is promised to a subject for two faults at once; it inherits from nothing.
pub(crate) fn pair_pledges(model: &Model, subject: Subject) -> Vec<Pledge> {
    let promise = subject.promise(model);
    let promised = promise.and_then(|promise| Some((promise, promise.classes.get(PAIR)?)));
    let Some((promise, promised)) = promised else { return Vec::new() };
    of_promise(model, subject, promise, (PAIR, promised))
}

/// Whether anything at all is promised to a subject: under some class of faults, or in a year.
pub(crate) fn is_promised(model: &Model, subject: Subject) -> bool {
    let of_class = |class: &Class| !pledges(model, subject, *class).is_empty();
    let in_a_year = subject.journey().is_some()
        && subject.promise(model).is_some_and(|promise| promise.availability.is_some());
    in_a_year || Class::ALL.iter().any(of_class) || !pair_pledges(model, subject).is_empty()
}

/// The name under which two faults at once are promised.
const PAIR: &str = "pair";

fn of_promise(
    model: &Model,
    subject: Subject,
    promise: &Promise,
    (name, promised): (&'static str, &Promised),
) -> Vec<Pledge> {
    let new = |axis, most, span: Option<Span>| Pledge {
        axis,
        name,
        most,
        takes: Range::ZERO,
        span: span.or(promise.span).or(subject.span(model)),
    };
    match subject {
        Subject::Store(_) => {
            let lose = stated(promised.lose.as_ref());
            lose.map(|(most, span)| new(Axis::Loss, most, span)).into_iter().collect()
        }
        Subject::Journey(id) => {
            let out = stated(promised.out.as_ref());
            let mut pledges: Vec<Pledge> =
                out.map(|(most, span)| new(Axis::Out, most, span)).into_iter().collect();
            work_pledges(model, model.journey(id), promised, &new, &mut pledges);
            pledges
        }
    }
}

fn work_pledges(
    model: &Model,
    journey: &Journey,
    promised: &Promised,
    new: &dyn Fn(Axis, Nanos, Option<Span>) -> Pledge,
    into: &mut Vec<Pledge>,
) {
    if let Some((false, span)) = stated(promised.twice.as_ref()) {
        into.push(new(Axis::Twice, 0, span));
    }
    if model.works.is_empty() || works(model, journey).is_empty() {
        return;
    }
    let takes = work_takes(model, journey);
    // What the queue itself loses is judged with its store; a job in the hands of a worker is as
    // old as it takes.
    if let Some((most, span)) = stated(promised.lose.as_ref()).filter(|(most, _)| *most < takes.hi)
    {
        into.push(new(Axis::Jobs, most, span));
    }
    if let Some((within, span)) = stated(journey.done_within.as_ref()) {
        let late = new(Axis::Late, within.lo, span);
        into.push(Pledge { name: "done_within", takes, ..late });
    }
}

fn stated<T: Copy>(fact: Option<&Fact<T>>) -> Option<(T, Option<Span>)> {
    Some((*fact?.value()?, fact?.span()))
}

/// The verdict of several pledges: that on the worst; nothing is promised without any.
pub(crate) fn worst(pledges: &[Pledge], outcome: &Outcome, replayed: Option<Nanos>) -> Verdict {
    let verdicts = pledges.iter().map(|pledge| pledge.verdict(outcome, replayed));
    verdicts.max().unwrap_or(Verdict::Unpromised)
}

fn served(longest: Nanos, outcome: &Outcome, replayed: Option<Nanos>) -> Verdict {
    let certain = outcome.doubts.is_empty();
    if certain && outcome.out.worst <= longest {
        return Verdict::Kept;
    }
    let is_shown = replayed.is_some_and(|out| out > longest) && is_broken_anyway(longest, outcome);
    if is_shown && (certain || outcome.out.best > longest) {
        return Verdict::Broken;
    }
    Verdict::Undecided
}

/// Whether a promise is broken in whichever way things behave of which nobody said it.
fn is_broken_anyway(most: Nanos, outcome: &Outcome) -> bool {
    outcome.open_ways.as_ref().is_none_or(|ways| ways.mildest > most)
}

/// Whether the data is kept. Where two histories are left, what is lost hangs on which of them a
/// person keeps: that is no proof for either side.
fn kept_data(most: Nanos, loss: &Loss, replayed: Option<Nanos>) -> Verdict {
    let certain = loss.doubts.is_empty();
    let is_bounded = loss.window.worst <= most && loss.diverged.worst <= most;
    if certain && is_bounded && (loss.all == Often::Never || most == FOREVER) {
        return Verdict::Kept;
    }
    let is_shown = replayed.is_some_and(|lost| lost > most);
    let always = loss.all == Often::Always || loss.window.best > most;
    if is_shown && (certain || always) { Verdict::Broken } else { Verdict::Undecided }
}

/// No job may be: the bounds are those of histories, unless something is in doubt.
fn none((least, most): (u64, Option<u64>), aftermath: &Aftermath) -> Verdict {
    let certain = aftermath.doubts.is_empty();
    match (least, most) {
        (_, Some(0)) if certain => Verdict::Kept,
        (1.., _) => Verdict::Broken,
        _ if certain => Verdict::Broken,
        _ => Verdict::Undecided,
    }
}

/// Whether the work is done by when it must be: what it takes anyway and what the fault adds.
fn late(within: Nanos, takes: Range, aftermath: &Aftermath) -> Verdict {
    let certain = aftermath.doubts.is_empty();
    if certain && takes.hi.saturating_add(aftermath.late.worst) <= within {
        return Verdict::Kept;
    }
    let is_shown = certain && takes.lo.saturating_add(aftermath.late.worst) > within;
    let at_least = takes.lo.saturating_add(aftermath.late.best);
    if is_shown || at_least > within { Verdict::Broken } else { Verdict::Undecided }
}
