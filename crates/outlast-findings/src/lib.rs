//! What outlast says and where it points.
//!
//! Layer 0: texts of the input with line indexes ([`Sources`], [`Span`]), what is said about them
//! ([`Finding`]), what it rests on ([`Evidence`]) and how sure it is ([`Verdict`]).
//! This crate opens no file, knows no cloud and no fault; renderers need nothing else.

mod claim;
mod column;
mod evidence;
mod finding;
mod rule;
mod source;
mod verdict;

pub use claim::{Claim, claims};
pub use column::{Columns, Region};
pub use evidence::{Evidence, Moment, Step};
pub use finding::{Edit, Finding, Label, Mend, Note, NoteKind, Severity, Suppression};
pub use rule::Rule;
pub use source::{FileId, Position, Source, Sources, Span};
pub use verdict::Verdict;
