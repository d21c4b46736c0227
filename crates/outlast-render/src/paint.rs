//! Colour: few, by meaning, and never the only sign of anything.
//!
//! Text is always made with colour; whoever writes it takes the colour out again where nobody
//! wants it (a pipe, `NO_COLOR`, `--color never`).

use anstyle::{AnsiColor, Style};
use outlast_findings::{Severity, Verdict};

/// What a piece of text is, which decides how it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    /// Text.
    Plain,
    /// A heading or a title.
    Strong,
    /// Frames, line numbers, sources.
    Faint,
    /// A broken promise, an error.
    Bad,
    /// Undecided, a warning.
    Doubt,
    /// A mend, a help.
    Good,
    /// A place of a secondary label.
    Place,
}

impl Tone {
    fn style(self) -> Style {
        let plain = Style::new();
        let coloured = |colour: AnsiColor| plain.fg_color(Some(anstyle::Color::Ansi(colour)));
        match self {
            Self::Plain => plain,
            Self::Strong => plain.bold(),
            Self::Faint => plain.dimmed(),
            Self::Bad => coloured(AnsiColor::Red).bold(),
            Self::Doubt => coloured(AnsiColor::Yellow),
            Self::Good => coloured(AnsiColor::Green),
            Self::Place => coloured(AnsiColor::Blue),
        }
    }

    /// How a severity looks.
    pub(crate) const fn of_severity(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Bad,
            Severity::Warning => Self::Doubt,
            Severity::Note => Self::Place,
        }
    }

    /// How a verdict looks.
    pub(crate) const fn of_verdict(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Broken => Self::Bad,
            Verdict::Undecided => Self::Doubt,
            Verdict::Kept | Verdict::Unpromised => Self::Plain,
        }
    }
}

/// The text in its tone.
pub(crate) fn paint(tone: Tone, text: &str) -> String {
    if tone == Tone::Plain || text.trim().is_empty() {
        return text.to_string();
    }
    let style = tone.style();
    format!("{style}{text}{style:#}")
}
