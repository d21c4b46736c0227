//! What watchers believe of those whom they watch.

use crate::state::{State, Vars, View};

/// Which of its targets each watcher believes dead.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Beliefs {
    targets: u32,
    dead: Vars<bool>,
}

impl Beliefs {
    /// Nobody is believed dead before any fault. With no watcher there is one that never acts: an
    /// effect may mislead it.
    pub(crate) fn lay_out(watchers: u32, targets: u32, state: &mut State) -> Self {
        Self { targets, dead: state.allot(watchers.max(1) * targets, false) }
    }

    /// Whether a watcher believes a target dead.
    pub(crate) fn is_dead(self, state: &dyn View, watcher: u32, target: u32) -> bool {
        state.get(self.dead.at(watcher * self.targets + target))
    }

    pub(crate) fn believe(self, state: &mut dyn View, watcher: u32, target: u32, dead: bool) {
        state.set(self.dead.at(watcher * self.targets + target), dead);
    }
}
