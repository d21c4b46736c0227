//! How much of what a journey asks each copy of a part carries.
//!
//! Copies that serve alike share what is asked. Of a database, writes go to the copy that writes, or
//! are spread over those that lead a share of its data; what is only read is spread over the copies
//! that answer it. A copy that is called by its name carries what that caller asks.

use std::collections::{BTreeMap, BTreeSet};

use outlast_model::{
    CopyRef, Journey, Kind, Model, Moment, Needed, PartId, Ratio, ReadFrom, Use, Worth,
};

use crate::behaviour::{commit, shares};
use crate::rows::content::Content;
use crate::serve::demand_now;
use crate::state::{View, count};
use crate::way_back::copies_or_one;
use crate::world::World;

/// How a journey asks a part.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Asked {
    /// Somebody only reads it.
    reads: bool,
    /// Somebody writes it, takes from it, or may do either.
    writes: bool,
    /// The copies that somebody calls by their names.
    named: BTreeSet<u32>,
}

/// How the load of a part is spread in one state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Load {
    /// How many copies carry any of it.
    pub(crate) bearers: usize,
    /// The share of all requests that arrives at the copy with the most of them.
    pub(crate) heaviest: Ratio,
}

impl Load {
    /// Nobody carries anything.
    pub(crate) const NONE: Self = Self { bearers: 0, heaviest: Ratio::ZERO };
}

/// How a journey asks each of these parts; behind a router it is those that it leads to.
pub(crate) fn asked(model: &Model, parts: &[PartId], journey: &Journey) -> BTreeMap<PartId, Asked> {
    let mut asked = BTreeMap::new();
    add(model, &journey.enters, Use::Call, &mut asked);
    for need in parts.iter().flat_map(|id| &model.part(*id).needs) {
        let serves = need.serving.is_empty() || need.serving.contains(&journey.name);
        if serves && need.at == Moment::Request {
            add(model, &need.of, need.used, &mut asked);
        }
    }
    asked
}

fn add(model: &Model, needed: &Needed, used: Use, into: &mut BTreeMap<PartId, Asked>) {
    match needed {
        Needed::Copy(copy) => {
            into.entry(copy.part).or_default().named.insert(copy.copy);
        }
        Needed::Any(several) | Needed::Most(several) => {
            several.iter().for_each(|one| add(model, one, used, into));
        }
        Needed::One(part) => add_part(model, *part, used, into),
    }
}

fn add_part(model: &Model, part: PartId, used: Use, into: &mut BTreeMap<PartId, Asked>) {
    let (mut open, mut seen) = (vec![part], BTreeSet::new());
    while let Some(part) = open.pop() {
        if !seen.insert(part) {
            continue;
        }
        let asked = into.entry(part).or_default();
        match used {
            Use::Read => asked.reads = true,
            Use::Call | Use::Write | Use::Take => asked.writes = true,
        }
        if let Kind::Router(router) = &model.part(part).kind {
            open.extend(router.members.iter().map(|member| member.copy.part));
        }
    }
}

/// How the load of a part is spread in a state.
pub(crate) fn load(world: &World<'_>, state: &dyn View, id: PartId) -> Load {
    let each = each(world, state, id);
    let heaviest = each.values().copied().fold(Ratio::ZERO, Ratio::max);
    Load { bearers: each.len(), heaviest }
}

/// The share of all requests that arrives at each copy that carries any.
fn each(world: &World<'_>, state: &dyn View, id: PartId) -> BTreeMap<u32, Ratio> {
    let copies = copies_or_one(world.model, id).into_iter();
    let running: Vec<u32> =
        copies.filter(|copy| world.runs(state, *copy)).map(|copy| copy.copy).collect();
    let mut each = BTreeMap::new();
    let Kind::Database(database) = &world.model.part(id).kind else {
        spread(&running, &mut each);
        return each;
    };
    let nothing = Asked::default();
    let asked = world.asked.get(&id).unwrap_or(&nothing);
    let any = world.value(&database.read_from) == Some(ReadFrom::Any);
    if asked.writes || (asked.reads && !any) {
        leading(world, state, id, &running, &mut each);
    }
    if asked.reads && any {
        spread(&running, &mut each);
    }
    for copy in asked.named.iter().filter(|copy| running.contains(copy)) {
        let known = each.entry(*copy).or_insert(Ratio::ZERO);
        *known = *known + Ratio::ONE;
    }
    each
}

