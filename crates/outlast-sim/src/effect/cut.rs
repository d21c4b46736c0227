//! Nothing passes a border: between inside and outside of a place, over a link, to and from a part.

use outlast_model::{Border, Effect, EffectKind, PartId, PlaceId};

use crate::state::View;
use crate::world::World;

impl World<'_> {
    /// Whether a part is cut off as a whole.
    pub(crate) fn is_cut(&self, state: &dyn View, part: PartId) -> bool {
        self.is_struck(state, part, EffectKind::Cut)
    }

    /// Whether packets pass between two places; `None` is the internet, outside of every place.
    pub(crate) fn reaches(&self, state: &dyn View, from: Option<PlaceId>, to: PlaceId) -> bool {
        !self.any_forced(state, |effect| {
            let Effect::Cut(Border::Place(cut)) = effect else { return false };
            let inside = from.is_some_and(|from| self.model.is_within(from, cut));
            inside != self.model.is_within(to, cut)
        })
    }
}
