//! The content of a store is silently wrong, until somebody finds it.

use outlast_model::StoreId;

use crate::wholeness::WRONG;
use crate::world::{State, World};

pub(super) fn begin(world: &World<'_>, state: &mut State, store: StoreId) {
    super::spoil(world, state, store, WRONG);
}

pub(super) fn end(world: &World<'_>, state: &mut State, store: StoreId) {
    super::notice(world, state, store);
}
