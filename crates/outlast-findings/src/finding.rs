//! One thing that is said about the input.
//!
//! Problems of the input (a syntax error) and findings about the system (a broken promise) are the
//! same type, so that every format renders both and suppression works alike.

use crate::{Evidence, Span};

/// How bad it is. Ordered: an error is the greatest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; changes no exit code.
    Note,
    /// Undecided, not understood, or a weakness that breaks no promise.
    Warning,
    /// A broken promise, a defect, or input that cannot be read.
    Error,
}

impl Severity {
    /// The word that is printed and that stands in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A place in the input with a few words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is there, lower case; may be empty.
    pub text: String,
    /// Whether the finding is about this place, or the place only helps to understand it.
    pub primary: bool,
}

/// What a line below the excerpt is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoteKind {
    /// The fault that shows it.
    When,
    /// What then happens; several lines are a timeline.
    Then,
    /// Why it matters.
    Why,
    /// What to do.
    Help,
    /// What was assumed and changes the verdict.
    Assumed,
    /// Anything else.
    Note,
}

impl NoteKind {
    /// The word before the colon.
    pub const fn word(self) -> &'static str {
        match self {
            Self::When => "when",
            Self::Then => "then",
            Self::Why => "why",
            Self::Help => "help",
            Self::Assumed => "assumed",
            Self::Note => "note",
        }
    }
}

/// A line below the excerpt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What it is about.
    pub kind: NoteKind,
    /// The text; line breaks keep their columns.
    pub text: String,
}

/// A value in the input to be written instead of the one that stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The value that stands there.
    pub span: Span,
    /// What to write, as Terraform and the outlast file spell it: `60`, `"15m"`.
    pub value: String,
}

/// A change that was applied to the model and checked against every fault and journey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mend {
    /// The change in a few words: "a second instance on another hypervisor".
    pub what: String,
    /// What the checks then showed: "out 23 s, every promise kept".
    pub proved: String,
    /// What still falls short after it, one line each.
    pub remains: Vec<String>,
    /// What it costs more in a month, in hundredths of a euro; `None` when no price is known.
    pub cost_cents: Option<i64>,
    /// The text to write, ready to paste, where there is one.
    pub text: Option<String>,
    /// The same as edits of what is written; empty unless they are the whole change.
    pub edits: Vec<Edit>,
}

/// Why a finding was silenced where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression {
    /// The comment that silences it.
    pub span: Span,
    /// The reason, which is not optional.
    pub reason: String,
}

/// One thing that is said about the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The stable name: kebab-case, reads after "allow".
    pub rule: &'static str,
    /// Names that the rule had before.
    pub formerly: &'static [&'static str],
    /// Whether it leaves a verdict open.
    pub undecided: bool,
    /// How bad it is.
    pub severity: Severity,
    /// The constant summary: lower case, no full stop, no name of the user's.
    pub title: &'static str,
    /// Where; the first primary label is the place of the finding.
    pub labels: Vec<Label>,
    /// When, then, why, help.
    pub notes: Vec<Note>,
    /// What it rests on.
    pub evidence: Option<Evidence>,
    /// Proved changes, smallest and cheapest first.
    pub mends: Vec<Mend>,
    /// Set when it was silenced: it stays visible as such.
    pub suppressed: Option<Suppression>,
    /// Whether it was there before: it stands in the baseline, is shown and does not count.
    pub known: bool,
}

impl Finding {
    /// A finding without a place yet.
    pub fn new(rule: &'static str, severity: Severity, title: &'static str) -> Self {
        Self {
            rule,
            formerly: &[],
            undecided: false,
            severity,
            title,
            labels: Vec::new(),
            notes: Vec::new(),
            evidence: None,
            mends: Vec::new(),
            suppressed: None,
            known: false,
        }
    }

    /// Input that cannot be read or makes no sense: an error.
    pub fn error(rule: &'static str, title: &'static str) -> Self {
        Self::new(rule, Severity::Error, title)
    }

    /// Adds the place that it is about.
    #[must_use]
    pub fn at(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into(), primary: true });
        self
    }

    /// Adds the place that it is about, when one is known.
    #[must_use]
    pub fn at_maybe(self, span: Option<Span>, text: impl Into<String>) -> Self {
        match span {
            Some(span) => self.at(span, text),
            None => self.note(NoteKind::Note, text),
        }
    }

    /// Adds a place that helps to understand it.
    #[must_use]
    pub fn see(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into(), primary: false });
        self
    }

    /// Adds a line below the excerpt; an empty text adds nothing.
    #[must_use]
    pub fn note(mut self, kind: NoteKind, text: impl Into<String>) -> Self {
        let text = text.into();
        if !text.is_empty() {
            self.notes.push(Note { kind, text });
        }
        self
    }

    /// Adds why it matters.
    #[must_use]
    pub fn why(self, text: impl Into<String>) -> Self {
        self.note(NoteKind::Why, text)
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(self, text: impl Into<String>) -> Self {
        self.note(NoteKind::Help, text)
    }

    /// Whether this is a name of its rule, of today or of before.
    pub fn is_of(&self, rule: &str) -> bool {
        self.rule == rule || self.formerly.contains(&rule)
    }

    /// Whether it counts: it is neither silenced nor known.
    pub const fn is_open(&self) -> bool {
        self.suppressed.is_none() && !self.known
    }

    /// Where it is, if anywhere: the first primary label.
    pub fn place(&self) -> Option<Span> {
        self.labels.iter().find(|label| label.primary).map(|label| label.span)
    }
}
