//! Who carries out a way back, and whether a lease decides it, read from the model alone.
//!
//! When they act, and whether they can, is a matter of the behaviours.

use outlast_model::{Actor, CopyRef, Detect, Kind, Model, Needed, PartId, Seat, WayBack};

/// The copies that carry out a way back of `part`, in order.
pub(crate) fn actors(model: &Model, way: &WayBack, part: PartId) -> Vec<CopyRef> {
    let mut actors = Vec::new();
    match &way.by {
        Actor::Unstated => {}
        Actor::Itself => actors.extend(copies_or_one(model, part)),
        Actor::Parts(needed) => {
            acting(model, needed, &mut actors);
        }
    }
    actors
}

/// The copies of all that is named; of a copy that is named, that one.
fn acting(model: &Model, needed: &Needed, into: &mut Vec<CopyRef>) {
    match needed {
        Needed::One(part) => into.extend(copies_or_one(model, *part)),
        Needed::Copy(copy) => into.push(*copy),
        Needed::Any(several) | Needed::Most(several) => {
            several.iter().for_each(|one| acting(model, one, into));
        }
    }
}

/// The copies of a part; what stands nowhere, as a line or people without a place, is one thing.
pub(crate) fn copies_or_one(model: &Model, part: PartId) -> Vec<CopyRef> {
    let copies: Vec<CopyRef> = model.copies(part).map(|(copy, _)| copy).collect();
    if copies.is_empty() { vec![CopyRef { part, copy: 0 }] } else { copies }
}

/// Per copy of a database, the process that holds the lease for it: the copy of who acts that stands
/// beside it. Nothing where nobody does, or where the copies or those who vote hold it themselves.
pub(crate) fn agents(model: &Model, way: &WayBack, part: PartId) -> Vec<Option<CopyRef>> {
    let (Detect::Lease { .. }, Actor::Parts(Needed::One(agent))) = (&way.detect, &way.by) else {
        return Vec::new();
    };
    let beside = |(_, seat): (CopyRef, Seat)| {
        model.copies(*agent).find(|(_, own)| *own == seat).map(|(agent, _)| agent)
    };
    if *agent == part { Vec::new() } else { model.copies(part).map(beside).collect() }
}

/// Whether a database decides its primary by a lease.
pub(crate) fn has_lease(model: &Model, part: PartId) -> bool {
    matches!(
        &model.part(part).kind,
        Kind::Database(database)
            if matches!(database.failover.as_ref().map(|way| &way.detect), Some(Detect::Lease { .. }))
    )
}
