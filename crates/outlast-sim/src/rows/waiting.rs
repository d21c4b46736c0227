//! What waits at a part for others who are away: one variable for each limit that it fills.

use outlast_model::Part;

use crate::state::{State, Vars, View, count, values};

values! {
    /// How far what waits has come.
    enum Room {
        /// There is room.
        There,
        /// There is none left.
        Full,
        /// Somebody has made room, and nothing is kept any more for whoever is away.
        Made,
    }
}

/// How full each limit of a part is that others fill by being away.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Waiting(Vars<Room>);

impl Waiting {
    /// Nothing waits before any fault.
    pub(crate) fn lay_out(part: &Part, state: &mut State) -> Self {
        Self(state.allot(count(part.waiting.len()), Room::There))
    }

    pub(crate) fn room(self, state: &dyn View, limit: u32) -> Room {
        state.get(self.0.at(limit))
    }

    pub(crate) fn set(self, state: &mut dyn View, limit: u32, room: Room) {
        state.set(self.0.at(limit), room);
    }

    /// Whether any of them is full.
    pub(crate) fn is_full(self, state: &dyn View) -> bool {
        self.0.each().any(|var| state.get(var) == Room::Full)
    }
}
