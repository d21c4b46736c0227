//! A database of which one copy writes: how another becomes the primary, and what the old one does.
//!
//! By lease: the holder renews it at the voters; cut off from them it gives up, and when the lease
//! has run out a copy that reaches them may take it. Who renews is often a process of its own beside
//! each copy: without it nobody renews, nobody gives up and nobody follows, and the copy goes on. By
//! a watcher: it promotes after its checks failed, and the old primary never gives up by itself.
//! Callers are taken to find the primary; of two, it is not known which.

use outlast_model::{
    Commit, Condition, CopyRef, Database, Detect, Kind, Needed, PartId, Range, WayBack,
};

use super::{
    Behaviour, Ending, Timing, Watch, acting, commit, detection_timing, is_allowed, needs_are_met,
    voting,
};
use crate::doubt::Doubt;
use crate::event::Event;
use crate::ids::{ClockId, ClockKind, RuleId};
use crate::outcome::Phase;
use crate::rows::beliefs::Beliefs;
use crate::rows::cluster::{self, CopyNumber, CopyRole, Decides};
use crate::sight::{Seen, Watcher};
use crate::state::{Var, View, count};
use crate::way_back::{actors, agents};
use crate::world::World;

#[derive(Clone)]
struct Cluster {
    part: PartId,
    database: Database,
    way: WayBack,
    copies: u32,
    /// Per copy, the process beside it that holds the lease for it; nothing where it does so itself.
    agents: Vec<Option<CopyRef>>,
    row: cluster::Cluster,
}

/// The rules of one database.
pub(super) fn rules(world: &World<'_>, id: PartId, into: &mut Vec<Box<dyn Behaviour>>) {
    let part = world.model.part(id);
    let Kind::Database(database) = &part.kind else { return };
    let Some(way) = &database.failover else { return };
    let Some(row) = world.cluster(id) else { return };
    let copies = count(part.copies.len());
    let agents = agents(world.model, way, id);
    let (database, way) = (database.clone(), way.clone());
    let cluster = Cluster { part: id, database, way, copies, agents, row };
    let beliefs = match row.decides {
        Decides::Lease(lease) => return lease_rules(&cluster, lease, into),
        Decides::Watchers(beliefs) => beliefs,
    };
    let found = actors(world.model, &cluster.way, id);
    if found.is_empty() {
        into.push(Box::new(Unstated { cluster: cluster.clone() }));
    }
    // A copy that may not be promoted promotes none.
    let may = |actor: &CopyRef| {
        let own = actor.part == id && actor.copy != 0;
        !own || cluster.database.promotable.contains(&actor.copy)
    };
    let all = count(found.len());
    for (index, actor) in (0..).zip(found).filter(|(_, actor)| may(actor)) {
        for down in [true, false] {
            into.push(Box::new(Notice { cluster: cluster.clone(), index, actor, down, beliefs }));
        }
        into.push(Box::new(Promote { cluster: cluster.clone(), index, actor, all, beliefs }));
    }
}

fn lease_rules(cluster: &Cluster, lease: Lease, into: &mut Vec<Box<dyn Behaviour>>) {
    into.push(Box::new(LeaseEnds { cluster: cluster.clone(), lease }));
    for copy in 0..cluster.copies {
        into.push(Box::new(GiveUp { cluster: cluster.clone(), copy }));
        into.push(Box::new(Resume { cluster: cluster.clone(), copy, lease }));
        let may = copy == 0 || cluster.database.promotable.contains(&copy);
        if let (true, Some(copy)) = (may, CopyNumber::of(copy)) {
            into.push(Box::new(TakeLease { cluster: cluster.clone(), copy, lease }));
        }
    }
}

/// Who holds the lease.
type Lease = Var<Option<CopyNumber>>;

fn holder(state: &dyn View, lease: Lease) -> Option<u32> {
    state.get(lease).map(CopyNumber::copy)
}

impl Cluster {
    fn copy(&self, copy: u32) -> CopyRef {
        CopyRef { part: self.part, copy }
    }

    fn is(&self, state: &dyn View, copy: u32, role: CopyRole) -> bool {
        self.row.role(state, copy) == role
    }

    /// The process that acts for a copy: the one beside it, or its own.
    fn agent(&self, copy: u32) -> CopyRef {
        self.agents.get(copy as usize).copied().flatten().unwrap_or_else(|| self.copy(copy))
    }

    /// Whether the process that acts for a copy runs.
    fn is_led(&self, world: &World<'_>, state: &dyn View, copy: u32) -> bool {
        world.runs(state, self.agent(copy))
    }

