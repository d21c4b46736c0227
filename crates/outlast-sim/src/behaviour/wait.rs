//! Who is away fills somebody: what a standby, an archive or a worker has not taken yet waits with
//! whoever makes it, until there is no room left.
//!
//! While all are there nothing waits. When they are back they take what waits at once: how long they
//! need for it is left out. Room that somebody makes meanwhile is made by keeping nothing for them any
//! more.

use outlast_model::{Condition, CopyRef, Needed, Part, PartId, Waits};

use super::{Behaviour, Timing};
use crate::event::Event;
use crate::ids::RuleId;
use crate::outcome::Phase;
use crate::rows::process::Process;
use crate::rows::waiting::{Room, Waiting};
use crate::state::View;
use crate::world::World;

struct FillUp {
    part: PartId,
    /// Which of the part's limits.
    at: u32,
    waits: Waits,
    row: Waiting,
}

/// One rule for each limit of a part that others fill by being away.
pub(super) fn rules(
    world: &World<'_>,
    id: PartId,
    part: &Part,
    into: &mut Vec<Box<dyn Behaviour>>,
) {
    let Some(row) = world.row(id).map(|row| row.waiting) else { return };
    for (at, waits) in (0..).zip(&part.waiting) {
        into.push(Box::new(FillUp { part: id, at, waits: waits.clone(), row }));
    }
}

/// Whether anybody is away for whom something waits, and somebody goes on making it.
fn waits(world: &World<'_>, state: &dyn View, id: PartId, waits: &Waits) -> bool {
    let copies = world.model.copies(id).map(|(copy, _)| copy);
    let mut makers = copies.filter(|copy| world.runs(state, *copy));
    makers.any(|maker| waits.without.iter().any(|one| is_away(world, state, maker, one)))
}

fn is_away(world: &World<'_>, state: &dyn View, maker: CopyRef, who: &Needed) -> bool {
    let from = world.spot(state, maker);
    let answers = |copy: CopyRef| world.condition(state, copy, from) == Condition::Answers;
    match who {
        Needed::Copy(copy) => *copy != maker && !answers(*copy),
        Needed::One(part) => !world.model.copies(*part).any(|(copy, _)| answers(copy)),
        Needed::Any(several) => several.iter().all(|one| is_away(world, state, maker, one)),
        Needed::Most(several) => several.iter().any(|one| is_away(world, state, maker, one)),
    }
}

/// Those who are back take what waits. Whether anything changed.
pub(super) fn take(world: &World<'_>, state: &mut dyn View, id: PartId, part: &Part) -> bool {
    let Some(row) = world.row(id).map(|row| row.waiting) else { return false };
    let mut changed = false;
    for (at, limit) in (0..).zip(&part.waiting) {
        if row.room(state, at) != Room::There && !is_missed(world, state, id, limit) {
            row.set(state, at, Room::There);
            changed = true;
        }
    }
    changed
}

/// As [`waits`], whether or not anything is made.
fn is_missed(world: &World<'_>, state: &dyn View, id: PartId, limit: &Waits) -> bool {
    let mut makers = world.model.copies(id).map(|(copy, _)| copy);
    makers.any(|maker| limit.without.iter().any(|one| is_away(world, state, maker, one)))
}

impl Behaviour for FillUp {
    fn phase(&self) -> Phase {
        Phase::Noticed
    }

    fn id(&self) -> RuleId {
        RuleId::FillUp { part: self.part, limit: self.at }
    }

    fn is_enabled(&self, world: &World<'_>, state: &dyn View) -> bool {
        self.row.room(state, self.at) == Room::There && waits(world, state, self.part, &self.waits)
    }

    fn timing(&self, world: &World<'_>, _: &dyn View) -> Timing {
        Timing::After(world.range(&self.waits.full_in))
    }

    fn apply(&self, world: &World<'_>, state: &mut dyn View) {
        self.row.set(state, self.at, Room::Full);
        if self.waits.stops {
            for (copy, _) in world.model.copies(self.part) {
                if world.runs(state, copy) && !self.waits.without.contains(&Needed::Copy(copy)) {
                    world.set_process(state, copy, Process::Dead);
                }
            }
        }
    }

    fn event(&self, _: &World<'_>, _: &dyn View) -> Event {
        Event::FillsUp(self.part)
    }
}
