//! The discrete state of a slice: a row of bytes, variables that say what they mean, and how a state
//! is looked at.
//!
//! Rules see a state through a [`View`]. There are two: the state itself, and a [`Watched`] one that
//! keeps in mind who looked at what. Which variables there are is not said here.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::marker::PhantomData;

/// The position of a byte in a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cell(u32);

/// What a variable may be: a few values, each a byte.
pub(crate) trait Value: Copy {
    /// The byte of this value.
    fn byte(self) -> u8;
    /// The value of a byte that [`Value::byte`] gave.
    fn of(byte: u8) -> Self;
}

impl Value for u8 {
    fn byte(self) -> u8 {
        self
    }

    fn of(byte: u8) -> Self {
        byte
    }
}

impl Value for bool {
    fn byte(self) -> u8 {
        u8::from(self)
    }

    fn of(byte: u8) -> Self {
        byte != 0
    }
}

/// An enum whose variants, in their order, are the values of a variable.
macro_rules! values {
    (
        $(#[$about:meta])*
        enum $name:ident { $($(#[$means:meta])* $value:ident),+ $(,)? }
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u8)]
        pub(crate) enum $name { $($(#[$means])* $value),+ }

        impl $crate::state::Value for $name {
            fn byte(self) -> u8 {
                self as u8
            }

            fn of(byte: u8) -> Self {
                $(if byte == Self::$value as u8 {
                    return Self::$value;
                })+
                unreachable!("{byte} is no {}", stringify!($name))
            }
        }
    };
}
pub(crate) use values;

/// A length as a number of variables.
pub(crate) fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// A variable of a state.
#[derive(Debug)]
pub(crate) struct Var<T> {
    cell: Cell,
    values: PhantomData<fn() -> T>,
}

impl<T> Clone for Var<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Var<T> {}

/// Variables of one kind, laid out one after the other.
#[derive(Debug)]
pub(crate) struct Vars<T> {
    first: u32,
    count: u32,
    values: PhantomData<fn() -> T>,
}

impl<T> Clone for Vars<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Vars<T> {}

impl<T> Vars<T> {
    /// The variable of this number.
    ///
    /// # Panics
    ///
    /// When there are fewer: what lies behind them means something else, so to ask is a bug.
    pub(crate) fn at(self, number: u32) -> Var<T> {
        assert!(number < self.count, "variable {number} of {}", self.count);
        Var { cell: Cell(self.first + number), values: PhantomData }
    }

    /// Each of them, in order.
    pub(crate) fn each(self) -> impl Iterator<Item = Var<T>> {
        (0..self.count).map(move |number| self.at(number))
    }
}

/// A state as rules see it. Every look and every change goes through it.
pub(crate) trait View {
    /// What stands in a cell.
    fn byte(&self, cell: Cell) -> u8;
    /// Writes a cell.
    fn put(&mut self, cell: Cell, byte: u8);
    /// The state itself: what an assertion looks at, nobody is seen to look at.
    fn unwatched(&self) -> &State;
}

impl dyn View + '_ {
    /// The value of a variable.
    pub(crate) fn get<T: Value>(&self, var: Var<T>) -> T {
        T::of(self.byte(var.cell))
    }

    /// Gives a variable a value.
    pub(crate) fn set<T: Value>(&mut self, var: Var<T>, value: T) {
        self.put(var.cell, value.byte());
    }
}

/// The discrete state of a slice.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct State(Vec<u8>);

impl State {
    /// Lays out so many variables, each with this value.
    pub(crate) fn allot<T: Value>(&mut self, count: u32, value: T) -> Vars<T> {
        let first = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        self.0.resize(self.0.len() + count as usize, value.byte());
        Vars { first, count, values: PhantomData }
    }

    /// The cells in which two states of one world differ.
    pub(crate) fn differences(&self, other: &Self) -> BTreeSet<Cell> {
        let pairs = (0..).zip(self.0.iter().zip(&other.0));
        pairs.filter(|(_, (a, b))| a != b).map(|(at, _)| Cell(at)).collect()
    }
}

#[expect(clippy::indexing_slicing, reason = "a cell that is not laid out is a bug")]
impl View for State {
    fn byte(&self, cell: Cell) -> u8 {
        self.0[cell.0 as usize]
    }

    fn put(&mut self, cell: Cell, byte: u8) {
        self.0[cell.0 as usize] = byte;
    }

    fn unwatched(&self) -> &State {
        self
    }
}

/// A state that keeps in mind which cells were looked at, and which were written.
#[derive(Debug)]
pub(crate) struct Watched {
    state: State,
    read: RefCell<BTreeSet<Cell>>,
    set: BTreeSet<Cell>,
}

/// The cells that somebody has looked at, and those that he has written, changed or not.
#[derive(Debug)]
pub(crate) struct Touched {
    pub(crate) read: BTreeSet<Cell>,
    pub(crate) set: BTreeSet<Cell>,
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
    fn byte(&self, cell: Cell) -> u8 {
        self.read.borrow_mut().insert(cell);
        self.state.byte(cell)
    }

    fn put(&mut self, cell: Cell, byte: u8) {
        self.set.insert(cell);
        self.state.put(cell, byte);
    }

    fn unwatched(&self) -> &State {
        &self.state
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    values! {
        /// What a light shows.
        enum Light { Red, Amber, Green }
    }

    #[test]
    fn what_is_set_is_read_and_nothing_else_changes() {
        let mut state = State::default();
        let (lights, flags) = (state.allot(3, Light::Amber), state.allot(2, false));
        let view: &mut dyn View = &mut state;
        view.set(lights.at(1), Light::Green);
        view.set(flags.at(0), true);
        let seen: Vec<Light> = lights.each().map(|light| view.get(light)).collect();
        assert_eq!(seen, [Light::Amber, Light::Green, Light::Amber]);
        assert!(view.get(flags.at(0)) && !view.get(flags.at(1)));
    }

    #[test]
    #[should_panic(expected = "variable 3 of 3")]
    fn a_variable_of_the_next_row_is_not_had_from_this_one() {
        let mut state = State::default();
        let (lights, _) = (state.allot(3, Light::Red), state.allot(1, true));
        lights.at(3);
    }

    #[test]
    #[should_panic(expected = "3 is no Light")]
    fn a_byte_that_no_value_has_is_none_of_them() {
        Light::of(3);
    }

    #[test]
    fn a_watched_state_tells_what_was_looked_at_and_what_was_written() {
        let mut state = State::default();
        let flags = state.allot(3, false);
        let mut watched = Watched::new(&state);
        let view: &mut dyn View = &mut watched;
        let _ = view.get(flags.at(2));
        view.set(flags.at(1), false);
        let (after, touched) = watched.into_parts();
        assert_eq!(after, state);
        assert_eq!(touched.read, BTreeSet::from([Cell(2)]));
        assert_eq!(touched.set, BTreeSet::from([Cell(1)]));
    }
}
