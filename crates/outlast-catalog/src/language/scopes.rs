//! Accounts and credentials, and what sets share that is no place.
//!
//! Everything of a provider belongs to one account until a `scope` says otherwise: two provider
//! blocks of one Terraform are no proof of two accounts.

use outlast_findings::Span;
use outlast_model::{Common, MachineId, PartId, PlaceId, PlaceKind, Scope, ScopeId, Seat};

use super::document::{Block, Reference, Wanted};
use super::grammar::blocks::common::Sharing;
use super::grammar::blocks::scope::Owning;
use super::grammar::group::Group as _;
use super::lowering::Lowering;
use super::struck::{Thing, away, things};
use crate::problems;

const ACCOUNT: &str = "the safe side: a second provider block, alias or credential in Terraform is \
    no proof of a second account";

/// Reads every scope and every common thing, and infers the account behind each provider.
pub fn read(lowering: &mut Lowering<'_>, blocks: &[Block]) {
    let scopes: Vec<&Block> = blocks.iter().filter(|it| Owning::is_in(it)).collect();
    for block in &scopes {
        let scope = scope(lowering, block);
        lowering.estate.model.scopes.push(scope);
    }
    infer(lowering);
    for (block, id) in scopes.iter().zip(lowering.model().scopes.ids()) {
        let reached = reached_from(lowering, &Owning::of(block));
        lowering.estate.model.scopes[id].reached_from = reached;
    }
    except(lowering);
    for (block, sharing) in Sharing::each(blocks) {
        let things = things(lowering, sharing.of.wanted());
        let of = things.into_iter().flat_map(|thing| away(lowering, thing)).collect();
        let common = Common { name: block.name.clone(), of, span: Some(block.span) };
        lowering.estate.model.commons.push(common);
    }
}

fn scope(lowering: &mut Lowering<'_>, block: &Block) -> Scope {
    let mut scope = bare(&block.name, Some(block.span));
    let owning = Owning::of(block);
    for (thing, _) in owned(lowering, &owning) {
        match thing {
            Thing::Place(place) => scope.places.push(place),
            Thing::Machine(machine) => scope.machines.push(machine),
            Thing::Part(part) => scope.parts.push(part),
            Thing::Copy(_) | Thing::Backup(_) | Thing::Store(_) => {}
        }
    }
    scope.held_by = held_by(lowering, &owning);
    scope
}

fn bare(name: &str, span: Option<Span>) -> Scope {
    Scope {
        name: name.to_string(),
        places: Vec::new(),
        parts: Vec::new(),
        machines: Vec::new(),
        except: Vec::new(),
        held_by: Vec::new(),
        reached_from: Vec::new(),
        inferred: None,
        span,
    }
}

/// What a scope owns: places, parts, machines, or all that one alias of a provider made.
fn owned(lowering: &mut Lowering<'_>, owning: &Owning<'_>) -> Vec<(Thing, Span)> {
    let mut all = Vec::new();
    for (reference, span) in owning.owns.references() {
        if let Reference::Block { noun: "provider", name, .. } = reference
            && let Some(addresses) = lowering.alias(name)
        {
            let made = addresses.iter().flat_map(|it| of_resource(lowering, it));
            all.extend(made.map(|thing| (thing, span)));
            continue;
        }
        let one = [Wanted::One(reference.clone(), span)];
        all.extend(things(lowering, &one).into_iter().map(|thing| (thing, span)));
    }
    all
}

/// What a resource became that can be owned.
fn of_resource(lowering: &Lowering<'_>, address: &str) -> Vec<Thing> {
    if let Some(machines) = lowering.estate.machines_of(address) {
        return machines.iter().map(|it| Thing::Machine(*it)).collect();
    }
    lowering.estate.parts_of(address).into_iter().map(Thing::Part).collect()
}

/// Who has the key: parts, and those on machines that are named.
fn held_by(lowering: &mut Lowering<'_>, owning: &Owning<'_>) -> Vec<PartId> {
    let mut parts = Vec::new();
    for thing in things(lowering, owning.held_by.wanted()) {
        match thing {
            Thing::Part(part) => parts.push(part),
            Thing::Copy(copy) => parts.push(copy.part),
            Thing::Machine(machine) => parts.extend(lowering.parts_on(&[machine])),
            Thing::Place(_) | Thing::Backup(_) | Thing::Store(_) => {}
        }
    }
    parts.sort_unstable();
    parts.dedup();
    parts
}

