//! How a journey comes back at worst, whatever the dates: for what has too many orders to be followed.
//!
//! A *cone* is a set of rules such that nobody else writes what they read: what happens in it does not
//! hang on anything outside, so it can be followed alone. Forty machines that are mended one by one
//! and watched by two balancers have more states than can be followed, and each verdict of a balancer
//! hangs on one machine and the balancer: a hundred cones of a dozen states.
//!
//! Dates are left out: every rule that is under way may come next. That allows more histories than
//! there are, so what holds for all of these holds. A whole history, looked at through one cone, is a
//! history of that cone. Therefore: everything ends when every cone does; what is left in the end is
//! in each cone one of its ends; and whatever is waited for without a bound is waited for in a cone.
//!
//! What a rule reads and writes is not declared but watched, in every state of its cone, and cones
//! grow until nobody outside writes what they read. The idea is that of a cone of influence (Clarke,
//! Grumberg, Peled, "Model checking", 1999). Left out: how long anything takes, and what is lost.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use outlast_model::{FOREVER, Ratio};

use crate::behaviour::{ClockId, Ending, settle_part};
use crate::book::Book;
use crate::explore::{Bounds, End, Explored, Step, Sums, after_tick, ticks};
use crate::outcome::{Back, Limits};
use crate::plain::{Chance, Tells, run};
use crate::witness::{LONG, latest};
use crate::world::{State, Var};

/// Variables of a state.
type Vars = BTreeSet<Var>;

/// Rules, by number.
type Rules = BTreeSet<usize>;

/// Worlds with more rules than these are not looked at.
const MOST_RULES: usize = 512;

/// What a rule is in a state, and what it does.
#[derive(Debug, Clone)]
struct Look {
    /// What it was read from, with the values.
    given: Vec<(Var, u8)>,
    /// What it changes, with what follows at once; nothing when it is not under way.
    fires: Option<Fires>,
}

/// What firing a rule does.
#[derive(Debug, Clone)]
struct Fires {
    changes: Vec<(Var, u8)>,
    writes: Vars,
    /// How a wait for it ends that has no bound.
    endless: Option<Ending>,
    /// Its ticks, if something follows at once from it: then it matters what else happens at the tick.
    clock: Option<(ClockId, bool)>,
}

/// What was watched of a rule.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Footprint {
    reads: Vars,
    writes: Vars,
}

/// How a journey that is wholly out comes back, when that is not before something without a bound is
/// over and a history shows it. Nothing when that is not so, or cannot be told.
pub(crate) fn explored(book: &Book<'_, '_>, limits: &Limits, classes: usize) -> Option<Explored> {
    let start = book.start();
    let alone = book.world.judged.is_none() && !book.world.awaits_second(&start.state);
    if !alone || start.share > Ratio::ZERO {
        return None;
    }
    let (back, states) = worst(book, limits)?;
    if back <= Back::ByItself || !is_shown(book, limits, back) {
        return None;
    }
    let end = |out: Bounds, back: Back| {
        let path = Rc::new(Step { before: None, fired: Vec::new(), periods: BTreeMap::new() });
        End { sums: Sums::of_one_gap(out), back, path, ended: None }
    };
    // How soon it can be back is not known: at once is a bound.
    let ends = vec![end((FOREVER, FOREVER), back), end((0, FOREVER), Back::ByItself)];
    let classes = classes.saturating_add(states);
    Some(Explored { ends, classes, races: true, coarse: true, limit: None, open: true })
}

/// Whether the history with the latest draws comes back in this way.
fn is_shown(book: &Book<'_, '_>, limits: &Limits, back: Back) -> bool {
    let witness = latest(book, limits);
    let history = run(book, &Chance::Named(&witness), false, Tells::Nothing, limits).history;
    history.back == back && history.out >= LONG
}

/// The worst way to come back that the dates leave open, or nothing when it cannot be told.
fn worst(book: &Book<'_, '_>, limits: &Limits) -> Option<(Back, usize)> {
    if book.rules.len() > MOST_RULES {
        return None;
    }
    let start = book.start().state.clone();
    let cones = Cones {
        book,
        start,
        most: limits.classes,
        looks: RefCell::new(vec![Vec::new(); book.rules.len()]),
    };
    cones.worst()
}

struct Cones<'b, 'w, 'a> {
    book: &'b Book<'w, 'a>,
    start: State,
    /// The most states of one cone, and the most ends of all.
    most: usize,
    /// What is known of each rule: a rule that reads the same does the same.
    looks: RefCell<Vec<Vec<Look>>>,
}

/// A cone that was followed.
struct Followed {
    /// What is left of what it writes, in each of its ends.
    ends: BTreeSet<Vec<(Var, u8)>>,
    states: usize,
    waits: Vec<Ending>,
}

