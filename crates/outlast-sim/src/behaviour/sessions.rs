//! Sessions in the memory of servers: who is sent to another server must log in again, also when
//! the first one only hung or was cut off for a while.

use outlast_model::{CopyRef, Layout, Medium, PartId, Router, StoreId};

use crate::rows::content::Content;
use crate::rows::process::Process;
use crate::state::View;
use crate::world::World;

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
    let Some(rotation) = world.rotation(id) else { return false };
    let mut changed = false;
    for (at, member) in (0..).zip(&router.members).filter(|(_, member)| member.active) {
        let stores = own_memory(world, member.copy);
        if stores.is_empty() {
            continue;
        }
        let used = rotation.is_used(state, at);
        for store in stores {
            let holds = world.content(state, store, member.copy.copy);
            let runs = world.process(state, member.copy) == Process::Runs;
            let to = match (used, holds) {
                (false, Content::Whole) => Content::Gone,
                (true, Content::Gone) if runs && world.seat_is_up(state, member.copy) => {
                    Content::Whole
                }
                (true, _) | (false, Content::Gone | Content::Wrong | Content::Found) => continue,
            };
            world.set_content(state, store, member.copy.copy, to);
            changed = true;
        }
    }
    changed
}
