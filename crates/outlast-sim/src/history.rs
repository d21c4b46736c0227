//! What becomes of the judged store's writes in one history of the plain simulator.

use std::collections::BTreeMap;
use std::rc::Rc;

use outlast_model::{FOREVER, Nanos, Range, Slot, Store, StoreId};

use crate::data::{self, Ended, Holding, Maybe, Move, Slots, Span, bit, conclude, each, kept_for};
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
}

impl<'w, 'a> Writes<'w, 'a> {
    /// The writes of the judged store, if one is judged.
    pub(crate) fn new(world: &'w World<'a>, rest: &Reading) -> Option<Self> {
        let id = world.judged?;
        let store = world.model.store(id);
        let by = rest.holding.as_ref().map_or(0, Holding::writers_before);
        // With nobody to write there is still what was written once.
        let ledger = Ledger::new(if by == 0 { bit(0) } else { by });
        Some(Self { world, id, store, ledger, up_to: 0, levelled: BTreeMap::new() })
    }

    /// Up to a date, writes went on as they were.
    pub(crate) fn go_on(&mut self, reading: &Reading, now: Nanos) {
        if let Some(holding) = &reading.holding {
            for copy in each(holding.written) {
                self.ledger.write(self.up_to, now, copy, holding.reached_from(copy));
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
                if range != Range::ZERO {
                    let behind = draw(DrawId::Behind(at(slot)), range);
                    let level = self.levelled.get(&slot).copied().unwrap_or(Nanos::MIN);
                    let from = now.saturating_sub(behind).max(level);
                    self.ledger.forget(slot, broken, from, now);
                }
            }
            Move::Adopts(slot, from) => {
                self.ledger.adopt(slot, from);
                self.levelled.insert(slot, now);
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
        let kept = |slot: &u32| {
            kept_for(self.world, self.store, *slot)
                .is_none_or(|kept| self.ledger.missing(*slot) <= kept)
        };
        let left = each(slots).filter(kept).filter(|slot| self.ledger.has_past(*slot));
        left.min_by_key(|slot| (self.ledger.missing(*slot), *slot))
    }

    /// What is lost in the end; what still passes a copy by does so without end.
    pub(crate) fn end(&self, reading: &Reading) -> Option<(Ended, Accounts)> {
        let holding = reading.holding.as_ref()?;
        let span = |slot: u32| {
            let missing = if holding.passes_by(slot) { FOREVER } else { self.ledger.missing(slot) };
            let past = self.ledger.has_past(slot);
            let nothing = if past { Maybe::Never } else { Maybe::Always };
            Span { lo: missing, hi: missing, nothing, from: None }
        };
        let ended = conclude(self.world, self.store, holding, span);
        let left = ended.left.map_or(0, bit);
        let accounts = self.ledger.accounts(left, apart(holding, left));
        Some((ended, accounts))
    }
}

fn apart(holding: &Holding, left: Slots) -> Slots {
    holding.serving & !left
}
