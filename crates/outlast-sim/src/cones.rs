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
//! grow until nobody outside writes what they read. What follows at once at a part belongs to every
//! rule that changes anything that was ever looked at for it. A rule that ends many things at one
//! date is as many pieces: a cone has those that write what it reads, and they fire together. What
//! the others write nothing in it reads, so that it is what it would be with all of them.
//!
//! The idea is that of a cone of influence (Clarke, Grumberg, Peled, "Model checking", 1999).
//! Left out: how long anything takes, and what is lost.

use std::cell::{Cell, RefCell};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use outlast_model::{FOREVER, Ratio};

use crate::behaviour::{Behaviour, Ending, propagate_part};
use crate::explore::{Bounds, End, Explored, Step, Sums, after_tick, ticks};
use crate::ids::ClockId;
use crate::outcome::{Limits, Recovery};
use crate::plain::{Chance, Tells, run};
use crate::recall::Recall;
use crate::state::{Cell as StateCell, State, Touched, View, Watched};
use crate::state_cache::StateCache;
use crate::witness::{LONG, latest};

/// Cells of a state.
type Cells = BTreeSet<StateCell>;

/// Pieces of rules, by number. Those of one rule stand one after the other.
type Rules = BTreeSet<usize>;

/// Worlds with more pieces of rules than these are not looked at.
const MOST_RULES: usize = 512;

/// Rounds for each piece, in which cones and what is known grow.
const ROUNDS: usize = 4;

/// All cones together have at most so many times the states that one may have.
const AT_ALL: usize = 16;

/// What a rule, or some pieces of it, does in a state, with what follows at once; nothing when it is
/// not under way.
type Look = Option<Rc<Fires>>;

/// What firing a rule does.
#[derive(Debug, Clone)]
struct Fires {
    changes: Vec<(StateCell, u8)>,
    /// How a wait for it ends that has no bound.
    endless: Option<Ending>,
    /// Its ticks, if something follows at once from it: then it matters what else happens at the tick.
    clock: Option<(ClockId, bool)>,
}

/// What was watched of a piece.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Footprint {
    reads: Cells,
    writes: Cells,
}

impl Footprint {
    fn extend(&mut self, touched: &Touched) {
        self.reads.extend(&touched.read);
        self.writes.extend(&touched.set);
    }
}

/// Everything that pieces were read from.
fn given(watched: &[Footprint]) -> Vec<StateCell> {
    let reads: Cells = watched.iter().flat_map(|own| &own.reads).copied().collect();
    reads.into_iter().collect()
}

/// How a journey that is wholly out comes back, when that is not before something without a bound is
/// over and a history shows it. Nothing when that is not so, or cannot be told.
pub(crate) fn explored(
    book: &StateCache<'_, '_>,
    limits: &Limits,
    classes: usize,
) -> Option<Explored> {
    let start = book.start();
    let alone = book.world.judged.is_none() && !book.world.awaits_second(&start.state);
    if !alone || start.share > Ratio::ZERO {
        return None;
    }
    let (back, states) = worst(book, limits)?;
    if back <= Recovery::ByItself || !is_shown(book, limits, back) {
        return None;
    }
    let end = |out: Bounds, back: Recovery| {
        let path = Rc::new(Step { before: None, fired: Vec::new(), periods: BTreeMap::new() });
        End { sums: Sums::of_one_gap(out), back, path, ended: None }
    };
    // How soon it can be back is not known: at once is a bound.
    let ends = vec![end((FOREVER, FOREVER), back), end((0, FOREVER), Recovery::ByItself)];
    let classes = classes.saturating_add(states);
    Some(Explored { ends, classes, races: true, coarse: true, limit: None, open: true })
}

/// Whether the history with the latest draws comes back in this way.
fn is_shown(book: &StateCache<'_, '_>, limits: &Limits, back: Recovery) -> bool {
    let witness = latest(book, limits);
    let history = run(book, &Chance::Given(&witness), false, Tells::Nothing, limits).history;
    history.back == back && history.out >= LONG
}

