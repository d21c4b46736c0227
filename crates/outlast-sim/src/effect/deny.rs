//! A part refuses changes, as a control plane does: what runs goes on.

use outlast_model::{EffectKind, PartId};

use crate::state::View;
use crate::world::World;

impl World<'_> {
    /// Whether a part refuses changes.
    pub(crate) fn denies(&self, state: &dyn View, part: PartId) -> bool {
        self.is_struck(state, part, EffectKind::Deny)
    }
}
