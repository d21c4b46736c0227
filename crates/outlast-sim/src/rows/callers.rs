//! What those who call a name hold of its answers.

use outlast_model::Router;

use crate::state::{State, Var, Vars, View, count};

/// Which members callers still go to, and whether they know any answer at all.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Callers {
    known: Vars<bool>,
    answered: Var<bool>,
}

impl Callers {
    /// Callers know what the name says before any fault.
    pub(crate) fn lay_out(router: &Router, state: &mut State) -> Self {
        let members = count(router.members.len());
        let (known, answered) = (state.allot(members, false), state.allot(1, true).at(0));
        for (var, member) in known.each().zip(&router.members) {
            (state as &mut dyn View).set(var, member.active);
        }
        Self { known, answered }
    }

    /// Whether callers go to a member.
    pub(crate) fn know(self, state: &dyn View, member: u32) -> bool {
        state.get(self.known.at(member))
    }

    /// Whether callers know any answer.
    pub(crate) fn are_answered(self, state: &dyn View) -> bool {
        state.get(self.answered)
    }

    /// Callers go to a member from now on, or no longer.
    pub(crate) fn send(self, state: &mut dyn View, member: u32, there: bool) {
        state.set(self.known.at(member), there);
    }

    /// Callers have an answer from now on, or none.
    pub(crate) fn answer(self, state: &mut dyn View, answered: bool) {
        state.set(self.answered, answered);
    }
}
