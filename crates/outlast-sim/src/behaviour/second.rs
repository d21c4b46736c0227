//! A second fault: it strikes at any moment from the first one on, also in the degraded state that
//! follows. As one more event it races with every other, so that every moment is covered.

use outlast_model::Range;

use super::{Behaviour, Ending, Timing};
use crate::event::Event;
use crate::outcome::Phase;
use crate::state::View;
use crate::world::World;

struct Strikes;

/// The rule, when there is a second fault.
pub(super) fn rules(world: &World<'_>, into: &mut Vec<Box<dyn Behaviour>>) {
    if world.awaits_second(&world.initial) {
        into.push(Box::new(Strikes));
    }
}

impl Behaviour for Strikes {
    fn phase(&self) -> Phase {
        Phase::Strikes
    }

    fn ends_known_state(&self) -> bool {
        true
    }

    fn name(&self, _: &World<'_>) -> String {
        "the second fault".to_string()
    }

    fn is_enabled(&self, world: &World<'_>, state: &dyn View) -> bool {
        world.awaits_second(state)
    }

    fn timing(&self, _: &World<'_>, _: &dyn View) -> Timing {
        Timing::After(Range::UNKNOWN)
    }

    fn apply(&self, world: &World<'_>, state: &mut dyn View) {
        world.strike_second(state);
    }

    fn event(&self, _: &World<'_>, _: &dyn View) -> Event {
        Event::SecondFault
    }

    fn ending(&self, _: &World<'_>) -> Ending {
        Ending::Nothing
    }
}
