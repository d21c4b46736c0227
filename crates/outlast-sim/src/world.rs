//! The state of a slice, and what can be read from it without any date.
//!
//! A state is a row of small numbers: which machines are up, which processes run, who is in
//! rotation, who believes what, which effects are in force. Conditions, reach and the served share
//! are derived from it every time, never stored.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use outlast_model::{
    AssumptionId, Condition, CopyRef, Effect, FOREVER, Fact, Fault, Journey, Kind, Lasting,
    MachineId, Model, Part, PartId, PlaceId, Range, Rotation, Router, Seat, StoreId,
};

use crate::doubt::{Caller, Doubt};
use crate::retries::retried;
use crate::slice::Slice;
use crate::state::{State, Var, View};
use crate::way_back::{actors, has_lease};
use crate::wholeness::WHOLE;

/// The variables of something that is in the slice for certain: to ask for what is not is a bug.
pub(crate) fn laid_out<K: Ord, V: Copy>(rows: &BTreeMap<K, V>, key: &K) -> V {
    rows[key]
}

/// A machine that is up.
pub(crate) const UP: u8 = 0;
/// A machine that is off and whose contents are intact.
pub(crate) const OFF: u8 = 1;
/// A machine that must be made anew.
pub(crate) const GONE: u8 = 2;
/// A process that runs.
pub(crate) const RUNS: u8 = 0;
/// A process that died: its kernel refuses.
pub(crate) const DEAD: u8 = 1;
/// A process that hangs.
pub(crate) const HUNG: u8 = 2;
/// A process whose software is no longer there.
pub(crate) const MISSING: u8 = 3;
/// A process with a wrong configuration: it answers with errors.
pub(crate) const MISLED: u8 = 4;
/// A process that waits for what it needs at its start.
pub(crate) const WAITS: u8 = 5;
/// A copy of a database that follows.
pub(crate) const FOLLOWS: u8 = 0;
/// A copy of a database that accepts writes.
pub(crate) const ACCEPTS: u8 = 1;
/// A former primary that gave up.
pub(crate) const GAVE_UP: u8 = 2;

/// Where the variables of one part stand.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    /// One per copy: what its process does.
    pub(crate) process: Var,
    /// Routers: per copy of the router and member, whether it is in rotation. Elected: per member,
    /// whether it claims the address. Databases: per copy, its role.
    pub(crate) members: Var,
    /// Routers: per member, whether callers still go there, and after them whether they know any
    /// answer at all.
    pub(crate) callers: Var,
    /// Moved routers: per copy of a controller and member, whether it believes it dead. Elected:
    /// per member, whether it resigned. Databases: per copy of a controller, whether it believes
    /// the primary dead; with a lease, one: the number of its holder plus 1, 0 when it is free.
    pub(crate) beliefs: Var,
    /// Per need: whether what the part remembers of it has run out.
    pub(crate) memory: Var,
    /// Databases: per copy, whether acknowledged writes have passed it by; after them per copy,
    /// whether writes are no longer held up for it; last, which copy became the primary last.
    pub(crate) stale: Var,
}

/// What was looked at while unfolding: which assumptions, which open behaviours.
#[derive(Debug, Default, Clone)]
pub(crate) struct Consulted {
    pub(crate) assumptions: BTreeSet<AssumptionId>,
    pub(crate) doubts: BTreeSet<Doubt>,
    pub(crate) choices: BTreeSet<String>,
}

