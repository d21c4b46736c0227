//! What might keep a promise that a fault breaks: proposals, each of one or a few changes.
//!
//! A proposal claims nothing: it is tried against every fault. Cheap ones come first.

use std::collections::BTreeSet;

use outlast_model::{
    Actor, Class, Detect, Kind, Model, Nanos, Needed, Part, PartId, Range, Role, Rotation, Router,
    SECOND, Seat, Sight, Slot, Struck,
};

use super::Worst;
use super::change::{Change, QUICK_EVERY, machines};
use super::propose_data;
use crate::survive::Axis;

/// TTLs that people write.
const TTLS: [Nanos; 5] = [300 * SECOND, 120 * SECOND, 60 * SECOND, 30 * SECOND, 10 * SECOND];

/// The proposals for one fault.
pub(super) fn proposals(model: &Model, worst: &Worst) -> Vec<Vec<Change>> {
    let mut proposals = Vec::new();
    if worst.axis != Axis::Out {
        propose_data::proposals(model, worst, &mut proposals);
        return proposals;
    }
    for part in struck(model, worst) {
        for (router, it) in routers_to(model, part) {
            router_proposals(worst, (router, it), &mut proposals);
        }
        if worst.fault.class == Class::Process {
            proposals.push(vec![Change::Restart(part)]);
        }
        if worst.fault.class == Class::Hypervisor && machines(model, part).len() > 1 {
            proposals.push(vec![Change::Apart(part)]);
        }
        let it = model.part(part);
        match (&it.kind, it.role) {
            (Kind::Database(_), _) => database_proposals(model, part, &mut proposals),
            // A database of one copy is no more than a server.
            (Kind::Server, Role::Database) => proposals.push(vec![Change::Standby(part)]),
            (Kind::Server, _) => copy_proposals(model, part, &mut proposals),
            _ => {}
        }
    }
    let mut seen = BTreeSet::new();
    proposals.retain(|proposal| seen.insert(proposal.clone()));
    proposals
}

/// The parts of one's own that a fault strikes, the first ones declared first.
fn struck(model: &Model, worst: &Worst) -> BTreeSet<PartId> {
    let mut parts = BTreeSet::new();
    for effect in &worst.fault.effects {
        match effect.struck() {
            Struck::Process(copy) => {
                parts.insert(copy.part);
            }
            Struck::Machine(machine) => parts.extend(on(model, Seat::Machine(machine))),
            Struck::Store(store) | Struck::Slot(Slot { store, .. }) => {
                parts.insert(model.store(store).part);
            }
            Struck::Place(_) | Struck::Managed(_) | Struck::Belief { .. } => {}
        }
    }
    parts
}

fn on(model: &Model, seat: Seat) -> impl Iterator<Item = PartId> + '_ {
    let runs = move |part: &Part| part.copies.iter().any(|copy| copy.seat == seat);
    model.parts().filter(move |(_, part)| runs(part)).map(|(id, _)| id)
}

fn routers_to(model: &Model, target: PartId) -> Vec<(PartId, &Router)> {
    let leads = |router: &Router| router.members.iter().any(|it| it.copy.part == target);
    model
        .parts()
        .filter_map(|(id, part)| match &part.kind {
            Kind::Router(router) if leads(router) => Some((id, router)),
            Kind::Server | Kind::Router(_) | Kind::Database(_) | Kind::People(_) => None,
        })
        .collect()
}

fn check_of(router: &Router) -> Option<&outlast_model::Check> {
    match &router.rotation {
        Rotation::Checked(check) => Some(check),
        Rotation::Moved(way) => match &way.detect {
            Detect::Check(check) => Some(check),
            Detect::Adverts { .. } | Detect::Lease { .. } | Detect::After(_) => None,
        },
        Rotation::Elected { .. } | Rotation::Fixed => None,
    }
}

fn router_proposals(worst: &Worst, (id, router): (PartId, &Router), into: &mut Vec<Vec<Change>>) {
    if let Some(check) = check_of(router) {
        let slow = check.interval.value().is_none_or(|range: &Range| range.hi > QUICK_EVERY);
        if check.sight.value() == Some(&Sight::Port) && worst.fault.class == Class::Hang {
            into.push(vec![Change::RequestCheck(id)]);
        }
        if slow && worst.fault.class != Class::Hang {
            into.push(vec![Change::QuickCheck(id)]);
        }
    }
    let ttl = router.remembers.value().map_or(0, |range| range.hi);
    if let Rotation::Moved(way) = &router.rotation {
        let others = worst.out.saturating_sub(ttl);
        for to in
            TTLS.into_iter().filter(|to| *to < ttl && to.saturating_add(others) <= worst.promised)
        {
            into.push(vec![Change::Ttl { name: id, to }]);
        }
        if let Actor::Parts(Needed::One(controller)) = way.by {
            into.push(vec![Change::Controller { of: id, controller }]);
        }
    }
    let is_address = ttl == 0 && router.members.len() > 1;
    if matches!(router.rotation, Rotation::Fixed) && is_address {
        into.push(vec![Change::CheckTargets(id)]);
    }
}

fn database_proposals(model: &Model, part: PartId, into: &mut Vec<Vec<Change>>) {
    let Kind::Database(database) = &model.part(part).kind else { return };
    if machines(model, part).is_empty() || database.failover.is_some() {
        return;
    }
    if machines(model, part).len() > 1 {
        into.push(vec![Change::Failover(part)]);
    }
    into.push(vec![Change::Standby(part)]);
}

/// One more copy, and whatever is needed so that requests find it.
fn copy_proposals(model: &Model, part: PartId, into: &mut Vec<Vec<Change>>) {
    let several = machines(model, part).len() > 1;
    for (id, router) in routers_to(model, part) {
        let is_name = router.remembers.value().is_none_or(|range| range.hi > 0);
        match (&router.rotation, is_name) {
            (Rotation::Fixed, true) if several => {
                into.push(vec![Change::Balance { name: id, part }]);
            }
            (Rotation::Fixed, true) => {
                into.push(vec![Change::Copy(part), Change::Balance { name: id, part }]);
            }
            (Rotation::Fixed, false) => {
                into.push(vec![Change::Copy(part), Change::CheckTargets(id)]);
            }
            (Rotation::Checked(_) | Rotation::Moved(_), _) => into.push(vec![Change::Copy(part)]),
            (Rotation::Elected { .. }, _) => {}
        }
    }
}
