//! A place destroyed, with everything in it.

use outlast_model::{Class, Effect, Found, Model, Stopped};

use super::{FaultKind, NEVER_ENDS, Strikes, of_domains};

/// The kind.
pub(super) static KIND: FaultKind = FaultKind {
    class: Class::ZoneLost,
    summary: "one zone destroyed",
    page: include_str!("../../pages/faults/zone-lost.md"),
    strikes,
};

/// Each zone, site, building and room that something stands in.
fn strikes(model: &Model) -> Strikes {
    of_domains(model, Class::ZoneLost, "destroyed", |place| {
        Effect::Stop(Stopped::Place(place, Found::Empty)).lasting(NEVER_ENDS)
    })
}
