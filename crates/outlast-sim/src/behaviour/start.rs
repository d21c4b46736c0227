//! Starting: a process that was stopped runs again once what it needs at its start is there. Two that
//! need each other to start never do.

use outlast_model::{CopyRef, Moment, Part, PartId};

use crate::rows::process::Process;
use crate::state::View;
use crate::world::World;

fn is_ready(world: &World<'_>, state: &dyn View, copy: CopyRef, part: &Part) -> bool {
    let from = world.spot(copy);
    let needs = part.needs.iter().filter(|need| need.at == Moment::Start && !need.soft);
    needs.into_iter().all(|need| crate::serve::is_met(world, state, &need.of, from))
}

/// Lets a process begin: at once, or as soon as what it needs is there.
pub(crate) fn begin(world: &World<'_>, state: &mut dyn View, copy: CopyRef) {
    let needs = &world.model.part(copy.part).needs;
    let waits = needs.iter().any(|need| need.at == Moment::Start && !need.soft);
    world.set_process(state, copy, if waits { Process::Waits } else { Process::Runs });
    world.begin(state, copy);
}

/// Starts what waited and waits no longer. Whether anything changed.
pub(super) fn start(world: &World<'_>, state: &mut dyn View, id: PartId, part: &Part) -> bool {
    if !part.needs.iter().any(|need| need.at == Moment::Start) {
        return false;
    }
    let waiting: Vec<CopyRef> = world
        .model
        .copies(id)
        .map(|(copy, _)| copy)
        .filter(|copy| {
            world.process(state, *copy) == Process::Waits && world.seat_is_up(state, *copy)
        })
        .filter(|copy| is_ready(world, state, *copy, part))
        .collect();
    waiting.iter().for_each(|copy| world.set_process(state, *copy, Process::Runs));
    !waiting.is_empty()
}
