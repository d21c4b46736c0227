//! The control plane refuses changes: what runs goes on, and nothing can be moved, made or started.

use std::collections::BTreeSet;

use outlast_model::{Class, Effect, Fault, Lasting, Model, PartId};

use super::{FaultKind, Strikes, fault, lasts};

/// The kind.
pub(super) static KIND: FaultKind = FaultKind {
    class: Class::ControlPlane,
    summary: "the control plane refuses changes",
    page: include_str!("../../pages/faults/control-plane.md"),
    strikes,
};

/// Each control plane, and all of them at once.
fn strikes(model: &Model) -> Strikes {
    let planes: BTreeSet<PartId> = model.control_planes.values().copied().collect();
    let mut faults: Vec<Fault> = planes
        .iter()
        .map(|plane| {
            let address = model.part(*plane).address.as_str();
            let (name, what) = (address.replace(' ', "-"), format!("{address} refuses changes"));
            fault(model, Class::ControlPlane, &name, what, vec![deny(model, *plane)])
        })
        .collect();
    if planes.len() > 1 {
        let effects = planes.iter().map(|plane| deny(model, *plane)).collect();
        let what = "every control plane refuses changes".to_string();
        faults.push(fault(model, Class::ControlPlane, "all", what, effects));
    }
    Strikes::of(faults)
}

fn deny(model: &Model, plane: PartId) -> Lasting {
    Effect::Deny(plane).lasting(lasts(model, Class::ControlPlane))
}
