//! The end of an effect: power returns, a cut is mended, a service is back.

use outlast_model::{CopyRef, Effect, EffectKind, FOREVER, Found, Range, Seat, Slot, Struck};

use super::{Behaviour, Ending, Timing};
use crate::world::{GONE, MISSING, State, UP, World};

struct Heal {
    at: u32,
    effect: Effect,
}

/// One rule for each effect that ends by itself.
pub(super) fn rules(world: &World<'_>, into: &mut Vec<Box<dyn Behaviour>>) {
    for (at, effect) in (0..).zip(&world.effects) {
        let ends = effect.lasts.lo < FOREVER;
        if ends && !matches!(effect.struck, Struck::Belief { .. }) {
            into.push(Box::new(Heal { at, effect: *effect }));
        }
    }
}

impl Heal {
    fn target(&self, world: &World<'_>) -> String {
        match self.effect.struck {
            Struck::Process(copy) => super::spoken(world, copy),
            Struck::Managed(part) => super::address(world, part),
            Struck::Belief { router, .. } => super::address(world, router),
            Struck::Machine(machine) => world
                .model
                .machine(machine)
                .map_or_else(String::new, |it| format!("`{}`", it.address)),
            Struck::Store(store) | Struck::Slot(Slot { store, .. }) => {
                world.model.store(store).map_or_else(String::new, |it| format!("`{}`", it.address))
            }
            Struck::Place(place) => world
                .model
                .place(place)
                .map_or_else(String::new, |it| format!("{} `{}`", it.kind.word(), it.name)),
        }
    }

    /// A machine that returns empty runs, without its software.
    fn empty(world: &World<'_>, state: &mut State, machine: outlast_model::MachineId) {
        world.set_machine(state, machine, UP);
        for copy in world.on(machine) {
            world.set_process(state, copy, MISSING);
        }
    }
}

impl Behaviour for Heal {
    fn name(&self, _: &World<'_>) -> String {
        format!("fault/{}/ends", self.at)
    }

    fn is_enabled(&self, world: &World<'_>, state: &State) -> bool {
        world.in_force(state, self.at)
    }

    fn timing(&self, _: &World<'_>, _: &State) -> Timing {
        Timing::After(self.effect.lasts)
    }

    fn apply(&self, world: &World<'_>, state: &mut State) {
        world.end_effect(state, self.at);
        match self.effect.struck {
            Struck::Process(copy) => {
                // A repair may have been quicker.
                world.set_process(state, CopyRef { ..copy }, crate::world::RUNS);
            }
            Struck::Machine(machine)
                if self.effect.found == Found::Empty && world.machine(state, machine) == GONE =>
            {
                Self::empty(world, state, machine);
            }
            Struck::Machine(_) if self.effect.found == Found::Empty => {}
            Struck::Machine(machine) => world.set_machine(state, machine, UP),
            Struck::Place(place) if self.effect.found == Found::Empty => {
                let inside: Vec<_> = world
                    .machines()
                    .filter(|machine| world.machine(state, *machine) == GONE)
                    .filter(|machine| {
                        let seat = Seat::Machine(*machine);
                        world
                            .model
                            .place_of(seat)
                            .is_some_and(|at| world.model.is_within(at, place))
                    })
                    .collect();
                inside.into_iter().for_each(|machine| Self::empty(world, state, machine));
            }
            _ => {}
        }
    }

    fn tell(&self, world: &World<'_>, _: &State) -> String {
        let target = self.target(world);
        match self.effect.kind {
            EffectKind::Cut => format!("{target} is connected again"),
            EffectKind::Deny => format!("{target} carries out changes again"),
            _ => format!("{target} is back"),
        }
    }

    fn ending(&self, _: &World<'_>) -> Ending {
        let Range { hi, .. } = self.effect.lasts;
        if hi == FOREVER { Ending::Fault } else { Ending::Own }
    }
}