/// All requests, spread evenly over these copies.
fn spread(copies: &[u32], into: &mut BTreeMap<u32, Ratio>) {
    let one = Ratio::ONE.over(Ratio::new(i64::from(count(copies.len())), 1));
    for copy in copies {
        let known = into.entry(*copy).or_insert(Ratio::ZERO);
        *known = *known + one;
    }
}

/// What is written, spread over the copies that lead: one, or those that lead a share of the data.
/// A share that nobody leads at the moment is nobody's load.
fn leading(
    world: &World<'_>,
    state: &dyn View,
    id: PartId,
    running: &[u32],
    into: &mut BTreeMap<u32, Ratio>,
) {
    if commit::is_alike(world, id) {
        return spread(running, into);
    }
    let of = |copy: &u32| CopyRef { part: id, copy: *copy };
    let accepting: Vec<u32> =
        running.iter().copied().filter(|copy| commit::accepts(world, state, of(copy))).collect();
    let groups = shares::groups(world, id);
    if groups < 2 {
        // Callers find the one that writes; where two do, either may meet all of them.
        return accepting.iter().for_each(|copy| spread(&[*copy], into));
    }
    let led = (1..groups).filter_map(|group| shares::leader(world, state, id, group));
    let led: Vec<u32> = led.map(|copy| copy.copy).filter(|copy| running.contains(copy)).collect();
    let served = count(led.len()) + u32::from(!accepting.is_empty());
    let leaders: BTreeSet<u32> = accepting.into_iter().chain(led).collect();
    let each = Ratio::new(i64::from(served), i64::from(groups))
        .over(Ratio::new(i64::from(count(leaders.len())), 1));
    for copy in leaders {
        let known = into.entry(copy).or_insert(Ratio::ZERO);
        *known = *known + each;
    }
}

/// How many requests arrive at a part in a second: callers whose request fails below it ask again,
/// as often as the most patient of them does.
pub(crate) fn demand(world: &World<'_>, id: PartId, rate: Ratio, below: Ratio) -> Ratio {
    let again = i64::from(world.retried.get(&id).copied().unwrap_or(0));
    rate * (Ratio::ONE + Ratio::new(again, 1) * below.rest())
}

/// The share of requests that gets past the caches in front of a part; `None` without any.
pub(crate) fn past_caches(world: &World<'_>, state: &dyn View, id: PartId) -> Option<Ratio> {
    let mut passes = None;
    for (store_id, store) in world.stores() {
        let Worth::Rebuilt { from, hits, .. } = &store.worth else { continue };
        if *from != id {
            continue;
        }
        let Some(hits) = hits.as_ref().and_then(|hits| world.value(hits)) else { continue };
        let warm = store.live.iter().any(|live| {
            world.runs(state, live.copy)
                && world.content(state, store_id, live.copy.copy) == Content::Whole
        });
        let share = if warm { hits.rest() } else { Ratio::ONE };
        passes = Some(passes.unwrap_or(Ratio::ONE) * share);
    }
    passes
}

/// The copies of a part that get more than they carry in a state, and more than they get without any
/// fault; nothing where it is not known what they are asked or carry.
pub(crate) fn overloaded(world: &World<'_>, state: &dyn View, id: PartId) -> Vec<CopyRef> {
    let part = world.model.part(id);
    let (Some(rate), Some(carries)) = (&world.journey.rate, &part.carries) else {
        return Vec::new();
    };
    let (usual, now) = (world.usual_load(id), load(world, state, id));
    let passes = past_caches(world, state, id);
    let changes = passes.is_some() || world.retried.contains_key(&id);
    if now.bearers == 0 || (now.heaviest <= usual.heaviest && !changes) {
        return Vec::new();
    }
    let (Some(rate), Some(carries)) = (world.value(rate), world.value(carries)) else {
        return Vec::new();
    };
    let demand = demand_now(world, state, id, rate) * passes.unwrap_or(Ratio::ONE);
    let before = rate * past_caches(world, &world.initial, id).unwrap_or(Ratio::ONE);
    if demand * now.heaviest <= before * usual.heaviest {
        return Vec::new();
    }
    let falls = each(world, state, id).into_iter().filter(|(_, load)| demand * *load > carries);
    falls.map(|(copy, _)| CopyRef { part: id, copy }).collect()
}
