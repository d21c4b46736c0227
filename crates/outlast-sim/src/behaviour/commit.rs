//! What an acknowledged write of a database means: which copies stream from which, whether a write
//! can be acknowledged now, and which copies acknowledged writes have passed by.
//!
//! A write must reach the copies that are as strict as the strictest one. Synchronous: each of them
//! that takes part, and another one at least. Quorum: most of them, and no particular one. What is
//! said of how many must have it stands above both. A silent copy holds writes up until it is left
//! out; a copy that no write must reach holds none up.

use outlast_model::{Commit, Condition, CopyRef, Database, Kind, PartId, ReadFrom, Use};

use crate::roads::Spot;
use crate::rows::cluster::CopyRole;
use crate::state::{View, count};
use crate::world::World;

/// The database of a part.
pub(crate) fn database<'a>(world: &World<'a>, part: PartId) -> Option<&'a Database> {
    match &world.model.part(part).kind {
        Kind::Database(database) => Some(database),
        Kind::Server | Kind::Router(_) | Kind::People(_) => None,
    }
}

pub(super) fn copies(world: &World<'_>, part: PartId) -> u32 {
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

/// Whether a write must reach a copy: the first one, and those that are as strict as the strictest,
/// where any is waited for.
fn is_waited_for(world: &World<'_>, database: &Database, copy: u32) -> bool {
    let mode = mode(world, database);
    let own = (copy as usize).checked_sub(1).and_then(|at| database.commits.get(at));
    mode != Commit::Async && own.is_none_or(|own| world.value(own) == Some(mode))
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
        && exchange(world, state, copy, from)
}

/// Whether two copies run and hear each other.
pub(super) fn exchange(world: &World<'_>, state: &dyn View, one: CopyRef, other: CopyRef) -> bool {
    world.condition(state, one, world.spot(state, other)) == Condition::Answers
        && world.condition(state, other, world.spot(state, one)) == Condition::Answers
}

/// Whether a copy that runs serves somebody who finds it among the others, and what for.
pub(crate) fn serves(world: &World<'_>, state: &dyn View, copy: CopyRef, used: Use) -> bool {
    let Some(database) = database(world, copy.part) else { return true };
    match (used, world.value(&database.read_from)) {
        (Use::Call | Use::Write | Use::Take, _) => acknowledges(world, state, copy),
        (Use::Read, Some(ReadFrom::Any)) => world.runs(state, copy),
        (Use::Read, Some(ReadFrom::Writer | ReadFrom::Majority | ReadFrom::Named) | None) => {
            let following = |other: CopyRef| streams(world, state, other, copy);
            let followed = Followed { world, state, database, copy, following: &following };
            accepts(world, state, copy) && followed.is_read()
        }
    }
}

/// As [`serves`], for somebody who calls the copy by its name where copies answer for themselves:
/// one that follows is read.
pub(crate) fn serves_by_name(
    world: &World<'_>,
    state: &dyn View,
    copy: CopyRef,
    used: Use,
) -> bool {
    match used {
        Use::Read => world.runs(state, copy),
        Use::Call if !accepts(world, state, copy) => world.runs(state, copy),
        Use::Call | Use::Write | Use::Take => acknowledges(world, state, copy),
    }
}

/// Whether a copy that accepts writes can acknowledge one now.
pub(crate) fn acknowledges(world: &World<'_>, state: &dyn View, copy: CopyRef) -> bool {
    let Some(database) = database(world, copy.part) else { return true };
    if world.is_full(state, copy.part) || !accepts(world, state, copy) {
        return false;
    }
    let following = |other: CopyRef| streams(world, state, other, copy);
    Followed { world, state, database, copy, following: &following }.is_enough()
}

/// A copy that writes, and who follows it now.
pub(super) struct Followed<'f, 'w> {
    pub(super) world: &'f World<'w>,
    pub(super) state: &'f dyn View,
    pub(super) database: &'f Database,
    pub(super) copy: CopyRef,
    pub(super) following: &'f dyn Fn(CopyRef) -> bool,
}

impl Followed<'_, '_> {
    fn others(&self) -> impl Iterator<Item = CopyRef> + '_ {
        let all = copies(self.world, self.copy.part);
        (0..all).map(|at| CopyRef { copy: at, ..self.copy }).filter(|it| *it != self.copy)
    }

    fn is_waited_for(&self, copy: CopyRef) -> bool {
        is_waited_for(self.world, self.database, copy.copy)
    }

    /// How many copies have a write of this one, itself counted; where none is waited for, those
    /// that follow it.
    fn having(&self) -> u32 {
        let mode = mode(self.world, self.database);
        let counts = |it: &CopyRef| mode == Commit::Async || self.is_waited_for(*it);
        1 + count(self.others().filter(counts).filter(|it| (self.following)(*it)).count())
    }

    /// Of how many copies most are asked: those that a write must reach, and this one.
    fn among(&self) -> u32 {
        if mode(self.world, self.database) == Commit::Async {
            return copies(self.world, self.copy.part);
        }
        1 + count(self.others().filter(|it| self.is_waited_for(*it)).count())
    }

    fn is_by_most(&self) -> bool {
        2 * self.having() > self.among()
    }

    /// Whether it answers those who only read: most may have to follow it for that.
    pub(super) fn is_read(&self) -> bool {
        let asks_most = self.world.value(&self.database.read_from) == Some(ReadFrom::Majority);
        // Two copies that are alike, without a third to decide, answer alone where they write alone.
        let least = self.database.acked_by.as_ref().and_then(|it| self.world.value(it));
        let writes_alone = self.database.alike && least.is_none_or(|least| least < 2);
        let alone = writes_alone && copies(self.world, self.copy.part) < 3;
        !asks_most || alone || self.is_by_most()
    }

    /// Whether as many copies have a write of this one as must.
    pub(super) fn is_enough(&self) -> bool {
        if copies(self.world, self.copy.part) < 2 {
            return true;
        }
        if let Some(least) = self.database.acked_by.as_ref().and_then(|it| self.world.value(it)) {
            return self.having() >= least && !self.is_held_up(least);
        }
        if self.database.alike {
            return self.is_enough_alike();
        }
        match mode(self.world, self.database) {
            Commit::Async => true,
            Commit::Sync => {
                let alone = self.database.drops.is_some();
                (alone || self.having() > 1) && self.has_quorum() && !self.is_held_up(2)
            }
            Commit::Quorum => {
                // Without a date by which it is left out, a minority is never waited for.
                let waits = self.database.drops.is_some() && self.database.waits_for_each;
                self.is_by_most() && !(waits && self.is_held_up(0))
            }
        }
    }

    /// Whether most of those have a write of which that is asked, where single copies are waited for
    /// beside them.
    fn has_quorum(&self) -> bool {
        let (world, commits) = (self.world, &self.database.commits);
        let is = |copy: u32, commit: Commit| {
            let own = (copy as usize).checked_sub(1).and_then(|at| commits.get(at));
            own.is_some_and(|own| world.value(own) == Some(commit))
        };
        if !self.others().any(|it| is(it.copy, Commit::Quorum)) {
            return true;
        }
        let voting: Vec<CopyRef> = self.others().filter(|it| !is(it.copy, Commit::Async)).collect();
        let having = voting.iter().filter(|it| (self.following)(**it)).count();
        2 * (1 + having) > 1 + voting.len()
    }

    fn is_enough_alike(&self) -> bool {
        // Two copies without a third to decide go on alone, and so does each that others follow later.
        let alone = copies(self.world, self.copy.part) < 3
            || mode(self.world, self.database) == Commit::Async;
        !self.is_held_up(u32::MAX) && (alone || self.is_by_most())
    }

    /// Whether a write waits for a silent copy that is not left out, as fewer than `enough` have it,
    /// or as it waits for each that it must reach.
    fn is_held_up(&self, enough: u32) -> bool {
        let waits = self.database.waits_for_each || self.having() < enough;
        waits && self.others().any(|other| self.is_held_up_by(other))
    }

    /// Whether a write would wait for a copy: it must reach it, gets no answer, and the copy is not
    /// left out.
    fn is_held_up_by(&self, copy: CopyRef) -> bool {
        let world = self.world;
        let own = world.spot(self.state, self.copy);
        let met = || world.condition(self.state, copy, own);
        let is_left_out = || {
            let row = world.cluster(copy.part);
            row.is_some_and(|row| row.writes.is_left_out(self.state, copy.copy))
        };
        self.is_waited_for(copy)
            && matches!(met(), Condition::Silent | Condition::Hung)
            && !is_left_out()
    }
}

/// Whether a write on `primary` waits for a copy that does not answer and is not left out.
pub(super) fn holds_up(
    world: &World<'_>,
    state: &dyn View,
    primary: CopyRef,
    copy: CopyRef,
) -> bool {
    let Some(database) = database(world, copy.part) else { return false };
    let following = |_| false;
    let followed = Followed { world, state, database, copy: primary, following: &following };
    followed.is_held_up_by(copy)
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
            && world.condition(state, leader, world.spot(state, copy)) == Condition::Answers;
        changed |= hears && row.follow(state, copy.copy);
    }
    changed
}
