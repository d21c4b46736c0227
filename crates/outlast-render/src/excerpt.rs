//! Places in the input, with the lines that they are on.
//!
//! The frame is `┌─ file:line:col`, then each marked line under its number. A span that does not
//! fit its text is clamped; a line that is wider than the page is cut around what is marked.
//! A span over several lines marks the rest of its first line: the header of a block says enough.

use outlast_findings::{FileId, Label, Source, Sources};

use crate::escape::shown;
use crate::layout::{cut, left, right, width, wrap};
use crate::page::Page;
use crate::paint::{Tone, paint};

/// A marked piece of one line, in columns of the line as it is shown.
struct Mark<'a> {
    line: usize,
    start: usize,
    columns: usize,
    label: &'a Label,
}

fn mark<'a>(source: &Source, label: &'a Label) -> Mark<'a> {
    let start = source.position(label.span.start as usize);
    let end = source.position(label.span.end as usize);
    let text = source.line(start.line);
    let until =
        if end.line > start.line { text.trim_end().chars().count() + 1 } else { end.column };
    let part = |from: usize, to: usize| -> String {
        text.chars().skip(from - 1).take(to.saturating_sub(from)).collect()
    };
    Mark {
        line: start.line,
        start: width(&shown(&part(1, start.column))),
        columns: width(&shown(&part(start.column, until))).max(1),
        label,
    }
}

/// Labels by file, in the order in which the files are first named, the primary one first.
fn by_file(labels: &[Label]) -> Vec<(FileId, Vec<&Label>)> {
    let mut files: Vec<(FileId, Vec<&Label>)> = Vec::new();
    let primary = labels.iter().filter(|label| label.primary);
    for label in primary.chain(labels.iter().filter(|label| !label.primary)) {
        match files.iter_mut().find(|(file, _)| *file == label.span.file) {
            Some((_, all)) => all.push(label),
            None => files.push((label.span.file, vec![label])),
        }
    }
    files
}

/// Draws the places of a finding.
pub(crate) fn draw(page: &mut Page, sources: &Sources, labels: &[Label]) {
    for (file, labels) in by_file(labels) {
        let Some(source) = sources.get(file) else { continue };
        let mut marks: Vec<Mark<'_>> = labels.iter().map(|label| mark(source, label)).collect();
        let place = labels.first().map(|label| sources.place(label.span)).unwrap_or_default();
        marks.sort_by_key(|mark| (mark.line, mark.start, !mark.label.primary));
        let gutter = marks.iter().map(|mark| mark.line.to_string().len()).max().unwrap_or(1).max(2);
        page.line(&format!(
            "{}{}",
            " ".repeat(gutter),
            paint(
                Tone::Faint,
                &format!("┌─ {}", shorter(&shown(&place), page.width.saturating_sub(gutter + 3)))
            )
        ));
        draw_lines(page, source, &marks, gutter);
    }
}

/// A place that fits: directories are left out from the front.
fn shorter(place: &str, columns: usize) -> String {
    let mut rest = place;
    while width(rest) + 2 > columns && width(place) > columns {
        let Some((_, below)) = rest.split_once('/') else { break };
        rest = below;
    }
    if rest.len() == place.len() {
        cut(place, columns)
    } else {
        cut(&format!("…/{rest}"), columns)
    }
}

