//! The exploration: every order of events and every phase, as classes of histories.
//!
//! A class is a discrete state, the rules that are pending, and a zone of dates. From each class
//! every event that can be the first is followed (a race is more than one), the rest is arithmetic
//! on zones. Berthomieu and Diaz, "Modeling and verification of time dependent systems using time
//! Petri nets", 1991.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::rc::Rc;

use outlast_model::{FOREVER, Nanos, Ratio, Rearm};

use crate::behaviour::{Ending, Timing};
use crate::behind::{Marks, Slotted};
use crate::data::Ended;
use crate::dbm::{Date, Dbm, plus};
use crate::doubt::Ceiling;
use crate::ids::ClockId;
use crate::outcome::{Limits, Recovery, Unseen};
use crate::state::State;
use crate::state_cache::{Reading, StateCache};
use crate::unseen::unseen;

/// How many whole periods a kept phase may lie back before it is drawn anew.
const PERIODS: i64 = 16;

/// Shorter histories are not looked at for going round.
const LASSO: usize = 16;

/// A rule whose date is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pending {
    /// The rule.
    pub(crate) rule: usize,
    /// Its date.
    pub(crate) date: Date,
    /// The ticks that it hangs on, if any.
    clock: Option<ClockId>,
    /// Whether its date has no upper bound by itself.
    endless: bool,
}

impl Pending {
    /// A rule that is due at a date.
    pub(crate) fn at(rule: usize, date: Date) -> Self {
        Self { rule, date, clock: None, endless: false }
    }
}

/// The least and the greatest of a figure so far.
pub(crate) type Bounds = (Nanos, Nanos);

/// What the figures are so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sums {
    pub(crate) out: Bounds,
    pub(crate) gap: Bounds,
    pub(crate) caller: Bounds,
    pub(crate) lowest: Ratio,
    pub(crate) gaps: u32,
    pieces: u32,
    /// The worst that was waited for without a bound while the journey was out.
    pub(crate) waited: Option<Recovery>,
    /// A wait without a bound whose length nobody stated.
    pub(crate) unknown: Option<usize>,
}

impl Sums {
    /// Before anything has happened.
    fn none() -> Self {
        let none = (0, 0);
        let (gaps, pieces, waited, unknown) = (0, 0, None, None);
        Self {
            out: none,
            gap: none,
            caller: none,
            lowest: Ratio::ONE,
            gaps,
            pieces,
            waited,
            unknown,
        }
    }

    /// One outage in which nothing is served.
    pub(crate) fn of_one_gap(out: Bounds) -> Self {
        Self { out, gap: out, caller: out, lowest: Ratio::ZERO, gaps: 1, pieces: 1, ..Self::none() }
    }
}

/// One step of a path: which rules fired, and which period each clock was found in.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) before: Option<Rc<Step>>,
    pub(crate) fired: Vec<usize>,
    pub(crate) periods: BTreeMap<ClockId, i64>,
}

#[derive(Clone)]
struct Class {
    reading: Rc<Reading>,
    pending: Vec<Pending>,
    clocks: Vec<(ClockId, Date)>,
    zone: Dbm,
    now: Date,
    share: Ratio,
    out: bool,
    /// The date of the last change of the share, while it is below 1.
    share_since: Option<Date>,
    /// The date since which the journey is out.
    out_since: Option<Date>,
    sums: Sums,
    /// How far each copy of the judged store is behind.
    slotted: Slotted,
    path: Rc<Step>,
    depth: usize,
    /// Rules that are pending and that nobody sees: their dates may lie before `now`.
    unseen: Vec<usize>,
}

/// One end of the exploration.
#[derive(Debug, Clone)]
pub(crate) struct End {
    pub(crate) sums: Sums,
    pub(crate) back: Recovery,
    pub(crate) path: Rc<Step>,
    /// What is lost, when a store is judged.
    pub(crate) ended: Option<Ended>,
}

/// Everything that was found.
pub(crate) struct Explored {
    pub(crate) ends: Vec<End>,
    pub(crate) classes: usize,
    /// More than one order of events is possible.
    pub(crate) races: bool,
    /// Zones were merged, phases forgotten, or gaps added up.
    pub(crate) coarse: bool,
    /// The limit that stopped it, if any.
    pub(crate) limit: Option<Ceiling>,
    /// The order of events that nobody saw was left open: paths are no histories.
    pub(crate) open: bool,
}

