//! The end of an effect: power returns, a cut is mended, a service is back.

use outlast_model::{Effect, FOREVER, Lasting, Misled, Range, Slot, Struck};

use super::{Behaviour, Ending, Timing};
use crate::effect;
use crate::outcome::Phase;
use crate::state::View;
use crate::world::World;

/// The effects of one fault that end at one date: one cause, and it is over for all that it struck.
struct EffectEnd {
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
            None => heals.push((key, EffectEnd { effects: vec![(at, *effect)] })),
        }
    }
    for (_, heal) in heals {
        into.push(Box::new(heal));
    }
}

impl EffectEnd {
    fn first(&self) -> Option<&(u32, Lasting)> {
        self.effects.first()
    }

    fn target(effect: &Lasting, world: &World<'_>) -> String {
        match effect.struck() {
            Struck::Process(copy) => super::spoken(world, copy),
            Struck::Managed(part) => super::address(world, part),
            Struck::Belief { router, .. } => super::address(world, router),
            Struck::Machine(machine) => format!("`{}`", world.model.machine(machine).address),
            Struck::Store(store) | Struck::Slot(Slot { store, .. }) => {
                format!("`{}`", world.model.store(store).address)
            }
            Struck::Place(place) => {
                let place = world.model.place(place);
                format!("{} `{}`", place.kind.word(), place.name)
            }
        }
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
        format!("fault/{}/ends", self.first().map_or(0, |(at, _)| *at))
    }

    fn is_enabled(&self, world: &World<'_>, state: &dyn View) -> bool {
        self.effects.iter().any(|(at, _)| world.in_force(state, *at))
    }

    fn timing(&self, _: &World<'_>, _: &dyn View) -> Timing {
        Timing::After(self.first().map_or(Range::ZERO, |(_, effect)| effect.lasts))
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

    fn tell(&self, world: &World<'_>, state: &dyn View) -> String {
        let over: Vec<&Lasting> = self
            .effects
            .iter()
            .filter(|(at, _)| world.in_force(state, *at))
            .map(|(_, effect)| effect)
            .collect();
        let Some(effect) = over.first().copied().or(self.first().map(|(_, effect)| effect)) else {
            return String::new();
        };
        let target = Self::target(effect, world);
        let target = match over.len().saturating_sub(1) {
            0 => target,
            more => format!("{target}, with {more} more,"),
        };
        effect::over(effect.effect, &target)
    }

    fn ending(&self, _: &World<'_>) -> Ending {
        let hi = self.first().map_or(0, |(_, effect)| effect.lasts.hi);
        if hi == FOREVER { Ending::Fault } else { Ending::Own }
    }
}
