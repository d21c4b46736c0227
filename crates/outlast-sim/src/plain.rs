//! The plain simulator: one concrete history.
//!
//! The same rule bodies and nothing else: real ticks and counted strikes where the exploration has
//! closed forms, a date for every draw, a fixed order at ties. It replays witnesses and gives the
//! typical figures, in the fluid limit of many callers.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;

use outlast_model::{CopyRef, FOREVER, Kind, Nanos, PartId, Range, Ratio, Rearm};

use crate::behaviour::{ClockId, Ending, Timing};
use crate::data::Maybe;
use crate::dbm::plus;
use crate::history::Writes;
use crate::outcome::{History, Limits, Occurrence, Recovery, Witness};
use crate::state_cache::{Reading, StateCache};
use crate::world::World;

/// Who decides what chance decides.
pub(crate) enum Chance<'c> {
    /// Every draw in the middle of its range.
    Middle,
    /// Number `run` of a stratified sample of `of`.
    Sample { run: u32, of: u32 },
    /// Named draws; others in the middle.
    Named(&'c Witness),
    /// Named draws, ties and late ticks included, to try every history of a grid; others the least.
    Grid(&'c BTreeMap<String, Nanos>),
}

/// What a run says beside its figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tells {
    /// Nothing: nobody will read it.
    Nothing,
    /// What happened and what was drawn.
    Events,
    /// Which copies are away after each event, too.
    Sights,
}

/// One run.
pub(crate) struct Run {
    pub(crate) history: History,
    /// Several groups of callers ran over at once: the fluid figures are not exact.
    pub(crate) mixed: bool,
    /// Something was waited for of whose length nothing is known: there is no mean.
    pub(crate) shapeless: bool,
}

#[derive(Debug, Clone, Copy)]
enum Due {
    /// At this date.
    At(Nanos),
    /// Checking: the date of the next tick, and how many have failed.
    Tick { at: Nanos, strikes: u32 },
    /// A check that waits for its result.
    Result { at: Nanos, sent: Nanos, strikes: u32 },
}

