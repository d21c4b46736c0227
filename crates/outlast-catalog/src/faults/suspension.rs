//! An account is suspended: everything that it owns stops, and comes back as it was.

use outlast_model::{Class, Effect, EffectKind, Model, Range, Struck};

use super::{FaultKind, Found, Strikes, effect, fault, lasts};
use crate::ownership::Taken;

/// The kind.
pub(super) static KIND: FaultKind = FaultKind {
    class: Class::Suspension,
    summary: "one account is suspended",
    page: include_str!("../../pages/faults/suspension.md"),
    strikes,
};

/// Each scope, alone: another account that can be reached from it goes on.
fn strikes(model: &Model) -> Strikes {
    let time = lasts(model, Class::Suspension);
    Strikes::of(model.scopes.pairs().map(|(at, scope)| {
        let what = format!("`{}` is suspended", scope.name);
        let effects = stopped(model, &Taken::only(model, at), time);
        fault(model, Class::Suspension, &scope.name.replace(' ', "-"), what, effects)
    }))
}

/// What a scope owns stops, intact.
fn stopped(model: &Model, taken: &Taken<'_>, time: Range) -> Vec<Effect> {
    let stop = |struck| effect(EffectKind::Stop, struck, time, Found::Intact);
    let machines = model.machines().filter(|(id, it)| it.running && taken.owns_machine(*id));
    let mut effects: Vec<Effect> = machines.map(|(id, _)| stop(Struck::Machine(id))).collect();
    for copy in taken.named_processes() {
        effects.push(stop(Struck::Process(copy)));
    }
    for id in taken.managed() {
        effects.push(stop(Struck::Managed(id)));
        if model.control_planes.values().any(|it| *it == id) {
            effects.push(effect(EffectKind::Deny, Struck::Managed(id), time, Found::Intact));
        }
    }
    effects
}
