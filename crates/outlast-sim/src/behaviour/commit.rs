//! What an acknowledged write of a database means: which copies stream from which, whether a write
//! can be acknowledged now, and which copies acknowledged writes have passed by.
//!
//! Synchronous: another synchronous copy must have it. Quorum: most of the copies. A silent copy
//! holds writes up until it is left out, when the database leaves any out at all.

use outlast_model::{Commit, Condition, CopyRef, Database, Kind, PartId, Range};

use super::{Behaviour, Timing};
use crate::event::Event;
use crate::ids::RuleId;
use crate::outcome::Phase;
use crate::roads::Spot;
use crate::rows::cluster::{CopyRole, Writes};
use crate::state::{View, count};
use crate::world::World;

/// The database of a part.
pub(crate) fn database<'a>(world: &World<'a>, part: PartId) -> Option<&'a Database> {
    match &world.model.part(part).kind {
        Kind::Database(database) => Some(database),
        Kind::Server | Kind::Router(_) | Kind::People(_) => None,
    }
}

fn copies(world: &World<'_>, part: PartId) -> u32 {
    count(world.model.part(part).copies.len())
}

/// What the strictest of its copies demands.
pub(crate) fn mode(world: &World<'_>, database: &Database) -> Commit {
    let stated = database.commits.iter().filter_map(|commit| world.value(commit));
    stated
        .max_by_key(|commit| match commit {
            Commit::Async => 0,
            Commit::Quorum => 1,
            Commit::Sync => 2,
        })
        .unwrap_or(Commit::Async)
}

/// Whether a copy must have a write before it is acknowledged, with at least one other of its kind.
fn is_synchronous(database: &Database, copy: u32) -> bool {
    (copy as usize)
        .checked_sub(1)
        .is_none_or(|at| database.commits.get(at).and_then(|it| it.value()) == Some(&Commit::Sync))
}

/// The copy of a database that was made the writing one last.
pub(crate) fn leader(world: &World<'_>, state: &dyn View, part: PartId) -> Option<u32> {
    world.cluster(part).map(|row| row.writes.leader(state))
}

/// Whether a copy accepts writes, as far as itself goes.
pub(crate) fn accepts(world: &World<'_>, state: &dyn View, copy: CopyRef) -> bool {
    if is_alike(world, copy.part) {
        return world.runs(state, copy);
    }
    world.cluster(copy.part).is_some_and(|row| row.role(state, copy.copy) == CopyRole::Accepts)
        && world.runs(state, copy)
}

/// Whether all copies of a part take writes.
pub(crate) fn is_alike(world: &World<'_>, part: PartId) -> bool {
    database(world, part).is_some_and(|database| database.alike)
}

/// Whether a copy follows another one at this moment.
pub(crate) fn streams(world: &World<'_>, state: &dyn View, copy: CopyRef, from: CopyRef) -> bool {
    let role = world.cluster(copy.part).map(|row| row.role(state, copy.copy));
    copy != from
        && (role == Some(CopyRole::Follows) || is_alike(world, copy.part))
        && accepts(world, state, from)
        && world.condition(state, copy, world.spot(from)) == Condition::Answers
        && world.condition(state, from, world.spot(copy)) == Condition::Answers
}

/// Whether a copy that accepts writes can acknowledge one now.
pub(crate) fn acknowledges(world: &World<'_>, state: &dyn View, copy: CopyRef) -> bool {
    let Some(database) = database(world, copy.part) else { return true };
    let all = copies(world, copy.part);
    if world.is_full(state, copy.part) || !accepts(world, state, copy) {
        return false;
    }
    if all < 2 {
        return true;
    }
    let others = || (0..all).map(|at| CopyRef { copy: at, ..copy }).filter(|it| *it != copy);
    if database.drops.is_some() && others().any(|other| holds_up(world, state, copy, other)) {
        return false;
    }
    let streaming = || others().filter(|other| streams(world, state, *other, copy));
    if database.alike {
        // Two copies without a third to decide go on alone, and so does each that others follow later.
        let alone = all < 3 || mode(world, database) == Commit::Async;
        return alone || 2 * (1 + streaming().count()) > all as usize;
    }
    match mode(world, database) {
        Commit::Async => true,
        Commit::Sync if database.drops.is_some() => true,
        Commit::Sync => {
            is_synchronous(database, copy.copy)
                && streaming().any(|other| is_synchronous(database, other.copy))
        }
        Commit::Quorum => 2 * (1 + streaming().count()) > all as usize,
    }
}

/// Whether a write to `primary` waits for a copy that does not answer and is not left out.
fn holds_up(world: &World<'_>, state: &dyn View, primary: CopyRef, copy: CopyRef) -> bool {
    let met = world.condition(state, copy, world.spot(primary));
    let waits = matches!(met, Condition::Silent | Condition::Hung);
    let is_left_out =
        || world.cluster(copy.part).is_some_and(|row| row.writes.is_left_out(state, copy.copy));
    waits && !is_left_out()
}

