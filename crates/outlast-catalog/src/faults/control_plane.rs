//! The control plane refuses changes: what runs goes on, and nothing can be moved, made or started.

use std::collections::BTreeSet;

use outlast_model::{Class, EffectKind, Found, Model, Struck};

use super::{FaultKind, Strikes, effect, fault, lasts};

/// The kind.
pub(super) static KIND: FaultKind = FaultKind {
    class: Class::ControlPlane,
    summary: "the control plane refuses changes",
    page: include_str!("../../pages/faults/control-plane.md"),
    strikes,
};

/// Each control plane.
fn strikes(model: &Model) -> Strikes {
    let planes: BTreeSet<_> = model.control_planes.values().copied().collect();
    Strikes::of(planes.into_iter().map(|plane| {
        let time = lasts(model, Class::ControlPlane);
        let deny = effect(EffectKind::Deny, Struck::Managed(plane), time, Found::Intact);
        let address = model.part(plane).map_or("", |it| it.address.as_str());
        let (name, what) = (address.replace(' ', "-"), format!("{address} refuses changes"));
        fault(model, Class::ControlPlane, &name, what, vec![deny])
    }))
}
