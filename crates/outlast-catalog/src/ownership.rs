//! Who owns what: which scopes can erase or deny a thing.
//!
//! The nearest claim decides: a scope that names a part or a machine, before one that owns the
//! place that it stands in, before one that owns a place further out. Several scopes that name the
//! same thing all own it. Who takes one scope takes those that are reached from it, and those whose
//! key lies in it.

use std::collections::BTreeSet;

use outlast_model::{
    Backup, CopyRef, Erased, FOREVER, Fact, Kind, MachineId, Medium, Model, Part, PartId, PlaceId,
    Range, ScopeId, Seat, Slot, Store, StoreId,
};

/// A set of scopes, by their numbers: those that somebody has taken.
pub(crate) struct Taken<'a> {
    model: &'a Model,
    scopes: BTreeSet<ScopeId>,
}

impl<'a> Taken<'a> {
    /// These scopes, and all that follows from having them.
    pub(crate) fn from(model: &'a Model, scopes: impl IntoIterator<Item = ScopeId>) -> Self {
        let mut taken = Self { model, scopes: scopes.into_iter().collect() };
        for _ in 0..model.scopes.len() {
            let more: Vec<ScopeId> = model.scopes.ids().filter(|at| taken.leads_to(*at)).collect();
            let before = taken.scopes.len();
            taken.scopes.extend(more);
            if taken.scopes.len() == before {
                break;
            }
        }
        taken
    }

    /// This scope and no other.
    pub(crate) fn only(model: &'a Model, scope: ScopeId) -> Self {
        Self { model, scopes: BTreeSet::from([scope]) }
    }

    /// The numbers of the scopes.
    pub(crate) const fn scopes(&self) -> &BTreeSet<ScopeId> {
        &self.scopes
    }

    fn leads_to(&self, at: ScopeId) -> bool {
        let scope = &self.model.scopes[at];
        scope.reached_from.iter().any(|it| self.scopes.contains(it))
            || scope.held_by.iter().any(|part| self.owns_any_copy(*part))
    }

    /// Whether a key that lies with a part is had: software on a machine that is owned.
    fn owns_any_copy(&self, part: PartId) -> bool {
        self.model.copies(part).any(|(copy, _)| self.owns_copy(copy))
    }

    /// Whether a part as a whole is owned by name.
    fn named(&self, part: PartId) -> Option<bool> {
        let names = |at: &ScopeId| self.model.scopes[*at].parts.contains(&part);
        self.claimed(&|at| names(&at))
    }

    /// Whether a taken scope is among those that claim; nothing when none claims.
    fn claimed(&self, claims: &dyn Fn(ScopeId) -> bool) -> Option<bool> {
        let mut claimants = self.model.scopes.ids().filter(|at| claims(*at)).peekable();
        claimants.peek()?;
        Some(claimants.any(|at| self.scopes.contains(&at)))
    }

    /// Whether what stands in a place and that nobody names is owned.
    pub(crate) fn owns_place(&self, place: PlaceId) -> bool {
        let owned = self.model.around(place).find_map(|here| {
            let claims = |at: ScopeId| self.model.scopes[at].places.contains(&here);
            self.claimed(&claims)
        });
        owned.unwrap_or(false)
    }

    /// Whether a machine is owned.
    pub(crate) fn owns_machine(&self, machine: MachineId) -> bool {
        let claims = |at: ScopeId| self.model.scopes[at].machines.contains(&machine);
        self.claimed(&claims).unwrap_or_else(|| self.owns_place(self.model.machine(machine).place))
    }

    /// Whether a copy of a part is owned.
    pub(crate) fn owns_copy(&self, copy: CopyRef) -> bool {
        match self.model.seat(copy) {
            Some(Seat::Machine(machine)) => {
                self.named(copy.part).unwrap_or_else(|| self.owns_machine(machine))
            }
            Some(Seat::Place(place)) => {
                self.named(copy.part).unwrap_or_else(|| self.owns_place(place))
            }
            None => self.named(copy.part).unwrap_or(false),
        }
    }

    /// Processes that a taken scope names, on machines that it does not own.
    pub(crate) fn named_processes(&self) -> Vec<CopyRef> {
        let copies = self.model.parts().flat_map(|(id, _)| self.model.copies(id));
        copies
            .filter(|(copy, seat)| match seat {
                Seat::Machine(machine) => {
                    !self.owns_machine(*machine) && self.named(copy.part) == Some(true)
                }
                Seat::Place(_) => false,
            })
            .map(|(copy, _)| copy)
            .collect()
    }

    /// The parts that their provider runs and that are owned.
    pub(crate) fn managed(&self) -> Vec<PartId> {
        let people = |it: &Part| matches!(it.kind, Kind::People(_));
        let parts = self.model.parts().filter(|(_, it)| !people(it) && !it.copies.is_empty());
        parts.filter(|(id, _)| self.owns_managed(*id)).map(|(id, _)| id).collect()
    }

    /// Whether every copy of a part that its provider runs is owned.
    fn owns_managed(&self, part: PartId) -> bool {
        let mut copies = self.model.copies(part).peekable();
        if copies.peek().is_none() {
            return self.named(part).unwrap_or(false);
        }
        copies.all(|(copy, seat)| matches!(seat, Seat::Place(_)) && self.owns_copy(copy))
    }

    /// The copies of a store that somebody can erase who has them for so long: not what lies beside
    /// something under the same lock, as long as that may last; what is locked as soon as its lock
    /// has run out.
    pub(crate) fn erasable(&self, id: StoreId, store: &Store, away: Range) -> Vec<Erased> {
        let mut slots = Vec::new();
        for (slot, live) in (0..).zip(&store.live) {
            let owned = match store.medium {
                Medium::Client => false,
                Medium::Volume(volume) => self.owns_copy(live.copy) || self.owns_managed(volume),
                Medium::Memory | Medium::Disk => self.owns_copy(live.copy),
            };
            if owned && !self.is_locked(store.part, away) {
                slots.push(Erased::Slot(Slot { store: id, slot }));
            }
        }
        let first = u32::try_from(store.live.len()).unwrap_or(u32::MAX);
        for (slot, backup) in (first..).zip(&store.backups) {
            if self.owns_backup(backup) {
                let slot = Slot { store: id, slot };
                let lasts = outlasts(backup, away);
                slots.push(if lasts { Erased::Unlocked(slot) } else { Erased::Slot(slot) });
            }
        }
        slots
    }

    fn owns_backup(&self, backup: &Backup) -> bool {
        match (backup.to.part, backup.to.place) {
            (Some(part), _) => self.owns_any_copy(part) || self.named(part).unwrap_or(false),
            (None, Some(place)) => self.owns_place(place),
            // Nobody said where it lies: nothing spares it.
            (None, None) => true,
        }
    }

    /// Whether something that lies in a part is locked for longer than somebody has it: then the part
    /// cannot be erased.
    fn is_locked(&self, part: PartId, away: Range) -> bool {
        let backups = self.model.stores.iter().flat_map(|it| &it.backups);
        backups.into_iter().any(|it| it.to.part == Some(part) && outlasts(it, away))
    }
}

/// Whether a backup may be locked for longer than somebody has it. A lock that cannot be is none.
fn outlasts(backup: &Backup, away: Range) -> bool {
    let longest = |locked: &Fact<Range>| locked.value().map_or(FOREVER, |locked| locked.hi);
    backup.locked.as_ref().is_some_and(|locked| longest(locked) > away.lo)
}
