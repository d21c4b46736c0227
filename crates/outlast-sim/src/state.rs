//! The discrete state of a slice: a row of small numbers, and how it is looked at.
//!
//! Rules see a state through a [`View`]. There are two: the state itself, and a [`Watched`] one that
//! keeps in mind who looked at what. What a number means belongs to who laid it out.

use std::cell::RefCell;
use std::collections::BTreeSet;

/// The position of a variable in a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Var(u32);

impl Var {
    /// The variable `by` places further on: rows are laid out one after the other.
    pub(crate) fn plus(self, by: u32) -> Self {
        Self(self.0.saturating_add(by))
    }
}

/// A state as rules see it. Every look and every change goes through it.
pub(crate) trait View {
    /// The value of a variable.
    fn get(&self, var: Var) -> u8;
    /// Gives a variable a value.
    fn set(&mut self, var: Var, value: u8);
    /// The state itself: what an assertion looks at, nobody is seen to look at.
    fn unwatched(&self) -> &State;
    /// Whether a variable is not 0.
    fn is(&self, var: Var) -> bool {
        self.get(var) != 0
    }
}

/// The discrete state of a slice.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct State(Vec<u8>);

impl State {
    pub(crate) fn allot(&mut self, count: usize, value: u8) -> Var {
        let at = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        self.0.resize(self.0.len() + count, value);
        Var(at)
    }

    /// The variables in which two states of one world differ.
    pub(crate) fn differences(&self, other: &Self) -> BTreeSet<Var> {
        let pairs = (0..).zip(self.0.iter().zip(&other.0));
        pairs.filter(|(_, (a, b))| a != b).map(|(at, _)| Var(at)).collect()
    }
}

#[expect(clippy::indexing_slicing, reason = "a variable that is not laid out is a bug")]
impl View for State {
    fn get(&self, var: Var) -> u8 {
        self.0[var.0 as usize]
    }

    fn set(&mut self, var: Var, value: u8) {
        self.0[var.0 as usize] = value;
    }

    fn unwatched(&self) -> &State {
        self
    }
}

/// A state that keeps in mind which variables were looked at, and which were set, changed or not.
#[derive(Debug)]
pub(crate) struct Watched {
    state: State,
    read: RefCell<BTreeSet<Var>>,
    set: BTreeSet<Var>,
}

/// The variables that somebody has looked at, and those that he has set, changed or not.
#[derive(Debug)]
pub(crate) struct Touched {
    pub(crate) read: BTreeSet<Var>,
    pub(crate) set: BTreeSet<Var>,
}

impl Watched {
    /// Nobody has looked at the state yet.
    pub(crate) fn new(state: &State) -> Self {
        Self { state: state.clone(), read: RefCell::default(), set: BTreeSet::new() }
    }

    /// What was touched.
    pub(crate) fn touched(self) -> Touched {
        self.into_parts().1
    }

    /// The state as it is now, and what was touched.
    pub(crate) fn into_parts(self) -> (State, Touched) {
        (self.state, Touched { read: self.read.into_inner(), set: self.set })
    }
}

impl View for Watched {
    fn get(&self, var: Var) -> u8 {
        self.read.borrow_mut().insert(var);
        self.state.get(var)
    }

    fn set(&mut self, var: Var, value: u8) {
        self.set.insert(var);
        self.state.set(var, value);
    }

    fn unwatched(&self) -> &State {
        &self.state
    }
}
