//! Those who act on a way back: who votes (`most(…)`) acts when most agree, and once; others each
//! alone.

use outlast_model::{Actor, Needed, WayBack};

/// Whether those who act vote about it.
pub(super) const fn votes(way: &WayBack) -> bool {
    matches!(way.by, Actor::Parts(Needed::Most(_)))
}

/// Whether more than half of so many say so.
pub(super) fn is_most(all: u32, says: impl Fn(u32) -> bool) -> bool {
    let yes = (0..all).filter(|index| says(*index)).count();
    2 * yes > all as usize
}
