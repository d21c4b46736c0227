//! What a graph of a model is made of: the things that have references.
//!
//! What belongs to a node, and what it is joined to, is not said here.

use outlast_model::{
    CopyRef, JourneyId, MachineId, PartId, PlaceId, Reference, Slot, StoreId, Struck,
};

/// A thing of the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Node {
    /// A place.
    Place(PlaceId),
    /// A machine.
    Machine(MachineId),
    /// A part.
    Part(PartId),
    /// A copy of a part; the first one of a part without copies stands for the part.
    Copy(CopyRef),
    /// A member of a router, by its number.
    Member(PartId, u32),
    /// A store: it never moves, as a journey does not.
    Store(StoreId),
    /// A copy of a store.
    Slot(Slot),
    /// A worker's taking from a queue, by its number.
    Work(usize),
    /// A known state, by its number: it never moves.
    During(usize),
    /// A line between places, by its number.
    Line(usize),
    /// A journey: it never moves.
    Journey(JourneyId),
    /// Something shared by name: a group of machines, by its number.
    Shared(usize),
}

impl Node {
    /// What a reference leads to; `None` for what is no node, and never moves therefore.
    pub(super) const fn referred(reference: Reference) -> Option<Self> {
        match reference {
            Reference::Place(id) => Some(Self::Place(id)),
            Reference::Machine(id) => Some(Self::Machine(id)),
            Reference::Part(id) => Some(Self::Part(id)),
            Reference::Copy(copy) => Some(Self::Copy(copy)),
            Reference::Member(router, member) => Some(Self::Member(router, member)),
            Reference::Store(id) => Some(Self::Store(id)),
            Reference::Slot(slot) => Some(Self::Slot(slot)),
            Reference::Scope(_)
            | Reference::Assumption(_)
            | Reference::Network(_)
            | Reference::Filter(_)
            | Reference::Passage(_) => None,
        }
    }

    /// What is struck; for a belief that is the member, which is no copy.
    pub(super) const fn struck(struck: Struck) -> Self {
        match struck {
            Struck::Process(copy) => Self::Copy(copy),
            Struck::Machine(machine) => Self::Machine(machine),
            Struck::Place(place) => Self::Place(place),
            Struck::Managed(part) => Self::Part(part),
            Struck::Store(store) => Self::Store(store),
            Struck::Slot(slot) => Self::Slot(slot),
            Struck::Belief { router, member } => Self::Member(router, member),
        }
    }
}