    /// Whether a copy and the process that acts for it run, and reach most of the voters.
    fn has_votes(&self, world: &World<'_>, state: &dyn View, copy: u32) -> bool {
        world.runs(state, self.copy(copy))
            && self.is_led(world, state, copy)
            && self.reaches_votes(world, state, self.agent(copy))
    }

    /// Whether the lease of a copy is renewed: by who acts for it, as long as he sees no failure.
    fn renews(&self, world: &World<'_>, state: &dyn View, copy: u32) -> bool {
        let agent = self.agent(copy);
        if agent == self.copy(copy) {
            return self.has_votes(world, state, copy);
        }
        world.runs(state, agent)
            && self.reaches_votes(world, state, agent)
            && !self.watcher(world, state, agent).sees_failure(world, state, self.copy(copy))
    }

    fn sees(&self, world: &World<'_>, state: &dyn View, who: CopyRef, target: CopyRef) -> Seen {
        self.watcher(world, state, who).sees(world, state, target)
    }

    fn watcher(&self, world: &World<'_>, state: &dyn View, who: CopyRef) -> Watcher<'_> {
        Watcher { of: self.part, from: world.spot(state, who), sight: self.way.sight() }
    }

    fn is_fenced(&self) -> bool {
        matches!(self.way.detect, Detect::Lease { fenced: true, .. })
    }

    fn reaches_votes(&self, world: &World<'_>, state: &dyn View, copy: CopyRef) -> bool {
        let votes = self.database.votes.as_ref();
        votes.is_none_or(|votes| has_votes(world, state, votes, copy))
    }

    fn lease_parts(&self, world: &World<'_>) -> (Range, Range, Range) {
        match &self.way.detect {
            Detect::Lease { ttl, round, retry, .. } => {
                (world.range(ttl), world.range(round), world.range(retry))
            }
            Detect::Check(_) | Detect::Adverts { .. } | Detect::After(_) => {
                (Range::UNKNOWN, Range::UNKNOWN, Range::UNKNOWN)
            }
        }
    }

    /// So long after the next renewal would have come.
    fn after_tick(&self, world: &World<'_>, offset: Range) -> Timing {
        let (_, round, _) = self.lease_parts(world);
        let clock = ClockId { kind: ClockKind::Lease, part: self.part, watcher: 0, target: None };
        if round.is_unbounded() || offset.is_unbounded() {
            return Timing::After(Range::UNKNOWN);
        }
        if !round.is_point() || round.lo <= 0 {
            return Timing::After(Range::new(offset.lo.max(0), offset.hi + round.hi));
        }
        Timing::Tick { clock, period: round.lo, offset }
    }

    /// Whether a copy must not be promoted: acknowledged writes have passed it by, where a write is
    /// acknowledged by several copies and one that has it all is chosen; or it is too far behind.
    fn is_passed_by(&self, world: &World<'_>, state: &dyn View, copy: u32) -> bool {
        let stale = commit::mode(world, &self.database) != Commit::Async
            && self.row.writes.is_stale(state, copy);
        stale || !self.is_near_enough(world, state, copy)
    }

    /// Whether a copy that follows asynchronously is not too far behind to be promoted. The one that
    /// wrote last is behind nobody.
    fn is_near_enough(&self, world: &World<'_>, state: &dyn View, copy: u32) -> bool {
        let at = (copy as usize).checked_sub(1);
        let follows = at.and_then(|at| self.database.commits.get(at));
        let near = at.and_then(|at| self.database.near_enough.get(at));
        let (Some(follows), Some(near)) = (follows, near) else { return true };
        if world.value(follows) != Some(Commit::Async) || self.row.writes.leader(state) == copy {
            return true;
        }
        world.value(near).unwrap_or_else(|| {
            world.doubt(Doubt::NearEnough(self.copy(copy)));
            true
        })
    }

    fn doubt_votes(&self, world: &World<'_>) {
        if self.database.votes.is_none() {
            world.doubt(Doubt::Votes(self.part));
        }
    }
}

/// Whether a copy reaches most of those who vote.
pub(super) fn has_votes(
    world: &World<'_>,
    state: &dyn View,
    votes: &Needed,
    copy: CopyRef,
) -> bool {
    let from = world.spot(state, copy);
    match votes {
        Needed::One(part) => {
            let most = Needed::Most(vec![Needed::One(*part)]);
            crate::serve::is_met(world, state, &most, from)
        }
        Needed::Copy(_) | Needed::Any(_) | Needed::Most(_) => {
            crate::serve::is_met(world, state, votes, from)
        }
    }
}

/// The lease runs out when its holder no longer renews it.
struct LeaseEnds {
    cluster: Cluster,
    lease: Lease,
}

impl Behaviour for LeaseEnds {
    fn phase(&self) -> Phase {
        Phase::Noticed
    }

