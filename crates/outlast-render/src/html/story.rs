//! What a cell opens: the history of its worst fault, step by step, with the figures over all
//! histories and what they rest on.
//!
//! Cells that no fault of their row touches share one short section.

use maud::{Markup, html};
use outlast_analysis::{
    Cell, Row, Story, column_names, event_words, failing, figure_words, open_words, ways_words,
};
use outlast_model::{CopyRef, FOREVER, Nanos, Ratio, show_duration};
use outlast_sim::{Often, Outcome, Phase};

use crate::html::anchor::{Position, anchor};
use crate::html::states::{STEPS_MAX, States};
use crate::html::words::{mood, rich, said, sign, verdict_words};
use crate::outcome_words;
use crate::report::Report;
use crate::telling::why;
use crate::words::back_words;

/// The id of the section that a cell opens.
pub(super) fn id(report: &Report<'_>, number: usize, position: Position) -> String {
    let row = report.rows().get(position.row);
    let cell = row.and_then(|row| row.cells.get(position.column));
    match cell {
        Some(cell) if told(report, cell).is_some() => {
            format!("s{number}-cell-{}", anchor(report, position))
        }
        Some(cell) if cell.outcome.touched => format!("s{number}-untold"),
        _ => format!("s{number}-untouched"),
    }
}

fn told<'a>(report: &Report<'a>, cell: &Cell) -> Option<&'a Story> {
    report.story(cell.subject, &cell.fault)
}

