//! One instance is lost, silently: it must be made anew.

use outlast_model::{Class, Effect, Found, Model, Stopped};

use super::{FaultKind, NEVER_ENDS, Strikes, fault, short};

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
        let stop = Effect::Stop(Stopped::Machine(id, Found::Empty)).lasting(NEVER_ENDS);
        fault(model, Class::Instance, &machine.address, what, vec![stop])
    }))
}