    fn id(&self) -> RuleId {
        RuleId::LeaseEnds(self.cluster.part)
    }

    fn is_enabled(&self, world: &World<'_>, state: &dyn View) -> bool {
        let holder = holder(state, self.lease);
        let lost = holder.is_some_and(|holder| !self.cluster.renews(world, state, holder));
        if lost {
            self.cluster.doubt_votes(world);
        }
        lost
    }

    fn timing(&self, world: &World<'_>, _: &dyn View) -> Timing {
        let (ttl, round, _) = self.cluster.lease_parts(world);
        if ttl.is_unbounded() || round.is_unbounded() {
            return Timing::After(Range::UNKNOWN);
        }
        let offset = Range { lo: (ttl.lo - round.hi).max(0), hi: (ttl.hi - round.lo).max(0) };
        self.cluster.after_tick(world, offset)
    }

    fn apply(&self, world: &World<'_>, state: &mut dyn View) {
        let holder = holder(state, self.lease);
        state.set(self.lease, None);
        // Who is not there to give up starts without the lease, and so without accepting writes.
        let stops = |holder: &u32| self.cluster.is_fenced() || self.is_dead(world, state, *holder);
        if let Some(holder) = holder.filter(stops) {
            self.cluster.row.set_role(state, holder, CopyRole::GaveUp);
        }
    }

    fn event(&self, _: &World<'_>, _: &dyn View) -> Event {
        Event::LeaseEnds(self.cluster.part)
    }
}

impl LeaseEnds {
    /// Whether nothing of a copy is left that goes on by itself; one that hangs writes on when it is
    /// woken, until it looks.
    fn is_dead(&self, world: &World<'_>, state: &dyn View, copy: u32) -> bool {
        let copy = self.cluster.copy(copy);
        let met = world.condition(state, copy, world.spot(state, copy));
        !matches!(met, Condition::Answers | Condition::Hung)
    }
}

/// A primary that cannot renew its lease stops accepting writes, as long as somebody is there who
/// tells it to. One that is fenced is stopped in any case, before its lease has run out.
struct GiveUp {
    cluster: Cluster,
    copy: u32,
}

impl Behaviour for GiveUp {
    fn phase(&self) -> Phase {
        Phase::Noticed
    }

    fn id(&self) -> RuleId {
        RuleId::GiveUp(self.cluster.copy(self.copy))
    }

    fn is_enabled(&self, world: &World<'_>, state: &dyn View) -> bool {
        let (cluster, copy) = (&self.cluster, self.cluster.copy(self.copy));
        let lives = cluster.is(state, self.copy, CopyRole::Accepts) && world.runs(state, copy);
        if !lives {
            return false;
        }
        if cluster.is_led(world, state, self.copy) {
            return !cluster.reaches_votes(world, state, cluster.agent(self.copy));
        }
        cluster.is_fenced()
    }

    fn timing(&self, world: &World<'_>, state: &dyn View) -> Timing {
        let (ttl, round, retry) = self.cluster.lease_parts(world);
        if self.cluster.is_led(world, state, self.copy) {
            return self.cluster.after_tick(world, retry);
        }
        // At any moment until the lease has run out: how soon is a matter of the watchdog.
        Timing::After(Range::new(0, (ttl.hi - round.lo).max(0)))
    }

    fn apply(&self, _: &World<'_>, state: &mut dyn View) {
        self.cluster.row.set_role(state, self.copy, CopyRole::GaveUp);
    }

    fn event(&self, _: &World<'_>, _: &dyn View) -> Event {
        Event::GivesUp(self.cluster.copy(self.copy))
    }
}

/// A former primary that still holds the lease and reaches the voters again writes on.
struct Resume {
    cluster: Cluster,
    copy: u32,
    lease: Lease,
}

impl Behaviour for Resume {
    fn phase(&self) -> Phase {
        Phase::Repaired
    }

    fn id(&self) -> RuleId {
        RuleId::Resume(self.cluster.copy(self.copy))
    }

    fn is_enabled(&self, world: &World<'_>, state: &dyn View) -> bool {
        self.cluster.is(state, self.copy, CopyRole::GaveUp)
            && holder(state, self.lease) == Some(self.copy)
            && self.cluster.has_votes(world, state, self.copy)
    }

    fn timing(&self, world: &World<'_>, _: &dyn View) -> Timing {
        self.cluster.after_tick(world, Range::ZERO)
    }

    fn apply(&self, _: &World<'_>, state: &mut dyn View) {
        self.cluster.row.set_role(state, self.copy, CopyRole::Accepts);
    }

