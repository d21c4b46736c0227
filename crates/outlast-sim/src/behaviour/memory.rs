//! A caller that works on with the last answer of what it needs: a cached logon, a pulled image.
//!
//! What is stated counts from the moment at which the need fails: a configuration that was pushed is
//! good for the whole of it. Where the last answer may have been old by then, a pair says so. Somebody
//! who is answered again remembers anew at once.

use outlast_model::{CopyRef, Need, Part, PartId};

use super::remembered::is_remembered;
use super::{Behaviour, Timing};
use crate::event::Event;
use crate::ids::RuleId;
use crate::outcome::Phase;
use crate::rows::memory::Memory;
use crate::state::View;
use crate::world::World;

struct RunsOut {
    part: PartId,
    /// Which of the part's needs.
    at: u32,
    need: Need,
    memory: Memory,
}

/// One rule for each need of a part that is remembered.
pub(super) fn rules(
    world: &World<'_>,
    id: PartId,
    part: &Part,
    into: &mut Vec<Box<dyn Behaviour>>,
) {
    let Some(memory) = world.row(id).map(|row| row.memory) else { return };
    for (at, need) in (0..).zip(&part.needs) {
        let journey = &world.journey.name;
        let serves = need.serves(journey);
        if serves && is_remembered(need) {
            into.push(Box::new(RunsOut { part: id, at, need: need.clone(), memory }));
        }
    }
}

fn is_met(world: &World<'_>, state: &dyn View, part: PartId, need: &Need) -> bool {
    let from = world.spot(state, CopyRef { part, copy: 0 });
    crate::serve::is_met(world, state, &need.of, from)
}

/// Those who are answered again remember anew. Whether anything changed.
pub(super) fn learn(world: &World<'_>, state: &mut dyn View, id: PartId, part: &Part) -> bool {
    let Some(memory) = world.row(id).map(|row| row.memory) else { return false };
    let mut changed = false;
    for (at, need) in (0..).zip(&part.needs) {
        let learns =
            is_remembered(need) && memory.is_forgotten(state, at) && is_met(world, state, id, need);
        if learns {
            memory.learn(state, at);
            changed = true;
        }
    }
    changed
}

impl Behaviour for RunsOut {
    fn phase(&self) -> Phase {
        Phase::Noticed
    }

    fn id(&self) -> RuleId {
        RuleId::Memory { part: self.part, need: self.at }
    }

    fn is_enabled(&self, world: &World<'_>, state: &dyn View) -> bool {
        !self.memory.is_forgotten(state, self.at) && !is_met(world, state, self.part, &self.need)
    }

    fn timing(&self, world: &World<'_>, _: &dyn View) -> Timing {
        Timing::After(world.range(&self.need.remembers))
    }

    fn apply(&self, _: &World<'_>, state: &mut dyn View) {
        self.memory.forget(state, self.at);
    }

    fn event(&self, _: &World<'_>, _: &dyn View) -> Event {
        Event::MemoryRunsOut(self.part)
    }
}