/// A slice under one fault.
pub(crate) struct World<'a> {
    pub(crate) model: &'a Model,
    pub(crate) journey: &'a Journey,
    /// Who is on the journey.
    pub(crate) caller: Caller,
    pub(crate) effects: Vec<Lasting>,
    /// The effects on places and managed parts, by number: what they do holds as long as they are
    /// in force. The others act once, on a machine or a process.
    standing: Vec<u32>,
    /// Which behaviour is taken where the model leaves it open; the first one unless named.
    pub(crate) choices: BTreeMap<String, usize>,
    pub(crate) ledger: RefCell<Consulted>,
    pub(crate) parts: Vec<PartId>,
    rows: BTreeMap<PartId, Row>,
    machines: BTreeMap<MachineId, Var>,
    seated: BTreeMap<MachineId, Vec<CopyRef>>,
    /// What each copy of each store of the slice holds.
    pub(crate) contents: BTreeMap<StoreId, Var>,
    /// The stores that each part of the slice serves.
    pub(crate) served: BTreeMap<PartId, Vec<StoreId>>,
    /// Where those stand who write to each part that holds a store.
    writers: BTreeMap<PartId, Vec<Option<PlaceId>>>,
    /// The store that is judged, if one is.
    pub(crate) judged: Option<StoreId>,
    force: Var,
    /// Whether the second fault has struck.
    second: Var,
    /// The effects of a known state, of the fault, and of a second fault, each up to this number.
    stages: [u32; 3],
    /// Before any fault and any known state.
    pub(crate) initial: State,
    /// How many copies of each part answer without any fault.
    pub(crate) healthy: BTreeMap<PartId, usize>,
    /// The parts that somebody calls again when a request fails, and how often at most; nothing
    /// where no rate is stated.
    pub(crate) retried: BTreeMap<PartId, u32>,
}

