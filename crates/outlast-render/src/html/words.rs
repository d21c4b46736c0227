//! Text of the page: what a user wrote made visible, code in backticks, and words for signs.

use maud::{Markup, html};
use outlast_findings::Verdict;

use crate::escape::shown;

/// A text as it is read: characters that would turn the direction of writing are spelt out.
pub(super) fn said(text: &str) -> String {
    shown(text)
}

/// A text with what stands in backticks as code; its line breaks are meant.
pub(super) fn rich(text: &str) -> Markup {
    html! {
        @for (number, line) in text.lines().enumerate() {
            @if number > 0 { br; }
            (rich_line(line))
        }
    }
}

fn rich_line(text: &str) -> Markup {
    let pieces: Vec<&str> = text.split('`').collect();
    let last = pieces.len().saturating_sub(1);
    html! {
        @for (at, piece) in pieces.iter().enumerate() {
            @if at % 2 == 1 && at < last { code { (shown(piece)) } }
            @else if at % 2 == 1 { "`" (shown(piece)) }
            @else { (shown(piece)) }
        }
    }
}

/// The sign and the mood of an exit code.
pub(super) const fn sign_of(exit: u8) -> (&'static str, &'static str) {
    match exit {
        0 => ("✓", "kept"),
        1 | 2 => ("✗", "broken"),
        _ => ("?", "undecided"),
    }
}

/// The sign of a verdict in a cell.
pub(super) const fn sign(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Broken => "✗",
        Verdict::Undecided => "?",
        Verdict::Kept => "✓",
        Verdict::Unpromised => "·",
    }
}

/// The class of a verdict, which is a word that can be read as well.
pub(super) const fn mood(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Broken => "broken",
        Verdict::Undecided => "undecided",
        Verdict::Kept => "kept",
        Verdict::Unpromised => "unpromised",
    }
}

/// A verdict in a few words, for who does not see the sign.
pub(super) const fn verdict_words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Broken => "breaks a promise",
        Verdict::Undecided => "undecided",
        Verdict::Kept => "as promised",
        Verdict::Unpromised => "nothing promised",
    }
}
