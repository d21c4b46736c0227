//! Another copy takes over shares of the data of a database whose leader is gone.
//!
//! The copy with the fewest groups takes over after as long as the lease and the election take, where
//! the copies elect; where something else promotes them, how long it takes for all of them is not
//! known. Left out: what a lagging copy loses when it takes over a group, which is said to be open.

use outlast_model::{Actor, Commit, CopyRef, Database, Detect, PartId, Range, WayBack};

use super::commit;
use super::database::has_votes;
use super::shares;
use super::{Behaviour, Timing, is_allowed};
use crate::doubt::Doubt;
use crate::event::Event;
use crate::ids::RuleId;
use crate::outcome::Phase;
use crate::rows::cluster::CopyNumber;
use crate::state::{View, count};
use crate::world::World;

/// Another copy takes over a group of shares of which the leader is gone.
struct TakeShares {
    part: PartId,
    group: u32,
    database: Database,
}

/// One rule for each group behind the first.
pub(super) fn rules(world: &World<'_>, part: PartId, into: &mut Vec<Box<dyn Behaviour>>) {
    let Some(database) = commit::database(world, part) else { return };
    for group in 1..shares::groups(world, part) {
        into.push(Box::new(TakeShares { part, group, database: database.clone() }));
    }
}

impl TakeShares {
    /// Whether a copy runs and is heard by most of those who vote, where anybody does.
    fn can_lead(&self, world: &World<'_>, state: &dyn View, copy: CopyRef) -> bool {
        let votes = self.database.votes.as_ref();
        world.runs(state, copy) && votes.is_none_or(|votes| has_votes(world, state, votes, copy))
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
                && is_allowed(world, state, way, *copy)
        };
        let led = |copy: &CopyRef| {
            let groups = 1..shares::groups(world, self.part);
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
        let Some(leader) = shares::leader(world, state, self.part, self.group) else {
            return false;
        };
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
        let leader = shares::leader(world, state, self.part, self.group);
        Event::TakesShares(leader.unwrap_or(CopyRef { part: self.part, copy: 0 }))
    }
}