type Key = (State, Vec<usize>, Vec<usize>, Vec<ClockId>, Ratio, bool, Marks, Vec<Date>);

/// What turns up newly enabled in a state, and what stays pending.
pub(crate) struct Enabled {
    pub(crate) kept: Vec<Pending>,
    pub(crate) fresh: Vec<(usize, Timing)>,
}

/// Which rules are under way after an event: those that stay pending, and those that begin. What is
/// pending and what fired stands in the order of the rules.
pub(crate) fn enabled(
    book: &StateCache<'_, '_>,
    reading: &Reading,
    pending: &[Pending],
    fired: &[usize],
) -> Enabled {
    let (mut kept, mut fresh) = (Vec::new(), Vec::new());
    for at in reading.enabled.iter().copied() {
        let known = pending.binary_search_by_key(&at, |pending| pending.rule).ok();
        let known = known.filter(|_| fired.binary_search(&at).is_err());
        match known.and_then(|known| pending.get(known)) {
            Some(pending) => kept.push(*pending),
            None => fresh
                .extend(book.rule(at).map(|rule| (at, rule.timing(book.world, &reading.state)))),
        }
    }
    Enabled { kept, fresh }
}

/// Which ticks a timing hangs on: the clock, its period, and whether its phase is kept.
pub(crate) fn ticks(timing: &Timing) -> Option<(ClockId, Nanos, bool)> {
    match timing {
        Timing::After(_) => None,
        Timing::Strikes { clock, period, rearm, .. } => {
            Some((*clock, *period, *rearm == Rearm::Start))
        }
        Timing::Tick { clock, period, .. } => Some((*clock, *period, true)),
    }
}

/// How long after its first tick a timing is due.
pub(crate) fn after_tick(timing: &Timing) -> Bounds {
    match timing {
        Timing::After(range) => (range.lo, range.hi),
        Timing::Tick { offset, .. } => (offset.lo, offset.hi),
        Timing::Strikes { period, falls, wait, rearm, .. } => {
            let round = if *rearm == Rearm::End { period.saturating_add(*wait) } else { *period };
            let due = round.saturating_mul(i64::from(*falls) - 1).saturating_add(*wait);
            (due, due)
        }
    }
}

struct Explorer<'b, 'w, 'a> {
    book: &'b StateCache<'w, 'a>,
    limits: Limits,
    known: BTreeMap<Key, Vec<(Dbm, Sums, Vec<Bounds>)>>,
    open: Vec<Class>,
    found: Explored,
}

/// Follows every history of a world. Where too many orders of events make that impossible, it is
/// tried again with those left open that nobody sees.
pub(crate) fn explore(book: &StateCache<'_, '_>, limits: Limits) -> Explored {
    let open = limits.unseen == Unseen::Open;
    let found = explore_with(book, limits, open);
    if found.limit.is_none() || limits.unseen != Unseen::WhenNeeded {
        return found;
    }
    let again = explore_with(book, limits, true);
    if again.limit.is_none() { again } else { found }
}

fn explore_with(book: &StateCache<'_, '_>, limits: Limits, open: bool) -> Explored {
    let (ends, limit) = (Vec::new(), None);
    let found = Explored { ends, classes: 0, races: open, coarse: false, limit, open };
    let mut explorer = Explorer { book, limits, known: BTreeMap::new(), open: Vec::new(), found };
    explorer.begin();
    while let Some(class) = explorer.open.pop() {
        if !explorer.is_within_limits(&class) {
            break;
        }
        explorer.follow(class);
    }
    explorer.found
}

