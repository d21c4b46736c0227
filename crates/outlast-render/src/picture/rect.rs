//! A rectangle, in the unit of the picture: the first corner is the upper left one.

/// A rectangle.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Rect {
    pub(crate) x: i64,
    pub(crate) y: i64,
    pub(crate) width: i64,
    pub(crate) height: i64,
}

impl Rect {
    pub(crate) const fn right(&self) -> i64 {
        self.x + self.width
    }

    pub(crate) const fn bottom(&self) -> i64 {
        self.y + self.height
    }
}
