//! A link is cut: nothing passes over it, and nobody is told.

use outlast_model::{Border, Class, Effect, Fault, Model, Role};

use super::{FaultKind, Strikes, fault, lasts};

/// The kind.
pub(super) static KIND: FaultKind = FaultKind {
    class: Class::Link,
    summary: "one link is cut",
    page: include_str!("../../pages/faults/link.md"),
    strikes,
};

/// Each link.
fn strikes(model: &Model) -> Strikes {
    let time = lasts(model, Class::Link);
    let faults: Vec<Fault> = model
        .parts()
        .filter(|(_, part)| part.role == Role::Link)
        .map(|(id, part)| {
            let cut = Effect::Cut(Border::Managed(id)).lasting(time);
            let what = format!("{} is cut", part.address);
            fault(model, Class::Link, &part.address, what, vec![cut])
        })
        .collect();
    Strikes::of(faults)
}