/// The worst way to come back that the dates leave open, or nothing when it cannot be told.
fn worst(book: &StateCache<'_, '_>, limits: &Limits) -> Option<(Recovery, usize)> {
    let pieces_of = |rule: usize| {
        let count = book.rule(rule).map_or(0, Behaviour::pieces);
        (0..count).map(move |piece| Piece { rule, piece })
    };
    let pieces: Vec<Piece> = (0..book.rules.len()).flat_map(pieces_of).collect();
    if pieces.len() > MOST_RULES {
        return None;
    }
    let start = book.start().state.clone();
    let looks = RefCell::default();
    let footprints = RefCell::new(vec![Footprint::default(); pieces.len()]);
    let left = Cell::new(limits.classes.saturating_mul(AT_ALL));
    let parts = RefCell::new(vec![Cells::new(); book.world.parts.len()]);
    let most = limits.classes;
    Cones { book, pieces, start, most, left, looks, footprints, parts }.worst()
}

/// A piece of a rule, by their numbers.
#[derive(Debug, Clone, Copy)]
struct Piece {
    rule: usize,
    piece: usize,
}

struct Cones<'b, 'w, 'a> {
    book: &'b StateCache<'w, 'a>,
    pieces: Vec<Piece>,
    start: State,
    /// The most states of one cone, and the most ends of all.
    most: usize,
    /// How many states may still be looked at.
    left: Cell<usize>,
    /// What is known of pieces that fire together: where they read the same they do the same.
    looks: RefCell<BTreeMap<Vec<usize>, Recall<Look>>>,
    /// What was watched of each piece.
    footprints: RefCell<Vec<Footprint>>,
    /// What was looked at, ever, to see what follows at once at each part.
    parts: RefCell<Vec<Cells>>,
}

/// A cone that was followed.
struct Followed {
    /// Its ends: states in which nothing of it is under way.
    ends: Vec<State>,
    states: usize,
    waits: BTreeSet<Ending>,
}

