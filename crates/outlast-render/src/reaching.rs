//! What is shown of the answer to who can reach whom.

use outlast_analysis::Reached;
use outlast_analysis::reach::Verdict;
use outlast_findings::Sources;
use outlast_model::{Attached, Model};

use outlast_analysis::network_words::attached_words;

/// A question with its answer.
#[derive(Debug, Clone, Copy)]
pub struct Reaching<'a> {
    /// The input.
    pub sources: &'a Sources,
    /// The architecture.
    pub model: &'a Model,
    /// Who opens the connection, as it was asked.
    pub from: &'a str,
    /// To whom, as it was asked.
    pub to: &'a str,
    /// The answer.
    pub answer: &'a Reached,
    /// The exit code.
    pub exit: u8,
}

/// The verdict in a word.
pub(crate) const fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Yes => "yes",
        Verdict::Partly => "partly",
        Verdict::Undecided => "undecided",
        Verdict::No => "no",
    }
}

/// A class in words: its first member, and how many more there are.
pub(crate) fn class_words(model: &Model, members: &[Attached]) -> String {
    let Some(first) = members.first() else { return "the internet".to_string() };
    let first = attached_words(model, *first);
    match members.len().saturating_sub(1) {
        0 => first,
        more => format!("{first} and {more} more like it"),
    }
}
