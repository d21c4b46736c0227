//! A process hangs: its kernel accepts connections, nothing answers.

use outlast_model::CopyRef;

use crate::behaviour;
use crate::state::View;
use crate::world::{HUNG, World};

pub(super) fn begin(world: &World<'_>, state: &mut dyn View, copy: CopyRef) {
    world.set_process(state, copy, HUNG);
}

pub(super) fn end(world: &World<'_>, state: &mut dyn View, copy: CopyRef) {
    behaviour::begin(world, state, copy);
}