impl<'a> World<'a> {
    /// The world of a journey before a fault, and before a second one.
    pub(crate) fn new(
        model: &'a Model,
        (journey, caller): (&'a Journey, Caller),
        slice: &Slice,
        (fault, second): (Option<&Fault>, Option<&Fault>),
        choices: BTreeMap<String, usize>,
    ) -> Self {
        let (effects, stages) = staged(model, fault, second);
        let mut world = Self {
            model,
            journey,
            standing: standing(&effects),
            effects,
            stages,
            caller,
            judged: caller.store(),
            second: Var::default(),
            contents: BTreeMap::new(),
            served: BTreeMap::new(),
            writers: BTreeMap::new(),
            choices,
            ledger: RefCell::default(),
            parts: slice.parts.iter().copied().collect(),
            rows: BTreeMap::new(),
            machines: BTreeMap::new(),
            seated: BTreeMap::new(),
            force: Var::default(),
            initial: State::default(),
            healthy: BTreeMap::new(),
            retried: BTreeMap::new(),
        };
        if journey.rate.is_some() {
            world.retried = retried(model, &world.parts, &journey.name);
        }
        world.lay_out(slice);
        world.count_healthy();
        world
    }

    /// Whether a known state comes before the fault.
    pub(crate) fn has_known_state(&self) -> bool {
        self.stages[0] > 0
    }

    /// Brings the known state about.
    pub(crate) fn enter_known_state(&self, state: &mut dyn View) {
        self.strike(state, 0..self.stages[0]);
    }

    /// Applies what the fault does at once.
    pub(crate) fn strike_first(&self, state: &mut dyn View) {
        self.strike(state, self.stages[0]..self.stages[1]);
    }

    /// Whether a second fault is still to come.
    pub(crate) fn awaits_second(&self, state: &dyn View) -> bool {
        self.stages[1] < self.stages[2] && !state.is(self.second)
    }

    /// Whether an effect is one of a known state (0), of the fault (1) or of a second one (2).
    pub(crate) fn stage_of(&self, at: u32) -> usize {
        self.stages.iter().filter(|end| **end <= at).count()
    }

    /// Applies what the second fault does at once.
    pub(crate) fn strike_second(&self, state: &mut dyn View) {
        state.set(self.second, 1);
        self.strike(state, self.stages[1]..self.stages[2]);
    }

    fn lay_out(&mut self, slice: &Slice) {
        let mut state = State::default();
        self.force = state.allot(self.effects.len(), 0);
        self.second = state.allot(1, 0);
        for machine in &slice.machines {
            let runs = self.model.machine(*machine).running;
            self.machines.insert(*machine, state.allot(1, if runs { UP } else { OFF }));
        }
        for (copy, seat) in slice.parts.iter().flat_map(|part| self.model.copies(*part)) {
            if let Seat::Machine(machine) = seat {
                self.seated.entry(machine).or_default().push(copy);
            }
        }
        for id in &slice.parts {
            let part = self.model.part(*id);
            let row = self.row_of(*id, part, &mut state);
            self.rows.insert(*id, row);
        }
        for id in &slice.stores {
            let store = self.model.store(*id);
            self.contents.insert(*id, state.allot(store.slots() as usize, WHOLE));
            self.served.entry(store.part).or_default().push(*id);
            let from = self.places_of(&store.writers);
            let known = self.writers.entry(store.part).or_default();
            known.extend(from);
            known.sort_unstable();
            known.dedup();
        }
        self.initial = state;
    }

    /// The variables of a part, as they are before any fault.
    fn row_of(&self, id: PartId, part: &Part, state: &mut State) -> Row {
        let memory = state.allot(part.needs.len(), 0);
        let is_database = matches!(part.kind, Kind::Database(_));
        let stale = state.allot(if is_database { 2 * part.copies.len() + 1 } else { 0 }, 0);
        let watchers = self.controllers(id).len().max(1);
        let process = state.allot(part.copies.len(), RUNS);
        let (members, callers, beliefs) = match &part.kind {
            Kind::Router(router) => {
                let (copies, members) = (part.copies.len().max(1), router.members.len());
                let rotation = state.allot(copies * members, 0);
                let callers = state.allot(members + 1, 0);
                send_to(router, count(copies), (rotation, callers), state);
                (rotation, callers, state.allot(members * watchers, 0))
            }
            Kind::Database(_) => {
                let roles = state.allot(part.copies.len(), FOLLOWS);
                state.set(roles, ACCEPTS);
                let beliefs = state.allot(watchers, 0);
                if has_lease(self.model, id) {
                    // The lease is held by copy 0.
                    state.set(beliefs, 1);
                }
                (roles, Var::default(), beliefs)
            }
            Kind::Server | Kind::People(_) => (Var::default(), Var::default(), Var::default()),
        };
        Row { process, members, callers, beliefs, memory, stale }
    }

    /// The places of these parts; outside of every place when nobody is known to write.
    fn places_of(&self, writers: &[PartId]) -> Vec<Option<PlaceId>> {
        let copies = writers.iter().flat_map(|part| self.model.copies(*part));
        let mut places: Vec<Option<PlaceId>> =
            copies.map(|(_, seat)| Some(self.model.place_of(seat))).collect();
        if places.is_empty() {
            places.push(None);
        }
        places
    }

    /// Where those stand who write to a part.
    pub(crate) fn writers(&self, part: PartId) -> &[Option<PlaceId>] {
        self.writers.get(&part).map_or(&[None], Vec::as_slice)
    }

    fn count_healthy(&mut self) {
        for part in &self.parts {
            let copies = self.model.copies(*part);
            let answer = |copy| {
                self.condition(&self.initial, copy, self.own_place(copy)) == Condition::Answers
            };
            let count = copies.filter(|(copy, _)| answer(*copy)).count();
            self.healthy.insert(*part, count);
        }
    }

    /// The copies of the parts that carry out a failover of this part, in order.
    pub(crate) fn controllers(&self, part: PartId) -> Vec<CopyRef> {
        let way = match &self.model.part(part).kind {
            Kind::Router(router) => match &router.rotation {
                Rotation::Moved(way) => Some(&**way),
                Rotation::Fixed | Rotation::Checked(_) | Rotation::Elected { .. } => None,
            },
            Kind::Database(database) => database.failover.as_ref(),
            Kind::Server | Kind::People(_) => None,
        };
        way.map_or_else(Vec::new, |way| actors(self.model, way, part))
    }

    /// Whether a store is in the slice.
    pub(crate) fn holds(&self, store: StoreId) -> bool {
        self.contents.contains_key(&store)
    }

    /// The copies of the slice that run on a machine.
    pub(crate) fn on(&self, machine: MachineId) -> Vec<CopyRef> {
        self.seated.get(&machine).cloned().unwrap_or_default()
    }

    /// The variables of a part that is in the slice for certain.
    fn row_at(&self, part: PartId) -> Row {
        laid_out(&self.rows, &part)
    }

    /// The variables of a part of the slice.
    pub(crate) fn row(&self, part: PartId) -> Option<Row> {
        self.rows.get(&part).copied()
    }

    /// The machines of the slice.
    pub(crate) fn machines(&self) -> impl Iterator<Item = MachineId> {
        self.machines.keys().copied()
    }

    /// What a machine does that an effect strikes; nothing when it lies outside of the slice, for a
    /// fault strikes more than one journey needs.
    pub(crate) fn struck_machine(&self, state: &dyn View, machine: MachineId) -> Option<u8> {
        self.machines.get(&machine).map(|var| state.get(*var))
    }

    /// What a machine of the slice does.
    pub(crate) fn machine(&self, state: &dyn View, machine: MachineId) -> u8 {
        state.get(laid_out(&self.machines, &machine))
    }

    pub(crate) fn set_machine(&self, state: &mut dyn View, machine: MachineId, value: u8) {
        if let Some(var) = self.machines.get(&machine) {
            state.set(*var, value);
        }
    }

    pub(crate) fn process(&self, state: &dyn View, copy: CopyRef) -> u8 {
        state.get(self.row_at(copy.part).process.plus(copy.copy))
    }

    pub(crate) fn set_process(&self, state: &mut dyn View, copy: CopyRef, value: u8) {
        if let Some(row) = self.row(copy.part) {
            state.set(row.process.plus(copy.copy), value);
        }
    }

    /// Whether effect number `at` is in force.
    pub(crate) fn in_force(&self, state: &dyn View, at: u32) -> bool {
        state.is(self.force.plus(at))
    }

    pub(crate) fn begin_effect(&self, state: &mut dyn View, at: u32) {
        state.set(self.force.plus(at), 1);
    }

    pub(crate) fn end_effect(&self, state: &mut dyn View, at: u32) {
        state.set(self.force.plus(at), 0);
    }

    /// The standing effects of this kind that are in force. What an effect is comes before whether it
    /// is in force: nobody looks at the state of effects that cannot matter to him.
    pub(crate) fn forced<'s>(
        &'s self,
        state: &'s dyn View,
        matters: impl Fn(Effect) -> bool + 's,
    ) -> impl Iterator<Item = Effect> + 's {
        let effects =
            self.standing.iter().filter_map(|at| Some((*at, self.effects.get(*at as usize)?)));
        effects
            .filter(move |(_, it)| matters(it.effect))
            .filter(|(at, _)| self.in_force(state, *at))
            .map(|(_, it)| it.effect)
    }

    /// Whether any standing effect of this kind is in force.
    pub(crate) fn any_forced(&self, state: &dyn View, matters: impl Fn(Effect) -> bool) -> bool {
        self.forced(state, matters).next().is_some()
    }

    /// The place that a copy stands in.
    pub(crate) fn own_place(&self, copy: CopyRef) -> Option<PlaceId> {
        self.model.seat(copy).map(|seat| self.model.place_of(seat))
    }

    /// What somebody at `from` meets at a copy.
    pub(crate) fn condition(
        &self,
        state: &dyn View,
        copy: CopyRef,
        from: Option<PlaceId>,
    ) -> Condition {
        if self.is_stopped(state, copy.part) || self.is_cut(state, copy.part) {
            return Condition::Silent;
        }
        // What stands nowhere (a line, people without a place) can only be struck itself.
        let Some(seat) = self.model.seat(copy) else { return Condition::Answers };
        let place = self.model.place_of(seat);
        if self.is_dark(state, place) || !self.reaches(state, from, place) {
            return Condition::Silent;
        }
        if let Seat::Machine(machine) = seat
            && self.machine(state, machine) != UP
        {
            return Condition::Silent;
        }
        match self.process(state, copy) {
            RUNS if self.is_spoilt(state, copy) => Condition::Wrong,
            RUNS => Condition::Answers,
            HUNG => Condition::Hung,
            MISLED => Condition::Wrong,
            _ => Condition::Refuses,
        }
    }

    /// Whether the machine or the managed place of a copy is there and has power.
    pub(crate) fn seat_is_up(&self, state: &dyn View, copy: CopyRef) -> bool {
        let dark = self.own_place(copy).is_some_and(|place| self.is_dark(state, place));
        let machine = match self.model.seat(copy) {
            Some(Seat::Machine(machine)) => self.machine(state, machine) == UP,
            _ => true,
        };
        machine && !dark
    }

    /// Whether a copy runs, seen from where it stands.
    pub(crate) fn runs(&self, state: &dyn View, copy: CopyRef) -> bool {
        self.condition(state, copy, self.own_place(copy)) == Condition::Answers
    }

    /// Whether the place of a copy has power and its machine could be repaired there.
    pub(crate) fn has_ground(&self, state: &dyn View, copy: CopyRef) -> bool {
        self.own_place(copy).is_some_and(|place| !self.is_dark(state, place))
    }

    /// The value of a fact, written into the ledger when it is assumed.
    pub(crate) fn value<T: Copy>(&self, fact: &Fact<T>) -> Option<T> {
        if let Some(assumption) = fact.assumption() {
            self.ledger.borrow_mut().assumptions.insert(assumption);
        }
        fact.value().copied()
    }

    /// The range of a fact; anything at all when it is unknown.
    pub(crate) fn range(&self, fact: &Fact<Range>) -> Range {
        self.value(fact).unwrap_or(Range::UNKNOWN)
    }

    /// A behaviour that the model leaves open: each is followed. Gives the number of the one taken.
    pub(crate) fn choice(&self, name: String) -> usize {
        let taken = self.choices.get(&name).copied().unwrap_or(0);
        self.ledger.borrow_mut().choices.insert(name);
        taken
    }

    /// Something that nobody said and that would have to be known.
    pub(crate) fn doubt(&self, doubt: Doubt) {
        self.ledger.borrow_mut().doubts.insert(doubt);
    }
}

