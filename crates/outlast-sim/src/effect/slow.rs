//! A line or a part is slow. How much slower a request is then stands with the distances.

use outlast_model::{Effect, Leaves, PartId};

use crate::state::View;
use crate::world::World;

impl World<'_> {
    /// What a part or line still does where it is slow, the least of several: `Some(None)` when
    /// nobody said it.
    pub(crate) fn slowed(&self, state: &dyn View, part: PartId) -> Option<Option<Leaves>> {
        let slow = |effect: Effect| matches!(effect, Effect::Slow(it, _) if it == part);
        self.forced(state, slow).map(Effect::leaves).min()
    }
}
