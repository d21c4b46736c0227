//! A place cut off: alive inside, dead from outside.

use outlast_model::{Class, EffectKind, Found, Model, Struck};

use super::{FaultKind, Strikes, effect, lasts, of_domains};

/// The kind.
pub(super) static KIND: FaultKind = FaultKind {
    class: Class::ZoneCut,
    summary: "one zone cut off",
    page: include_str!("../../pages/faults/zone-cut.md"),
    strikes,
};

/// Each zone, site, building and room that something stands in.
fn strikes(model: &Model) -> Strikes {
    of_domains(model, Class::ZoneCut, "cut off", |place| {
        effect(EffectKind::Cut, Struck::Place(place), lasts(model, Class::ZoneCut), Found::Intact)
    })
}