/// Which members of a router are in rotation before any fault, and known to callers.
fn send_to(router: &Router, copies: u32, (rotation, callers): (Var, Var), state: &mut State) {
    let members = count(router.members.len());
    let first_only = matches!(router.rotation, Rotation::Elected { .. });
    for (at, member) in (0..).zip(&router.members) {
        let active = u8::from(if first_only { at == 0 } else { member.active });
        for copy in 0..copies {
            state.set(rotation.plus(copy * members + at), active);
        }
        state.set(callers.plus(at), active);
    }
    state.set(callers.plus(members), 1);
}

/// A length as a number of variables.
pub(crate) fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// The effects that hold as long as they are in force, by number.
fn standing(effects: &[Lasting]) -> Vec<u32> {
    (0..).zip(effects).filter(|(_, it)| it.effect.stands()).map(|(at, _)| at).collect()
}

/// The effects of the known state that a fault strikes in, of the fault and of a second one, and
/// where each ends.
fn staged(
    model: &Model,
    fault: Option<&Fault>,
    second: Option<&Fault>,
) -> (Vec<Lasting>, [u32; 3]) {
    let during = fault.and_then(|fault| model.during.get(fault.during?));
    let mut effects: Vec<Lasting> = Vec::new();
    if let Some(during) = during {
        // The fault strikes at any moment of it, so that it ends at any moment up to its length.
        let longest = during.lasts.value().map_or(FOREVER, |range| range.hi);
        let lasts = Range { lo: 0, hi: longest };
        effects.extend(during.without.iter().map(|it| Effect::Stop(*it).lasting(lasts)));
    }
    let first = count(effects.len());
    effects.extend(fault.into_iter().flat_map(|fault| fault.effects.clone()));
    let then = count(effects.len());
    effects.extend(second.into_iter().flat_map(|fault| fault.effects.clone()));
    let stages = [first, then, count(effects.len())];
    (effects, stages)
}
