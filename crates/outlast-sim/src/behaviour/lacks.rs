//! What somebody lacks who would act.

use outlast_model::{CopyRef, PlaceId, WayBack};

use super::{can_change, unmet};
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
    if let Some(need) = unmet(world, state, way, actor) {
        let parts = need.of.parts();
        return Some(match parts.as_slice() {
            [plane] if world.model.is_control_plane(*plane) => Lack::ControlPlane(*plane),
            _ => Lack::Need(parts),
        });
    }
    let plane = place.and_then(|place| world.model.control_plane(place))?;
    let can = can_change(world, state, place, world.spot(state, actor));
    (!can).then_some(Lack::ControlPlane(plane))
}
