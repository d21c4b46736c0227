//! A thing that a set shares and that is no place is lost: a power feed, an uplink, a version.

use outlast_model::{Border, Class, Effect, Model, PartId, Role, Stopped};

use super::{FaultKind, Strikes, fault, lasts};

/// The kind.
pub(super) static KIND: FaultKind = FaultKind {
    class: Class::Common,
    summary: "a thing that a set shares",
    page: include_str!("../../pages/faults/common.md"),
    strikes,
};

/// Each common thing: all that share it are out at once, and are found as they were.
fn strikes(model: &Model) -> Strikes {
    let time = lasts(model, Class::Common);
    Strikes::of(model.commons.iter().map(|common| {
        let out = |stopped: &Stopped| match stopped {
            Stopped::Managed(part) if is_link(model, *part) => {
                Effect::Cut(Border::Managed(*part)).lasting(time)
            }
            Stopped::Process(_)
            | Stopped::Machine(..)
            | Stopped::Place(..)
            | Stopped::Managed(_)
            | Stopped::Slot(_) => Effect::Stop(*stopped).lasting(time),
        };
        let effects = common.of.iter().map(out).collect();
        let what = format!("`{}` is lost, which its set shares", common.name);
        fault(model, Class::Common, &common.name.replace(' ', "-"), what, effects)
    }))
}

fn is_link(model: &Model, part: PartId) -> bool {
    model.part(part).role == Role::Link
}
