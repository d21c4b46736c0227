//! A copy that is mended or made anew: by itself, by a part, or by people; and machines that their
//! pool replaces. A repair has needs like any journey and waits until they are met.

use outlast_model::{
    Actor, CopyRef, Detect, EffectKind, Kind, MachineId, Part, PartId, Range, Role, Seat, Sight,
    Store, StoreId, WayBack, Worth,
};

use super::lacks::lacks;
use super::resolve::is_told_better;
use super::start::{form, waits_for_group};
use super::{
    Behaviour, Ending, Timing, acting, can_change, ending_of, is_allowed, needs_are_met, spread,
};
use crate::content::{Filling, starts_empty};
use crate::doubt::Doubt;
use crate::event::Event;
use crate::ids::RuleId;
use crate::outcome::Phase;
use crate::roads::Spot;
use crate::rows::cluster::CopyRole;
use crate::rows::content::Content;
use crate::rows::machine::Machine;
use crate::rows::process::Process;
use crate::state::{View, count};
use crate::stuck::{Deed, Lack, Stuck};
use crate::way_back::actors;
use crate::world::World;

/// What strikes a part as a whole, the worst last.
const AS_A_WHOLE: [EffectKind; 5] =
    [EffectKind::Fill, EffectKind::Deny, EffectKind::Slow, EffectKind::Cut, EffectKind::Stop];

/// Who brings a copy back, and where, when not where it was.
#[derive(Debug, Clone, Copy)]
struct Act {
    actor: CopyRef,
    to: Option<Seat>,
}

struct Repair {
    copy: CopyRef,
    /// Which of the ways back of the part, from 0.
    index: u32,
    way: WayBack,
}

/// One rule for each copy of a part that has a repair; what has no copy, as a line, is mended as one
/// thing.
pub(super) fn rules(id: PartId, part: &Part, into: &mut Vec<Box<dyn Behaviour>>) {
    for (index, way) in (0..).zip(&part.repairs) {
        for copy in 0..count(part.copies.len()).max(1) {
            let copy = CopyRef { part: id, copy };
            into.push(Box::new(Repair { copy, index, way: way.clone() }));
        }
    }
}

impl Repair {
    /// What is wrong with the copy, in the words that a way back notices; the process comes before
    /// what it holds.
    fn trouble(&self, world: &World<'_>, state: &dyn View) -> Option<EffectKind> {
        if self.is_off(world, state) {
            return Some(EffectKind::Stop);
        }
        let seated = world.model.seat(self.copy).is_some();
        match seated.then(|| world.process(state, self.copy)) {
            Some(Process::Waits) if waits_for_group(world, state, self.copy) => {
                return Some(EffectKind::Stop);
            }
            None | Some(Process::Runs | Process::Waits | Process::Starts) => {}
            Some(Process::Hung) => return Some(EffectKind::Freeze),
            Some(Process::Misled) => return Some(EffectKind::Set),
            Some(Process::Dead | Process::Missing) => return Some(EffectKind::Stop),
        }
        // Whoever sees what users see restarts what calls where nobody is any more.
        let sees_it = || world.value(self.way.sight()).is_some_and(Sight::is_deep);
        if seated && sees_it() && is_told_better(world, state, self.copy) {
            return Some(EffectKind::Set);
        }
        if let Some(trouble) = self.spoilt(world, state).filter(|_| seated) {
            return Some(trouble);
        }
        AS_A_WHOLE
            .into_iter()
            .find(|kind| self.is_expected(world, *kind) && self.is_struck(world, state, *kind))
    }

    fn is_struck(&self, world: &World<'_>, state: &dyn View, kind: EffectKind) -> bool {
        let part = self.copy.part;
        let is_full = kind == EffectKind::Fill && world.is_full(state, part);
        is_full || world.is_struck(state, part, kind)
    }

    /// A part that was struck as a whole comes back when that ends, unless a way back says that it
    /// ends it: room is made, a licence is renewed, a line is laid again.
    fn is_expected(&self, world: &World<'_>, kind: EffectKind) -> bool {
        match kind {
            EffectKind::Fill | EffectKind::Deny => true,
            EffectKind::Stop => {
                // What a provider runs is back when the provider has it back.
                let part = world.model.part(self.copy.part);
                let rented = part.role.is_software() && part.group.is_some();
                let renews = self.way.notices.contains(&EffectKind::Deny);
                self.is_line(world) || (renews && !rented)
            }
            EffectKind::Cut | EffectKind::Slow => self.is_line(world),
            EffectKind::Freeze | EffectKind::Erase | EffectKind::Corrupt | EffectKind::Set => false,
        }
    }

    fn is_line(&self, world: &World<'_>) -> bool {
        world.model.part(self.copy.part).role == Role::Link
    }

