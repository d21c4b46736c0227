//! What a journey depends on: the least set of parts, machines and places that can change what
//! its callers see.
//!
//! Closed under needs (at request, start, repair and change), targets of routers, controllers,
//! voters, people and control planes. What is not in the slice is not in the world that is
//! unfolded, so a rule cannot read or write past it.

use std::collections::BTreeSet;

use outlast_model::{
    Actor, Detect, Fault, Journey, Kind, MachineId, Medium, Model, Moment, Need, Part, PartId,
    PlaceId, Rotation, Router, Seat, Sight, Slot, StoreId, Struck, WayBack, Worth,
};

use crate::roads::{Roads, Spot};

/// What a journey depends on.
#[derive(Debug, Clone, Default)]
pub(crate) struct Slice {
    /// Which lines conversations go over.
    pub(crate) roads: Roads,
    pub(crate) parts: BTreeSet<PartId>,
    pub(crate) machines: BTreeSet<MachineId>,
    pub(crate) places: BTreeSet<PlaceId>,
    /// The stores that its parts serve.
    pub(crate) stores: BTreeSet<StoreId>,
}

impl Slice {
    /// The slice of a journey, and of these parts.
    pub(crate) fn of(model: &Model, journey: &Journey, also: &[PartId]) -> Self {
        let mut slice = Self { roads: Roads::of(model), ..Self::default() };
        slice.places.extend(journey.from);
        let mut open = also.to_vec();
        journey.enters.add_parts(&mut open);
        while !open.is_empty() {
            while let Some(id) = open.pop() {
                let part = model.part(id);
                if !slice.parts.insert(id) {
                    continue;
                }
                slice.seat_all(model, part);
                depends(model, part, journey, &mut open);
                slice.hold(model, id, &mut open);
            }
            // Who needs each other talks over lines, which have gateways, which may stand elsewhere.
            open.extend(slice.lines(model).difference(&slice.parts));
        }
        slice
    }

    /// The lines that those in it may talk over.
    fn lines(&self, model: &Model) -> BTreeSet<PartId> {
        let seats = self.parts.iter().flat_map(|part| seats_of(model.part(*part)));
        let mut spots: Vec<Spot> = seats.map(|seat| self.roads.spot(model, seat)).collect();
        spots.extend(self.places.iter().map(|place| self.roads.spot_in(*place)));
        self.roads.among(&spots)
    }

    /// The stores that a part serves, and what keeps and opens their backups.
    fn hold(&mut self, model: &Model, part: PartId, into: &mut Vec<PartId>) {
        for (id, store) in model.stores().filter(|(_, store)| store.part == part) {
            self.stores.insert(id);
            if let Medium::Volume(volume) = store.medium {
                into.push(volume);
            }
            if let Worth::Rebuilt { from, .. } = store.worth {
                into.push(from);
            }
            for backup in &store.backups {
                into.extend(backup.to.part);
                self.places.extend(backup.to.place);
                needs_of(&backup.needs, into);
            }
        }
    }

    fn seat_all(&mut self, model: &Model, part: &Part) {
        for seat in seats_of(part) {
            if let Seat::Machine(machine) = seat {
                self.machines.insert(machine);
            }
            self.places.insert(model.place_of(seat));
        }
    }

    /// Whether an effect of the fault reaches anything in it.
    pub(crate) fn touched_by(&self, model: &Model, fault: &Fault) -> bool {
        fault.effects.iter().any(|effect| match effect.struck() {
            Struck::Process(copy) => self.parts.contains(&copy.part),
            Struck::Managed(part) | Struck::Belief { router: part, .. } => {
                self.parts.contains(&part)
            }
            Struck::Machine(machine) => self.machines.contains(&machine),
            Struck::Place(place) => self.is_struck(model, place),
            Struck::Store(store) | Struck::Slot(Slot { store, .. }) => self.stores.contains(&store),
        })
    }

    /// Everything in it, and every place around what is in it.
    pub(crate) fn things(&self, model: &Model) -> BTreeSet<Struck> {
        let mut things: BTreeSet<Struck> =
            self.parts.iter().map(|part| Struck::Managed(*part)).collect();
        things.extend(self.machines.iter().map(|machine| Struck::Machine(*machine)));
        things.extend(self.stores.iter().map(|store| Struck::Store(*store)));
        for place in &self.places {
            let mut at = Some(*place);
            // What is around a place that is known is known, too; malformed nesting ends.
            while let Some(place) = at.filter(|place| things.insert(Struck::Place(*place))) {
                let around = model.place(place);
                let outer = |id: &PlaceId| around.beside.iter().any(|it| model.is_within(*it, *id));
                let beside = model.places().map(|(id, _)| id).filter(outer);
                things.extend(beside.map(Struck::Place));
                at = around.within;
            }
        }
        things
    }

