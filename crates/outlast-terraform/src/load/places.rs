//! Where the pieces of a text that was written anew for the parser stand in the text of the user.

use std::ops::Range;

/// A piece of the new text and its place in the old one.
#[derive(Debug, Clone, Copy)]
struct Piece {
    /// Where it begins in the new text; it ends where the next one begins.
    new: usize,
    /// Where it begins in the old text.
    old: usize,
    /// How long it is in the old text.
    length: usize,
}

/// The pieces of a text, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Places(Vec<Piece>);

impl Places {
    /// Says that from byte `new` on stands what stood at `old`.
    pub(super) fn add(&mut self, new: usize, old: Range<usize>) {
        let length = old.len();
        if let Some(last) = self.0.last_mut()
            && last.new + last.length == new
            && last.old + last.length == old.start
        {
            // One letter after the other, as in the old text.
            last.length += length;
            return;
        }
        self.0.push(Piece { new, old: old.start, length });
    }

    /// The place in the old text.
    pub(crate) fn old(&self, range: Range<usize>) -> Range<usize> {
        let start = self.byte(range.start, range.start);
        let end = self.byte(range.end, range.end.saturating_sub(1).max(range.start));
        start..end.max(start)
    }

    /// The byte of the old text that `byte` is, as far as the piece goes that holds `inside`.
    fn byte(&self, byte: usize, inside: usize) -> usize {
        let count = self.0.partition_point(|piece| piece.new <= inside);
        match count.checked_sub(1).and_then(|at| self.0.get(at)) {
            Some(piece) => piece.old + (byte - piece.new).min(piece.length),
            None => 0,
        }
    }
}
