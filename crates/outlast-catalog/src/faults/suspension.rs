//! An account is suspended: everything that it owns stops, and comes back as it was.

use outlast_model::{Class, Effect, Found, Lasting, Model, Range, Stopped};

use super::{FaultKind, Strikes, fault, lasts};
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
fn stopped(model: &Model, taken: &Taken<'_>, time: Range) -> Vec<Lasting> {
    let stop = |stopped| Effect::Stop(stopped).lasting(time);
    let machines = model.machines().filter(|(id, it)| it.running && taken.owns_machine(*id));
    let mut effects: Vec<Lasting> =
        machines.map(|(id, _)| stop(Stopped::Machine(id, Found::Intact))).collect();
    for copy in taken.named_processes() {
        effects.push(stop(Stopped::Process(copy)));
    }
    for id in taken.managed() {
        effects.push(stop(Stopped::Managed(id)));
        if model.is_control_plane(id) {
            effects.push(Effect::Deny(id).lasting(time));
        }
    }
    effects
}