/// A section for each cell that has something to tell.
pub(super) fn sections(report: &Report<'_>, number: usize, states: &States) -> Markup {
    let columns = column_names(report.model);
    html! {
        div.stories {
            @for (at, row) in report.rows().iter().enumerate() {
                @for (column, cell) in row.cells.iter().enumerate() {
                    @if let Some(story) = told(report, cell) {
                        (section(&CellStory {
                            report,
                            states,
                            number,
                            position: Position { row: at, column },
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
            section.story id=(format!("s{number}-untold")) tabindex="-1" {
                (close(number))
                h3 { "Its timeline is not on this page" }
                p { code { "outlast why JOURNEY FAULT" } " tells it; the figures in the cell are proved all the same." }
            }
        }
    }
}

/// All that one section is made from.
struct CellStory<'a> {
    report: &'a Report<'a>,
    states: &'a States,
    number: usize,
    position: Position,
    row: &'a Row,
    cell: &'a Cell,
    story: &'a Story,
    name: &'a str,
}

fn close(number: usize) -> Markup {
    html! { a.close href=(format!("#s{number}-matrix")) aria-label="Close, back to the matrix" { "×" } }
}

fn section(told: &CellStory<'_>) -> Markup {
    let CellStory { report, number, position, cell, story, .. } = told;
    let id = format!("s{number}-cell-{}", anchor(report, *position));
    let of = match told.row.count {
        1 => String::new(),
        count => format!("the worst of {count}: "),
    };
    html! {
        section class=(format!("story {}", told.states.class_of(story))) id=(id) tabindex="-1" aria-labelledby=(format!("{id}-h")) {
            (close(*number))
            h3 id=(format!("{id}-h")) {
                span class=(mood(cell.verdict)) { (sign(cell.verdict)) " " }
                (said(told.name)) ": " (rich(&outcome_words(&cell.outcome)))
            }
            p { (of) (rich(&story.what)) ". " span.quiet { (verdict_words(cell.verdict)) "." } }
            div.columns {
                div { (steps(told)) }
                div { (listed("Why it holds", &story.grounds)) (listed("Who cannot act", &story.stuck)) (figures(told)) (doubts(report, &cell.outcome)) (assumed(*number, report, &cell.outcome)) }
            }
            p.quiet { "Told again by " code { (said(&why(report, told.name, &cell.fault))) } }
        }
    }
}

/// The timeline: before, the fault, and what follows. A step that is chosen shows its state in the
/// picture; the first is the worst one.
fn steps(told: &CellStory<'_>) -> Markup {
    let history = &told.story.history;
    let more = history.events.len().saturating_sub(STEPS_MAX);
    let after = history.events.iter().take(STEPS_MAX).map(|event| Step {
        at: show_duration(event.at),
        phase: phase(event.phase),
        what: event_words(told.report.model, &event.event),
        served: event.served,
        away: &event.away,
    });
    let mut steps = vec![
        Step { at: "before".into(), phase: "", what: String::new(), served: Ratio::ONE, away: &[] },
        Step {
            at: show_duration(0),
            phase: "fault",
            what: told.story.what.clone(),
            served: history.served,
            away: &history.struck,
        },
    ];
    steps.extend(after);
    let worst = steps.iter().enumerate().skip(1).min_by_key(|(at, step)| (step.served, *at));
    let worst = worst.map_or(1, |(at, _)| at);
    html! {
        fieldset.time {
            legend { "One history that comes nearest to the worst" }
            @for (at, one) in steps.iter().enumerate() {
                @let before = at.checked_sub(1).and_then(|at| steps.get(at));
                (step(told, one, before, at == worst))
            }
            @if more > 0 { p.quiet { "and " (more) " more steps" } }
            @if let Some(lost) = history.lost { p { (lost_words(lost)) } }
        }
    }
}

/// What a store has lost in the end of a history.
fn lost_words(lost: Nanos) -> String {
    match lost {
        0 => "In the end nothing is lost.".to_string(),
        FOREVER => "In the end everything is lost.".to_string(),
        lost => format!("In the end the writes of {} are lost.", show_duration(lost)),
    }
}

/// A step of a timeline.
struct Step<'a> {
    at: String,
    phase: &'static str,
    what: String,
    served: Ratio,
    away: &'a [CopyRef],
}

fn step(told: &CellStory<'_>, step: &Step<'_>, before: Option<&Step<'_>>, chosen: bool) -> Markup {
    let name = format!("s{}-step-{}", told.number, anchor(told.report, told.position));
    let class = before.map(|_| told.states.class(told.story, step.away));
    let changed = before.is_some_and(|before| before.away != step.away);
    let out = told.states.words(told.story, step.away);
    html! {
        label class=(share_class(step.served)) {
            input type="radio" name=(name) class=[class] checked[chosen];
            b { (step.at) }
            i { (step.phase) }
            span {
                @if !step.what.is_empty() { (rich(&step.what)) }
                small { (share(step.served)) }
                @if changed && !out.is_empty() { small { "out: " (rich(&out)) } }
                @if changed && out.is_empty() { small { "nothing is out" } }
            }
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

fn share_class(served: Ratio) -> &'static str {
    if served == Ratio::ONE {
        "full"
    } else if served == Ratio::ZERO {
        "none"
    } else {
        "part"
    }
}

fn share(served: Ratio) -> String {
    if served == Ratio::ONE { "all is served".to_string() } else { failing(served) }
}

/// The figures over every history, worst and typical.
fn figures(told: &CellStory<'_>) -> Markup {
    let (cell, outcome) = (told.cell, &told.cell.outcome);
    html! {
        h4 { "Over every history" }
        dl {
            dt { "at the worst moment" } dd { (failing(outcome.lowest)) }
            @if let Some(loss) = outcome.loss() {
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

/// Lines under a heading, if there are any.
fn listed(heading: &str, lines: &[String]) -> Markup {
    html! {
        @if !lines.is_empty() {
            h4 { (heading) }
            ul { @for line in lines { li { (rich(line)) } } }
        }
    }
}

fn doubts(report: &Report<'_>, outcome: &Outcome) -> Markup {
    let said = open_words(report.model, outcome);
    html! {
        @if !said.is_empty() {
            h4 { "Undecided" }
            ul { @for doubt in said { li { (rich(&doubt)) } } }
        }
        @if outcome.open_ways.is_some() {
            h4 { "It hangs on" }
            ul { @for way in ways_words(report.model, outcome) { li { (rich(&way)) } } }
        }
    }
}

fn assumed(number: usize, report: &Report<'_>, outcome: &Outcome) -> Markup {
    let ids = outcome.assumptions.iter();
    let used: Vec<_> = ids.map(|id| (id.0, report.model.assumption(*id))).collect();
    html! {
        @if !used.is_empty() {
            h4 { "Assumed" }
            p.names {
                @for (at, it) in used {
                    a href=(format!("#s{number}-assumption-{at}")) { (said(&it.name)) " = " (said(&it.value)) } " "
                }
            }
        }
    }
}
