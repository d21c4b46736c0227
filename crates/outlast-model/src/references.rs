//! Every reference in a model, shown to whoever asks or changes them.
//!
//! One list for all who ask: each type is taken apart field by field, so that a new field does not
//! compile until somebody has decided what it refers to. From that list come the walk that shows
//! references and the one that changes them. What refers by a text (an anti-affinity group, a
//! service that fails as a whole) is no reference.

use std::collections::BTreeMap;
use std::mem;

use outlast_findings::Span;

use crate::arena::MINT;
use crate::{
    Actor, Address, Arena, Arriving, AssumptionId, Attached, Backup, Border, Carrier, Change,
    Check, Class, Common, Copy, CopyRef, Database, Delivery, Detect, During, Effect, End, Erased,
    Expiry, Fact, FilterGroup, FilterId, FilterPeer, FilterRule, Id, Interface, Journey, Kept,
    Kind, Lasting, Limit, Line, LineEnd, Live, Machine, MachineId, Medium, Member, Misled, Model,
    Need, Needed, Network, NetworkId, Networks, Packets, Part, PartId, Passage, PassageId, People,
    Place, PlaceId, PortTranslation, Promise, Promised, Rotation, Route, RouteTo, Router, Scope,
    ScopeId, Seat, Segment, Slot, Stated, Stopped, Store, StoreId, Waits, WayBack, Work, Worth,
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

/// What something refers to, where that stands: it may be changed.
#[derive(Debug)]
pub enum ReferenceMut<'m> {
    /// A place.
    Place(&'m mut PlaceId),
    /// A machine.
    Machine(&'m mut MachineId),
    /// A part.
    Part(&'m mut PartId),
    /// A copy of a part.
    Copy(&'m mut CopyRef),
    /// A member of a router, by its number.
    Member(&'m mut PartId, &'m mut u32),
    /// A store.
    Store(&'m mut StoreId),
    /// A copy of a store.
    Slot(&'m mut Slot),
    /// A scope.
    Scope(&'m mut ScopeId),
    /// An assumption.
    Assumption(&'m mut AssumptionId),
    /// A network.
    Network(&'m mut NetworkId),
    /// A group of rules.
    Filter(&'m mut FilterId),
    /// A passage.
    Passage(&'m mut PassageId),
}

impl ReferenceMut<'_> {
    /// What it refers to now.
    pub const fn get(&self) -> Reference {
        match self {
            Self::Place(id) => Reference::Place(**id),
            Self::Machine(id) => Reference::Machine(**id),
            Self::Part(id) => Reference::Part(**id),
            Self::Copy(copy) => Reference::Copy(**copy),
            Self::Member(router, member) => Reference::Member(**router, **member),
            Self::Store(id) => Reference::Store(**id),
            Self::Slot(slot) => Reference::Slot(**slot),
            Self::Scope(id) => Reference::Scope(**id),
            Self::Assumption(id) => Reference::Assumption(**id),
            Self::Network(id) => Reference::Network(**id),
            Self::Filter(id) => Reference::Filter(**id),
            Self::Passage(id) => Reference::Passage(**id),
        }
    }

    /// Takes it out: what stands here afterwards is the same whatever it was. Only for a copy of a
    /// thing that is compared, and never looked up in.
    pub fn blank(self) {
        match self {
            Self::Place(id) => *id = Id::new(0, MINT),
            Self::Machine(id) => *id = Id::new(0, MINT),
            Self::Part(id) => *id = Id::new(0, MINT),
            Self::Copy(copy) => *copy = CopyRef { part: Id::new(0, MINT), copy: 0 },
            Self::Member(router, member) => (*router, *member) = (Id::new(0, MINT), 0),
            Self::Store(id) => *id = Id::new(0, MINT),
            Self::Slot(slot) => *slot = Slot { store: Id::new(0, MINT), slot: 0 },
            Self::Scope(id) => *id = Id::new(0, MINT),
            Self::Assumption(id) => *id = Id::new(0, MINT),
            Self::Network(id) => *id = Id::new(0, MINT),
            Self::Filter(id) => *id = Id::new(0, MINT),
            Self::Passage(id) => *id = Id::new(0, MINT),
        }
    }
}

/// A step into a thing, on the way to a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// A field, or what a variant holds, by its name.
    Field(&'static str),
    /// An item of a list, from 0.
    At(usize),
    /// A single one of a set: which of them is all the same.
    Among,
}

/// Whoever wants to know of references.
pub type Visitor<'v> = &'v mut dyn FnMut(Reference);

/// Whoever changes references, or what stands beside a thing and says nothing of what it does.
pub trait VisitorMut {
    /// A reference.
    fn reference(&mut self, reference: ReferenceMut<'_>);

    /// Where something is written.
    fn written(&mut self, _span: &mut Option<Span>) {}

    /// Why something is not known.
    fn unknown(&mut self, _why: &mut String) {}

    /// When something was tried for the last time, and on what.
    fn tried(&mut self, _trial: &mut Option<String>) {}

    /// What comes stands within this step, until it is left.
    fn enter(&mut self, _step: Step) {}

    /// The last step that was entered ends.
    fn leave(&mut self) {}
}

impl<F: FnMut(ReferenceMut<'_>)> VisitorMut for F {
    fn reference(&mut self, reference: ReferenceMut<'_>) {
        self(reference);
    }
}

/// Something that refers to other things of its model.
pub trait Refers {
    /// Shows every reference in it, in the order of its fields.
    fn references(&self, to: Visitor<'_>);

    /// Shows them in the same order, each once, to be changed.
    fn references_mut(&mut self, to: &mut dyn VisitorMut);
}

/// What sets are made of: a reference, or more than one.
trait Single {
    /// Whether it is no more than one reference: its position in the set does not count then.
    fn is_single(&self) -> bool;
}

/// Types that are what they refer to.
macro_rules! reference {
    ($($name:ident($type:ty))*) => {$(
        impl Refers for $type {
            fn references(&self, to: Visitor<'_>) {
                to(Reference::$name(*self));
            }

            fn references_mut(&mut self, to: &mut dyn VisitorMut) {
                to.reference(ReferenceMut::$name(self));
            }
        }

        impl Single for $type {
            fn is_single(&self) -> bool {
                true
            }
        }
    )*};
}
reference!(
    Place(PlaceId) Machine(MachineId) Part(PartId) Copy(CopyRef) Store(StoreId) Slot(Slot)
    Scope(ScopeId) Assumption(AssumptionId) Network(NetworkId) Filter(FilterId) Passage(PassageId)
);

/// Types that stand beside references in tuples and maps, and refer to nothing.
macro_rules! no_reference {
    ($($type:ty)*) => {$(
        impl Refers for $type {
            fn references(&self, _: Visitor<'_>) {}

            fn references_mut(&mut self, _: &mut dyn VisitorMut) {}
        }
    )*};
}
no_reference!(Class Delivery Packets String u16);

/// Shows the references of a field.
macro_rules! show {
    ($to:ident, $field:ident) => {
        $field.references($to)
    };
    ($to:ident, $field:ident set) => {
        $field.references($to)
    };
    ($to:ident, $field:ident tried) => {
        let _ = $field;
    };
}

/// Shows the references of a field, to be changed.
macro_rules! change {
    ($to:ident, $field:ident) => {
        $to.enter(Step::Field(stringify!($field)));
        $field.references_mut($to);
        $to.leave();
    };
    ($to:ident, $field:ident set) => {
        $to.enter(Step::Field(stringify!($field)));
        change_set($field, $to);
        $to.leave();
    };
    ($to:ident, $field:ident tried) => {
        $to.tried($field);
    };
}

/// What each type refers to: all that it is made of is named, and what of it is walked. Of a `set`
/// the order makes no difference; `tried` is no reference, but the text of a trial.
macro_rules! refers {
    ($($type:ident {
        $($pattern:pat => [$($field:ident $(: $how:ident)?),*]),+ $(,)?
    })*) => {$(
        impl Refers for $type {
            fn references(&self, to: Visitor<'_>) {
                let _ = &to;
                match self {
                    $($pattern => { $(show!(to, $field $($how)?);)* })+
                }
            }

            fn references_mut(&mut self, to: &mut dyn VisitorMut) {
                let _ = &to;
                match self {
                    $($pattern => { $(change!(to, $field $($how)?);)* })+
                }
            }
        }
    )*};
}

/// Where something is written refers to nothing of the model.
impl Refers for Option<Span> {
    fn references(&self, _: Visitor<'_>) {}

    fn references_mut(&mut self, to: &mut dyn VisitorMut) {
        to.written(self);
    }
}

/// A value rests on an assumption or on none; it refers to nothing itself.
impl<T> Refers for Fact<T> {
    fn references(&self, to: Visitor<'_>) {
        match self {
            Self::Assumed(_, id) => id.references(to),
            Self::Stated(..) | Self::Unknown(_) => {}
        }
    }

    fn references_mut(&mut self, to: &mut dyn VisitorMut) {
        match self {
            Self::Stated(_, span) => to.written(span),
            Self::Assumed(_, id) => id.references_mut(to),
            Self::Unknown(why) => to.unknown(why),
        }
    }
}

impl<T: Refers> Refers for Option<T> {
    fn references(&self, to: Visitor<'_>) {
        self.iter().for_each(|it| it.references(to));
    }

    fn references_mut(&mut self, to: &mut dyn VisitorMut) {
        self.iter_mut().for_each(|it| it.references_mut(to));
    }
}

impl<T: Refers> Refers for Vec<T> {
    fn references(&self, to: Visitor<'_>) {
        self.iter().for_each(|it| it.references(to));
    }

    fn references_mut(&mut self, to: &mut dyn VisitorMut) {
        change_list(self.iter_mut(), to);
    }
}

impl<I: Id, T: Refers> Refers for Arena<I, T> {
    fn references(&self, to: Visitor<'_>) {
        self.iter().for_each(|it| it.references(to));
    }

    fn references_mut(&mut self, to: &mut dyn VisitorMut) {
        change_list(self.iter_mut(), to);
    }
}

/// The position of each item counts.
fn change_list<'i, T: Refers + 'i>(
    items: impl Iterator<Item = &'i mut T>,
    to: &mut dyn VisitorMut,
) {
    for (at, item) in items.enumerate() {
        to.enter(Step::At(at));
        item.references_mut(to);
        to.leave();
    }
}

/// The position of what is more than one reference counts, and of nothing else.
fn change_set<T: Refers + Single>(items: &mut [T], to: &mut dyn VisitorMut) {
    for (at, item) in items.iter_mut().enumerate() {
        to.enter(if item.is_single() { Step::Among } else { Step::At(at) });
        item.references_mut(to);
        to.leave();
    }
}

impl<T: Refers + ?Sized> Refers for Box<T> {
    fn references(&self, to: Visitor<'_>) {
        (**self).references(to);
    }

    fn references_mut(&mut self, to: &mut dyn VisitorMut) {
        (**self).references_mut(to);
    }
}

impl<A: Refers, B: Refers> Refers for (A, B) {
    fn references(&self, to: Visitor<'_>) {
        let (a, b) = self;
        a.references(to);
        b.references(to);
    }

    fn references_mut(&mut self, to: &mut dyn VisitorMut) {
        let (a, b) = self;
        change!(to, a);
        change!(to, b);
    }
}

impl<K: Refers + Ord, V: Refers> Refers for BTreeMap<K, V> {
    fn references(&self, to: Visitor<'_>) {
        for (key, value) in self {
            key.references(to);
            value.references(to);
        }
    }

    /// A key is changed by taking it out and in again: two that become one would lose an entry.
    fn references_mut(&mut self, to: &mut dyn VisitorMut) {
        let mut entries: Vec<(K, V)> = mem::take(self).into_iter().collect();
        entries.references_mut(to);
        let count = entries.len();
        self.extend(entries);
        assert_eq!(self.len(), count, "two keys of a map have become one");
    }
}

impl Single for Needed {
    fn is_single(&self) -> bool {
        match self {
            Self::One(_) | Self::Copy(_) => true,
            Self::Any(_) | Self::Most(_) => false,
        }
    }
}

impl Single for LineEnd {
    fn is_single(&self) -> bool {
        match self {
            Self::Place(_) => true,
            Self::Network(_) => false,
        }
    }
}

impl Single for Stopped {
    fn is_single(&self) -> bool {
        match self {
            Self::Process(_)
            | Self::Machine(..)
            | Self::Place(..)
            | Self::Managed(_)
            | Self::Slot(_) => true,
        }
    }
}

impl Refers for Misled {
    fn references(&self, to: Visitor<'_>) {
        match self {
            Self::Process(copy) => copy.references(to),
            Self::Belief { router, member } => to(Reference::Member(*router, *member)),
        }
    }

    fn references_mut(&mut self, to: &mut dyn VisitorMut) {
        match self {
            Self::Process(copy) => copy.references_mut(to),
            Self::Belief { router, member } => to.reference(ReferenceMut::Member(router, member)),
        }
    }
}

refers! {
    Seat {
        Self::Machine(machine) => [machine],
        Self::Place(place) => [place],
    }
    Needed {
        Self::One(part) => [part],
        Self::Copy(copy) => [copy],
        Self::Any(several) | Self::Most(several) => [several: set],
    }
    Waits {
        Self { without, full_in, stops: _, span } => [without, full_in, span],
    }
    Need {
        Self {
            of,
            at: _,
            used: _,
            soft: _,
            serving: _,
            retries,
            remembers,
            timeout,
            resolves_once,
            trips: _,
            moves,
            over,
            span,
        } => [of, retries, remembers, timeout, resolves_once, moves, over, span],
    }
    Check {
        Self { sight, interval, timeout, fall, rise, rearm } =>
            [sight, interval, timeout, fall, rise, rearm],
    }
    Detect {
        Self::Check(check) => [check],
        Self::Adverts { interval, missed: _, skew } => [interval, skew],
        Self::Lease { ttl, round, retry, fenced: _ } => [ttl, round, retry],
        Self::After(after) => [after],
    }
    Actor {
        Self::Parts(needed) => [needed],
        Self::Itself | Self::Unstated => [],
    }
    WayBack {
        Self {
            by,
            notices: _,
            further: _,
            detect,
            looks,
            takes,
            needs,
            within,
            to,
            room,
            tested,
            undoes: _,
            span,
        } => [by, detect, looks, takes, needs, within, to, room, tested: tried, span],
    }
    Arriving {
        Self { redispatch, waits, all_when_none, sticky } => [redispatch, waits, all_when_none, sticky],
    }
    Rotation {
        Self::Fixed => [],
        Self::Checked(check) => [check],
        Self::Moved(way) => [way],
        Self::Elected { detect, preempts, tracks, segments: _ } => [detect, preempts, tracks],
    }
    Member {
        Self { copy, active: _ } => [copy],
    }
    Router {
        Self { members, rotation, arriving, remembers } =>
            [members, rotation, arriving, remembers],
    }
    Database {
        Self {
            commits,
            failover,
            votes,
            promotable: _,
            near_enough,
            drops,
            acked_by,
            waits_for_each: _,
            read_from,
            forms_again,
            shards: _,
            alike: _,
        } => [commits, failover, votes, near_enough, drops, acked_by, read_from, forms_again],
    }
    People {
        Self { answers, hours: _ } => [answers],
    }
    Kind {
        Self::Server => [],
        Self::Router(router) => [router],
        Self::Database(database) => [database],
        Self::People(people) => [people],
    }
    Copy {
        Self { seat, name: _ } => [seat],
    }
    Part {
        Self {
            address: _,
            role: _,
            kind,
            copies,
            needs,
            group: _,
            repairs,
            irreparable: _,
            starts,
            waiting,
            carries,
            falls,
            engine: _,
            listens: _,
            cost_cents: _,
            inferred,
            span,
        } => [kind, copies, needs, repairs, starts, waiting, carries, falls, inferred, span],
    }
    Place {
        Self { name: _, kind: _, within, beside, share: _, span } => [within, beside, span],
    }
    Machine {
        Self {
            address: _,
            block: _,
            place,
            apart: _,
            host_class: _,
            pool: _,
            replaced,
            size: _,
            cost_cents: _,
            own: _,
            running: _,
            span,
        } => [place, replaced, span],
    }
    Promised {
        Self { out, lose, twice } => [out, lose, twice],
    }
    Promise {
        Self { classes, availability, span } => [classes, availability, span],
    }
    Journey {
        Self {
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
            span,
        } => [
            from, enters, rate, tolerates, answers_in, ends: set, done_within, promise, inferred,
            span
        ],
    }
    Live {
        Self { copy, lag, durable_after } => [copy, lag, durable_after],
    }
    Kept {
        Self { part, place } => [part, place],
    }
    Backup {
        Self {
            name: _,
            how: _,
            every,
            makes,
            archive,
            to: kept,
            keeps_for,
            consistency,
            obeys: _,
            locked,
            needs,
            restores,
            tested,
            tested_version,
            watched: _,
            span,
        } => [
            every, makes, archive, kept, keeps_for, consistency, locked, needs, restores,
            tested: tried, tested_version: tried, span
        ],
    }
    Medium {
        Self::Volume(part) => [part],
        Self::Memory | Self::Disk | Self::Client => [],
    }
    Worth {
        Self::Harmful | Self::Harmless => [],
        Self::Rebuilt { from, takes, hits, meanwhile: _ } => [from, takes, hits],
    }
    Store {
        Self {
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
            span,
        } => [part, medium, live, backups, worth, size, writers: set, promise, inferred, span],
    }
    Effect {
        Self::Stop(stopped) => [stopped],
        Self::Freeze(copy) => [copy],
        Self::Cut(border) => [border],
        Self::Slow(part, _) | Self::Fill(part) | Self::Deny(part) => [part],
        Self::Erase(erased) => [erased],
        Self::Corrupt(store) => [store],
        Self::Set(misled) => [misled],
    }
    Stopped {
        Self::Process(copy) => [copy],
        Self::Machine(machine, _) => [machine],
        Self::Place(place, _) => [place],
        Self::Managed(part) => [part],
        Self::Slot(slot) => [slot],
    }
    Border {
        Self::Place(place) => [place],
        Self::Managed(part) => [part],
    }
    Erased {
        Self::Store(store) => [store],
        Self::Slot(slot) | Self::Unlocked(slot) => [slot],
    }
    Lasting {
        Self { effect, lasts: _ } => [effect],
    }
    Work {
        Self {
            worker,
            queue,
            writes,
            job,
            ack_wait,
            tries,
            then: _,
            keeps_for,
            acks_first,
            claimed,
            repeat_harms,
            key: _,
            does: _,
            two_phase: _,
            cannot_commit: _,
            span,
        } => [
            worker, queue, writes: set, job, ack_wait, tries, keeps_for, acks_first, claimed,
            repeat_harms, span
        ],
    }
    Scope {
        Self {
            name: _,
            places,
            parts,
            machines,
            except,
            held_by,
            reached_from,
            inferred,
            span,
        } => [
            places: set, parts: set, machines: set, except: set, held_by: set, reached_from: set,
            inferred, span
        ],
    }
    Common {
        Self { name: _, of, span } => [of: set, span],
    }
    Limit {
        Self { address: _, part, at: _, full_in, when_full: _, span } => [part, full_in, span],
    }
    Expiry {
        Self { address: _, on: _, struck, answers: _, writes: _, span } => [struck: set, span],
    }
    During {
        Self { name: _, without, lasts, changed: _, span } => [without: set, lasts, span],
    }
    Change {
        Self {
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
            tried,
            took,
            span,
        } => [
            changed, away, takes, window, moves, over, by, needs, undo, tried: tried, took, span
        ],
    }
    Stated {
        Self { name: _, effects, rate, span } => [effects, rate, span],
    }
    Line {
        Self { part, joins, rtt, bandwidth } => [part, joins: set, rtt, bandwidth],
    }
    LineEnd {
        Self::Place(place) => [place],
        Self::Network(segment) => [segment],
    }
    Segment {
        Self { network, place, attached, only } => [network, place, attached: set, only: set],
    }
}

// Networks.

refers! {
    Network {
        Self { address: _, kind: _, place, prefixes: _, managed: _, span } => [place, span],
    }
    Attached {
        Self::Machine(machine) => [machine],
        Self::Part(part) => [part],
        Self::Place(place) => [place],
    }
    Address {
        Self { family: _, at } => [at],
    }
    Interface {
        Self { of, network, addresses, unaddressed: _, filters, unseen_filters: _, span } =>
            [of, network, addresses, filters, span],
    }
    FilterPeer {
        Self::Group(group) => [group],
        Self::Prefix(_) | Self::Public(_) | Self::Unknown(_) => [],
    }
    FilterRule {
        Self { address: _, way: _, packets: _, peer, span } => [peer, span],
    }
    FilterGroup {
        Self { address: _, name: _, rules, external: _, unseen: _, unseen_members: _, span } =>
            [rules, span],
    }
    RouteTo {
        Self::Network(network) => [network],
        Self::Prefix(_) => [],
    }
    Route {
        Self { on, to: leads, over, otherwise_internet: _, read_from: _, span } =>
            [on, leads, over, span],
    }
    End {
        Self { network, gateways, translates: _, calls: _ } => [network, gateways: set],
    }
    Carrier {
        Self::Tunnel { packets: _, encrypted: _ } | Self::Wire | Self::Forward => [],
    }
    Passage {
        Self { address: _, part, ends, carrier, span } => [part, ends, carrier, span],
    }
    PortTranslation {
        Self { part, transport: _, port: _, target_port: _, span } => [part, span],
    }
    Networks {
        Self {
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
        } => [
            networks, interfaces, filters, passages, routes, translations, inside, ports,
            followed_at, blocked_out
        ],
    }
    Model {
        Self {
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
        } => [
            places, machines, parts, journeys, stores, works, scopes, commons, full, expiries,
            during, changes, stated, lines, networks, rates, lasts, control_planes, uncounted,
            unseen, unsure_places, unsure_apart, perhaps
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Found, Moment, PlaceKind, Range, Role};

    /// A model with what has a walk of its own: facts, sets, choices, maps and beliefs.
    fn model() -> Model {
        let mut model = Model::default();
        let [zone, other] = ["a", "b"].map(|it| Place::new(it, PlaceKind::Zone, None));
        let (zone, other) = (model.places.push(zone), model.places.push(other));
        let machine = model.machines.push(Machine::new("m", "m", zone));
        let mut part = Part::new("service.web", Role::Service, Kind::Server);
        part.copies.push(Copy { seat: Seat::Machine(machine), name: None });
        let web = model.parts.push(part.clone());
        let other_web = model.parts.push(part);
        let choice =
            Needed::Any(vec![Needed::One(other_web), Needed::Most(vec![Needed::One(web)])]);
        model.parts[web].needs.push(Need::new(choice, Moment::Request));
        model.parts[web].falls = Fact::Assumed(true, AssumptionId(0));
        let effects = [
            Effect::Set(Misled::Belief { router: web, member: 0 }),
            Effect::Stop(Stopped::Machine(machine, Found::Empty)),
        ];
        let effects = effects.map(|it| it.lasting(Range::ZERO)).to_vec();
        model.stated.push(Stated { name: "flood".to_string(), effects, rate: None, span: None });
        model.control_planes = BTreeMap::from([(zone, web), (other, other_web)]);
        model.networks.ports = BTreeMap::from([(web, vec![80])]);
        model.perhaps = BTreeMap::from([(zone, vec![other])]);
        model
    }

    /// Changes places with each other: this part and that.
    fn swap_parts(model: &mut Model) {
        model.references_mut(&mut |reference: ReferenceMut<'_>| {
            if let ReferenceMut::Part(part) | ReferenceMut::Copy(CopyRef { part, .. }) = reference {
                part.0 = 1 - part.0;
            }
        });
    }

    #[test]
    fn both_walks_show_the_same() {
        let mut model = model();
        let (mut shown, mut changed) = (Vec::new(), Vec::new());
        model.references(&mut |reference| shown.push(reference));
        let before = model.clone();
        model.references_mut(&mut |it: ReferenceMut<'_>| changed.push(it.get()));
        assert_eq!(shown, changed);
        assert!(shown.contains(&Reference::Member(PartId(0), 0)));
        assert_eq!(model, before);
    }

    #[test]
    fn what_is_swapped_twice_is_what_it_was() {
        let mut model = model();
        let before = model.clone();
        swap_parts(&mut model);
        let planes = [(PlaceId(0), PartId(1)), (PlaceId(1), PartId(0))];
        assert_eq!(model.control_planes, BTreeMap::from(planes));
        assert_ne!(model, before);
        swap_parts(&mut model);
        assert_eq!(model, before);
    }

    #[test]
    #[should_panic(expected = "two keys of a map have become one")]
    fn two_keys_that_become_one_are_a_bug() {
        model().references_mut(&mut |reference: ReferenceMut<'_>| reference.blank());
    }

    #[test]
    fn the_way_to_a_reference_names_its_position_only_where_that_counts() {
        struct Ways(Vec<Step>, Vec<Vec<Step>>);
        impl VisitorMut for Ways {
            fn reference(&mut self, _: ReferenceMut<'_>) {
                self.1.push(self.0.clone());
            }

            fn enter(&mut self, step: Step) {
                self.0.push(step);
            }

            fn leave(&mut self) {
                self.0.pop();
            }
        }
        let one = |part| Needed::One(PartId(part));
        let mut needed = Needed::Any(vec![one(0), Needed::Most(vec![one(1), one(2)]), one(3)]);
        let mut ways = Ways(Vec::new(), Vec::new());
        needed.references_mut(&mut ways);
        let (several, part) = (Step::Field("several"), Step::Field("part"));
        let alone = vec![several, Step::Among, part];
        let within = vec![several, Step::At(1), several, Step::Among, part];
        assert_eq!(ways.1, [alone.clone(), within.clone(), within, alone]);
        assert_eq!(ways.0, []);
    }
}
