//! Content goes wrong silently, and copies follow until somebody finds it.

use outlast_model::{Class, Effect, Model};

use super::{FaultKind, Strikes, fault, is_exposed, lasts, short};

/// The kind.
pub(super) static KIND: FaultKind = FaultKind {
    class: Class::Corruption,
    summary: "content goes wrong silently",
    page: include_str!("../../pages/faults/corruption.md"),
    strikes,
};

/// The content of each store whose loss is harmful. It lasts until it is found; nobody knows how
/// long that is unless the outlast file says so.
fn strikes(model: &Model) -> Strikes {
    let time = lasts(model, Class::Corruption);
    Strikes::of(model.stores().filter(|(_, it)| is_exposed(it)).map(|(id, store)| {
        let what = format!("the content of `{}` goes wrong silently", short(&store.address));
        let corrupt = Effect::Corrupt(id).lasting(time);
        fault(model, Class::Corruption, &store.address, what, vec![corrupt])
    }))
}
