//! An account is taken over, or deleted: everything that it owns is erased.

use std::collections::{BTreeMap, BTreeSet};

use outlast_model::{Class, Effect, Erased, Found, Lasting, Model, PartId, ScopeId, Stopped};

use super::{FaultKind, NEVER_ENDS, Strikes, fault, lasts};
use crate::ownership::Taken;

/// The kind.
pub(super) static KIND: FaultKind = FaultKind {
    class: Class::Account,
    summary: "one account is taken over",
    page: include_str!("../../pages/faults/account.md"),
    strikes,
};

/// Each scope with all that it leads to; and whoever holds the keys of several, where that is more.
fn strikes(model: &Model) -> Strikes {
    let mut faults = Vec::new();
    let mut sets: BTreeSet<BTreeSet<ScopeId>> = BTreeSet::new();
    for (at, scope) in model.scopes.pairs() {
        let taken = Taken::from(model, [at]);
        sets.insert(taken.scopes().clone());
        let what = format!("`{}` is taken over, and what it owns is erased", scope.name);
        let name = scope.name.replace(' ', "-");
        faults.push(fault(model, Class::Account, &name, what, erased(model, &taken)));
    }
    for (holder, scopes) in holders(model) {
        let taken = Taken::from(model, scopes);
        if sets.insert(taken.scopes().clone()) {
            let address = model.part(holder).address.as_str();
            let what = format!("who has the keys of `{address}` erases what they open");
            faults.push(fault(model, Class::Account, address, what, erased(model, &taken)));
        }
    }
    Strikes::of(faults)
}

/// The scopes whose keys each part holds.
fn holders(model: &Model) -> BTreeMap<PartId, Vec<ScopeId>> {
    let mut holders: BTreeMap<PartId, Vec<ScopeId>> = BTreeMap::new();
    for (at, scope) in model.scopes.pairs() {
        for part in &scope.held_by {
            holders.entry(*part).or_default().push(at);
        }
    }
    holders
}

/// Machines are destroyed and copies of stores erased. What the provider runs is had again, empty,
/// when the account is one's own again.
fn erased(model: &Model, taken: &Taken<'_>) -> Vec<Lasting> {
    let time = lasts(model, Class::Account);
    let mut effects = Vec::new();
    for (id, _) in model.machines().filter(|(id, it)| it.running && taken.owns_machine(*id)) {
        effects.push(Effect::Stop(Stopped::Machine(id, Found::Empty)).lasting(NEVER_ENDS));
    }
    let erasable = || model.stores().flat_map(|(id, store)| taken.erasable(id, store, time));
    let at_once = erasable().filter(|it| !matches!(it, Erased::Unlocked(_)));
    effects.extend(at_once.map(|it| Effect::Erase(it).lasting(NEVER_ENDS)));
    for copy in taken.named_processes() {
        effects.push(Effect::Stop(Stopped::Process(copy)).lasting(NEVER_ENDS));
    }
    for id in taken.managed() {
        effects.push(Effect::Stop(Stopped::Managed(id)).lasting(time));
        if model.is_control_plane(id) {
            effects.push(Effect::Deny(id).lasting(time));
        }
    }
    // Who waits for a lock to run out waits for as long as he has the account, and no longer.
    let later = erasable().filter(|it| matches!(it, Erased::Unlocked(_)));
    effects.extend(later.map(|it| Effect::Erase(it).lasting(time)));
    effects
}
