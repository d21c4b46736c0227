//! An address or a name that a controller changes: somebody notices, then asks the control plane.
//!
//! With one active target, the first that is believed well becomes the active one, and nothing
//! moves back. With several, the dead are taken out as long as one is left, and return.

use outlast_model::{Condition, CopyRef, Kind, PartId, Rotation, Router, WayBack};

use super::lacks::lacks;
use super::{
    Behaviour, Ending, Timing, Watch, acting, can_change, detection_timing, is_allowed,
    needs_are_met, voting,
};
use crate::doubt::Doubt;
use crate::event::Event;
use crate::ids::{ClockKind, RuleId};
use crate::outcome::Phase;
use crate::rows::Pointer;
use crate::sight::{Seen, Watcher};
use crate::state::{View, count};
use crate::stuck::{Deed, Stuck};
use crate::way_back::actors;
use crate::world::World;

#[derive(Clone)]
struct Controller {
    router: PartId,
    /// Which of the controllers.
    index: u32,
    actor: CopyRef,
    way: WayBack,
    members: Vec<CopyRef>,
    /// How many controllers there are.
    actors: u32,
    /// How many targets are active without any fault.
    active: usize,
    pointer: Pointer,
}

/// Per controller and member two rules to notice, and one to act.
pub(super) fn rules(
    world: &World<'_>,
    id: PartId,
    router: &Router,
    into: &mut Vec<Box<dyn Behaviour>>,
) {
    let Rotation::Moved(way) = &router.rotation else { return };
    let Some(pointer) = world.pointer(id) else { return };
    let members: Vec<CopyRef> = router.members.iter().map(|member| member.copy).collect();
    let active = router.members.iter().filter(|member| member.active).count();
    let found = actors(world.model, way, id);
    if found.is_empty() {
        into.push(Box::new(Unstated { router: id, members: members.clone(), pointer }));
    }
    let actors = count(found.len());
    for (index, actor) in (0..).zip(found) {
        let controller = Controller {
            router: id,
            index,
            actor,
            way: (**way).clone(),
            members: members.clone(),
            actors,
            active,
            pointer,
        };
        for (member, target) in (0..).zip(members.iter().copied()) {
            for down in [true, false] {
                into.push(Box::new(Notice { by: controller.clone(), member, target, down }));
            }
        }
        into.push(Box::new(Act { by: controller }));
    }
}

/// A member that a watcher wrongly holds for dead. A router that checks its own targets takes it
/// out at once; a controller begins to act.
pub(crate) fn mistake(world: &World<'_>, state: &mut dyn View, router: PartId, member: u32) {
    let Kind::Router(it) = &world.model.part(router).kind else { return };
    match &it.rotation {
        Rotation::Moved(_) => {
            if let Some(pointer) = world.pointer(router) {
                pointer.beliefs.believe(state, 0, member, true);
            }
        }
        Rotation::Checked(_) => {
            if let Some(rotation) = world.rotation(router) {
                rotation.put(state, 0, member, false);
            }
        }
        Rotation::Elected { .. } | Rotation::Fixed => {}
    }
}

impl Controller {
    fn believes_dead(&self, state: &dyn View, member: u32) -> bool {
        self.pointer.beliefs.is_dead(state, self.index, member)
    }

    /// Whether those who act agree that a member is dead: who votes acts with the others, any other
    /// list acts each alone.
    fn agree(&self, state: &dyn View, member: u32) -> bool {
        if !voting::votes(&self.way) {
            return self.believes_dead(state, member);
        }
        voting::is_most(self.actors, |index| self.pointer.beliefs.is_dead(state, index, member))
    }

    /// Whether it matters that a member fails. Where one is active, the others are looked at when one
    /// of them is chosen.
    fn is_watched(&self, state: &dyn View, member: u32) -> bool {
        self.active > 1 || self.pointer.rotation.uses(state, 0, member)
    }

    fn watcher(&self, world: &World<'_>, state: &dyn View) -> Watcher<'_> {
        let from = world.spot(state, self.actor);
        Watcher { of: self.router, from, sight: self.way.sight() }
    }

    fn sees(&self, world: &World<'_>, state: &dyn View, target: CopyRef) -> Seen {
        self.watcher(world, state).sees(world, state, target)
    }

    fn sees_failure(&self, world: &World<'_>, state: &dyn View, target: CopyRef) -> bool {
        let (watcher, seen) = (self.watcher(world, state), self.sees(world, state, target));
        watcher.fails(world, seen) && watcher.notices(world, state, &self.way, (target, seen))
    }

    /// Who is active after the act, if there is anything to do.
    fn plan(&self, world: &World<'_>, state: &dyn View) -> Option<Vec<bool>> {
        let members = 0..count(self.members.len());
        let now: Vec<bool> =
            members.clone().map(|at| self.pointer.rotation.uses(state, 0, at)).collect();
        let well: Vec<bool> = members.map(|at| !self.agree(state, at)).collect();
        let planned = if self.active <= 1 {
            let chosen = |at: usize| self.may_choose(world, state, at);
            one(&now, &well, chosen)
        } else {
            several(&now, &well)
        };
        (planned != now).then_some(planned)
    }

    /// Whether he would switch to a member: nobody switches to one that he sees fail.
    fn may_choose(&self, world: &World<'_>, state: &dyn View, at: usize) -> bool {
        let Some(target) = self.members.get(at).copied() else { return false };
        is_allowed(world, state, &self.way, target)
            && !self.watcher(world, state).sees_failure(world, state, target)
    }

    fn place(&self, world: &World<'_>, state: &dyn View) -> Option<outlast_model::PlaceId> {
        world.own_place(state, CopyRef { part: self.router, copy: 0 })
    }
}

/// The active one stays unless it is believed dead; else the first that is believed well and may be
/// chosen.
fn one(now: &[bool], well: &[bool], may_choose: impl Fn(usize) -> bool) -> Vec<bool> {
    let dead = now.iter().zip(well).any(|(now, well)| *now && !*well);
    if !dead {
        return now.to_vec();
    }
    let next = (0..).zip(well).find(|(at, well)| **well && may_choose(*at)).map(|(at, _)| at);
    next.map_or_else(|| now.to_vec(), |next| (0..now.len()).map(|at| at == next).collect())
}

/// All that are believed well; unchanged when none is.
fn several(now: &[bool], well: &[bool]) -> Vec<bool> {
    if well.iter().any(|well| *well) { well.to_vec() } else { now.to_vec() }
}

struct Notice {
    by: Controller,
    member: u32,
    target: CopyRef,
    down: bool,
}

impl Behaviour for Notice {
    fn phase(&self) -> Phase {
        Phase::Noticed
    }