impl Cones<'_, '_, '_> {
    fn worst(&self) -> Option<(Back, usize)> {
        let rules = self.book.rules.len();
        let mut footprints = vec![Footprint::default(); rules];
        let mut cones: BTreeSet<Rules> = (0..rules).map(|rule| Rules::from([rule])).collect();
        // Every round makes a cone larger, so there are no more rounds than rules.
        for _ in 0..=rules {
            let followed: Vec<Followed> = cones
                .iter()
                .map(|cone| self.follow(cone, &mut footprints))
                .collect::<Option<_>>()?;
            let grown = closed(&cones, &footprints);
            if grown == cones {
                let states = followed.iter().map(|it| it.states).sum();
                return Some((self.conclude(&followed)?, states));
            }
            cones = grown;
        }
        None
    }

    /// Follows a cone alone in every order, and adds to what is known of its rules. Nothing when it
    /// is too large or goes round.
    fn follow(&self, cone: &Rules, footprints: &mut [Footprint]) -> Option<Followed> {
        let mut followed = Followed { ends: BTreeSet::new(), states: 0, waits: Vec::new() };
        let mut numbers = BTreeMap::from([(self.start.clone(), 0)]);
        let mut open = vec![self.start.clone()];
        let mut next: Vec<Vec<usize>> = Vec::new();
        let mut ends: Vec<State> = Vec::new();
        let mut at = 0;
        while let Some(state) = open.get(at).cloned() {
            at += 1;
            let under_way = self.under_way(cone, &state, footprints);
            if is_open_at_a_tick(&under_way) || numbers.len() > self.most {
                return None;
            }
            let mut leads_to = Vec::new();
            for fires in &under_way {
                followed.waits.extend(fires.endless);
                let mut after = state.clone();
                fires.changes.iter().for_each(|(var, value)| after.set(*var, *value));
                let new = numbers.len();
                leads_to.push(*numbers.entry(after.clone()).or_insert_with(|| {
                    open.push(after);
                    new
                }));
            }
            if under_way.is_empty() {
                ends.push(state);
            }
            next.push(leads_to);
        }
        if goes_round(&next) {
            return None;
        }
        let written: Vars = cone
            .iter()
            .filter_map(|it| footprints.get(*it))
            .flat_map(|it| &it.writes)
            .copied()
            .collect();
        let left = |state: &State| written.iter().map(|var| (*var, state.get(*var))).collect();
        followed.ends = ends.iter().map(left).collect();
        followed.states = next.len();
        Some(followed)
    }

    /// What can come next of a cone, each with what it does.
    fn under_way(&self, cone: &Rules, state: &State, footprints: &mut [Footprint]) -> Vec<Fires> {
        let mut under_way = Vec::new();
        for rule in cone {
            let look = self.look(*rule, state);
            if let Some(footprint) = footprints.get_mut(*rule) {
                footprint.reads.extend(look.given.iter().map(|(var, _)| *var));
                footprint.writes.extend(look.fires.iter().flat_map(|it| &it.writes));
            }
            under_way.extend(look.fires);
        }
        under_way
    }

    /// What a rule is in a state, from memory where it read the same before.
    fn look(&self, rule: usize, state: &State) -> Look {
        let same = |look: &&Look| look.given.iter().all(|(var, value)| state.get(*var) == *value);
        let known =
            self.looks.borrow().get(rule).and_then(|known| known.iter().find(same).cloned());
        known.unwrap_or_else(|| {
            let look = self.watch(rule, state);
            if let Some(known) = self.looks.borrow_mut().get_mut(rule) {
                known.push(look.clone());
            }
            look
        })
    }

    /// Watches a rule in a state: what it looks at, and what firing it looks at and changes.
    fn watch(&self, rule: usize, state: &State) -> Look {
        let world = self.book.world;
        let given = |reads: &Vars| reads.iter().map(|var| (*var, state.get(*var))).collect();
        let mut watched = state.watched();
        let behaviour = self.book.rule(rule).filter(|it| it.is_enabled(world, &watched));
        let Some(behaviour) = behaviour else {
            return Look { given: given(&watched.touched().read), fires: None };
        };
        let timing = behaviour.timing(world, &watched);
        behaviour.apply(world, &mut watched);
        let mut after = watched.clone();
        let touched = watched.touched();
        let (mut reads, mut writes) = (touched.read, touched.set);
        let more = self.settle(&mut after, &mut reads, &mut writes);
        let changed = state.differences(&after);
        writes.extend(&changed);
        let fires = Fires {
            changes: changed.iter().map(|var| (*var, after.get(*var))).collect(),
            writes,
            endless: (after_tick(&timing).1 == FOREVER).then(|| behaviour.ending(world)),
            clock: ticks(&timing).map(|(clock, _, _)| (clock, more)),
        };
        Look { given: given(&reads), fires: Some(fires) }
    }

    /// What follows at once, as in [`crate::behaviour::settle`]: what it reads counts for a part that
    /// looks at anything that was changed. The others have come to rest before. Whether it does
    /// anything.
    fn settle(&self, state: &mut State, reads: &mut Vars, writes: &mut Vars) -> bool {
        let mut any = false;
        for _ in 0..=self.book.world.parts.len() {
            let mut changed = false;
            for part in &self.book.world.parts {
                let mut watched = state.watched();
                let changes = settle_part(self.book.world, &mut watched, *part);
                let after = watched.clone();
                let touched = watched.touched();
                if changes || !touched.read.is_disjoint(writes) {
                    reads.extend(&touched.read);
                    writes.extend(&touched.set);
                }
                changed |= changes;
                *state = after;
            }
            any |= changed;
            if !changed {
                break;
            }
        }
        any
    }

    /// The worst of what every cone leaves open.
    fn conclude(&self, cones: &[Followed]) -> Option<Back> {
        let world = self.book.world;
        let tolerated = world.value(&world.journey.tolerates).unwrap_or(Ratio::ZERO);
        let mut worst = Back::ByItself;
        for state in self.ends(cones)? {
            if crate::serve::share(world, &state) < tolerated.rest() {
                worst = Back::Never;
            }
        }
        for ending in cones.iter().flat_map(|cone| &cone.waits) {
            worst = worst.max(match ending {
                Ending::Fault => Back::WhenFaultEnds,
                Ending::People => Back::WhenSomebodyActs,
                Ending::Own | Ending::Nothing => Back::ByItself,
            });
        }
        Some(worst)
    }

    /// Everything that can be left in the end: an end of every cone, where they agree.
    fn ends(&self, cones: &[Followed]) -> Option<Vec<State>> {
        let mut joined: BTreeSet<(State, Vars)> =
            BTreeSet::from([(self.start.clone(), Vars::new())]);
        for cone in cones {
            let mut more = BTreeSet::new();
            for (state, known) in &joined {
                let agrees = |end: &&Vec<(Var, u8)>| {
                    end.iter().all(|(var, value)| !known.contains(var) || state.get(*var) == *value)
                };
                for end in cone.ends.iter().filter(agrees) {
                    let (mut state, mut known) = (state.clone(), known.clone());
                    end.iter().for_each(|(var, value)| state.set(*var, *value));
                    known.extend(end.iter().map(|(var, _)| *var));
                    more.insert((state, known));
                }
                if more.len() > self.most {
                    return None;
                }
            }
            joined = more;
        }
        Some(joined.into_iter().map(|(state, _)| state).collect())
    }
}

