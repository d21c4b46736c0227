//! `outlast why`: one replayed history, told in order, with the figures over all histories.

use outlast_findings::{Sources, Step};
use outlast_model::{Model, Nanos, show_duration};
use outlast_sim::Outcome;

use crate::escape::shown;
use crate::layout::{right, width};
use crate::outcome_words;
use crate::page::Page;
use crate::paint::{Tone, paint};
use crate::words::{back_words, failing, figure_words};

/// What is told.
#[derive(Debug, Clone)]
pub struct Telling<'a> {
    /// The input.
    pub sources: &'a Sources,
    /// The architecture.
    pub model: &'a Model,
    /// The journey.
    pub journey: &'a str,
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
}

/// The timeline for a page of `width` columns.
pub fn timeline(telling: &Telling<'_>, width: usize) -> String {
    let mut page = Page::new(width);
    let head = format!("{}: ", shown(telling.journey));
    let words = outcome_words(telling.outcome);
    page.behind(Tone::Strong, &head, Tone::Plain, &format!("{}: {words}", shown(telling.what)));
    page.paragraph(Tone::Faint, &shown(telling.fault));
    page.gap();
    steps(&mut page, telling);
    page.gap();
    figures(&mut page, telling);
    doubts(&mut page, telling);
    assumptions(&mut page, telling);
    page.finish()
}

fn steps(page: &mut Page, telling: &Telling<'_>) {
    if telling.steps.is_empty() {
        page.paragraph(Tone::Plain, "Nothing happens to this journey.");
        return;
    }
    let dates: Vec<String> = telling.steps.iter().map(|step| show_duration(step.at)).collect();
    let columns = dates.iter().map(|date| width(date)).max().unwrap_or(0).max(width("0 s"));
    page.hanging(&format!("  {}  ", right("0 s", columns)), Tone::Plain, &shown(telling.what));
    for (date, step) in dates.iter().zip(telling.steps) {
        let place = step.span.map(|span| telling.sources.line(span)).filter(|it| !it.is_empty());
        let place = place.map(|place| format!(" ({place})")).unwrap_or_default();
        let served = step.served.map(served).unwrap_or_default();
        let head = format!("  {}  ", right(date, columns));
        page.hanging(&head, Tone::Plain, &shown(&format!("{}{place}{served}", step.what)));
    }
}

fn served((top, bottom): (i64, i64)) -> String {
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
    let lowest = match outcome.lowest {
        all if all >= outlast_model::Ratio::ONE => "everything is served".to_string(),
        share => failing(share),
    };
    let promised = match &telling.promised {
        Some((longest, name)) => {
            format!("{} at most (`{name}`): {}", show_duration(*longest), telling.verdict.word())
        }
        None => "nothing for this fault".to_string(),
    };
    let lines = [
        ("at the worst moment", lowest),
        ("out in total", figure_words(&outcome.out)),
        ("longest gap", figure_words(&outcome.gap)),
        ("lost by one caller", figure_words(&outcome.caller)),
        ("way back", back_words(outcome.back).to_string()),
        ("promised", promised),
    ];
    for (name, text) in &lines {
        page.entry(2, 19, name, text);
    }
    if outcome.coarse {
        page.hanging("  ", Tone::Faint, "the upper bound may be wider than the truth");
    }
}

fn doubts(page: &mut Page, telling: &Telling<'_>) {
    for doubt in &telling.outcome.doubts {
        page.hanging("  ", Tone::Doubt, &format!("undecided: {}", shown(doubt)));
    }
}

fn assumptions(page: &mut Page, telling: &Telling<'_>) {
    let used: Vec<_> =
        telling.outcome.assumptions.iter().filter_map(|id| telling.model.assumption(*id)).collect();
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
