//! Content is deleted by mistake or malice: every copy that follows obeys.

use outlast_model::{Class, EffectKind, Found, Medium, Model, Struck, Worth};

use super::{FaultKind, Strikes, effect, fault, lasts, short};

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
    let harmful = model.stores().filter(|(_, it)| it.worth == Worth::Harmful);
    Strikes::of(harmful.filter(|(_, it)| it.medium != Medium::Client).map(|(id, store)| {
        let what = format!("the content of `{}` is deleted", short(&store.address));
        let erase = effect(EffectKind::Erase, Struck::Store(id), time, Found::Empty);
        fault(model, Class::Deletion, &store.address, what, vec![erase])
    }))
}
