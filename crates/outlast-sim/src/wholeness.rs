//! Whether what a copy of a store holds is there and right, as the value of a variable.
//!
//! Whose variable that is, and what changes it, is not said here.

/// The data is there and right.
pub(crate) const WHOLE: u8 = 0;
/// It is not there.
pub(crate) const GONE: u8 = 1;
/// It is wrong, and nobody knows.
pub(crate) const WRONG: u8 = 2;
/// It is wrong, and that was found.
pub(crate) const FOUND: u8 = 3;
