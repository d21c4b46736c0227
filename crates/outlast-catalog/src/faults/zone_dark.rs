//! A place without power: everything in it stops and comes back as it was.

use outlast_model::{Class, EffectKind, Found, Model, Struck};

use super::{FaultKind, Strikes, effect, lasts, of_domains};

/// The kind.
pub(super) static KIND: FaultKind = FaultKind {
    class: Class::ZoneDark,
    summary: "one zone without power",
    page: include_str!("../../pages/faults/zone-dark.md"),
    strikes,
};

/// Each zone, site, building and room that something stands in.
fn strikes(model: &Model) -> Strikes {
    of_domains(model, Class::ZoneDark, "without power", |place| {
        effect(EffectKind::Stop, Struck::Place(place), lasts(model, Class::ZoneDark), Found::Intact)
    })
}
