//! What effects do to the state of a slice, one file each: what they do at once (`begin`), what
//! holds as long as they are in force, and what becomes of what they struck when they are over
//! (`end`).
//!
//! An effect that is added to the vocabulary does not compile until it has decided all of it. When
//! an effect ends is drawn elsewhere, with every other date.

mod corrupt;
mod cut;
mod deny;
mod erase;
mod fill;
mod freeze;
mod set;
mod slow;
mod stop;

use outlast_model::{Effect, EffectKind, Erased, Obeys, PartId, Slot, StoreId, Struck};

use crate::content::begins_whole;
use crate::rows::content::Content;
use crate::state::View;
use crate::world::World;

/// What an effect does at once.
fn begin(world: &World<'_>, state: &mut dyn View, effect: Effect) {
    match effect {
        Effect::Stop(stopped) => stop::begin(world, state, stopped),
        Effect::Freeze(copy) => freeze::begin(world, state, copy),
        Effect::Erase(erased) => erase::begin(world, state, erased),
        Effect::Corrupt(store) => corrupt::begin(world, state, store),
        Effect::Set(misled) => set::begin(world, state, misled),
        Effect::Cut(_) | Effect::Slow(..) | Effect::Fill(_) | Effect::Deny(_) => {
            // What they do holds as long as they are in force, and is derived from that.
        }
    }
}

/// What becomes of what an effect struck when it is over.
pub(crate) fn end(world: &World<'_>, state: &mut dyn View, effect: Effect) {
    match effect {
        Effect::Stop(stopped) => stop::end(world, state, stopped),
        Effect::Freeze(copy) => freeze::end(world, state, copy),
        Effect::Erase(erased) => erase::end(world, state, erased),
        Effect::Corrupt(store) => corrupt::end(world, state, store),
        Effect::Set(misled) => set::end(world, state, misled),
        // All is as it was when it is no longer in force.
        Effect::Cut(_) | Effect::Slow(..) | Effect::Fill(_) | Effect::Deny(_) => {}
    }
}

impl World<'_> {
    /// Applies what the effects of these numbers do at once.
    pub(crate) fn strike(&self, state: &mut dyn View, range: std::ops::Range<u32>) {
        let before = cfg!(debug_assertions).then(|| state.unwatched().clone());
        for at in range {
            let Some(lasting) = self.effects.get(at as usize) else { continue };
            self.begin_effect(state, at);
            begin(self, state, lasting.effect);
        }
        self.lose_what_lay_on(state);
        self.lose_backups(state);
        // INVARIANT: a fault takes and gives nothing; what `gone` concludes rests on it.
        debug_assert!(before.is_none_or(|before| self.gives_nothing(&before, state.unwatched())));
    }

    /// Whether every copy of a store that is whole now was so before.
    fn gives_nothing(&self, before: &dyn View, now: &dyn View) -> bool {
        self.stores().all(|(id, store)| {
            let whole = |state: &dyn View, slot| self.content(state, id, slot) == Content::Whole;
            (0..store.slots()).all(|slot| whole(before, slot) || !whole(now, slot))
        })
    }

    /// Whether a part is struck as a whole by this kind.
    pub(crate) fn is_struck(&self, state: &dyn View, part: PartId, kind: EffectKind) -> bool {
        let struck = Struck::Managed(part);
        self.any_forced(state, |it| it.kind() == kind && it.struck() == struck)
    }

    /// Ends the effects of a kind on a part.
    pub(crate) fn end_effects(&self, state: &mut dyn View, part: PartId, kind: EffectKind) {
        for (at, lasting) in (0..).zip(&self.effects) {
            if lasting.effect.kind() == kind && lasting.struck() == Struck::Managed(part) {
                self.end_effect(state, at);
            }
        }
    }

    /// Whether somebody who has the account of a backup erases it once its lock has run out, in any
    /// history.
    pub(crate) fn is_taken_once_unlocked(&self, slot: Slot) -> bool {
        self.effects.iter().any(|it| it.effect == Effect::Erase(Erased::Unlocked(slot)))
    }

    /// Whether somebody has the account of a locked backup now.
    pub(crate) fn is_erased_once_unlocked(&self, state: &dyn View, slot: Slot) -> bool {
        let erases = Effect::Erase(Erased::Unlocked(slot));
        let mut effects = (0..).zip(&self.effects);
        effects.any(|(at, it)| it.effect == erases && self.in_force(state, at))
    }

    /// Whether an effect on the content of a store is in force: until then nobody has noticed.
    pub(crate) fn is_unnoticed(&self, state: &dyn View, store: StoreId) -> bool {
        let mut effects = (0..).zip(&self.effects);
        effects.any(|(at, it)| it.struck() == Struck::Store(store) && self.in_force(state, at))
    }
}

/// What is done to the content of a store reaches every copy that obeys it; a fault strikes more than
/// one journey needs, and what is not in the slice is none of it.
///
/// A mirror that runs every so often obeys at its next run, which nobody who has just deleted
/// something is sure to be before: it counts as obeying at once.
fn spoil(
    world: &World<'_>,
    state: &mut dyn View,
    id: StoreId,
    to: Content,
    obeys: impl Fn(Obeys) -> bool,
) {
    if !world.holds(id) {
        return;
    }
    let store = world.model.store(id);
    for slot in 0..store.slots() {
        let follows = store.backup(slot).is_none_or(|backup| obeys(backup.obeys));
        if follows && world.content(state, id, slot) == Content::Whole {
            world.set_content(state, id, slot, to);
        }
    }
}

/// What is silently wrong is found to be, and what is gone is noticed: where the store goes on with
/// nothing, it does.
fn notice(world: &World<'_>, state: &mut dyn View, id: StoreId) {
    if !world.holds(id) {
        return;
    }
    let store = world.model.store(id);
    let anew = begins_whole(store);
    for slot in 0..store.slots() {
        let to = match world.content(state, id, slot) {
            Content::Wrong | Content::Gone if anew && store.live(slot).is_some() => Content::Whole,
            Content::Wrong => Content::Found,
            Content::Gone | Content::Whole | Content::Found => continue,
        };
        world.set_content(state, id, slot, to);
    }
}
