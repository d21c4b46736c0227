//! Things of the model as a sentence names them: in backticks, by their address or name.
//!
//! Left out: their short names in tables and pictures.

use outlast_model::{CopyRef, MachineId, Model, PartId, Seat, Slot, StoreId, Struck};

/// A part: its address.
pub(super) fn part(model: &Model, id: PartId) -> String {
    quoted(&model.part(id).address)
}

/// A machine: its address.
pub(super) fn machine(model: &Model, id: MachineId) -> String {
    quoted(&model.machine(id).address)
}

/// All machines of the block of a machine.
pub(super) fn block(model: &Model, id: MachineId) -> String {
    quoted(&model.machine(id).block)
}

/// Where something runs or comes back: on a machine, or in a place.
pub(crate) fn seat(model: &Model, seat: Seat) -> String {
    match seat {
        Seat::Machine(id) => format!("on {}", machine(model, id)),
        Seat::Place(id) => format!("in {}", quoted(&model.place(id).name)),
    }
}

/// A store: its address.
pub(super) fn store(model: &Model, id: StoreId) -> String {
    quoted(&model.store(id).address)
}

/// A copy: the address of its part, with its own name, or a number when there are several.
pub(super) fn copy(model: &Model, copy: CopyRef) -> String {
    let part = model.part(copy.part);
    let named = part.copies.get(copy.copy as usize).and_then(|it| it.name.as_deref());
    match named {
        Some(name) => format!("`{}` ({name})", part.address),
        None if part.copies.len() > 1 => {
            format!("`{}` ({} of {})", part.address, copy.copy + 1, part.copies.len())
        }
        None => quoted(&part.address),
    }
}

/// What a fault strikes: a copy of a store as the store, what a router believes as the router.
pub(super) fn struck(model: &Model, struck: Struck) -> String {
    match struck {
        Struck::Process(id) => copy(model, id),
        Struck::Managed(id) | Struck::Belief { router: id, .. } => part(model, id),
        Struck::Machine(id) => machine(model, id),
        Struck::Store(id) | Struck::Slot(Slot { store: id, .. }) => store(model, id),
        Struck::Place(id) => {
            let place = model.place(id);
            format!("{} `{}`", place.kind.word(), place.name)
        }
    }
}

/// A name in backticks.
pub(super) fn quoted(name: &str) -> String {
    format!("`{name}`")
}
