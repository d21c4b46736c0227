//! Callers who keep an old answer: after a name changes they follow within its time to live; when
//! nobody answers for the name any more, what they know runs out.
//!
//! For bounds all caches switch at one date, since they can be aligned by an earlier incident.

use outlast_model::{Condition, CopyRef, Kind, PartId, Range, Router};

use super::{Behaviour, Timing};
use crate::event::Event;
use crate::ids::RuleId;
use crate::outcome::Phase;
use crate::rows::Pointer;
use crate::state::{View, count};
use crate::world::World;

struct Follow {
    router: PartId,
    members: u32,
    pointer: Pointer,
}

/// One rule per name.
pub(super) fn rules(
    world: &World<'_>,
    id: PartId,
    router: &Router,
    into: &mut Vec<Box<dyn Behaviour>>,
) {
    let is_name = crate::serve::is_name(world.model.part(id), router);
    if let (true, Some(pointer)) = (is_name, world.pointer(id)) {
        into.push(Box::new(Follow { router: id, members: count(router.members.len()), pointer }));
    }
}

/// Whether anybody answers for the name, as the journey's callers see it.
fn is_answered(world: &World<'_>, state: &dyn View, router: PartId) -> bool {
    let mut copies = world.model.copies(router).map(|(copy, _)| copy).peekable();
    let from = world.callers();
    copies.peek().is_none()
        || copies.any(|copy: CopyRef| world.condition(state, copy, from) == Condition::Answers)
}

/// Whether callers know what the name says now.
fn is_current(state: &dyn View, pointer: Pointer, members: u32) -> bool {
    let Pointer { callers, rotation, .. } = pointer;
    callers.are_answered(state)
        && (0..members).all(|at| callers.know(state, at) == rotation.uses(state, 0, at))
}

/// Callers take over what the name says now; nothing when nobody answers for it.
fn follow(world: &World<'_>, state: &mut dyn View, router: PartId, pointer: Pointer, members: u32) {
    let Pointer { callers, rotation, .. } = pointer;
    let answered = is_answered(world, state, router);
    for at in 0..members {
        let there = answered && rotation.uses(state, 0, at);
        callers.send(state, at, there);
    }
    callers.answer(state, answered);
}

/// Callers who know nothing ask at once.
pub(super) fn ask_again(
    world: &World<'_>,
    state: &mut dyn View,
    router: PartId,
    members: u32,
) -> bool {
    let Some(pointer) = world.pointer(router) else { return false };
    let asks = !pointer.callers.are_answered(state) && is_answered(world, state, router);
    if asks {
        follow(world, state, router, pointer, members);
    }
    asks
}

impl Behaviour for Follow {
    fn phase(&self) -> Phase {
        Phase::Switched
    }

    fn id(&self) -> RuleId {
        RuleId::Callers(self.router)
    }

    fn is_enabled(&self, world: &World<'_>, state: &dyn View) -> bool {
        if is_answered(world, state, self.router) {
            !is_current(state, self.pointer, self.members)
        } else {
            self.pointer.callers.are_answered(state)
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
        follow(world, state, self.router, self.pointer, self.members);
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
