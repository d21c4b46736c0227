//! The state of a slice, and what can be read from it without any date.
//!
//! A state is a row of small numbers: which machines are up, which processes run, who is in
//! rotation, who believes what, which effects are in force. Conditions, reach and the served share
//! are derived from it every time, never stored.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use outlast_model::{
    AssumptionId, Condition, CopyRef, Effect, FOREVER, Fact, Fault, Journey, Lasting, MachineId,
    Misled, Model, PartId, PlaceId, Range, Seat, Stopped, StoreId,
};

use crate::asked::{Asked, Load, asked};
use crate::doubt::{Caller, Doubt};
use crate::ids::Choice;
use crate::retries::{is_tried, retried};
use crate::roads::{Roads, Spot};
use crate::rows::cluster::Cluster;
use crate::rows::content::Contents;
use crate::rows::election::Claims;
use crate::rows::machine::Machine;
use crate::rows::moves::{Moves, seats_elsewhere};
use crate::rows::process::Process;
use crate::rows::resolved::{Answered, Resolved};
use crate::rows::rotation::InRotation;
use crate::rows::{Pointer, Row};
use crate::slice::Slice;
use crate::state::{State, Var, Vars, View, count};
use crate::way_back::copies_or_one;

/// The variables of something that is in the slice for certain: to ask for what is not is a bug.
pub(crate) fn laid_out<K: Ord, V: Copy>(rows: &BTreeMap<K, V>, key: &K) -> V {
    rows[key]
}

/// What was looked at while unfolding: which assumptions, which open behaviours.
#[derive(Debug, Default, Clone)]
pub(crate) struct Consulted {
    pub(crate) assumptions: BTreeSet<AssumptionId>,
    pub(crate) doubts: BTreeSet<Doubt>,
    pub(crate) choices: BTreeSet<Choice>,
}

/// What strikes a slice.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Faults<'f> {
    /// The fault; nothing strikes when there is none.
    pub(crate) first: Option<&'f Fault>,
    /// Another one, at any moment from the first one on.
    pub(crate) second: Option<&'f Fault>,
}

impl<'f> Faults<'f> {
    /// Nothing strikes.
    pub(crate) const NONE: Self = Self { first: None, second: None };

    /// One fault alone.
    pub(crate) const fn one(fault: &'f Fault) -> Self {
        Self { first: Some(fault), second: None }
    }

    /// One fault, and then another.
    pub(crate) const fn both(first: &'f Fault, second: &'f Fault) -> Self {
        Self { first: Some(first), second: Some(second) }
    }
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
    pub(crate) choices: BTreeMap<Choice, usize>,
    pub(crate) ledger: RefCell<Consulted>,
    pub(crate) parts: Vec<PartId>,
    rows: BTreeMap<PartId, Row>,
    machines: BTreeMap<MachineId, Var<Machine>>,
    seated: BTreeMap<MachineId, Vec<CopyRef>>,
    /// The copies that can come back elsewhere.
    moves: BTreeMap<CopyRef, Moves>,
    answers: BTreeMap<CopyRef, Vec<(Answered, Resolved)>>,
    /// What each copy of each store of the slice holds.
    pub(crate) contents: BTreeMap<StoreId, Contents>,
    /// The stores that each part of the slice serves.
    pub(crate) served: BTreeMap<PartId, Vec<StoreId>>,
    /// Where those stand who write to each part that holds a store.
    writers: BTreeMap<PartId, Vec<Option<Spot>>>,
    /// Which lines conversations go over.
    pub(crate) roads: &'a Roads,
    /// The lines of which it is being asked whether they carry anything.
    pub(crate) crossing: RefCell<Vec<PartId>>,
    /// The store that is judged, if one is.
    pub(crate) judged: Option<StoreId>,
    /// Which effects are in force, by number.
    force: Vars<bool>,
    /// Whether the second fault has struck.
    second: Var<bool>,
    /// The effects of a known state, of the fault, and of a second fault, each up to this number.
    stages: [u32; 3],
    /// Which of these is a change, and which one, as far as it has a number.
    changes: [Option<Made>; 3],
    /// Before any fault and any known state.
    pub(crate) initial: State,
    /// How the load of parts is spread without any fault, as far as it was asked.
    pub(crate) usual: RefCell<BTreeMap<PartId, Load>>,
    /// How the journey asks each part; nothing where no rate is stated.
    pub(crate) asked: BTreeMap<PartId, Asked>,
    /// The parts that somebody calls again when a request fails, and how often at most; nothing
    /// where no rate is stated.
    pub(crate) retried: BTreeMap<PartId, u32>,
    /// Whether anybody tries another copy, where it is said how soon an answer must come.
    pub(crate) tried: bool,
}

