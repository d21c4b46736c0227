//! What a copy keeps of a name that it asked for once, when it started.

use outlast_model::{CopyRef, Kind, Model, Moment, Need, PartId, Router};

use crate::state::{State, Var, Vars, View, count};

/// Which members of a name a copy goes to, and whether it was told anything.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Resolved {
    known: Vars<bool>,
    answered: Var<bool>,
}

/// One answer that is kept: whose, for which of its needs, and of which name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Answered {
    pub(crate) copy: CopyRef,
    pub(crate) need: u32,
    pub(crate) name: PartId,
}

/// Whether what a need says of a name is asked for once, as it is written.
fn is_asked_once(need: &Need) -> bool {
    let once = need.resolves_once.as_ref().and_then(|once| once.value().copied());
    need.at == Moment::Request && once == Some(true)
}

impl Resolved {
    /// What a copy keeps of each name that it asks for once, for which of its needs.
    pub(crate) fn lay_out(
        model: &Model,
        copy: CopyRef,
        state: &mut State,
    ) -> Vec<(Answered, Self)> {
        let needs = (0..).zip(&model.part(copy.part).needs);
        let once = needs.filter(|(_, need)| is_asked_once(need));
        let mut all = Vec::new();
        for (need, name) in
            once.flat_map(|(at, need)| need.of.parts().into_iter().map(move |it| (at, it)))
        {
            if let Kind::Router(router) = &model.part(name).kind {
                all.push((Answered { copy, need, name }, Self::of_one(router, state)));
            }
        }
        all
    }

    /// Before any fault it is what the name says.
    fn of_one(router: &Router, state: &mut State) -> Self {
        let members = count(router.members.len());
        let (known, answered) = (state.allot(members, false), state.allot(1, true).at(0));
        for (var, member) in known.each().zip(&router.members) {
            (state as &mut dyn View).set(var, member.active);
        }
        Self { known, answered }
    }

    /// Whether the copy goes to a member.
    pub(crate) fn knows(self, state: &dyn View, member: u32) -> bool {
        state.get(self.known.at(member))
    }

    /// Whether it was told anything.
    pub(crate) fn is_answered(self, state: &dyn View) -> bool {
        state.get(self.answered)
    }

    /// It goes to a member from now on, or no longer.
    pub(crate) fn send(self, state: &mut dyn View, member: u32, there: bool) {
        state.set(self.known.at(member), there);
    }

    /// It has an answer from now on, or none.
    pub(crate) fn answer(self, state: &mut dyn View, answered: bool) {
        state.set(self.answered, answered);
    }
}
