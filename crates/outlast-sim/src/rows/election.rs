//! Who claims a virtual address, and who has resigned from it.

use outlast_model::Router;

use crate::state::{State, Vars, View, count};

/// What each member of an elected address does.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Claims {
    claims: Vars<bool>,
    resigned: Vars<bool>,
}

impl Claims {
    /// The first member of those who hear each other claims the address before any fault, and nobody
    /// has resigned.
    pub(crate) fn lay_out(router: &Router, state: &mut State) -> Self {
        let members = count(router.members.len());
        let claims = state.allot(members, false);
        for (member, claim) in (0..).zip(claims.each()) {
            if (0..member).all(|better| !router.may_hear(member, better)) {
                (state as &mut dyn View).set(claim, true);
            }
        }
        Self { claims, resigned: state.allot(members, false) }
    }

    /// Whether a member claims the address.
    pub(crate) fn claims(self, state: &dyn View, member: u32) -> bool {
        state.get(self.claims.at(member))
    }

    pub(crate) fn claim(self, state: &mut dyn View, member: u32) {
        state.set(self.claims.at(member), true);
    }

    pub(crate) fn give_up(self, state: &mut dyn View, member: u32) {
        state.set(self.claims.at(member), false);
    }

    /// Whether a member does not stand: what it tracks is not well.
    pub(crate) fn has_resigned(self, state: &dyn View, member: u32) -> bool {
        state.get(self.resigned.at(member))
    }

    pub(crate) fn resign(self, state: &mut dyn View, member: u32, resigned: bool) {
        state.set(self.resigned.at(member), resigned);
    }
}
