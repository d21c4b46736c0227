//! One copy of a store is erased, and nothing else: copies that follow it keep theirs.

use outlast_model::{Class, Effect, Erased, Fault, Model, Slot};

use super::{FaultKind, NEVER_ENDS, Strikes, fault, is_exposed, short};
use crate::engines;

/// The kind.
pub(super) static KIND: FaultKind = FaultKind {
    class: Class::Copy,
    summary: "one copy of a store is erased",
    page: include_str!("../../pages/faults/copy.md"),
    strikes,
};

/// Each live copy and each backup of each store whose loss is harmful, one at a time. What lies
/// with the users cannot be erased here.
fn strikes(model: &Model) -> Strikes {
    let mut faults: Vec<Fault> = Vec::new();
    for (id, store) in model.stores().filter(|(_, it)| is_exposed(it)) {
        for slot in 0..store.slots() {
            if store.live(slot).is_some() && copied(model, store) {
                continue;
            }
            let name = name_of(model, store, slot);
            let what = match store.backup(slot) {
                Some(backup) => {
                    format!("backup `{}` of `{}` is erased", backup.name, short(&store.address))
                }
                None if store.live.len() == 1 => {
                    format!("the only copy of `{}` is erased", short(&store.address))
                }
                None => format!("copy `{name}` of `{}` is erased", short(&store.address)),
            };
            let erased = Erased::Slot(Slot { store: id, slot });
            let erase = Effect::Erase(erased).lasting(NEVER_ENDS);
            let target = format!("{}/{name}", store.address);
            faults.push(fault(model, Class::Copy, &target, what, vec![erase]));
        }
    }
    Strikes::of(faults)
}

/// Whether the provider of a store keeps several copies of its own, so that losing one is nothing.
fn copied(model: &Model, store: &outlast_model::Store) -> bool {
    let engine = model.part(store.part).engine.as_deref();
    engine.and_then(engines::engine).is_some_and(|it| it.data.copied.is_some())
}

/// The name of a copy: of the replica or the backup, else its number.
fn name_of(model: &Model, store: &outlast_model::Store, slot: u32) -> String {
    if let Some(backup) = store.backup(slot) {
        return backup.name.clone();
    }
    let copy = store.live(slot).and_then(|live| {
        model.part(live.copy.part).copies.get(live.copy.copy as usize)?.name.clone()
    });
    copy.unwrap_or_else(|| slot.to_string())
}
