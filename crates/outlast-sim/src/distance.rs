//! How long an answer takes over the lines between places: round trips, one after the other along
//! what a request needs, and what the line takes to move the bytes of one request.
//!
//! Left out: what the software itself takes, and what others move over the line at the same time.

use outlast_model::{
    Bytes, Condition, CopyRef, FOREVER, Fact, Kind, Leaves, Line, Moment, Need, Needed, Part,
    PartId, Range, Router, SECOND, Use,
};

use crate::behaviour::{commit, shares};
use crate::doubt::{Ceiling, Doubt};
use crate::ids::Choice;
use crate::roads::Spot;
use crate::state::View;
use crate::tries::{Patience, Tries};
use crate::way_back::copies_or_one;
use crate::world::World;

/// The most calls that go out from each other: what lies deeper is not followed, and undecided.
pub(crate) const DEPTH_MAX: usize = 4_096;

/// What is in doubt where calls go deeper than they are followed.
pub(crate) const TOO_DEEP: Doubt = Doubt::Ceiling(Ceiling::Depth(DEPTH_MAX));

/// How soon requests are answered, where the journey says how soon they must.
pub(crate) enum Pace {
    /// Too late.
    TooLate,
    /// In time, as long as nobody waits for silent copies longer than is left, if anybody may.
    InTime(Option<Patience>),
}

/// How soon requests are answered in this state.
pub(crate) fn pace(world: &World<'_>, state: &dyn View) -> Pace {
    // Hardly ever is anything slow, so that this is asked first.
    let slow =
        |line: &&Line| world.slowed(state, line.part).is_some() && world.parts.contains(&line.part);
    let Some(limit) = &world.journey.answers_in else {
        if let Some(line) = world.model.lines.iter().find(slow) {
            world.doubt(Doubt::Deadline { caller: world.caller, line: line.part });
        }
        return Pace::InTime(None);
    };
    let is_timed = |line: &Line| line.rtt.is_some() || line.bandwidth.is_some();
    if !world.tried && !world.model.lines.iter().any(|line| is_timed(line) || slow(&line)) {
        return Pace::InTime(None);
    }
    let limit = world.range(limit);
    let mut path = Path { world, state, open: Vec::new(), times: 1, waits: 0 };
    let takes = path.needed(&world.journey.enters, world.callers(), &Carried::ONCE);
    let too_late = || world.choice(Choice::TooLate(world.caller)) == 1;
    if takes.lo > limit.hi || (takes.hi > limit.lo && too_late()) {
        return Pace::TooLate;
    }
    let least = i128::from(limit.lo) - i128::from(takes.hi) - path.waits;
    let most = limit.hi.saturating_sub(takes.lo);
    Pace::InTime((path.waits > 0 && least < 0).then_some(Patience { least, most }))
}

/// What one request of a caller is on the line.
struct Carried<'n> {
    trips: u32,
    moves: Option<&'n Fact<Bytes>>,
    /// The line that it goes over, where that is stated.
    over: Option<PartId>,
    used: Use,
    tries: Tries,
}

impl<'n> Carried<'n> {
    const ONCE: Self =
        Self { trips: 1, moves: None, over: None, used: Use::Call, tries: Tries::ALL };

    fn of(world: &World<'_>, need: &'n Need) -> Self {
        let (trips, moves) = (need.trips, need.moves.as_ref());
        Self { trips, moves, over: need.over, used: need.used, tries: Tries::of(world, need) }
    }
}

/// Lines beside each other, any of which may be the one.
struct Hop<'w> {
    lines: Vec<&'w Line>,
    /// Whether one of them is gone over; else they only say how far it is.
    passed: bool,
}

impl Hop<'_> {
    fn each(&self, of: impl Fn(&Line) -> Range) -> Range {
        self.lines.iter().map(|line| of(line)).reduce(Range::hull).unwrap_or(Range::ZERO)
    }
}

struct Path<'p, 'w> {
    world: &'p World<'w>,
    state: &'p dyn View,
    open: Vec<PartId>,
    /// How often what is needed here is called for one request.
    times: u32,
    /// The longest that silent copies are waited for on the way.
    waits: i128,
}

