//! The share of a journey's requests that is served in a state.
//!
//! Shares are exact. Along hard needs they multiply; a balancer's is the expected share over what
//! it has in rotation; a choice (`any`) takes the best. Parts that need each other in a circle are
//! served unless something outside of the circle fails: the greatest solution, found by repeating.

use std::collections::BTreeMap;

use outlast_model::{
    Condition, CopyRef, Database, Kind, Leaves, Moment, Need, Needed, Part, PartId, Ratio,
    ReadFrom, Rotation, Router, Seat, Use,
};

use crate::asked::Load;
use crate::behaviour::{commit, forgotten, is_remembered, shares};
use crate::distance::{DEPTH_MAX, Pace, TOO_DEEP, pace};
use crate::doubt::Doubt;
use crate::ids::Choice;
use crate::load;
use crate::roads::{Roads, Spot};
use crate::rows::machine::Machine;
use crate::rows::resolved::Answered;
use crate::state::{View, count};
use crate::tries::{Patience, Sorted, Tries};
use crate::way_back::copies_or_one;
use crate::world::World;

/// What is called: a part, or one copy of it by its name; and how.
type Key = (PartId, Option<u32>, Call);

/// How a part is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Call {
    /// From where; nothing is the internet.
    from: Option<Spot>,
    /// What becomes of a request whose copy is away.
    tries: Tries,
    /// What for.
    used: Use,
    /// Who keeps the answer of a name that is called, for which of its needs; else it is asked for.
    kept: Option<(CopyRef, u32)>,
}

impl Call {
    /// A call that is tried again, waits without end, and may write.
    const fn from(from: Option<Spot>) -> Self {
        Self { from, tries: Tries::ALL, used: Use::Call, kept: None }
    }

    /// Nothing is written.
    fn reads(self) -> bool {
        self.used == Use::Read
    }
}

/// Whose requests somebody asks, and from where.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Asks {
    /// Those of every journey.
    All(Option<Spot>),
    /// Those of the journey that is judged.
    Journey(Option<Spot>),
}

/// What is served in one state.
pub(crate) struct Serving<'w, 'a> {
    world: &'w World<'a>,
    state: &'w dyn View,
    known: BTreeMap<Key, Ratio>,
    before: BTreeMap<Key, Ratio>,
    open: Vec<Key>,
    circular: bool,
    loads: BTreeMap<PartId, Load>,
    /// Whether what is needed for the requests of any journey is, and not of this one alone.
    whole: bool,
    /// What is left of the time for waiting, where that is not enough for all of it.
    patience: Option<Patience>,
    /// How many calls deep this one is.
    depth: usize,
}

/// The share of the journey's requests that is served.
pub(crate) fn share(world: &World<'_>, state: &dyn View) -> Ratio {
    // Who sits in the dark is served nothing.
    let callers = world.callers();
    if callers.is_some_and(|at| world.is_dark(state, at.place)) {
        return Ratio::ZERO;
    }
    let Pace::InTime(patience) = pace(world, state) else { return Ratio::ZERO };
    let mut serving = Serving { patience, ..Serving::new(world, state) };
    serving.settle(|serving| serving.needed(&world.journey.enters, Call::from(callers)))
}

/// Whether a need that is called on now is met for somebody at `from`.
pub(crate) fn is_met(
    world: &World<'_>,
    state: &dyn View,
    needed: &Needed,
    from: Option<Spot>,
) -> bool {
    let mut serving = Serving::new(world, state);
    serving.settle(|serving| serving.needed(needed, Call::from(from))) == Ratio::ONE
}

/// The share of requests to a copy that answers which is served by all that it needs; how much of a
/// load the copy itself carries is not asked.
pub(crate) fn beneath(world: &World<'_>, state: &dyn View, copy: CopyRef, asks: Asks) -> Ratio {
    let mut serving = Serving::new(world, state);
    let (whole, from) = match asks {
        Asks::All(from) => (true, from),
        Asks::Journey(from) => (false, from),
    };
    serving.whole = whole;
    serving.settle(|serving| serving.beneath(copy, Call::from(from)))
}

