//! Every reference in a model, and a model of which all of them are known to lead somewhere.
//!
//! One walk for all who ask: each type is taken apart field by field, so that a new field does not
//! compile until somebody has decided what it refers to. What refers by a text (an anti-affinity
//! group, a service that fails as a whole) is no reference.

use std::fmt;
use std::ops::Deref;

use crate::{
    Actor, Address, Arena, Arriving, AssumptionId, Attached, Backup, Carrier, Change, Check,
    Common, Copy, CopyRef, Database, Detect, During, End, Expiry, Fact, FilterGroup, FilterId,
    FilterPeer, FilterRule, Id, Interface, Journey, Kept, Kind, Lasting, Limit, Line, Live,
    Machine, MachineId, Medium, Member, Model, Need, Needed, Network, NetworkId, Networks, Part,
    PartId, Passage, PassageId, People, Place, PlaceId, PortTranslation, Promise, Promised,
    Rotation, Route, RouteTo, Router, Scope, ScopeId, Seat, Slot, Stated, Stopped, Store, StoreId,
    Struck, WayBack, Work, Worth,
};

/// What something refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reference {
    /// A place.
    Place(PlaceId),
    /// A machine.
    Machine(MachineId),
    /// A part.
    Part(PartId),
    /// A copy of a part; the first one of a part without copies stands for the part.
    Copy(CopyRef),
    /// A member of a router, by its number.
    Member(PartId, u32),
    /// A store.
    Store(StoreId),
    /// A copy of a store.
    Slot(Slot),
    /// A scope.
    Scope(ScopeId),
    /// An assumption.
    Assumption(AssumptionId),
    /// A network.
    Network(NetworkId),
    /// A group of rules.
    Filter(FilterId),
    /// A passage.
    Passage(PassageId),
}

/// Whoever wants to know of references.
pub type Visitor<'v> = &'v mut dyn FnMut(Reference);