impl<'a> World<'a> {
    /// The world of a journey before a fault, and before a second one.
    pub(crate) fn new(
        model: &'a Model,
        journey: &'a Journey,
        caller: Caller,
        slice: &'a Slice,
        faults: Faults<'_>,
        choices: BTreeMap<Choice, usize>,
    ) -> Self {
        let (effects, stages) = staged(model, faults);
        let changes = made(model, faults);
        let mut initial = State::default();
        let force = initial.allot(count(effects.len()), false);
        let second = initial.allot(1, false).at(0);
        let mut world = Self {
            model,
            journey,
            standing: standing(&effects),
            effects,
            stages,
            changes,
            caller,
            judged: caller.store(),
            second,
            contents: BTreeMap::new(),
            served: BTreeMap::new(),
            writers: BTreeMap::new(),
            roads: &slice.roads,
            crossing: RefCell::default(),
            choices,
            ledger: RefCell::default(),
            parts: slice.parts.iter().copied().collect(),
            rows: BTreeMap::new(),
            machines: BTreeMap::new(),
            seated: BTreeMap::new(),
            moves: BTreeMap::new(),
            answers: BTreeMap::new(),
            force,
            initial,
            usual: RefCell::default(),
            asked: BTreeMap::new(),
            retried: BTreeMap::new(),
            tried: journey.answers_in.is_some() && is_tried(model, &slice.parts),
        };
        if journey.rate.is_some() {
            world.retried = retried(model, &world.parts, &journey.name);
            world.asked = asked(model, &world.parts, journey);
        }
        world.lay_out(slice);
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
        self.stages[1] < self.stages[2] && !state.get(self.second)
    }

    /// Whether an effect is one of a known state (0), of the fault (1) or of a second one (2).
    pub(crate) fn stage_of(&self, at: u32) -> usize {
        self.stages.iter().filter(|end| **end <= at).count()
    }