impl<'w, 'a> Serving<'w, 'a> {
    fn new(world: &'w World<'a>, state: &'w dyn View) -> Self {
        let (known, before) = (BTreeMap::new(), BTreeMap::new());
        Self {
            world,
            state,
            known,
            before,
            open: Vec::new(),
            circular: false,
            loads: BTreeMap::new(),
            whole: false,
            patience: None,
            depth: 0,
        }
    }

    /// Repeats until circles no longer change; at most once per part.
    fn settle(&mut self, ask: impl Fn(&mut Self) -> Ratio) -> Ratio {
        let mut answer = ask(self);
        for _ in 0..=self.world.parts.len() {
            if !self.circular || self.known == self.before {
                break;
            }
            self.before = std::mem::take(&mut self.known);
            self.circular = false;
            answer = ask(self);
        }
        answer
    }

    fn needed(&mut self, needed: &Needed, call: Call) -> Ratio {
        match needed {
            Needed::One(part) => self.part(*part, call),
            Needed::Copy(copy) => self.by_name(*copy, call),
            Needed::Any(several) => {
                several.iter().map(|one| self.needed(one, call)).fold(Ratio::ZERO, Ratio::max)
            }
            Needed::Most(several) => self.most(several, call.from),
        }
    }

    fn most(&mut self, several: &[Needed], from: Option<Spot>) -> Ratio {
        let (served, all) = match several {
            [Needed::One(part)] => {
                let copies: Vec<CopyRef> =
                    self.world.model.copies(*part).map(|(copy, _)| copy).collect();
                let answer = |copy: &&CopyRef| {
                    self.world.condition(self.state, **copy, from) == Condition::Answers
                };
                (copies.iter().filter(answer).count(), copies.len())
            }
            several => {
                let served = several.iter().filter(|one| self.is_one_there(one, from));
                (served.count(), several.len())
            }
        };
        if served * 2 > all { Ratio::ONE } else { Ratio::ZERO }
    }

    /// Whether one of those of which most are asked is there: a copy has only to answer.
    fn is_one_there(&mut self, one: &Needed, from: Option<Spot>) -> bool {
        match one {
            Needed::Copy(copy) => {
                self.world.condition(self.state, *copy, from) == Condition::Answers
            }
            Needed::One(_) | Needed::Any(_) | Needed::Most(_) => {
                self.needed(one, Call::from(from)) == Ratio::ONE
            }
        }
    }

    fn part(&mut self, id: PartId, call: Call) -> Ratio {
        self.once((id, None, call), |serving| serving.part_anew(id, call))
    }

    /// A copy that is called by its name.
    fn by_name(&mut self, copy: CopyRef, call: Call) -> Ratio {
        self.once((copy.part, Some(copy.copy), call), |serving| serving.by_name_anew(copy, call))
    }

    /// What is asked is worked out once; in a circle it is what it was before.
    fn once(&mut self, key: Key, anew: impl FnOnce(&mut Self) -> Ratio) -> Ratio {
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        if self.open.contains(&key) {
            self.circular = true;
            return self.before.get(&key).copied().unwrap_or(Ratio::ONE);
        }
        self.open.push(key);
        let share = anew(self);
        self.open.pop();
        self.known.insert(key, share);
        share
    }

    fn part_anew(&mut self, id: PartId, call: Call) -> Ratio {
        let part = self.world.model.part(id);
        let copies: Vec<CopyRef> = match &part.kind {
            Kind::Server | Kind::People(_) => copies_or_one(self.world.model, id),
            Kind::Database(_) | Kind::Router(_) => {
                self.world.model.copies(id).map(|(copy, _)| copy).collect()
            }
        };
        match &part.kind {
            Kind::Database(database) => self.database(id, database, copies, call),
            Kind::Router(router) if part.is_name() => self.name(id, router, call),
            Kind::Router(router) if router.is_elected() => self.claimed(id, part, router, call),
            Kind::Server | Kind::Router(_) | Kind::People(_) => self.spread(id, &copies, call),
        }
    }

    /// Callers of a database find the copy that answers them; where each of several leads a share of
    /// the data, requests are spread over the shares.
    fn database(
        &mut self,
        id: PartId,
        database: &Database,
        copies: Vec<CopyRef>,
        call: Call,
    ) -> Ratio {
        if !self.is_found_in_time(id, &copies, call) {
            return Ratio::ZERO;
        }
        let asked = self.asked(id, database, copies, call);
        let found = asked.into_iter().map(|copy| self.copy(copy, call));
        let mut total = found.fold(Ratio::ZERO, Ratio::max);
        let groups = shares::groups(self.world, id);
        let any = || self.world.value(&database.read_from) == Some(ReadFrom::Any);
        if groups < 2 || (call.reads() && any()) {
            return total;
        }
        for group in 1..groups {
            total = total + self.shared(id, group, call);
        }
        total.over(Ratio::new(i64::from(groups), 1))
    }