impl Explorer<'_, '_, '_> {
    fn begin(&mut self) {
        let reading = self.book.start();
        let mut zone = Dbm::origin();
        let now = zone.after(0, 0, 0);
        let path = Rc::new(Step { before: None, fired: Vec::new(), periods: BTreeMap::new() });
        let before = Class {
            reading: self.book.at_rest(),
            slotted: Slotted::new(self.book.world),
            pending: Vec::new(),
            clocks: Vec::new(),
            zone,
            now,
            share: Ratio::ONE,
            out: false,
            share_since: None,
            out_since: None,
            sums: Sums::none(),
            path,
            depth: 0,
            unseen: Vec::new(),
        };
        self.arrive(before, reading, &[]);
    }

    fn is_within_limits(&mut self, class: &Class) -> bool {
        let limit = if self.found.classes > self.limits.classes {
            Ceiling::Classes(self.limits.classes)
        } else if class.zone.size() > self.limits.variables {
            Ceiling::Dates(self.limits.variables)
        } else if class.depth > self.limits.events {
            Ceiling::Events(self.limits.events)
        } else {
            return true;
        };
        self.found.limit = Some(limit);
        false
    }

    /// Follows every event that can come first.
    fn follow(&mut self, class: Class) {
        if class.pending.is_empty() {
            self.end(&class, Recovery::Never);
            return;
        }
        let seen = |it: &&Pending| class.unseen.binary_search(&it.rule).is_err();
        let pending: Vec<Pending> = class.pending.iter().filter(seen).copied().collect();
        if pending.is_empty() {
            // What nobody sees may happen: nothing follows from it.
            self.end(&class, Recovery::Never);
            return;
        }
        self.follow_seen(&class, &pending);
    }

    /// Follows every event that can come first of those that are seen.
    fn follow_seen(&mut self, class: &Class, pending: &[Pending]) {
        let mut firsts = 0;
        for (event, batch) in batches(class, pending) {
            let mut zone = class.zone.clone();
            let possible = pending.iter().all(|other| zone.demand(event.date, other.date, 0));
            if !possible {
                continue;
            }
            let strictly = pending.iter().any(|other| zone.bound(other.date, event.date) > 0);
            let alone = pending.len() == batch.len();
            firsts += usize::from(strictly || alone);
            let reading = self.book.fire(&class.reading, &batch);
            let mut next = Class { zone, now: event.date, depth: class.depth + 1, ..class.clone() };
            if class.out && event.endless {
                wait_for(&mut next.sums, self.ending(event.rule), event.rule);
            }
            self.arrive(next, reading, &batch);
        }
        self.found.races |= firsts > 1;
    }

    fn ending(&self, rule: usize) -> Ending {
        self.book.rule(rule).map_or(Ending::Own, |rule| rule.ending(self.book.world))
    }

    /// The class after an event at `class.now`, once it is known of everything that is looked at in
    /// the new state whether it has happened.
    fn arrive(&mut self, mut class: Class, reading: Rc<Reading>, fired: &[usize]) {
        if !self.found.open {
            return self.enter(class, reading, fired);
        }
        let unseen = unseen(self.book, &reading);
        let looked_at =
            class.unseen.iter().copied().find(|rule| {
                fired.binary_search(rule).is_err() && unseen.binary_search(rule).is_err()
            });
        let Some(rule) = looked_at else {
            class.unseen = unseen.to_vec();
            return self.enter(class, reading, fired);
        };
        let Some(event) = class.pending.iter().find(|it| it.rule == rule).copied() else { return };
        class.unseen.retain(|it| *it != rule);
        let mut later = class.clone();
        if later.zone.demand(later.now, event.date, 0) {
            self.arrive(later, Rc::clone(&reading), fired);
        }
        if class.zone.demand(event.date, class.now, 0) {
            let after = self.book.fire(&reading, &[rule]);
            let mut fired: Vec<usize> = fired.iter().copied().chain([rule]).collect();
            fired.sort_unstable();
            self.arrive(class, after, &fired);
        }
    }

    /// The class after an event at `class.now`: figures, then what is pending, then its zones.
    fn enter(&mut self, mut class: Class, reading: Rc<Reading>, fired: &[usize]) {
        self.account(&mut class, reading.share);
        self.hold(&mut class, &reading);
        let enabled = enabled(self.book, &reading, &class.pending, fired);
        class.reading = reading;
        class.pending = enabled.kept;
        for (zone, clocks, periods) in self.tune(&class, &enabled.fresh) {
            let path = Step { before: Some(class.path.clone()), fired: fired.to_vec(), periods };
            let mut next = Class { zone, clocks, path: Rc::new(path), ..class.clone() };
            self.schedule(&mut next, &enabled.fresh);
            self.remember(compact(&next));
        }
    }

    /// Ends and begins what the share of requests decides.
    fn account(&mut self, class: &mut Class, share: Ratio) {
        let tolerated =
            self.book.world.value(&self.book.world.journey.tolerates).unwrap_or(Ratio::ZERO);
        let out = share < tolerated.rest();
        if share != class.share {
            if let Some(since) = class.share_since.take() {
                let (lo, hi) = class.zone.between(class.now, since);
                let missing = class.share.rest();
                class.sums.caller.0 = class.sums.caller.0.saturating_add(missing.of(lo));
                class.sums.caller.1 = plus(class.sums.caller.1, part_of(missing, hi));
                class.sums.pieces += 1;
            }
            class.share_since = (share < Ratio::ONE).then_some(class.now);
        }
        if class.out
            && !out
            && let Some(since) = class.out_since.take()
        {
            let (lo, hi) = class.zone.between(class.now, since);
            class.sums.out = (class.sums.out.0.saturating_add(lo), plus(class.sums.out.1, hi));
            class.sums.gap = (class.sums.gap.0.max(lo), class.sums.gap.1.max(hi));
            class.sums.gaps += 1;
        }
        if out && !class.out {
            class.out_since = Some(class.now);
        }
        class.sums.lowest = class.sums.lowest.min(share);
        (class.share, class.out) = (share, out);
    }

    /// What the event does to what each copy of the judged store holds.
    fn hold(&mut self, class: &mut Class, next: &Reading) {
        let world = self.book.world;
        let store = world.judged.map(|id| world.model.store(id));
        let (Some(store), Some(before), Some(after)) =
            (store, &class.reading.holding, &next.holding)
        else {
            return;
        };
        class.slotted.happen(world, store, (before, after), (&class.zone, class.now));
        self.found.coarse |= class.slotted.coarse;
    }

    /// The zones in which every clock that is needed has its next tick: one for each period that a
    /// kept phase can be in.
    fn tune(&mut self, class: &Class, fresh: &[(usize, Timing)]) -> Vec<(Dbm, Clocks, Periods)> {
        let mut needed: BTreeMap<ClockId, (Nanos, bool)> = BTreeMap::new();
        for (_, timing) in fresh {
            if let Some((clock, period, keeps)) = ticks(timing) {
                needed.insert(clock, (period, keeps));
            }
        }
        let mut tuned = vec![(class.zone.clone(), class.clocks.clone(), BTreeMap::new())];
        for (clock, (period, keeps)) in needed {
            let several = std::mem::take(&mut tuned);
            for (zone, clocks, periods) in several {
                tuned.extend(self.tune_one(
                    class.now,
                    (zone, clocks, periods),
                    clock,
                    period,
                    keeps,
                ));
            }
        }
        tuned
    }

    fn tune_one(
        &mut self,
        now: Date,
        (zone, mut clocks, periods): (Dbm, Clocks, Periods),
        clock: ClockId,
        period: Nanos,
        keeps: bool,
    ) -> Vec<(Dbm, Clocks, Periods)> {
        let known = clocks.iter().find(|(id, _)| *id == clock).map(|(_, date)| *date);
        let back = known.map(|date| zone.between(now, date));
        let (Some(date), Some((lo, hi)), true) = (known, back, keeps) else {
            // Ticks that shift with every check that times out are drawn anew: wider than the truth.
            self.found.coarse |= known.is_some();
            return vec![fresh_tick(zone, clocks, periods, now, clock, period)];
        };
        let (first, last) = (ceil(lo, period), plus(hi, period).div_euclid(period));
        if hi == FOREVER || last - first > PERIODS {
            // So much time may have passed that the phase tells nothing any more.
            clocks.retain(|(id, _)| *id != clock);
            self.found.races = true;
            self.found.coarse = true;
            return vec![fresh_tick(zone, clocks, periods, now, clock, period)];
        }
        let mut found = Vec::new();
        let mut wide = 0;
        for k in first..=last {
            let mut tuned = zone.clone();
            tuned.shift(date, k.saturating_mul(period));
            if tuned.demand_between(date, now, 0, period) {
                let (lo, hi) = tuned.between(date, now);
                wide += usize::from(lo < hi);
                let mut periods = periods.clone();
                periods.insert(clock, k);
                found.push((tuned, clocks.clone(), periods));
            }
        }
        self.found.races |= wide > 1;
        found
    }

    fn schedule(&self, class: &mut Class, fresh: &[(usize, Timing)]) {
        // What comes exactly so long after the same date is one date, however many wait for it.
        let mut exact: BTreeMap<(Date, Nanos), Date> = BTreeMap::new();
        for (rule, timing) in fresh {
            if class.zone.size() > self.limits.variables {
                // The class is not followed: nothing is gained by making it larger.
                break;
            }
            let (lo, hi) = after_tick(timing);
            let clock = ticks(timing).map(|(clock, _, _)| clock);
            let tick = clock.and_then(|clock| class.clocks.iter().find(|(id, _)| *id == clock));
            let from = tick.map_or(class.now, |(_, date)| *date);
            let known = exact.get(&(from, lo)).copied().filter(|_| lo == hi);
            let date = known.unwrap_or_else(|| class.zone.after(from, lo, hi));
            if lo == hi {
                exact.insert((from, lo), date);
            }
            class.pending.push(Pending { rule: *rule, date, clock, endless: hi == FOREVER });
        }
        class.pending.sort_by_key(|pending| pending.rule);
    }

    /// Keeps a class unless all its histories are known.
    fn remember(&mut self, mut class: Class) {
        if self.is_lasso(&class) {
            return;
        }
        let key: Key = (
            class.reading.state.clone(),
            class.pending.iter().map(|pending| pending.rule).collect(),
            class.unseen.clone(),
            class.clocks.iter().map(|(clock, _)| *clock).collect(),
            class.share,
            class.out,
            class.slotted.marks(),
            all_dates(&class),
        );
        let known = self.known.entry(key).or_default();
        if known.iter().any(|(zone, sums, base)| {
            class.zone.is_within(zone)
                && is_within(&class.sums, sums)
                && class.slotted.base.iter().zip(base).all(|(a, b)| is_inside(*a, *b))
        }) {
            return;
        }
        if known.len() >= self.limits.zones {
            for (zone, sums, base) in known.drain(..) {
                class.zone = class.zone.hull(&zone);
                class.sums = hull(&class.sums, &sums);
                for (own, other) in class.slotted.base.iter_mut().zip(base) {
                    *own = (own.0.min(other.0), own.1.max(other.1));
                }
            }
            self.found.coarse = true;
        }
        known.push((class.zone.clone(), class.sums.clone(), class.slotted.base.clone()));
        self.found.classes += 1;
        self.open.push(class);
    }

    /// The same rules pending in the same state, only later: it goes round for ever.
    fn is_lasso(&mut self, class: &Class) -> bool {
        if class.depth < LASSO {
            return false;
        }
        let mut at = class.path.before.clone();
        let mut seen = 0;
        while let Some(step) = at {
            seen += usize::from(!step.fired.is_empty() && step.fired == class.path.fired);
            at = step.before.clone();
        }
        // Every rule of the loop has come round several times and nothing has settled.
        let goes_round = seen > 6;
        if goes_round {
            self.end(class, Recovery::Flaps);
        }
        goes_round
    }

    fn end(&mut self, class: &Class, never: Recovery) {
        let mut sums = class.sums.clone();
        let flaps = never == Recovery::Flaps && sums.gaps > 0;
        if class.out || flaps {
            sums.out = (FOREVER, FOREVER);
            sums.gap = (FOREVER, FOREVER);
        }
        if class.share < Ratio::ONE || flaps {
            sums.caller = (FOREVER, FOREVER);
        }
        self.found.coarse |= sums.gaps > 1 || sums.pieces > 1;
        let back = if class.out || flaps {
            never
        } else if sums.gaps == 0 {
            Recovery::Holds
        } else if sums.out.1 < FOREVER {
            Recovery::ByItself
        } else {
            sums.waited.unwrap_or(Recovery::ByItself)
        };
        let world = self.book.world;
        let store = world.judged.map(|id| world.model.store(id));
        let ended = store
            .zip(class.reading.holding.as_ref())
            .map(|(store, holding)| class.slotted.end(world, store, holding, &class.zone));
        self.found.ends.push(End { sums, back, path: class.path.clone(), ended });
    }
}

