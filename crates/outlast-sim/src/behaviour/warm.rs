//! A cache that was emptied fills again from the store behind it; until then that store carries
//! every request.

use outlast_model::{CopyRef, Fact, PartId, Range, StoreId, Worth};

use super::commit::is_reached;
use super::{Behaviour, Timing};
use crate::event::Event;
use crate::ids::RuleId;
use crate::outcome::Phase;
use crate::roads::Spot;
use crate::rows::content::Content;
use crate::rows::process::Process;
use crate::state::{View, count};
use crate::world::World;

struct Warm {
    store: StoreId,
    copy: CopyRef,
    from: PartId,
    takes: Fact<Range>,
}

/// One rule for each copy of what is made again from another store.
pub(super) fn rules(world: &World<'_>, into: &mut Vec<Box<dyn Behaviour>>) {
    for (id, store) in world.stores() {
        let Worth::Rebuilt { from, takes, .. } = &store.worth else { continue };
        for copy in 0..count(store.live.len()) {
            let copy = CopyRef { part: store.part, copy };
            into.push(Box::new(Warm { store: id, copy, from: *from, takes: takes.clone() }));
        }
    }
}

impl Warm {
    /// Whether the store behind it answers anybody: also one that cannot carry all requests does.
    fn reads_from(&self, world: &World<'_>, state: &dyn View, own: Option<Spot>) -> bool {
        world.model.copies(self.from).any(|(copy, _)| is_reached(world, state, own, copy))
    }
}

impl Behaviour for Warm {
    fn phase(&self) -> Phase {
        Phase::Repaired
    }

    fn id(&self) -> RuleId {
        RuleId::Warm(self.copy)
    }

    fn is_enabled(&self, world: &World<'_>, state: &dyn View) -> bool {
        let own = world.spot(state, self.copy);
        world.content(state, self.store, self.copy.copy) == Content::Gone
            && world.process(state, self.copy) == Process::Runs
            && world.seat_is_up(state, self.copy)
            && self.reads_from(world, state, own)
    }

    fn timing(&self, world: &World<'_>, _: &dyn View) -> Timing {
        Timing::After(world.range(&self.takes))
    }

    fn apply(&self, world: &World<'_>, state: &mut dyn View) {
        world.set_content(state, self.store, self.copy.copy, Content::Whole);
    }

    fn event(&self, _: &World<'_>, _: &dyn View) -> Event {
        Event::Filled(self.copy)
    }
}
