//! A finding in words, for formats without a page: its headline, and what stands below it.
//!
//! The words and their order are those of the terminal report. Nothing is escaped here: each format
//! does that in its own way, after it has the whole text.

use outlast_analysis::outcome_words;
use outlast_findings::{Evidence, Finding, Mend, NoteKind, Step, Verdict};
use outlast_model::{Model, Stranger, show_duration};

use crate::escape::quoted;
use crate::report::{Report, Tally};
use crate::words::{count, euros};

/// What a finding is in this run: `error`, `warning`, `note`, or `allowed` or `known`, which do not
/// count.
pub(crate) const fn standing(finding: &Finding) -> &'static str {
    if finding.suppressed.is_some() {
        "allowed"
    } else if finding.known {
        "known"
    } else {
        finding.severity.word()
    }
}

/// The title with what is said at its first place: `a promise that a fault breaks: ...`.
pub(crate) fn headline(finding: &Finding) -> String {
    let place = finding.labels.iter().find(|label| label.primary && !label.text.is_empty());
    match place {
        Some(label) => format!("{}: {}", finding.title, label.text),
        None => finding.title.to_string(),
    }
}

/// A line below the headline: a word and what is told under it.
pub(crate) struct Line {
    /// `when`, `then`, `why`, `help`, `assumed`, `note`, `because`, `replay`, `mend`, `remains`.
    pub(crate) word: &'static str,
    /// The text; its line breaks are meant.
    pub(crate) text: String,
}

/// Everything below the headline, in the order of the terminal report.
pub(crate) fn lines(report: &Report<'_>, finding: &Finding) -> Vec<Line> {
    let line = |word, text: &str| Line { word, text: text.to_string() };
    let mut lines = Vec::new();
    lines.extend(finding.suppressed.iter().map(|it| line("because", &it.reason)));
    lines.extend(finding.notes.iter().map(|note| line(note.kind.word(), &note.text)));
    if let Some(Evidence::Timeline { steps, .. }) = &finding.evidence
        && !finding.notes.iter().any(|note| note.kind == NoteKind::Then)
        && !steps.is_empty()
    {
        let steps: Vec<String> = steps.iter().map(step_words).collect();
        lines.push(line("then", &steps.join("\n")));
    }
    lines.extend(replay(report, finding).map(|command| Line { word: "replay", text: command }));
    for mend in &finding.mends {
        lines.push(Line { word: "mend", text: mend_words(mend) });
        lines.extend(mend.text.iter().map(|text| line("write", text)));
        lines.extend(mend.remains.iter().map(|it| line("remains", it)));
    }
    lines
}

/// A step of a timeline: `23 s: all is served`.
pub(crate) fn step_words(step: &Step) -> String {
    format!("{}: {}", show_duration(step.at), step.what)
}

/// The command that tells the history of a finding again.
pub(crate) fn replay(report: &Report<'_>, finding: &Finding) -> Option<String> {
    let Some(Evidence::Timeline { journey, fault, .. }) = &finding.evidence else { return None };
    Some(why(report, journey, fault))
}

/// `outlast why JOURNEY FAULT PATHS`.
pub(crate) fn why(report: &Report<'_>, subject: &str, fault: &str) -> String {
    command(report.paths, &[subject, fault])
}

/// `outlast why WORDS PATHS`, as a shell takes it.
pub(crate) fn command(paths: &[String], words: &[&str]) -> String {
    arguments(paths, words).join(" ")
}

/// The same, argument by argument.
pub(crate) fn arguments(paths: &[String], words: &[&str]) -> Vec<String> {
    let paths = paths.iter().map(|path| path_argument(path));
    let words = words.iter().map(|word| quoted(word));
    ["outlast".into(), "why".into()].into_iter().chain(words).chain(paths).collect()
}

/// A path as an argument, and no option.
fn path_argument(path: &str) -> String {
    if path.starts_with('-') { quoted(&format!("./{path}")) } else { quoted(path) }
}

