//! A copy that is mended or made anew: by itself, by a part, or by people; and machines that their
//! pool replaces. A repair has needs like any journey and waits until they are met.

use outlast_model::{
    By, Condition, CopyRef, Detect, FOREVER, Kind, MachineId, Part, PartId, Range, Seat, WayBack,
};

use super::{
    Behaviour, Ending, Timing, acting, actors, can_change, needs_are_met, notices, spoken, spread,
};
use crate::world::{ACCEPTS, FOLLOWS, GONE, HUNG, MISSING, RUNS, State, UP, World, count};

struct Repair {
    copy: CopyRef,
    /// Which of the ways back of the part, from 0.
    index: u32,
    way: WayBack,
}

/// One rule for each copy of a part that has a repair.
pub(super) fn rules(id: PartId, part: &Part, into: &mut Vec<Box<dyn Behaviour>>) {
    for (index, way) in (0..).zip(&part.repairs) {
        for copy in 0..count(part.copies.len()) {
            let copy = CopyRef { part: id, copy };
            into.push(Box::new(Repair { copy, index, way: way.clone() }));
        }
    }
}

/// How the wait for an act of `actor` ends: people without a bound are waited for.
pub(super) fn ending_of(world: &World<'_>, actor: CopyRef) -> Ending {
    match world.model.part(actor.part).map(|part| &part.kind) {
        Some(Kind::People(people))
            if people.answers.value().is_none_or(|range| range.hi == FOREVER) =>
        {
            Ending::People
        }
        _ => Ending::Own,
    }
}

impl Repair {
    /// What is wrong with the copy, as the one who mends it would see it.
    fn trouble(&self, world: &World<'_>, state: &State) -> Condition {
        let lost = match world.model.seat(self.copy) {
            Some(Seat::Machine(machine)) => world.machine(state, machine) != UP,
            _ => false,
        };
        match world.process(state, self.copy) {
            _ if lost => Condition::Silent,
            RUNS => Condition::Answers,
            HUNG => Condition::Hung,
            _ => Condition::Refuses,
        }
    }

    /// The first who can act now.
    fn actor(&self, world: &World<'_>, state: &State) -> Option<CopyRef> {
        if matches!(self.way.by, By::Unstated) {
            world.doubt(format!("who repairs {}: state `by`", spoken(world, self.copy)));
        }
        if matches!(self.way.by, By::Itself) {
            // A service manager lives on the machine: it cannot make that anew.
            let lives = self.trouble(world, state) != Condition::Silent;
            return (lives && needs_are_met(world, state, &self.way, self.copy))
                .then_some(self.copy);
        }
        actors(world.model, &self.way, self.copy.part).into_iter().find(|actor| {
            world.runs(state, *actor) && needs_are_met(world, state, &self.way, *actor)
        })
    }
}

/// How long until a loss is noticed, for a way back that has no clock of its own.
fn noticing(world: &World<'_>, detect: &Detect) -> Range {
    match detect {
        Detect::After(range) => world.range(range),
        Detect::Check(check) => {
            let (interval, timeout) = (world.range(&check.interval), world.range(&check.timeout));
            match world.value(&check.fall) {
                Some(fall) if !interval.is_unbounded() && !timeout.is_unbounded() => spread(
                    interval,
                    Range::new(0, timeout.hi),
                    fall.max(1),
                    outlast_model::Rearm::End,
                ),
                _ => Range::UNKNOWN,
            }
        }
        Detect::Adverts { .. } | Detect::Lease { .. } => Range::UNKNOWN,
    }
}

impl Behaviour for Repair {
    fn name(&self, world: &World<'_>) -> String {
        let address = super::address(world, self.copy.part);
        format!("{address}/{}/repair {}", self.copy.copy, self.index)
    }

