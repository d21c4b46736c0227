//! Facts that know where they come from.

use outlast_findings::Span;

/// The number of an assumption in its model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct AssumptionId(pub u32);

crate::arena::id!(AssumptionId);

/// Something that nobody stated and that the catalogue fills in, with its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assumption {
    /// The name by which the outlast file overrides it: kebab-case.
    pub name: String,
    /// What it is assumed of, if of one thing: an address; empty when it holds everywhere.
    pub of: String,
    /// The assumption in a sentence without a full stop.
    pub what: String,
    /// The assumed value as the outlast file would write it.
    pub value: String,
    /// Another value that may well be true, to see whether a verdict hangs on it.
    pub otherwise: Option<String>,
    /// Where the figure comes from, with a public address where there is one.
    pub source: String,
    /// Whether the value is the safe side: the other one can only make verdicts better.
    pub safe: bool,
}

/// A value with its provenance.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fact<T> {
    /// Written down, and where; no place when it follows from something written down.
    Stated(T, Option<Span>),
    /// From the catalogue.
    Assumed(T, AssumptionId),
    /// Not known, and why.
    Unknown(String),
}

impl<T> Fact<T> {
    /// The value, if there is one.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Stated(value, _) | Self::Assumed(value, _) => Some(value),
            Self::Unknown(_) => None,
        }
    }

    /// The assumption that it rests on, if any.
    pub const fn assumption(&self) -> Option<AssumptionId> {
        match self {
            Self::Assumed(_, id) => Some(*id),
            Self::Stated(..) | Self::Unknown(_) => None,
        }
    }

    /// Where it is written, if it is.
    pub const fn span(&self) -> Option<Span> {
        match self {
            Self::Stated(_, span) => *span,
            Self::Assumed(..) | Self::Unknown(_) => None,
        }
    }

    /// The word for its provenance: `stated`, `assumed`, `unknown`.
    pub const fn provenance(&self) -> &'static str {
        match self {
            Self::Stated(..) => "stated",
            Self::Assumed(..) => "assumed",
            Self::Unknown(_) => "unknown",
        }
    }
}
