//! Data is gone: the content of a store with every copy that obeys, or one copy.

use outlast_model::Erased;

use crate::rows::content::Content;
use crate::state::View;
use crate::world::World;

pub(super) fn begin(world: &World<'_>, state: &mut dyn View, erased: Erased) {
    match erased {
        Erased::Store(store) => {
            super::spoil(world, state, store, Content::Gone, |obeys| obeys.deletion);
        }
        Erased::Slot(slot) => world.set_content(state, slot.store, slot.slot, Content::Gone),
        // It is there until its lock has run out: how old it becomes meanwhile is the engines' affair.
        Erased::Unlocked(_) => {}
    }
}

pub(super) fn end(world: &World<'_>, state: &mut dyn View, erased: Erased) {
    match erased {
        Erased::Store(store) => super::notice(world, state, store),
        // Only that copy is empty, and whoever fills copies sees it at once.
        Erased::Slot(_) => {}
        // The account is one's own again: what is still there stays.
        Erased::Unlocked(_) => {}
    }
}