/// Something that refers to other things of its model.
pub trait Refers {
    /// Shows every reference in it, in the order of its fields.
    fn references(&self, to: Visitor<'_>);
}

/// Types that are what they refer to.
macro_rules! reference {
    ($($name:ident($type:ty))*) => {$(
        impl Refers for $type {
            fn references(&self, to: Visitor<'_>) {
                to(Reference::$name(*self));
            }
        }
    )*};
}
reference!(
    Place(PlaceId) Machine(MachineId) Part(PartId) Copy(CopyRef) Store(StoreId) Slot(Slot)
    Scope(ScopeId) Assumption(AssumptionId) Network(NetworkId) Filter(FilterId) Passage(PassageId)
);

/// Shows the references of several fields.
macro_rules! show {
    ($to:ident: $($field:expr),*) => {{ $($field.references($to);)* }};
}

/// A value rests on an assumption or on none; it refers to nothing itself.
impl<T> Refers for Fact<T> {
    fn references(&self, to: Visitor<'_>) {
        match self {
            Self::Assumed(_, id) => id.references(to),
            Self::Stated(..) | Self::Unknown(_) => {}
        }
    }
}

impl<T: Refers> Refers for Option<T> {
    fn references(&self, to: Visitor<'_>) {
        self.iter().for_each(|it| it.references(to));
    }
}

impl<T: Refers> Refers for Vec<T> {
    fn references(&self, to: Visitor<'_>) {
        self.iter().for_each(|it| it.references(to));
    }
}

impl<T: Refers + ?Sized> Refers for Box<T> {
    fn references(&self, to: Visitor<'_>) {
        (**self).references(to);
    }
}

impl<I: Id, T: Refers> Refers for Arena<I, T> {
    fn references(&self, to: Visitor<'_>) {
        self.iter().for_each(|it| it.references(to));
    }
}

impl Refers for Seat {
    fn references(&self, to: Visitor<'_>) {
        match self {
            Self::Machine(machine) => machine.references(to),
            Self::Place(place) => place.references(to),
        }
    }
}

impl Refers for Needed {
    fn references(&self, to: Visitor<'_>) {
        match self {
            Self::One(part) => part.references(to),
            Self::Any(several) | Self::Most(several) => several.references(to),
        }
    }
}

impl Refers for Need {
    fn references(&self, to: Visitor<'_>) {
        let Self {
            of,
            at: _,
            used: _,
            soft: _,
            serving: _,
            retries,
            remembers,
            timeout,
            trips: _,
            moves,
            span: _,
        } = self;
        show!(to: of, retries, remembers, timeout, moves);
    }
}

impl Refers for Check {
    fn references(&self, to: Visitor<'_>) {
        let Self { kind: _, interval, timeout, fall, rise, rearm } = self;
        show!(to: interval, timeout, fall, rise, rearm);
    }
}

impl Refers for Detect {
    fn references(&self, to: Visitor<'_>) {
        match self {
            Self::Check(check) => check.references(to),
            Self::Adverts { interval, missed: _, skew } => show!(to: interval, skew),
            Self::Lease { ttl, round, retry } => show!(to: ttl, round, retry),
            Self::After(after) => after.references(to),
        }
    }
}

impl Refers for Actor {
    fn references(&self, to: Visitor<'_>) {
        match self {
            Self::Parts(needed) => needed.references(to),
            Self::Itself | Self::Unstated => {}
        }
    }
}

impl Refers for WayBack {
    fn references(&self, to: Visitor<'_>) {
        let Self { by, notices: _, detect, takes, needs, within, tested: _, span: _ } = self;
        show!(to: by, detect, takes, needs, within);
    }
}

impl Refers for Arriving {
    fn references(&self, to: Visitor<'_>) {
        let Self { redispatch, all_when_none, sticky } = self;
        show!(to: redispatch, all_when_none, sticky);
    }
}

impl Refers for Rotation {
    fn references(&self, to: Visitor<'_>) {
        match self {
            Self::Fixed => {}
            Self::Checked(check) => check.references(to),
            Self::Moved(way) => way.references(to),
            Self::Elected { detect, preempts, tracks } => show!(to: detect, preempts, tracks),
        }
    }
}

impl Refers for Member {
    fn references(&self, to: Visitor<'_>) {
        let Self { copy, active: _ } = self;
        copy.references(to);
    }
}

impl Refers for Router {
    fn references(&self, to: Visitor<'_>) {
        let Self { members, rotation, arriving, remembers } = self;
        show!(to: members, rotation, arriving, remembers);
    }
}

impl Refers for Database {
    fn references(&self, to: Visitor<'_>) {
        let Self { commits, failover, votes, promotable: _, drops, alike: _ } = self;
        show!(to: commits, failover, votes, drops);
    }
}

impl Refers for People {
    fn references(&self, to: Visitor<'_>) {
        let Self { answers, hours: _ } = self;
        answers.references(to);
    }
}

impl Refers for Kind {
    fn references(&self, to: Visitor<'_>) {
        match self {
            Self::Server => {}
            Self::Router(router) => router.references(to),
            Self::Database(database) => database.references(to),
            Self::People(people) => people.references(to),
        }
    }
}

impl Refers for Copy {
    fn references(&self, to: Visitor<'_>) {
        let Self { seat, name: _ } = self;
        seat.references(to);
    }
}

impl Refers for Part {
    fn references(&self, to: Visitor<'_>) {
        let Self {
            address: _,
            role: _,
            kind,
            copies,
            needs,
            group: _,
            repairs,
            irreparable: _,
            carries,
            falls,
            engine: _,
            listens: _,
            cost_cents: _,
            inferred,
            span: _,
        } = self;
        show!(to: kind, copies, needs, repairs, carries, falls, inferred);
    }
}

impl Refers for Place {
    fn references(&self, to: Visitor<'_>) {
        let Self { name: _, kind: _, within, span: _ } = self;
        within.references(to);
    }
}

impl Refers for Machine {
    fn references(&self, to: Visitor<'_>) {
        let Self {
            address: _,
            block: _,
            place,
            apart: _,
            host_class: _,
            pool: _,
            replaced,
            size: _,
            cost_cents: _,
            running: _,
            span: _,
        } = self;
        show!(to: place, replaced);
    }
}

impl Refers for Promised {
    fn references(&self, to: Visitor<'_>) {
        let Self { out, lose, twice } = self;
        show!(to: out, lose, twice);
    }
}

impl Refers for Promise {
    fn references(&self, to: Visitor<'_>) {
        let Self { classes, availability, span: _ } = self;
        classes.values().for_each(|it| it.references(to));
        availability.references(to);
    }
}

impl Refers for Journey {
    fn references(&self, to: Visitor<'_>) {
        let Self {
            name: _,
            from,
            enters,
            rate,
            tolerates,
            answers_in,
            ends,
            done_within,
            promise,
            inferred,
            span: _,
        } = self;
        show!(to: from, enters, rate, tolerates, answers_in, ends, done_within, promise, inferred);
    }
}

impl Refers for Live {
    fn references(&self, to: Visitor<'_>) {
        let Self { copy, lag, durable_after } = self;
        show!(to: copy, lag, durable_after);
    }
}

impl Refers for Kept {
    fn references(&self, to: Visitor<'_>) {
        let Self { part, place } = self;
        show!(to: part, place);
    }
}

impl Refers for Backup {
    fn references(&self, to: Visitor<'_>) {
        let Self {
            name: _,
            how: _,
            every,
            makes,
            archive,
            to: kept,
            keeps_for,
            consistency,
            follows: _,
            locked,
            needs,
            restores,
            tested: _,
            tested_version: _,
            watched: _,
            span: _,
        } = self;
        show!(to: every, makes, archive, kept, keeps_for, consistency, locked, needs, restores);
    }
}

impl Refers for Medium {
    fn references(&self, to: Visitor<'_>) {
        match self {
            Self::Volume(part) => part.references(to),
            Self::Memory | Self::Disk | Self::Client => {}
        }
    }
}

impl Refers for Worth {
    fn references(&self, to: Visitor<'_>) {
        match self {
            Self::Harmful | Self::Harmless => {}
            Self::Rebuilt { from, takes, hits } => show!(to: from, takes, hits),
        }
    }
}

impl Refers for Store {
    fn references(&self, to: Visitor<'_>) {
        let Self {
            address: _,
            holds: _,
            part,
            medium,
            layout: _,
            live,
            backups,
            worth,
            serves_empty: _,
            size,
            writers,
            promise,
            inferred,
            span: _,
        } = self;
        show!(to: part, medium, live, backups, worth, size, writers, promise, inferred);
    }
}

impl Refers for Struck {
    fn references(&self, to: Visitor<'_>) {
        match self {
            Self::Process(copy) => copy.references(to),
            Self::Machine(machine) => machine.references(to),
            Self::Place(place) => place.references(to),
            Self::Managed(part) => part.references(to),
            Self::Store(store) => store.references(to),
            Self::Slot(slot) => slot.references(to),
            Self::Belief { router, member } => to(Reference::Member(*router, *member)),
        }
    }
}

impl Refers for Stopped {
    fn references(&self, to: Visitor<'_>) {
        self.struck().references(to);
    }
}

impl Refers for Lasting {
    fn references(&self, to: Visitor<'_>) {
        let Self { effect, lasts: _ } = self;
        effect.struck().references(to);
    }
}

impl Refers for Work {
    fn references(&self, to: Visitor<'_>) {
        let Self {
            worker,
            queue,
            writes,
            job,
            ack_wait,
            tries,
            then: _,
            keeps_for,
            acks_first,
            claimed: _,
            repeat_harms,
            key: _,
            does: _,
            two_phase: _,
            cannot_commit: _,
            span: _,
        } = self;
        show!(to: worker, queue, writes, job, ack_wait, tries, keeps_for, acks_first);
        repeat_harms.references(to);
    }
}

impl Refers for Scope {
    fn references(&self, to: Visitor<'_>) {
        let Self {
            name: _,
            places,
            parts,
            machines,
            except,
            held_by,
            reached_from,
            inferred,
            span: _,
        } = self;
        show!(to: places, parts, machines, except, held_by, reached_from, inferred);
    }
}

impl Refers for Common {
    fn references(&self, to: Visitor<'_>) {
        let Self { name: _, of, span: _ } = self;
        of.references(to);
    }
}

impl Refers for Limit {
    fn references(&self, to: Visitor<'_>) {
        let Self { address: _, part, at: _, full_in, when_full: _, span: _ } = self;
        show!(to: part, full_in);
    }
}

impl Refers for Expiry {
    fn references(&self, to: Visitor<'_>) {
        let Self { address: _, on: _, struck, answers: _, writes: _, span: _ } = self;
        struck.references(to);
    }
}

impl Refers for During {
    fn references(&self, to: Visitor<'_>) {
        let Self { name: _, without, lasts, span: _ } = self;
        show!(to: without, lasts);
    }
}

impl Refers for Change {
    fn references(&self, to: Visitor<'_>) {
        let Self {
            name: _,
            to: changed,
            away,
            takes,
            window,
            moves,
            over,
            by,
            needs,
            undo,
            tried: _,
            span: _,
        } = self;
        show!(to: changed, away, takes, window, moves, over, by, needs, undo);
    }
}

impl Refers for Stated {
    fn references(&self, to: Visitor<'_>) {
        let Self { name: _, effects, rate, span: _ } = self;
        show!(to: effects, rate);
    }
}

impl Refers for Line {
    fn references(&self, to: Visitor<'_>) {
        let Self { part, joins, rtt, bandwidth } = self;
        show!(to: part, joins, rtt, bandwidth);
    }
}

// Networks.

impl Refers for Network {
    fn references(&self, to: Visitor<'_>) {
        let Self { address: _, kind: _, place, prefixes: _, managed: _, span: _ } = self;
        place.references(to);
    }
}

impl Refers for Attached {
    fn references(&self, to: Visitor<'_>) {
        match self {
            Self::Machine(machine) => machine.references(to),
            Self::Part(part) => part.references(to),
            Self::Place(place) => place.references(to),
        }
    }
}

impl Refers for Address {
    fn references(&self, to: Visitor<'_>) {
        let Self { family: _, at } = self;
        at.references(to);
    }
}

impl Refers for Interface {
    fn references(&self, to: Visitor<'_>) {
        let Self { of, network, addresses, unaddressed: _, filters, unseen_filters: _, span: _ } =
            self;
        show!(to: of, network, addresses, filters);
    }
}

impl Refers for FilterPeer {
    fn references(&self, to: Visitor<'_>) {
        match self {
            Self::Group(group) => group.references(to),
            Self::Prefix(_) | Self::Public(_) | Self::Unknown(_) => {}
        }
    }
}

impl Refers for FilterRule {
    fn references(&self, to: Visitor<'_>) {
        let Self { address: _, way: _, packets: _, peer, span: _ } = self;
        peer.references(to);
    }
}

impl Refers for FilterGroup {
    fn references(&self, to: Visitor<'_>) {
        let Self { address: _, name: _, rules, external: _, unseen: _, unseen_members: _, span: _ } =
            self;
        rules.references(to);
    }
}

impl Refers for RouteTo {
    fn references(&self, to: Visitor<'_>) {
        match self {
            Self::Network(network) => network.references(to),
            Self::Prefix(_) => {}
        }
    }
}

impl Refers for Route {
    fn references(&self, to: Visitor<'_>) {
        let Self { on, to: leads, over, otherwise_internet: _, read_from: _, span: _ } = self;
        show!(to: on, leads, over);
    }
}

impl Refers for End {
    fn references(&self, to: Visitor<'_>) {
        let Self { network, gateways, translates: _, calls: _ } = self;
        show!(to: network, gateways);
    }
}

impl Refers for Passage {
    fn references(&self, to: Visitor<'_>) {
        let Self { address: _, part, ends, carrier, span: _ } = self;
        show!(to: part, ends);
        match carrier {
            Carrier::Tunnel { packets: _, encrypted: _ } | Carrier::Wire | Carrier::Forward => {}
        }
    }
}

impl Refers for PortTranslation {
    fn references(&self, to: Visitor<'_>) {
        let Self { part, transport: _, port: _, target_port: _, span: _ } = self;
        part.references(to);
    }
}

impl Refers for Networks {
    fn references(&self, to: Visitor<'_>) {
        let Self {
            networks,
            interfaces,
            filters,
            passages,
            routes,
            translations,
            inside,
            ports,
            followed_at,
            blocked_out,
        } = self;
        show!(to: networks, interfaces, filters, passages, routes, translations);
        inside.iter().for_each(|(passage, _)| passage.references(to));
        ports.keys().chain(followed_at.keys()).for_each(|part| part.references(to));
        blocked_out.iter().for_each(|(_, assumption)| assumption.references(to));
    }
}

impl Refers for Model {
    fn references(&self, to: Visitor<'_>) {
        let Self {
            name: _,
            places,
            machines,
            parts,
            journeys,
            stores,
            works,
            scopes,
            commons,
            full,
            expiries,
            during,
            changes,
            stated,
            lines,
            networks,
            assumptions: _,
            rates,
            lasts,
            control_planes,
            unsure_places,
            unsure_apart,
            uncounted,
            unseen,
            perhaps,
            refuted: _,
            deferred: _,
            understood: _,
        } = self;
        show!(to: places, machines, parts, journeys, stores, works, scopes, commons, full);
        show!(to: expiries, during, changes, stated, lines, networks);
        rates.values().for_each(|it| it.references(to));
        lasts.values().for_each(|it| it.references(to));
        control_planes.iter().for_each(|(place, part)| show!(to: place, part));
        uncounted.keys().for_each(|machine| machine.references(to));
        unseen.keys().for_each(|part| part.references(to));
        unsure_places.keys().for_each(|place| place.references(to));
        unsure_apart.keys().for_each(|machine| machine.references(to));
        perhaps.iter().for_each(|(place, several)| show!(to: place, several));
    }
}

/// A model of which every reference leads somewhere. It cannot be changed: a change is made to a
/// copy of what is in it, which is sealed again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed(Model);

impl Sealed {
    /// A copy to be changed.
    pub fn draft(&self) -> Model {
        self.0.clone()
    }
}

impl Deref for Sealed {
    type Target = Model;

