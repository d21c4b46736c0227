//! What a cell opens: the history of its worst fault, step by step, with the figures over all
//! histories and what they rest on.
//!
//! Cells that no fault of their row touches share one short section.

use maud::{Markup, html};
use outlast_analysis::{Cell, Row, Story, column_names, failing, figure_words};
use outlast_model::{Ratio, show_duration};
use outlast_sim::{Event, Often, Outcome, Phase};

use crate::html::words::{mood, rich, said, sign, verdict_words};
use crate::outcome_words;
use crate::report::Report;
use crate::telling::why;
use crate::words::back_words;

/// The most steps of one timeline; the command below it tells the rest.
const STEPS_MAX: usize = 24;

/// The id of the section that a cell opens.
pub(super) fn id(report: &Report<'_>, number: usize, (row, column): (usize, usize)) -> String {
    let cell = report.rows.get(row).and_then(|row| row.cells.get(column));
    if cell.is_some_and(|cell| told(report, cell).is_some()) {
        format!("s{number}-cell-{row}-{column}")
    } else {
        format!("s{number}-untouched")
    }
}

fn told<'a>(report: &Report<'a>, cell: &Cell) -> Option<&'a Story> {
    report.stories.get(&(cell.subject, cell.fault.clone()))
}

/// A section for each cell that has something to tell.
pub(super) fn sections(report: &Report<'_>, number: usize) -> Markup {
    let columns = column_names(report.model);
    html! {
        div.stories {
            @for (at, row) in report.rows.iter().enumerate() {
                @for (column, cell) in row.cells.iter().enumerate() {
                    @if let Some(story) = told(report, cell) {
                        (section(&Told {
                            report,
                            number,
                            place: (at, column),
                            row,
                            cell,
                            story,
                            name: columns.get(column).map_or("", |(_, name)| name),
                        }))
                    }
                }
            }
            section.story id=(format!("s{number}-untouched")) tabindex="-1" {
                (close(number))
                h3 { "It is not touched" }
                p { "No fault of this row strikes anything that this journey or store depends on: it holds." }
            }
        }
    }
}

/// All that one section is made from.
struct Told<'a> {
    report: &'a Report<'a>,
    number: usize,
    place: (usize, usize),
    row: &'a Row,
    cell: &'a Cell,
    story: &'a Story,
    name: &'a str,
}

fn close(number: usize) -> Markup {
    html! { a.close href=(format!("#s{number}-matrix")) aria-label="Close, back to the matrix" { "×" } }
}

fn section(told: &Told<'_>) -> Markup {
    let Told { report, number, place: (row, column), cell, story, .. } = told;
    let id = format!("s{number}-cell-{row}-{column}");
    let of = match told.row.count {
        1 => String::new(),
        count => format!("the worst of {count}: "),
    };
    html! {
        section.story id=(id) tabindex="-1" aria-labelledby=(format!("{id}-h")) {
            (close(*number))
            h3 id=(format!("{id}-h")) {
                span class=(mood(cell.verdict)) { (sign(cell.verdict)) " " }
                (said(told.name)) ": " (rich(&outcome_words(&cell.outcome)))
            }
            p { (of) (rich(&story.what)) ". " span.quiet { (verdict_words(cell.verdict)) "." } }
            div.columns {
                div { (steps(told)) }
                div { (figures(told)) (doubts(&cell.outcome)) (assumed(report, &cell.outcome)) }
            }
            p.quiet { "Told again by " code { (said(&why(report, told.name, &cell.fault))) } }
        }
    }
}

/// The timeline: before, the fault, and what follows.
fn steps(told: &Told<'_>) -> Markup {
    let history = &told.story.history;
    let more = history.events.len().saturating_sub(STEPS_MAX);
    html! {
        h4 { "One history that comes nearest to the worst" }
        ol.time {
            li.full {
                span.at { "before" } span.phase { "before" } span.what { "all is served" }
            }
            li class=(share_class(Some(history.served))) {
                span.at { "0 s" } span.phase { "fault" }
                span.what { (rich(&told.story.what)) (share(Some(history.served))) }
            }
            @for event in history.events.iter().take(STEPS_MAX) { (step(event)) }
            @if more > 0 { li { span.what { "and " (more) " more steps" } } }
        }
    }
}

