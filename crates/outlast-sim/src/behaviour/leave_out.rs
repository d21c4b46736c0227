//! A silent copy that holds writes up is left out after a while, so that they go on without it.

use outlast_model::{CopyRef, PartId, Range};

use super::{Behaviour, Timing, commit, shares};
use crate::event::Event;
use crate::ids::RuleId;
use crate::outcome::Phase;
use crate::rows::cluster::Writes;
use crate::state::View;
use crate::world::World;

/// A silent copy is left out, so that writes go on without it.
struct LeaveOut {
    copy: CopyRef,
    after: Range,
    writes: Writes,
}

/// One rule for each copy of a database that leaves silent ones out.
pub(super) fn rules(world: &World<'_>, part: PartId, into: &mut Vec<Box<dyn Behaviour>>) {
    let Some(database) = commit::database(world, part) else { return };
    let Some(drops) = &database.drops else { return };
    let Some(writes) = world.cluster(part).map(|row| row.writes) else { return };
    for copy in 0..commit::copies(world, part) {
        let after = world.range(drops);
        into.push(Box::new(LeaveOut { copy: CopyRef { part, copy }, after, writes }));
    }
}

impl Behaviour for LeaveOut {
    fn phase(&self) -> Phase {
        Phase::Switched
    }

    fn id(&self) -> RuleId {
        RuleId::LeaveOut(self.copy)
    }

    fn is_enabled(&self, world: &World<'_>, state: &dyn View) -> bool {
        let part = self.copy.part;
        (0..commit::copies(world, part)).map(|copy| CopyRef { part, copy }).any(|primary| {
            primary != self.copy
                && (commit::accepts(world, state, primary) || shares::leads(world, state, primary))
                && commit::holds_up(world, state, primary, self.copy)
        })
    }

    fn timing(&self, _: &World<'_>, _: &dyn View) -> Timing {
        Timing::After(self.after)
    }

    fn apply(&self, _: &World<'_>, state: &mut dyn View) {
        self.writes.leave_out(state, self.copy.copy);
    }

    fn event(&self, _: &World<'_>, _: &dyn View) -> Event {
        Event::LeftOut(self.copy)
    }
}
