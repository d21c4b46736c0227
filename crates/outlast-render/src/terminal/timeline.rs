//! `outlast why`: one replayed history, told in order, with the figures over all histories.

use outlast_analysis::{Subject, failing, figure_words, open_words, ways_words};
use outlast_findings::{Sources, Step};
use outlast_model::{Model, Nanos, show_duration};
use outlast_sim::{Aftermath, Loss, Often, Outcome};

use crate::escape::shown;
use crate::layout::{right, width};
use crate::outcome_words;
use crate::page::Page;
use crate::paint::{Tone, paint};
use crate::words::back_words;

/// What is told.
#[derive(Debug, Clone)]
pub struct Telling<'a> {
    /// The input.
    pub sources: &'a Sources,
    /// The architecture.
    pub model: &'a Model,
    /// The journey or store.
    pub subject: Subject,
    /// Its name, as the matrix shows it.
    pub name: &'a str,
    /// The fault, by the name that `outlast why` takes.
    pub fault: &'a str,
    /// The fault in a few words.
    pub what: &'a str,
    /// What was promised, and the name in the promise that says so.
    pub promised: Option<(Nanos, String)>,
    /// The verdict in a word.
    pub verdict: outlast_findings::Verdict,
    /// The outcome over all histories.
    pub outcome: &'a Outcome,
    /// The history that comes nearest to the worst, replayed.
    pub steps: &'a [Step],
    /// Where it holds: what is struck, which of it is needed, and by what that goes on, a line each.
    pub grounds: &'a [String],
    /// Who cannot act, and what he lacks.
    pub stuck: &'a [String],
}

/// The timeline for a page of `width` columns.
pub fn timeline(telling: &Telling<'_>, width: usize) -> String {
    let mut page = Page::new(width);
    let head = format!("{}: ", shown(telling.name));
    let words = outcome_words(telling.outcome);
    page.behind(Tone::Strong, &head, Tone::Plain, &format!("{}: {words}", shown(telling.what)));
    page.paragraph(Tone::Faint, &shown(telling.fault));
    page.gap();
    steps(&mut page, telling);
    listed(&mut page, "Why it holds", telling.grounds);
    listed(&mut page, "Who cannot act", telling.stuck);
    page.gap();
    figures(&mut page, telling);
    doubts(&mut page, telling);
    assumptions(&mut page, telling);
    page.finish()
}

fn steps(page: &mut Page, telling: &Telling<'_>) {
    if telling.steps.is_empty() {
        page.paragraph(Tone::Plain, &still(telling));
        return;
    }
    let dates: Vec<String> = telling.steps.iter().map(|step| show_duration(step.at)).collect();
    let columns = dates.iter().map(|date| width(date)).max().unwrap_or(0).max(width("0 s"));
    page.hanging(&format!("  {}  ", right("0 s", columns)), Tone::Plain, &shown(telling.what));
    for (date, step) in dates.iter().zip(telling.steps) {
        let place = step.span.map(|span| telling.sources.line(span)).filter(|it| !it.is_empty());
        let place = place.map(|place| format!(" ({place})")).unwrap_or_default();
        let served = step.served.map(|(top, bottom)| served(top, bottom)).unwrap_or_default();
        let head = format!("  {}  ", right(date, columns));
        page.hanging(&head, Tone::Plain, &shown(&format!("{}{place}{served}", step.what)));
    }
}

/// What is said where no step is told: that nothing happens only where nothing is struck that
/// could.
fn still(telling: &Telling<'_>) -> String {
    let noun = telling.subject.noun(telling.model);
    match (telling.outcome.touched, telling.subject) {
        (false, _) if telling.outcome.doubts.is_empty() => {
            format!("Nothing happens to this {noun}.")
        }
        (false, _) => format!("Nothing that is known of this {noun} is struck."),
        (true, Subject::Journey(_)) => format!("This {noun} is struck, and nobody sees it."),
        (true, Subject::Store(_)) => format!("This {noun} is struck, and nothing of it changes."),
    }
}

/// Lines under a heading, if there are any.
fn listed(page: &mut Page, heading: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    page.gap();
    page.line(&paint(Tone::Strong, heading));
    for line in lines {
        page.hanging("  ", Tone::Plain, &shown(line));
    }
}