    fn event(&self, _: &World<'_>, _: &dyn View) -> Event {
        Event::Resumes(self.cluster.copy(self.copy))
    }
}

/// A copy takes the free lease and becomes the primary.
struct TakeLease {
    cluster: Cluster,
    copy: CopyNumber,
    lease: Lease,
}

impl Behaviour for TakeLease {
    fn phase(&self) -> Phase {
        Phase::Switched
    }

    fn id(&self) -> RuleId {
        RuleId::TakeLease(self.cluster.copy(self.copy.copy()))
    }

    fn is_enabled(&self, world: &World<'_>, state: &dyn View) -> bool {
        let (cluster, copy) = (&self.cluster, self.copy.copy());
        let free = state.get(self.lease).is_none();
        free && cluster.has_votes(world, state, copy)
            && !cluster.is_passed_by(world, state, copy)
            && is_allowed(world, state, &cluster.way, cluster.copy(copy))
    }

    fn timing(&self, world: &World<'_>, _: &dyn View) -> Timing {
        Timing::After(world.range(&self.cluster.way.takes))
    }

    fn apply(&self, _: &World<'_>, state: &mut dyn View) {
        state.set(self.lease, Some(self.copy));
        self.cluster.row.lead(state, self.copy);
    }

    fn event(&self, _: &World<'_>, _: &dyn View) -> Event {
        Event::TakesLease(self.cluster.copy(self.copy.copy()))
    }
}

/// A copy that another has overtaken follows as soon as it hears of that. Whether anything changed.
pub(super) fn follow_the_lease(
    world: &World<'_>,
    state: &mut dyn View,
    part: PartId,
    copies: u32,
) -> bool {
    let Some(row) = world.cluster(part) else { return false };
    let Decides::Lease(lease) = row.decides else { return false };
    let Some(holder) = holder(state, lease) else { return false };
    let leader = CopyRef { part, copy: holder };
    let way = commit::database(world, part).and_then(|it| it.failover.as_ref());
    let agents = way.map_or_else(Vec::new, |way| agents(world.model, way, part));
    let agent = |copy: u32| agents.get(copy as usize).copied().flatten();
    let mut changed = false;
    for copy in (0..copies).filter(|copy| *copy != holder) {
        let own = CopyRef { part, copy };
        // Who acts for it tells it that another has taken over.
        let hears = world.runs(state, own)
            && agent(copy).is_none_or(|agent| world.runs(state, agent))
            && world.condition(state, leader, world.spot(state, own)) == Condition::Answers;
        changed |= hears && row.follow(state, copy);
    }
    changed
}

/// A watcher's verdict on the primary.
struct Notice {
    cluster: Cluster,
    index: u32,
    actor: CopyRef,
    down: bool,
    beliefs: Beliefs,
}

impl Cluster {
    fn primary(&self, state: &dyn View) -> Option<CopyRef> {
        // The latest one: an old primary that was overtaken still accepts on its own side.
        std::iter::once(self.row.writes.leader(state))
            .chain((0..self.copies).rev())
            .find(|copy| self.is(state, *copy, CopyRole::Accepts))
            .map(|copy| self.copy(copy))
    }

    /// The copies that may become the primary; where the copies decide among themselves, the first
    /// one, too.
    fn candidates(&self) -> Vec<u32> {
        let mut candidates = self.database.promotable.clone();
        if matches!(self.way.by, outlast_model::Actor::Itself) && !candidates.contains(&0) {
            candidates.push(0);
        }
        candidates
    }
}

impl Notice {
    fn sees(&self, world: &World<'_>, state: &dyn View) -> Seen {
        let primary = self.cluster.primary(state);
        primary.map_or(Seen::Met(Condition::Silent), |primary| {
            self.cluster.sees(world, state, self.actor, primary)
        })
    }

    fn sees_failure(&self, world: &World<'_>, state: &dyn View) -> bool {
        let (watcher, seen) =
            (self.cluster.watcher(world, state, self.actor), self.sees(world, state));
        let target = self.cluster.primary(state).unwrap_or_else(|| self.cluster.copy(0));
        watcher.fails(world, seen)
            && watcher.notices(world, state, &self.cluster.way, (target, seen))
    }
}

impl Behaviour for Notice {
    fn phase(&self) -> Phase {
        Phase::Noticed
    }

    fn id(&self) -> RuleId {
        let (database, watcher) = (self.cluster.part, self.index);
        RuleId::WatchPrimary { database, watcher, down: self.down }
    }