    /// The copies among which callers find the one that answers. Of several that take themselves for
    /// the one that writes they find one, and it is not known which.
    fn asked(
        &self,
        id: PartId,
        database: &Database,
        copies: Vec<CopyRef>,
        call: Call,
    ) -> Vec<CopyRef> {
        let (world, state) = (self.world, self.state);
        let is_found = |copy: &CopyRef| {
            commit::accepts(world, state, *copy)
                && world.condition(state, *copy, call.from) == Condition::Answers
        };
        if database.alike || copies.len() < 2 || shares::groups(world, id) > 1 {
            return copies;
        }
        let mut writing: Vec<CopyRef> = copies.iter().copied().filter(is_found).collect();
        if writing.len() < 2 {
            return copies;
        }
        let last = commit::leader(world, state, id);
        let is_last = world.choice(Choice::Primary(id)) == 0;
        writing.retain(|copy| (Some(copy.copy) == last) == is_last);
        let reads_any = || world.value(&database.read_from) == Some(ReadFrom::Any);
        if call.reads() && reads_any() {
            return copies;
        }
        writing
    }

    /// What is served of the requests for a group of shares.
    fn shared(&mut self, id: PartId, group: u32, call: Call) -> Ratio {
        let (world, state) = (self.world, self.state);
        let Some(leader) = shares::leader(world, state, id, group) else { return Ratio::ZERO };
        let serves = world.condition(state, leader, call.from) == Condition::Answers
            && shares::serves(world, state, leader, call.reads());
        if serves { self.passed(leader, Ratio::ONE) } else { Ratio::ZERO }
    }

    /// What a copy serves that is called by its name: what it holds, where it answers for that
    /// itself; else it passes on what it is asked.
    fn by_name_anew(&mut self, copy: CopyRef, call: Call) -> Ratio {
        let (world, state) = (self.world, self.state);
        let Some(database) = commit::database(world, copy.part).filter(|it| !it.alike) else {
            return self.copy(copy, call);
        };
        if world.condition(state, copy, call.from) != Condition::Answers {
            return Ratio::ZERO;
        }
        match world.value(&database.read_from) {
            Some(ReadFrom::Writer | ReadFrom::Majority) => {
                self.part(copy.part, Call { from: world.spot(state, copy), ..call })
            }
            Some(ReadFrom::Any | ReadFrom::Named) | None => {
                let here = commit::serves_by_name(world, state, copy, call.used);
                if here { self.passed(copy, Ratio::ONE) } else { Ratio::ZERO }
            }
        }
    }

    /// Callers who pick one of several equal copies by chance; with another try they get past those
    /// that refuse or are silent.
    fn spread(&mut self, id: PartId, copies: &[CopyRef], call: Call) -> Ratio {
        if call.tries.again == 0 {
            return self.mean(copies, call);
        }
        let sorted = call.tries.sort(self.world, self.state, copies, |_| call.from);
        let found = sorted.found(call.tries.again, self.in_time(id, call.tries, &sorted));
        self.mean(&sorted.others, call) * found
    }

    /// For how many silent copies there is time before one that answers.
    fn in_time(&self, id: PartId, tries: Tries, sorted: &Sorted) -> u32 {
        match self.patience {
            Some(patience) if sorted.silent > 0 && !sorted.others.is_empty() => {
                patience.lasts(self.world, id, tries, sorted.silent)
            }
            _ => sorted.silent,
        }
    }

    /// Whether callers of a database who say how long they wait find the copy that answers in time:
    /// they may ask each silent one before.
    fn is_found_in_time(&self, id: PartId, copies: &[CopyRef], call: Call) -> bool {
        if self.patience.is_none() || call.tries.waits.is_none() {
            return true;
        }
        let tries = call.tries.finding();
        let sorted = tries.sort(self.world, self.state, copies, |_| call.from);
        self.in_time(id, tries, &sorted) == sorted.silent
    }

