//! Something has another configuration: a process answers with errors, a watcher believes what is
//! not so.

use outlast_model::Misled;

use crate::behaviour;
use crate::rows::process::Process;
use crate::state::View;
use crate::world::World;

pub(super) fn begin(world: &World<'_>, state: &mut dyn View, misled: Misled) {
    match misled {
        Misled::Process(copy) => world.set_process(state, copy, Process::Misled),
        Misled::Belief { router, member } => behaviour::mistake(world, state, router, member),
    }
}

pub(super) fn end(world: &World<'_>, state: &mut dyn View, misled: Misled) {
    match misled {
        Misled::Process(copy) => behaviour::begin(world, state, copy),
        // The watcher finds out by itself: its next checks pass.
        Misled::Belief { .. } => {}
    }
}