/// Whether two verdicts can come at one tick and something follows at once from one of them: together
/// they may do something else than one after the other.
fn is_open_at_a_tick(under_way: &[Fires]) -> bool {
    let clocks: Vec<(ClockId, bool)> = under_way.iter().filter_map(|it| it.clock).collect();
    clocks
        .iter()
        .filter(|(_, more)| *more)
        .any(|(clock, _)| clocks.iter().filter(|(other, _)| other == clock).count() > 1)
}

/// Each cone with everybody who writes what it reads or writes; those that are part of another left
/// out.
fn closed(cones: &BTreeSet<Rules>, footprints: &[Footprint]) -> BTreeSet<Rules> {
    let mut writers: BTreeMap<Var, Vec<usize>> = BTreeMap::new();
    for (rule, footprint) in footprints.iter().enumerate() {
        footprint.writes.iter().for_each(|var| writers.entry(*var).or_default().push(rule));
    }
    let grown: BTreeSet<Rules> =
        cones.iter().map(|cone| with_writers(cone, footprints, &writers)).collect();
    let is_part =
        |cone: &Rules| grown.iter().any(|it| it.len() > cone.len() && it.is_superset(cone));
    grown.iter().filter(|cone| !is_part(cone)).cloned().collect()
}

fn with_writers(
    cone: &Rules,
    footprints: &[Footprint],
    writers: &BTreeMap<Var, Vec<usize>>,
) -> Rules {
    let mut cone = cone.clone();
    let mut open: Vec<usize> = cone.iter().copied().collect();
    while let Some(footprint) = open.pop().and_then(|rule| footprints.get(rule)) {
        for var in footprint.reads.union(&footprint.writes) {
            for writer in writers.get(var).into_iter().flatten() {
                if cone.insert(*writer) {
                    open.push(*writer);
                }
            }
        }
    }
    cone
}

/// Whether some state leads back to itself.
fn goes_round(next: &[Vec<usize>]) -> bool {
    let mut before = vec![0_usize; next.len()];
    for to in next.iter().flatten() {
        if let Some(count) = before.get_mut(*to) {
            *count += 1;
        }
    }
    let mut open: Vec<usize> =
        before.iter().enumerate().filter(|(_, count)| **count == 0).map(|(at, _)| at).collect();
    let mut done = 0;
    while let Some(at) = open.pop() {
        done += 1;
        for to in next.get(at).into_iter().flatten() {
            if let Some(count) = before.get_mut(*to) {
                *count = count.saturating_sub(1);
                if *count == 0 {
                    open.push(*to);
                }
            }
        }
    }
    done < next.len()
}
