//! Content is deleted by mistake or malice: every copy that follows obeys.

use outlast_model::{Class, Effect, Erased, Model};

use super::{FaultKind, Strikes, fault, is_exposed, lasts, short};

/// The kind.
pub(super) static KIND: FaultKind = FaultKind {
    class: Class::Deletion,
    summary: "content is deleted",
    page: include_str!("../../pages/faults/deletion.md"),
    strikes,
};

/// The content of each store whose loss is harmful. It lasts until somebody notices.
fn strikes(model: &Model) -> Strikes {
    let time = lasts(model, Class::Deletion);
    Strikes::of(model.stores().filter(|(_, it)| is_exposed(it)).map(|(id, store)| {
        let what = format!("the content of `{}` is deleted", short(&store.address));
        let erase = Effect::Erase(Erased::Store(id)).lasting(time);
        fault(model, Class::Deletion, &store.address, what, vec![erase])
    }))
}
