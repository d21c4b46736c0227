//! A place without power: everything in it stops and comes back as it was.

use outlast_model::{Class, Effect, Found, Model, Stopped};

use super::{FaultKind, Strikes, lasts, of_domains};

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
        Effect::Stop(Stopped::Place(place, Found::Intact)).lasting(lasts(model, Class::ZoneDark))
    })
}
