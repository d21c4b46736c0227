//! Rules of placement: what must never stand beside another.
//!
//! Whoever places by such a rule (a cluster manager, a controller) decides for everything at once:
//! while one of the two is nowhere, the rule cannot be met and nothing is moved or started. Two
//! rules that are harmless alone can so leave no legal place at all. People act all the same.

use outlast_model::{Actor, Kind, Moment, Need, Needed, PartId, Rotation, WayBack};

use super::grammar::group::Group as _;
use super::grammar::shared::Bound;
use super::lowering::{Declared, Lowering};
use super::needs::plain;
use super::ways_back::is_people;

/// Reads the rules of every part.
pub fn read(lowering: &mut Lowering<'_>, own: &[Declared<'_>]) {
    for it in own {
        let bound = Bound::of(it.block);
        let Some((placing, span)) = bound.placed.this() else { continue };
        let mut needs: Vec<Need> = Vec::new();
        for (reference, at) in placing.apart_from.references() {
            for other in lowering.parts_of(reference, at) {
                let need = plain(Needed::One(other), Moment::Repair, false);
                needs.push(Need { span: Some(span), ..need });
            }
        }
        if !needs.is_empty() {
            bind(lowering, it.part, &needs);
        }
    }
}

/// Every way back of a part that people do not carry out waits for these.
fn bind(lowering: &mut Lowering<'_>, id: PartId, needs: &[Need]) {
    let part = lowering.model().part(id);
    let mut part = part.clone();
    let bound = |way: &mut WayBack| {
        let placing = match &way.by {
            Actor::Parts(actors) => !is_people(lowering, actors),
            Actor::Itself | Actor::Unstated => false,
        };
        if placing {
            way.needs.extend(needs.iter().cloned());
        }
    };
    part.repairs.iter_mut().for_each(&bound);
    match &mut part.kind {
        Kind::Database(database) => database.failover.iter_mut().for_each(bound),
        Kind::Router(router) => {
            if let Rotation::Moved(way) = &mut router.rotation {
                bound(way);
            }
        }
        Kind::Server | Kind::People(_) => {}
    }
    let place = lowering.part_mut(id);
    *place = part;
}
