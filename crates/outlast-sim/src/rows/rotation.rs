//! Where a router sends requests: to the members that it has in rotation.
//!
//! A router that checks its targets has a view of them at each of its copies; an address or a name
//! says the same everywhere.

use outlast_model::{Part, Router};

use crate::state::{State, Vars, View, count};

/// Which members are in rotation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct InRotation {
    members: u32,
    views: u32,
    used: Vars<bool>,
}

impl InRotation {
    /// The rotation of a router that checks its own targets: each copy has its own.
    pub(crate) fn of_each_copy(part: &Part, router: &Router, state: &mut State) -> Self {
        Self::lay_out(count(part.copies.len().max(1)), router, state)
    }

    /// The rotation of an address or a name: one for all.
    pub(crate) fn of_all(router: &Router, state: &mut State) -> Self {
        Self::lay_out(1, router, state)
    }

    fn lay_out(views: u32, router: &Router, state: &mut State) -> Self {
        let members = count(router.members.len());
        let used = state.allot(views * members, false);
        let rotation = Self { members, views, used };
        for (at, member) in (0..).zip(&router.members) {
            (0..views).for_each(|view| rotation.put(state, view, at, member.active));
        }
        rotation
    }

    /// Whether a copy of the router sends requests to a member.
    pub(crate) fn uses(self, state: &dyn View, copy: u32, member: u32) -> bool {
        let view = if self.views == 1 { 0 } else { copy };
        state.get(self.used.at(view * self.members + member))
    }

    /// Whether any copy of the router sends requests to a member.
    pub(crate) fn is_used(self, state: &dyn View, member: u32) -> bool {
        (0..self.views).any(|view| self.uses(state, view, member))
    }

    /// Takes a member in at a copy of the router, or out.
    pub(crate) fn put(self, state: &mut dyn View, copy: u32, member: u32, used: bool) {
        let view = if self.views == 1 { 0 } else { copy };
        state.set(self.used.at(view * self.members + member), used);
    }
}