type Clocks = Vec<(ClockId, Date)>;
type Periods = BTreeMap<ClockId, i64>;

fn fresh_tick(
    mut zone: Dbm,
    mut clocks: Clocks,
    periods: Periods,
    now: Date,
    clock: ClockId,
    period: Nanos,
) -> (Dbm, Clocks, Periods) {
    let date = zone.after(now, 0, period);
    clocks.retain(|(id, _)| *id != clock);
    clocks.push((clock, date));
    clocks.sort_by_key(|(id, _)| *id);
    (zone, clocks, periods)
}

/// What can happen, each with all rules that fire with it: verdicts of one checker at one tick are
/// one event.
fn batches(class: &Class, pending: &[Pending]) -> Vec<(Pending, Vec<usize>)> {
    let mut batches: Vec<(Pending, Vec<usize>)> = Vec::new();
    let mut of_clock: BTreeMap<ClockId, Vec<usize>> = BTreeMap::new();
    let tied = |a: Date, b: Date| class.zone.bound(a, b) == 0 && class.zone.bound(b, a) == 0;
    for event in pending {
        let known = event.clock.map(|clock| of_clock.entry(clock).or_default());
        let same = known.as_ref().and_then(|known| {
            let is_same = |at: &&usize| {
                batches.get(**at).is_some_and(|(first, _)| tied(first.date, event.date))
            };
            known.iter().find(is_same).copied()
        });
        match same.and_then(|at| batches.get_mut(at)) {
            Some((_, batch)) => batch.push(event.rule),
            None => {
                known.into_iter().for_each(|known| known.push(batches.len()));
                batches.push((*event, vec![event.rule]));
            }
        }
    }
    batches
}

