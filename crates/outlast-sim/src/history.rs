//! What becomes of the judged store's writes in one history of the plain simulator.

use std::collections::BTreeMap;
use std::rc::Rc;

use outlast_model::{FOREVER, Nanos, Range, Slot, Store, StoreId};

use crate::content::backup_slots;
use crate::data::{
    self, Ended, Holding, Keeping, Maybe, Move, Slots, Source, Span, bit, conclude, each, keeping,
};
use crate::ids::DrawId;
use crate::ledger::Ledger;
use crate::outcome::Accounts;
use crate::state_cache::Reading;
use crate::world::World;

/// The writes of one history.
pub(crate) struct Writes<'w, 'a> {
    world: &'w World<'a>,
    id: StoreId,
    store: &'a Store,
    ledger: Ledger,
    up_to: Nanos,
    /// When each slot was last brought level with another.
    levelled: BTreeMap<u32, Nanos>,
    /// How old each backup is, and may become.
    ages: BTreeMap<u32, Age>,
}

/// How old a backup is beside what it lacks, and how old it may become.
#[derive(Debug, Clone, Copy)]
struct Age {
    /// How much older than what it lacked its beginning was when the stream to it broke.
    older: Nanos,
    /// How long it has only grown older since.
    aged: Nanos,
    /// How long it is kept; without end when there is none.
    kept: Option<Nanos>,
}

impl Age {
    /// The age of a backup that is so far behind when the stream to it breaks.
    fn of(
        world: &World<'_>,
        store: &Store,
        at: Slot,
        behind: Nanos,
        draw: &mut dyn FnMut(DrawId, Range) -> Nanos,
    ) -> Self {
        let mut drawn = |id: DrawId, range: Range| {
            if range.is_point() { range.lo } else { draw(id, range) }
        };
        let older = drawn(DrawId::Older(at), data::older(world, store, at.slot));
        let kept = keeping(world, store, at).map(|Keeping { time, until_next }| {
            let kept = drawn(DrawId::Kept(at), time);
            // What the next one replaces is there as long as there is no next one.
            if until_next { kept.max(behind.saturating_add(older)) } else { kept }
        });
        Self { older, aged: 0, kept }
    }
}

impl<'w, 'a> Writes<'w, 'a> {
    /// The writes of the judged store, if one is judged.
    pub(crate) fn new(world: &'w World<'a>, rest: &Reading) -> Option<Self> {
        let id = world.judged?;
        let store = world.model.store(id);
        let by = rest.holding.as_ref().map_or(0, Holding::writers_before);
        // With nobody to write there is still what was written once.
        let ledger = Ledger::new(if by == 0 { bit(0) } else { by });
        let backups = backup_slots(store).map(|slot| Slot { store: id, slot });
        // The least of every range, until a stream breaks and they are drawn.
        let least = |at: Slot| (at.slot, Age::of(world, store, at, 0, &mut |_, range| range.lo));
        let ages = backups.map(least).collect();
        Some(Self { world, id, store, ledger, up_to: 0, levelled: BTreeMap::new(), ages })
    }

    /// Up to a date, writes went on as they were.
    pub(crate) fn go_on(&mut self, reading: &Reading, now: Nanos) {
        if let Some(holding) = &reading.holding {
            for copy in each(holding.written) {
                self.ledger.write(self.up_to, now, copy, holding.reached_from(copy));
            }
            for (_, age) in self.ages.iter_mut().filter(|(slot, _)| holding.ages(**slot)) {
                age.aged = age.aged.saturating_add(now - self.up_to);
            }
        }
        self.up_to = now;
    }

    /// An event turned one reading into another.
    pub(crate) fn happen(
        &mut self,
        before: &Rc<Reading>,
        after: &Rc<Reading>,
        draw: &mut dyn FnMut(DrawId, Range) -> Nanos,
    ) {
        let (Some(before), Some(after)) = (&before.holding, &after.holding) else { return };
        let joined = data::is_joined(self.world, self.store);
        for step in before.moves(after, self.store, joined) {
            self.step(step, draw);
        }
    }

    fn step(&mut self, step: Move, draw: &mut dyn FnMut(DrawId, Range) -> Nanos) {
        let (world, store, now) = (self.world, self.store, self.up_to);
        let at = |slot: u32| Slot { store: self.id, slot };
        match step {
            Move::Power(slot) => {
                let range = data::volatile(world, store, slot);
                if range != Range::ZERO {
                    let lost = draw(DrawId::NotOnDisk(at(slot)), range);
                    self.ledger.forget(slot, Slots::MAX, now.saturating_sub(lost), now);
                }
            }
            Move::Falls(slot, broken) => {
                let range = data::lag(world, store, slot);
                let mut behind = 0;
                if range != Range::ZERO {
                    behind = draw(DrawId::Behind(at(slot)), range);
                    let level = self.levelled.get(&slot).copied().unwrap_or(Nanos::MIN);
                    let from = now.saturating_sub(behind).max(level);
                    self.ledger.forget(slot, broken, from, now);
                }
                if store.backup(slot).is_some() {
                    self.ages.insert(slot, Age::of(world, store, at(slot), behind, draw));
                }
            }
            Move::Adopts(slot, from) => {
                self.ledger.adopt(slot, from);
                self.levelled.insert(slot, now);
                if let Some(age) = self.ages.get_mut(&slot) {
                    age.aged = 0;
                }
            }
            Move::Joins(slots) => {
                self.ledger.join(slots);
                self.levelled.extend(each(slots).map(|slot| (slot, now)));
            }
            Move::Fills(slot, from) => {
                match self.newest(from) {
                    Some(from) => self.ledger.adopt(slot, from),
                    None => self.ledger.empty(slot),
                }
                self.levelled.insert(slot, now);
            }
        }
    }

    /// The copy with the most that is not too old.
    fn newest(&self, slots: Slots) -> Option<u32> {
        let left = each(slots).filter(|slot| !self.is_too_old(*slot, self.ledger.missing(*slot)));
        let left = left.filter(|slot| self.ledger.has_past(*slot));
        left.min_by_key(|slot| (self.ledger.missing(*slot), *slot))
    }

    /// Whether a backup was taken away before anybody wanted it.
    fn is_too_old(&self, slot: u32, missing: Nanos) -> bool {
        let Some(Age { older, aged, kept }) = self.ages.get(&slot).copied() else { return false };
        kept.is_some_and(|kept| missing.saturating_add(older).saturating_add(aged) > kept)
    }

    /// What is lost in the end; what still passes a copy by does so without end.
    pub(crate) fn end(&self, reading: &Reading) -> Option<(Ended, Accounts)> {
        let holding = reading.holding.as_ref()?;
        let ended = conclude(self.world, self.store, holding, |slot| self.source(holding, slot));
        let left = ended.left.map_or(0, bit);
        let accounts = self.ledger.accounts(left, apart(holding, left));
        Some((ended, accounts))
    }

    /// What a slot gives in the end.
    fn source(&self, holding: &Holding, slot: u32) -> Source {
        let missing = if holding.passes_by(slot) { FOREVER } else { self.ledger.missing(slot) };
        // What still grows older does so without end.
        let missed = if holding.ages(slot) { FOREVER } else { missing };
        let gone = !self.ledger.has_past(slot) || self.is_too_old(slot, missed);
        let nothing = if gone { Maybe::Always } else { Maybe::Never };
        let span = Span { lo: missing, hi: missing, nothing, from: None };
        Source { slot, span, older: (0, 0), is_fresh: true, kept: None }
    }
}

fn apart(holding: &Holding, left: Slots) -> Slots {
    holding.serving & !left
}
