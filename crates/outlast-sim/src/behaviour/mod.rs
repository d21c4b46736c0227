//! What can happen next: rule bodies, one file per behaviour, shared by both engines.
//!
//! A behaviour says when it is enabled, how its date is drawn, and what it changes. It reads and
//! writes nothing but the state of its slice. Dates belong to the engines.

mod cache;
mod check;
pub(crate) mod commit;
mod database;
mod effect_end;
mod elected;
mod lacks;
mod leave_out;
mod memory;
mod moved;
mod propagate;
mod remembered;
mod repair;
mod resolve;
mod second;
mod sessions;
pub(crate) mod shares;
mod start;
mod take_shares;
mod voting;
mod wait;
mod warm;

use outlast_model::{
    Check, Condition, CopyRef, Detect, Fact, Kind, Nanos, Need, Needed, PartId, Range, Rearm,
    WayBack,
};

pub(crate) use moved::mistake;
pub(crate) use propagate::{propagate, propagate_part};
pub(crate) use remembered::{forgotten, is_remembered};
pub(crate) use start::{begin, boot, boot_again};

use crate::event::Event;
use crate::ids::{Choice, ClockId, ClockKind, RuleId};
use crate::outcome::Phase;
use crate::roads::Spot;
use crate::sight::Seen;
use crate::state::View;
use crate::stuck::Stuck;
use crate::world::World;

/// How a date is drawn when a rule becomes enabled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Timing {
    /// So long after it became enabled.
    After(Range),
    /// At the `falls`-th tick from now on, plus what the last check waits for an answer.
    Strikes {
        /// Whose ticks.
        clock: ClockId,
        /// Time between two checks.
        period: Nanos,
        /// How many in a row, from 1.
        falls: u32,
        /// How long each check waits for its result.
        wait: Nanos,
        /// From when the next check is counted.
        rearm: Rearm,
    },
    /// So long after the next tick.
    Tick {
        /// Whose ticks.
        clock: ClockId,
        /// Time between two ticks.
        period: Nanos,
        /// How long after the tick.
        offset: Range,
    },
}

/// What ends with this rule, to say how a journey came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ending {
    /// The fault.
    Fault,
    /// The wait for a person.
    People,
    /// Something that runs already, or a repair.
    Own,
    /// Nothing: no wait for it is a wait to come back.
    Nothing,
}

