//! The survival matrix: classes of fault down, journeys across.
//!
//! A sign stands before each cell that is not as promised, so that colour is never the only one.
//! Journeys that do not fit beside each other go into a second table below the first.

use outlast_analysis::{Cell, Row};

use crate::escape::shown;
use crate::layout::{cut, left, right, width, wrap};
use crate::page::Page;
use crate::paint::{Tone, paint};
use crate::report::Report;
use crate::words::{outcome_words, sign};

const HEAD: &str = "what each fault does";
const COUNT: &str = "how many";
/// Before the first column.
const MARGIN: usize = 2;
/// Between two columns; the sign of a cell stands in it.
const GAP: usize = 3;
/// The widest first column.
const LABEL_MAX: usize = 30;
/// The narrowest column of a journey.
const CELL_MIN: usize = 9;
/// The widest column of a journey.
const CELL_MAX: usize = 28;

/// Draws the matrix, and what its signs mean where there are some.
pub(super) fn draw(page: &mut Page, report: &Report<'_>) {
    let names: Vec<String> = report.model.journeys.iter().map(|it| shown(&it.name)).collect();
    let label = report.rows.iter().map(|row| width(&shown(&row.what))).max().unwrap_or(0);
    let label = label.max(width(HEAD)).min(LABEL_MAX);
    let columns: Vec<usize> =
        names.iter().enumerate().map(|(at, name)| column_width(report, at, name)).collect();
    let room = page.width.saturating_sub(MARGIN + label + GAP + width(COUNT));
    let mut from = 0;
    while from < names.len() {
        let until = fitting(&columns, from, room);
        let table = Table { label, from, widths: fit(&columns, from, until, room) };
        table.draw(page, report, &names);
        page.gap();
        from = until;
    }
    legend(page, report);
}

/// The width that a journey would like to have.
fn column_width(report: &Report<'_>, at: usize, name: &str) -> usize {
    let cells = report.rows.iter().filter_map(|row| row.cells.get(at));
    let widest = cells.map(|cell| width(&outcome_words(&cell.outcome))).max().unwrap_or(0);
    widest.max(width(name).min(CELL_MAX)).clamp(CELL_MIN, CELL_MAX)
}

/// How far the columns from `from` on fit beside each other; at least one does.
fn fitting(columns: &[usize], from: usize, room: usize) -> usize {
    let mut used = 0;
    for (at, columns) in columns.iter().enumerate().skip(from) {
        used += GAP + columns;
        if used > room && at > from {
            return at;
        }
    }
    columns.len()
}

/// The widths of these columns, cut to what there is when one alone is too wide.
fn fit(columns: &[usize], from: usize, until: usize, room: usize) -> Vec<usize> {
    let most = room.saturating_sub(GAP).max(CELL_MIN);
    columns.iter().take(until).skip(from).map(|columns| (*columns).min(most)).collect()
}

/// Some journeys beside each other.
struct Table {
    label: usize,
    from: usize,
    widths: Vec<usize>,
}

impl Table {
    fn draw(&self, page: &mut Page, report: &Report<'_>, names: &[String]) {
        let mut head = format!("{}{}", " ".repeat(MARGIN), left(HEAD, self.label));
        head.push_str(&format!("{}{}", " ".repeat(GAP), COUNT));
        for (name, columns) in names.iter().skip(self.from).zip(&self.widths) {
            head.push_str(&format!("{}{}", " ".repeat(GAP), left(&cut(name, *columns), *columns)));
        }
        page.line(&paint(Tone::Strong, head.trim_end()));
        for row in report.rows {
            self.row(page, row);
        }
    }

    fn row(&self, page: &mut Page, row: &Row) {
        let labels = wrap(&shown(&row.what), self.label);
        let cells: Vec<(&Cell, Vec<String>)> = row
            .cells
            .iter()
            .skip(self.from)
            .zip(&self.widths)
            .map(|(cell, columns)| (cell, wrap(&outcome_words(&cell.outcome), *columns)))
            .collect();
        let height = cells.iter().map(|(_, lines)| lines.len()).max().unwrap_or(1);
        for at in 0..height.max(labels.len()) {
            let label = labels.get(at).map_or("", String::as_str);
            let count = if at == 0 { counted(row) } else { String::new() };
            let mut line = format!("{}{}", " ".repeat(MARGIN), left(label, self.label));
            line.push_str(&format!("{}{}", " ".repeat(GAP), right(&count, width(COUNT))));
            for ((cell, lines), columns) in cells.iter().zip(&self.widths) {
                let text = lines.get(at).map_or("", String::as_str);
                let sign = if at == 0 { sign(cell.verdict) } else { ' ' };
                let text = left(&format!("{sign} {text}"), columns + 2);
                line.push_str(&format!(" {}", paint(Tone::of_verdict(cell.verdict), &text)));
            }
            page.line(&line);
        }
    }
}

fn counted(row: &Row) -> String {
    if row.at_most { format!("≤ {}", row.count) } else { row.count.to_string() }
}

fn legend(page: &mut Page, report: &Report<'_>) {
    let tally = report.tally();
    let mut signs = Vec::new();
    if tally.broken > 0 {
        signs.push("✗ breaks a promise");
    }
    if tally.undecided > 0 {
        signs.push("? cannot tell");
    }
    signs.push("each cell is the worst case of its row");
    page.hanging(&" ".repeat(MARGIN), Tone::Faint, &signs.join("   "));
}
