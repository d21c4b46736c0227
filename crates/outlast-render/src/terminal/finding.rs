//! A finding: what is wrong, where, what then happens, and what mends it.

use outlast_findings::{Evidence, Finding, Mend, Note, NoteKind, Sources, Step};
use outlast_model::show_duration;

use crate::escape::{shown, shown_lines};
use crate::excerpt;
use crate::layout::{left, width};
use crate::page::Page;
use crate::paint::Tone;
use crate::telling::{arguments, mend_words};

/// The most lines of a timeline that stand below a finding; `outlast why` tells it whole.
const STEPS_MAX: usize = 6;
/// The most mends that are shown.
const MENDS_MAX: usize = 3;

/// Findings one after the other, for a page of `width` columns.
pub fn findings(sources: &Sources, findings: &[Finding], width: usize) -> String {
    let mut page = Page::new(width);
    for finding in findings {
        page.gap();
        draw(&mut page, sources, finding, &[]);
    }
    page.finish()
}

/// Wrong usage, for a page of `width` columns: what is wrong, and what to do.
pub fn usage(what: &str, help: &str, width: usize) -> String {
    let mut page = Page::new(width);
    page.behind(Tone::Bad, "error: ", Tone::Strong, &shown(what));
    below(&mut page, Tone::Good, "help", &shown(help));
    page.finish()
}

/// Draws one finding.
///
/// `paths` is what the command line named, so that the command that replays it can be pasted.
pub(super) fn draw(page: &mut Page, sources: &Sources, finding: &Finding, paths: &[String]) {
    if let Some(silenced) = &finding.suppressed {
        draw_line(page, sources, finding, "allowed");
        return below(page, Tone::Faint, "because", &shown(&silenced.reason));
    }
    if finding.known {
        return draw_line(page, sources, finding, "known");
    }
    let head = format!("{}[{}]: ", finding.severity.word(), finding.rule);
    page.behind(Tone::of_severity(finding.severity), &head, Tone::Strong, finding.title);
    excerpt::draw(page, sources, &finding.labels);
    for note in &finding.notes {
        draw_note(page, note);
    }
    draw_evidence(page, finding, paths);
    for mend in finding.mends.iter().take(MENDS_MAX) {
        draw_mend(page, mend);
    }
    if let Some(more) = finding.mends.len().checked_sub(MENDS_MAX).filter(|more| *more > 0) {
        below(page, Tone::Faint, "note", &format!("{more} more mends: --format json has them all"));
    }
}

/// One line: it is seen, and it is seen why it does not count.
fn draw_line(page: &mut Page, sources: &Sources, finding: &Finding, word: &str) {
    let place = finding.place().map(|span| sources.line(span)).unwrap_or_default();
    let head = format!("{word}[{}]: ", finding.rule);
    let at = if place.is_empty() { String::new() } else { format!(" ({})", shown(&place)) };
    page.behind(Tone::Faint, &head, Tone::Faint, &format!("{}{at}", finding.title));
}

/// `  = word: text`, with the lines that follow under the text.
fn below(page: &mut Page, tone: Tone, word: &str, text: &str) {
    let head = format!("  = {word}: ");
    page.behind(Tone::Faint, &head, tone, text);
}

fn draw_note(page: &mut Page, note: &Note) {
    let tone = if note.kind == NoteKind::Help { Tone::Good } else { Tone::Plain };
    below(page, tone, note.kind.word(), &shown_lines(&note.text).join("\n"));
}

fn draw_evidence(page: &mut Page, finding: &Finding, paths: &[String]) {
    match &finding.evidence {
        Some(Evidence::Timeline { journey, fault, steps }) => {
            if !finding.notes.iter().any(|note| note.kind == NoteKind::Then) && !steps.is_empty() {
                below(page, Tone::Plain, "then", &steps_text(steps));
            }
            page.command("  = replay: ", &arguments(paths, &[journey, fault]));
        }
        Some(Evidence::Fact { .. }) | None => {}
    }
}

/// The steps of a timeline in two columns, the middle left out when there are many.
fn steps_text(steps: &[Step]) -> String {
    let dates: Vec<String> = steps.iter().map(|step| show_duration(step.at)).collect();
    let columns = dates.iter().map(|date| width(date)).max().unwrap_or(0);
    let mut lines: Vec<String> = dates
        .iter()
        .zip(steps)
        .map(|(date, step)| format!("{}  {}", left(date, columns), shown(&step.what)))
        .collect();
    if lines.len() > STEPS_MAX {
        let left_out = lines.len() - (STEPS_MAX - 1);
        let end = STEPS_MAX - 2;
        let gap = format!("{}  {left_out} more steps", left("…", columns));
        lines.splice(end..end + left_out, [gap]);
    }
    lines.join("\n")
}

fn draw_mend(page: &mut Page, mend: &Mend) {
    below(page, Tone::Good, "mend", &shown(&mend_words(mend)));
    if let Some(text) = &mend.text {
        for line in shown_lines(text) {
            page.behind(Tone::Good, "        + ", Tone::Good, &line);
        }
    }
    for remains in &mend.remains {
        below(page, Tone::Plain, "remains", &shown(remains));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(at: i64, what: &str) -> Step {
        Step { at, what: what.to_string(), served: None, span: None }
    }

    #[test]
    fn the_middle_of_a_long_timeline_is_left_out() {
        let steps: Vec<Step> =
            (0..10).map(|at| step(at * 1_000_000_000, &format!("e{at}"))).collect();
        let text = steps_text(&steps);
        assert_eq!(text.lines().count(), STEPS_MAX);
        assert_eq!(text, "0 s  e0\n1 s  e1\n2 s  e2\n3 s  e3\n…    5 more steps\n9 s  e9");
    }
}