    fn mean(&mut self, copies: &[CopyRef], call: Call) -> Ratio {
        let mut total = Ratio::ZERO;
        for copy in copies {
            total = total + self.copy(*copy, call);
        }
        total.over(Ratio::new(i64::from(count(copies.len())), 1))
    }

    /// What one copy serves of what arrives there.
    fn copy(&mut self, copy: CopyRef, call: Call) -> Ratio {
        if self.depth >= DEPTH_MAX {
            self.world.doubt(TOO_DEEP);
            return Ratio::ZERO;
        }
        self.depth += 1;
        let share = self.copy_anew(copy, call);
        self.depth -= 1;
        share
    }

    fn copy_anew(&mut self, copy: CopyRef, call: Call) -> Ratio {
        let part = self.world.model.part(copy.part);
        let elected = matches!(&part.kind, Kind::Router(it) if it.is_elected());
        if !elected && self.world.condition(self.state, copy, call.from) != Condition::Answers {
            return Ratio::ZERO;
        }
        let here = match &part.kind {
            Kind::People(_) => Ratio::ONE,
            Kind::Server => {
                let refuses = !call.reads() && self.world.is_full(self.state, copy.part);
                if refuses { Ratio::ZERO } else { Ratio::ONE }
            }
            Kind::Database(_) => {
                let serves = commit::serves(self.world, self.state, copy, call.used);
                if serves { Ratio::ONE } else { Ratio::ZERO }
            }
            Kind::Router(router) if part.is_name() => self.name(copy.part, router, call),
            Kind::Router(router) if elected => self.claimed(copy.part, part, router, call),
            Kind::Router(router) => self.routed(copy, router, call),
        };
        self.passed(copy, here)
    }

    /// What is left of what a copy could serve with what it needs itself, and with what it carries.
    fn passed(&mut self, copy: CopyRef, here: Ratio) -> Ratio {
        if here == Ratio::ZERO {
            return here;
        }
        let part = self.world.model.part(copy.part);
        let below = self.needs(copy, &part.needs, self.world.spot(self.state, copy));
        let served = self.capacity(copy.part, part, here, below);
        served.min(self.slowed(copy.part, here, below)) * below
    }

    /// What stands behind a copy lets through.
    fn beneath(&mut self, copy: CopyRef, call: Call) -> Ratio {
        let part = self.world.model.part(copy.part);
        let through = match &part.kind {
            Kind::Router(router) if part.is_name() => self.name(copy.part, router, call),
            Kind::Router(router) if router.is_elected() => {
                self.claimed(copy.part, part, router, call)
            }
            Kind::Router(router) => self.routed(copy, router, call),
            Kind::Server | Kind::Database(_) | Kind::People(_) => Ratio::ONE,
        };
        through * self.needs(copy, &part.needs, self.world.spot(self.state, copy))
    }

    fn needs(&mut self, copy: CopyRef, needs: &[Need], from: Option<Spot>) -> Ratio {
        let journey = &self.world.journey.name;
        let mut share = Ratio::ONE;
        for (at, need) in (0..).zip(needs) {
            let serves = self.whole || need.serves(journey);
            if need.soft || !serves || need.at != Moment::Request || share == Ratio::ZERO {
                continue;
            }
            if is_remembered(need) && !forgotten(self.world, self.state, copy.part, at) {
                continue;
            }
            let tries = Tries::of(self.world, need);
            // A line that is stated is a need of its own, and the only one.
            let from = if need.over.is_some() { from.map(Roads::apart) } else { from };
            let kept = is_asked_once(self.world, need).then_some((copy, at));
            let call = Call { from, tries, used: need.used, kept };
            share = share * self.needed(&need.of, call);
        }
        share
    }

    /// What a balancer or an address passes on.
    fn routed(&mut self, copy: CopyRef, router: &Router, call: Call) -> Ratio {
        let Some(row) = self.world.rotation(copy.part) else { return Ratio::ZERO };
        let state = self.state;
        let rotation = |at: u32| row.uses(state, copy.copy, at);
        let own = self.world.spot(self.state, copy);
        self.arrive(copy.part, router, own, call, rotation)
    }

