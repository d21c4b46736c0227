//! A part is full: it refuses writes.

use outlast_model::{EffectKind, PartId};

use crate::rows::waiting::Room;
use crate::state::{View, count};
use crate::world::World;

impl World<'_> {
    /// Whether a part is full.
    pub(crate) fn is_full(&self, state: &dyn View, part: PartId) -> bool {
        self.is_struck(state, part, EffectKind::Fill)
            || self.row(part).is_some_and(|row| row.waiting.is_full(state))
    }

    /// Somebody makes room: nothing is kept any more for whoever is away.
    pub(crate) fn make_room(&self, state: &mut dyn View, part: PartId) {
        let Some(row) = self.row(part).map(|row| row.waiting) else { return };
        for limit in 0..count(self.model.part(part).waiting.len()) {
            if row.room(state, limit) == Room::Full {
                row.set(state, limit, Room::Made);
            }
        }
    }
}
