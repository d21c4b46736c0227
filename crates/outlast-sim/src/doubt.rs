//! Why something is undecided: each reason with what of the model it is about, and no words.
//!
//! A reason that the model has as a text (why a fact is not known) is not copied: what it is about
//! leads there. Left out: the sentence that says it, which is made above this crate, in one place
//! for all formats.

use std::collections::BTreeSet;

use outlast_model::{CopyRef, JourneyId, MachineId, Model, PartId, PlaceId, Slot, StoreId};

use crate::event::Event;

/// Something that would have to be known. Two are equal when they are the same thing to say.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Doubt {
    /// How many bytes a line carries in a second.
    Bandwidth(PartId),
    /// How soon somebody must be answered, while a line is slow.
    Deadline {
        /// Who waits for the answer.
        caller: Caller,
        /// The line.
        line: PartId,
    },
    /// How many bytes a request moves over a line that is slow.
    Moved(PartId),
    /// How much of the load a part still carries while it is slow.
    Slowed(PartId),
    /// A limit of ours was reached.
    Ceiling(Ceiling),
    /// Whether a part carries the load without the cache in front of it.
    WithoutCache(PartId),
    /// Whether a part carries what its callers ask again.
    Retries(PartId),
    /// How long a silent copy of a part is waited for before another is tried.
    Waits(PartId),
    /// Whether a backup is consistent.
    Consistency(Slot),
    /// Whether the copies of a part that are left carry the load.
    Left {
        /// The part.
        part: PartId,
        /// How many of its copies are left.
        left: usize,
        /// How many there were without any fault.
        before: usize,
    },
    /// Who carries out the failover of a part.
    FailoverBy(PartId),
    /// Who repairs a copy.
    RepairBy(CopyRef),
    /// Who votes for the primary of a database.
    Votes(PartId),
    /// Whether a copy is near enough to the one that writes to be promoted.
    NearEnough(CopyRef),
    /// What a copy that lags loses of the shares of a database that it takes over.
    Shares(PartId),
    /// How long it takes until this happens, which has no bound.
    Wait(Event),
    /// How long it takes until the fault is found or ends.
    End,
    /// A store has more copies than can be told apart.
    Copies {
        /// The store.
        store: StoreId,
        /// The most copies that can be.
        most: u32,
    },
    /// A fact of a live copy of a store.
    OfCopy(Slot, CopyFact),
    /// A fact of a backup.
    OfBackup(Slot, BackupFact),
    /// How often a queue delivers a job.
    Delivery(PartId),
    /// What stands behind a part.
    Behind(PartId),
    /// Which place a place is.
    Which(PlaceId),
    /// From which others a machine is kept apart. The first of a block stands for all of it of which
    /// that is not known for the same reason.
    Apart(MachineId),
    /// How many machines one stands for; as [`Doubt::Apart`].
    Count(MachineId),
}

/// Who calls, and waits for answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Caller {
    /// Those who are on a journey.
    Journey(JourneyId),
    /// Those who write a store.
    Writers(StoreId),
    /// Those who do the work of a part.
    Workers(PartId),
}

/// A limit of ours: a count, never seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ceiling {
    /// So many classes of histories of one fault.
    Classes(usize),
    /// So many dates that are waited for at once.
    Dates(usize),
    /// So many events in one history.
    Events(usize),
    /// So many faults that are followed.
    Unfoldings(usize),
    /// So many calls that go out from each other.
    Depth(usize),
    /// So many behaviours that the model leaves open.
    Choices(usize),
}

/// A fact of a live copy of a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CopyFact {
    /// How far it is behind.
    Lag,
    /// After how long a write of it survives a loss of power.
    DurableAfter,
}

/// A fact of a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BackupFact {
    /// How often it is begun.
    Every,
    /// How long it takes to be made.
    Took,
    /// How long it is kept.
    Kept,
    /// How long nobody can erase it.
    Locked,
}

