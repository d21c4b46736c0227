//! What somebody lacks who would act.

use outlast_model::{CopyRef, Moment, Needed, PartId, PlaceId, WayBack};

use super::is_met;
use crate::state::View;
use crate::stuck::Lack;
use crate::world::World;

/// What somebody lacks for an act of a way back, beside what he acts on.
pub(super) fn lacks(
    world: &World<'_>,
    state: &dyn View,
    way: &WayBack,
    actor: CopyRef,
    place: Option<PlaceId>,
) -> Option<Lack> {
    if !world.runs(state, actor) {
        return Some(Lack::Himself);
    }
    let from = world.spot(state, actor);
    let needs = way.needs.iter().filter(|need| !need.soft && need.at != Moment::Start);
    let met = |needed: &Needed| is_met(world, state, needed, from);
    let planes = world.model.control_planes.values();
    let is_plane = |part: &PartId| planes.clone().any(|plane| plane == part);
    let mut unmet = needs.filter(|need| !met(&need.of));
    if let Some(parts) = unmet.next().map(|need| need.of.parts()) {
        return Some(match parts.as_slice() {
            [plane] if is_plane(plane) => Lack::ControlPlane(*plane),
            _ => Lack::Need(parts),
        });
    }
    let plane = place.and_then(|place| world.model.control_plane(place))?;
    (!met(&Needed::One(plane))).then_some(Lack::ControlPlane(plane))
}