    /// The effects in force on a process that a change has, with the change.
    fn of_changes<'s>(
        &'s self,
        state: &'s dyn View,
        effect: Effect,
    ) -> impl Iterator<Item = Option<Made>> + 's {
        let effects = (0..).zip(&self.effects).filter(move |(_, it)| it.effect == effect);
        let here = effects.filter(|(at, _)| self.in_force(state, *at));
        here.map(|(at, _)| self.changes.get(self.stage_of(at)).copied().flatten())
    }

    /// Whether a change that is being made holds a copy away: nobody starts it meanwhile.
    pub(crate) fn is_held_away(&self, state: &dyn View, copy: CopyRef) -> bool {
        let stop = Effect::Stop(Stopped::Process(copy));
        self.of_changes(state, stop).any(|change| change.is_some())
    }

    /// Whether a change and nothing else has misled a copy.
    pub(crate) fn is_misled_by(&self, state: &dyn View, copy: CopyRef, change: usize) -> bool {
        let mut all = self.of_changes(state, Effect::Set(Misled::Process(copy))).peekable();
        all.peek().is_some() && all.all(|it| it == Some(Made(Some(change))))
    }

    /// Applies what the second fault does at once.
    pub(crate) fn strike_second(&self, state: &mut dyn View) {
        state.set(self.second, true);
        self.strike(state, self.stages[1]..self.stages[2]);
    }

    fn lay_out(&mut self, slice: &Slice) {
        let mut state = std::mem::take(&mut self.initial);
        for machine in &slice.machines {
            let runs = self.model.machine(*machine).running;
            let does = if runs { Machine::Up } else { Machine::Off };
            self.machines.insert(*machine, state.allot(1, does).at(0));
        }
        for (copy, seat) in slice.parts.iter().flat_map(|part| self.model.copies(*part)) {
            if let Seat::Machine(machine) = seat {
                self.seated.entry(machine).or_default().push(copy);
            }
        }
        for (copy, _) in slice.parts.iter().flat_map(|part| self.model.copies(*part)) {
            let elsewhere = seats_elsewhere(self.model, copy.part);
            if !elsewhere.is_empty() {
                self.moves.insert(copy, Moves::lay_out(elsewhere, &mut state));
            }
        }
        for copy in slice.parts.iter().flat_map(|part| copies_or_one(self.model, *part)) {
            let answers = Resolved::lay_out(self.model, copy, &mut state);
            if !answers.is_empty() {
                self.answers.insert(copy, answers);
            }
        }
        for id in &slice.parts {
            self.rows.insert(*id, Row::lay_out(self.model, *id, &mut state));
        }
        for id in &slice.stores {
            let store = self.model.store(*id);
            self.contents.insert(*id, Contents::lay_out(store, &mut state));
            self.served.entry(store.part).or_default().push(*id);
            let from = self.spots_of(&store.writers);
            let known = self.writers.entry(store.part).or_default();
            known.extend(from);
            known.sort_unstable();
            known.dedup();
        }
        self.initial = state;
    }

    /// Where these parts stand; outside of every place when nobody is known to write.
    fn spots_of(&self, writers: &[PartId]) -> Vec<Option<Spot>> {
        let copies = writers.iter().flat_map(|part| self.model.copies(*part));
        let mut spots: Vec<Option<Spot>> =
            copies.map(|(_, seat)| Some(self.roads.spot(self.model, seat))).collect();
        if spots.is_empty() {
            spots.push(None);
        }
        spots
    }

    /// Where those stand who write to a part.
    pub(crate) fn writers(&self, part: PartId) -> &[Option<Spot>] {
        self.writers.get(&part).map_or(&[None], Vec::as_slice)
    }

    /// Whether a store is in the slice.
    pub(crate) fn holds(&self, store: StoreId) -> bool {
        self.contents.contains_key(&store)
    }

    /// The copies of the slice that run on a machine, in this state.
    pub(crate) fn on(&self, state: &dyn View, machine: MachineId) -> Vec<CopyRef> {
        let here = Some(Seat::Machine(machine));
        let stood = self.seated.get(&machine).into_iter().flatten();
        let others = self.moves.keys().filter(|copy| self.model.seat(**copy) != here);
        let all = stood.chain(others).copied();
        all.filter(|copy| self.seat(state, *copy) == here).collect()
    }

    /// Where a copy stands: where it stood before any fault, or where it came back.
    pub(crate) fn seat(&self, state: &dyn View, copy: CopyRef) -> Option<Seat> {
        let own = self.model.seat(copy);
        if self.moves.is_empty() {
            return own;
        }
        self.moves.get(&copy).and_then(|moves| moves.elsewhere(state)).or(own)
    }

    /// Where a copy can come back, if it is said of it.
    pub(crate) fn moves(&self, copy: CopyRef) -> Option<&Moves> {
        self.moves.get(&copy)
    }

    /// What a copy keeps of names that it asks for once.
    pub(crate) fn answers_of(
        &self,
        copy: CopyRef,
    ) -> impl Iterator<Item = (Answered, Resolved)> + '_ {
        self.answers.get(&copy).into_iter().flatten().copied()
    }

    /// What a copy keeps of one such name.
    pub(crate) fn answer(&self, of: Answered) -> Option<Resolved> {
        self.answers_of(of.copy).find(|(known, _)| *known == of).map(|(_, resolved)| resolved)
    }

    /// The variables of a part that is in the slice for certain.
    fn row_at(&self, part: PartId) -> Row {
        laid_out(&self.rows, &part)
    }

    /// The variables of a part; nothing when it lies outside of the slice.
    pub(crate) fn row(&self, part: PartId) -> Option<Row> {
        self.rows.get(&part).copied()
    }

    /// Which members a router of the slice has in rotation.
    pub(crate) fn rotation(&self, part: PartId) -> Option<InRotation> {
        self.row(part)?.rotation()
    }

    /// The variables of an address or a name of the slice.
    pub(crate) fn pointer(&self, part: PartId) -> Option<Pointer> {
        self.row(part)?.pointer()
    }

    /// The variables of an elected address of the slice.
    pub(crate) fn claims(&self, part: PartId) -> Option<Claims> {
        self.row(part)?.claims()
    }

    /// The variables of a database of the slice.
    pub(crate) fn cluster(&self, part: PartId) -> Option<Cluster> {
        self.row(part)?.cluster()
    }

    /// The machines of the slice.
    pub(crate) fn machines(&self) -> impl Iterator<Item = MachineId> {
        self.machines.keys().copied()
    }

    /// What a machine does that an effect strikes; nothing when it lies outside of the slice, for a
    /// fault strikes more than one journey needs.
    pub(crate) fn struck_machine(&self, state: &dyn View, machine: MachineId) -> Option<Machine> {
        self.machines.get(&machine).map(|var| state.get(*var))
    }

    /// What a machine of the slice does.
    pub(crate) fn machine(&self, state: &dyn View, machine: MachineId) -> Machine {
        state.get(laid_out(&self.machines, &machine))
    }

    pub(crate) fn set_machine(&self, state: &mut dyn View, machine: MachineId, does: Machine) {
        if let Some(var) = self.machines.get(&machine) {
            state.set(*var, does);
        }
    }

    pub(crate) fn process(&self, state: &dyn View, copy: CopyRef) -> Process {
        self.row_at(copy.part).processes.of(state, copy.copy)
    }

    /// What a process does, if it is in the slice.
    pub(crate) fn struck_process(&self, state: &dyn View, copy: CopyRef) -> Option<Process> {
        self.row(copy.part).map(|row| row.processes.of(state, copy.copy))
    }

    pub(crate) fn set_process(&self, state: &mut dyn View, copy: CopyRef, does: Process) {
        if let Some(row) = self.row(copy.part) {
            row.processes.set(state, copy.copy, does);
        }
    }

    /// Whether effect number `at` is in force.
    pub(crate) fn in_force(&self, state: &dyn View, at: u32) -> bool {
        state.get(self.force.at(at))
    }

    pub(crate) fn begin_effect(&self, state: &mut dyn View, at: u32) {
        state.set(self.force.at(at), true);
    }

    pub(crate) fn end_effect(&self, state: &mut dyn View, at: u32) {
        state.set(self.force.at(at), false);
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
    pub(crate) fn own_place(&self, state: &dyn View, copy: CopyRef) -> Option<PlaceId> {
        self.seat(state, copy).map(|seat| self.model.place_of(seat))
    }

    /// Where a copy stands, as far as lines tell places apart.
    pub(crate) fn spot(&self, state: &dyn View, copy: CopyRef) -> Option<Spot> {
        self.seat(state, copy).map(|seat| self.roads.spot(self.model, seat))
    }

    /// Where those are on the journey.
    pub(crate) fn callers(&self) -> Option<Spot> {
        self.journey.from.map(|place| self.roads.spot_in(place))
    }

    /// What somebody at `from` meets at a copy.
    pub(crate) fn condition(
        &self,
        state: &dyn View,
        copy: CopyRef,
        from: Option<Spot>,
    ) -> Condition {
        if self.is_stopped(state, copy.part) || self.is_cut(state, copy.part) {
            return Condition::Silent;
        }
        // What stands nowhere (a line, people without a place) can only be struck itself.
        let Some(seat) = self.seat(state, copy) else { return Condition::Answers };
        let spot = self.roads.spot(self.model, seat);
        if self.is_dark(state, spot.place) || !self.reaches(state, from, spot) {
            return Condition::Silent;
        }
        if let Seat::Machine(machine) = seat
            && self.machine(state, machine) != Machine::Up
        {
            return Condition::Silent;
        }
        match self.process(state, copy) {
            Process::Runs if self.is_spoilt(state, copy) => Condition::Wrong,
            Process::Runs => Condition::Answers,
            Process::Hung => Condition::Hung,
            Process::Misled => Condition::Wrong,
            Process::Dead | Process::Missing | Process::Waits | Process::Starts => {
                Condition::Refuses
            }
        }
    }

    /// Whether the machine or the managed place of a copy is there and has power.
    pub(crate) fn seat_is_up(&self, state: &dyn View, copy: CopyRef) -> bool {
        let dark = self.own_place(state, copy).is_some_and(|place| self.is_dark(state, place));
        let machine = match self.seat(state, copy) {
            Some(Seat::Machine(machine)) => self.machine(state, machine) == Machine::Up,
            _ => true,
        };
        machine && !dark
    }

    /// Whether a copy runs, seen from where it stands.
    pub(crate) fn runs(&self, state: &dyn View, copy: CopyRef) -> bool {
        self.condition(state, copy, self.spot(state, copy)) == Condition::Answers
    }

    /// Whether the place of a copy has power and its machine could be repaired there; what stands
    /// nowhere, as a line, is repaired wherever it is.
    pub(crate) fn has_ground(&self, state: &dyn View, copy: CopyRef) -> bool {
        self.own_place(state, copy).is_none_or(|place| !self.is_dark(state, place))
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
    pub(crate) fn choice(&self, choice: Choice) -> usize {
        let taken = self.choices.get(&choice).copied().unwrap_or(0);
        self.ledger.borrow_mut().choices.insert(choice);
        taken
    }

    /// Something that nobody said and that would have to be known.
    pub(crate) fn doubt(&self, doubt: Doubt) {
        self.ledger.borrow_mut().doubts.insert(doubt);
    }
}

/// The effects that hold as long as they are in force, by number.
fn standing(effects: &[Lasting]) -> Vec<u32> {
    (0..).zip(effects).filter(|(_, it)| it.effect.stands()).map(|(at, _)| at).collect()
}

/// That something is a change, and its number where it has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Made(Option<usize>);

/// Which of a known state, a fault and a second one are changes.
fn made(model: &Model, faults: Faults<'_>) -> [Option<Made>; 3] {
    let during = faults.first.and_then(|fault| model.during.get(fault.during?));
    let of = |fault: Option<&Fault>| fault.and_then(|fault| fault.change).map(|it| Made(Some(it)));
    let state = during.filter(|during| during.changed).map(|_| Made(None));
    [state, of(faults.first), of(faults.second)]
}

/// The effects of the known state that a fault strikes in, of the fault and of a second one, and
/// where each ends.
fn staged(model: &Model, faults: Faults<'_>) -> (Vec<Lasting>, [u32; 3]) {
    let Faults { first: fault, second } = faults;
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
