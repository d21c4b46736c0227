//! The local disk of one machine is lost: the machine stops and its contents are gone.

use outlast_model::{Class, EffectKind, Found, Model, Struck};

use super::{FaultKind, NEVER_ENDS, Strikes, effect, fault, short};

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
        let stop = effect(EffectKind::Stop, Struck::Machine(id), NEVER_ENDS, Found::Empty);
        fault(model, Class::Disk, &machine.address, what, vec![stop])
    }))
}
