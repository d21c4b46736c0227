//! Shares of the data of a database, each with a copy of its own that writes.
//!
//! The shares are alike, so those that one copy leads are one group: there are as many groups as
//! copies, or as shares when these are fewer. The first group is led by the copy that writes
//! (`database.rs`); here are the others. When a leader is gone, the copy with the fewest groups takes
//! over after as long as the lease and the election take, where the copies elect; where something
//! else promotes them, how long it takes for all of them is not known.
//!
//! Left out: what a lagging copy loses when it takes over a group, which is said to be open.

use outlast_model::{Actor, Commit, Condition, CopyRef, Database, Detect, PartId, Range, WayBack};

use super::commit::{self, Followed};
use super::database::is_allowed;
use super::{Behaviour, Timing};
use crate::doubt::Doubt;
use crate::event::Event;
use crate::ids::RuleId;
use crate::outcome::Phase;
use crate::rows::cluster::{CopyNumber, groups_of};
use crate::state::{View, count};
use crate::world::World;

/// How many groups of shares a part has, of which each has a copy that writes.
pub(crate) fn groups(world: &World<'_>, part: PartId) -> u32 {
    let copies = count(world.model.part(part).copies.len());
    let database = commit::database(world, part).filter(|it| !it.alike);
    database.map_or(1, |database| groups_of(database, copies))
}

/// The copy that leads a group behind the first.
pub(crate) fn leader(
    world: &World<'_>,
    state: &dyn View,
    part: PartId,
    group: u32,
) -> Option<CopyRef> {
    let copy = world.cluster(part)?.group_leader(state, group);
    Some(CopyRef { part, copy })
}

/// Whether a copy leads a group behind the first, and runs.
pub(crate) fn leads(world: &World<'_>, state: &dyn View, copy: CopyRef) -> bool {
    let led = |group| leader(world, state, copy.part, group) == Some(copy);
    (1..groups(world, copy.part)).any(led) && world.runs(state, copy)
}

/// Whether a copy that leads a group serves it, seen from where the copy stands.
pub(crate) fn serves(world: &World<'_>, state: &dyn View, copy: CopyRef, reads: bool) -> bool {
    let Some(database) = commit::database(world, copy.part) else { return false };
    if !world.runs(state, copy) || (!reads && world.is_full(state, copy.part)) {
        return false;
    }
    let following = |other: CopyRef| exchange(world, state, other, copy);
    let followed = Followed { world, state, database, copy, following: &following };
    if reads { followed.is_read() } else { followed.is_enough() }
}

/// Whether two copies run and hear each other.
fn exchange(world: &World<'_>, state: &dyn View, one: CopyRef, other: CopyRef) -> bool {
    world.condition(state, one, world.spot(other)) == Condition::Answers
        && world.condition(state, other, world.spot(one)) == Condition::Answers
}

/// Another copy takes over a group of shares of which the leader is gone.
struct TakeShares {
    part: PartId,
    group: u32,
    database: Database,
}

/// One rule for each group behind the first.
pub(super) fn rules(world: &World<'_>, part: PartId, into: &mut Vec<Box<dyn Behaviour>>) {
    let Some(database) = commit::database(world, part) else { return };
    for group in 1..groups(world, part) {
        into.push(Box::new(TakeShares { part, group, database: database.clone() }));
    }
}

impl TakeShares {
    /// Whether a copy runs and is heard by most of those who vote, where anybody does.
    fn can_lead(&self, world: &World<'_>, state: &dyn View, copy: CopyRef) -> bool {
        let votes = self.database.votes.as_ref();
        world.runs(state, copy)
            && votes.is_none_or(|votes| super::database::has_votes(world, state, votes, copy))
    }

    fn candidate(&self, world: &World<'_>, state: &dyn View, way: &WayBack) -> Option<CopyNumber> {
        let row = world.cluster(self.part)?;
        let passed_by = |copy: &CopyRef| {
            commit::mode(world, &self.database) != Commit::Async
                && row.writes.is_stale(state, copy.copy)
        };
        let may = |copy: &CopyRef| {
            (copy.copy == 0 || self.database.promotable.contains(&copy.copy))
                && self.can_lead(world, state, *copy)
                && !passed_by(copy)
                && is_allowed(world, way, *copy)
        };
        let led = |copy: &CopyRef| {
            let groups = 1..groups(world, self.part);
            let led = groups.filter(|group| row.group_leader(state, *group) == copy.copy);
            count(led.count()) + u32::from(row.writes.leader(state) == copy.copy)
        };
        let copies = world.model.copies(self.part).map(|(copy, _)| copy);
        let least = copies.filter(may).min_by_key(|copy| (led(copy), copy.copy));
        least.and_then(|copy| CopyNumber::of(copy.copy))
    }
}

impl Behaviour for TakeShares {
    fn phase(&self) -> Phase {
        Phase::Switched
    }

    fn id(&self) -> RuleId {
        RuleId::TakeShares { database: self.part, group: self.group }
    }

    fn is_enabled(&self, world: &World<'_>, state: &dyn View) -> bool {
        let Some(leader) = leader(world, state, self.part, self.group) else { return false };
        if self.can_lead(world, state, leader) {
            return false;
        }
        if world.judged.is_some() && commit::mode(world, &self.database) == Commit::Async {
            world.doubt(Doubt::Shares(self.part));
        }
        let way = self.database.failover.as_ref();
        way.is_some_and(|way| {
            !matches!(way.by, Actor::Unstated) && self.candidate(world, state, way).is_some()
        })
    }

    fn timing(&self, world: &World<'_>, _: &dyn View) -> Timing {
        let Some(way) = &self.database.failover else { return Timing::After(Range::UNKNOWN) };
        let Detect::Lease { ttl, round, .. } = &way.detect else {
            return Timing::After(Range::UNKNOWN);
        };
        let (ttl, round) = (world.range(ttl), world.range(round));
        let takes = world.range(&way.takes);
        if ttl.is_unbounded() || round.is_unbounded() {
            return Timing::After(Range::UNKNOWN);
        }
        // The lease was renewed last at any moment of the round before.
        Timing::After(Range::new((ttl.lo - round.hi).max(0), ttl.hi).plus(takes))
    }

    fn apply(&self, world: &World<'_>, state: &mut dyn View) {
        let Some(way) = &self.database.failover else { return };
        let Some(copy) = self.candidate(world, state, way) else { return };
        if let Some(row) = world.cluster(self.part) {
            row.lead_group(state, self.group, copy);
        }
    }

    fn event(&self, world: &World<'_>, state: &dyn View) -> Event {
        let leader = leader(world, state, self.part, self.group);
        Event::TakesShares(leader.unwrap_or(CopyRef { part: self.part, copy: 0 }))
    }
}
