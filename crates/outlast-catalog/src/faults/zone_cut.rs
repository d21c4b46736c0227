//! A place cut off: alive inside, dead from outside.

use outlast_model::{Class, EffectKind, Found, Model, Struck};

use super::{FaultKind, Strikes, domains, effect, fault, lasts};

/// The kind.
pub(super) static KIND: FaultKind = FaultKind {
    class: Class::ZoneCut,
    summary: "one zone cut off",
    page: include_str!("../../pages/faults/zone-cut.md"),
    strikes,
};

/// Each zone, site, building and room that something stands in.
fn strikes(model: &Model) -> Strikes {
    Strikes::of(domains(model).into_iter().map(|(place, name)| {
        let time = lasts(model, Class::ZoneCut);
        let cut = effect(EffectKind::Cut, Struck::Place(place), time, Found::Intact);
        let target = model.place(place).map_or("", |it| it.name.as_str());
        fault(model, Class::ZoneCut, target, format!("{name} cut off"), vec![cut])
    }))
}
