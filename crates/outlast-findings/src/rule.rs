//! What findings are found by: a name with all that is told of it.
//!
//! How it is found belongs to whoever finds it: analyses, the catalogue, the command line. Problems
//! of the input (a value that cannot be read) are rules, too, and need no page.

use crate::{Finding, Severity};

/// A rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// The name: kebab-case, reads after "allow".
    pub name: &'static str,
    /// Names that it had before: `allow` goes on to take them.
    pub formerly: &'static [&'static str],
    /// What is wrong: constant, lower case, no full stop, no name of the user's, under 72 characters.
    pub summary: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Whether a finding leaves a verdict open: something would have to be known to say that all is
    /// well.
    pub undecided: bool,
    /// The manual page, in Markdown, which is also its test; empty for a problem of the input.
    pub page: &'static str,
}

impl Rule {
    /// A rule that had no other name and leaves nothing open.
    pub const fn new(
        name: &'static str,
        summary: &'static str,
        severity: Severity,
        page: &'static str,
    ) -> Self {
        Self { name, formerly: &[], summary, severity, undecided: false, page }
    }

    /// A problem of the input: nothing is judged of what it stands on until it is put right.
    pub const fn problem(name: &'static str, summary: &'static str) -> Self {
        Self::new(name, summary, Severity::Error, "")
    }

    /// It leaves a verdict open.
    #[must_use]
    pub const fn undecided(mut self) -> Self {
        self.undecided = true;
        self
    }

    /// A finding of this rule, without a place yet.
    pub fn finding(&self) -> Finding {
        Finding {
            formerly: self.formerly,
            undecided: self.undecided,
            ..Finding::new(self.name, self.severity, self.summary)
        }
    }
}
