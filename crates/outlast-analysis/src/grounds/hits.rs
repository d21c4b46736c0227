//! What of the things that a journey or store depends on is hit by each effect of a fault.

use std::collections::BTreeMap;

use outlast_model::{
    Border, CopyRef, Effect, EffectKind, Fault, Model, PartId, PlaceId, Slot, StoreId, Struck,
};

use super::scene::Scene;

/// A part that is hit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit {
    /// What is struck and takes it, or some of it.
    pub(super) struck: Vec<Struck>,
    /// The part.
    pub(super) part: PartId,
    /// Which of its copies are away; none when it is struck in another way.
    pub(super) copies: Vec<CopyRef>,
    /// What is done.
    pub(super) does: EffectKind,
}

/// The parts that are hit, each once for each word of the vocabulary, and what is struck without
/// hitting anything.
pub(super) fn hits(scene: &Scene<'_>, fault: &Fault) -> (Vec<Hit>, Vec<Struck>) {
    let mut hits: BTreeMap<(PartId, EffectKind), Hit> = BTreeMap::new();
    let (mut idle, mut felt) = (Vec::new(), Vec::new());
    for effect in fault.effects.iter().map(|it| it.effect) {
        let struck = effect.struck();
        let parts = parts(scene, effect);
        let parts = parts.into_iter().filter(|(part, _)| scene.depends_on(Struck::Managed(*part)));
        let before = felt.len();
        for (part, copies) in parts {
            felt.push(struck);
            let does = effect.kind();
            let new = || Hit { struck: Vec::new(), part, copies: Vec::new(), does };
            let hit = hits.entry((part, does)).or_insert_with(new);
            add(&mut hit.struck, [struck]);
            add(&mut hit.copies, copies);
        }
        if felt.len() == before {
            add(&mut idle, [struck]);
        }
    }
    idle.retain(|it| !felt.contains(it));
    (hits.into_values().collect(), idle)
}

fn add<T: PartialEq>(into: &mut Vec<T>, new: impl IntoIterator<Item = T>) {
    for one in new {
        if !into.contains(&one) {
            into.push(one);
        }
    }
}

/// The parts that an effect strikes, with the copies that are away.
fn parts(scene: &Scene<'_>, effect: Effect) -> Vec<(PartId, Vec<CopyRef>)> {
    let model = scene.model;
    let copies = match (effect, effect.struck()) {
        (Effect::Cut(Border::Place(place)), _) => beyond(scene, place),
        (_, Struck::Belief { router, .. }) => return vec![(router, Vec::new())],
        (_, Struck::Managed(part)) => {
            return vec![(part, model.copies(part).map(|(copy, _)| copy).collect())];
        }
        (_, Struck::Store(store)) => return vec![(model.store(store).part, Vec::new())],
        (_, Struck::Slot(Slot { store, slot })) => match model.store(store).live(slot) {
            Some(live) => vec![live.copy],
            None => return vec![(model.store(store).part, Vec::new())],
        },
        (_, struck) => copies_of(model, struck),
    };
    let mut parts: BTreeMap<PartId, Vec<CopyRef>> = BTreeMap::new();
    copies.into_iter().for_each(|copy| parts.entry(copy.part).or_default().push(copy));
    parts.into_iter().collect()
}

/// The copies that run on what is struck.
pub(super) fn copies_of(model: &Model, struck: Struck) -> Vec<CopyRef> {
    let all = model.parts().flat_map(|(part, _)| model.copies(part));
    all.filter(|(copy, seat)| match struck {
        Struck::Process(it) => it == *copy,
        Struck::Machine(machine) => *seat == outlast_model::Seat::Machine(machine),
        Struck::Place(place) => model.is_within(model.place_of(*seat), place),
        Struck::Managed(part) => part == copy.part,
        Struck::Store(_) | Struck::Slot(_) | Struck::Belief { .. } => false,
    })
    .map(|(copy, _)| copy)
    .collect()
}

/// The copies on the other side of a border than those who are on the journey.
fn beyond(scene: &Scene<'_>, place: PlaceId) -> Vec<CopyRef> {
    let model = scene.model;
    let inside = scene.from.is_some_and(|from| model.is_within(from, place));
    let all = model.parts().flat_map(|(part, _)| model.copies(part));
    all.filter(|(_, seat)| model.is_within(model.place_of(*seat), place) != inside)
        .map(|(copy, _)| copy)
        .collect()
}

/// The store of which a backup is struck, where nothing but a backup is.
pub(super) fn backup_alone(model: &Model, hit: &Hit) -> Option<StoreId> {
    let backup = |it: &Struck| match it {
        Struck::Slot(slot) => model.store(slot.store).backup(slot.slot).map(|_| slot.store),
        Struck::Process(_)
        | Struck::Machine(_)
        | Struck::Place(_)
        | Struck::Managed(_)
        | Struck::Store(_)
        | Struck::Belief { .. } => None,
    };
    let stores: Option<Vec<StoreId>> = hit.struck.iter().map(backup).collect();
    stores?.first().copied()
}