impl Caller {
    /// The store that is judged, when it is one.
    pub(crate) const fn store(self) -> Option<StoreId> {
        match self {
            Self::Writers(store) => Some(store),
            Self::Journey(_) | Self::Workers(_) => None,
        }
    }
}

/// What was in doubt at any look at a state, in the order of reports: what is not known, and of one
/// such thing by the names in the model.
pub(crate) fn in_order(doubts: &BTreeSet<Doubt>, model: &Model) -> Vec<Doubt> {
    let mut doubts: Vec<Doubt> = doubts.iter().cloned().collect();
    doubts.sort_by_cached_key(|doubt| place(doubt, model));
    doubts
}

/// The row of a doubt in a report, and the names in the model of what it is about: two in one row are
/// sorted by them. They are quoted as in a report, which matters to the order of a name and a longer
/// one that begins with it.
fn place(doubt: &Doubt, model: &Model) -> (u8, String) {
    let part = |part: PartId| format!("{}`", model.part(part).address);
    match doubt {
        Doubt::Bandwidth(id) => (0, part(*id)),
        Doubt::Deadline { line, .. } => (1, part(*line)),
        Doubt::Moved(id) => (2, part(*id)),
        Doubt::Slowed(id) => (3, part(*id)),
        Doubt::Ceiling(_) => (4, String::new()),
        Doubt::WithoutCache(id) => (5, format!("{} 0", part(*id))),
        Doubt::Retries(id) => (5, format!("{} 1", part(*id))),
        Doubt::Waits(id) => (5, format!("{} 2", part(*id))),
        Doubt::Consistency(slot) => {
            let store = model.store(slot.store);
            let backup = store.backup(slot.slot).map_or("", |it| it.name.as_str());
            (6, format!("{backup}`{}`", store.address))
        }
        Doubt::Left { part: id, left, before } => (7, format!("{left} {before} {}", part(*id))),
        Doubt::FailoverBy(id) => (8, part(*id)),
        Doubt::RepairBy(copy) => {
            let all = &model.part(copy.part).copies;
            let name = all.get(copy.copy as usize).and_then(|it| it.name.as_deref());
            let number = || format!("{} ", copy.copy + 1);
            (9, format!("{}({}", part(copy.part), name.map_or_else(number, str::to_string)))
        }
        Doubt::NearEnough(copy) => {
            let name = model.part(copy.part).copies.get(copy.copy as usize);
            let name = name.and_then(|it| it.name.as_deref()).unwrap_or_default();
            (10, format!("{} 2 {name} {}", part(copy.part), copy.copy))
        }
        Doubt::Votes(id) => (10, format!("{} 0", part(*id))),
        Doubt::Shares(id) => (10, format!("{} 1", part(*id))),
        // Known only at the end of the exploration, where each has its place.
        Doubt::Wait(_)
        | Doubt::End
        | Doubt::Copies { .. }
        | Doubt::OfCopy(..)
        | Doubt::OfBackup(..)
        | Doubt::Delivery(_)
        | Doubt::Behind(_)
        | Doubt::Which(_)
        | Doubt::Apart(_)
        | Doubt::Count(_) => (11, String::new()),
    }
}

#[cfg(test)]
mod tests {
    use outlast_model::{Kind, Part, Role};

    use super::*;

    #[test]
    fn doubts_of_one_kind_stand_in_the_order_of_their_quoted_names() {
        let mut model = Model::default();
        let mut add =
            |address: &str| model.parts.push(Part::new(address, Role::Line, Kind::Server));
        let ids = ["web", "web_2", "web.a", "web-2", "webs"].map(&mut add);
        let mut doubts: BTreeSet<Doubt> = ids.into_iter().map(Doubt::Votes).collect();
        doubts.insert(Doubt::Moved(ids[0]));
        let sorted = [ids[3], ids[2], ids[1], ids[0], ids[4]].map(Doubt::Votes);
        let expected: Vec<Doubt> = [Doubt::Moved(ids[0])].into_iter().chain(sorted).collect();
        assert_eq!(in_order(&doubts, &model), expected);
    }
}
