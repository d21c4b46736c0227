//! What a part remembers of its needs: one variable for each need.

use outlast_model::Part;

use crate::state::{State, Vars, View, count};

/// Whether what a part remembers of each of its needs has run out.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Memory(Vars<bool>);

impl Memory {
    /// Everything is remembered before any fault.
    pub(crate) fn lay_out(part: &Part, state: &mut State) -> Self {
        Self(state.allot(count(part.needs.len()), false))
    }

    /// Whether the memory of a need has run out.
    pub(crate) fn is_forgotten(self, state: &dyn View, need: u32) -> bool {
        state.get(self.0.at(need))
    }

    pub(crate) fn forget(self, state: &mut dyn View, need: u32) {
        state.set(self.0.at(need), true);
    }

    pub(crate) fn learn(self, state: &mut dyn View, need: u32) {
        state.set(self.0.at(need), false);
    }
}
