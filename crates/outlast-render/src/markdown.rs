//! Markdown for a pull request or the summary of a job: the verdict, the matrix, the findings folded.
//!
//! It is GitHub's dialect, which GitLab, Gitea and Forgejo read as well. A comment holds 65,536
//! characters there: beyond [`BYTES_MAX`] findings are one line each. Whatever a user wrote
//! stays text: no markup, no mention, no link.

use outlast_analysis::{Cell, column_names, outcome_words};
use outlast_findings::{Finding, Verdict};

use crate::escape::shown;
use crate::report::Report;
use crate::telling::{headline, lines, standing, strangers, unread, verdict};
use crate::words::percent;

/// Above so many bytes of one document the findings that follow are one line each.
const BYTES_MAX: usize = 60_000;

/// The document for these systems.
pub fn markdown(reports: &[Report<'_>]) -> String {
    let mut out = String::new();
    for report in reports {
        if !out.is_empty() {
            out.push('\n');
        }
        system(&mut out, report);
    }
    out
}

fn system(out: &mut String, report: &Report<'_>) {
    let sign = match report.exit() {
        0 => "✓",
        1 | 2 => "✗",
        _ => "?",
    };
    out.push_str(&format!("### {sign} outlast: {}\n\n", inline(&report.model.name)));
    out.push_str(&format!("{}\n", inline(&verdict(report, &report.tally()))));
    for says in strangers(report.model) {
        out.push_str(&format!("\n{}\n", inline(&says)));
    }
    if let Some(says) = unread(report) {
        out.push_str(&format!("\n**{says}**\n"));
    }
    if report.is_judged() {
        matrix(out, report);
        availability(out, report);
    }
    for finding in report.findings() {
        details(out, report, finding);
    }
    if !report.gone().is_empty() {
        out.push_str("\nIn the baseline and no longer open:\n\n");
        for gone in report.gone() {
            out.push_str(&format!("- {}\n", inline(gone)));
        }
    }
}

fn matrix(out: &mut String, report: &Report<'_>) {
    let columns = column_names(report.model);
    if columns.is_empty() || report.rows().is_empty() {
        return;
    }
    let names: Vec<String> = columns.iter().map(|(_, name)| inline(name)).collect();
    out.push_str(&format!("\n| what each fault does | how many | {} |\n", names.join(" | ")));
    out.push_str(&format!("| --- | ---: |{}\n", " --- |".repeat(names.len())));
    for row in report.rows() {
        let most = if row.at_most { "≤ " } else { "" };
        let cells: Vec<String> = row.cells.iter().map(cell).collect();
        let (what, count) = (inline(&row.what), row.count);
        out.push_str(&format!("| {what} | {most}{count} | {} |\n", cells.join(" | ")));
    }
}

fn cell(cell: &Cell) -> String {
    let words = inline(&outcome_words(&cell.outcome));
    match cell.verdict {
        Verdict::Broken => format!("✗ **{words}**"),
        Verdict::Undecided => format!("? {words}"),
        Verdict::Kept | Verdict::Unpromised => words,
    }
}

fn availability(out: &mut String, report: &Report<'_>) {
    if !report.availability().is_empty() {
        out.push('\n');
    }
    for it in report.availability() {
        let name = &report.model.journey(it.journey).name;
        let text = format!(
            "{name}: available {}, promised {}: {}",
            percent(it.computed),
            percent(it.promised),
            it.verdict.word()
        );
        out.push_str(&format!("- {}\n", inline(&text)));
    }
}

/// A finding, folded: the line that is seen says what it is and where.
fn details(out: &mut String, report: &Report<'_>, finding: &Finding) {
    let place = finding.place().map(|span| report.sources.line(span)).unwrap_or_default();
    let place = if place.is_empty() { String::new() } else { format!(" ({place})") };
    let head = format!(
        "<b>{}[{}]</b> {}",
        standing(finding),
        inline(finding.rule),
        inline(&format!("{}{place}", headline(finding)))
    );
    let mut body = String::new();
    for line in lines(report, finding) {
        body.push_str(&format!("- {}: {}\n", line.word, inline(&line.text)));
    }
    if body.is_empty() || out.len() + body.len() > BYTES_MAX {
        out.push_str(&format!("\n{head}\n"));
    } else {
        out.push_str(&format!("\n<details><summary>{head}</summary>\n\n{body}\n</details>\n"));
    }
}

/// Text that stays text wherever it stands: a name in backticks becomes code, a line break `<br>`.
fn inline(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(line).collect();
    lines.join("<br>")
}

fn line(text: &str) -> String {
    let pieces: Vec<String> = text.split('`').map(|piece| escaped(&shown(piece))).collect();
    let mut out = String::new();
    for (at, piece) in pieces.iter().enumerate() {
        let closed = at + 1 < pieces.len();
        match at % 2 {
            1 if closed => out.push_str(&format!("<code>{piece}</code>")),
            1 => out.push_str(&format!("&#96;{piece}")),
            _ => out.push_str(piece),
        }
    }
    out
}

/// Characters that Markdown or HTML could act on, as what they are.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '|' | '~' | '@' | '!' | '$'
            | '"' => out.push_str(&format!("&#{};", u32::from(letter))),
            _ => out.push(letter),
        }
    }
    // Nothing becomes a link by itself, and no word between colons a picture.
    out.replace("://", "&#58;//")
        .replace("www.", "www&#46;")
        .replace(':', "&#58;")
        .replace("&#58; ", ": ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_user_wrote_stays_text() {
        assert_eq!(line("a|b *c* <script>"), "a&#124;b &#42;c&#42; &lt;script&gt;");
        assert_eq!(line("`a|b` and `c"), "<code>a&#124;b</code> and &#96;c");
        assert_eq!(line("@all: #1 https://x.y"), "&#64;all: &#35;1 https&#58;//x.y");
        assert_eq!(inline("a\nb"), "a<br>b");
        assert_eq!(line("\u{1b}[0m"), "&#92;u&#123;1b&#125;&#91;0m");
    }
}
