//! The local disk of one machine is lost: the machine stops and its contents are gone.

use outlast_model::{Class, Effect, Found, Model, Stopped};

use super::{FaultKind, NEVER_ENDS, Strikes, fault, short};

/// The kind.
pub(super) static KIND: FaultKind = FaultKind {
    class: Class::Disk,
    summary: "one disk",
    page: include_str!("../../pages/faults/disk.md"),
    strikes,
};

/// The disk of each machine that runs.
fn strikes(model: &Model) -> Strikes {
    Strikes::of(model.machines().filter(|(_, it)| it.running).map(|(id, machine)| {
        let what = format!("the disk of `{}` is lost", short(&machine.address));
        let stop = Effect::Stop(Stopped::Machine(id, Found::Empty)).lasting(NEVER_ENDS);
        fault(model, Class::Disk, &machine.address, what, vec![stop])
    }))
}