/// A rule body.
pub(crate) trait Behaviour {
    /// Which rule it is: draws and witnesses are kept under it.
    fn id(&self) -> RuleId;
    /// Whether it is under way in this state.
    fn is_enabled(&self, world: &World<'_>, state: &dyn View) -> bool;
    /// How its date is drawn, asked once when it becomes enabled.
    fn timing(&self, world: &World<'_>, state: &dyn View) -> Timing;
    /// What it changes.
    fn apply(&self, world: &World<'_>, state: &mut dyn View);
    /// What happened, seen from the state that it led to.
    fn event(&self, world: &World<'_>, state: &dyn View) -> Event;
    /// What it is on the way back.
    fn phase(&self) -> Phase;
    /// Who would do it in this state and cannot, if it is somebody's act.
    fn stuck(&self, _world: &World<'_>, _state: &dyn View) -> Option<Stuck> {
        None
    }
    /// What ends with it.
    fn ending(&self, _world: &World<'_>) -> Ending {
        Ending::Own
    }
    /// Whether it ends a known state that a fault strikes in: what is away comes back, or the second
    /// fault strikes.
    fn ends_known_state(&self) -> bool {
        false
    }
    /// Of how many pieces it is. What ends for many things at one date is one event; each piece of
    /// it can be looked at without those that change nothing which matters there.
    fn pieces(&self) -> usize {
        1
    }
    /// Whether a piece of it is under way: the rule is when any of its pieces is.
    fn is_piece_enabled(&self, world: &World<'_>, state: &dyn View, _piece: usize) -> bool {
        self.is_enabled(world, state)
    }
    /// What a piece changes. [`Behaviour::apply`] is that of every piece under way, in order: of
    /// all of them what comes first, then of all of them the rest.
    fn apply_piece(&self, world: &World<'_>, state: &mut dyn View, _piece: usize, then: bool) {
        if then {
            self.apply(world, state);
        }
    }
    /// For the fluid limit of many callers: the router whose callers follow with this rule.
    fn callers_of(&self) -> Option<PartId> {
        None
    }
}

/// Every rule of a world, in a fixed order.
pub(crate) fn rules(world: &World<'_>) -> Vec<Box<dyn Behaviour>> {
    let mut rules: Vec<Box<dyn Behaviour>> = Vec::new();
    effect_end::rules(world, &mut rules);
    second::rules(world, &mut rules);
    for id in &world.parts {
        let part = world.model.part(*id);
        match &part.kind {
            Kind::Router(router) => {
                check::rules(world, *id, router, &mut rules);
                moved::rules(world, *id, router, &mut rules);
                elected::rules(world, *id, part, router, &mut rules);
                cache::rules(world, *id, router, &mut rules);
            }
            Kind::Database(_) => {
                database::rules(world, *id, &mut rules);
                leave_out::rules(world, *id, &mut rules);
                take_shares::rules(world, *id, &mut rules);
            }
            Kind::Server | Kind::People(_) => {}
        }
        memory::rules(world, *id, part, &mut rules);
        wait::rules(world, *id, part, &mut rules);
        repair::rules(*id, part, &mut rules);
        start::rules(world, *id, &mut rules);
    }
    repair::replacements(world, &mut rules);
    warm::rules(world, &mut rules);
    rules
}

/// Whose clock a check runs by.
#[derive(Debug, Clone, Copy)]
struct Watch {
    kind: ClockKind,
    part: PartId,
    watcher: u32,
    target: u32,
    targets: usize,
}

/// Up to this many targets have check phases of their own when a check re-arms at its end; more of
/// them share one, which covers the same bounds.
const OWN_PHASES: usize = 4;

/// When a check comes to its verdict after what it sees has changed.
fn verdict_timing(world: &World<'_>, check: &Check, watch: Watch, seen: Seen) -> Timing {
    let (interval, timeout) = (world.range(&check.interval), world.range(&check.timeout));
    let up = seen.is_well();
    let strikes = world.value(if up { &check.rise } else { &check.fall });
    let Some(falls) = strikes else { return Timing::After(Range::UNKNOWN) };
    let falls = falls.max(1);
    let wait = match seen {
        Seen::Met(Condition::Answers | Condition::Refuses) => Range::ZERO,
        Seen::Met(Condition::Silent | Condition::Hung | Condition::Wrong) => timeout,
        // An error comes at once, or when the target itself gave up waiting.
        Seen::Fails => Range::new(0, timeout.hi),
    };
    let rearm = rearm(world, &check.rearm, watch);
    if interval.is_unbounded() || wait.is_unbounded() {
        return Timing::After(Range::UNKNOWN);
    }
    if !interval.is_point() || !wait.is_point() || interval.lo <= 0 {
        return Timing::After(spread(interval, wait, falls, rearm));
    }
    let own = rearm == Rearm::End && watch.targets <= OWN_PHASES;
    let target = own.then_some(watch.target);
    let clock = ClockId { kind: watch.kind, part: watch.part, watcher: watch.watcher, target };
    Timing::Strikes { clock, period: interval.lo, falls, wait: wait.lo, rearm }
}

fn rearm(world: &World<'_>, fact: &Fact<Rearm>, watch: Watch) -> Rearm {
    world.value(fact).unwrap_or_else(|| {
        if world.choice(Choice::Rearm(watch.part)) == 0 { Rearm::Start } else { Rearm::End }
    })
}

/// The bounds of a detection whose interval is itself a range.
fn spread(interval: Range, wait: Range, falls: u32, rearm: Rearm) -> Range {
    let rounds = i64::from(falls) - 1;
    let round = if rearm == Rearm::End { interval.plus(wait) } else { interval };
    let lo = rounds.saturating_mul(round.lo).saturating_add(wait.lo);
    let hi = rounds.saturating_mul(round.hi).saturating_add(wait.hi).saturating_add(interval.hi);
    Range::new(lo, hi)
}

/// How the wait for an act of `actor` ends: people without a bound are waited for.
fn ending_of(world: &World<'_>, actor: CopyRef) -> Ending {
    match &world.model.part(actor.part).kind {
        Kind::People(people)
            if people.answers.value().is_none_or(|range| range.hi == outlast_model::FOREVER) =>
        {
            Ending::People
        }
        Kind::People(_) | Kind::Server | Kind::Router(_) | Kind::Database(_) => Ending::Own,
    }
}

/// How long an act of a way back takes after the loss is noticed: people answer first.
fn acting(world: &World<'_>, way: &WayBack, actor: CopyRef) -> Range {
    let takes = world.range(&way.takes);
    match &world.model.part(actor.part).kind {
        Kind::People(people) => world.range(&people.answers).plus(takes),
        Kind::Server | Kind::Router(_) | Kind::Database(_) => takes,
    }
}

fn is_allowed(world: &World<'_>, state: &dyn View, way: &WayBack, copy: CopyRef) -> bool {
    way.within.is_none_or(|within| {
        world.own_place(state, copy).is_some_and(|place| world.model.is_within(place, within))
    })
}

/// Whether everything is met that an act of a way back needs, seen from the one who acts.
fn needs_are_met(world: &World<'_>, state: &dyn View, way: &WayBack, actor: CopyRef) -> bool {
    unmet(world, state, way, actor).is_none()
}

/// The first need of an act of a way back that is not met, seen from the one who acts.
fn unmet<'n>(
    world: &World<'_>,
    state: &dyn View,
    way: &'n WayBack,
    actor: CopyRef,
) -> Option<&'n Need> {
    let from = world.spot(state, actor);
    let hard = way.needs.iter().filter(|need| !need.soft);
    hard.into_iter().find(|need| !is_met(world, state, &need.of, from))
}

/// Whether a need of a change is met: it is served, and it does not refuse changes.
fn is_met(world: &World<'_>, state: &dyn View, needed: &Needed, from: Option<Spot>) -> bool {
    match needed {
        Needed::One(part) | Needed::Copy(CopyRef { part, .. }) => {
            !world.denies(state, *part) && crate::serve::is_met(world, state, needed, from)
        }
        Needed::Any(several) => several.iter().any(|one| is_met(world, state, one, from)),
        Needed::Most(_) => crate::serve::is_met(world, state, needed, from),
    }
}

/// Whether the control plane of a place carries out changes for somebody at `from`.
fn can_change(
    world: &World<'_>,
    state: &dyn View,
    place: Option<outlast_model::PlaceId>,
    from: Option<Spot>,
) -> bool {
    let plane = place.and_then(|place| world.model.control_plane(place));
    plane.is_none_or(|plane| is_met(world, state, &Needed::One(plane), from))
}

/// The verdict of a detection that is not a check on a clock of its own.
fn detection_timing(world: &World<'_>, detect: &Detect, watch: Watch, seen: Seen) -> Timing {
    match detect {
        Detect::Check(check) => verdict_timing(world, check, watch, seen),
        Detect::After(range) => Timing::After(world.range(range)),
        Detect::Adverts { interval, missed, skew } => {
            let (interval, skew) = (world.range(interval), world.range(skew));
            advert_timing(interval, *missed, skew, watch)
        }
        Detect::Lease { ttl, round, .. } => {
            let (ttl, round) = (world.range(ttl), world.range(round));
            advert_timing(round, 0, Range::new(ttl.lo, ttl.hi), watch)
        }
    }
}

/// `missed` intervals and the skew after the last advert; the next one would have come at a tick.
fn advert_timing(interval: Range, missed: u32, skew: Range, watch: Watch) -> Timing {
    let missed = i64::from(missed);
    if interval.is_unbounded() || skew.is_unbounded() {
        return Timing::After(Range::UNKNOWN);
    }
    let clock =
        ClockId { kind: watch.kind, part: watch.part, watcher: watch.watcher, target: None };
    let (period, rounds) = (interval.lo, missed - 1);
    if !interval.is_point() || period <= 0 {
        let lo = rounds * interval.lo + skew.lo;
        return Timing::After(Range::new(lo.max(0), missed * interval.hi + skew.hi));
    }
    let offset = Range { lo: rounds * period + skew.lo, hi: rounds * period + skew.hi };
    Timing::Tick { clock, period, offset }
}
