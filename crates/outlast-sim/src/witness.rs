//! From the end of a path to one concrete history that attains its worst: integer dates for every
//! event, as named draws for the plain simulator.
//!
//! The path is walked once more with every date kept. Gaps are stretched one after the other to
//! the most that is left; the earliest history of what remains is an extreme point, and integer.

use std::collections::BTreeMap;
use std::rc::Rc;

use outlast_model::{DAY, FOREVER, Nanos, Range, Ratio, Slot};

use crate::data::{Holding, Move, each, keeping, lag, older, volatile};
use crate::dbm::{Date, Dbm};
use crate::explore::{Explored, Pending, Step, after_tick, enabled, ticks};
use crate::ids::{ClockId, DrawId, RuleId};
use crate::outcome::{Limits, Witness};
use crate::plain::{Chance, Tells, run};
use crate::state_cache::{Reading, StateCache};

/// How long a wait without a bound is taken to last in a witness, at least.
pub(crate) const LONG: Nanos = 365 * DAY;

/// How often a history is played in search of its latest draws.
const LATEST: usize = 4;

/// The most dates that a witness is looked for in.
const MOST_DATES: usize = 160;

/// The most rules that wait at once in a witness: replaying it takes the square of them.
const MOST_PENDING: usize = 400;

/// A draw of the path, from when and to which date.
struct Drawn {
    id: DrawId,
    from: Date,
    to: Date,
}

struct Walk<'b, 'w, 'a> {
    book: &'b StateCache<'w, 'a>,
    zone: Dbm,
    pending: Vec<Pending>,
    /// Each clock's date, as a variable and what is added to it.
    clocks: BTreeMap<ClockId, Date>,
    count: BTreeMap<usize, u32>,
    drawn: Vec<Drawn>,
    phases: BTreeMap<ClockId, (Date, Nanos)>,
    /// Every tick that was waited for: the clock, the tick, the date of waiting, the period.
    waits: Vec<(ClockId, Date, Date, Nanos)>,
    order: Vec<RuleId>,
    gaps: Vec<(Date, Option<Date>)>,
    out: bool,
    /// The dates as they were when the last gap ended: what comes later must not narrow them.
    ended: Option<Dbm>,
}

/// What a witness is to attain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Aim {
    /// The worst total outage.
    Out,
    /// The greatest loss, with this copy left in the end.
    Loss(u32),
}

/// Draws that attain the worst at the end of a path, or come near; `None` when it is too long.
pub(crate) fn attaining(
    book: &StateCache<'_, '_>,
    explored: &Explored,
    path: &Step,
    aim: Aim,
    limits: &Limits,
) -> Option<Witness> {
    // Where the order of events was left open a path is no history.
    if explored.open { Some(latest(book, limits)) } else { witness(book, path, aim) }
}

/// As [`attaining`], along the very path.
fn witness(book: &StateCache<'_, '_>, path: &Step, aim: Aim) -> Option<Witness> {
    let mut steps = vec![path];
    let mut at = path.before.as_deref();
    while let Some(step) = at {
        steps.push(step);
        at = step.before.as_deref();
    }
    let mut walk = Walk {
        book,
        zone: Dbm::origin(),
        pending: Vec::new(),
        clocks: BTreeMap::new(),
        count: BTreeMap::new(),
        drawn: Vec::new(),
        phases: BTreeMap::new(),
        waits: Vec::new(),
        order: Vec::new(),
        gaps: Vec::new(),
        out: false,
        ended: None,
    };
    let mut readings = vec![book.start()];
    for step in steps.iter().rev().skip(2) {
        if let Some(last) = readings.last() {
            readings.push(book.fire(last, &step.fired));
        }
    }
    let behind = match aim {
        Aim::Out => Vec::new(),
        Aim::Loss(left) => lineage(book, &readings, left),
    };
    for (at, (step, reading)) in steps.iter().rev().skip(1).zip(&readings).enumerate() {
        walk.step(reading, step, behind.get(at).copied())?;
    }
    walk.stretch();
    Some(walk.draws())
}

/// The history in which every draw is as late as it can be, for a search that kept no order of
/// events. What is drawn hangs on what was drawn before, so it is played a few times.
pub(crate) fn latest(book: &StateCache<'_, '_>, limits: &Limits) -> Witness {
    let choices = book.world.choices.clone();
    let mut witness = Witness { choices, ..Witness::default() };
    for _ in 0..LATEST {
        let played = run(book, &Chance::Given(&witness), false, Tells::Events, limits);
        let most = |range: Range| if range.hi == FOREVER { LONG } else { range.hi };
        // What is kept as short as can be is gone the soonest.
        let worst = |id: DrawId, range: Range| match id {
            DrawId::Kept(_) => range.lo,
            DrawId::Wait { .. }
            | DrawId::Phase(_)
            | DrawId::Behind(_)
            | DrawId::NotOnDisk(_)
            | DrawId::Older(_)
            | DrawId::Tie { .. }
            | DrawId::Late { .. } => most(range),
        };
        let drawn = played.history.draws.into_iter();
        let draws: BTreeMap<DrawId, Nanos> =
            drawn.map(|(id, range, _)| (id, worst(id, range))).collect();
        if draws == witness.draws {
            break;
        }
        witness.draws = draws;
    }
    witness
}