/// Forgets every date that nothing needs any more, and puts the rest in a fixed order.
fn compact(class: &Class) -> Class {
    let since = class.slotted.dates();
    let mut dates: Vec<Date> = Vec::new();
    // A date that several wait for is one, at the number of the first.
    let mut number: BTreeMap<Date, Date> = BTreeMap::new();
    for date in all_dates(class) {
        if let Entry::Vacant(new) = number.entry(date) {
            dates.push(date);
            new.insert(dates.len());
        }
    }
    let number = |date: &Date| number.get(date).copied().unwrap_or(0);
    let mut next = class.clone();
    next.zone = class.zone.keep(&dates);
    next.now = number(&class.now);
    next.pending.iter_mut().for_each(|pending| pending.date = number(&pending.date));
    next.clocks.iter_mut().for_each(|(_, date)| *date = number(date));
    next.share_since = class.share_since.as_ref().map(number);
    next.out_since = class.out_since.as_ref().map(number);
    let fresh: Vec<Date> = since.iter().map(number).collect();
    next.slotted.renumber(&since, &fresh);
    next
}

/// Every date that a class still needs, in a fixed order.
fn all_dates(class: &Class) -> Vec<Date> {
    let mut dates = vec![class.now];
    dates.extend(class.pending.iter().map(|pending| pending.date));
    dates.extend(class.clocks.iter().map(|(_, date)| *date));
    dates.extend(class.share_since);
    dates.extend(class.out_since);
    dates.extend(class.slotted.dates());
    dates
}

