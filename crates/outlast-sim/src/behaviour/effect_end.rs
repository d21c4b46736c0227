//! The end of an effect: power returns, a cut is mended, a service is back.

use outlast_model::{Effect, FOREVER, Lasting, Misled, Range};

use super::{Behaviour, Ending, Timing};
use crate::effect;
use crate::event::Event;
use crate::outcome::Phase;
use crate::state::View;
use crate::world::World;

/// The effects of one fault that end at one date: one cause, and it is over for all that it struck.
struct EffectEnd {
    /// One of them, by number: all of them last alike.
    first: (u32, Lasting),
    /// All of them, the first included.
    effects: Vec<(u32, Lasting)>,
}

/// One rule for the effects of a fault that end by themselves and last alike.
pub(super) fn rules(world: &World<'_>, into: &mut Vec<Box<dyn Behaviour>>) {
    let mut heals: Vec<((usize, Range), EffectEnd)> = Vec::new();
    for (at, effect) in (0..).zip(&world.effects) {
        let ends = effect.lasts.lo < FOREVER;
        // A watcher that is misled finds out by itself.
        if !ends || matches!(effect.effect, Effect::Set(Misled::Belief { .. })) {
            continue;
        }
        let key = (world.stage_of(at), effect.lasts);
        match heals.iter_mut().find(|(other, _)| *other == key) {
            Some((_, heal)) => heal.effects.push((at, *effect)),
            None => {
                let first = (at, *effect);
                heals.push((key, EffectEnd { first, effects: vec![first] }));
            }
        }
    }
    for (_, heal) in heals {
        into.push(Box::new(heal));
    }
}

impl Behaviour for EffectEnd {
    fn phase(&self) -> Phase {
        Phase::Over
    }

    fn ends_known_state(&self) -> bool {
        true
    }

    fn name(&self, _: &World<'_>) -> String {
        format!("fault/{}/ends", self.first.0)
    }

    fn is_enabled(&self, world: &World<'_>, state: &dyn View) -> bool {
        self.effects.iter().any(|(at, _)| world.in_force(state, *at))
    }

    fn timing(&self, _: &World<'_>, _: &dyn View) -> Timing {
        Timing::After(self.first.1.lasts)
    }

    fn pieces(&self) -> usize {
        self.effects.len()
    }

    fn is_piece_enabled(&self, world: &World<'_>, state: &dyn View, piece: usize) -> bool {
        self.effects.get(piece).is_some_and(|(at, _)| world.in_force(state, *at))
    }

    fn apply_piece(&self, world: &World<'_>, state: &mut dyn View, piece: usize, then: bool) {
        match self.effects.get(piece) {
            // First all is over: what returns may need another thing that does.
            Some((at, _)) if !then => world.end_effect(state, *at),
            Some((_, it)) => effect::end(world, state, it.effect),
            None => {}
        }
    }

    fn apply(&self, world: &World<'_>, state: &mut dyn View) {
        let over: Vec<usize> = (0..self.pieces())
            .filter(|piece| self.is_piece_enabled(world, state, *piece))
            .collect();
        for then in [false, true] {
            over.iter().for_each(|piece| self.apply_piece(world, state, *piece, then));
        }
    }

    fn event(&self, world: &World<'_>, state: &dyn View) -> Event {
        let mut over = self.effects.iter().filter(|(at, _)| world.in_force(state, *at));
        let (_, first) = over.next().unwrap_or(&self.first);
        Event::EffectEnds { effect: first.effect, more: over.count() }
    }

    fn ending(&self, _: &World<'_>) -> Ending {
        if self.first.1.lasts.hi == FOREVER { Ending::Fault } else { Ending::Own }
    }
}
