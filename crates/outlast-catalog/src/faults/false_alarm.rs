//! A watcher acts though nothing failed.

use outlast_model::{Class, Effect, Kind, Misled, Model, Rotation};

use super::{FaultKind, NEVER_ENDS, Strikes, fault, short};

/// The kind.
pub(super) static KIND: FaultKind = FaultKind {
    class: Class::FalseAlarm,
    summary: "one false alarm",
    page: include_str!("../../pages/faults/false-alarm.md"),
    strikes,
};

/// Each target that a check or a controller can take out of rotation. A virtual address that its
/// members elect is left out: what a false claim does to it is not modelled.
fn strikes(model: &Model) -> Strikes {
    let mut faults = Vec::new();
    for (router, part) in model.parts() {
        let Kind::Router(it) = &part.kind else { continue };
        if !matches!(it.rotation, Rotation::Checked(_) | Rotation::Moved(_)) {
            continue;
        }
        for (at, member) in (0_u32..).zip(&it.members) {
            let target = model.part(member.copy.part).address.as_str();
            let what = format!(
                "`{}` takes target {at}, of `{}`, for dead",
                short(&part.address),
                short(target)
            );
            let set = Effect::Set(Misled::Belief { router, member: at }).lasting(NEVER_ENDS);
            let name = format!("{}/{at}", part.address);
            faults.push(fault(model, Class::FalseAlarm, &name, what, vec![set]));
        }
    }
    Strikes::of(faults)
}
