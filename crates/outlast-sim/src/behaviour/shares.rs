//! Shares of the data of a database, each with a copy of its own that writes.
//!
//! The shares are alike, so those that one copy leads are one group: there are as many groups as
//! copies, or as shares when these are fewer. The first group is led by the copy that writes
//! (`database.rs`); here is who leads the others. Who takes one over stands in `take_shares.rs`.

use outlast_model::{CopyRef, PartId};

use super::commit::{self, Followed};
use crate::rows::cluster::groups_of;
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
    let following = |other: CopyRef| commit::exchange(world, state, other, copy);
    let followed = Followed { world, state, database, copy, following: &following };
    if reads { followed.is_read() } else { followed.is_enough() }
}
