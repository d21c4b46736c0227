//! How far each copy of the judged store is behind, along the classes of the exploration.
//!
//! A figure per slot: what has passed it by so far as a range, since when more does as a date of
//! the zone, and whether its lag comes on top. Beside it how long it only grew older, which is told
//! apart: it takes nothing from what a copy holds, and everything once it is too old.

use outlast_model::{FOREVER, Nanos, Range, Slot, Store};

use crate::data::{
    self, Ended, Holding, Maybe, Move, Slots, Source, Span, bit, conclude, each, keeping,
};
use crate::dbm::{Date, Dbm, plus};
use crate::world::World;

/// Whether a range comes on top of what has passed a slot by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
enum OnTop {
    /// It does not.
    #[default]
    No,
    /// All of it.
    Whole,
    /// At most all of it: the slot was level with the others a moment before.
    AtMost,
}

/// How far one slot is behind; what has passed it by before `since` stands with the other sums.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Behind {
    /// Since when writes pass it by.
    since: Option<Date>,
    /// From when to when writes passed it by the last time: both dates are kept, as what comes later
    /// narrows them.
    passed: Option<(Date, Date)>,
    /// Since when it only grows older.
    ages_since: Option<Date>,
    /// From when to when it only grew older the last time.
    aged: Option<(Date, Date)>,
    /// A stream to it broke.
    lag: OnTop,
    /// It lost power.
    power: OnTop,
    /// It was brought level since the fault.
    levelled: bool,
    /// It holds nothing of what was.
    nothing: Maybe,
    /// The slot that it was filled from.
    from: Option<u32>,
}

/// What tells two classes apart: everything but figures and dates.
/// Dates stand as their place in [`Slotted::dates`].
pub(crate) type Marks = (bool, Vec<Behind>);

/// All slots of the judged store.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Slotted {
    pub(crate) slots: Vec<Behind>,
    /// What had passed each by before, and then of each how long it had only grown older before.
    pub(crate) base: Vec<(Nanos, Nanos)>,
    /// A figure was added up from several spans.
    pub(crate) coarse: bool,
    /// A copy was filled again: what only it had is with nobody any more.
    refilled: bool,
}

impl Slotted {
    /// Nothing has passed anybody by.
    pub(crate) fn new(world: &World<'_>) -> Self {
        let store = world.judged.map(|id| world.model.store(id));
        let slots = store.map_or(0, |store| store.slots().min(data::SLOTS)) as usize;
        Self {
            slots: vec![Behind::default(); slots],
            base: vec![(0, 0); 2 * slots],
            coarse: false,
            refilled: false,
        }
    }

    pub(crate) fn marks(&self) -> Marks {
        let dates = self.dates();
        let mut bare = self.clone();
        bare.renumber(&dates, &(0..dates.len()).collect::<Vec<Date>>());
        (self.refilled, bare.slots)
    }

    /// The dates that are still needed, each once, in the order of the slots.
    pub(crate) fn dates(&self) -> Vec<Date> {
        let mut dates: Vec<Date> = Vec::new();
        for slot in &self.slots {
            let over = slot.passed.into_iter().chain(slot.aged);
            let over = over.flat_map(|(from, to)| [from, to]);
            for date in slot.since.into_iter().chain(slot.ages_since).chain(over) {
                if !dates.contains(&date) {
                    dates.push(date);
                }
            }
        }
        dates
    }

