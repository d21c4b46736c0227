//! What follows at once, without a date: repeated until nothing changes, at most once per part.

use outlast_model::{CopyRef, Kind, Part, PartId, Ratio, Rotation, Router};

use super::{cache, commit, database, elected, memory, resolve, sessions, start, wait};
use crate::ids::Choice;
use crate::load;
use crate::rows::process::Process;
use crate::serve::demand_now;
use crate::state::{View, count};
use crate::world::World;

/// Derives everything that follows at once.
pub(crate) fn propagate(world: &World<'_>, state: &mut dyn View) {
    for _ in 0..=world.parts.len() {
        let mut changed = false;
        for part in &world.parts {
            changed |= propagate_part(world, state, *part);
        }
        if !changed {
            return;
        }
    }
}

/// Derives what follows at once at one part. Whether anything changed.
pub(crate) fn propagate_part(world: &World<'_>, state: &mut dyn View, id: PartId) -> bool {
    let part = world.model.part(id);
    memory::learn(world, state, id, part)
        || resolve::ask_again(world, state, id)
        || wait::take(world, state, id, part)
        || start::start(world, state, id, part)
        || propagate_kind(world, state, id, part)
}

fn propagate_kind(world: &World<'_>, state: &mut dyn View, id: PartId, part: &Part) -> bool {
    match &part.kind {
        Kind::Router(router) if part.is_name() => {
            cache::ask_again(world, state, id, count(router.members.len()))
        }
        Kind::Router(Router { rotation: Rotation::Elected { .. }, members, .. }) => {
            elected::give_way(world, state, id, count(members.len()))
        }
        Kind::Database(_) => {
            database::follow_the_lease(world, state, id, count(part.copies.len()))
                || commit::follow_the_leader(world, state, id)
                || commit::keep_track(world, state, id)
                || collapse(world, state, id)
        }
        Kind::Server => collapse(world, state, id),
        Kind::Router(router) => sessions::log_out(world, state, id, router),
        Kind::People(_) => false,
    }
}

/// Copies that fall under a load that they cannot carry: removing one only makes it worse for the
/// others, so all that get too much go.
fn collapse(world: &World<'_>, state: &mut dyn View, id: PartId) -> bool {
    let overloaded = overloaded(world, state, id);
    if overloaded.is_empty() {
        return false;
    }
    let part = world.model.part(id);
    let falls = world.value(&part.falls).unwrap_or_else(|| world.choice(Choice::Falls(id)) == 1);
    if falls {
        overloaded.into_iter().for_each(|copy| world.set_process(state, copy, Process::Dead));
    }
    falls
}

/// The copies of a part that get more than they carry in a state, and more than they get without any
/// fault; nothing where it is not known what they are asked or carry.
fn overloaded(world: &World<'_>, state: &dyn View, id: PartId) -> Vec<CopyRef> {
    let part = world.model.part(id);
    let (Some(rate), Some(carries)) = (&world.journey.rate, &part.carries) else {
        return Vec::new();
    };
    let (usual, now) = (load::usual(world, id), load::load(world, state, id));
    let passes = load::past_caches(world, state, id);
    let changes = passes.is_some() || world.retried.contains_key(&id);
    if now.bearers == 0 || (now.heaviest <= usual.heaviest && !changes) {
        return Vec::new();
    }
    let (Some(rate), Some(carries)) = (world.value(rate), world.value(carries)) else {
        return Vec::new();
    };
    let demand = demand_now(world, state, id, rate) * passes.unwrap_or(Ratio::ONE);
    let before = rate * load::past_caches(world, &world.initial, id).unwrap_or(Ratio::ONE);
    if demand * now.heaviest <= before * usual.heaviest {
        return Vec::new();
    }
    let falls =
        load::each(world, state, id).into_iter().filter(|(_, load)| demand * *load > carries);
    falls.map(|(copy, _)| CopyRef { part: id, copy }).collect()
}
