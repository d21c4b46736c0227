//! A place without power: everything in it stops and comes back as it was.

use outlast_model::{Class, EffectKind, Found, Model, Struck};

use super::{FaultKind, Strikes, domains, effect, fault, lasts};

/// The kind.
pub(super) static KIND: FaultKind = FaultKind {
    class: Class::ZoneDark,
    summary: "one zone without power",
    page: include_str!("../../pages/faults/zone-dark.md"),
    strikes,
};

/// Each zone, site, building and room that something stands in.
fn strikes(model: &Model) -> Strikes {
    Strikes::of(domains(model).into_iter().map(|(place, name)| {
        let time = lasts(model, Class::ZoneDark);
        let stop = effect(EffectKind::Stop, Struck::Place(place), time, Found::Intact);
        let target = model.place(place).map_or("", |it| it.name.as_str());
        fault(model, Class::ZoneDark, target, format!("{name} without power"), vec![stop])
    }))
}