    /// Gives dates new numbers.
    pub(crate) fn renumber(&mut self, from: &[Date], to: &[Date]) {
        let renumbered = |date: Date| {
            let at = from.iter().position(|it| *it == date);
            at.and_then(|at| to.get(at).copied()).unwrap_or(date)
        };
        for slot in &mut self.slots {
            slot.since = slot.since.map(renumbered);
            slot.ages_since = slot.ages_since.map(renumbered);
            let both = |(from, to)| (renumbered(from), renumbered(to));
            slot.passed = slot.passed.map(both);
            slot.aged = slot.aged.map(both);
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
        (zone, now): (&Dbm, Date),
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
        self.age(after, (zone, now));
    }

    /// Who grows older from now on though no writes pass it by, and who no longer does.
    fn age(&mut self, after: &Holding, (zone, now): (&Dbm, Date)) {
        let slots = self.slots.len();
        for (slot, at) in (0..).zip(0..slots) {
            let Some(behind) = self.slots.get_mut(at) else { return };
            match (behind.ages_since, after.ages(slot)) {
                (None, true) => behind.ages_since = Some(now),
                (Some(since), false) => {
                    behind.ages_since = None;
                    let earlier = behind.aged.replace((since, now));
                    let figure = self.base.get_mut(slots + at);
                    if let (Some((from, to)), Some(figure)) = (earlier, figure) {
                        let (lo, hi) = zone.between(to, from);
                        *figure = (plus(figure.0, lo), plus(figure.1, hi));
                        self.coarse = true;
                    }
                }
                (None, false) | (Some(_), true) => {}
            }
        }
    }

    /// Writes no longer pass a slot by. One such span is kept as dates, earlier ones as a figure.
    fn close(&mut self, slot: u32, zone: &Dbm, now: Date) {
        let (mut behind, mut base) = self.get(slot);
        let Some(since) = behind.since.take() else { return };
        if let Some((from, to)) = behind.passed.replace((since, now)) {
            let (lo, hi) = zone.between(to, from);
            base = (plus(base.0, lo), plus(base.1, hi));
            self.coarse = true;
        }
        self.set(slot, behind, base);
    }

    fn step(&mut self, world: &World<'_>, store: &Store, step: Move, at: (&Dbm, Date)) {
        match step {
            Move::Power(slot) => {
                let lost = data::volatile(world, store, slot) != Range::ZERO;
                self.put_on_top(slot, lost, |behind| &mut behind.power);
            }
            Move::Falls(slot, _) => {
                let lags = data::lag(world, store, slot) != Range::ZERO;
                self.put_on_top(slot, lags, |behind| &mut behind.lag);
            }
            Move::Adopts(slot, from) => {
                self.renew(slot);
                let span = self.span(world, store, from, (at.0, Some(at.1)));
                let (other, base) = self.get(from);
                if other.lag == OnTop::No && other.power == OnTop::No {
                    self.set(slot, Behind { levelled: true, ..other }, base);
                } else {
                    // The other's own lag is of its own range: from here on it is a figure.
                    self.settle(slot, span);
                }
            }
            Move::Joins(slots) => self.join(world, store, slots, at),
            Move::Fills(slot, from) => {
                let of = |from| self.source(world, store, from, (at.0, Some(at.1)));
                let copies: Vec<Source> = each(from).map(of).collect();
                self.settle(slot, data::newest(&copies));
                self.refilled = true;
            }
        }
    }

    /// What a slot holds is as new as can be: it has not grown older.
    fn renew(&mut self, slot: u32) {
        let at = self.slots.len() + slot as usize;
        if let Some(figure) = self.base.get_mut(at) {
            *figure = (0, 0);
        }
    }

    /// A range comes on top. Right after it was brought level a slot cannot be as far behind.
    fn put_on_top(&mut self, slot: u32, yes: bool, which: impl Fn(&mut Behind) -> &mut OnTop) {
        let (mut behind, base) = self.get(slot);
        let levelled = behind.levelled;
        let on_top = which(&mut behind);
        if yes && (levelled || *on_top == OnTop::No) {
            *on_top = if levelled { OnTop::AtMost } else { OnTop::Whole };
            self.coarse |= levelled;
            self.set(slot, behind, base);
        }
    }

    /// From here on a slot is behind by so much, whatever made it so.
    fn settle(&mut self, slot: u32, span: Span) {
        let behind =
            Behind { nothing: span.nothing, from: span.from, levelled: true, ..Behind::default() };
        self.set(slot, behind, (span.lo, span.hi));
    }

    /// Copies that all accept writes exchange what they have: what each has missed is what all of
    /// them have missed, and nothing once every copy is there that ever had anything.
    fn join(&mut self, world: &World<'_>, store: &Store, slots: Slots, at: (&Dbm, Date)) {
        let live = u32::try_from(store.live.len()).unwrap_or(0);
        let all = (0..live).all(|slot| slots & bit(slot) != 0);
        let spans: Vec<Span> =
            each(slots).map(|slot| self.span(world, store, slot, (at.0, Some(at.1)))).collect();
        if spans.iter().any(|span| span.nothing != Maybe::Never) {
            return;
        }
        let powerless = each(slots).filter(|slot| self.get(*slot).0.power != OnTop::No);
        let lost = powerless.map(|slot| data::volatile(world, store, slot).hi).max().unwrap_or(0);
        let missed = spans.iter().map(|span| span.hi).min().unwrap_or(0);
        let most = if all && !self.refilled { lost } else { missed.max(lost) };
        self.coarse |= most > 0;
        let level = Behind { levelled: true, ..Behind::default() };
        each(slots).for_each(|slot| self.set(slot, level, (0, most)));
    }

    /// How far a slot is behind at a date, or without end.
    fn span(
        &self,
        world: &World<'_>,
        store: &Store,
        slot: u32,
        (zone, now): (&Dbm, Option<Date>),
    ) -> Span {
        let (behind, mut base) = self.get(slot);
        let open = behind.since.map(|since| (since, now));
        let passed = behind.passed.map(|(from, to)| (from, Some(to)));
        for (from, to) in open.into_iter().chain(passed) {
            let (lo, hi) = to.map_or((FOREVER, FOREVER), |to| zone.between(to, from));
            base = (plus(base.0, lo), plus(base.1, hi));
        }
        let mut add = |on_top: OnTop, range: Range| {
            let lo = if on_top == OnTop::Whole { range.lo } else { 0 };
            let hi = if on_top == OnTop::No { 0 } else { range.hi };
            base = (plus(base.0, lo), plus(base.1, hi));
        };
        add(behind.lag, data::lag(world, store, slot));
        add(behind.power, data::volatile(world, store, slot));
        Span { lo: base.0, hi: base.1, nothing: behind.nothing, from: behind.from }
    }

    /// Whether a slot holds nothing of what was, in every history.
    pub(crate) fn holds_nothing(&self, slot: u32) -> bool {
        self.get(slot).0.nothing == Maybe::Always
    }

    /// What is lost where nothing happens any more.
    pub(crate) fn end(
        &self,
        world: &World<'_>,
        store: &Store,
        holding: &Holding,
        zone: &Dbm,
    ) -> Ended {
        conclude(world, store, holding, |slot| self.source(world, store, slot, (zone, None)))
    }

    /// What a slot gives at a date, or in the end.
    fn source(
        &self,
        world: &World<'_>,
        store: &Store,
        slot: u32,
        (zone, now): (&Dbm, Option<Date>),
    ) -> Source {
        let span = self.span(world, store, slot, (zone, now));
        let (behind, passed) = self.get(slot);
        let aged = self.aged(slot, (zone, now));
        let older = data::older(world, store, slot);
        let since = behind.since.or(behind.passed.map(|(from, _)| from));
        Source {
            slot,
            span,
            older: (plus(aged.0, older.lo), plus(aged.1, older.hi)),
            is_fresh: since.is_none() && passed.1 == 0 && aged.1 == 0,
            kept: world.judged.and_then(|id| keeping(world, store, Slot { store: id, slot })),
        }
    }

    /// How long a slot only grew older.
    fn aged(&self, slot: u32, (zone, now): (&Dbm, Option<Date>)) -> (Nanos, Nanos) {
        let (behind, _) = self.get(slot);
        let figure = self.base.get(self.slots.len() + slot as usize).copied();
        let open = behind.ages_since.map(|since| (since, now));
        let aged = behind.aged.map(|(from, to)| (from, Some(to)));
        open.into_iter().chain(aged).fold(figure.unwrap_or((0, 0)), |sum, (from, to)| {
            let (lo, hi) = to.map_or((FOREVER, FOREVER), |to| zone.between(to, from));
            (plus(sum.0, lo), plus(sum.1, hi))
        })
    }
}