    fn is_enabled(&self, world: &World<'_>, state: &State) -> bool {
        let trouble = self.trouble(world, state);
        trouble != Condition::Answers
            && notices(&self.way.notices, trouble)
            && world.has_ground(state, self.copy)
            && self.actor(world, state).is_some()
    }

    fn timing(&self, world: &World<'_>, state: &State) -> Timing {
        let actor = self.actor(world, state).unwrap_or(self.copy);
        Timing::After(noticing(world, &self.way.detect).plus(acting(world, &self.way, actor)))
    }

    fn apply(&self, world: &World<'_>, state: &mut State) {
        if let Some(Seat::Machine(machine)) = world.model.seat(self.copy)
            && world.machine(state, machine) != UP
        {
            world.set_machine(state, machine, UP);
        }
        world.set_process(state, self.copy, RUNS);
        rejoin(world, state, self.copy);
    }

    fn tell(&self, world: &World<'_>, _: &State) -> String {
        format!("{} is repaired", spoken(world, self.copy))
    }

    fn ending(&self, world: &World<'_>) -> Ending {
        let actor = actors(world.model, &self.way, self.copy.part).into_iter().next();
        actor.map_or(Ending::Own, |actor| ending_of(world, actor))
    }
}

/// A repaired copy of a database follows when another accepts writes.
fn rejoin(world: &World<'_>, state: &mut State, copy: CopyRef) {
    let is_database =
        matches!(world.model.part(copy.part).map(|part| &part.kind), Some(Kind::Database(_)));
    let (true, Some(row)) = (is_database, world.row(copy.part)) else { return };
    let others =
        world.model.copies(copy.part).map(|(other, _)| other).filter(|other| *other != copy);
    let taken = others.into_iter().any(|other| state.get(row.members.plus(other.copy)) == ACCEPTS);
    if taken {
        state.set(row.members.plus(copy.copy), FOLLOWS);
    }
}

struct Replace {
    machine: MachineId,
    way: WayBack,
}

/// One rule for each machine that its pool replaces.
pub(super) fn replacements(world: &World<'_>, into: &mut Vec<Box<dyn Behaviour>>) {
    for machine in world.machines() {
        if let Some(way) = world.model.machine(machine).and_then(|it| it.replaced.clone()) {
            into.push(Box::new(Replace { machine, way }));
        }
    }
}

impl Replace {
    fn place(&self, world: &World<'_>) -> Option<outlast_model::PlaceId> {
        world.model.machine(self.machine).map(|it| it.place)
    }

    fn needs_met(&self, world: &World<'_>, state: &State) -> bool {
        let place = self.place(world);
        let needs = self.way.needs.iter().filter(|need| !need.soft);
        needs.into_iter().all(|need| super::is_met(world, state, &need.of, place))
    }
}

impl Behaviour for Replace {
    fn name(&self, world: &World<'_>) -> String {
        let address = world.model.machine(self.machine).map_or("", |it| it.address.as_str());
        format!("`{address}`/replaced")
    }

    fn is_enabled(&self, world: &World<'_>, state: &State) -> bool {
        let place = self.place(world);
        world.machine(state, self.machine) == GONE
            && place.is_some_and(|place| !world.is_dark(state, place))
            && can_change(world, state, place, place)
            && self.needs_met(world, state)
    }

    fn timing(&self, world: &World<'_>, _: &State) -> Timing {
        Timing::After(noticing(world, &self.way.detect).plus(world.range(&self.way.takes)))
    }

    fn apply(&self, world: &World<'_>, state: &mut State) {
        world.set_machine(state, self.machine, UP);
        for copy in world.on(self.machine) {
            let by_hand = world.model.part(copy.part).is_some_and(|part| part.irreparable);
            world.set_process(state, copy, if by_hand { MISSING } else { RUNS });
        }
    }

    fn tell(&self, world: &World<'_>, _: &State) -> String {
        let address = world.model.machine(self.machine).map_or("", |it| it.address.as_str());
        format!("`{address}` is replaced")
    }
}
