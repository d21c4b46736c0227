//! Where a copy has come back, when not where it stood.

use outlast_model::{Model, PartId, Seat};

use crate::state::{State, Var, View};

/// Where a copy can come back, and where it has.
#[derive(Debug, Clone)]
pub(crate) struct Moves {
    seats: Vec<Seat>,
    /// 0 where it stood, else the number of the seat, from 1.
    at: Var<u8>,
    /// Whether it has not begun there yet.
    arrives: Var<bool>,
}

/// The most seats elsewhere that are looked at for one part.
const MOST_SEATS: usize = 100;

/// Where the copies of a part can come back, by any of its ways.
pub(crate) fn seats_elsewhere(model: &Model, part: PartId) -> Vec<Seat> {
    let mut seats: Vec<Seat> = Vec::new();
    for seat in model.part(part).elsewhere().take(MOST_SEATS) {
        if !seats.contains(&seat) {
            seats.push(seat);
        }
    }
    seats
}

impl Moves {
    pub(crate) fn lay_out(seats: Vec<Seat>, state: &mut State) -> Self {
        let (at, arrives) = (state.allot(1, 0).at(0), state.allot(1, false).at(0));
        Self { seats, at, arrives }
    }

    /// Where it has come back, unless that is where it stood.
    pub(crate) fn elsewhere(&self, state: &dyn View) -> Option<Seat> {
        let at = usize::from(state.get(self.at)).checked_sub(1)?;
        self.seats.get(at).copied()
    }

    /// Whether it is brought back and has not begun yet.
    pub(crate) fn arrives(&self, state: &dyn View) -> bool {
        state.get(self.arrives)
    }

    /// It begins.
    pub(crate) fn arrive(&self, state: &mut dyn View) {
        state.set(self.arrives, false);
    }

    /// It is brought there.
    pub(crate) fn go(&self, state: &mut dyn View, to: Seat) {
        let known = (1..).zip(&self.seats).find(|(_, seat)| **seat == to);
        state.set(self.at, known.map_or(0, |(at, _)| at));
        state.set(self.arrives, true);
    }
}
