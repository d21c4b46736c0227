//! Administrative domains, limits, known states and changes: what faults are made from that no
//! single machine or place explains.

use outlast_findings::Span;

use crate::{
    Bytes, Fact, MachineId, Need, Needed, NetworkId, PartId, PerSecond, PlaceId, Range, Stopped,
    WayBack,
};

/// The number of a scope in its model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct ScopeId(pub u32);

crate::arena::id!(ScopeId);

/// An account, subscription or credential: who has it can erase or deny what it owns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// The name: `account`.
    pub name: String,
    /// Everything in these places.
    pub places: Vec<PlaceId>,
    /// These parts, wherever they stand.
    pub parts: Vec<PartId>,
    /// These machines, wherever they stand.
    pub machines: Vec<MachineId>,
    /// Parts in those places that belong to another scope, which is stated.
    pub except: Vec<PartId>,
    /// Who has its key.
    pub held_by: Vec<PartId>,
    /// Taking one of these takes it, too.
    pub reached_from: Vec<ScopeId>,
    /// Whether nobody wrote it down: the account behind a provider.
    pub inferred: Option<crate::AssumptionId>,
    /// Where it is written.
    pub span: Option<Span>,
}

/// Something that a set shares and loses together, and that is no place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Common {
    /// The name: `power feed`.
    pub name: String,
    /// Who shares it: processes, machines, places, managed parts.
    pub of: Vec<Stopped>,
    /// Where it is written.
    pub span: Option<Span>,
}

/// What happens when something is full.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WhenFull {
    /// Writes are refused.
    Refuse,
    /// The oldest data makes room.
    DropOldest,
    /// The software stops.
    Crash,
}

/// Something that fills up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// The address: `database.shop.limit.disk`.
    pub address: String,
    /// The part that fills up; all its copies have the same limit.
    pub part: PartId,
    /// Where it is full, as it is written.
    pub at: String,
    /// How long until it is full, from `now` and `grows`.
    pub full_in: Option<Fact<Range>>,
    /// What happens then.
    pub when_full: WhenFull,
    /// Where it is written.
    pub span: Option<Span>,
}

/// Something that ends on a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expiry {
    /// The address of what expires.
    pub address: String,
    /// The date, as it is written.
    pub on: String,
    /// What it strikes: the part, its machines, or what is in the place.
    pub struck: Vec<Stopped>,
    /// Whether it still answers then: if so it only refuses changes.
    pub answers: bool,
    /// Whether it still takes writes then.
    pub writes: bool,
    /// Where it is written.
    pub span: Option<Span>,
}

/// A known state in which every fault is judged again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct During {
    /// The name: `standby is rebuilt`.
    pub name: String,
    /// What is away.
    pub without: Vec<Stopped>,
    /// How long it lasts.
    pub lasts: Fact<Range>,
    /// Whether it is a change that is being made: nobody starts what that holds away.
    pub changed: bool,
    /// Where it is written.
    pub span: Option<Span>,
}

/// A deployment, an upgrade, a move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The name: `deploy`.
    pub name: String,
    /// What is changed.
    pub to: Vec<PartId>,
    /// How many copies are away at once.
    pub away: Fact<u32>,
    /// How long a step takes.
    pub takes: Fact<Range>,
    /// How long the window is that was announced.
    pub window: Option<Fact<Range>>,
    /// How much data it moves, and over which link.
    pub moves: Option<Fact<Bytes>>,
    /// The link that the data goes over.
    pub over: Option<PartId>,
    /// Who does it.
    pub by: Option<Needed>,
    /// What it needs.
    pub needs: Vec<Need>,
    /// How it is undone; `None` when it cannot be.
    pub undo: Option<WayBack>,
    /// The date of the last trial, or `None` when never or not stated.
    pub tried: Option<String>,
    /// How long all of it took then.
    pub took: Option<Fact<Range>>,
    /// Where it is written.
    pub span: Option<Span>,
}

/// A fault of one's own, in the words for effects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// The name: `flood`.
    pub name: String,
    /// What it does.
    pub effects: Vec<crate::Lasting>,
    /// How often it happens.
    pub rate: Option<Fact<PerSecond>>,
    /// Where it is written.
    pub span: Option<Span>,
}

/// A line between places or networks: what talks from one of its ends to another goes over it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    /// The link.
    pub part: PartId,
    /// Its ends.
    pub joins: Vec<LineEnd>,
    /// The time of a round trip.
    pub rtt: Option<Fact<Range>>,
    /// What it carries, in bytes per second.
    pub bandwidth: Option<Fact<Bytes>>,
}

/// Where a line ends.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum LineEnd {
    /// In a place, for all that stands there.
    Place(PlaceId),
    /// In a private network, for those who are attached to it.
    Network(Segment),
}

/// A private network at the end of a line, with who is attached to it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Segment {
    /// The network.
    pub network: NetworkId,
    /// Where it is.
    pub place: PlaceId,
    /// The machines that are attached to it.
    pub attached: Vec<MachineId>,
    /// Those of them that stand on private networks alone: they have no other way out.
    pub only: Vec<MachineId>,
}

impl LineEnd {
    /// The place that it stands in.
    pub const fn place(&self) -> PlaceId {
        match self {
            Self::Place(place) => *place,
            Self::Network(segment) => segment.place,
        }
    }
}
