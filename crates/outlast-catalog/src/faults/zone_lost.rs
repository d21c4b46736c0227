//! A place destroyed, with everything in it.

use outlast_model::{Class, EffectKind, Found, Model, Struck};

use super::{FaultKind, NEVER_ENDS, Strikes, domains, effect, fault};

/// The kind.
pub(super) static KIND: FaultKind = FaultKind {
    class: Class::ZoneLost,
    summary: "one zone destroyed",
    page: include_str!("../../pages/faults/zone-lost.md"),
    strikes,
};

/// Each zone, site, building and room that something stands in.
fn strikes(model: &Model) -> Strikes {
    Strikes::of(domains(model).into_iter().map(|(place, name)| {
        let stop = effect(EffectKind::Stop, Struck::Place(place), NEVER_ENDS, Found::Empty);
        let target = model.place(place).map_or("", |it| it.name.as_str());
        fault(model, Class::ZoneLost, target, format!("{name} destroyed"), vec![stop])
    }))
}