    /// What those reach who hold the answers of a name: the name only says where to go.
    fn name(&mut self, id: PartId, router: &Router, call: Call) -> Ratio {
        let Some(pointer) = self.world.pointer(id) else { return Ratio::ZERO };
        let (state, world) = (self.state, self.world);
        let kept =
            call.kept.and_then(|(copy, need)| world.answer(Answered { copy, need, name: id }));
        let known = |at: u32| match kept {
            Some(kept) => kept.knows(state, at),
            None => pointer.callers.know(state, at),
        };
        self.arrive(id, router, call.from, call, known)
    }

    /// What those reach who call a virtual address: the members that claim it and can be reached.
    fn claimed(&mut self, id: PartId, part: &Part, router: &Router, call: Call) -> Ratio {
        let Some(row) = self.world.claims(id) else { return Ratio::ZERO };
        let (state, world) = (self.state, self.world);
        let claims = |at: u32| {
            let seat = part.copies.get(at as usize).map(|copy| copy.seat);
            row.claims(state, at) && seat.is_some_and(|seat| is_up(world, state, seat, call.from))
        };
        self.arrive(id, router, call.from, call, claims)
    }

    fn arrive(
        &mut self,
        id: PartId,
        router: &Router,
        own: Option<Spot>,
        call: Call,
        rotation: impl Fn(u32) -> bool,
    ) -> Ratio {
        let all: Vec<CopyRef> = router.members.iter().map(|member| member.copy).collect();
        let mut targets: Vec<CopyRef> =
            (0..).zip(&all).filter(|(at, _)| rotation(*at)).map(|(_, copy)| *copy).collect();
        if targets.is_empty() && self.takes_all_when_none(id, router) {
            targets = all;
        }
        let hop =
            |world: &World<'_>, copy: &CopyRef| hop(world, self.state, id, own, call.from, *copy);
        let mut found = Ratio::ONE;
        if let Some(tries) = Tries::redispatched(self.world, router) {
            let (world, state) = (self.world, self.state);
            targets.retain(|copy| leads_to(world, state, id, *copy));
            let sorted = tries.sort(world, state, &targets, |copy| hop(world, &copy));
            found = sorted.found(tries.again, self.in_time(id, tries, &sorted));
            targets = sorted.others;
        }
        let mut total = Ratio::ZERO;
        for copy in &targets {
            if leads_to(self.world, self.state, id, *copy) {
                let from = hop(self.world, copy);
                total = total + self.copy(*copy, Call { from, kept: None, ..call });
            }
        }
        found * total.over(Ratio::new(i64::from(count(targets.len())), 1))
    }

    fn takes_all_when_none(&self, id: PartId, router: &Router) -> bool {
        if !matches!(router.rotation, Rotation::Checked(_)) {
            return false;
        }
        self.world
            .value(&router.arriving.all_when_none)
            .unwrap_or_else(|| self.world.choice(Choice::AllWhenNone(id)) == 1)
    }

    /// How the load of a part is spread in this state.
    fn load(&mut self, id: PartId) -> Load {
        let (world, state) = (self.world, self.state);
        *self.loads.entry(id).or_insert_with(|| load::load(world, state, id))
    }

    /// What is left where a part is slow, all its copies together.
    fn slowed(&self, id: PartId, here: Ratio, below: Ratio) -> Ratio {
        let world = self.world;
        let Some(left) = world.slowed(self.state, id) else { return here };
        let rate = world.journey.rate.as_ref().and_then(|rate| world.value(rate));
        match (left, rate) {
            // How late answers come over a line is judged as a whole.
            (Some(Leaves::Bandwidth(_)), _) => here,
            (Some(Leaves::Requests(left)), Some(rate)) => {
                here * left.over(load::demand(world, id, rate, below)).min(Ratio::ONE)
            }
            _ if world.model.lines.iter().any(|line| line.part == id) => here,
            _ => {
                world.doubt(Doubt::Slowed(id));
                here
            }
        }
    }

