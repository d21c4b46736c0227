//! What a reference stands for when something happens to it: a process, a copy of a store, a
//! machine, a place, a part as a whole.

use outlast_findings::Span;
use outlast_model::{CopyRef, Found, MachineId, PartId, PlaceId, Seat, Slot, Stopped, StoreId};

use super::document::{Reference, Wanted};
use super::lowering::{Declared, Lowering, Named};
use super::stores;
use crate::problems;

/// A thing that something can happen to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thing {
    /// One copy of a part.
    Copy(CopyRef),
    /// A backup.
    Backup(Slot),
    /// A machine.
    Machine(MachineId),
    /// A place.
    Place(PlaceId),
    /// A part with all its copies.
    Part(PartId),
    /// What a part keeps beside its work.
    Store(StoreId),
}

/// The things that are referred to, in order and each once.
pub fn things(lowering: &mut Lowering<'_>, wanted: &[Wanted]) -> Vec<Thing> {
    let mut all = Vec::new();
    for (reference, span) in wanted.iter().flat_map(Wanted::references) {
        for thing in of(lowering, reference, span) {
            if !all.contains(&thing) {
                all.push(thing);
            }
        }
    }
    all
}

fn of(lowering: &mut Lowering<'_>, reference: &Reference, span: Span) -> Vec<Thing> {
    match reference {
        Reference::Itself => Vec::new(),
        Reference::Block { inner, .. } => {
            if let Some(slot) = inner.as_ref().and_then(|name| backup(lowering, reference, name)) {
                return vec![Thing::Backup(slot)];
            }
            match lowering.named(reference, span) {
                Some(Named::Part(part)) => {
                    let kept = inner.as_ref().and_then(|it| stores::kept(lowering, part, it));
                    vec![kept.map_or(Thing::Part(part), Thing::Store)]
                }
                Some(Named::Copy(copy)) => vec![Thing::Copy(copy)],
                Some(Named::Place(place)) => vec![Thing::Place(place)],
                Some(Named::Other) => {
                    nothing(lowering, &Lowering::written(reference), span);
                    Vec::new()
                }
                None => Vec::new(),
            }
        }
        Reference::Resources(addresses) => {
            addresses.iter().flat_map(|address| resource(lowering, address, span)).collect()
        }
    }
}

fn resource(lowering: &mut Lowering<'_>, address: &str, span: Span) -> Vec<Thing> {
    if let Some(machines) = lowering.estate.machines_of(address) {
        return machines.iter().map(|it| Thing::Machine(*it)).collect();
    }
    if let Some(crate::estate::Thing::Place(place)) = lowering.estate.things.get(address) {
        return vec![Thing::Place(*place)];
    }
    let parts = lowering.estate.parts_of(address);
    if parts.is_empty() {
        nothing(lowering, address, span);
    }
    parts.into_iter().map(Thing::Part).collect()
}

fn nothing(lowering: &mut Lowering<'_>, written: &str, span: Span) {
    let what = format!("`{written}` is nothing that could fail or be owned");
    let help = "name a part, a copy, a backup, a machine or a place";
    lowering.report(&problems::WRONG_REFERENCE, span, what, help);
}

/// Gives every backup its name: `database.shop.nightly`.
pub fn declare_backups(lowering: &mut Lowering<'_>, own: &[Declared<'_>]) {
    for it in own {
        let stores = lowering.model().stores.iter().filter(|store| store.part == it.part);
        let names: Vec<String> = stores
            .flat_map(|it| &it.backups)
            .map(|backup| format!("{}.{}", it.block.address(), backup.name))
            .collect();
        for name in names {
            lowering.names.entry(name).or_insert(Named::Other);
        }
    }
}

/// The backup that `database.shop.nightly` stands for.
fn backup(lowering: &Lowering<'_>, reference: &Reference, name: &str) -> Option<Slot> {
    let Reference::Block { noun, name: block, .. } = reference else { return None };
    let Some(Named::Part(part)) = lowering.names.get(&format!("{noun}.{block}")).copied() else {
        return None;
    };
    let (store, it) = lowering
        .model()
        .stores()
        .find(|(_, it)| it.part == part && it.backups.iter().any(|it| it.name == name))?;
    let at = it.backups.iter().position(|it| it.name == name)?;
    Some(Slot { store, slot: u32::try_from(it.live.len() + at).unwrap_or(u32::MAX) })
}

/// What is out when a thing is, and comes back as it was: a store that is away is each of its live
/// copies.
pub fn away(lowering: &Lowering<'_>, thing: Thing) -> Vec<Stopped> {
    match thing {
        Thing::Copy(copy) => vec![Stopped::Process(copy)],
        Thing::Backup(slot) => vec![Stopped::Slot(slot)],
        Thing::Machine(machine) => vec![Stopped::Machine(machine, Found::Intact)],
        Thing::Place(place) => vec![Stopped::Place(place, Found::Intact)],
        Thing::Part(part) => vec![Stopped::Managed(part)],
        Thing::Store(_) => slots(lowering, thing).into_iter().map(Stopped::Slot).collect(),
    }
}

/// The live copies of stores that a thing holds itself: those of a copy, of a machine, of a store.
pub fn slots(lowering: &Lowering<'_>, thing: Thing) -> Vec<Slot> {
    let held = |store: StoreId, copy: CopyRef| match thing {
        Thing::Copy(one) => one == copy,
        Thing::Machine(machine) => lowering.model().seat(copy) == Some(Seat::Machine(machine)),
        Thing::Store(one) => one == store,
        Thing::Backup(_) | Thing::Place(_) | Thing::Part(_) => false,
    };
    let stores = lowering.model().stores();
    let live = stores.flat_map(|(store, it)| (0..).zip(&it.live).map(move |at| (store, at)));
    live.filter(|(store, (_, live))| held(*store, live.copy))
        .map(|(store, (slot, _))| Slot { store, slot })
        .collect()
}

/// The store that a thing is, if it is one.
pub fn store(lowering: &Lowering<'_>, thing: Thing) -> Option<StoreId> {
    match thing {
        Thing::Part(part) => stores::of_part(lowering, part),
        Thing::Store(store) => Some(store),
        Thing::Copy(_) | Thing::Backup(_) | Thing::Machine(_) | Thing::Place(_) => None,
    }
}