impl<'w> Path<'_, 'w> {
    fn needed(&mut self, needed: &Needed, from: Option<Spot>, carried: &Carried<'_>) -> Range {
        match needed {
            Needed::One(part) => self.part(*part, from, carried),
            Needed::Copy(copy) => self.by_name(*copy, from, carried),
            // Whichever answers: any of them may be the one.
            Needed::Any(several) | Needed::Most(several) => several
                .iter()
                .map(|one| self.needed(one, from, carried))
                .reduce(Range::hull)
                .unwrap_or(Range::ZERO),
        }
    }

    fn part(&mut self, id: PartId, from: Option<Spot>, carried: &Carried<'_>) -> Range {
        let part = self.world.model.part(id);
        // A line and its gateways take no time of their own: it is counted at the call that crosses.
        let is_line = self.world.model.lines.iter().any(|line| line.part == id);
        if is_line || self.open.contains(&id) {
            return Range::ZERO;
        }
        if self.open.len() >= DEPTH_MAX {
            self.world.doubt(TOO_DEEP);
            return Range { lo: 0, hi: FOREVER };
        }
        self.open.push(id);
        self.wait(part, id, from, carried);
        let copies: Vec<CopyRef> = match &part.kind {
            Kind::Router(router) => self.targets(router, from),
            Kind::Server | Kind::Database(_) | Kind::People(_) => {
                self.serving(id, from, carried.used)
            }
        };
        let each = copies.into_iter().map(|copy| self.copy(copy, from, carried));
        let takes = each.reduce(Range::hull);
        self.open.pop();
        takes.unwrap_or(Range::ZERO)
    }

    /// The longest that silent copies of a part are waited for, and of what it leads to.
    fn wait(&mut self, part: &Part, id: PartId, from: Option<Spot>, carried: &Carried<'_>) {
        let (world, state) = (self.world, self.state);
        let silent = |tries: Tries, copies: &[CopyRef], from| {
            let sorted = tries.sort(world, state, copies, |_| from);
            if sorted.others.is_empty() { 0 } else { tries.longest(sorted.silent) }
        };
        let copies = copies_or_one(world.model, id);
        let waits = match &part.kind {
            Kind::Database(_) if carried.tries.waits.is_some() => {
                silent(carried.tries.finding(), &copies, from)
            }
            Kind::Database(_) => 0,
            Kind::Server | Kind::People(_) => silent(carried.tries, &copies, from),
            Kind::Router(router) => {
                let passed = Tries::redispatched(world, router)
                    .filter(|tries| tries.waits != Some(Range::ZERO))
                    .map_or(0, |tries| {
                        let used = copies.iter().map(|copy| self.used(router, *copy));
                        let each = copies.iter().zip(used);
                        let own = |copy: &CopyRef| world.spot(state, *copy);
                        each.map(|(copy, used)| silent(tries, &used, own(copy))).max().unwrap_or(0)
                    });
                let named = part.is_name() || router.is_elected();
                passed + if named { 0 } else { silent(carried.tries, &copies, from) }
            }
        };
        self.waits += waits * i128::from(self.times) * i128::from(carried.trips);
    }

    /// The targets that a copy of a router has in rotation.
    fn used(&self, router: &Router, copy: CopyRef) -> Vec<CopyRef> {
        let members = (0..).zip(router.members.iter().map(|member| member.copy));
        let row = self.world.rotation(copy.part);
        let is_used = |at: u32| row.as_ref().is_none_or(|it| it.uses(self.state, copy.copy, at));
        members.filter(|(at, _)| is_used(*at)).map(|(_, copy)| copy).collect()
    }

    /// A copy that is called by its name: the way to it, as long as it answers.
    fn by_name(&mut self, copy: CopyRef, from: Option<Spot>, carried: &Carried<'_>) -> Range {
        let answers = self.world.condition(self.state, copy, from) == Condition::Answers;
        if !answers || self.open.contains(&copy.part) {
            return Range::ZERO;
        }
        self.open.push(copy.part);
        let takes = self.copy(copy, from, carried);
        self.open.pop();
        takes
    }

    fn targets(&self, router: &Router, from: Option<Spot>) -> Vec<CopyRef> {
        let answers =
            |copy: &CopyRef| self.world.condition(self.state, *copy, from) == Condition::Answers;
        router.members.iter().map(|member| member.copy).filter(answers).collect()
    }

    /// The copies that answer. Who only reads a database asks the copy that writes first, and another
    /// that may answer when he gets nothing there.
    fn serving(&self, id: PartId, from: Option<Spot>, used: Use) -> Vec<CopyRef> {
        let (world, state) = (self.world, self.state);
        let database = commit::database(world, id).is_some();
        let copies = world.model.copies(id).map(|(copy, _)| copy);
        let answer: Vec<CopyRef> = copies
            .filter(|copy| world.condition(state, *copy, from) == Condition::Answers)
            .collect();
        let leads = |copy: &CopyRef| {
            !database || commit::accepts(world, state, *copy) || shares::leads(world, state, *copy)
        };
        let first: Vec<CopyRef> = answer.iter().copied().filter(leads).collect();
        if !first.is_empty() || used != Use::Read {
            return first;
        }
        answer.into_iter().filter(|copy| commit::serves(world, state, *copy, used)).collect()
    }

    /// The ways there and back, what the copy itself needs each time, and what is moved in all.
    fn copy(&mut self, copy: CopyRef, from: Option<Spot>, carried: &Carried<'_>) -> Range {
        let (world, own) = (self.world, self.world.spot(self.state, copy));
        let way = self.way(from, own, carried.over);
        let rtts = way.iter().map(|hop| hop.each(|line| self.there_and_back(line)));
        let mut takes = rtts.fold(Range::ZERO, Range::plus);
        let times_before = self.times;
        self.times = times_before.saturating_mul(carried.trips);
        let needs = &world.model.part(copy.part).needs;
        for need in needs.iter().filter(|need| need.at == Moment::Request && !need.soft) {
            if need.serves(&world.journey.name) {
                takes = takes.plus(self.needed(&need.of, own, &Carried::of(world, need)));
            }
        }
        self.times = times_before;
        let takes = times(takes, carried.trips);
        let passed = way.iter().filter(|hop| hop.passed);
        let moved = passed.map(|hop| hop.each(|line| self.moved(line, carried.moves)));
        // What is moved streams over lines in a row: the slowest of them decides.
        let slowest = |a: Range, b: Range| Range { lo: a.lo.max(b.lo), hi: a.hi.max(b.hi) };
        takes.plus(moved.fold(Range::ZERO, slowest))
    }

    fn there_and_back(&self, line: &Line) -> Range {
        line.rtt.as_ref().map_or(Range::ZERO, |rtt| self.world.range(rtt))
    }

    /// How long a line takes to move so much; any time where nobody said how much it is, or how fast
    /// the line.
    fn moved(&self, line: &Line, moves: Option<&Fact<Bytes>>) -> Range {
        let slowed = self.world.slowed(self.state, line.part);
        let Some(moves) = moves else {
            if slowed.is_none() {
                return Range::ZERO;
            }
            self.world.doubt(Doubt::Moved(line.part));
            return Range { lo: 0, hi: FOREVER };
        };
        let usual = line.bandwidth.as_ref().map(|it| self.world.value(it));
        let in_second = match slowed {
            Some(Some(Leaves::Bandwidth(left))) => {
                Some(usual.flatten().map_or(left, |usual| usual.min(left)))
            }
            Some(_) => None,
            None => usual.flatten(),
        };
        let known = self.world.value(moves).zip(in_second);
        let Some((bytes, in_second)) = known else {
            self.world.doubt(Doubt::Bandwidth(line.part));
            return Range { lo: 0, hi: FOREVER };
        };
        let nanos = i128::from(bytes) * i128::from(SECOND);
        let takes = nanos.checked_div(i128::from(in_second)).unwrap_or(i128::MAX);
        Range::exactly(i64::try_from(takes).unwrap_or(FOREVER))
    }

    /// The way between two spots: over the line that is stated; else over those that must be passed;
    /// else beside one that says how far the two places are from each other.
    fn way(&self, from: Option<Spot>, to: Option<Spot>, over: Option<PartId>) -> Vec<Hop<'w>> {
        let (Some(from), Some(to)) = (from, to) else { return Vec::new() };
        let (world, roads) = (self.world, self.world.roads);
        let line = |part: PartId| world.model.lines.iter().find(|line| line.part == part);
        if let Some(line) = over.and_then(line) {
            return vec![Hop { lines: vec![line], passed: true }];
        }
        let carries = |part: PartId| world.carries(self.state, part);
        let stretches = roads.between(from, to).iter();
        let passed: Vec<PartId> =
            stretches.filter_map(|it| roads.way(it, carries)).flatten().collect();
        if passed.is_empty() {
            let joining = world
                .model
                .lines
                .iter()
                .filter(|line| world.model.is_joined_by(line, from.place, to.place));
            return vec![Hop { lines: self.nearest(joining.collect()), passed: false }];
        }
        let beside = |part: &PartId| {
            let beside = roads.beside(*part).filter(|part| carries(*part));
            Hop { lines: self.nearest(beside.filter_map(line).collect()), passed: true }
        };
        passed.iter().map(beside).collect()
    }

    /// Of lines beside each other the one with the shortest round trip is taken; nobody notices that
    /// one has become slow, so that this one and the next may be. A line of which no time is known
    /// says nothing of the time.
    fn nearest(&self, mut beside: Vec<&'w Line>) -> Vec<&'w Line> {
        let rtt = |line: &Line| {
            line.rtt.as_ref().map(|rtt| self.world.range(rtt)).map(|it| (it.hi, it.lo))
        };
        beside.sort_by_key(|line| (line.rtt.is_none(), rtt(line)));
        let slow = |line: &Line| self.world.slowed(self.state, line.part).is_some();
        let taken = if beside.iter().any(|line| slow(line)) { beside.len() } else { 1 };
        beside.truncate(taken);
        beside
    }
}

fn times(range: Range, count: u32) -> Range {
    let count = i64::from(count);
    Range { lo: range.lo.saturating_mul(count), hi: range.hi.saturating_mul(count) }
}