    fn id(&self) -> RuleId {
        let (router, watcher) = (self.by.router, self.by.index);
        RuleId::Watch { router, watcher, member: self.member, down: self.down }
    }

    fn is_enabled(&self, world: &World<'_>, state: &dyn View) -> bool {
        if self.by.believes_dead(state, self.member) == self.down
            || !world.runs(state, self.by.actor)
        {
            return false;
        }
        if self.down {
            self.by.is_watched(state, self.member)
                && self.by.sees_failure(world, state, self.target)
        } else {
            self.by.sees(world, state, self.target).is_well()
        }
    }

    fn timing(&self, world: &World<'_>, state: &dyn View) -> Timing {
        let seen = self.by.sees(world, state, self.target);
        let watch = Watch {
            kind: ClockKind::Watch,
            part: self.by.router,
            watcher: self.by.index,
            target: self.member,
            targets: self.by.members.len(),
        };
        detection_timing(world, &self.by.way.detect, watch, seen)
    }

    fn apply(&self, _: &World<'_>, state: &mut dyn View) {
        self.by.pointer.beliefs.believe(state, self.by.index, self.member, self.down);
    }

    fn event(&self, _: &World<'_>, _: &dyn View) -> Event {
        let (watcher, target) = (self.by.actor, self.target);
        if self.down {
            Event::NoticedDown { watcher, target }
        } else {
            Event::NoticedUp { watcher, target }
        }
    }
}

struct Act {
    by: Controller,
}

impl Behaviour for Act {
    fn phase(&self) -> Phase {
        Phase::Switched
    }

    fn id(&self) -> RuleId {
        RuleId::Move { router: self.by.router, watcher: self.by.index }
    }

    fn is_enabled(&self, world: &World<'_>, state: &dyn View) -> bool {
        let from = world.spot(state, self.by.actor);
        world.runs(state, self.by.actor)
            && self.by.plan(world, state).is_some()
            && can_change(world, state, self.by.place(world, state), from)
            && needs_are_met(world, state, &self.by.way, self.by.actor)
    }

    fn stuck(&self, world: &World<'_>, state: &dyn View) -> Option<Stuck> {
        let by = &self.by;
        let mut active = (0..).zip(&by.members).filter(|(at, _)| by.is_watched(state, *at));
        let fails = active.any(|(_, target)| !world.runs(state, *target));
        let place = by.place(world, state);
        let lacks = lacks(world, state, &by.way, by.actor, place).filter(|_| fails)?;
        Some(Stuck { actor: by.actor, deed: Deed::Switches(by.router), lacks })
    }

    fn timing(&self, world: &World<'_>, _: &dyn View) -> Timing {
        Timing::After(acting(world, &self.by.way, self.by.actor))
    }

    fn apply(&self, world: &World<'_>, state: &mut dyn View) {
        let Some(planned) = self.by.plan(world, state) else { return };
        for (at, active) in (0..).zip(planned) {
            self.by.pointer.rotation.put(state, 0, at, active);
        }
    }

    fn event(&self, _: &World<'_>, state: &dyn View) -> Event {
        let targets: Vec<CopyRef> = (0..)
            .zip(&self.by.members)
            .filter(|(at, _)| self.by.pointer.rotation.uses(state, 0, *at))
            .map(|(_, copy)| *copy)
            .collect();
        Event::Redirected { actor: self.by.actor, router: self.by.router, targets }
    }

    fn ending(&self, world: &World<'_>) -> Ending {
        super::ending_of(world, self.by.actor)
    }
}

/// Nobody said who carries the failover out: it does not happen, and that is said.
struct Unstated {
    router: PartId,
    members: Vec<CopyRef>,
    pointer: Pointer,
}

impl Behaviour for Unstated {
    fn phase(&self) -> Phase {
        Phase::Switched
    }

    fn id(&self) -> RuleId {
        RuleId::Unstated(self.router)
    }

    fn is_enabled(&self, world: &World<'_>, state: &dyn View) -> bool {
        let from = world.spot(state, CopyRef { part: self.router, copy: 0 });
        let dead = (0..).zip(&self.members).any(|(at, copy)| {
            self.pointer.rotation.uses(state, 0, at)
                && world.condition(state, *copy, from) != Condition::Answers
        });
        if dead {
            world.doubt(Doubt::FailoverBy(self.router));
        }
        false
    }

    fn timing(&self, _: &World<'_>, _: &dyn View) -> Timing {
        Timing::After(outlast_model::Range::UNKNOWN)
    }

    fn apply(&self, _: &World<'_>, _: &mut dyn View) {}

    fn event(&self, _: &World<'_>, _: &dyn View) -> Event {
        Event::FailsOver(self.router)
    }
}
