//! One instance is lost, silently: it must be made anew.

use outlast_model::{Class, EffectKind, Found, Model, Struck};

use super::{FaultKind, NEVER_ENDS, Strikes, effect, fault, short};

/// The kind.
pub(super) static KIND: FaultKind = FaultKind {
    class: Class::Instance,
    summary: "one instance",
    page: include_str!("../../pages/faults/instance.md"),
    strikes,
};

/// Each machine that runs.
fn strikes(model: &Model) -> Strikes {
    Strikes::of(model.machines().filter(|(_, it)| it.running).map(|(id, machine)| {
        let what = format!("instance `{}` is lost", short(&machine.address));
        let stop = effect(EffectKind::Stop, Struck::Machine(id), NEVER_ENDS, Found::Empty);
        fault(model, Class::Instance, &machine.address, what, vec![stop])
    }))
}
