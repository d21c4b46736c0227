//! What a graph of a model is made of: the things that have references, by number.
//!
//! What belongs to a node, and what it is joined to, is not said here.

/// A thing of the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Node {
    /// A place.
    Place(u32),
    /// A machine.
    Machine(u32),
    /// A part.
    Part(u32),
    /// A copy of a part.
    Copy(u32, u32),
    /// A member of a router.
    Member(u32, u32),
    /// A store: it never moves, as a journey does not.
    Store(u32),
    /// A copy of a store.
    Slot(u32, u32),
    /// A worker's taking from a queue.
    Work(u32),
    /// A known state: it never moves.
    During(u32),
    /// A line between places.
    Line(u32),
    /// A journey: it never moves.
    Journey(u32),
    /// Something shared by name: a group of machines.
    Shared(u32),
}
