//! JUnit XML: the survival matrix as tests, for the pages of test results that CI systems have.
//!
//! A suite per system and a case per cell: what the promise is about, under a class of faults. Then
//! a case per finding, in the order of every format. Broken is a failure, undecided and not promised
//! are skipped, and so is what does not count. There are no durations: outlast reads no clock here.
//! The dialect is what the common readers share; no schema of it is official.

use outlast_analysis::{Availability, Cell, Row, Subject, column_names, outcome_words};
use outlast_findings::{Severity, Verdict};

use crate::escape::shown;
use crate::report::Report;
use crate::telling::{cell_words, headline, lines, standing, why};
use crate::words::percent;

/// How a case ended.
enum Ended {
    Passed,
    /// Why it fails, and more lines.
    Failed(String, Vec<String>),
    /// Why it says nothing.
    Skipped(String),
    /// What could not be read.
    Unreadable(String, Vec<String>),
}

/// One case.
struct TestCase {
    class: String,
    name: String,
    ended: Ended,
    /// What is worth reading all the same.
    out: Vec<String>,
}

impl TestCase {
    fn new(class: impl Into<String>, name: String, ended: Ended) -> Self {
        Self { class: class.into(), name, ended, out: Vec::new() }
    }
}

/// The document for these systems.
pub fn junit(reports: &[Report<'_>]) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let suites: Vec<(String, Vec<TestCase>)> =
        reports.iter().map(|report| (report.model.name.clone(), cases(report))).collect();
    let all = suites.iter().flat_map(|(_, cases)| cases);
    out.push_str(&format!("<testsuites name=\"outlast\"{}>\n", numbers(all)));
    for (name, cases) in &suites {
        out.push_str(&format!("  <testsuite{}{}>\n", attribute("name", name), numbers(cases)));
        for case in cases {
            draw(&mut out, name, case);
        }
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
}

/// ` tests="3" failures="1" errors="0" skipped="1"`.
fn numbers<'a>(cases: impl IntoIterator<Item = &'a TestCase>) -> String {
    let (mut all, mut failures, mut errors, mut skipped) = (0, 0, 0, 0);
    for case in cases {
        all += 1;
        match case.ended {
            Ended::Passed => {}
            Ended::Failed(..) => failures += 1,
            Ended::Skipped(_) => skipped += 1,
            Ended::Unreadable(..) => errors += 1,
        }
    }
    format!(" tests=\"{all}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\"")
}

fn cases(report: &Report<'_>) -> Vec<TestCase> {
    let columns = column_names(report.model);
    let name = |subject: Subject| {
        let column = columns.iter().find(|(it, _)| *it == subject);
        column.map_or_else(String::new, |(_, name)| name.clone())
    };
    let rows = report.rows().iter().enumerate();
    let cells = rows.flat_map(|(at, row)| row.cells.iter().map(move |cell| ((at, row), cell)));
    let mut cases: Vec<TestCase> =
        cells.map(|(place, cell)| of_cell(report, place, cell, &name(cell.subject))).collect();
    let stated = report.availability().iter();
    cases.extend(stated.map(|it| of_availability(report, it, &name(Subject::Journey(it.journey)))));
    for (subject, verdict) in report.pairs().into_iter().flat_map(|it| &it.verdicts) {
        let known = report.knows_pairs(*subject);
        let ended = ended(*verdict, known, "a pair of faults", Vec::new);
        cases.push(TestCase::new("pairs", format!("{}: two faults", name(*subject)), ended));
    }
    cases.extend(report.findings().iter().map(|finding| of_finding(report, finding)));
    cases
}

fn ended(verdict: Verdict, known: bool, words: &str, more: impl Fn() -> Vec<String>) -> Ended {
    match verdict {
        Verdict::Kept => Ended::Passed,
        Verdict::Broken if known => Ended::Skipped(format!("known: broken: {words}")),
        Verdict::Broken => Ended::Failed(words.to_string(), more()),
        Verdict::Undecided if known => Ended::Skipped(format!("known: undecided: {words}")),
        Verdict::Undecided => Ended::Skipped(format!("undecided: {words}")),
        Verdict::Unpromised => Ended::Skipped(format!("nothing promised: {words}")),
    }
}

fn of_cell(report: &Report<'_>, (at, row): (usize, &Row), cell: &Cell, name: &str) -> TestCase {
    let words = cell_words(cell);
    let more = || vec![format!("replay: {}", why(report, name, &cell.fault))];
    let known = report.knows_cell(at, cell.subject);
    let mut case = TestCase::new(
        row.class.name(),
        format!("{name}: {}", row.what),
        ended(cell.verdict, known, &words, more),
    );
    if cell.verdict == Verdict::Kept {
        case.out.push(outcome_words(&cell.outcome));
    }
    case
}

fn of_availability(report: &Report<'_>, it: &Availability, name: &str) -> TestCase {
    let (computed, promised) = (percent(it.computed), percent(it.promised));
    let words = format!("available {computed}, promised {promised}");
    let ended =
        ended(it.verdict, report.knows_availability(it.journey), &words, || it.missing.clone());
    TestCase::new("availability", format!("{name}: availability"), ended)
}

fn of_finding(report: &Report<'_>, finding: &outlast_findings::Finding) -> TestCase {
    let place = finding.place().map(|span| report.sources.place(span)).unwrap_or_default();
    let name = if place.is_empty() {
        headline(finding)
    } else {
        format!("{} ({place})", headline(finding))
    };
    let told = lines(report, finding);
    let more: Vec<String> = told.iter().map(|it| format!("{}: {}", it.word, it.text)).collect();
    let head = format!("{}[{}]: {}", standing(finding), finding.rule, headline(finding));
    let ended = match (&finding.suppressed, finding.known, finding.severity) {
        (Some(it), ..) => Ended::Skipped(format!("allowed: {}", it.reason)),
        (_, true, _) => Ended::Skipped(format!("known: {head}")),
        (.., Severity::Error) if report.is_judged() => Ended::Failed(head, more),
        (.., Severity::Error) => Ended::Unreadable(head, more),
        (.., Severity::Warning) => Ended::Skipped(head),
        (.., Severity::Note) => Ended::Passed,
    };
    let mut case = TestCase::new(format!("finding.{}", finding.rule), name, ended);
    if finding.severity != Severity::Error {
        case.out = told.iter().map(|it| format!("{}: {}", it.word, it.text)).collect();
    }
    case
}

fn draw(out: &mut String, suite: &str, case: &TestCase) {
    let class = attribute("classname", &format!("{suite}.{}", case.class));
    out.push_str(&format!("    <testcase{}{class}", attribute("name", &case.name)));
    let body = match &case.ended {
        Ended::Passed => String::new(),
        Ended::Skipped(why) => format!("      <skipped{}/>\n", attribute("message", why)),
        Ended::Failed(what, more) => element("failure", what, more),
        Ended::Unreadable(what, more) => element("error", what, more),
    };
    let told = if case.out.is_empty() {
        String::new()
    } else {
        format!("      <system-out>{}</system-out>\n", text(&case.out.join("\n")))
    };
    if body.is_empty() && told.is_empty() {
        out.push_str("/>\n");
    } else {
        out.push_str(&format!(">\n{body}{told}    </testcase>\n"));
    }
}

fn element(name: &str, what: &str, more: &[String]) -> String {
    let mut lines = vec![what.to_string()];
    lines.extend(more.iter().cloned());
    let (message, body) = (attribute("message", what), text(&lines.join("\n")));
    format!("      <{name}{message} type=\"{name}\">{body}</{name}>\n")
}

/// ` name="text"`, on one line.
fn attribute(name: &str, value: &str) -> String {
    let lines: Vec<String> = value.lines().map(escaped).collect();
    format!(" {name}=\"{}\"", lines.join("&#10;"))
}

/// Text between tags, with its line breaks.
fn text(value: &str) -> String {
    let lines: Vec<String> = value.lines().map(escaped).collect();
    lines.join("\n")
}

/// One line: no markup, and no character that XML cannot hold.
fn escaped(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for letter in shown(line).chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\u{fffe}' | '\u{ffff}' => {
                out.push_str(&format!("\\u{{{:x}}}", u32::from(letter)));
            }
            _ => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_markup_and_everything_is_a_character_of_xml() {
        assert_eq!(
            attribute("name", "a\"<b>&'\u{0}\u{ffff}"),
            " name=\"a&quot;&lt;b&gt;&amp;&apos;\\u{0}\\u{ffff}\""
        );
        assert_eq!(text("]]>\nb"), "]]&gt;\nb");
        assert_eq!(attribute("message", "a\nb"), " message=\"a&#10;b\"");
    }

    #[test]
    fn what_is_known_or_not_promised_does_not_fail() {
        let fails =
            |verdict, known| matches!(ended(verdict, known, "out", Vec::new), Ended::Failed(..));
        assert!(fails(Verdict::Broken, false));
        assert!(!fails(Verdict::Broken, true));
        assert!(!fails(Verdict::Undecided, false));
        assert!(matches!(ended(Verdict::Kept, false, "", Vec::new), Ended::Passed));
    }
}
