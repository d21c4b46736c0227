//! What is said of why something holds, as values: what of it is struck, how it is needed, and by what
//! it goes on. The words are made above.

use outlast_model::{CopyRef, Medium, PartId, Slot, Struck};

pub(crate) use super::goes_on::GoesOn;
pub(crate) use super::ways::Way;

/// One thing that is said of why something holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ground {
    /// These are struck, and nothing that is needed is.
    Idle(Vec<Struck>),
    /// Something that is needed is struck.
    Needed(Needed),
    /// Copies of the store that is judged are struck.
    Data(Held),
    /// These are struck and hold nothing of the store that is judged, which stays where it is.
    Elsewhere(Vec<Struck>, Vec<Kept>),
}

/// A part that is needed and struck.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Needed {
    /// What is struck and takes it, or some of it.
    pub(crate) struck: Vec<Struck>,
    /// The part.
    pub(crate) part: PartId,
    /// Which of its copies are struck; none when no copy is.
    pub(crate) copies: Vec<CopyRef>,
    /// How it is needed.
    pub(crate) way: Way,
    /// By what that which needs it goes on.
    pub(crate) goes_on: GoesOn,
}

/// Copies of a store that are struck, and what still has it all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Held {
    /// What is struck.
    pub(crate) struck: Vec<Struck>,
    /// The live copies and backups that are struck.
    pub(crate) slots: Vec<Slot>,
    /// What still has it all.
    pub(crate) kept: Vec<Kept>,
}

/// What has all of a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kept {
    /// A live copy, or a backup, that is not struck.
    Slot(Slot),
    /// What is struck keeps what it holds: live copies on this, and backups where they are.
    InPlace(Option<Medium>),
    /// What is written is had again from this backup.
    Backup(Slot),
}
