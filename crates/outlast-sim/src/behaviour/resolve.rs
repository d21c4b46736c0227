//! Who asks for a name once, when it starts, and keeps the answer for the life of its process.
//!
//! Whoever was told nothing asks again until it is told something. An old answer ends with a restart
//! and with nothing else: people who see what users see give one.

use outlast_model::{CopyRef, Kind, PartId, Ratio};

use super::cache::{Answer, answer_at};
use crate::rows::Pointer;
use crate::rows::process::Process;
use crate::rows::resolved::{Answered, Resolved};
use crate::serve::{Asks, beneath};
use crate::state::{View, count};
use crate::world::World;

/// A copy that starts asks for its names.
pub(super) fn ask(world: &World<'_>, state: &mut dyn View, copy: CopyRef) {
    for (of, resolved) in world.answers_of(copy) {
        take_over(world, state, of, resolved);
    }
}

/// Those who were told nothing and run ask again. Whether anybody was told something.
pub(super) fn ask_again(world: &World<'_>, state: &mut dyn View, id: PartId) -> bool {
    let mut told = false;
    for (copy, _) in world.model.copies(id) {
        for (of, resolved) in world.answers_of(copy) {
            let asks = !resolved.is_answered(state)
                && world.process(state, copy) == Process::Runs
                && answer_at(world, state, of.name, world.spot(state, copy)) != Answer::Nothing;
            if asks {
                take_over(world, state, of, resolved);
                told = true;
            }
        }
    }
    told
}

fn take_over(world: &World<'_>, state: &mut dyn View, of: Answered, resolved: Resolved) {
    let Some(pointer) = world.pointer(of.name) else { return };
    let answer = answer_at(world, state, of.name, world.spot(state, of.copy));
    for at in 0..members(world, of.name) {
        let there = answer.leads_to(state, pointer, at);
        resolved.send(state, at, there);
    }
    resolved.answer(state, answer != Answer::Nothing);
}

/// Whether a restart would tell a copy better: it is not served, and keeps another answer than the
/// name gives now.
pub(super) fn is_told_better(world: &World<'_>, state: &dyn View, copy: CopyRef) -> bool {
    let is_old = |(of, resolved): (Answered, Resolved)| {
        let right = answer_at(world, state, of.name, world.spot(state, copy)) == Answer::Right;
        let pointer = world.pointer(of.name).filter(|_| right);
        pointer.is_some_and(|pointer| {
            (0..members(world, of.name)).any(|at| differs(state, pointer, resolved, at))
        })
    };
    let asks = Asks::All(world.spot(state, copy));
    world.answers_of(copy).any(is_old) && beneath(world, state, copy, asks) != Ratio::ONE
}

fn differs(state: &dyn View, pointer: Pointer, resolved: Resolved, at: u32) -> bool {
    resolved.knows(state, at) != Answer::Right.leads_to(state, pointer, at)
}

fn members(world: &World<'_>, name: PartId) -> u32 {
    match &world.model.part(name).kind {
        Kind::Router(router) => count(router.members.len()),
        Kind::Server | Kind::Database(_) | Kind::People(_) => 0,
    }
}