impl Due {
    fn date(self) -> Nanos {
        match self {
            Self::At(at) | Self::Tick { at, .. } | Self::Result { at, .. } => at,
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Waiting {
    due: Due,
    timing: Timing,
}

impl Waiting {
    /// Whether the next thing that happens is that the rule fires: a tick or a result that decides
    /// nothing yet does not count.
    fn decides(&self) -> bool {
        match (self.due, self.timing) {
            (Due::Tick { strikes, .. }, Timing::Strikes { falls, wait, .. }) => {
                wait == 0 && strikes + 1 >= falls
            }
            (Due::Result { strikes, .. }, Timing::Strikes { falls, .. }) => strikes + 1 >= falls,
            _ => true,
        }
    }
}

/// What waits for its date, so that the first is found without a look at the others: a world may
/// have thousands of rules of which one happens.
#[derive(Debug, Default)]
struct Agenda {
    waiting: BTreeMap<usize, Waiting>,
    /// By date; at one date what decides nothing yet comes first, then rules in their order.
    dates: BTreeSet<(Nanos, bool, usize)>,
}

impl Agenda {
    fn get(&self, rule: usize) -> Option<Waiting> {
        self.waiting.get(&rule).copied()
    }

    fn put(&mut self, rule: usize, waiting: Waiting) {
        self.drop(rule);
        self.dates.insert((waiting.due.date(), waiting.decides(), rule));
        self.waiting.insert(rule, waiting);
    }

    fn drop(&mut self, rule: usize) {
        if let Some(old) = self.waiting.remove(&rule) {
            self.dates.remove(&(old.due.date(), old.decides(), rule));
        }
    }

    /// The date of the first.
    fn first(&self) -> Option<Nanos> {
        self.dates.first().map(|(date, _, _)| *date)
    }

    /// What is due at a date, with whether it decides, in order.
    fn at(&self, date: Nanos) -> impl Iterator<Item = (bool, usize)> {
        let due = self.dates.range((date, false, 0)..=(date, true, usize::MAX));
        due.map(|(_, decides, rule)| (*decides, *rule))
    }
}

/// Callers who follow a change one after the other.
#[derive(Debug, Clone, Copy)]
struct Ramp {
    rule: usize,
    router: PartId,
    from: Nanos,
    length: Nanos,
}

struct Simulator<'b, 'w, 'a, 'c> {
    book: &'b StateCache<'w, 'a>,
    world: &'w World<'a>,
    chance: &'c Chance<'c>,
    fluid: bool,
    now: Nanos,
    /// Up to when callers' figures are added up.
    accounted: Nanos,
    reading: Rc<Reading>,
    agenda: Agenda,
    count: BTreeMap<usize, u32>,
    /// The date of one tick of each clock, its round, and how long of it a check is in flight.
    clocks: BTreeMap<ClockId, (Nanos, Nanos, Nanos)>,
    /// The next tick of each clock that rules began to wait for with the last event.
    tuned: BTreeMap<ClockId, Nanos>,
    ramps: Vec<Ramp>,
    order: VecDeque<String>,
    tally: Tally,
    events: Vec<Occurrence>,
    mixed: bool,
    waited: Option<Recovery>,
    drawn: RefCell<Vec<(String, Range, Nanos)>>,
    /// How much of what happened somebody will read.
    tells: Tells,
    /// The copies that are away right after the fault, where somebody wants to see.
    struck: Vec<CopyRef>,
    /// What is served right after the fault.
    served: Ratio,
    shapeless: Cell<bool>,
    /// What becomes of the writes, when a store is judged.
    writes: Option<Writes<'w, 'a>>,
}

/// Adds up what callers see.
struct Tally {
    threshold: Ratio,
    out: Nanos,
    gap: Nanos,
    longest: Nanos,
    /// In nanoseconds, times two to the tenth, so that halves stay exact.
    caller: i128,
    gaps: u32,
    is_out: bool,
}

const FINE: i128 = 1 << 10;

impl Tally {
    /// A stretch over which the share goes evenly from `a` to `b`.
    fn stretch(&mut self, length: Nanos, a: Ratio, b: Ratio) {
        if a == Ratio::ONE && b == Ratio::ONE {
            return self.spend(length, false);
        }
        let missing = (a.rest() + b.rest()) * Ratio::new(1, 2);
        self.caller += missing.top() * i128::from(length) * FINE / missing.bottom();
        let (a_out, b_out) = (a < self.threshold, b < self.threshold);
        if a == b || a_out == b_out {
            self.spend(length, a_out && (b_out || a == b));
            return;
        }
        let crossing = (self.threshold - a).over(b - a).of(length);
        self.spend(crossing, a_out);
        self.spend(length - crossing, b_out);
    }

    fn spend(&mut self, length: Nanos, out: bool) {
        if out {
            self.out = self.out.saturating_add(length);
            self.gap = self.gap.saturating_add(length);
            self.longest = self.longest.max(self.gap);
            self.gaps += u32::from(!self.is_out);
        } else if length > 0 {
            self.gap = 0;
        }
        self.is_out = out;
    }
}

/// Runs one history.
pub(crate) fn run(
    book: &StateCache<'_, '_>,
    chance: &Chance<'_>,
    fluid: bool,
    tells: Tells,
    limits: &Limits,
) -> Run {
    let world = book.world;
    let tolerated = world.value(&world.journey.tolerates).unwrap_or(Ratio::ZERO);
    let order = match chance {
        Chance::Named(witness) => witness.order.iter().cloned().collect(),
        Chance::Middle | Chance::Sample { .. } | Chance::Grid(_) => VecDeque::new(),
    };
    let tally = Tally {
        threshold: tolerated.rest(),
        out: 0,
        gap: 0,
        longest: 0,
        caller: 0,
        gaps: 0,
        is_out: false,
    };
    let mut simulator = Simulator {
        book,
        world,
        chance,
        fluid,
        now: 0,
        accounted: 0,
        reading: book.start(),
        agenda: Agenda::default(),
        count: BTreeMap::new(),
        clocks: BTreeMap::new(),
        tuned: BTreeMap::new(),
        ramps: Vec::new(),
        order,
        tally,
        events: Vec::new(),
        mixed: false,
        waited: None,
        drawn: RefCell::default(),
        tells,
        struck: Vec::new(),
        served: Ratio::ONE,
        shapeless: Cell::new(false),
        writes: Writes::new(world, &book.at_rest()),
    };
    simulator.go(limits);
    let (mixed, shapeless) = (simulator.mixed, simulator.shapeless.get());
    Run { mixed, shapeless, history: simulator.history() }
}

impl Simulator<'_, '_, '_, '_> {
    fn go(&mut self, limits: &Limits) {
        let rest = self.book.at_rest();
        self.move_data(&rest);
        self.struck = self.away();
        self.served = self.share();
        self.refresh(&[], &[]);
        for _ in 0..limits.events.saturating_mul(8) {
            let Some((rule, date)) = self.next() else { break };
            if date > limits.horizon {
                break;
            }
            self.advance(date);
            self.happen(rule);
        }
    }

    /// The share of requests that is served now, stale callers included.
    fn share(&self) -> Ratio {
        let stale = self.reading.share;
        let [ramp] = self.ramps.as_slice() else { return stale };
        let mut fresh = self.reading.state.clone();
        if let Some(rule) = self.book.rule(ramp.rule) {
            rule.apply(self.world, &mut fresh);
        }
        let fresh = self.book.read(fresh).share;
        let gone = Ratio::new(self.now - ramp.from, ramp.length.max(1)).min(Ratio::ONE);
        stale * gone.rest() + fresh * gone
    }

    /// Time goes on. What callers see is added up when it changes, or while some still follow.
    fn advance(&mut self, date: Nanos) {
        if self.ramps.is_empty() {
            self.now = date;
            return;
        }
        let before = self.share();
        self.now = date;
        let after = self.share();
        self.tally.stretch(date - self.accounted, before, after);
        self.accounted = date;
    }

    /// Adds up what callers saw since the last change.
    fn account(&mut self) {
        let share = self.reading.share;
        self.tally.stretch(self.now - self.accounted, share, share);
        self.accounted = self.now;
    }

    fn next(&self) -> Option<(usize, Nanos)> {
        let ends = |ramp: &Ramp| plus(ramp.from, ramp.length);
        let first = self.agenda.first().into_iter().chain(self.ramps.iter().map(ends)).min();
        let first = first.filter(|date| *date < FOREVER)?;
        let ramps = self.ramps.iter().filter(|ramp| ends(ramp) == first);
        let mut tied = self.agenda.at(first).chain(ramps.map(|ramp| (true, ramp.rule)));
        if matches!(self.chance, Chance::Grid(_)) {
            let mut tied: Vec<(bool, usize)> = tied.collect();
            // In the order of the rules, with those of names last.
            tied.sort_by_key(|(_, rule)| (self.agenda.get(*rule).is_none(), *rule));
            return self.any_of(&tied).map(|rule| (rule, first));
        }
        if self.order.is_empty() && self.ramps.is_empty() {
            return tied.next().map(|(_, rule)| (rule, first));
        }
        let rank = |(decides, rule): (bool, usize)| {
            let name = self.book.names.get(rule);
            let at = self.order.iter().position(|ordered| Some(ordered) == name);
            (decides, at.unwrap_or(usize::MAX), rule)
        };
        tied.min_by_key(|it| rank(*it)).map(|(_, rule)| (rule, first))
    }

    /// One of several at the same date, by a draw.
    fn any_of(&self, tied: &[(bool, usize)]) -> Option<usize> {
        if let Some((_, idle)) = tied.iter().find(|(decides, _)| !decides) {
            return Some(*idle);
        }
        let [_, .., _] = tied else { return tied.first().map(|(_, rule)| *rule) };
        let name = format!("tie at {} after {}", self.now, self.events.len());
        let last = i64::try_from(tied.len()).unwrap_or(1) - 1;
        let at = self.draw(&name, Range::new(0, last));
        tied.get(usize::try_from(at).unwrap_or(0)).map(|(_, rule)| *rule)
    }

    fn happen(&mut self, rule: usize) {
        if self.ramps.iter().any(|ramp| ramp.rule == rule) {
            self.ramps.retain(|ramp| ramp.rule != rule);
            return self.fires(rule);
        }
        let Some(waiting) = self.agenda.get(rule) else { return };
        match (waiting.due, waiting.timing) {
            (Due::Tick { at, strikes }, Timing::Strikes { wait, .. }) if wait > 0 => {
                let due = Due::Result { at: at.saturating_add(wait), sent: at, strikes };
                self.agenda.put(rule, Waiting { due, ..waiting });
            }
            (Due::Tick { at, strikes }, Timing::Strikes { .. }) => {
                self.strike(rule, waiting, at, strikes)
            }
            (Due::Result { sent, strikes, .. }, Timing::Strikes { .. }) => {
                self.strike(rule, waiting, sent, strikes);
            }
            _ => self.fires(rule),
        }
    }

    fn strike(&mut self, rule: usize, waiting: Waiting, sent: Nanos, strikes: u32) {
        let Timing::Strikes { clock, period, falls, wait, rearm } = waiting.timing else { return };
        let (from, round) = match rearm {
            Rearm::Start => (sent, period),
            Rearm::End => (self.now, period.saturating_add(wait)),
        };
        // While it fails, the checks of a clock that re-arms at the end come a round apart.
        let flight = if rearm == Rearm::End { wait } else { 0 };
        self.clocks.insert(clock, (from.saturating_add(period), round, flight));
        if strikes + 1 >= falls {
            return self.fires(rule);
        }
        let due = Due::Tick { at: from.saturating_add(period), strikes: strikes + 1 };
        self.agenda.put(rule, Waiting { due, ..waiting });
    }

    /// The rule, and those with it whose verdict comes at the same tick of the same checker: they are
    /// one event, as they are for the exploration. On a grid every order is tried.
    fn together(&self, rule: usize) -> Vec<usize> {
        let clock = |rule: usize| match self.agenda.get(rule).map(|it| it.timing) {
            Some(Timing::Strikes { clock, .. }) => Some(clock),
            _ => None,
        };
        let own = clock(rule).filter(|_| !matches!(self.chance, Chance::Grid(_)));
        let Some(own) = own else { return vec![rule] };
        let others = self.agenda.at(self.now).filter(|(decides, _)| *decides);
        let others = others.map(|(_, other)| other);
        let others = others.filter(|other| *other != rule && clock(*other) == Some(own));
        std::iter::once(rule).chain(others).collect()
    }

    fn fires(&mut self, rule: usize) {
        let batch = self.together(rule);
        self.account();
        for rule in &batch {
            self.agenda.drop(*rule);
            let name = self.book.names.get(*rule);
            if let Some(at) = self.order.iter().position(|ordered| Some(ordered) == name) {
                self.order.remove(at);
            }
            if let Some(body) = self.book.rule(*rule).filter(|_| self.tally.is_out) {
                self.waited = self.waited.max(waited(body.ending(self.world)));
            }
        }
        let before = Rc::clone(&self.reading);
        if let Some(writes) = &mut self.writes {
            writes.go_on(&before, self.now);
        }
        self.reading = self.book.fire(&before, &batch);
        self.move_data(&before);
        self.refresh(&before.enabled, &batch);
        if self.tells > Tells::Nothing {
            let (served, away) = (self.share(), self.away());
            for body in batch.iter().filter_map(|rule| self.book.rule(*rule)) {
                let event = body.event(self.world, &self.reading.state);
                let (phase, away) = (body.phase(), away.clone());
                self.events.push(Occurrence { at: self.now, event, served, phase, away });
            }
        }
    }

    /// The copies that do not do their work now, each seen from where it stands.
    fn away(&self) -> Vec<CopyRef> {
        if self.tells < Tells::Sights {
            return Vec::new();
        }
        let copies = self.world.parts.iter().flat_map(|part| self.world.model.copies(*part));
        let copies = copies.map(|(copy, _)| copy);
        copies.filter(|copy| !self.world.runs(&self.reading.state, *copy)).collect()
    }

    /// What the last event did to what each copy of the judged store holds.
    fn move_data(&mut self, before: &Rc<Reading>) {
        let Some(mut writes) = self.writes.take() else { return };
        let after = Rc::clone(&self.reading);
        writes.happen(before, &after, &mut |name, range| self.draw(name, range));
        self.writes = Some(writes);
    }

    /// Begins to wait for what became enabled, and forgets what is no longer. What is under way is
    /// what was enabled before, so that only the difference is looked at.
    fn refresh(&mut self, before: &[usize], fired: &[usize]) {
        self.tuned.clear();
        let reading = Rc::clone(&self.reading);
        for rule in missing(before, &reading.enabled) {
            self.agenda.drop(rule);
            self.ramps.retain(|ramp| ramp.rule != rule);
        }
        let is_in = |list: &[usize], rule: usize| list.binary_search(&rule).is_ok();
        let again = fired.iter().copied();
        let again = again.filter(|it| is_in(&reading.enabled, *it) && is_in(before, *it));
        let fresh: BTreeSet<usize> = missing(&reading.enabled, before).chain(again).collect();
        for rule in fresh {
            self.begin(rule);
        }
        self.mixed |= self.ramps.len() > 1;
        if fired.iter().any(|fired| self.changes_a_ramp(*fired)) {
            self.mixed = true;
        }
    }

    /// Whether a rule that fired changed a name whose callers are still following the last change.
    fn changes_a_ramp(&self, fired: usize) -> bool {
        if self.ramps.is_empty() {
            return false;
        }
        let name = self.book.names.get(fired).map_or("", String::as_str);
        self.ramps.iter().filter(|ramp| ramp.from < self.now).any(|ramp| {
            let address = self.world.model.part(ramp.router).address.as_str();
            name.starts_with(&format!("`{address}`/move"))
        })
    }

    fn begin(&mut self, at: usize) {
        let Some(rule) = self.book.rule(at) else { return };
        let timing = rule.timing(self.world, &self.reading.state);
        if let (true, Some(router)) = (self.fluid, rule.callers_of()) {
            return self.ramp(at, router);
        }
        let name = self.book.names.get(at).map_or("", String::as_str);
        let n = *self.count.entry(at).and_modify(|n| *n += 1).or_insert(0);
        let due = match timing {
            Timing::After(range) => Due::At(plus(self.now, self.draw(&draw_name(name, n), range))),
            Timing::Tick { clock, period, offset } => {
                let tick = self.next_tick(clock, period);
                Due::At(plus(tick, self.draw(&draw_name(name, n), offset)))
            }
            Timing::Strikes { clock, period, .. } => {
                Due::Tick { at: self.next_tick(clock, period), strikes: 0 }
            }
        };
        self.agenda.put(at, Waiting { due, timing });
    }

    fn ramp(&mut self, rule: usize, router: PartId) {
        let length = match &self.world.model.part(router).kind {
            Kind::Router(router) => self.world.range(&router.remembers).hi,
            Kind::Server | Kind::Database(_) | Kind::People(_) => 0,
        };
        self.ramps.push(Ramp { rule, router, from: self.now, length });
    }

    /// The first tick of a clock from now on.
    fn next_tick(&mut self, clock: ClockId, period: Nanos) -> Nanos {
        // Rules that begin with the same event wait for the same tick.
        if let Some(tick) = self.tuned.get(&clock) {
            return *tick;
        }
        let tick = self.tune(clock, period);
        self.tuned.insert(clock, tick);
        tick
    }

    fn tune(&mut self, clock: ClockId, period: Nanos) -> Nanos {
        let known = self.clocks.get(&clock).copied();
        let (tick, round, flight) = known.unwrap_or_else(|| {
            let phase = self.draw(&phase_name(self.world, clock), Range::new(0, period));
            (phase, period, 0)
        });
        self.clocks.entry(clock).or_insert((tick, round, flight));
        let round = round.max(1);
        if tick > self.now || (known.is_none() && tick == self.now) {
            return tick;
        }
        let into = (self.now - tick).rem_euclid(round);
        if into == 0 {
            // A tick that came just before counts from its own start, one in flight is void.
            return if self.is_late(clock) { self.now.saturating_add(period) } else { self.now };
        }
        if flight > 0 && into < flight {
            // A check in flight when the target changed is void; the next begins a period later.
            return self.now.saturating_add(period);
        }
        self.now.saturating_add(round - into)
    }

    /// Whether a tick at this very instant came before what happened.
    fn is_late(&self, clock: ClockId) -> bool {
        match self.chance {
            Chance::Named(witness) => {
                witness.late.contains(&(phase_name(self.world, clock), self.now))
            }
            Chance::Grid(_) => {
                let name = format!(
                    "{} late at {} after {}",
                    phase_name(self.world, clock),
                    self.now,
                    self.events.len()
                );
                self.draw(&name, Range::new(0, 1)) == 1
            }
            Chance::Middle | Chance::Sample { .. } => false,
        }
    }

    fn draw(&self, name: &str, range: Range) -> Nanos {
        if range.is_unbounded() {
            self.shapeless.set(true);
        }
        let value = match self.chance {
            Chance::Middle => range.middle(),
            Chance::Sample { run, of } => stratum(name, *run, *of, range),
            Chance::Named(witness) => {
                witness.draws.get(name).copied().unwrap_or_else(|| range.middle())
            }
            Chance::Grid(draws) => draws.get(name).copied().unwrap_or(range.lo),
        };
        if self.tells > Tells::Nothing {
            self.drawn.borrow_mut().push((name.to_string(), range, value));
        }
        value
    }

    fn history(self) -> History {
        let share = self.share();
        let ended = self.writes.as_ref().and_then(|writes| writes.end(&self.reading));
        let lost = ended.as_ref().map(|(ended, _)| match ended.lost.nothing {
            Maybe::Never => ended.lost.hi,
            Maybe::Sometimes | Maybe::Always => FOREVER,
        });
        let endless = share < self.tally.threshold;
        let out = if endless { FOREVER } else { self.tally.out };
        let caller = i64::try_from(self.tally.caller / FINE).unwrap_or(FOREVER);
        let back = match () {
            () if endless => Recovery::Never,
            () if out == 0 => Recovery::Holds,
            () => self.waited.unwrap_or(Recovery::ByItself),
        };
        History {
            parts: if self.tells < Tells::Sights { Vec::new() } else { self.world.parts.clone() },
            struck: self.struck,
            served: self.served,
            events: self.events,
            out,
            gap: if endless { FOREVER } else { self.tally.longest },
            caller: if share < Ratio::ONE { FOREVER } else { caller },
            back,
            lost,
            diverged: ended.as_ref().map(|(ended, _)| ended.diverged.hi),
            accounts: ended.map(|(_, accounts)| accounts),
            draws: self.drawn.into_inner(),
        }
    }
}

/// The name of the draw of a clock's phase.
pub(crate) fn phase_name(world: &World<'_>, clock: ClockId) -> String {
    let address = world.model.part(clock.part).address.as_str();
    let target = clock.target.map_or_else(String::new, |target| format!("/{target}"));
    format!("`{address}`/{} {}{target}/phase", clock.kind, clock.watcher)
}

/// The name of the draw of a rule that became enabled for the `n`-th time, from 0.
pub(crate) fn draw_name(rule: &str, n: u32) -> String {
    format!("{rule}/{n}")
}

/// What of a sorted list is not in another sorted list.
fn missing<'l>(list: &'l [usize], other: &'l [usize]) -> impl Iterator<Item = usize> + 'l {
    let mut rest = other.iter().copied().peekable();
    list.iter().copied().filter(move |it| {
        while rest.next_if(|next| next < it).is_some() {}
        rest.peek() != Some(it)
    })
}

fn waited(ending: Ending) -> Option<Recovery> {
    Some(match ending {
        Ending::Fault => Recovery::WhenFaultEnds,
        Ending::People => Recovery::WhenSomebodyActs,
        Ending::Own => Recovery::ByItself,
        Ending::Nothing => return None,
    })
}

/// The middle of the stratum of a draw in a run: every draw visits each of `of` strata once, in an
/// order that follows from its name alone, so that a figure affine in its draws has its exact mean.
fn stratum(name: &str, run: u32, of: u32, range: Range) -> Nanos {
    if range.is_unbounded() {
        return FOREVER;
    }
    let of = of.max(1);
    let at = shuffled(name, run, of);
    let width = i128::from(range.hi) - i128::from(range.lo);
    let into = width * (2 * i128::from(at) + 1) / (2 * i128::from(of));
    range.lo.saturating_add(i64::try_from(into).unwrap_or(0))
}

/// A permutation of `0..of` keyed by a name: a Feistel network over the least power of four that
/// holds it, walked until it lands inside.
fn shuffled(name: &str, run: u32, of: u32) -> u32 {
    let key = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    let half = (32 - of.saturating_sub(1).leading_zeros()).div_ceil(2).max(1);
    let mask = (1_u32 << half) - 1;
    let mut value = run % of;
    for _ in 0..64 {
        let (mut left, mut right) = (value >> half, value & mask);
        for round in 0..4_u64 {
            let mixed = (u64::from(right)
                ^ key.rotate_left(u32::try_from(round * 16).unwrap_or(0)))
            .wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let mixed = u32::try_from((mixed >> 33) & u64::from(mask)).unwrap_or(0);
            (left, right) = (right, left ^ mixed);
        }
        value = (left << half) | right;
        if value < of {
            return value;
        }
    }
    run % of
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draw_visits_every_stratum_once() {
        for of in [1, 2, 7, 64, 1_024] {
            for name in ["a", "`service.web`/0/repair/0"] {
                let mut seen: Vec<u32> = (0..of).map(|run| shuffled(name, run, of)).collect();
                seen.sort_unstable();
                assert_eq!(seen, (0..of).collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn the_sample_mean_of_one_draw_is_its_middle() {
        let range = Range::new(0, 2_048_000);
        let total: i64 = (0..1_024).map(|run| stratum("x", run, 1_024, range)).sum();
        assert_eq!(total / 1_024, 1_024_000);
    }
}
