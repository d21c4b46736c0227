//! What the copies of a store hold: one variable each, of live copies and of backups.
//!
//! How old what they hold is belongs to the engines; what changes it, to effects and behaviours.

use outlast_model::Store;

use crate::state::{State, Vars, View, values};

values! {
    /// Whether what a copy of a store holds is there and right.
    enum Content {
        /// The data is there and right.
        Whole,
        /// It is not there.
        Gone,
        /// It is wrong, and nobody knows.
        Wrong,
        /// It is wrong, and that was found.
        Found,
    }
}

/// What each slot of a store holds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Contents(Vars<Content>);

impl Contents {
    /// All of it is whole before any fault.
    pub(crate) fn lay_out(store: &Store, state: &mut State) -> Self {
        Self(state.allot(store.slots(), Content::Whole))
    }

    /// What a slot holds.
    pub(crate) fn of(self, state: &dyn View, slot: u32) -> Content {
        state.get(self.0.at(slot))
    }

    pub(crate) fn set(self, state: &mut dyn View, slot: u32, content: Content) {
        state.set(self.0.at(slot), content);
    }
}
