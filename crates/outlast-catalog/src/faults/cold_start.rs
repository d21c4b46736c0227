//! Everything was off at once and starts again: what needs another to start waits for it.

use outlast_model::{Class, Effect, Fact, Found, Lasting, Model, Range, Stopped};

use super::{FaultKind, Strikes, fault, is_used};

/// The kind.
pub(super) static KIND: FaultKind = FaultKind {
    class: Class::ColdStart,
    summary: "everything was off and starts again",
    page: include_str!("../../pages/faults/cold-start.md"),
    strikes,
};

/// One fault: every place that stands in no other has no power for an instant.
fn strikes(model: &Model) -> Strikes {
    let time = model.lasts.get(&Class::ColdStart).and_then(Fact::value).copied();
    let time = time.unwrap_or(Range::ZERO);
    let widest = model.places().filter(|(id, it)| it.within.is_none() && is_used(model, *id));
    let off = |place| Effect::Stop(Stopped::Place(place, Found::Intact)).lasting(time);
    let effects: Vec<Lasting> = widest.map(|(place, _)| off(place)).collect();
    if effects.is_empty() {
        return Strikes::default();
    }
    let what = "everything was off at once and starts again".to_string();
    Strikes::of([fault(model, Class::ColdStart, "all", what, effects)])
}
