//! How sure an answer is.

/// What is known of a promise. Ordered from best to worst, so that the verdict of several is their
/// maximum: one broken promise outweighs any number of undecided ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Proved by the upper bound over every history.
    Kept,
    /// Nothing was promised for this class of fault.
    Unpromised,
    /// Neither proved nor refuted; the reason is said beside it.
    Undecided,
    /// Refuted by a history that the plain simulator replays.
    Broken,
}

impl Verdict {
    /// The one word for it, as it is printed and as it stands in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Unpromised => "nothing promised",
            Self::Undecided => "undecided",
            Self::Broken => "broken",
        }
    }
}