/// The copies on which somebody's write is acknowledged now, by index.
pub(crate) fn written(world: &World<'_>, state: &dyn View, part: PartId) -> Vec<u32> {
    let all = (0..copies(world, part)).map(|copy| CopyRef { part, copy });
    let writers = world.writers(part);
    let is_written = |copy: &CopyRef| {
        acknowledges(world, state, *copy)
            && writers.iter().any(|from| is_reached(world, state, *from, *copy))
    };
    all.filter(is_written).map(|copy| copy.copy).collect()
}

/// Whether somebody who writes from a place gets to a copy.
pub(crate) fn is_reached(
    world: &World<'_>,
    state: &dyn View,
    from: Option<Spot>,
    copy: CopyRef,
) -> bool {
    let there = from.is_none_or(|spot| !world.is_dark(state, spot.place));
    there && world.condition(state, copy, from) == Condition::Answers
}

/// Keeps in the state which copies writes have passed by, and lets those in again that answer.
/// Whether anything changed.
pub(super) fn keep_track(world: &World<'_>, state: &mut dyn View, part: PartId) -> bool {
    let (Some(database), Some(row)) = (database(world, part), world.cluster(part)) else {
        return false;
    };
    let all = copies(world, part);
    if all < 2 {
        return false;
    }
    let mut changed = false;
    if mode(world, database) != Commit::Async {
        let written = written(world, state, part);
        for copy in (0..all).map(|copy| CopyRef { part, copy }) {
            let has = |from: &u32| {
                *from == copy.copy || streams(world, state, copy, CopyRef { part, copy: *from })
            };
            if written.iter().any(has) {
                changed |= row.writes.pass_by(state, copy.copy, false);
            } else if !written.is_empty() {
                changed |= row.writes.pass_by(state, copy.copy, true);
            }
        }
    }
    if database.drops.is_some() {
        for copy in (0..all).map(|copy| CopyRef { part, copy }) {
            if world.runs(state, copy) && follows_a_writer(world, state, copy) {
                changed |= row.writes.let_in(state, copy.copy);
            }
        }
    }
    changed
}

fn follows_a_writer(world: &World<'_>, state: &dyn View, copy: CopyRef) -> bool {
    (0..copies(world, copy.part))
        .any(|from| streams(world, state, copy, CopyRef { copy: from, ..copy }))
}

/// A silent copy is left out, so that writes go on without it.
struct LeaveOut {
    copy: CopyRef,
    after: Range,
    writes: Writes,
}

/// One rule for each copy of a database that leaves silent ones out.
pub(super) fn rules(world: &World<'_>, part: PartId, into: &mut Vec<Box<dyn Behaviour>>) {
    let Some(database) = database(world, part) else { return };
    let Some(drops) = &database.drops else { return };
    let Some(writes) = world.cluster(part).map(|row| row.writes) else { return };
    for copy in 0..copies(world, part) {
        let after = world.range(drops);
        into.push(Box::new(LeaveOut { copy: CopyRef { part, copy }, after, writes }));
    }
}

impl Behaviour for LeaveOut {
    fn phase(&self) -> Phase {
        Phase::Switched
    }

    fn id(&self) -> RuleId {
        RuleId::LeaveOut(self.copy)
    }

    fn is_enabled(&self, world: &World<'_>, state: &dyn View) -> bool {
        let part = self.copy.part;
        (0..copies(world, part)).map(|copy| CopyRef { part, copy }).any(|primary| {
            primary != self.copy
                && accepts(world, state, primary)
                && holds_up(world, state, primary, self.copy)
        })
    }

    fn timing(&self, _: &World<'_>, _: &dyn View) -> Timing {
        Timing::After(self.after)
    }

    fn apply(&self, _: &World<'_>, state: &mut dyn View) {
        self.writes.leave_out(state, self.copy.copy);
    }

    fn event(&self, _: &World<'_>, _: &dyn View) -> Event {
        Event::LeftOut(self.copy)
    }
}

/// A copy that another has overtaken follows as soon as it hears of that, where the copies decide
/// among themselves who writes. Whether anything changed.
pub(super) fn follow_the_leader(world: &World<'_>, state: &mut dyn View, part: PartId) -> bool {
    let by_itself = database(world, part)
        .and_then(|it| it.failover.as_ref())
        .is_some_and(|way| matches!(way.by, outlast_model::Actor::Itself));
    let (true, Some(row)) = (by_itself, world.cluster(part)) else { return false };
    let leader = CopyRef { part, copy: row.writes.leader(state) };
    let mut changed = false;
    for copy in (0..copies(world, part)).map(|copy| CopyRef { part, copy }) {
        let hears = copy != leader
            && accepts(world, state, leader)
            && world.runs(state, copy)
            && world.condition(state, leader, world.spot(copy)) == Condition::Answers;
        changed |= hears && row.follow(state, copy.copy);
    }
    changed
}