    fn is_enabled(&self, world: &World<'_>, state: &dyn View) -> bool {
        let believes = self.beliefs.is_dead(state, self.index, 0);
        if believes == self.down || !world.runs(state, self.actor) {
            return false;
        }
        if self.down { self.sees_failure(world, state) } else { self.sees(world, state).is_well() }
    }

    fn timing(&self, world: &World<'_>, state: &dyn View) -> Timing {
        let (part, watcher) = (self.cluster.part, self.index);
        let watch = Watch { kind: ClockKind::Watch, part, watcher, target: 0, targets: 1 };
        detection_timing(world, &self.cluster.way.detect, watch, self.sees(world, state))
    }

    fn apply(&self, _: &World<'_>, state: &mut dyn View) {
        self.beliefs.believe(state, self.index, 0, self.down);
    }

    fn event(&self, _: &World<'_>, _: &dyn View) -> Event {
        let (watcher, database) = (self.actor, self.cluster.part);
        if self.down {
            Event::PrimaryNoticedDown { watcher, database }
        } else {
            Event::PrimaryNoticedUp { watcher, database }
        }
    }
}

/// A watcher promotes the first copy that it sees well; those who vote do so together, and once.
struct Promote {
    cluster: Cluster,
    index: u32,
    actor: CopyRef,
    /// How many watchers there are.
    all: u32,
    beliefs: Beliefs,
}

impl Promote {
    fn is_agreed(&self, state: &dyn View) -> bool {
        let dead = |index| self.beliefs.is_dead(state, index, 0);
        if voting::votes(&self.cluster.way) {
            voting::is_most(self.all, dead)
        } else {
            dead(self.index)
        }
    }

    fn candidate(&self, world: &World<'_>, state: &dyn View) -> Option<CopyNumber> {
        if self.cluster.database.votes.is_some()
            && !self.cluster.reaches_votes(world, state, self.actor)
        {
            return None;
        }
        let may = |copy: &CopyNumber| {
            let copy = self.cluster.copy(copy.copy());
            self.cluster.is(state, copy.copy, CopyRole::Follows)
                && !self.cluster.is_passed_by(world, state, copy.copy)
                && !self.cluster.watcher(world, state, self.actor).sees_failure(world, state, copy)
                && is_allowed(world, state, &self.cluster.way, copy)
        };
        self.cluster.candidates().into_iter().filter_map(CopyNumber::of).find(may)
    }
}

impl Behaviour for Promote {
    fn phase(&self) -> Phase {
        Phase::Switched
    }

    fn id(&self) -> RuleId {
        RuleId::Promote { database: self.cluster.part, watcher: self.index }
    }

    fn is_enabled(&self, world: &World<'_>, state: &dyn View) -> bool {
        self.is_agreed(state)
            && world.runs(state, self.actor)
            && self.candidate(world, state).is_some()
            && needs_are_met(world, state, &self.cluster.way, self.actor)
    }

    fn timing(&self, world: &World<'_>, _: &dyn View) -> Timing {
        Timing::After(acting(world, &self.cluster.way, self.actor))
    }

    fn apply(&self, world: &World<'_>, state: &mut dyn View) {
        let Some(copy) = self.candidate(world, state) else { return };
        self.cluster.row.lead(state, copy);
        if voting::votes(&self.cluster.way) {
            (0..self.all).for_each(|index| self.beliefs.believe(state, index, 0, false));
        } else {
            self.beliefs.believe(state, self.index, 0, false);
        }
    }

    fn event(&self, _: &World<'_>, state: &dyn View) -> Event {
        Event::Promoted { actor: self.actor, primary: self.cluster.primary(state) }
    }

    fn ending(&self, world: &World<'_>) -> Ending {
        super::ending_of(world, self.actor)
    }
}

/// Nobody said who promotes: it does not happen, and that is said.
struct Unstated {
    cluster: Cluster,
}

impl Behaviour for Unstated {
    fn phase(&self) -> Phase {
        Phase::Switched
    }

    fn id(&self) -> RuleId {
        RuleId::Unstated(self.cluster.part)
    }

    fn is_enabled(&self, world: &World<'_>, state: &dyn View) -> bool {
        let primary = self.cluster.primary(state);
        if primary.is_none_or(|primary| !world.runs(state, primary)) {
            world.doubt(Doubt::FailoverBy(self.cluster.part));
        }
        false
    }

    fn timing(&self, _: &World<'_>, _: &dyn View) -> Timing {
        Timing::After(Range::UNKNOWN)
    }

    fn apply(&self, _: &World<'_>, _: &mut dyn View) {}

    fn event(&self, _: &World<'_>, _: &dyn View) -> Event {
        Event::FailsOver(self.cluster.part)
    }
}