fn served(top: i64, bottom: i64) -> String {
    match (top, bottom) {
        (top, bottom) if top >= bottom => "; all is served".to_string(),
        (0, _) => "; nothing is served".to_string(),
        (top, bottom) => {
            let share = outlast_model::Ratio::new(top, bottom);
            format!("; {}", failing(share))
        }
    }
}

fn figures(page: &mut Page, telling: &Telling<'_>) {
    let outcome = telling.outcome;
    page.line(&paint(Tone::Strong, "Over every history"));
    let promised = match &telling.promised {
        Some((longest, name)) => {
            format!("{} at most (`{name}`): {}", show_duration(*longest), telling.verdict.word())
        }
        None => "nothing for this fault".to_string(),
    };
    let mut lines = vec![("at the worst moment", failing(outcome.lowest))];
    match outcome.loss() {
        Some(loss) => data(telling, loss, &mut lines),
        None => lines.extend([
            ("out in total", figure_words(&outcome.out)),
            ("longest gap", figure_words(&outcome.gap)),
            ("lost by one caller", figure_words(&outcome.caller)),
        ]),
    }
    outcome.aftermath().into_iter().for_each(|aftermath| work(aftermath, &mut lines));
    lines.push(("way back", back_words(outcome.back).to_string()));
    lines.push(("promised", promised));
    for (name, text) in &lines {
        page.entry(2, 19, name, text);
    }
    if outcome.coarse {
        page.hanging("  ", Tone::Faint, "the upper bound may be wider than the truth");
    }
}

/// What a store loses, and from where the rest is had.
fn data(telling: &Telling<'_>, loss: &Loss, lines: &mut Vec<(&'static str, String)>) {
    let window = match loss.all {
        Often::Always => "everything".to_string(),
        _ => figure_words(&loss.window),
    };
    lines.push(("writes lost", window));
    if let Often::Sometimes(of) = loss.all {
        let often = of.map(|(some, all)| format!(" ({some} of {all} runs)")).unwrap_or_default();
        lines.push(("or everything", format!("in some histories{often}")));
    }
    if !loss.diverged.is_zero() {
        lines.push(("in two histories", figure_words(&loss.diverged)));
    }
    if loss.share < outlast_model::Ratio::ONE {
        lines.push(("share of it hit", loss.share.show()));
    }
    let store = loss.source.map(|slot| (telling.model.store(slot.store), slot.slot));
    if let Some(backup) = store.and_then(|(store, slot)| store.backup(slot)) {
        let tried = if loss.unproven { ", never restored in earnest" } else { "" };
        lines.push(("had from", format!("the backup `{}`{tried}", shown(&backup.name))));
    }
}

/// What becomes of work that goes on after the answer.
fn work(aftermath: &Aftermath, lines: &mut Vec<(&'static str, String)>) {
    let jobs = |(least, most): (u64, Option<u64>)| match most {
        Some(most) if most == least => most.to_string(),
        Some(most) => format!("{least} to {most}"),
        None if least == 0 => "without bound".to_string(),
        None => format!("{least} at least, without bound"),
    };
    lines.push(("jobs lost", jobs(aftermath.lost)));
    lines.push(("jobs done twice", jobs(aftermath.twice)));
    lines.push(("work is late by", figure_words(&aftermath.late)));
}

fn doubts(page: &mut Page, telling: &Telling<'_>) {
    for doubt in open_words(telling.model, telling.outcome) {
        page.hanging("  ", Tone::Doubt, &format!("undecided: {}", shown(&doubt)));
    }
    for way in ways_words(telling.model, telling.outcome) {
        page.hanging("  ", Tone::Doubt, &format!("it hangs on {}", shown(&way)));
    }
}

fn assumptions(page: &mut Page, telling: &Telling<'_>) {
    let used: Vec<_> =
        telling.outcome.assumptions.iter().map(|id| telling.model.assumption(*id)).collect();
    if used.is_empty() {
        return;
    }
    page.gap();
    page.line(&paint(Tone::Strong, "Assumed"));
    for assumption in used {
        let text = format!("{} = \"{}\": {}", assumption.name, assumption.value, assumption.what);
        page.hanging("  ", Tone::Plain, &shown(&text));
    }
}
