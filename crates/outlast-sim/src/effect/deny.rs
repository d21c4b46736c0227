//! A part refuses changes, as a control plane does: what runs goes on.

use outlast_model::{EffectKind, PartId};

use crate::world::{State, World};

impl World<'_> {
    /// Whether a part refuses changes.
    pub(crate) fn denies(&self, state: &State, part: PartId) -> bool {
        self.is_struck(state, part, EffectKind::Deny)
    }
}