/// For each reading, whether the copy whose data is left in the end grows older, by writes that pass
/// it by or by time alone: walked from the end back, through every copy that it was taken from.
fn lineage(book: &StateCache<'_, '_>, readings: &[Rc<Reading>], left: u32) -> Vec<bool> {
    let store = book.world.judged.map(|id| book.world.model.store(id));
    let mut slot = left;
    let mut behind = Vec::with_capacity(readings.len());
    for (at, reading) in readings.iter().enumerate().rev() {
        let grows = |holding: &Holding| holding.passes_by(slot) || holding.ages(slot);
        behind.push(reading.holding.as_ref().is_some_and(grows));
        let before = at.checked_sub(1).and_then(|at| readings.get(at));
        let (Some(store), Some(before)) = (store, before) else { continue };
        if let (Some(before), Some(after)) = (&before.holding, &reading.holding) {
            let moves = before.moves(after, store, crate::data::is_joined(book.world, store));
            slot = moves.iter().rev().fold(slot, |slot, step| match step {
                Move::Adopts(to, from) if *to == slot => *from,
                Move::Fills(to, from) if *to == slot => each(*from).next().unwrap_or(slot),
                Move::Adopts(..)
                | Move::Fills(..)
                | Move::Power(_)
                | Move::Falls(..)
                | Move::Joins(_) => slot,
            });
        }
    }
    behind.reverse();
    behind
}

