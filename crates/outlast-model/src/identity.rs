//! What things of a model are called by, where several kinds of things name each other.
//!
//! Other identities stand beside what they name. How one is made and looked up is in `arena`: each is
//! `non_exhaustive`, so that other crates read its number and cannot make one of a number.

/// The number of a place in its model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct PlaceId(pub u32);

/// The number of a machine in its model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct MachineId(pub u32);

/// The number of a part in its model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct PartId(pub u32);

/// One running copy of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CopyRef {
    /// The part.
    pub part: PartId,
    /// Which of its copies, from 0.
    pub copy: u32,
}

/// The number of a store in its model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct StoreId(pub u32);

/// One copy of a store: first its live copies in their order, then its backups in theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot {
    /// The store.
    pub store: StoreId,
    /// Which of its copies, from 0.
    pub slot: u32,
}

crate::arena::id!(PlaceId MachineId PartId StoreId);
