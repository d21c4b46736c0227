//! A process hangs: its kernel accepts connections, nothing answers.

use outlast_model::CopyRef;

use crate::behaviour;
use crate::rows::process::Process;
use crate::state::View;
use crate::world::World;

pub(super) fn begin(world: &World<'_>, state: &mut dyn View, copy: CopyRef) {
    world.set_process(state, copy, Process::Hung);
}

pub(super) fn end(world: &World<'_>, state: &mut dyn View, copy: CopyRef) {
    behaviour::begin(world, state, copy);
}