    /// What is left when the copies that still serve cannot carry the load, with `below` as the share
    /// of requests that what they need lets through: callers ask again for the rest.
    fn capacity(&mut self, id: PartId, part: &Part, here: Ratio, below: Ratio) -> Ratio {
        let world = self.world;
        let Some(rate) = world.journey.rate.as_ref().and_then(|rate| world.value(rate)) else {
            return here;
        };
        let cached = load::past_caches(world, self.state, id);
        if matches!(part.kind, Kind::Router(_)) && cached.is_none() {
            return here;
        }
        let all = load::demand(world, id, rate, below);
        let (usual, now) = (load::usual(world, id), self.load(id));
        let demand = all * cached.unwrap_or(Ratio::ONE);
        let more = demand * now.heaviest > rate * usual.heaviest;
        if cached.is_none() && !more && usual.bearers < 2 {
            return here;
        }
        let Some(one) = part.carries.as_ref().and_then(|carries| world.value(carries)) else {
            self.doubt_load(id, cached, all > rate);
            return here;
        };
        here * one.over(demand * now.heaviest).min(Ratio::ONE)
    }

    /// It is not known whether a part carries its load: its cache is cold, fewer copies are left, or
    /// its callers ask again.
    fn doubt_load(&mut self, id: PartId, cached: Option<Ratio>, again: bool) {
        let (world, before, left) = (self.world, load::usual(self.world, id), self.load(id));
        if let Some(passes) = cached {
            if passes == Ratio::ONE {
                world.doubt(Doubt::WithoutCache(id));
            }
        } else if left.heaviest > before.heaviest {
            let (left, before) = (left.bearers, before.bearers);
            world.doubt(Doubt::Left { part: id, left, before });
        } else if again {
            world.doubt(Doubt::Retries(id));
        }
    }
}

/// Whether the caller asks once for a name that it needs, and keeps the answer.
fn is_asked_once(world: &World<'_>, need: &Need) -> bool {
    need.resolves_once.as_ref().is_some_and(|once| world.value(once) == Some(true))
}

/// As [`load::demand`], with what the needs of the part let through in this state.
pub(crate) fn demand_now(world: &World<'_>, state: &dyn View, id: PartId, rate: Ratio) -> Ratio {
    if !world.retried.contains_key(&id) {
        return rate;
    }
    let part = world.model.part(id);
    let from = world.spot(state, CopyRef { part: id, copy: 0 });
    let mut serving = Serving::new(world, state);
    let first = CopyRef { part: id, copy: 0 };
    let below = serving.settle(|serving| serving.needs(first, &part.needs, from));
    load::demand(world, id, rate, below)
}

/// Whether a router leads to where a copy has come back. Whoever brings it back tells a name and a
/// balancer of one's own; what a provider runs in a place leads to nothing outside of it.
fn leads_to(world: &World<'_>, state: &dyn View, router: PartId, copy: CopyRef) -> bool {
    if world.seat(state, copy) == world.model.seat(copy) {
        return true;
    }
    let part = world.model.part(router);
    if !matches!(part.kind, Kind::Router(_)) {
        return true;
    }
    let place = || world.own_place(state, CopyRef { part: router, copy: 0 });
    let stands = || world.own_place(state, copy);
    let inside = || place().zip(stands()).is_some_and(|(own, at)| world.model.is_within(at, own));
    is_on_machines(part) || part.is_name() || inside()
}

/// Whether a machine or place is there at all, as seen from `from`: its kernel answers.
fn is_up(world: &World<'_>, state: &dyn View, seat: Seat, from: Option<Spot>) -> bool {
    let spot = world.roads.spot(world.model, seat);
    let machine = match seat {
        Seat::Machine(machine) => world.machine(state, machine) == Machine::Up,
        Seat::Place(_) => true,
    };
    machine && world.reaches(state, from, spot) && !world.is_dark(state, spot.place)
}

/// From where a request comes when it meets a target: from the router, when the target stands in
/// the router's place or the router runs on machines; else from the caller, who was only told where.
pub(crate) fn hop(
    world: &World<'_>,
    state: &dyn View,
    router: PartId,
    own: Option<Spot>,
    caller: Option<Spot>,
    target: CopyRef,
) -> Option<Spot> {
    let inside = || {
        let (Some(own), Some(target)) = (own, world.spot(state, target)) else { return false };
        world.model.is_within(target.place, own.place)
    };
    if is_on_machines(world.model.part(router)) || inside() { own } else { caller }
}

/// Whether a router is software on machines, not an address or a name that somebody provides.
fn is_on_machines(router: &Part) -> bool {
    router.copies.iter().any(|copy| matches!(copy.seat, Seat::Machine(_)))
}
