//! Nothing passes a border: between inside and outside of a place, over a link, to and from a part.

use outlast_model::{Border, Effect, EffectKind, Moment, PartId};

use crate::roads::Spot;
use crate::serve;
use crate::state::View;
use crate::world::World;

impl World<'_> {
    /// Whether a part is cut off as a whole.
    pub(crate) fn is_cut(&self, state: &dyn View, part: PartId) -> bool {
        self.is_struck(state, part, EffectKind::Cut)
    }

    /// Whether packets pass between two spots; `None` is the internet, outside of every place, which
    /// everybody is taken to reach without lines.
    pub(crate) fn reaches(&self, state: &dyn View, from: Option<Spot>, to: Spot) -> bool {
        let cut_off = self.any_forced(state, |effect| {
            let Effect::Cut(Border::Place(cut)) = effect else { return false };
            let inside = from.is_some_and(|from| self.model.is_within(from.place, cut));
            inside != self.model.is_within(to.place, cut)
        });
        let stretches = from.map_or(&[][..], |from| self.roads.between(from, to));
        let mut stretches = stretches.iter();
        !cut_off && stretches.all(|it| self.roads.leads(it, |line| self.carries(state, line)))
    }

    /// Whether a line passes packets on: it is whole, and so are its gateways.
    pub(crate) fn carries(&self, state: &dyn View, line: PartId) -> bool {
        if self.is_stopped(state, line) || self.is_cut(state, line) {
            return false;
        }
        // A gateway may itself be reached over the line: that does not keep it from standing.
        let needs = &self.model.part(line).needs;
        if needs.is_empty() || self.crossing.borrow().contains(&line) {
            return true;
        }
        self.crossing.borrow_mut().push(line);
        let mut needs = needs.iter().filter(|need| !need.soft && need.at == Moment::Request);
        let carries = needs.all(|need| serve::is_met(self, state, &need.of, None));
        self.crossing.borrow_mut().pop();
        carries
    }
}
