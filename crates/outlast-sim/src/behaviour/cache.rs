//! Callers who keep an old answer: after a name changes they follow within its time to live; when
//! nobody answers for the name any more, what they know runs out. A wrong record is an answer like
//! any other: it is kept for as long after it was taken back.
//!
//! For bounds all caches switch at one date, since they can be aligned by an earlier incident.

use outlast_model::{Condition, CopyRef, Kind, PartId, Range, Router};

use super::{Behaviour, Timing};
use crate::event::Event;
use crate::ids::RuleId;
use crate::outcome::Phase;
use crate::roads::Spot;
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
    let is_name = world.model.part(id).is_name();
    if let (true, Some(pointer)) = (is_name, world.pointer(id)) {
        into.push(Box::new(Follow { router: id, members: count(router.members.len()), pointer }));
    }
}

/// What somebody who asks for a name is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// Where its targets are.
    Right,
    /// Something else: whoever believes it gets nowhere.
    Wrong,
    /// Nothing.
    Nothing,
}

impl Answer {
    /// Whether callers who believe it go to a member.
    pub(super) fn leads_to(self, state: &dyn View, pointer: Pointer, member: u32) -> bool {
        self == Self::Right && pointer.rotation.uses(state, 0, member)
    }
}

/// What the journey's callers are told when they ask now.
fn answer(world: &World<'_>, state: &dyn View, router: PartId) -> Answer {
    answer_at(world, state, router, world.callers())
}

/// What somebody there is told who asks for a name now.
pub(super) fn answer_at(
    world: &World<'_>,
    state: &dyn View,
    router: PartId,
    from: Option<Spot>,
) -> Answer {
    let copies: Vec<CopyRef> = world.model.copies(router).map(|(copy, _)| copy).collect();
    let meets = |met| copies.iter().any(|copy| world.condition(state, *copy, from) == met);
    if copies.is_empty() || meets(Condition::Answers) {
        Answer::Right
    } else if meets(Condition::Wrong) {
        Answer::Wrong
    } else {
        Answer::Nothing
    }
}

/// Whether callers know what the name says now.
fn is_current(state: &dyn View, pointer: Pointer, answer: Answer, members: u32) -> bool {
    let callers = pointer.callers;
    callers.are_answered(state) == (answer != Answer::Nothing)
        && (0..members).all(|at| callers.know(state, at) == answer.leads_to(state, pointer, at))
}

/// Callers take over what the name says now; nothing when nobody answers for it.
fn follow(world: &World<'_>, state: &mut dyn View, router: PartId, pointer: Pointer, members: u32) {
    let answer = answer(world, state, router);
    for at in 0..members {
        let there = answer.leads_to(state, pointer, at);
        pointer.callers.send(state, at, there);
    }
    pointer.callers.answer(state, answer != Answer::Nothing);
}

/// Callers who know nothing ask at once.
pub(super) fn ask_again(
    world: &World<'_>,
    state: &mut dyn View,
    router: PartId,
    members: u32,
) -> bool {
    let Some(pointer) = world.pointer(router) else { return false };
    let asks =
        !pointer.callers.are_answered(state) && answer(world, state, router) != Answer::Nothing;
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
        let answer = answer(world, state, self.router);
        !is_current(state, self.pointer, answer, self.members)
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
        match answer(world, state, self.router) {
            Answer::Right => Event::CallersFollow(self.router),
            Answer::Wrong => Event::CallersMisled(self.router),
            Answer::Nothing => Event::AnswersRunOut(self.router),
        }
    }

    fn callers_of(&self) -> Option<PartId> {
        Some(self.router)
    }
}