fn reached_from(lowering: &mut Lowering<'_>, owning: &Owning<'_>) -> Vec<ScopeId> {
    let mut found = Vec::new();
    for (reference, span) in owning.reached_from.references() {
        let id = match reference {
            Reference::Block { noun: "scope", name, .. } => scope_named(lowering, name),
            Reference::Block { .. } | Reference::Resources(_) | Reference::Itself => None,
        };
        match id {
            Some(id) => found.push(id),
            None => {
                let what = format!("there is no scope `{}`", Lowering::written(reference));
                let help = "name a scope: `scope.account` is the one behind a provider";
                lowering.report(&problems::UNKNOWN_NAME, span, what, help);
            }
        }
    }
    found
}

fn scope_named(lowering: &Lowering<'_>, name: &str) -> Option<ScopeId> {
    let mut all = lowering.model().scopes.pairs();
    all.find(|(_, it)| it.name == name).map(|(id, _)| id)
}

/// One account for each provider of which nobody said whose it is. The first is called `account`.
fn infer(lowering: &mut Lowering<'_>) {
    let owned: Vec<PlaceId> =
        lowering.model().scopes.iter().flat_map(|it| it.places.clone()).collect();
    let clouds: Vec<(PlaceId, String)> = lowering
        .model()
        .places()
        .filter(|(id, it)| {
            let whole = it.kind == PlaceKind::Provider && it.within.is_none() && it.span.is_none();
            whole && !owned.contains(id) && has_managed(lowering, *id)
        })
        .map(|(id, it)| (id, it.name.clone()))
        .collect();
    for (at, (place, provider)) in clouds.into_iter().enumerate() {
        let name = if at == 0 { "account".to_string() } else { format!("account of {provider}") };
        if scope_named(lowering, &name).is_some() {
            continue;
        }
        let what = format!("everything of {provider} belongs to one account");
        let address = format!("scope.{name}");
        let inferred = lowering.infer("scope-inferred", &address, what, ACCOUNT);
        let scope = Scope { places: vec![place], inferred: Some(inferred), ..bare(&name, None) };
        lowering.estate.model.scopes.push(scope);
        lowering.names.entry(address).or_insert(super::lowering::Named::Other);
    }
}

/// Whether anything stands at a provider: a place that only name servers stand in counts, too.
fn has_managed(lowering: &Lowering<'_>, provider: PlaceId) -> bool {
    let model = lowering.model();
    model.machines.iter().any(|it| model.is_within(it.place, provider))
        || model
            .parts
            .iter()
            .flat_map(|it| &it.copies)
            .any(|copy| model.is_within(model.place_of(copy.seat), provider))
}

/// What one scope names is no longer another's that owns the place around it.
fn except(lowering: &mut Lowering<'_>) {
    let scopes = lowering.model().scopes.clone();
    let mut all: Vec<Vec<PartId>> = Vec::new();
    for (at, scope) in scopes.iter().enumerate() {
        let others = (0_usize..).zip(&scopes).filter(|(other, _)| *other != at);
        let mut except: Vec<PartId> = others
            .flat_map(|(_, it)| it.parts.iter().copied().chain(on(lowering, &it.machines)))
            .filter(|part| !scope.parts.contains(part))
            .collect();
        except.sort_unstable();
        except.dedup();
        all.push(except);
    }
    for (scope, except) in lowering.estate.model.scopes.iter_mut().zip(all) {
        scope.except = if scope.places.is_empty() { Vec::new() } else { except };
    }
}

fn on(lowering: &Lowering<'_>, machines: &[MachineId]) -> Vec<PartId> {
    let here = |seat: Seat| matches!(seat, Seat::Machine(it) if machines.contains(&it));
    let parts = lowering.model().parts();
    parts.filter(|(_, it)| it.copies.iter().any(|it| here(it.seat))).map(|(id, _)| id).collect()
}
