//! The survival matrix as a table: faults down, journeys and then stores across, a link in each cell.

use maud::{Markup, html};
use outlast_analysis::{Cell, Row, column_names};

use crate::html::anchor::Position;
use crate::html::story;
use crate::html::words::{mood, said, sign, verdict_words};
use crate::outcome_words;
use crate::report::Report;
use crate::words::thousands;

/// The table with what its signs mean.
pub(super) fn section(report: &Report<'_>, number: usize) -> Markup {
    let columns = column_names(report.model);
    html! {
        section id=(format!("s{number}-matrix")) aria-labelledby=(format!("s{number}-survives")) {
            h2 id=(format!("s{number}-survives")) { "What survives" }
            p.quiet { "Each cell is the worst case of its row, over every moment and every race; it opens its timeline." }
            div.scroll tabindex="0" role="region" aria-label="Survival matrix" {
                table.matrix {
                    caption.hidden { "What each fault does to each journey and store" }
                    thead {
                        tr {
                            th scope="col" { "fault" }
                            th.number scope="col" { "how many" }
                            @for (subject, name) in &columns {
                                th scope="col" {
                                    (said(name))
                                    span.quiet { " " (subject.noun(report.model)) }
                                }
                            }
                        }
                    }
                    tbody {
                        @for (at, row) in report.rows().iter().enumerate() {
                            (line(report, number, at, row))
                        }
                    }
                }
            }
            p.legend {
                span.broken { "✗" } " breaks a promise   "
                span.undecided { "?" } " undecided   "
                span.kept { "✓" } " as promised   "
                span { "·" } " nothing promised"
            }
        }
    }
}

fn line(report: &Report<'_>, number: usize, at: usize, row: &Row) -> Markup {
    let most = if row.at_most { "≤ " } else { "" };
    html! {
        tr {
            th scope="row" { (said(&row.what)) }
            td.number { (most) (thousands(row.count)) }
            @for (column, cell) in row.cells.iter().enumerate() {
                (cell_of(report, number, Position { row: at, column }, cell))
            }
        }
    }
}

fn cell_of(report: &Report<'_>, number: usize, position: Position, cell: &Cell) -> Markup {
    let words = outcome_words(&cell.outcome);
    let is_known = report.knows_cell(position.row, cell.subject);
    let known = if is_known { " known" } else { "" };
    html! {
        td class=(format!("{}{known}", mood(cell.verdict))) {
            a href=(format!("#{}", story::id(report, number, position))) {
                span.sign aria-hidden="true" { (sign(cell.verdict)) }
                span.hidden { (verdict_words(cell.verdict)) ": " }
                span { (said(&words)) @if is_known { " (known)" } }
            }
        }
    }
}
