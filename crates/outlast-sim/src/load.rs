//! How much of what a journey asks each copy of a part carries.
//!
//! Copies that serve alike share what is asked. Of a database, writes go to the copy that writes, or
//! are spread over those that lead a share of its data; what is only read is spread over the copies
//! that answer it. A copy that is called by its name carries what that caller asks.

use std::collections::{BTreeMap, BTreeSet};

use outlast_model::{CopyRef, Kind, PartId, Ratio, ReadFrom, Worth};

use crate::asked::{Asked, Load};
use crate::behaviour::{commit, shares};
use crate::rows::content::Content;
use crate::state::{View, count};
use crate::way_back::copies_or_one;
use crate::world::World;

/// How the load of a part is spread without any fault; nothing where no rate is stated.
pub(crate) fn usual(world: &World<'_>, id: PartId) -> Load {
    if world.journey.rate.is_none() {
        return Load::NONE;
    }
    let known = world.usual.borrow().get(&id).copied();
    known.unwrap_or_else(|| {
        let load = load(world, &world.initial, id);
        world.usual.borrow_mut().insert(id, load);
        load
    })
}

/// How the load of a part is spread in a state.
pub(crate) fn load(world: &World<'_>, state: &dyn View, id: PartId) -> Load {
    let each = each(world, state, id);
    let heaviest = each.values().copied().fold(Ratio::ZERO, Ratio::max);
    Load { bearers: each.len(), heaviest }
}

/// The share of all requests that arrives at each copy that carries any.
pub(crate) fn each(world: &World<'_>, state: &dyn View, id: PartId) -> BTreeMap<u32, Ratio> {
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
