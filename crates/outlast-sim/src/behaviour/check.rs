//! A router that checks its own targets: a dead one leaves the rotation after `fall` failures in a
//! row, one that answers again returns after `rise` successes.

use outlast_model::{Check, CopyRef, PartId, Rotation, Router};

use super::{Behaviour, Timing, Watch, verdict_timing};
use crate::event::Event;
use crate::ids::{ClockKind, RuleId};
use crate::outcome::Phase;
use crate::rows::rotation::InRotation;
use crate::sight::{Seen, Watcher};
use crate::state::{View, count};
use crate::world::World;

struct Verdict {
    router: PartId,
    /// The copy of the router that checks.
    copy: u32,
    member: u32,
    members: usize,
    rotation: InRotation,
    target: CopyRef,
    check: Check,
    /// Whether this verdict takes the target out, or brings it back.
    down: bool,
}

/// Two rules for each copy of the router and each target.
pub(super) fn rules(
    world: &World<'_>,
    id: PartId,
    router: &Router,
    into: &mut Vec<Box<dyn Behaviour>>,
) {
    let Rotation::Checked(check) = &router.rotation else { return };
    let Some(rotation) = world.rotation(id) else { return };
    let part = world.model.part(id);
    for copy in 0..count(part.copies.len().max(1)) {
        for (member, target) in (0..).zip(&router.members) {
            for down in [true, false] {
                let (target, check) = (target.copy, check.clone());
                let members = router.members.len();
                into.push(Box::new(Verdict {
                    router: id,
                    copy,
                    member,
                    members,
                    rotation,
                    target,
                    check,
                    down,
                }));
            }
        }
    }
}

impl Verdict {
    fn checker(&self) -> CopyRef {
        CopyRef { part: self.router, copy: self.copy }
    }

    fn watcher(&self, world: &World<'_>, state: &dyn View) -> Watcher<'_> {
        let from = world.spot(state, self.checker());
        Watcher { of: self.router, from, sight: &self.check.sight }
    }

    fn sees(&self, world: &World<'_>, state: &dyn View) -> Seen {
        self.watcher(world, state).sees(world, state, self.target)
    }
}

impl Behaviour for Verdict {
    fn phase(&self) -> Phase {
        Phase::Switched
    }

    fn id(&self) -> RuleId {
        RuleId::Verdict {
            router: self.router,
            copy: self.copy,
            member: self.member,
            down: self.down,
        }
    }

    fn is_enabled(&self, world: &World<'_>, state: &dyn View) -> bool {
        if self.rotation.uses(state, self.copy, self.member) != self.down {
            return false;
        }
        world.runs(state, self.checker())
            && self.watcher(world, state).concludes(world, state, self.target, self.down)
    }

    fn timing(&self, world: &World<'_>, state: &dyn View) -> Timing {
        let watch = Watch {
            kind: ClockKind::Check,
            part: self.router,
            watcher: self.copy,
            target: self.member,
            targets: self.members,
        };
        verdict_timing(world, &self.check, watch, self.sees(world, state))
    }

    fn apply(&self, _: &World<'_>, state: &mut dyn View) {
        self.rotation.put(state, self.copy, self.member, !self.down);
    }

    fn event(&self, _: &World<'_>, _: &dyn View) -> Event {
        let (checker, target) = (self.checker(), self.target);
        if self.down {
            Event::LeavesRotation { checker, target }
        } else {
            Event::ReturnsToRotation { checker, target }
        }
    }
}
