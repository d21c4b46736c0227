//! What a state implies, worked out once: the served share, the rules that are under way, and what
//! each event leads to. Histories differ in their dates and meet in the same few states.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use outlast_model::Ratio;

use crate::behaviour::{Behaviour, propagate};
use crate::data::Holding;
use crate::ids::RuleId;
use crate::recall::Recall;
use crate::sample::Sample;
use crate::state::{Cell, State, Watched};
use crate::world::World;

/// The most states that are remembered; beyond them each is worked out anew.
const PAGES: usize = 8_192;

/// A state and what it implies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reading {
    id: Option<u32>,
    /// The state.
    pub(crate) state: State,
    /// The share of the journey's requests that is served.
    pub(crate) share: Ratio,
    /// The rules that are under way, in order.
    pub(crate) enabled: Vec<usize>,
    /// Who holds what, when a store is judged.
    pub(crate) holding: Option<Holding>,
}

/// Who looks at a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Watcher {
    /// The served share, and what copies hold.
    Whole,
    /// Whether a rule is under way.
    Rule(usize),
    /// What follows at once at a part, by its position.
    Part(usize),
}

/// The cells that somebody looks at.
pub(crate) type Looked = Rc<BTreeSet<Cell>>;

#[derive(Default)]
struct Pages {
    ids: BTreeMap<State, u32>,
    readings: Vec<Rc<Reading>>,
    next: BTreeMap<(u32, usize), Rc<Reading>>,
    unseen: BTreeMap<u32, Rc<[usize]>>,
    looks: BTreeMap<Watcher, Recall<Looked>>,
}

/// A world with its rules and all that was read in it so far.
pub(crate) struct StateCache<'w, 'a> {
    pub(crate) world: &'w World<'a>,
    pub(crate) rules: Vec<Box<dyn Behaviour>>,
    /// Which rule each of them is.
    pub(crate) ids: Vec<RuleId>,
    /// The sample of the draws of its rules.
    pub(crate) sample: Sample<'a>,
    pages: RefCell<Pages>,
}

impl<'w, 'a> StateCache<'w, 'a> {
    pub(crate) fn new(world: &'w World<'a>) -> Self {
        let rules = crate::behaviour::rules(world);
        let ids = rules.iter().map(|rule| rule.id()).collect();
        Self { world, rules, ids, sample: Sample::new(world.model), pages: RefCell::default() }
    }

    /// The rule of that number.
    pub(crate) fn rule(&self, at: usize) -> Option<&dyn Behaviour> {
        self.rules.get(at).map(|rule| &**rule)
    }

    /// The state right after the fault.
    pub(crate) fn start(&self) -> Rc<Reading> {
        let mut state = self.before();
        self.world.strike_first(&mut state);
        propagate(self.world, &mut state);
        self.read(state)
    }

    /// What holds before the fault.
    pub(crate) fn at_rest(&self) -> Rc<Reading> {
        self.read(self.before())
    }

    /// The state before the fault.
    fn before(&self) -> State {
        let mut state = self.world.initial.clone();
        if self.world.has_known_state() {
            self.world.enter_known_state(&mut state);
            self.come_to_rest(&mut state);
        }
        state
    }

    /// A known state has been there for a while: what reacts to it has reacted. What ends it, and
    /// what makes anew what is away, has not.
    fn come_to_rest(&self, state: &mut State) {
        propagate(self.world, state);
        for _ in 0..self.rules.len() {
            let next = self
                .rules
                .iter()
                .find(|rule| !rule.ends_known_state() && rule.is_enabled(self.world, state));
            let Some(rule) = next else { return };
            rule.apply(self.world, state);
            propagate(self.world, state);
        }
    }

    /// What a state implies.
    pub(crate) fn read(&self, state: State) -> Rc<Reading> {
        let known = self.pages.borrow().ids.get(&state).copied();
        if let Some(reading) =
            known.and_then(|id| self.pages.borrow().readings.get(id as usize).cloned())
        {
            return reading;
        }
        let share = crate::serve::share(self.world, &state);
        let rules = self.rules.iter().enumerate();
        let enabled = rules
            .filter(|(_, rule)| rule.is_enabled(self.world, &state))
            .map(|(at, _)| at)
            .collect();
        let mut pages = self.pages.borrow_mut();
        let id = u32::try_from(pages.readings.len()).ok().filter(|id| (*id as usize) < PAGES);
        let reading = Rc::new(Reading {
            id,
            holding: Holding::of(self.world, &state),
            state,
            share,
            enabled,
        });
        if let Some(id) = id {
            pages.ids.insert(reading.state.clone(), id);
            pages.readings.push(Rc::clone(&reading));
        }
        reading
    }

    /// The rules under way in a state whose firing nobody sees, in order, as `find` works them out.
    pub(crate) fn unseen(
        &self,
        reading: &Reading,
        find: impl FnOnce() -> Rc<[usize]>,
    ) -> Rc<[usize]> {
        let known = reading.id.and_then(|id| self.pages.borrow().unseen.get(&id).cloned());
        known.unwrap_or_else(|| {
            let found = find();
            if let Some(id) = reading.id {
                self.pages.borrow_mut().unseen.insert(id, Rc::clone(&found));
            }
            found
        })
    }

    /// What a watcher looks at in a state, and what it then writes, as `look` has it do so: what was
    /// looked at is what it hangs on.
    pub(crate) fn looks(
        &self,
        watcher: Watcher,
        state: &State,
        look: impl FnOnce(&mut Watched),
    ) -> Looked {
        let known = self.pages.borrow().looks.get(&watcher).and_then(|known| known.get(state));
        known.unwrap_or_else(|| {
            let mut watched = Watched::new(state);
            look(&mut watched);
            let touched = watched.touched();
            let cells: Looked = Rc::new(touched.read.union(&touched.set).copied().collect());
            let read = touched.read.into_iter().collect();
            let mut pages = self.pages.borrow_mut();
            pages.looks.entry(watcher).or_default().keep(read, state, Rc::clone(&cells));
            cells
        })
    }

    /// The state after one rule has fired, and what follows at once.
    pub(crate) fn fire_from(&self, state: &State, rule: usize) -> State {
        let mut state = state.clone();
        if let Some(rule) = self.rule(rule) {
            rule.apply(self.world, &mut state);
        }
        propagate(self.world, &mut state);
        state
    }

    /// What follows when these rules fire together.
    pub(crate) fn fire(&self, from: &Reading, batch: &[usize]) -> Rc<Reading> {
        let key = match (from.id, batch) {
            (Some(id), [rule]) => Some((id, *rule)),
            _ => None,
        };
        if let Some(known) = key.and_then(|key| self.pages.borrow().next.get(&key).cloned()) {
            return known;
        }
        let mut state = from.state.clone();
        for rule in batch.iter().filter_map(|at| self.rule(*at)) {
            if rule.is_enabled(self.world, &state) {
                rule.apply(self.world, &mut state);
            }
        }
        propagate(self.world, &mut state);
        let reading = self.read(state);
        if let Some(key) = key.filter(|_| reading.id.is_some()) {
            self.pages.borrow_mut().next.insert(key, Rc::clone(&reading));
        }
        reading
    }
}