    fn deref(&self) -> &Model {
        &self.0
    }
}

/// References that lead nowhere: a bug of whoever built the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken(pub Vec<Reference>);

impl fmt::Display for Broken {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "a model refers to what is not there: {:?}", self.0)
    }
}

impl Model {
    /// Checks every reference, once and for all.
    ///
    /// # Errors
    ///
    /// Those that lead nowhere.
    pub fn seal(self) -> Result<Sealed, Broken> {
        let mut broken = Vec::new();
        self.references(&mut |reference| {
            if !self.has(reference) {
                broken.push(reference);
            }
        });
        if broken.is_empty() { Ok(Sealed(self)) } else { Err(Broken(broken)) }
    }

    /// As [`Model::seal`], for whoever builds models: one that is broken is a bug and ends as one.
    ///
    /// # Panics
    ///
    /// A reference leads nowhere.
    #[expect(clippy::panic, reason = "a proof about what is not there must not be given")]
    #[must_use]
    pub fn sealed(self) -> Sealed {
        self.seal().unwrap_or_else(|broken| panic!("{broken}"))
    }

    fn has(&self, reference: Reference) -> bool {
        match reference {
            Reference::Place(id) => self.places.has(id),
            Reference::Machine(id) => self.machines.has(id),
            Reference::Part(id) => self.parts.has(id),
            Reference::Copy(CopyRef { part, copy }) => {
                self.parts.has(part) && (copy as usize) < self.part(part).copies.len().max(1)
            }
            Reference::Member(part, member) => {
                self.parts.has(part)
                    && matches!(&self.part(part).kind, Kind::Router(router)
                        if (member as usize) < router.members.len())
            }
            Reference::Store(id) => self.stores.has(id),
            Reference::Slot(Slot { store, slot }) => {
                self.stores.has(store) && slot < self.store(store).slots()
            }
            Reference::Scope(id) => self.scopes.has(id),
            Reference::Assumption(id) => self.assumptions.has(id),
            Reference::Network(id) => self.networks.networks.has(id),
            Reference::Filter(id) => self.networks.filters.has(id),
            Reference::Passage(id) => self.networks.passages.has(id),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leads_nowhere_is_named() {
        let mut model = Model::default();
        let mut part = Part::new("service.web", crate::Role::Service, Kind::Server);
        part.copies.push(Copy { seat: Seat::Machine(MachineId(3)), name: None });
        part.needs.push(Need::new(Needed::One(PartId(0)), crate::Moment::Request));
        part.falls = Fact::Assumed(true, AssumptionId(0));
        let part = model.parts.push(part);
        let struck = Stopped::Process(CopyRef { part, copy: 1 });
        model.commons.push(Common { name: "feed".to_string(), of: vec![struck], span: None });
        let Err(Broken(broken)) = model.seal() else { panic!("it is sealed") };
        let copy = Reference::Copy(CopyRef { part, copy: 1 });
        let assumption = Reference::Assumption(AssumptionId(0));
        assert_eq!(broken, [Reference::Machine(MachineId(3)), assumption, copy]);
    }

    #[test]
    fn a_model_whose_references_lead_somewhere_is_sealed() {
        let mut model = Model::default();
        let part = model.parts.push(Part::new("people.ops", crate::Role::People, Kind::Server));
        let struck = Stopped::Process(CopyRef { part, copy: 0 });
        model.commons.push(Common { name: "feed".to_string(), of: vec![struck], span: None });
        assert!(model.seal().is_ok());
    }
}
