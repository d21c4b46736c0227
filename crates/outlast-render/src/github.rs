//! Annotations of GitHub Actions: one workflow command a line, put beside the changed lines.
//!
//! GitHub shows at most ten errors and ten warnings of a step beside the text, and the log shows
//! all. What is allowed or known is a notice. The matrix is not here: `--output markdown` is for
//! the summary of a job. Columns are UTF-16 code units; GitHub takes them only within one line.

use outlast_findings::{Columns, Finding, Region, Severity};

use crate::escape::shown;
use crate::report::Report;
use crate::telling::{headline, lines, standing};

/// The commands for these systems.
pub fn github(reports: &[Report<'_>]) -> String {
    let found =
        reports.iter().flat_map(|report| report.findings().iter().map(move |it| (report, it)));
    found.map(|(report, finding)| command(report, finding) + "\n").collect()
}

fn command(report: &Report<'_>, finding: &Finding) -> String {
    let kind = match finding.severity {
        _ if !finding.is_open() => "notice",
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut properties = place(report, finding);
    let title = format!("{}[{}]", standing(finding), finding.rule);
    properties.push(format!("title={}", property(&title)));
    let mut told = vec![headline(finding)];
    told.extend(lines(report, finding).into_iter().map(|it| format!("{}: {}", it.word, it.text)));
    format!("::{kind} {}::{}", properties.join(","), data(&told.join("\n")))
}

/// `file=…`, `line=…`, `endLine=…`, `col=…`, `endColumn=…`.
fn place(report: &Report<'_>, finding: &Finding) -> Vec<String> {
    let Some(span) = finding.place() else { return Vec::new() };
    let Some(source) = report.sources.get(span.file) else { return Vec::new() };
    let Region { start, end } = Region::of(source, span, Columns::Utf16);
    let mut place = vec![format!("file={}", property(source.name()))];
    if source.text().is_empty() {
        return place;
    }
    place.push(format!("line={}", start.line));
    place.push(format!("endLine={}", end.line));
    if start.line == end.line {
        place.push(format!("col={}", start.column));
        place.push(format!("endColumn={}", end.column));
    }
    place
}

/// The text after `::`: one line in which nothing begins another command.
fn data(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(shown).collect();
    lines.join("\n").replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, which neither ends it nor the list.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_stays_one_line_and_a_property_one_value() {
        assert_eq!(data("a%0Ab\n::error::c\r"), "a%250Ab%0A::error::c\\u{d}");
        assert_eq!(property("a,line=1::b"), "a%2Cline=1%3A%3Ab");
    }
}
