//! Events that nobody sees yet: their order among the others is left open until somebody looks.
//!
//! When twenty copies are mended one by one, the order of the first nineteen changes nothing as long
//! as the request still fails at the twentieth. Whatever is worked out from a state (the served
//! share, what copies hold, whether a rule is under way, what follows at once) is a function of the
//! variables that it has read, and every read goes through one accessor. So an event whose changes
//! nothing has read, and whose own reading nothing changes, can have happened or not: all that is
//! known of it is its date. The moment something reads what it changes, both cases are followed: it
//! was before, or it comes after.
//!
//! That is exact, and keeps twenty independent repairs from being two to the twentieth states. The
//! idea is that of stubborn sets (Valmari, 1989) and of local time (Bengtsson and others, "Partial
//! order reductions for timed systems", 1998). Left out: what a checker watches is seen at once.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::behaviour::propagate_part;
use crate::data::Holding;
use crate::state::{Cell, State, Watched};
use crate::state_cache::{Looked, Reading, StateCache, Watcher};

/// Cells of a state.
type Cells = BTreeSet<Cell>;

/// What firing a rule reads and changes.
struct Effect {
    /// The state after it, what follows at once included.
    after: State,
    reads: Cells,
    writes: Cells,
}

/// The rules under way whose firing nobody sees in this state, whatever subset of them has fired, in
/// order.
pub(crate) fn unseen(book: &StateCache<'_, '_>, reading: &Reading) -> Rc<[usize]> {
    book.unseen(reading, || hidden(book, reading).into_iter().collect())
}

fn hidden(book: &StateCache<'_, '_>, reading: &Reading) -> BTreeSet<usize> {
    let state = &reading.state;
    let effects: BTreeMap<usize, Effect> =
        reading.enabled.iter().map(|rule| (*rule, effect(book, state, *rule))).collect();
    let whole = looks(book, state, Watcher::Whole);
    let watchers = watchers(book, state);
    let mut hidden: BTreeMap<usize, Cells> = BTreeMap::new();
    for (rule, effect) in &effects {
        let is_seen = effect.writes.is_empty()
            || !effect.writes.is_disjoint(&whole)
            || !changes_only_itself(book, reading, *rule, effect);
        if !is_seen {
            hidden.insert(*rule, own_reads(book, state, *rule, effect, &watchers));
        }
    }
    // What one of them sees of another, or a visible event of any of them, is not hidden: taking one
    // out makes one more visible, so this is repeated until nothing changes.
    while let Some(seen) = conflict(&effects, &hidden, &watchers) {
        hidden.remove(&seen);
    }
    hidden.into_keys().collect()
}

/// What everybody who looks at a state has read.
fn watchers(book: &StateCache<'_, '_>, state: &State) -> BTreeMap<Watcher, Looked> {
    let rules = (0..book.rules.len()).map(Watcher::Rule);
    let parts = (0..book.world.parts.len()).map(Watcher::Part);
    rules.chain(parts).map(|watcher| (watcher, looks(book, state, watcher))).collect()
}

/// What somebody looks at in a state, and what follows at once from it there.
fn looks(book: &StateCache<'_, '_>, state: &State, watcher: Watcher) -> Looked {
    book.looks(watcher, state, |watched| match watcher {
        Watcher::Whole => {
            let _ = crate::serve::share(book.world, watched);
            let _ = Holding::of(book.world, watched);
        }
        Watcher::Rule(rule) => {
            if let Some(rule) = book.rule(rule) {
                let _ = rule.is_enabled(book.world, watched);
                let _ = rule.timing(book.world, watched);
            }
        }
        Watcher::Part(at) => {
            if let Some(part) = book.world.parts.get(at) {
                propagate_part(book.world, watched, *part);
            }
        }
    })
}

fn effect(book: &StateCache<'_, '_>, state: &State, rule: usize) -> Effect {
    let mut watched = Watched::new(state);
    if let Some(rule) = book.rule(rule) {
        rule.apply(book.world, &mut watched);
    }
    let touched = watched.touched();
    let after = book.fire_from(state, rule);
    let writes = state.differences(&after).union(&touched.set).copied().collect();
    Effect { after, reads: touched.read, writes }
}

/// Whether firing ends the rule itself and neither ends nor begins any other.
fn changes_only_itself(
    book: &StateCache<'_, '_>,
    reading: &Reading,
    rule: usize,
    effect: &Effect,
) -> bool {
    let after = book.read(effect.after.clone());
    let others = reading.enabled.iter().filter(|it| **it != rule);
    after.share == reading.share && after.holding == reading.holding && others.eq(&after.enabled)
}

/// Everything on which it hangs that firing a rule is what it is: its own reading, and that of those
/// who look at what it changes, before and after.
fn own_reads(
    book: &StateCache<'_, '_>,
    state: &State,
    rule: usize,
    effect: &Effect,
    watchers: &BTreeMap<Watcher, Looked>,
) -> Cells {
    let mut reads = effect.reads.clone();
    reads.extend(looks(book, state, Watcher::Rule(rule)).iter());
    for (watcher, vars) in watchers {
        if !vars.is_disjoint(&effect.writes) {
            reads.extend(vars.iter());
            reads.extend(looks(book, &effect.after, *watcher).iter());
        }
    }
    reads
}

/// A hidden rule that is seen by another event, hidden or not, or that sees one.
fn conflict(
    effects: &BTreeMap<usize, Effect>,
    hidden: &BTreeMap<usize, Cells>,
    watchers: &BTreeMap<Watcher, Looked>,
) -> Option<usize> {
    let clash = |(rule, reads): &(&usize, &Cells)| {
        let Some(own) = effects.get(rule) else { return true };
        effects.iter().filter(|(other, _)| other != rule).any(|(other, effect)| {
            let own_reading = watchers.get(&Watcher::Rule(*other));
            let theirs = hidden.get(other);
            !effect.writes.is_disjoint(reads)
                || !effect.writes.is_disjoint(&own.writes)
                || !effect.reads.is_disjoint(&own.writes)
                || theirs.is_some_and(|theirs| !theirs.is_disjoint(&own.writes))
                || (theirs.is_none()
                    && own_reading.is_some_and(|reads| !reads.is_disjoint(&own.writes)))
        })
    };
    hidden.iter().find(clash).map(|(rule, _)| *rule)
}
