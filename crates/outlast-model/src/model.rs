//! The whole architecture.

use std::collections::BTreeMap;

use outlast_findings::Span;

use crate::{
    Arena, Assumption, AssumptionId, Change, Class, Common, CopyRef, During, Expiry, Fact, Journey,
    JourneyId, Limit, Line, Machine, MachineId, Networks, Part, PartId, PerSecond, Place, PlaceId,
    PlaceKind, Range, Scope, ScopeId, Seat, Stated, Store, StoreId, Work,
};

/// How much of the input was understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Understood {
    /// Resources that have an entry in the catalogue.
    pub known: usize,
    /// All managed resources; a module that was not read counts as one.
    pub all: usize,
    /// Each that is not understood.
    pub missing: Vec<Missing>,
    /// Providers of what is not understood of which nothing or little is known.
    pub strangers: Vec<Stranger>,
    /// Whether something was left out that may have said anything: a file that cannot be read, a block
    /// that is not understood. Then nothing is proved to hold.
    pub left_out: bool,
}

/// A provider of which nothing or little is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stranger {
    /// The word with which its types begin: `hcloud`.
    pub provider: String,
    /// How many of its resources here are not understood.
    pub resources: usize,
    /// The types that are known, of all that it has.
    pub known: Vec<String>,
}

/// Something in the input that is not understood: what it does is not judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// Its address: `x_y.z[0]`, `module.cluster`.
    pub address: String,
    /// What it is.
    pub kind: MissingKind,
    /// Where it is written.
    pub span: Option<Span>,
}

/// What it is that is not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MissingKind {
    /// A resource of this type, which has no entry in the catalogue.
    Resource(String),
    /// A module that was not read, with its source: what it holds is not known.
    Module(String),
    /// A value that is written down and not known, and why: it counts as not written.
    Value(String),
}

impl MissingKind {
    /// The type of the resource, the source of the module, why the value is not known.
    pub fn name(&self) -> &str {
        match self {
            Self::Resource(name) | Self::Module(name) | Self::Value(name) => name,
        }
    }
}

/// Something that the file states and this version does not judge yet: it makes no verdict better
/// and is named wherever it would matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deferred {
    /// What it is, as an address: `queue.jobs`, `database.shop.backup.nightly`.
    pub address: String,
    /// What is not judged: "what a fault loses".
    pub what: String,
    /// Where it is written.
    pub span: Option<Span>,
}

/// A journey that was guessed and that the network does not let anybody take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refuted {
    /// The name that it had.
    pub journey: String,
    /// What keeps users out.
    pub why: String,
    /// Where what it would have entered is written.
    pub span: Option<Span>,
}

/// The whole architecture, neutral of any cloud.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Model {
    /// The name of the system: the directory, or what the outlast file says.
    pub name: String,
    /// Failure domains.
    pub places: Arena<PlaceId, Place>,
    /// Instances and hosts.
    pub machines: Arena<MachineId, Machine>,
    /// Software and managed services.
    pub parts: Arena<PartId, Part>,
    /// What users do.
    pub journeys: Arena<JourneyId, Journey>,
    /// Data that somebody would miss.
    pub stores: Arena<StoreId, Store>,
    /// Who takes work from which queue.
    pub works: Vec<Work>,
    /// Accounts and credentials.
    pub scopes: Arena<ScopeId, Scope>,
    /// What sets share that is no place.
    pub commons: Vec<Common>,
    /// What fills up.
    pub full: Vec<Limit>,
    /// What ends on a date.
    pub expiries: Vec<Expiry>,
    /// Known states.
    pub during: Vec<During>,
    /// Deployments, upgrades, moves.
    pub changes: Vec<Change>,
    /// Faults that the file states.
    pub stated: Vec<Stated>,
    /// Lines between places.
    pub lines: Vec<Line>,
    /// Who is attached where, what is filtered, and the ways between.
    pub networks: Networks,
    /// What was assumed.
    pub assumptions: Arena<AssumptionId, Assumption>,
    /// How often faults of a class happen to one target, in events per second.
    pub rates: BTreeMap<Class, Fact<PerSecond>>,
    /// How long a fault of a class lasts that ends by itself.
    pub lasts: BTreeMap<Class, Fact<Range>>,
    /// The part that carries out changes of a place (or of all): who is asked to move, create, start.
    pub control_planes: BTreeMap<PlaceId, PartId>,
    /// Machines that stand for a number of equal ones which is not known, and why it is not.
    pub uncounted: BTreeMap<MachineId, String>,
    /// Places that may be one of the others, since it is not known which they are, and why.
    pub unsure_places: BTreeMap<PlaceId, String>,
    /// Machines of which it is not known with which others they may share a hypervisor, and why.
    pub unsure_apart: BTreeMap<MachineId, String>,
    /// Parts behind which stands something that is not known, and why: a name whose target hangs on a
    /// variable without a value, a port of Kubernetes nodes. Nothing that goes through one is proved.
    pub unseen: BTreeMap<PartId, String>,
    /// Places that are one of several, and nobody proved which: each of them may be it.
    pub perhaps: BTreeMap<PlaceId, Vec<PlaceId>>,
    /// Guessed journeys that were dropped.
    pub refuted: Vec<Refuted>,
    /// What is stated and not judged yet.
    pub deferred: Vec<Deferred>,
    /// How much was understood.
    pub understood: Understood,
}

