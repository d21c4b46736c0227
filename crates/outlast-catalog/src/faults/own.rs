//! A fault that the outlast file states in the words for effects.

use outlast_model::{Class, Fault, Model};

use super::{FaultKind, Strikes, fault};

/// The kind.
pub(super) static KIND: FaultKind = FaultKind {
    class: Class::Own,
    summary: "a fault of your own",
    page: include_str!("../../pages/faults/own.md"),
    strikes,
};

/// Each `fault` block.
fn strikes(model: &Model) -> Strikes {
    Strikes::of(model.stated.iter().map(|stated| {
        let (name, what) = (stated.name.replace(' ', "-"), format!("`{}`", stated.name));
        let own = fault(model, Class::Own, &name, what, stated.effects.clone());
        Fault { rate: stated.rate.clone().unwrap_or_else(|| own.rate.clone()), ..own }
    }))
}