fn draw_lines(page: &mut Page, source: &Source, marks: &[Mark<'_>], gutter: usize) {
    if source.text().is_empty() {
        return draw_words(page, marks, gutter);
    }
    let mut last = None;
    for mark in marks {
        let room = page.width.saturating_sub(gutter + 2).max(16);
        let window = Window::around(mark, room);
        if last != Some(mark.line) {
            if last.is_some_and(|last| last + 1 < mark.line) {
                page.line(&paint(Tone::Faint, &format!("{}┆", " ".repeat(gutter))));
            }
            let number = paint(Tone::Faint, &format!("{}│", right(&mark.line.to_string(), gutter)));
            page.line(&format!("{number} {}", window.of(&shown(source.line(mark.line)))));
        }
        last = Some(mark.line);
        draw_mark(page, mark, &window, gutter);
    }
}

/// What is said of a file that has no text, or could not be read.
fn draw_words(page: &mut Page, marks: &[Mark<'_>], gutter: usize) {
    let head = format!("{}│ ", " ".repeat(gutter));
    for mark in marks.iter().filter(|mark| !mark.label.text.is_empty()) {
        page.behind(Tone::Faint, &head, Tone::Bad, &shown(&mark.label.text));
    }
}

/// The line of `^^^^` with its words, which wrap below themselves when there is no room.
fn draw_mark(page: &mut Page, mark: &Mark<'_>, window: &Window, gutter: usize) {
    let frame = paint(Tone::Faint, &format!("{}│", " ".repeat(gutter)));
    let tone = if mark.label.primary { Tone::Bad } else { Tone::Place };
    let sign = if mark.label.primary { "^" } else { "-" };
    let indent = mark.start.saturating_sub(window.from);
    let columns = mark.columns.min(window.columns.saturating_sub(indent)).max(1);
    let under = format!("{}{}", " ".repeat(indent), sign.repeat(columns));
    let text = shown(&mark.label.text.replace('\n', " "));
    let beside = window.columns.saturating_sub(width(&under) + 1);
    if width(&text) <= beside {
        page.line(&format!("{frame} {}", paint(tone, format!("{under} {text}").trim_end())));
        return;
    }
    page.line(&format!("{frame} {}", paint(tone, &under)));
    let indent = if indent * 2 > window.columns { 0 } else { indent };
    for line in wrap(&text, window.columns.saturating_sub(indent)) {
        page.line(&format!("{frame} {}{}", " ".repeat(indent), paint(tone, &line)));
    }
}

/// The columns of a line that are shown when it is wider than the page.
struct Window {
    from: usize,
    columns: usize,
}

impl Window {
    fn around(mark: &Mark<'_>, columns: usize) -> Self {
        let end = mark.start + mark.columns.min(columns / 2);
        let from = if end <= columns { 0 } else { mark.start.saturating_sub(columns / 4) };
        Self { from, columns }
    }

    /// What is seen of a line, with `…` where something was left out.
    fn of(&self, line: &str) -> String {
        let mut seen = String::new();
        let mut at = 0;
        for letter in line.chars() {
            let columns = width(letter.encode_utf8(&mut [0; 4]));
            if at >= self.from && at + columns <= self.from + self.columns {
                seen.push(letter);
            }
            at += columns;
        }
        let before = self.from > 0;
        let after = at > self.from + self.columns;
        let seen = if before { replace_first(&seen) } else { seen };
        if after { replace_last(&seen, self.columns) } else { seen }
    }
}

fn replace_first(text: &str) -> String {
    let mut letters = text.chars();
    let columns = letters.next().map_or(1, |letter| width(letter.encode_utf8(&mut [0; 4])));
    format!("{}{}", left("…", columns), letters.as_str())
}

fn replace_last(text: &str, columns: usize) -> String {
    crate::layout::cut(&format!("{text} …"), columns)
}

#[cfg(test)]
mod tests {
    use outlast_findings::Span;

    use super::*;

    fn drawn(name: &str, text: &str, spans: &[(usize, usize, &str, bool)]) -> String {
        let mut sources = Sources::new();
        let file = sources.add(name, text);
        let label = |(start, end, text, primary): &(usize, usize, &str, bool)| Label {
            span: Span::new(file, *start, *end),
            text: (*text).to_string(),
            primary: *primary,
        };
        let labels: Vec<Label> = spans.iter().map(label).collect();
        let mut page = Page::new(60);
        draw(&mut page, &sources, &labels);
        plain(&page.finish())
    }

    /// Without colour.
    fn plain(text: &str) -> String {
        let mut out = String::new();
        let mut letters = text.chars();
        while let Some(letter) = letters.next() {
            if letter == '\u{1b}' {
                letters.by_ref().find(char::is_ascii_alphabetic);
            } else {
                out.push(letter);
            }
        }
        out
    }

    #[test]
    fn a_block_is_marked_at_its_header() {
        let text = "database \"orders\" {\n  size = 1\n}\n";
        let drawn = drawn("shop.outlast.hcl", text, &[(0, 17, "kept on one machine alone", true)]);
        assert_eq!(
            drawn,
            "  ┌─ shop.outlast.hcl:1:1\n 1│ database \"orders\" {\n  │ ^^^^^^^^^^^^^^^^^ kept on one \
             machine alone\n"
        );
    }

    #[test]
    fn spans_beyond_the_end_and_over_lines_are_clamped() {
        let drawn = drawn("a.tf", "a = 1\nb", &[(2, 400, "x", true), (900, 901, "end", false)]);
        assert!(drawn.contains(" 1│ a = 1\n  │   ^^^ x\n 2│ b\n  │  - end\n"), "{drawn}");
    }

    #[test]
    fn long_lines_are_cut_around_the_mark() {
        let text = format!("{}MARK{}", "x".repeat(300), "y".repeat(300));
        let drawn = drawn("a.tf", &text, &[(300, 304, "here", true)]);
        assert!(drawn.lines().all(|line| width(line) <= 60), "{drawn}");
        let mut lines = drawn.lines().skip(1);
        let (line, under) = (lines.next().unwrap(), lines.next().unwrap());
        let column = |text: &str, what: &str| width(text.split(what).next().unwrap());
        assert_eq!(column(line, "MARK"), column(under, "^^^^"));
    }

    #[test]
    fn escape_sequences_in_the_text_are_spelt_out_and_the_mark_still_fits() {
        let drawn = drawn("a.tf", "\u{1b}[31m b", &[(6, 7, "b", true)]);
        assert!(drawn.contains("\\u{1b}[31m b\n  │            ^ b"), "{drawn}");
    }
}