fn step(event: &Event) -> Markup {
    html! {
        li class=(share_class(Some(event.served))) {
            span.at { (show_duration(event.at)) } span.phase { (phase(event.phase)) }
            span.what { (rich(&event.what)) (share(Some(event.served))) }
        }
    }
}

const fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::Strikes => "fault",
        Phase::Noticed => "detection",
        Phase::Switched => "switch",
        Phase::Repaired => "repair",
        Phase::Over => "fault ends",
    }
}

fn share_class(served: Option<Ratio>) -> &'static str {
    match served {
        Some(share) if share == Ratio::ONE => "full",
        Some(share) if share == Ratio::ZERO => "none",
        Some(_) => "part",
        None => "",
    }
}

fn share(served: Option<Ratio>) -> Markup {
    html! {
        @if let Some(share) = served {
            span.share { @if share == Ratio::ONE { "all is served" } @else { (failing(share)) } }
        }
    }
}

/// The figures over every history, worst and typical.
fn figures(told: &Told<'_>) -> Markup {
    let (cell, outcome) = (told.cell, &told.cell.outcome);
    html! {
        h4 { "Over every history" }
        dl {
            dt { "at the worst moment" } dd { (failing(outcome.lowest)) }
            @if let Some(loss) = &outcome.loss {
                dt { "writes lost" }
                dd {
                    @if loss.all == Often::Always { "everything" }
                    @else { (figure_words(&loss.window)) }
                    @if matches!(loss.all, Often::Sometimes(_)) { "; in some histories everything" }
                }
                @if !loss.diverged.is_zero() {
                    dt { "in two histories" } dd { (figure_words(&loss.diverged)) }
                }
                @if loss.unproven { dt { "had from" } dd { "a backup that was never restored in earnest" } }
            } @else {
                dt { "out in total" } dd { (figure_words(&outcome.out)) }
                dt { "longest gap" } dd { (figure_words(&outcome.gap)) }
                dt { "lost by one caller" } dd { (figure_words(&outcome.caller)) }
            }
            dt { "way back" } dd { (back_words(outcome.back)) }
            dt { "promised" }
            dd {
                @match &cell.promised {
                    Some((most, name)) => {
                        (show_duration(*most)) " at most (" code { (said(name)) } "): " (cell.verdict.word())
                    }
                    None => "nothing for this fault",
                }
            }
        }
    }
}

fn doubts(outcome: &Outcome) -> Markup {
    let data = outcome.loss.iter().flat_map(|loss| &loss.doubts);
    let work = outcome.undone.iter().flat_map(|undone| &undone.doubts);
    let mut said: Vec<&String> = Vec::new();
    for doubt in outcome.doubts.iter().chain(data).chain(work) {
        if !said.contains(&doubt) {
            said.push(doubt);
        }
    }
    html! {
        @if !said.is_empty() {
            h4 { "Undecided" }
            ul { @for doubt in said { li { (rich(doubt)) } } }
        }
    }
}

fn assumed(report: &Report<'_>, outcome: &Outcome) -> Markup {
    let used = outcome.assumptions.iter().filter_map(|id| report.model.assumption(*id));
    let used: Vec<_> = used.collect();
    html! {
        @if !used.is_empty() {
            details {
                summary { "Rests on " (used.len()) @if used.len() == 1 { " assumption" } @else { " assumptions" } }
                ul {
                    @for it in used {
                        li { code { (said(&it.name)) " = \"" (said(&it.value)) "\"" } ": " (rich(&it.what)) }
                    }
                }
            }
        }
    }
}