    /// Whether there is nothing to mend it on: its machine or its place is off.
    fn is_off(&self, world: &World<'_>, state: &dyn View) -> bool {
        let seated = world.model.seat(self.copy).is_some();
        seated && !world.seat_is_up(state, self.copy)
    }

    /// Whether there is something that this way notices and is there to mend.
    fn is_called_for(&self, world: &World<'_>, state: &dyn View) -> bool {
        let Some(trouble) = self.trouble(world, state) else { return false };
        let undoes = |change| world.is_misled_by(state, self.copy, change);
        sees(&self.way, trouble, self.is_off(world, state))
            && !world.is_held_away(state, self.copy)
            && (self.is_by_people(world) || !self.waits_for_people(world, state))
            && self.way.undoes.is_none_or(undoes)
    }

    /// Whether it is up to its group, or to people, that the copy comes up: nobody else starts it.
    fn waits_for_people(&self, world: &World<'_>, state: &dyn View) -> bool {
        let seated = world.model.seat(self.copy).is_some();
        seated
            && world.process(state, self.copy) == Process::Waits
            && waits_for_group(world, state, self.copy)
    }

    fn is_by_people(&self, world: &World<'_>) -> bool {
        let is_people = |it: &CopyRef| matches!(world.model.part(it.part).kind, Kind::People(_));
        actors(world.model, &self.way, self.copy.part).iter().any(is_people)
    }

    /// Those who can act now, as far as what they act on is left out.
    fn able(&self, world: &World<'_>, state: &dyn View) -> impl Iterator<Item = CopyRef> {
        let all = actors(world.model, &self.way, self.copy.part).into_iter();
        all.filter(|actor| {
            world.runs(state, *actor) && needs_are_met(world, state, &self.way, *actor)
        })
    }

    /// Where it is brought back, and who does it: elsewhere when it cannot be where it was, and that
    /// is stated; else where it was.
    fn act(&self, world: &World<'_>, state: &dyn View) -> Option<Act> {
        if self.is_off(world, state)
            && let Some(act) = self.act_elsewhere(world, state)
        {
            return Some(act);
        }
        let here = is_allowed(world, state, &self.way, self.copy)
            && world.has_ground(state, self.copy)
            && !(self.fills() && world.filling(state, self.copy) == Filling::Waits);
        let actor = self.actor(world, state).filter(|_| here)?;
        Some(Act { actor, to: None })
    }

    /// The first place that can be used to bring it back, and who does it.
    fn act_elsewhere(&self, world: &World<'_>, state: &dyn View) -> Option<Act> {
        if self.way.to.is_empty() || world.value(&self.way.room) != Some(true) {
            return None;
        }
        self.able(world, state).find_map(|actor| {
            let free = |seat: &&Seat| self.may_go(world, state, actor, **seat);
            self.way.to.iter().find(free).map(|to| Act { actor, to: Some(*to) })
        })
    }

    /// Whether somebody can bring it back there: a machine that runs and that he reaches, or a place
    /// whose control plane makes one for him; with what it held at hand there.
    fn may_go(&self, world: &World<'_>, state: &dyn View, actor: CopyRef, to: Seat) -> bool {
        let (spot, own) = (world.roads.spot(world.model, to), world.spot(state, actor));
        let allowed =
            self.way.within.is_none_or(|within| world.model.is_within(spot.place, within));
        let is_there = match to {
            Seat::Machine(machine) => {
                world.machine(state, machine) == Machine::Up && world.reaches(state, own, spot)
            }
            Seat::Place(place) => can_change(world, state, Some(place), own),
        };
        allowed
            && is_there
            && !world.is_dark(state, spot.place)
            && world.filling_at(state, self.copy, spot) != Filling::Waits
    }

    /// How long callers go on calling where it was: by the answers of names that they keep.
    fn told(&self, world: &World<'_>) -> Range {
        let names = world.parts.iter().map(|id| world.model.part(*id)).filter_map(|part| {
            let Kind::Router(router) = &part.kind else { return None };
            let leads = router.members.iter().any(|member| member.copy == self.copy);
            (leads && part.is_name()).then_some(router)
        });
        let kept = names.map(|router| world.range(&router.remembers));
        let longest = kept.map(|kept| kept.hi).max().unwrap_or(0);
        Range { lo: 0, hi: longest }
    }

    /// It is on its way: what it held is not there, and it begins as soon as that is.
    fn go(&self, world: &World<'_>, state: &mut dyn View, to: Seat) {
        world.leave_behind(state, self.copy);
        world.set_process(state, self.copy, Process::Missing);
        if let Some(moves) = world.moves(self.copy) {
            moves.go(state, to);
        }
    }

