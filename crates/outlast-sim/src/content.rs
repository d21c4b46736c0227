//! What the copies of stores hold, what takes it from them, and from where an empty one is filled.
//!
//! A copy is whole, gone, silently wrong, or found to be wrong. How old what it holds is belongs to
//! the engines: here stands only what is discrete.

use outlast_model::{
    Backup, Condition, CopyRef, Layout, MachineId, Medium, PartId, PlaceId, Range, Seat, Slot,
    Store, StoreId, Worth,
};

use crate::doubt::Doubt;
use crate::ids::Choice;
use crate::roads::Spot;
use crate::rows::cluster::CopyRole;
use crate::rows::content::Content;
use crate::rows::machine::Machine;
use crate::state::{View, count};
use crate::world::{World, laid_out};

/// How a copy is hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hit {
    /// Its process ended.
    Process,
    /// Its machine or place lost power.
    Power,
    /// Its machine or place is destroyed.
    Destroyed,
}

/// From where an empty copy can be filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Filling {
    /// It holds everything already.
    Whole,
    /// It is filled from one of these, which takes so long.
    From(Range),
    /// There is something to fill it from, which cannot be reached or used now.
    Waits,
    /// There is nothing: it starts empty.
    Empty,
}

impl World<'_> {
    /// What a copy of a store of the slice holds.
    pub(crate) fn content(&self, state: &dyn View, store: StoreId, slot: u32) -> Content {
        laid_out(&self.contents, &store).of(state, slot)
    }

    pub(crate) fn set_content(
        &self,
        state: &mut dyn View,
        store: StoreId,
        slot: u32,
        holds: Content,
    ) {
        if let Some(contents) = self.contents.get(&store) {
            contents.set(state, slot, holds);
        }
    }

    /// The stores that a part serves, with their numbers.
    pub(crate) fn stores_of(&self, part: PartId) -> impl Iterator<Item = (StoreId, &Store)> {
        let ids = self.served.get(&part).map_or(&[][..], Vec::as_slice);
        ids.iter().map(|id| (*id, self.model.store(*id)))
    }

    /// The stores of the slice, with their numbers.
    pub(crate) fn stores(&self) -> impl Iterator<Item = (StoreId, &Store)> {
        self.contents.keys().map(|id| (*id, self.model.store(*id)))
    }

    /// Whether a copy cannot serve because its data is gone or known to be wrong.
    pub(crate) fn is_spoilt(&self, state: &dyn View, copy: CopyRef) -> bool {
        !self.served.is_empty()
            && self.stores_of(copy.part).any(|(id, store)| {
                !starts_empty(store)
                    && match self.content(state, id, copy.copy) {
                        Content::Gone | Content::Found => true,
                        Content::Whole | Content::Wrong => false,
                    }
            })
    }

    /// What a hit on a copy takes from it.
    pub(crate) fn hit(&self, state: &mut dyn View, copy: CopyRef, hit: Hit) {
        let lost: Vec<StoreId> = self
            .stores_of(copy.part)
            .filter(|(_, store)| match store.medium {
                Medium::Memory => true,
                Medium::Disk => hit == Hit::Destroyed,
                Medium::Volume(_) | Medium::Client => false,
            })
            .map(|(id, _)| id)
            .collect();
        lost.into_iter().for_each(|id| self.set_content(state, id, copy.copy, Content::Gone));
    }

    /// What a place that is dark or destroyed takes from managed copies, volumes and backups in it.
    pub(crate) fn hit_place(&self, state: &mut dyn View, place: PlaceId, hit: Hit) {
        let within =
            |inner: Option<PlaceId>| inner.is_some_and(|inner| self.model.is_within(inner, place));
        for copy in self.all_copies() {
            if within(self.own_place(state, copy)) {
                self.hit(state, copy, hit);
            }
        }
        if hit != Hit::Destroyed {
            return;
        }
        let stores: Vec<(StoreId, &Store)> = self.stores().collect();
        for (id, store) in stores {
            if let Medium::Volume(volume) = store.medium
                && !self.is_mirrored(volume)
            {
                let places: Vec<Option<PlaceId>> = self
                    .model
                    .copies(volume)
                    .map(|(copy, _)| self.own_place(state, copy))
                    .collect();
                for (slot, at) in (0..).zip(places) {
                    if within(at) && slot < count(store.live.len()) {
                        self.set_content(state, id, slot, Content::Gone);
                    }
                }
            }
            for slot in backup_slots(store) {
                if store.backup(slot).is_some_and(|it| within(it.to.place)) {
                    self.set_content(state, id, slot, Content::Gone);
                }
            }
        }
    }

    fn all_copies(&self) -> Vec<CopyRef> {
        let copies = self.parts.iter().flat_map(|part| self.model.copies(*part));
        copies.map(|(copy, _)| copy).collect()
    }

    /// What lies on a store of which no copy is left is gone with it.
    pub(crate) fn lose_what_lay_on(&self, state: &mut dyn View) {
        let stores: Vec<(StoreId, PartId, u32)> = self
            .stores()
            .filter_map(|(id, store)| match store.medium {
                Medium::Volume(under) => Some((id, under, count(store.live.len()))),
                Medium::Disk | Medium::Memory | Medium::Client => None,
            })
            .collect();
        for (id, under, live) in stores {
            if self.stores_of(under).next().is_some() && self.holds_nothing(state, under) {
                (0..live).for_each(|slot| self.set_content(state, id, slot, Content::Gone));
            }
        }
    }

    /// Whether the bytes of a store lie on one that has copies of its own: they live where any of
    /// those does.
    fn is_mirrored(&self, under: PartId) -> bool {
        self.stores_of(under).any(|(_, store)| store.live.len() > 1)
    }

    /// Backups whose keeper holds nothing any more, or was itself erased, are gone with it.
    pub(crate) fn lose_backups(&self, state: &mut dyn View) {
        let stores: Vec<(StoreId, &Store)> = self.stores().collect();
        for (id, store) in stores {
            for slot in backup_slots(store) {
                let Some(keeper) = store.backup(slot).and_then(|backup| backup.to.part) else {
                    continue;
                };
                if self.holds_nothing(state, keeper) {
                    self.set_content(state, id, slot, Content::Gone);
                }
            }
        }
    }

    fn holds_nothing(&self, state: &dyn View, keeper: PartId) -> bool {
        let mut stores = self.stores_of(keeper).peekable();
        if stores.peek().is_some() {
            return stores.all(|(id, store)| {
                (0..count(store.live.len()))
                    .all(|slot| self.content(state, id, slot) != Content::Whole)
            });
        }
        let mut seats = self.model.copies(keeper).map(|(_, seat)| seat).peekable();
        seats.peek().is_some()
            && seats.all(|seat| match seat {
                Seat::Machine(machine) => self.machine(state, machine) == Machine::Gone,
                Seat::Place(place) => self.is_destroyed(state, place),
            })
    }

    /// A machine that is destroyed takes with it what its copies held.
    pub(crate) fn hit_machine(&self, state: &mut dyn View, machine: MachineId, hit: Hit) {
        for copy in self.on(state, machine) {
            self.hit(state, copy, hit);
        }
    }

    /// Whether a backup can be used at all: it is there, not torn, and somebody said where it is.
    pub(crate) fn is_usable(
        &self,
        state: &dyn View,
        id: StoreId,
        store: &Store,
        slot: u32,
    ) -> bool {
        if self.content(state, id, slot) != Content::Whole {
            return false;
        }
        let Some(backup) = store.backup(slot) else { return true };
        let slot = Slot { store: id, slot };
        if backup.to.part.is_none() && backup.to.place.is_none() {
            return false;
        }
        self.is_sound(slot, backup)
    }

    /// Files that were copied while they changed may be right or wrong: both are followed.
    fn is_sound(&self, slot: Slot, backup: &Backup) -> bool {
        match self.value(&backup.consistency) {
            Some(outlast_model::Consistency::Torn) => self.choice(Choice::Sound(slot)) == 0,
            Some(_) => true,
            None => {
                self.doubt(Doubt::Consistency(slot));
                true
            }
        }
    }

    /// Whether what keeps a backup can be reached from a place.
    pub(crate) fn keeper_answers(
        &self,
        state: &dyn View,
        backup: &Backup,
        from: Option<Spot>,
    ) -> bool {
        if let Some(part) = backup.to.part {
            return self
                .model
                .copies(part)
                .any(|(copy, _)| self.condition(state, copy, from) == Condition::Answers);
        }
        backup
            .to
            .place
            .map(|place| self.roads.spot_in(place))
            .is_some_and(|to| !self.is_dark(state, to.place) && self.reaches(state, from, to))
    }

    /// The copies that an empty one at `from` can be filled from now.
    pub(crate) fn sources(
        &self,
        state: &dyn View,
        id: StoreId,
        slot: u32,
        from: Option<Spot>,
    ) -> Vec<u32> {
        let store = self.model.store(id);
        // What begins with nothing is not restored, only streamed to by a copy that has it.
        let most = if starts_empty(store) { count(store.live.len()) } else { store.slots() };
        let usable =
            (0..most).filter(|other| *other != slot && self.is_usable(state, id, store, *other));
        usable.filter(|other| self.is_at_hand(state, store, *other, from)).collect()
    }

    fn is_at_hand(&self, state: &dyn View, store: &Store, slot: u32, from: Option<Spot>) -> bool {
        match (store.backup(slot), store.live(slot)) {
            (Some(backup), _) => {
                self.keeper_answers(state, backup, from)
                    && backup
                        .needs
                        .iter()
                        .filter(|need| !need.soft)
                        .all(|need| crate::serve::is_met(self, state, &need.of, from))
            }
            (None, Some(live)) => {
                store.layout == Layout::Replicas
                    && self.condition(state, live.copy, from) == Condition::Answers
            }
            (None, None) => false,
        }
    }

    /// How an empty copy is filled when somebody does it now.
    pub(crate) fn filling(&self, state: &dyn View, copy: CopyRef) -> Filling {
        let holds = |id, _: &Store| self.content(state, id, copy.copy) == Content::Whole;
        self.filling_from(state, copy, self.spot(state, copy), holds)
    }

    /// How a copy is filled that is brought back at another spot: what lies on its own disk stays
    /// behind.
    pub(crate) fn filling_at(&self, state: &dyn View, copy: CopyRef, spot: Spot) -> Filling {
        let holds = |id, store: &Store| {
            !stays_behind(store) && self.content(state, id, copy.copy) == Content::Whole
        };
        self.filling_from(state, copy, Some(spot), holds)
    }

    /// A copy that is brought back at another spot has nothing of what stays behind.
    pub(crate) fn leave_behind(&self, state: &mut dyn View, copy: CopyRef) {
        let left = self.stores_of(copy.part).filter(|(_, store)| stays_behind(store));
        let left: Vec<StoreId> = left.map(|(id, _)| id).collect();
        left.into_iter().for_each(|id| self.set_content(state, id, copy.copy, Content::Gone));
    }

    fn filling_from(
        &self,
        state: &dyn View,
        copy: CopyRef,
        own: Option<Spot>,
        holds: impl Fn(StoreId, &Store) -> bool,
    ) -> Filling {
        let mut whole = Filling::Whole;
        for (id, store) in self.stores_of(copy.part) {
            // What is made again is made again once its process runs.
            let is_made = matches!(store.worth, Worth::Rebuilt { .. });
            if is_made || starts_empty(store) || holds(id, store) {
                continue;
            }
            let sources = self.sources(state, id, copy.copy, own);
            let anything = (0..store.slots()).any(|slot| {
                let other = store.layout == Layout::Replicas || store.backup(slot).is_some();
                slot != copy.copy && other && self.is_usable(state, id, store, slot)
            });
            whole = match (sources.as_slice(), anything) {
                ([], true) => Filling::Waits,
                ([], false) => Filling::Empty,
                (several, _) => Filling::From(self.restoring(store, several)),
            };
        }
        whole
    }

    /// How long it takes to read back: from a live copy it streams while that serves; else as long
    /// as the backups at hand take.
    fn restoring(&self, store: &Store, sources: &[u32]) -> Range {
        if sources.iter().any(|slot| store.live(*slot).is_some()) {
            return Range::ZERO;
        }
        let takes = sources.iter().filter_map(|slot| store.backup(*slot));
        takes.map(|backup| self.range(&backup.restores)).reduce(Range::hull).unwrap_or(Range::ZERO)
    }

    /// A process that starts fills what may begin empty, and what a serving copy streams to it.
    pub(crate) fn begin(&self, state: &mut dyn View, copy: CopyRef) {
        let stores: Vec<(StoreId, bool)> =
            self.stores_of(copy.part).map(|(id, store)| (id, begins_whole(store))).collect();
        for (id, begins_whole) in stores {
            if begins_whole || self.follows_another(state, copy) {
                self.set_content(state, id, copy.copy, Content::Whole);
            }
        }
    }

    /// Whether another copy of the database accepts writes and can be reached.
    fn follows_another(&self, state: &dyn View, copy: CopyRef) -> bool {
        let Some(row) = self.cluster(copy.part) else { return false };
        let own = self.spot(state, copy);
        self.model.copies(copy.part).any(|(other, _)| {
            other != copy
                && row.role(state, other.copy) == CopyRole::Accepts
                && self.condition(state, other, own) == Condition::Answers
        })
    }

    /// Restores every copy of what a part serves, after its content was erased or found wrong.
    pub(crate) fn restore(&self, state: &mut dyn View, copy: CopyRef) {
        let stores: Vec<(StoreId, u32)> = self
            .stores_of(copy.part)
            .filter(|(_, store)| !matches!(store.worth, Worth::Rebuilt { .. }))
            .map(|(id, store)| (id, count(store.live.len())))
            .collect();
        for (id, live) in stores {
            let spoilt = self.content(state, id, copy.copy);
            self.set_content(state, id, copy.copy, Content::Whole);
            for slot in (0..live).filter(|slot| *slot != copy.copy) {
                let other = CopyRef { part: copy.part, copy: slot };
                let same = self.content(state, id, slot) == spoilt && spoilt != Content::Whole;
                if same && self.seat_is_up(state, other) {
                    self.set_content(state, id, slot, Content::Whole);
                }
            }
        }
    }
}

/// Whether what a copy holds lies on its machine, and stays there when it is brought back elsewhere.
const fn stays_behind(store: &Store) -> bool {
    match store.medium {
        Medium::Memory | Medium::Disk => true,
        Medium::Volume(_) | Medium::Client => false,
    }
}

/// Whether a part may serve with nothing in this store: memory, caches, what nobody misses.
pub(crate) fn starts_empty(store: &Store) -> bool {
    match store.worth {
        Worth::Harmless => true,
        Worth::Rebuilt { meanwhile, .. } => meanwhile,
        Worth::Harmful => store.serves_empty || store.medium == Medium::Memory,
    }
}

/// Whether a copy that starts with nothing is as good as any: what is made again from another store
/// is not, until that is done.
pub(crate) fn begins_whole(store: &Store) -> bool {
    starts_empty(store) && !matches!(store.worth, Worth::Rebuilt { .. })
}

/// The slots of a store's backups.
pub(crate) fn backup_slots(store: &Store) -> std::ops::Range<u32> {
    count(store.live.len())..store.slots()
}
