//! The end of an effect: power returns, a cut is mended, a service is back.

use outlast_model::{
    CopyRef, Effect, EffectKind, FOREVER, Found, MachineId, PlaceId, Range, Slot, StoreId, Struck,
    Worth,
};

use super::{Behaviour, Ending, Timing};
use crate::content::{FOUND, GONE as EMPTY, WHOLE, WRONG, starts_empty};
use crate::outcome::Phase;
use crate::world::{GONE, MISSING, RUNS, State, UP, World};

/// The effects of one fault that end at one date: one cause, and it is over for all that it struck.
struct Heal {
    effects: Vec<(u32, Effect)>,
}

/// One rule for the effects of a fault that end by themselves and last alike.
pub(super) fn rules(world: &World<'_>, into: &mut Vec<Box<dyn Behaviour>>) {
    let mut heals: Vec<((usize, Range), Heal)> = Vec::new();
    for (at, effect) in (0..).zip(&world.effects) {
        let ends = effect.lasts.lo < FOREVER;
        if !ends || matches!(effect.struck, Struck::Belief { .. }) {
            continue;
        }
        let key = (world.stage_of(at), effect.lasts);
        match heals.iter_mut().find(|(other, _)| *other == key) {
            Some((_, heal)) => heal.effects.push((at, *effect)),
            None => heals.push((key, Heal { effects: vec![(at, *effect)] })),
        }
    }
    for (_, heal) in heals {
        into.push(Box::new(heal));
    }
}

impl Heal {
    fn first(&self) -> Option<&(u32, Effect)> {
        self.effects.first()
    }

    fn target(effect: &Effect, world: &World<'_>) -> String {
        match effect.struck {
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

    /// A machine that returns empty runs, without its software.
    fn empty(world: &World<'_>, state: &mut State, machine: MachineId) {
        world.set_machine(state, machine, UP);
        for copy in world.on(machine) {
            world.set_process(state, copy, MISSING);
        }
    }
}

impl Heal {
    /// A place has power again: what is in it starts, on the machines that are left.
    fn light(world: &World<'_>, state: &mut State, place: PlaceId, empty: bool) {
        let inside = |at: Option<PlaceId>| at.is_some_and(|at| world.model.is_within(at, place));
        if empty {
            let gone: Vec<MachineId> = world
                .machines()
                .filter(|machine| world.machine(state, *machine) == GONE)
                .filter(|machine| inside(Some(world.model.machine(*machine).place)))
                .collect();
            gone.into_iter().for_each(|machine| Self::empty(world, state, machine));
            return;
        }
        let copies = world.parts.iter().flat_map(|part| world.model.copies(*part));
        let returning: Vec<CopyRef> =
            copies.map(|(copy, _)| copy).filter(|copy| inside(world.own_place(*copy))).collect();
        returning.into_iter().for_each(|copy| return_to(world, state, copy));
    }

    /// What becomes of what an effect struck when it is over.
    fn end(effect: &Effect, world: &World<'_>, state: &mut State) {
        let empty = effect.found == Found::Empty;
        match effect.struck {
            // A repair may have been quicker.
            Struck::Process(copy) => super::begin(world, state, copy),
            Struck::Machine(machine)
                if empty && world.struck_machine(state, machine) == Some(GONE) =>
            {
                Self::empty(world, state, machine);
            }
            // Somebody has made it anew already.
            Struck::Machine(_) if empty => {}
            Struck::Machine(machine) => {
                world.set_machine(state, machine, UP);
                world.on(machine).into_iter().for_each(|copy| return_to(world, state, copy));
            }
            Struck::Place(place) if effect.kind == EffectKind::Stop => {
                Self::light(world, state, place, empty);
            }
            Struck::Store(store) if world.holds(store) => find(world, state, store),
            _ => {}
        }
    }
}

/// A process that ran before its machine lost power runs again.
fn return_to(world: &World<'_>, state: &mut State, copy: CopyRef) {
    if world.process(state, copy) == RUNS {
        super::begin(world, state, copy);
    }
}

/// What was silently wrong is found to be, and what is gone is noticed: where it goes on with nothing,
/// it does.
fn find(world: &World<'_>, state: &mut State, id: StoreId) {
    let store = world.model.store(id);
    let anew = starts_empty(store) && !matches!(store.worth, Worth::Rebuilt { .. });
    for slot in 0..store.slots() {
        let to = match world.content(state, id, slot) {
            WRONG | EMPTY if anew && store.live(slot).is_some() => WHOLE,
            WRONG => FOUND,
            _ => continue,
        };
        world.set_content(state, id, slot, to);
    }
}

impl Behaviour for Heal {
    fn phase(&self) -> Phase {
        Phase::Over
    }

    fn ends_known_state(&self) -> bool {
        true
    }

    fn name(&self, _: &World<'_>) -> String {
        format!("fault/{}/ends", self.first().map_or(0, |(at, _)| *at))
    }

    fn is_enabled(&self, world: &World<'_>, state: &State) -> bool {
        self.effects.iter().any(|(at, _)| world.in_force(state, *at))
    }

    fn timing(&self, _: &World<'_>, _: &State) -> Timing {
        Timing::After(self.first().map_or(Range::ZERO, |(_, effect)| effect.lasts))
    }

    fn pieces(&self) -> usize {
        self.effects.len()
    }

    fn is_piece_enabled(&self, world: &World<'_>, state: &State, piece: usize) -> bool {
        self.effects.get(piece).is_some_and(|(at, _)| world.in_force(state, *at))
    }

    fn apply_piece(&self, world: &World<'_>, state: &mut State, piece: usize, then: bool) {
        match self.effects.get(piece) {
            // First all is over: what returns may need another thing that does.
            Some((at, _)) if !then => world.end_effect(state, *at),
            Some((_, effect)) => Self::end(effect, world, state),
            None => {}
        }
    }

    fn apply(&self, world: &World<'_>, state: &mut State) {
        let over: Vec<usize> = (0..self.pieces())
            .filter(|piece| self.is_piece_enabled(world, state, *piece))
            .collect();
        for then in [false, true] {
            over.iter().for_each(|piece| self.apply_piece(world, state, *piece, then));
        }
    }

    fn tell(&self, world: &World<'_>, state: &State) -> String {
        let over: Vec<&Effect> = self
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
        match effect.kind {
            EffectKind::Cut => format!("{target} is connected again"),
            EffectKind::Corrupt => format!("somebody finds that {target} is wrong"),
            EffectKind::Erase => format!("somebody notices that {target} is gone"),
            EffectKind::Deny => format!("{target} carries out changes again"),
            _ => format!("{target} is back"),
        }
    }

    fn ending(&self, _: &World<'_>) -> Ending {
        let hi = self.first().map_or(0, |(_, effect)| effect.lasts.hi);
        if hi == FOREVER { Ending::Fault } else { Ending::Own }
    }
}