    fn is_struck(&self, model: &Model, place: PlaceId) -> bool {
        self.places.iter().any(|inner| model.is_within(*inner, place))
    }
}

/// Where copies of a part stand, and where they can come back.
fn seats_of(part: &Part) -> impl Iterator<Item = Seat> {
    part.copies.iter().map(|copy| copy.seat).chain(part.elsewhere())
}

fn needs_of(needs: &[Need], into: &mut Vec<PartId>) {
    needs.iter().for_each(|need| need.of.add_parts(into));
}

/// All that watchers of a router see behind its targets, where they ask for work: what a request of
/// any journey needs.
fn seen_behind(model: &Model, router: &Router, into: &mut Vec<PartId>) {
    let sight = match &router.rotation {
        Rotation::Checked(check) => Some(&check.sight),
        Rotation::Moved(way) => Some(way.sight()),
        Rotation::Elected { tracks, .. } => tracks.as_ref().map(|check| &check.sight),
        Rotation::Fixed => None,
    };
    // Where it is not known it may be for work.
    if sight.is_some_and(|sight| sight.value().is_none_or(|it| *it == Sight::Work)) {
        let mut known = BTreeSet::new();
        let mut open: Vec<PartId> = router.members.iter().map(|it| it.copy.part).collect();
        while let Some(id) = open.pop() {
            if known.insert(id) {
                let part = model.part(id);
                let asked = part.needs.iter().filter(|need| need.at == Moment::Request);
                asked.filter(|need| !need.soft).for_each(|need| need.of.add_parts(&mut open));
                if let Kind::Router(router) = &part.kind {
                    open.extend(router.members.iter().map(|member| member.copy.part));
                }
            }
        }
        into.extend(known);
    }
}

/// Whether a need matters to a journey: what is called for the requests of others does not.
fn matters(need: &Need, journey: &Journey) -> bool {
    let serves = need.serves(&journey.name);
    serves || need.at != Moment::Request
}

fn way_back(way: &WayBack, into: &mut Vec<PartId>) {
    needs_of(&way.needs, into);
    if let Actor::Parts(by) = &way.by {
        by.add_parts(into);
    }
    // A detection reads nothing beyond the thing that it watches.
    let (Detect::Check(_) | Detect::Adverts { .. } | Detect::Lease { .. } | Detect::After(_)) =
        &way.detect;
}

fn depends(model: &Model, part: &Part, journey: &Journey, into: &mut Vec<PartId>) {
    let needs = part.needs.iter().filter(|need| matters(need, journey));
    needs.for_each(|need| need.of.add_parts(into));
    part.repairs.iter().for_each(|way| way_back(way, into));
    part.waiting.iter().flat_map(|it| &it.without).for_each(|one| one.add_parts(into));
    // What is made anew elsewhere is made by the control plane of that place.
    into.extend(part.elsewhere().filter_map(|seat| model.control_plane(model.place_of(seat))));
    let changes = match &part.kind {
        Kind::Server | Kind::People(_) => false,
        Kind::Router(router) => {
            into.extend(router.members.iter().map(|member| member.copy.part));
            seen_behind(model, router, into);
            if let Rotation::Moved(way) = &router.rotation {
                way_back(way, into);
            }
            matches!(router.rotation, Rotation::Moved(_))
        }
        Kind::Database(database) => {
            database.failover.iter().for_each(|way| way_back(way, into));
            database.votes.iter().for_each(|votes| votes.add_parts(into));
            false
        }
    };
    for copy in &part.copies {
        if changes {
            let place = model.place_of(copy.seat);
            into.extend(model.control_plane(place));
        }
        let Seat::Machine(machine) = copy.seat else { continue };
        let machine = model.machine(machine);
        if let Some(way) = &machine.replaced {
            way_back(way, into);
        }
        if machine.replaced.is_some() || !part.repairs.is_empty() {
            into.extend(model.control_plane(machine.place));
        }
    }
}