impl Cones<'_, '_, '_> {
    fn worst(&self) -> Option<(Recovery, usize)> {
        let pieces = self.pieces.len();
        let mut cones: BTreeSet<Rules> = (0..pieces).map(|piece| Rules::from([piece])).collect();
        if self.propagate(&mut self.start.clone(), &mut [])? {
            return None;
        }
        let mut followed: BTreeMap<Rules, Followed> = BTreeMap::new();
        // Every round makes a cone larger, or what is known of a part.
        for _ in 0..pieces.saturating_mul(ROUNDS) {
            let known = self.parts.borrow().clone();
            // What is too large is soonest found in the largest.
            let mut largest: Vec<&Rules> = cones.iter().collect();
            largest.sort_by_key(|cone| Reverse(cone.len()));
            for cone in largest {
                if !followed.contains_key(cone) {
                    followed.insert(cone.clone(), self.follow(cone)?);
                }
            }
            followed.retain(|cone, _| cones.contains(cone));
            let grown = closed(&cones, &self.footprints.borrow());
            let is_new = known != *self.parts.borrow();
            if grown == cones && !is_new {
                let states = followed.values().map(|it| it.states).sum();
                return Some((self.conclude(&followed)?, states));
            }
            cones = grown;
            if is_new {
                // What was kept was not told apart by what is looked at now.
                self.looks.borrow_mut().clear();
                followed.clear();
            }
        }
        None
    }

    /// Follows a cone alone in every order. Nothing when it is too large, goes round, or cannot be
    /// followed one event after the other.
    fn follow(&self, cone: &Rules) -> Option<Followed> {
        let mut numbers = BTreeMap::from([(self.start.clone(), 0)]);
        let mut open = vec![self.start.clone()];
        let (mut next, mut ends, mut waits) = (Vec::new(), Vec::new(), BTreeSet::new());
        while let Some(state) = open.get(next.len()).cloned() {
            let looks = self.looks_of(cone, &state)?;
            let mut leads_to = Vec::new();
            for fires in looks.iter().flatten() {
                waits.extend(fires.endless);
                let mut after = state.clone();
                fires.changes.iter().for_each(|(var, value)| after.put(*var, *value));
                let number = *numbers.entry(after).or_insert_with_key(|after| {
                    open.push(after.clone());
                    open.len() - 1
                });
                leads_to.push(number);
            }
            if leads_to.is_empty() {
                ends.push(state);
            }
            next.push(leads_to);
            self.left.set(self.left.get().checked_sub(1)?);
            if open.len() > self.most {
                return None;
            }
        }
        let states = next.len();
        (!goes_round(&next)).then_some(Followed { ends, states, waits })
    }

    /// What the rules of a cone are in a state. Nothing where two verdicts at one tick may together do
    /// something else than one after the other.
    fn looks_of(&self, cone: &Rules, state: &State) -> Option<Vec<Look>> {
        let events = self.events(cone).into_iter();
        let looks: Vec<Look> =
            events.map(|event| self.look(event, state)).collect::<Option<_>>()?;
        let clocks: Vec<(ClockId, bool)> =
            looks.iter().flatten().filter_map(|fires| fires.clock).collect();
        let is_shared = |clock| clocks.iter().filter(|(other, _)| *other == clock).count() > 1;
        let open = clocks.iter().any(|(clock, more)| *more && is_shared(*clock));
        (!open).then_some(looks)
    }

    /// The pieces of a cone by rule: what fires together.
    fn events(&self, cone: &Rules) -> Vec<Vec<usize>> {
        let mut events: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, piece) in cone.iter().filter_map(|at| Some((*at, self.pieces.get(*at)?))) {
            events.entry(piece.rule).or_default().push(at);
        }
        events.into_values().collect()
    }

    /// What is left of everything that a cone writes, in each of its ends.
    fn left_by(&self, (cone, followed): (&Rules, &Followed)) -> BTreeSet<Vec<(StateCell, u8)>> {
        let footprints = self.footprints.borrow();
        let of_cone = cone.iter().filter_map(|rule| footprints.get(*rule));
        let written: Cells = of_cone.flat_map(|it| &it.writes).copied().collect();
        let left = |state: &State| written.iter().map(|var| (*var, state.byte(*var))).collect();
        followed.ends.iter().map(left).collect()
    }

    /// What pieces of a rule are in a state, from memory where they read the same before.
    fn look(&self, event: Vec<usize>, state: &State) -> Option<Look> {
        let known = self.looks.borrow().get(&event).and_then(|known| known.get(state));
        if known.is_some() {
            return known;
        }
        let (look, watched) = self.watch(&event, state)?;
        let given = given(&watched);
        for (piece, own) in event.iter().zip(watched) {
            if let Some(footprint) = self.footprints.borrow_mut().get_mut(*piece) {
                footprint.reads.extend(own.reads);
                footprint.writes.extend(own.writes);
            }
        }
        self.looks.borrow_mut().entry(event).or_default().keep(given, state, look.clone());
        Some(look)
    }

    /// Watches pieces of a rule in a state: what each looks at, and what firing them together looks
    /// at and changes. Nothing when what follows at once does not come to rest.
    fn watch(&self, event: &[usize], state: &State) -> Option<(Look, Vec<Footprint>)> {
        let world = self.book.world;
        let pieces: Vec<Piece> =
            event.iter().filter_map(|at| self.pieces.get(*at).copied()).collect();
        let rule = self.book.rule(pieces.first()?.rule)?;
        let mut watched = vec![Footprint::default(); event.len()];
        let (mut under_way, mut timing) = (Vec::new(), None);
        for (at, (piece, own)) in pieces.iter().zip(&mut watched).enumerate() {
            let looked = Watched::new(state);
            if rule.is_piece_enabled(world, &looked, piece.piece) {
                timing = Some(rule.timing(world, &looked));
                under_way.push((at, piece.piece));
            }
            own.reads = looked.touched().read;
        }
        let Some(timing) = timing else {
            return Some((None, watched));
        };
        let mut after = state.clone();
        for then in [false, true] {
            for (at, piece) in &under_way {
                let mut looked = Watched::new(&after);
                rule.apply_piece(world, &mut looked, *piece, then);
                let (state, touched) = looked.into_parts();
                after = state;
                watched.get_mut(*at)?.extend(&touched);
            }
        }
        let more = self.propagate(&mut after, &mut watched)?;
        let writes: Cells = watched.iter().flat_map(|own| &own.writes).copied().collect();
        // What changed is somebody's: else it would change unseen.
        if !state.differences(&after).is_subset(&writes) {
            return None;
        }
        let fires = Fires {
            // Also what is set to what it was: from another state that is a change.
            changes: writes.iter().map(|var| (*var, after.byte(*var))).collect(),
            endless: (after_tick(&timing).1 == FOREVER).then(|| rule.ending(world)),
            clock: ticks(&timing).map(|(clock, _, _)| (clock, more)),
        };
        Some((Some(Rc::new(fires)), watched))
    }

    /// What follows at once, as in [`crate::behaviour::propagate`]. What was ever looked at for a part
    /// counts as read by each piece that changes any of it; the other parts have come to rest
    /// before, and nothing that they look at is another. Whether it does anything, and nothing when
    /// it does not come to rest.
    fn propagate(&self, state: &mut State, watched: &mut [Footprint]) -> Option<bool> {
        let world = self.book.world;
        let written =
            |watched: &[Footprint]| -> usize { watched.iter().map(|own| own.writes.len()).sum() };
        let mut rounds = 0;
        while rounds <= world.parts.len() {
            let (mut changed, before) = (false, written(watched));
            for (part, known) in world.parts.iter().zip(self.parts.borrow_mut().iter_mut()) {
                let mut looked = Watched::new(state);
                changed |= propagate_part(world, &mut looked, *part);
                let (after, touched) = looked.into_parts();
                *state = after;
                known.extend(&touched.read);
                for own in watched.iter_mut().filter(|own| !own.writes.is_disjoint(known)) {
                    own.reads.extend(known.iter());
                    own.writes.extend(&touched.set);
                }
            }
            // What is set to what it was changes something in another state: who looks at it counts.
            if !changed && written(watched) == before {
                return Some(rounds > 0);
            }
            rounds += usize::from(changed);
        }
        None
    }

    /// The worst of what every cone leaves open.
    fn conclude(&self, cones: &BTreeMap<Rules, Followed>) -> Option<Recovery> {
        let world = self.book.world;
        let tolerated = world.value(&world.journey.tolerates).unwrap_or(Ratio::ZERO);
        let mut worst = Recovery::ByItself;
        for state in self.ends(cones)? {
            // INVARIANT: where every cone has come to an end, everything has. Were it not so, a rule
            // would read what it was not seen to read, and nothing could be concluded.
            let is_an_end = self.is_an_end(&state);
            debug_assert!(is_an_end, "every cone has ended and something is under way");
            if !is_an_end {
                return None;
            }
            if crate::serve::share(world, &state) < tolerated.rest() {
                worst = Recovery::Never;
            }
        }
        let waits: BTreeSet<Ending> =
            cones.values().flat_map(|cone| cone.waits.iter().copied()).collect();
        // With a wait whose length nobody stated, no other is proved to be what is waited for.
        if worst < Recovery::Never && waits.contains(&Ending::Own) {
            return None;
        }
        for ending in waits {
            worst = worst.max(match ending {
                Ending::Fault => Recovery::WhenFaultEnds,
                Ending::People => Recovery::WhenSomebodyActs,
                Ending::Own | Ending::Nothing => Recovery::ByItself,
            });
        }
        Some(worst)
    }

    /// Whether nothing is under way in the whole.
    fn is_an_end(&self, state: &State) -> bool {
        let none = self.book.rules.iter().all(|rule| !rule.is_enabled(self.book.world, state));
        let mut after = state.clone();
        crate::behaviour::propagate(self.book.world, &mut after);
        none && after == *state
    }

    /// Everything that can be left in the end: an end of every cone, where they agree.
    fn ends(&self, cones: &BTreeMap<Rules, Followed>) -> Option<Vec<State>> {
        let mut joined: BTreeSet<(State, Cells)> =
            BTreeSet::from([(self.start.clone(), Cells::new())]);
        for ends in cones.iter().map(|cone| self.left_by(cone)) {
            let mut more = BTreeSet::new();
            for (state, known) in &joined {
                let agrees = |end: &&Vec<(StateCell, u8)>| {
                    end.iter()
                        .all(|(var, value)| !known.contains(var) || state.byte(*var) == *value)
                };
                for end in ends.iter().filter(agrees) {
                    let (mut state, mut known) = (state.clone(), known.clone());
                    end.iter().for_each(|(var, value)| state.put(*var, *value));
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

/// Each cone with everybody who writes what it reads or writes; those that are part of another left
/// out.
fn closed(cones: &BTreeSet<Rules>, footprints: &[Footprint]) -> BTreeSet<Rules> {
    let mut writers: BTreeMap<StateCell, Vec<usize>> = BTreeMap::new();
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
    writers: &BTreeMap<StateCell, Vec<usize>>,
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
