//! A part is full: it refuses writes.

use outlast_model::{EffectKind, PartId};

use crate::state::View;
use crate::world::World;

impl World<'_> {
    /// Whether a part is full.
    pub(crate) fn is_full(&self, state: &dyn View, part: PartId) -> bool {
        self.is_struck(state, part, EffectKind::Fill)
    }
}