fn wait_for(sums: &mut Sums, ending: Ending, rule: usize) {
    let back = match ending {
        Ending::Nothing => return,
        Ending::Fault => Recovery::WhenFaultEnds,
        Ending::People => Recovery::WhenSomebodyActs,
        Ending::Own => {
            sums.unknown = Some(rule);
            Recovery::ByItself
        }
    };
    sums.waited = sums.waited.max(Some(back));
}

/// A share of a duration, rounded up; without a bound when the duration has none.
fn part_of(share: Ratio, whole: Nanos) -> Nanos {
    if whole == FOREVER {
        FOREVER
    } else {
        share.of(whole).saturating_add(Nanos::from(
            share.of(whole) < whole
                && share.bottom() > 1
                && (i128::from(whole) * share.top()) % share.bottom() != 0,
        ))
    }
}

fn ceil(value: Nanos, unit: Nanos) -> i64 {
    -(-value).div_euclid(unit)
}

fn is_inside(a: Bounds, b: Bounds) -> bool {
    b.0 <= a.0 && a.1 <= b.1
}

fn is_within(a: &Sums, b: &Sums) -> bool {
    is_inside(a.out, b.out)
        && is_inside(a.gap, b.gap)
        && is_inside(a.caller, b.caller)
        && b.lowest <= a.lowest
        && a.waited <= b.waited
        && a.unknown.is_some() == b.unknown.is_some()
        && a.gaps == b.gaps
}

fn hull(a: &Sums, b: &Sums) -> Sums {
    let both = |a: Bounds, b: Bounds| (a.0.min(b.0), a.1.max(b.1));
    Sums {
        out: both(a.out, b.out),
        gap: both(a.gap, b.gap),
        caller: both(a.caller, b.caller),
        lowest: a.lowest.min(b.lowest),
        gaps: a.gaps.max(b.gaps),
        pieces: a.pieces.max(b.pieces),
        waited: a.waited.max(b.waited),
        unknown: a.unknown.or(b.unknown),
    }
}
