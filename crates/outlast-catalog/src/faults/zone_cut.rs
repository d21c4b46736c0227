//! A place cut off: alive inside, dead from outside.

use outlast_model::{Border, Class, Effect, Model};

use super::{FaultKind, Strikes, lasts, of_domains};

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
        Effect::Cut(Border::Place(place)).lasting(lasts(model, Class::ZoneCut))
    })
}
