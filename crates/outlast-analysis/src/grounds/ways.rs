//! How a journey needs each of the parts that it depends on: for every request, or only so that
//! something comes back.
//!
//! Read from the model alone, along the same edges as the slice of the simulator.

use std::collections::BTreeMap;

use outlast_model::{
    Actor, Kind, Medium, Model, Moment, Need, Part, PartId, Range, Rotation, Seat, StoreId, WayBack,
};

/// How a part is needed; the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Way {
    /// For every request.
    Asked,
    /// For the work that a request begins.
    Work,
    /// This one asks it, and works on with the last answer for so long.
    Remembered(PartId, Range),
    /// This one asks it, and works on without it.
    Soft(PartId),
    /// When this one starts, or is changed.
    At(Moment, PartId),
    /// It votes for who leads this one.
    Votes(PartId),
    /// It brings this one back.
    Acts(PartId),
    /// It holds or opens a backup of this store.
    Keeps(StoreId),
    /// Nothing that was followed here leads to it.
    Aside,
}

/// The ways in which parts are needed, from where a journey enters and from the work that it begins.
pub(super) fn ways(
    model: &Model,
    journey: &str,
    enters: Vec<PartId>,
    works: Vec<PartId>,
) -> BTreeMap<PartId, Way> {
    let mut ways: BTreeMap<PartId, Way> = BTreeMap::new();
    let begun = works.into_iter().map(|part| (part, Way::Work));
    let mut open: Vec<(PartId, Way)> =
        enters.into_iter().map(|part| (part, Way::Asked)).chain(begun).collect();
    while let Some((id, way)) = open.pop() {
        // A way is only ever replaced by a stronger one: it ends.
        if ways.get(&id).is_some_and(|known| *known <= way) {
            continue;
        }
        ways.insert(id, way);
        let edges = edges(model, id, journey);
        open.extend(edges.into_iter().map(|(to, edge)| (to, edge.max(way))));
    }
    ways
}

/// Whether the requests of a journey are among those that a need is for.
pub(super) fn serves(need: &Need, journey: &str) -> bool {
    need.at != Moment::Request
        || need.serving.is_empty()
        || need.serving.iter().any(|it| it == journey)
}

fn edges(model: &Model, id: PartId, journey: &str) -> Vec<(PartId, Way)> {
    let part = model.part(id);
    let mut edges = Vec::new();
    for need in part.needs.iter().filter(|need| serves(need, journey)) {
        let way = of_need(id, need);
        let parts = need.of.parts().into_iter().chain(need.over);
        edges.extend(parts.map(|to| (to, way)));
    }
    let mut acts = Vec::new();
    part.repairs.iter().for_each(|way| act(way, &mut acts));
    of_kind(id, part, &mut edges, &mut acts);
    for copy in &part.copies {
        acts.extend(model.control_plane(model.place_of(copy.seat)));
        let Seat::Machine(machine) = copy.seat else { continue };
        model.machine(machine).replaced.iter().for_each(|way| act(way, &mut acts));
    }
    edges.extend(acts.into_iter().map(|to| (to, Way::Acts(id))));
    for (store, held) in model.stores().filter(|(_, it)| it.part == id) {
        if let Medium::Volume(volume) = held.medium {
            edges.push((volume, Way::Asked));
        }
        for backup in &held.backups {
            let opens = backup.needs.iter().flat_map(|need| need.of.parts());
            edges.extend(backup.to.part.into_iter().chain(opens).map(|to| (to, Way::Keeps(store))));
        }
    }
    edges
}

fn of_kind(id: PartId, part: &Part, edges: &mut Vec<(PartId, Way)>, acts: &mut Vec<PartId>) {
    match &part.kind {
        Kind::Server | Kind::People(_) => {}
        Kind::Router(router) => {
            edges.extend(router.members.iter().map(|member| (member.copy.part, Way::Asked)));
            if let Rotation::Moved(way) = &router.rotation {
                act(way, acts);
            }
        }
        Kind::Database(database) => {
            database.failover.iter().for_each(|way| act(way, acts));
            let votes = database.votes.iter().flat_map(outlast_model::Needed::parts);
            edges.extend(votes.filter(|to| *to != id).map(|to| (to, Way::Votes(id))));
        }
    }
}

fn of_need(id: PartId, need: &Need) -> Way {
    match (need.at, need.remembers.value()) {
        (Moment::Request, _) if need.soft => Way::Soft(id),
        (Moment::Request, Some(range)) if range.hi > 0 => Way::Remembered(id, *range),
        (Moment::Request, _) => Way::Asked,
        (Moment::Repair, _) => Way::Acts(id),
        (Moment::Start | Moment::Change, _) => Way::At(need.at, id),
    }
}

fn act(way: &WayBack, into: &mut Vec<PartId>) {
    way.needs.iter().for_each(|need| need.of.add_parts(into));
    if let Actor::Parts(by) = &way.by {
        by.add_parts(into);
    }
}
