//! A store of which nothing is left right after the fault, for what has too many orders to be
//! followed.
//!
//! A copy is filled only with what another copy holds, or begins with nothing. So where no copy
//! that is there and can be used, live or backup, holds anything of what was, none ever will, by
//! induction over the events: a copy that is filled gets what such a copy has; one that follows, or
//! exchanges writes, gets what such a copy has; and a second fault takes, and gives nothing. What is
//! lost is then known at once, whatever happens in which order.
//!
//! It is told only when a replayed history ends with just that loss. Left out: what is lost where
//! some copy is left (what has passed it by by then hangs on the orders), and how long it is out.

use outlast_model::{FOREVER, Ratio, Store};

use crate::behind::Slotted;
use crate::data::{SLOTS, each};
use crate::dbm::Dbm;
use crate::outcome::{Figure, Limits, Loss, Often};
use crate::plain::{Chance, Tells, run};
use crate::state_cache::StateCache;
use crate::witness::latest;

/// The loss of everything, in every history; nothing when some copy holds anything right after the
/// fault, or no replay shows it.
pub(crate) fn lost_at_once(book: &StateCache<'_, '_>, limits: &Limits) -> Option<Loss> {
    let store = book.world.model.store(book.world.judged?);
    // A copy that is begun stands for the slot of its number: of a backup there must be none such.
    let copies = book.world.model.copies(store.part).count();
    let is_known = store.live.len() >= copies.max(1);
    if !is_known || store.slots() > SLOTS || is_anything_left(book, store)? {
        return None;
    }
    let witness = latest(book, limits);
    let history = run(book, &Chance::Given(&witness), false, Tells::Nothing, limits).history;
    let shown = history.lost == Some(FOREVER) && history.diverged == Some(0);
    shown.then_some(Loss {
        window: Figure::ZERO,
        diverged: Figure::ZERO,
        all: Often::Always,
        share: Ratio::ONE,
        source: None,
        unproven: false,
        doubts: Vec::new(),
        witness: Some(witness),
    })
}

/// Whether a copy that is there and can be used holds anything of what was, right after the fault.
fn is_anything_left(book: &StateCache<'_, '_>, store: &Store) -> Option<bool> {
    let (rest, start) = (book.at_rest(), book.start());
    let (before, after) = (rest.holding.as_ref()?, start.holding.as_ref()?);
    let mut zone = Dbm::origin();
    let now = zone.after(0, 0, 0);
    let mut slotted = Slotted::new(book.world);
    // What follows at once from the fault may have begun a copy anew: it is there, with nothing.
    slotted.happen(book.world, store, (before, after), (&zone, now));
    Some(each(after.whole).any(|slot| !slotted.holds_nothing(slot)))
}