/// What a mend is, costs and was proved to do.
pub(crate) fn mend_words(mend: &Mend) -> String {
    let cost = match mend.cost_cents {
        Some(0) => "no further cost".to_string(),
        Some(cents) if cents > 0 => format!("+{}", euros(cents)),
        Some(cents) => euros(cents),
        None => "price not known".to_string(),
    };
    format!("{}: {cost}; proved: {}", mend.what, mend.proved)
}

/// What is said instead of a matrix without columns.
pub(crate) const NO_JOURNEY: &str = "There is no journey: nothing here is meant for users as far as \
    can be seen, and no outlast file states one. Nothing can be judged.";

/// A sentence for each provider of which nothing or little is known.
pub(crate) fn strangers(model: &Model) -> Vec<String> {
    let says = |it: &Stranger| {
        let (provider, others) = (&it.provider, count(it.resources, "resource"));
        if it.known.is_empty() {
            return format!(
                "Nothing is known of provider `{provider}`: what its {others} would change is not judged."
            );
        }
        let known: Vec<String> = it.known.iter().map(|it| format!("`{it}`")).collect();
        format!(
            "Of provider `{provider}` only {} are known: what {others} more would change is not judged.",
            known.join(", ")
        )
    };
    model.understood.strangers.iter().map(says).collect()
}

/// What is said loudly where the input was not read whole and was judged all the same.
pub(crate) fn unread(report: &Report<'_>) -> Option<&'static str> {
    let says = if report.model.understood.left_out {
        "The input was not read whole. What is told here holds of what was read: what was left out \
         can make it worse, and no promise counts as kept."
    } else {
        "The input was not read whole. What could not be read is told below and counts as not \
         known; everything else is judged."
    };
    (report.is_judged() && !report.is_whole).then_some(says)
}

/// What it comes to, in a line: the worst first.
pub(crate) fn verdict(report: &Report<'_>, tally: &Tally) -> String {
    if !report.is_judged() {
        let errors = count(tally.errors, "error");
        return format!("{errors}: the input was not read whole, nothing was judged");
    }
    let verdicts = [
        (tally.broken, "broken"),
        (tally.undecided, "undecided"),
        (tally.kept, "kept"),
        (tally.unpromised, "not made"),
    ];
    let some = verdicts.iter().filter(|(number, _)| *number > 0);
    let parts: Vec<String> = some.map(|(n, word)| format!("{word} {}", times(*n))).collect();
    let found = [
        (tally.errors, "error"),
        (tally.warnings, "warning"),
        (tally.suppressed, "allowed finding"),
        (tally.known, "known finding"),
    ];
    let some = found.iter().filter(|(number, _)| *number > 0);
    let found: Vec<String> = some.map(|(number, noun)| count(*number, noun)).collect();
    let mut text = match parts.as_slice() {
        [] => "nothing to judge".to_string(),
        parts => format!("promises: {}", parts.join(", ")),
    };
    if let Some(absent) = absent(report) {
        text = format!("{text}; {absent}");
    }
    if !found.is_empty() {
        text = format!("{text}; {}", found.join(", "));
    }
    if !report.is_whole {
        text = format!("{text}; the input was not read whole");
    }
    text
}

/// The classes that are promised by name without a fault that could break the promise.
fn absent(report: &Report<'_>) -> Option<String> {
    let names: Vec<&str> = report.absent().iter().map(|class| class.name()).collect();
    (!names.is_empty()).then(|| format!("promised for {}: no such fault here", names.join(", ")))
}

fn times(number: usize) -> String {
    match number {
        1 => "once".to_string(),
        2 => "twice".to_string(),
        number => format!("{number} times"),
    }
}

/// What a cell of the matrix is, with what was promised where that is not kept.
pub(crate) fn cell_words(cell: &outlast_analysis::Cell) -> String {
    let words = outcome_words(&cell.outcome);
    let (most, name) = match &cell.promised {
        Some((most, name)) if cell.verdict >= Verdict::Undecided => (*most, name),
        _ => return words,
    };
    let what = if cell.subject.store().is_some() { "loses" } else { "out" };
    format!("{words}; promised: {what} {} at most (`{name}`)", show_duration(most))
}