    /// What somebody knows to be wrong with what the copy holds.
    fn spoilt(&self, world: &World<'_>, state: &dyn View) -> Option<EffectKind> {
        // What is made again is nobody's to restore.
        let restored =
            |(_, store): &(StoreId, &Store)| !matches!(store.worth, Worth::Rebuilt { .. });
        world.stores_of(self.copy.part).filter(restored).find_map(|(id, store)| {
            match world.content(state, id, self.copy.copy) {
                Content::Gone if !starts_empty(store) && !world.is_unnoticed(state, id) => {
                    Some(EffectKind::Erase)
                }
                Content::Found => Some(EffectKind::Corrupt),
                Content::Gone | Content::Whole | Content::Wrong => None,
            }
        })
    }

    /// Ends whatever strikes the part as a whole.
    fn end_all(&self, world: &World<'_>, state: &mut dyn View) {
        AS_A_WHOLE.into_iter().for_each(|kind| world.end_effects(state, self.copy.part, kind));
        world.make_room(state, self.copy.part);
    }

    /// Whether the way back fills what is empty: a service manager restarts a process and no more.
    fn fills(&self) -> bool {
        !matches!(self.way.by, Actor::Itself) || self.way.notices.contains(&EffectKind::Erase)
    }

    /// The first who can act now.
    fn actor(&self, world: &World<'_>, state: &dyn View) -> Option<CopyRef> {
        if matches!(self.way.by, Actor::Unstated) {
            world.doubt(Doubt::RepairBy(self.copy));
        }
        if matches!(self.way.by, Actor::Itself) {
            // A service manager lives on the machine: it cannot make that anew.
            let lives = !self.is_off(world, state);
            return (lives && needs_are_met(world, state, &self.way, self.copy))
                .then_some(self.copy);
        }
        self.able(world, state).find(|actor| self.can_reach_machine(world, state, *actor))
    }

    /// Whether somebody could start or make the machine, where it is off: the control plane does.
    fn can_reach_machine(&self, world: &World<'_>, state: &dyn View, actor: CopyRef) -> bool {
        let place = world.own_place(state, self.copy);
        !self.is_off(world, state) || can_change(world, state, place, world.spot(state, actor))
    }
}

/// Whether a way back notices what is wrong: silence is the same whether it was cut off or stopped.
fn sees(way: &WayBack, trouble: EffectKind, off: bool) -> bool {
    way.notices.contains(&trouble) || (off && way.notices.contains(&EffectKind::Cut))
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
    fn phase(&self) -> Phase {
        Phase::Repaired
    }

    fn ends_known_state(&self) -> bool {
        true
    }

    fn id(&self) -> RuleId {
        RuleId::Repair { copy: self.copy, way: self.index }
    }

    fn is_enabled(&self, world: &World<'_>, state: &dyn View) -> bool {
        self.is_called_for(world, state) && self.act(world, state).is_some()
    }

    fn timing(&self, world: &World<'_>, state: &dyn View) -> Timing {
        if world.moves(self.copy).is_some_and(|moves| moves.arrives(state)) {
            return Timing::After(Range::ZERO);
        }
        let act = self.act(world, state).unwrap_or(Act { actor: self.copy, to: None });
        let (filling, told) = match act.to {
            Some(to) => {
                let spot = world.roads.spot(world.model, to);
                (world.filling_at(state, self.copy, spot), self.told(world))
            }
            None => (world.filling(state, self.copy), Range::ZERO),
        };
        let filling = match filling {
            Filling::From(takes) if self.fills() => takes,
            Filling::From(_) | Filling::Whole | Filling::Waits | Filling::Empty => Range::ZERO,
        };
        let acts = noticing(world, &self.way.detect).plus(acting(world, &self.way, act.actor));
        Timing::After(acts.plus(filling).plus(told))
    }

    fn apply(&self, world: &World<'_>, state: &mut dyn View) {
        if let Some(to) = self.act(world, state).and_then(|act| act.to) {
            return self.go(world, state, to);
        }
        if let Some(moves) = world.moves(self.copy) {
            moves.arrive(state);
        }
        let trouble = self.trouble(world, state);
        if let Some(Seat::Machine(machine)) = world.seat(state, self.copy)
            && world.machine(state, machine) != Machine::Up
        {
            world.set_machine(state, machine, Machine::Up);
            // What else runs there starts with the machine.
            let others = world.on(state, machine).into_iter().filter(|copy| *copy != self.copy);
            others.for_each(|copy| super::boot_again(world, state, copy));
        }
        match trouble {
            Some(EffectKind::Fill | EffectKind::Deny | EffectKind::Cut | EffectKind::Slow) => {
                self.end_all(world, state);
            }
            Some(EffectKind::Stop) if self.is_line(world) => self.end_all(world, state),
            Some(EffectKind::Erase | EffectKind::Corrupt) => {
                world.restore(state, self.copy);
                // Meanwhile another may have taken over.
                rejoin(world, state, self.copy);
            }
            _ => {
                if self.fills() {
                    world.restore(state, self.copy);
                }
                if self.is_by_people(world) {
                    form(world, state, self.copy);
                } else {
                    super::begin(world, state, self.copy);
                }
                rejoin(world, state, self.copy);
                if self.is_expected(world, EffectKind::Stop) {
                    world.end_effects(state, self.copy.part, EffectKind::Stop);
                }
            }
        }
    }

    fn event(&self, world: &World<'_>, state: &dyn View) -> Event {
        let on_its_way = world.moves(self.copy).filter(|moves| moves.arrives(state));
        match on_its_way.and_then(|moves| moves.elsewhere(state)) {
            Some(to) => Event::ComesBack { copy: self.copy, to },
            None => Event::Repaired(self.copy),
        }
    }

    fn stuck(&self, world: &World<'_>, state: &dyn View) -> Option<Stuck> {
        let by_itself = matches!(self.way.by, Actor::Itself);
        if by_itself || !self.is_called_for(world, state) || self.act(world, state).is_some() {
            return None;
        }
        let actor = actors(world.model, &self.way, self.copy.part).into_iter().next()?;
        let place = world.own_place(state, self.copy);
        let dark = place.filter(|place| world.is_dark(state, *place)).map(Lack::Ground);
        let plane = place.filter(|_| self.is_off(world, state) && dark.is_none());
        let lacks = lacks(world, state, &self.way, actor, plane);
        let lacks = lacks.or(dark).unwrap_or(Lack::Filling);
        Some(Stuck { actor, deed: Deed::Mends(self.copy), lacks })
    }

    fn ending(&self, world: &World<'_>) -> Ending {
        let actor = actors(world.model, &self.way, self.copy.part).into_iter().next();
        actor.map_or(Ending::Own, |actor| ending_of(world, actor))
    }
}

