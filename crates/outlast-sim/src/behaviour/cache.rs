//! Callers who keep an old answer: after a name changes they follow within its time to live; when
//! nobody answers for the name any more, what they know runs out.
//!
//! For bounds all caches switch at one date, since they can be aligned by an earlier incident.

use outlast_model::{Condition, CopyRef, Kind, Part, PartId, Range, Router};

use super::{Behaviour, Timing, address};
use crate::event::Event;
use crate::outcome::Phase;
use crate::state::View;
use crate::world::{Row, World, count};

struct Follow {
    router: PartId,
    members: u32,
}

/// One rule per name.
pub(super) fn rules(id: PartId, part: &Part, router: &Router, into: &mut Vec<Box<dyn Behaviour>>) {
    if crate::serve::is_name(part, router) {
        into.push(Box::new(Follow { router: id, members: count(router.members.len()) }));
    }
}

/// Whether anybody answers for the name, as the journey's callers see it.
fn is_answered(world: &World<'_>, state: &dyn View, router: PartId) -> bool {
    let mut copies = world.model.copies(router).map(|(copy, _)| copy).peekable();
    let from = world.journey.from;
    copies.peek().is_none()
        || copies.any(|copy: CopyRef| world.condition(state, copy, from) == Condition::Answers)
}

/// Whether callers know what the name says now.
fn is_current(state: &dyn View, row: Row, members: u32) -> bool {
    let known = state.is(row.callers.plus(members));
    known && (0..members).all(|at| state.is(row.callers.plus(at)) == state.is(row.members.plus(at)))
}

/// Callers take over what the name says now; nothing when nobody answers for it.
pub(super) fn follow(world: &World<'_>, state: &mut dyn View, router: PartId, members: u32) {
    let Some(row) = world.row(router) else { return };
    let answered = is_answered(world, state, router);
    for at in 0..members {
        let value = answered && state.is(row.members.plus(at));
        state.set(row.callers.plus(at), u8::from(value));
    }
    state.set(row.callers.plus(members), u8::from(answered));
}

/// Callers who know nothing ask at once.
pub(super) fn ask_again(
    world: &World<'_>,
    state: &mut dyn View,
    router: PartId,
    members: u32,
) -> bool {
    let Some(row) = world.row(router) else { return false };
    let asks = !state.is(row.callers.plus(members)) && is_answered(world, state, router);
    if asks {
        follow(world, state, router, members);
    }
    asks
}

impl Behaviour for Follow {
    fn phase(&self) -> Phase {
        Phase::Switched
    }

    fn name(&self, world: &World<'_>) -> String {
        format!("{}/callers", address(world, self.router))
    }

    fn is_enabled(&self, world: &World<'_>, state: &dyn View) -> bool {
        let Some(row) = world.row(self.router) else { return false };
        if is_answered(world, state, self.router) {
            !is_current(state, row, self.members)
        } else {
            state.is(row.callers.plus(self.members))
        }
    }

    fn timing(&self, world: &World<'_>, _: &dyn View) -> Timing {
        let remembers = match &world.model.part(self.router).kind {
            Kind::Router(router) => world.range(&router.remembers),
            Kind::Server | Kind::Database(_) | Kind::People(_) => Range::ZERO,
        };
        Timing::After(Range::new(0, remembers.hi))
    }

    fn apply(&self, world: &World<'_>, state: &mut dyn View) {
        follow(world, state, self.router, self.members);
    }

    fn event(&self, world: &World<'_>, state: &dyn View) -> Event {
        if is_answered(world, state, self.router) {
            Event::CallersFollow(self.router)
        } else {
            Event::AnswersRunOut(self.router)
        }
    }

    fn callers_of(&self) -> Option<PartId> {
        Some(self.router)
    }
}
