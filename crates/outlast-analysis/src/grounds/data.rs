//! Why a store loses nothing: which of its copies are struck, and which still has it all.

use outlast_model::{FOREVER, Fault, Kind, Medium, Model, Slot, Store, StoreId, Struck};
use outlast_sim::Outcome;

use super::ground::{Ground, Held, Kept};
use super::hits::copies_of;
use super::scene::Scene;

/// Why a store loses nothing.
pub(super) fn of_store(
    scene: &Scene<'_>,
    id: StoreId,
    fault: &Fault,
    outcome: &Outcome,
) -> Vec<Ground> {
    let model = scene.model;
    let (mut held, mut idle): (Vec<Held>, Vec<Struck>) = (Vec::new(), Vec::new());
    let mut all: Vec<Slot> = Vec::new();
    for struck in fault.effects.iter().map(|it| it.struck()) {
        let slots = slots(model, id, struck);
        all.extend(&slots);
        if slots.is_empty() {
            if !idle.contains(&struck) {
                idle.push(struck);
            }
            continue;
        }
        match held.iter_mut().find(|it| it.slots == slots) {
            Some(same) if same.struck.contains(&struck) => {}
            Some(same) => same.struck.push(struck),
            None => held.push(Held { struck: vec![struck], slots, kept: Vec::new() }),
        }
    }
    for it in &mut held {
        it.kept = kept(scene, id, (&it.slots, &all), outcome);
    }
    let mut grounds: Vec<Ground> = held.into_iter().map(Ground::Data).collect();
    if !idle.is_empty() {
        let store = model.store(id);
        let live = (0..).zip(&store.live).map(|(slot, _)| Slot { store: id, slot });
        let live = live.filter(|slot| !all.contains(slot)).map(Kept::Slot).collect();
        grounds.push(Ground::Elsewhere(idle, live));
    }
    grounds
}

/// The copies of a store that are struck with this.
fn slots(model: &Model, id: StoreId, struck: Struck) -> Vec<Slot> {
    let store = model.store(id);
    let own = |slot: u32| Slot { store: id, slot };
    match struck {
        Struck::Store(it) if it == id => return (0..store.slots()).map(own).collect(),
        Struck::Slot(it) if it.store == id => return vec![it],
        Struck::Store(_)
        | Struck::Slot(_)
        | Struck::Process(_)
        | Struck::Machine(_)
        | Struck::Place(_)
        | Struck::Managed(_)
        | Struck::Belief { .. } => {}
    }
    let copies = copies_of(model, struck);
    let is_volume = |part| matches!(store.medium, Medium::Volume(volume) if volume == part);
    let on_volume = copies.iter().any(|copy| is_volume(copy.part));
    let live = (0..).zip(&store.live).filter(|(_, it)| on_volume || copies.contains(&it.copy));
    let first = u32::try_from(store.live.len()).unwrap_or(u32::MAX);
    let backups = (first..).zip(&store.backups).filter(|(_, it)| {
        let by = it.to.part.is_some_and(|part| copies.iter().any(|copy| copy.part == part));
        let place = |at| matches!(struck, Struck::Place(place) if model.is_within(at, place));
        by || it.to.place.is_some_and(place)
    });
    let live: Vec<u32> = live.map(|(slot, _)| slot).collect();
    let backups: Vec<u32> = backups.map(|(slot, _)| slot).collect();
    live.into_iter().chain(backups).map(own).collect()
}

/// What still has all of a store, of which these copies are struck by one thing and by all.
fn kept(
    scene: &Scene<'_>,
    id: StoreId,
    (slots, all): (&[Slot], &[Slot]),
    outcome: &Outcome,
) -> Vec<Kept> {
    let store = scene.model.store(id);
    let own = |slot: u32| Slot { store: id, slot };
    let live = (0..).zip(&store.live).map(|(slot, _)| slot);
    let whole = live.filter(|slot| !all.contains(&own(*slot)));
    let whole = whole.filter(|slot| has_all(scene.model, store, *slot));
    let whole: Vec<Kept> =
        whole.map(own).filter(|slot| scene.left.whole.contains(slot)).map(Kept::Slot).collect();
    if !whole.is_empty() {
        return whole;
    }
    if slots.iter().any(|slot| scene.left.whole.contains(slot)) {
        let is_live = |slot: &Slot| store.live(slot.slot).is_some();
        return vec![Kept::InPlace(slots.iter().any(is_live).then_some(store.medium))];
    }
    let source = outcome.loss().and_then(|loss| loss.source);
    source.filter(|it| store.backup(it.slot).is_some()).map(Kept::Backup).into_iter().collect()
}

/// Whether a live copy has every acknowledged write: it is the one that is written, or follows
/// without a lag.
fn has_all(model: &Model, store: &Store, slot: u32) -> bool {
    let writes = match &model.part(store.part).kind {
        Kind::Database(database) => slot == 0 || database.alike,
        Kind::Server | Kind::Router(_) | Kind::People(_) => true,
    };
    let lag = store.live(slot).and_then(|live| live.lag.value()).map_or(FOREVER, |lag| lag.hi);
    writes || lag == 0
}