/// A repaired copy of a database follows when another accepts writes.
fn rejoin(world: &World<'_>, state: &mut dyn View, copy: CopyRef) {
    let Some(row) = world.cluster(copy.part) else { return };
    let others =
        world.model.copies(copy.part).map(|(other, _)| other).filter(|other| *other != copy);
    let taken = others.into_iter().any(|other| row.role(state, other.copy) == CopyRole::Accepts);
    if taken {
        row.set_role(state, copy.copy, CopyRole::Follows);
    }
}

struct Replace {
    machine: MachineId,
    way: WayBack,
}

/// One rule for each machine that its pool replaces.
pub(super) fn replacements(world: &World<'_>, into: &mut Vec<Box<dyn Behaviour>>) {
    for machine in world.machines() {
        if let Some(way) = world.model.machine(machine).replaced.clone() {
            into.push(Box::new(Replace { machine, way }));
        }
    }
}

impl Replace {
    fn spot(&self, world: &World<'_>) -> Spot {
        world.roads.spot(world.model, Seat::Machine(self.machine))
    }

    fn needs_met(&self, world: &World<'_>, state: &dyn View) -> bool {
        let from = Some(self.spot(world));
        let needs = self.way.needs.iter().filter(|need| !need.soft);
        needs.into_iter().all(|need| super::is_met(world, state, &need.of, from))
    }
}

impl Behaviour for Replace {
    fn phase(&self) -> Phase {
        Phase::Repaired
    }

    fn ends_known_state(&self) -> bool {
        true
    }

    fn id(&self) -> RuleId {
        RuleId::Replace(self.machine)
    }

    fn is_enabled(&self, world: &World<'_>, state: &dyn View) -> bool {
        let spot = self.spot(world);
        // The pool's own controller stands beside the control plane.
        let from = world.roads.spot_in(spot.place);
        world.machine(state, self.machine) == Machine::Gone
            && !world.is_dark(state, spot.place)
            && can_change(world, state, Some(spot.place), Some(from))
            && self.needs_met(world, state)
    }

    fn timing(&self, world: &World<'_>, _: &dyn View) -> Timing {
        Timing::After(noticing(world, &self.way.detect).plus(world.range(&self.way.takes)))
    }

    fn apply(&self, world: &World<'_>, state: &mut dyn View) {
        world.set_machine(state, self.machine, Machine::Up);
        for copy in world.on(state, self.machine) {
            let by_hand = world.model.part(copy.part).irreparable;
            if by_hand {
                world.set_process(state, copy, Process::Missing);
            } else {
                super::boot(world, state, copy);
            }
        }
    }

    fn event(&self, _: &World<'_>, _: &dyn View) -> Event {
        Event::Replaced(self.machine)
    }
}
