//! `outlast why JOURNEY-OR-STORE FAULT`: one history, replayed.

use outlast_analysis::{Limits, Subject, Timeline, column_names};
use outlast_model::{Fault, Model};
use outlast_render::{json, terminal};
use outlast_terraform::did_you_mean;

use super::{Wrong, environment, wanted_one};
use crate::cli::{Format, Paths};
use crate::console::Console;
use crate::exit;
use crate::pipeline::understand;
use crate::understood::Understood;

/// The most names that are listed in an error.
const NAMES_MAX: usize = 8;

/// Tells what a fault does to a journey or store.
pub(super) fn run(
    console: Console,
    name: &str,
    (fault, then): (&str, Option<&str>),
    input: &Paths,
    format: Format,
) -> Result<u8, Wrong> {
    let understood = understand(&wanted_one(input)?, environment());
    let unread = (!understood.is_whole()).then(|| refuse(console, &understood));
    if let Some(code) = unread.filter(|_| !understood.is_judged()) {
        return Ok(code);
    }
    let model = &understood.lowered.model;
    let subject = find_subject(model, name)?;
    let faults = outlast_analysis::faults(model);
    let fault = find_fault(&faults, fault)?;
    let limits = Limits::default();
    let timeline = match then {
        None => outlast_analysis::why(model, subject, fault, &limits),
        Some(then) => {
            let both = (fault, find_fault(&faults, then)?);
            outlast_analysis::why_pair(model, subject, both, &limits)
        }
    };
    let columns = column_names(model);
    let name = columns.iter().find(|(it, _)| *it == subject).map_or(name, |(_, name)| name);
    let telling = telling(&understood, &timeline, name);
    match format {
        Format::Json => console.print(&json::why(&telling)),
        Format::Terminal => console.print(&terminal::timeline(&telling, console.width())),
    }
    Ok(unread.unwrap_or(exit::KEPT))
}

/// Prints what is wrong with the input.
pub(super) fn refuse(console: Console, understood: &Understood) -> u8 {
    let sources = &understood.loaded.sources;
    console.complain(&terminal::findings(sources, &understood.problems, console.width()));
    exit::INPUT
}

fn telling<'a>(
    understood: &'a Understood,
    timeline: &'a Timeline,
    name: &'a str,
) -> terminal::Telling<'a> {
    terminal::Telling {
        sources: &understood.loaded.sources,
        model: &understood.lowered.model,
        subject: timeline.subject,
        name,
        fault: &timeline.fault.name,
        what: &timeline.fault.what,
        promised: timeline.promised.clone(),
        verdict: timeline.verdict,
        outcome: &timeline.outcome,
        steps: &timeline.steps,
        grounds: &timeline.grounds,
        stuck: &timeline.stuck,
    }
}

fn find_subject(model: &Model, name: &str) -> Result<Subject, Wrong> {
    if let Some(subject) = outlast_analysis::find_subject(model, name) {
        return Ok(subject);
    }
    let columns = column_names(model);
    let names = |of_journey: bool| {
        let these = columns.iter().filter(move |(it, _)| it.journey().is_some() == of_journey);
        these.map(|(_, name)| name.as_str())
    };
    let stores = match names(false).next() {
        Some(_) => format!("; the stores are {}", listed(names(false))),
        None => String::new(),
    };
    let journeys = match names(true).next() {
        Some(_) => format!("the journeys are {}", listed(names(true))),
        None => "there is no journey: nothing can be reached from the internet, and none is stated"
            .to_string(),
    };
    let what = if stores.is_empty() { "journey" } else { "journey or store" };
    Err(Wrong::new(format!("there is no {what} `{name}`"), format!("{journeys}{stores}")))
}

fn find_fault<'a>(faults: &'a [Fault], name: &str) -> Result<&'a Fault, Wrong> {
    outlast_analysis::find_fault(faults, name).map_err(|several| {
        if several.is_empty() {
            let near = did_you_mean(name, faults.iter().map(|fault| fault.name.as_str()));
            let help = if near.is_empty() { all(faults) } else { near };
            return Wrong::new(format!("there is no fault `{name}`"), help);
        }
        let what = format!("`{name}` can be {} faults", several.len());
        Wrong::new(what, format!("write one of {}", listed(several.iter().map(String::as_str))))
    })
}

fn all(faults: &[Fault]) -> String {
    format!("the faults are {}", listed(faults.iter().map(|fault| fault.name.as_str())))
}

fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    let more = names.len().saturating_sub(NAMES_MAX);
    let listed = names.into_iter().take(NAMES_MAX).collect::<Vec<_>>().join(", ");
    if more > 0 { format!("{listed} and {more} more") } else { listed }
}
