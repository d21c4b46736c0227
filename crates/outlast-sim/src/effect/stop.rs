//! Something stops: a process, a machine, a place, a part as a whole, a copy of a store.

use outlast_model::{CopyRef, Effect, EffectKind, Found, MachineId, PartId, PlaceId, Stopped};

use crate::behaviour;
use crate::content::Hit;
use crate::rows::content::Content;
use crate::rows::machine::Machine;
use crate::rows::process::Process;
use crate::state::View;
use crate::world::World;

pub(super) fn begin(world: &World<'_>, state: &mut dyn View, stopped: Stopped) {
    match stopped {
        Stopped::Process(copy) => {
            world.set_process(state, copy, Process::Dead);
            world.hit(state, copy, Hit::Process);
        }
        Stopped::Machine(machine, Found::Empty) => destroy(world, state, machine),
        Stopped::Machine(machine, Found::Intact) => {
            world.set_machine(state, machine, Machine::Off);
            world.hit_machine(state, machine, Hit::Power);
        }
        Stopped::Place(place, found) => darken(world, state, place, found),
        Stopped::Slot(slot) => world.set_content(state, slot.store, slot.slot, Content::Gone),
        // It is silent as long as this is in force.
        Stopped::Managed(_) => {}
    }
}

pub(super) fn end(world: &World<'_>, state: &mut dyn View, stopped: Stopped) {
    match stopped {
        // A repair may have been quicker, and something worse may have struck it meanwhile.
        Stopped::Process(copy) => {
            match world.struck_process(state, copy) {
                Some(Process::Dead | Process::Hung) => behaviour::begin(world, state, copy),
                // A start neither installs anything nor undoes what is set wrongly.
                Some(Process::Missing | Process::Misled) => {}
                Some(Process::Runs | Process::Waits | Process::Starts) | None => {}
            }
        }
        Stopped::Machine(machine, Found::Empty) => {
            // Somebody may have made it anew already.
            if world.struck_machine(state, machine) == Some(Machine::Gone) {
                bare(world, state, machine);
            }
        }
        Stopped::Machine(machine, Found::Intact) => {
            if world.struck_machine(state, machine) == Some(Machine::Off) {
                world.set_machine(state, machine, Machine::Up);
                let there = world.on(state, machine).into_iter();
                there.for_each(|copy| behaviour::boot_again(world, state, copy));
            }
        }
        Stopped::Place(place, found) => light(world, state, place, found),
        // What it held is old: it is filled again by whoever fills copies.
        Stopped::Slot(_) | Stopped::Managed(_) => {}
    }
}

impl World<'_> {
    /// Whether a part is stopped as a whole.
    pub(crate) fn is_stopped(&self, state: &dyn View, part: PartId) -> bool {
        self.is_struck(state, part, EffectKind::Stop)
    }

    /// Whether a place has no power, or is gone.
    pub(crate) fn is_dark(&self, state: &dyn View, place: PlaceId) -> bool {
        self.any_forced(state, |effect| {
            let Effect::Stop(Stopped::Place(dark, _)) = effect else { return false };
            self.model.is_within(place, dark)
        })
    }

    /// Whether a place is destroyed and not made anew.
    pub(crate) fn is_destroyed(&self, state: &dyn View, place: PlaceId) -> bool {
        self.any_forced(state, |effect| {
            let Effect::Stop(Stopped::Place(gone, Found::Empty)) = effect else { return false };
            self.model.is_within(place, gone)
        })
    }
}

/// A machine that must be made anew, and what ran on it with it.
fn destroy(world: &World<'_>, state: &mut dyn View, machine: MachineId) {
    world.set_machine(state, machine, Machine::Gone);
    world.hit_machine(state, machine, Hit::Destroyed);
    for copy in world.on(state, machine) {
        world.set_process(state, copy, Process::Missing);
    }
}

fn darken(world: &World<'_>, state: &mut dyn View, place: PlaceId, found: Found) {
    match found {
        // A machine of a dark place that keeps its contents is silent by the place alone.
        Found::Intact => world.hit_place(state, place, Hit::Power),
        Found::Empty => {
            world.hit_place(state, place, Hit::Destroyed);
            for machine in world.machines() {
                if world.model.is_within(world.model.machine(machine).place, place) {
                    destroy(world, state, machine);
                }
            }
        }
    }
}

/// A place has power again: what is in it starts, on the machines that are left.
fn light(world: &World<'_>, state: &mut dyn View, place: PlaceId, found: Found) {
    let inside = |at: Option<PlaceId>| at.is_some_and(|at| world.model.is_within(at, place));
    match found {
        Found::Empty => {
            let gone: Vec<MachineId> = world
                .machines()
                .filter(|machine| world.machine(state, *machine) == Machine::Gone)
                .filter(|machine| inside(Some(world.model.machine(*machine).place)))
                .collect();
            gone.into_iter().for_each(|machine| bare(world, state, machine));
        }
        Found::Intact => {
            let copies = world.parts.iter().flat_map(|part| world.model.copies(*part));
            let returning: Vec<CopyRef> = copies
                .map(|(copy, _)| copy)
                .filter(|copy| inside(world.own_place(state, *copy)))
                .collect();
            returning.into_iter().for_each(|copy| behaviour::boot_again(world, state, copy));
        }
    }
}

/// A machine that returns empty runs, without its software.
fn bare(world: &World<'_>, state: &mut dyn View, machine: MachineId) {
    world.set_machine(state, machine, Machine::Up);
    for copy in world.on(state, machine) {
        world.set_process(state, copy, Process::Missing);
    }
}