impl Walk<'_, '_, '_> {
    fn step(&mut self, reading: &Reading, step: &Step, behind: Option<bool>) -> Option<()> {
        let now = self.fired(&step.fired)?;
        let share = reading.share;
        let tolerated =
            self.book.world.value(&self.book.world.journey.tolerates).unwrap_or(Ratio::ZERO);
        let out = behind.unwrap_or(share < tolerated.rest());
        match (self.out, out) {
            (false, true) => self.gaps.push((now, None)),
            (true, false) => {
                if let Some(gap) = self.gaps.last_mut() {
                    gap.1 = Some(now);
                }
            }
            _ => {}
        }
        // What is lost depends on all that follows; an outage is over when it is over.
        if self.out && !out && behind.is_none() {
            self.ended = Some(self.zone.clone());
        }
        self.out = out;
        let next = enabled(self.book, reading, &self.pending, &step.fired);
        self.pending = next.kept;
        // As in the exploration: what comes exactly so long after one date is one date.
        let mut exact: BTreeMap<(Date, Nanos), Date> = BTreeMap::new();
        for (rule, timing) in &next.fresh {
            if self.zone.size() > MOST_DATES || self.pending.len() > MOST_PENDING {
                return None;
            }
            if let Some((clock, period, keeps)) = ticks(timing) {
                self.tick(now, clock, period, keeps, &next.fresh, *rule, step)?;
            }
            let (lo, hi) = after_tick(timing);
            let clock = ticks(timing).and_then(|(clock, _, _)| self.clocks.get(&clock).copied());
            let from = clock.unwrap_or(now);
            let known = exact.get(&(from, lo)).copied().filter(|_| lo == hi);
            let date = known.unwrap_or_else(|| self.zone.after(from, lo, hi));
            if lo == hi {
                exact.insert((from, lo), date);
            }
            self.draw(*rule, from, date, lo, hi);
            self.pending.push(Pending::at(*rule, date));
        }
        self.pending.sort_by_key(|pending| pending.rule);
        (self.zone.size() <= MOST_DATES).then_some(())
    }

    /// The date of the event, after everything else that was pending is put behind it.
    fn fired(&mut self, batch: &[usize]) -> Option<Date> {
        let Some(first) = batch.first() else { return Some(0) };
        let now = self.pending.iter().find(|pending| pending.rule == *first)?.date;
        for other in self.pending.clone() {
            let most = if batch.contains(&other.rule) {
                [(other.date, now), (now, other.date)].to_vec()
            } else {
                vec![(now, other.date)]
            };
            for (early, late) in most {
                if !self.zone.demand(early, late, 0) {
                    return None;
                }
            }
        }
        self.order.extend(batch.iter().filter_map(|rule| self.book.ids.get(*rule)).copied());
        Some(now)
    }

    #[expect(clippy::too_many_arguments, reason = "one call, and every one is a different thing")]
    fn tick(
        &mut self,
        now: Date,
        clock: ClockId,
        period: Nanos,
        keeps: bool,
        fresh: &[(usize, crate::behaviour::Timing)],
        rule: usize,
        step: &Step,
    ) -> Option<()> {
        let same = |(_, timing): &&(usize, crate::behaviour::Timing)| {
            ticks(timing).is_some_and(|(other, _, _)| other == clock)
        };
        if fresh.iter().find(same).is_some_and(|(first, _)| *first != rule) {
            // The clock was set for an earlier rule of this event.
            return Some(());
        }
        let known = self.clocks.get(&clock).copied();
        match (known, step.periods.get(&clock)) {
            (Some(date), Some(k)) if keeps => {
                let moved =
                    self.zone.after(date, k.saturating_mul(period), k.saturating_mul(period));
                if !self.zone.demand_between(moved, now, 0, period) {
                    return None;
                }
                self.clocks.insert(clock, moved);
                self.waits.push((clock, moved, now, period));
            }
            _ => {
                let date = self.zone.after(now, 0, period);
                self.clocks.insert(clock, date);
                self.waits.push((clock, date, now, period));
                self.phases.entry(clock).or_insert((date, period));
            }
        }
        Some(())
    }

    fn draw(&mut self, rule: usize, from: Date, to: Date, lo: Nanos, hi: Nanos) {
        let n = self.count.entry(rule).or_insert(0);
        if lo < hi
            && let Some(rule) = self.book.ids.get(rule).copied()
        {
            self.drawn.push(Drawn { id: DrawId::Wait { rule, nth: *n }, from, to });
        }
        *n += 1;
    }

    /// Makes each gap as long as it can be, the first one first.
    fn stretch(&mut self) {
        if let (false, Some(ended)) = (self.out, self.ended.take()) {
            self.zone = ended;
        }
        for (from, to) in self.gaps.clone() {
            let Some(to) = to else { continue };
            let most = self.zone.bound(to, from);
            let length = if most == FOREVER { LONG } else { most };
            // INVARIANT: a closed bound is attained, so this never empties the zone.
            let mut stretched = self.zone.clone();
            if stretched.demand(from, to, -length) {
                self.zone = stretched;
            }
        }
    }

    /// Every copy of the judged store as far behind as it can be.
    fn furthest_behind(&self) -> BTreeMap<DrawId, Nanos> {
        let world = self.book.world;
        let Some(id) = world.judged else { return BTreeMap::new() };
        let store = world.model.store(id);
        let most = |hi: Nanos| if hi == FOREVER { LONG } else { hi };
        let named = |slot: u32| {
            let at = Slot { store: id, slot };
            // Kept as short as can be, so that what is as old as can be is gone.
            let kept = keeping(world, store, at).map_or(0, |kept| kept.time.lo);
            [
                (DrawId::Behind(at), most(lag(world, store, slot).hi)),
                (DrawId::NotOnDisk(at), most(volatile(world, store, slot).hi)),
                (DrawId::Older(at), most(older(world, store, slot).hi)),
                (DrawId::Kept(at), kept),
            ]
        };
        (0..store.slots()).flat_map(named).collect()
    }

    fn draws(self) -> Witness {
        let dates = self.zone.earliest();
        let date = |at: Date| dates.get(at).copied().unwrap_or(0);
        let mut draws = self.furthest_behind();
        for drawn in self.drawn.iter().filter(|drawn| drawn.to < dates.len()) {
            draws.insert(drawn.id, date(drawn.to) - date(drawn.from));
        }
        let known = |at: Date| at < dates.len();
        for (clock, (at, period)) in self.phases.iter().filter(|(_, (at, _))| known(*at)) {
            let phase = if *period > 0 { date(*at).rem_euclid(*period) } else { 0 };
            // A tick at the very first instant is seen, not the one a whole period later.
            let first = if date(*at) == *period { *period } else { phase };
            draws.insert(DrawId::Phase(*clock), first);
        }
        let is_late = |(_, tick, now, period): &&(ClockId, Date, Date, Nanos)| {
            date(*tick) - date(*now) == *period
        };
        let late = self
            .waits
            .iter()
            .filter(|(_, tick, now, _)| known(*tick) && known(*now))
            .filter(is_late);
        let late = late.map(|(clock, _, now, _)| (*clock, date(*now))).collect();
        Witness { draws, order: self.order, late, choices: self.book.world.choices.clone() }
    }
}