impl Model {
    /// The place of that number.
    pub fn place(&self, id: PlaceId) -> &Place {
        &self.places[id]
    }

    /// The machine of that number.
    pub fn machine(&self, id: MachineId) -> &Machine {
        &self.machines[id]
    }

    /// The part of that number.
    pub fn part(&self, id: PartId) -> &Part {
        &self.parts[id]
    }

    /// The assumption of that number.
    pub fn assumption(&self, id: AssumptionId) -> &Assumption {
        &self.assumptions[id]
    }

    /// The store of that number.
    pub fn store(&self, id: StoreId) -> &Store {
        &self.stores[id]
    }

    /// The journey of that number.
    pub fn journey(&self, id: JourneyId) -> &Journey {
        &self.journeys[id]
    }

    /// All journeys with their numbers.
    pub fn journeys(&self) -> impl Iterator<Item = (JourneyId, &Journey)> {
        self.journeys.pairs()
    }

    /// All stores with their numbers.
    pub fn stores(&self) -> impl Iterator<Item = (StoreId, &Store)> {
        self.stores.pairs()
    }

    /// The part with this address.
    pub fn part_at(&self, address: &str) -> Option<PartId> {
        self.parts().find(|(_, part)| part.address == address).map(|(id, _)| id)
    }

    /// All places with their numbers.
    pub fn places(&self) -> impl Iterator<Item = (PlaceId, &Place)> {
        self.places.pairs()
    }

    /// All machines with their numbers.
    pub fn machines(&self) -> impl Iterator<Item = (MachineId, &Machine)> {
        self.machines.pairs()
    }

    /// All parts with their numbers.
    pub fn parts(&self) -> impl Iterator<Item = (PartId, &Part)> {
        self.parts.pairs()
    }

    /// All copies of a part, with their seats.
    pub fn copies(&self, part: PartId) -> impl Iterator<Item = (CopyRef, Seat)> {
        (0..).zip(&self.part(part).copies).map(move |(copy, it)| (CopyRef { part, copy }, it.seat))
    }

    /// Where a copy runs.
    pub fn seat(&self, copy: CopyRef) -> Option<Seat> {
        self.part(copy.part).copies.get(copy.copy as usize).map(|it| it.seat)
    }

    /// The place that a seat stands in.
    pub fn place_of(&self, seat: Seat) -> PlaceId {
        match seat {
            Seat::Place(place) => place,
            Seat::Machine(machine) => self.machine(machine).place,
        }
    }

    /// Where a copy is on networks: on its machine, or in its place where only that is known.
    pub fn attached(&self, seat: Seat) -> Seat {
        match seat {
            Seat::Machine(machine) if self.machine(machine).own => Seat::Place(self.place_of(seat)),
            Seat::Machine(_) | Seat::Place(_) => seat,
        }
    }

    /// Whether `inner` is `outer`, lies in it, or in a place that fails with it. Ends on malformed
    /// nesting, too.
    pub fn is_within(&self, inner: PlaceId, outer: PlaceId) -> bool {
        self.around(inner).any(|at| {
            let beside = &self.place(at).beside;
            at == outer || beside.iter().any(|it| self.around(*it).any(|at| at == outer))
        })
    }

    /// Whether a line joins two places as they are, whichever way is taken.
    pub fn is_joined_by(&self, line: &Line, one: PlaceId, other: PlaceId) -> bool {
        let at = |place| line.joins.iter().position(|end| self.is_within(place, end.place()));
        matches!((at(one), at(other)), (Some(one), Some(other)) if one != other)
    }

    /// A place and every place around it, from the inside outwards. Ends on malformed nesting, too.
    pub fn around(&self, place: PlaceId) -> impl Iterator<Item = PlaceId> {
        let outer = |at: &PlaceId| self.place(*at).within;
        std::iter::successors(Some(place), outer).take(self.places.len() + 1)
    }

    /// The provider that a place belongs to, if any: what stands there is run by others.
    pub fn provider_of(&self, place: PlaceId) -> Option<PlaceId> {
        self.around(place).find(|at| self.place(*at).kind == PlaceKind::Provider)
    }

    /// The zone that a place is or stands in, if any.
    pub fn zone_of(&self, place: PlaceId) -> Option<PlaceId> {
        self.around(place).find(|at| self.place(*at).kind == PlaceKind::Zone)
    }

    /// Who carries out changes in a place: of the innermost place around it that has one.
    pub fn control_plane(&self, place: PlaceId) -> Option<PartId> {
        self.around(place).find_map(|at| self.control_planes.get(&at).copied())
    }

    /// Whether a part carries out changes in some place.
    pub fn is_control_plane(&self, part: PartId) -> bool {
        self.control_planes.values().any(|plane| *plane == part)
    }

    /// Writes an assumption down once and gives its number; the same name and target share one.
    pub fn assume(&mut self, assumption: Assumption) -> AssumptionId {
        let same = |it: &Assumption| it.name == assumption.name && it.of == assumption.of;
        let known = self.assumptions.pairs().find(|(_, it)| same(it)).map(|(id, _)| id);
        known.unwrap_or_else(|| self.assumptions.push(assumption))
    }
}
