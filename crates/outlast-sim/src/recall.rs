//! What was worked out from a state, remembered by what it was read from: another state that has the
//! same there gives the same, whatever else differs.
//!
//! Left out: that nothing but these cells was looked at. Who puts something here has watched that.

use std::collections::BTreeMap;

use crate::state::{Cell, State, View};

/// Values by the cells that they were read from, and what stood there.
#[derive(Debug)]
pub(crate) struct Recall<T>(Vec<Page<T>>);

/// Some cells, and a value for each of what stood there.
type Page<T> = (Vec<Cell>, BTreeMap<Vec<u8>, T>);

impl<T> Default for Recall<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Clone> Recall<T> {
    /// What a state gives, if it is known.
    pub(crate) fn get(&self, state: &State) -> Option<T> {
        self.0.iter().find_map(|(cells, known)| known.get(&bytes(cells, state))).cloned()
    }

    /// Keeps what a state gave, which was read from these cells alone.
    pub(crate) fn keep(&mut self, cells: Vec<Cell>, state: &State, value: T) {
        let bytes = bytes(&cells, state);
        match self.0.iter_mut().find(|(own, _)| *own == cells) {
            Some((_, known)) => {
                known.insert(bytes, value);
            }
            None => self.0.push((cells, BTreeMap::from([(bytes, value)]))),
        }
    }
}

fn bytes(cells: &[Cell], state: &State) -> Vec<u8> {
    cells.iter().map(|cell| state.byte(*cell)).collect()
}
