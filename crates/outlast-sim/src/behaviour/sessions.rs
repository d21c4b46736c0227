//! Sessions in the memory of servers: who is sent to another server must log in again, also when
//! the first one only hung or was cut off for a while.

use outlast_model::{CopyRef, Layout, Medium, PartId, Router, StoreId};

use crate::state::View;
use crate::wholeness::{GONE, WHOLE};
use crate::world::{RUNS, World, count};

/// The stores of a copy that are kept in its own memory alone.
fn own_memory(world: &World<'_>, copy: CopyRef) -> Vec<StoreId> {
    let own = world
        .stores_of(copy.part)
        .filter(|(_, store)| store.medium == Medium::Memory && store.layout == Layout::Shards);
    own.map(|(id, _)| id).collect()
}

/// Gives up what is kept on members that are out of rotation; back in it they begin anew. Whether
/// anything changed.
pub(super) fn log_out(
    world: &World<'_>,
    state: &mut dyn View,
    id: PartId,
    router: &Router,
) -> bool {
    let Some(row) = world.row(id) else { return false };
    let members = count(router.members.len());
    let copies = count(world.model.part(id).copies.len().max(1));
    let mut changed = false;
    for (at, member) in (0..).zip(&router.members).filter(|(_, member)| member.active) {
        let stores = own_memory(world, member.copy);
        if stores.is_empty() {
            continue;
        }
        let checked = matches!(router.rotation, outlast_model::Rotation::Checked(_));
        let rows = if checked { copies } else { 1 };
        let used = (0..rows).any(|copy| state.is(row.members.plus(copy * members + at)));
        for store in stores {
            let holds = world.content(state, store, member.copy.copy);
            let runs = world.process(state, member.copy) == RUNS;
            let to = match (used, holds) {
                (false, WHOLE) => GONE,
                (true, GONE) if runs && world.seat_is_up(state, member.copy) => WHOLE,
                _ => continue,
            };
            world.set_content(state, store, member.copy.copy, to);
            changed = true;
        }
    }
    changed
}
