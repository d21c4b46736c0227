//! Which needs are remembered for a while, and whether that has run out in a state.
//!
//! What makes it run out, and who learns it again, is in `memory`.

use outlast_model::{Moment, Need, PartId};

use crate::state::View;
use crate::world::World;

/// Whether a need is one that is remembered for a while.
pub(crate) fn is_remembered(need: &Need) -> bool {
    let remembers = need.remembers.value().is_some_and(|range| range.hi > 0);
    remembers && !need.soft && need.at == Moment::Request
}

/// Whether the memory of a need has run out.
pub(crate) fn forgotten(world: &World<'_>, state: &dyn View, part: PartId, at: u32) -> bool {
    world.row(part).is_some_and(|row| row.memory.is_forgotten(state, at))
}
