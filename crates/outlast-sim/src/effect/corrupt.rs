//! The content of a store is silently wrong, until somebody finds it.

use outlast_model::StoreId;

use crate::rows::content::Content;
use crate::state::View;
use crate::world::World;

pub(super) fn begin(world: &World<'_>, state: &mut dyn View, store: StoreId) {
    super::spoil(world, state, store, Content::Wrong, |obeys| obeys.corruption);
}

pub(super) fn end(world: &World<'_>, state: &mut dyn View, store: StoreId) {
    super::notice(world, state, store);
}
