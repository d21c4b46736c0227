//! Everything of one provider is down at once.

use outlast_model::{Class, Effect, Found, Model, PlaceKind, Stopped};

use super::{FaultKind, Strikes, fault, is_used, lasts};

/// The kind.
pub(super) static KIND: FaultKind = FaultKind {
    class: Class::Provider,
    summary: "everything of one provider",
    page: include_str!("../../pages/faults/provider.md"),
    strikes,
};

/// Each provider that is not itself a part of another one.
fn strikes(model: &Model) -> Strikes {
    let widest = model.places().filter(|(id, place)| {
        place.kind == PlaceKind::Provider && place.within.is_none() && is_used(model, *id)
    });
    Strikes::of(widest.map(|(id, place)| {
        let time = lasts(model, Class::Provider);
        let stop = Effect::Stop(Stopped::Place(id, Found::Intact)).lasting(time);
        let what = format!("everything of {}", place.name);
        fault(model, Class::Provider, &place.name, what, vec![stop])
    }))
}
