//! The survival matrix: classes of fault down, journeys and then stores across.
//!
//! A sign stands before each cell that is not as promised, so that colour is never the only one.
//! Columns that do not fit beside each other go into a second table below the first.

use outlast_analysis::{Cell, Row, column_names};
use outlast_findings::Verdict;

use crate::escape::shown;
use crate::layout::{cut, left, right, width, wrap};
use crate::outcome_words;
use crate::page::Page;
use crate::paint::{Tone, paint};
use crate::report::Report;
use crate::words::sign;

const HEAD: &str = "what each fault does";
const COUNT: &str = "how many";
/// What is said of the rows that a table of stores leaves out.
const REST: &str = "every other fault: nothing is lost";
/// Before the first column.
const MARGIN: usize = 2;
/// Between the first column and the numbers.
const GAP: usize = 2;
/// Before a column of a journey or store; the sign of a cell stands in it.
const SIGN: usize = 4;
/// The narrowest first column, unless its texts are shorter.
const LABEL_MIN: usize = 22;
/// The widest first column.
const LABEL_MAX: usize = 34;
/// The narrowest column of a journey or store, unless its texts are shorter.
const CELL_MIN: usize = 11;
/// The widest column of a journey or store.
const CELL_MAX: usize = 28;

/// Draws the matrix, and what its signs mean where there are some.
pub(super) fn draw(page: &mut Page, report: &Report<'_>) {
    let columns = column_names(report.model);
    let names: Vec<String> = columns.iter().map(|(_, name)| shown(name)).collect();
    let natural: Vec<usize> =
        names.iter().enumerate().map(|(at, name)| column_width(report, at, name)).collect();
    let label = report.rows().iter().map(|row| width(&shown(&row.what))).max().unwrap_or(0);
    let label = label.max(width(HEAD)).min(LABEL_MAX);
    let room = page.width.saturating_sub(MARGIN + GAP + width(COUNT));
    // Where not all columns fit beside each other, stores have tables of their own.
    let journeys = columns.iter().filter(|(subject, _)| subject.journey().is_some()).count();
    let all_fit = Table::fitting(label, &natural, room).widths.len() == names.len();
    let ends = if all_fit { [names.len(), names.len()] } else { [journeys, names.len()] };
    let mut from = 0;
    for end in ends {
        while from < end {
            let natural = natural.get(from..end).unwrap_or_default();
            let mut table = Table::fitting(label, natural, room);
            table.from = from;
            table.draw(page, report, &names);
            page.gap();
            from += table.widths.len();
        }
    }
    legend(page, report);
}

/// The width that a column would like to have.
fn column_width(report: &Report<'_>, at: usize, name: &str) -> usize {
    let cells = report.rows().iter().filter_map(|row| row.cells.get(at));
    let widest = cells.map(|cell| width(&outcome_words(&cell.outcome))).max().unwrap_or(0);
    widest.max(width(name)).min(CELL_MAX)
}

/// Some columns beside each other.
struct Table {
    label: usize,
    from: usize,
    widths: Vec<usize>,
}

impl Table {
    /// As many of these columns as fit into `room`, with the columns as wide as possible:
    /// texts are wrapped before a column goes into a table of its own.
    fn fitting(label: usize, natural: &[usize], room: usize) -> Self {
        let needs = |label: usize, most: usize, count: usize| {
            let cells = natural.iter().take(count).map(|columns| (*columns).min(most) + SIGN);
            label + cells.sum::<usize>()
        };
        let least = label.min(LABEL_MIN);
        let fits = |count: &usize| needs(least, CELL_MIN, *count) <= room;
        let count = (1..=natural.len()).rev().find(fits).unwrap_or(1);
        let most = (CELL_MIN..=CELL_MAX).rev().find(|most| needs(least, *most, count) <= room);
        let most = most.unwrap_or(CELL_MIN);
        let label = (least..=label).rev().find(|label| needs(*label, most, count) <= room);
        let widths = natural.iter().take(count).map(|columns| (*columns).min(most)).collect();
        Self { label: label.unwrap_or(least), from: 0, widths }
    }

    fn draw(&self, page: &mut Page, report: &Report<'_>, names: &[String]) {
        let mut head = format!("{}{}", " ".repeat(MARGIN), left(HEAD, self.label));
        head.push_str(&format!("{}{}", " ".repeat(GAP), COUNT));
        for (name, columns) in names.iter().skip(self.from).zip(&self.widths) {
            head.push_str(&format!("{}{}", " ".repeat(SIGN), left(&cut(name, *columns), *columns)));
        }
        page.line(&paint(Tone::Strong, head.trim_end()));
        for row in report.rows().iter().filter(|row| !self.leaves_out(row)) {
            self.row(page, row);
        }
        if report.rows().iter().any(|row| self.leaves_out(row)) {
            page.line(&paint(Tone::Faint, &format!("{}{REST}", " ".repeat(MARGIN))));
        }
    }

    /// A table of stores alone need not say again and again that nothing is lost.
    fn leaves_out(&self, row: &Row) -> bool {
        let mut cells = row.cells.iter().skip(self.from).take(self.widths.len());
        cells.all(|cell| {
            let holds = outcome_words(&cell.outcome) == "holds";
            holds && cell.subject.store().is_some() && cell.verdict <= Verdict::Unpromised
        })
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
            let mut pending = SIGN - 3;
            for ((cell, lines), columns) in cells.iter().zip(&self.widths) {
                let text = lines.get(at).map_or("", String::as_str);
                let sign = if at == 0 { sign(cell.verdict) } else { ' ' };
                let text = format!("{sign} {text}");
                let text = text.trim_end();
                let tone = Tone::of_verdict(cell.verdict);
                // Spaces are put before the next text, so that no line ends with them.
                line.push_str(&format!("{}{}", " ".repeat(pending + 1), paint(tone, text)));
                pending = (columns + SIGN - 1).saturating_sub(width(text));
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
