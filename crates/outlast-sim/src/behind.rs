//! How far each copy of the judged store is behind, along the classes of the exploration.
//!
//! A figure per slot: what has passed it by so far as a range, since when more does as a date of
//! the zone, and whether its lag comes on top.

use outlast_model::{FOREVER, Nanos, Range, Store};

use crate::data::{
    self, Ended, Holding, Maybe, Move, Slots, Source, Span, bit, conclude, each, kept_for,
};
use crate::world::World;
use crate::zone::{Date, Zone};

/// How far one slot is behind; what has passed it by before `since` stands with the other sums.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Behind {
    /// Since when writes pass it by.
    pub(crate) since: Option<Date>,
    /// A stream to it broke.
    lag: bool,
    /// It lost power.
    power: bool,
    /// It holds nothing of what was.
    nothing: Maybe,
    /// The slot that it was filled from.
    from: Option<u32>,
}

/// What tells two classes apart: everything but figures and dates.
pub(crate) type Marks = Vec<(bool, bool, bool, Maybe, Option<u32>)>;

/// All slots of the judged store.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Slotted {
    pub(crate) slots: Vec<Behind>,
    /// What had passed each by before.
    pub(crate) base: Vec<(Nanos, Nanos)>,
    /// A figure was added up from several spans.
    pub(crate) coarse: bool,
}

impl Slotted {
    /// Nothing has passed anybody by.
    pub(crate) fn new(world: &World<'_>) -> Self {
        let store = world.judged.and_then(|id| world.model.store(id));
        let slots = store.map_or(0, |store| store.slots().min(data::SLOTS)) as usize;
        Self { slots: vec![Behind::default(); slots], base: vec![(0, 0); slots], coarse: false }
    }

    pub(crate) fn marks(&self) -> Marks {
        let mark = |it: &Behind| (it.since.is_some(), it.lag, it.power, it.nothing, it.from);
        self.slots.iter().map(mark).collect()
    }

    /// The dates that are still needed, each once.
    pub(crate) fn dates(&self) -> Vec<Date> {
        let mut dates: Vec<Date> = self.slots.iter().filter_map(|slot| slot.since).collect();
        dates.sort_unstable();
        dates.dedup();
        dates
    }

    /// Gives dates new numbers.
    pub(crate) fn renumber(&mut self, from: &[Date], to: &[Date]) {
        for since in self.slots.iter_mut().filter_map(|slot| slot.since.as_mut()) {
            let at = from.iter().position(|date| date == since);
            *since = at.and_then(|at| to.get(at).copied()).unwrap_or(*since);
        }
    }

    fn get(&self, slot: u32) -> (Behind, (Nanos, Nanos)) {
        let at = slot as usize;
        (
            self.slots.get(at).copied().unwrap_or_default(),
            self.base.get(at).copied().unwrap_or((0, 0)),
        )
    }

    fn set(&mut self, slot: u32, behind: Behind, base: (Nanos, Nanos)) {
        let at = slot as usize;
        if let (Some(a), Some(b)) = (self.slots.get_mut(at), self.base.get_mut(at)) {
            (*a, *b) = (behind, base);
        }
    }

    /// An event at `now` turned one holding into another.
    pub(crate) fn happen(
        &mut self,
        world: &World<'_>,
        store: &Store,
        (before, after): (&Holding, &Holding),
        (zone, now): (&Zone, Date),
    ) {
        let joined = data::is_joined(world, store);
        for step in before.moves(after, store, joined) {
            self.step(world, store, step, (zone, now));
        }
        for slot in 0..u32::try_from(self.slots.len()).unwrap_or(0) {
            let (mut behind, base) = self.get(slot);
            match (behind.since, after.passes_by(slot)) {
                (None, true) => behind.since = Some(now),
                (Some(_), false) => {
                    self.close(slot, zone, now);
                    continue;
                }
                _ => continue,
            }
            self.set(slot, behind, base);
        }
    }

    fn close(&mut self, slot: u32, zone: &Zone, now: Date) {
        let (mut behind, base) = self.get(slot);
        let Some(since) = behind.since.take() else { return };
        let (lo, hi) = zone.between(now, since);
        self.coarse |= base != (0, 0);
        self.set(slot, behind, (base.0.saturating_add(lo), plus(base.1, hi)));
    }

    fn step(&mut self, world: &World<'_>, store: &Store, step: Move, at: (&Zone, Date)) {
        match step {
            Move::Power(slot) => {
                let (mut behind, base) = self.get(slot);
                behind.power |= data::volatile(world, store, slot) != Range::ZERO;
                self.set(slot, behind, base);
            }
            Move::Falls(slot) => {
                let (mut behind, base) = self.get(slot);
                behind.lag |= data::lag(world, store, slot) != Range::ZERO;
                self.set(slot, behind, base);
            }
            Move::Adopts(slot, from) => {
                let span = self.span(world, store, from, Some(at));
                let (other, base) = self.get(from);
                if other.lag || other.power {
                    // The other's own lag is of its own range: from here on it is a figure.
                    self.settle(slot, span);
                } else {
                    self.set(slot, other, base);
                }
            }
            Move::Joins(slots) => self.join(store, slots),
            Move::Fills(slot, from) => {
                let copies: Vec<Source> = each(from)
                    .map(|from| {
                        let span = self.span(world, store, from, Some(at));
                        (from, span, kept_for(world, store, from))
                    })
                    .collect();
                self.settle(slot, data::newest(&copies));
            }
        }
    }

    /// From here on a slot is behind by so much, whatever made it so.
    fn settle(&mut self, slot: u32, span: Span) {
        let behind = Behind { nothing: span.nothing, from: span.from, ..Behind::default() };
        self.set(slot, behind, (span.lo, span.hi));
    }

    /// Copies that all accept writes have everything once all of them are together again.
    fn join(&mut self, store: &Store, slots: Slots) {
        let live = u32::try_from(store.live.len()).unwrap_or(0);
        let all = (0..live).all(|slot| slots & bit(slot) != 0);
        let nothing = (0..live).any(|slot| self.get(slot).0.nothing != Maybe::Never);
        if all && !nothing {
            (0..live).for_each(|slot| self.set(slot, Behind::default(), (0, 0)));
        }
    }

    /// How far a slot is behind at a date, or in the end.
    fn span(&self, world: &World<'_>, store: &Store, slot: u32, at: Option<(&Zone, Date)>) -> Span {
        let (behind, mut base) = self.get(slot);
        if let Some(since) = behind.since {
            let (lo, hi) = at.map_or((FOREVER, FOREVER), |(zone, now)| zone.between(now, since));
            base = (plus(base.0, lo), plus(base.1, hi));
        }
        let mut add = |yes: bool, range: Range| {
            if yes {
                base = (plus(base.0, range.lo), plus(base.1, range.hi));
            }
        };
        add(behind.lag, data::lag(world, store, slot));
        add(behind.power, data::volatile(world, store, slot));
        Span { lo: base.0, hi: base.1, nothing: behind.nothing, from: behind.from }
    }

    /// What is lost where nothing happens any more.
    pub(crate) fn end(&self, world: &World<'_>, store: &Store, holding: &Holding) -> Ended {
        conclude(world, store, holding, |slot| self.span(world, store, slot, None))
    }
}

fn plus(a: Nanos, b: Nanos) -> Nanos {
    if a == FOREVER || b == FOREVER { FOREVER } else { a.saturating_add(b) }
}
