//! The architecture as typed facts with provenance.
//!
//! Layer 1: places, machines, parts, needs, ways back, journeys, promises, faults and effects, and
//! the exact units that they are measured in. Neutral: no cloud is named here, nothing is read and
//! nothing is judged. Ids are small integers in the order of declaration.

// A variant that is added shows every place that must decide; tests may look at one alone.
#![cfg_attr(not(test), deny(clippy::wildcard_enum_match_arm))]

mod arena;
mod effect;
mod fact;
mod fault;
mod identity;
mod journey;
mod model;
mod network;
mod part;
mod place;
mod ratio;
mod references;
mod role;
mod scope;
mod sealed;
mod store;
mod units;
mod work;

pub use arena::{Arena, Id};
pub use effect::{
    Border, Condition, Effect, EffectKind, Erased, Found, Lasting, Leaves, Misled, Stopped, Struck,
};
pub use fact::{Assumption, AssumptionId, Fact};
pub use fault::{Class, Fault};
pub use identity::{CopyRef, MachineId, PartId, PlaceId, Slot, StoreId};
pub use journey::{Journey, JourneyId, Promise, Promised};
pub use model::{Deferred, Missing, MissingKind, Model, Refuted, Stranger, Understood};
pub use network::{
    Address, Attached, Calls, Carrier, End, Family, FilterGroup, FilterId, FilterPeer, FilterRule,
    Interface, InterfaceId, Network, NetworkId, NetworkKind, Networks, Packets, Passage, PassageId,
    PortTranslation, Route, RouteTo, Transport, UnseenFilters, Way,
};
pub use part::{
    Actor, Arriving, Check, Commit, Copy, Database, Detect, FormsAgain, Group, Kind, Member,
    Moment, Need, Needed, Part, People, ReadFrom, Rearm, Rotation, Router, Seat, Sight, Use, Waits,
    WayBack,
};
pub use place::{Machine, Place, PlaceKind};
pub use ratio::Ratio;
pub use references::{Reference, ReferenceMut, Refers, Step, Visitor, VisitorMut};
pub use role::{Held, Role};
pub use scope::{
    Change, Common, During, Expiry, Limit, Line, LineEnd, Scope, ScopeId, Segment, Stated, WhenFull,
};
pub use sealed::{Broken, Sealed};
pub use store::{Backup, Consistency, Kept, Layout, Live, Medium, Obeys, Store, Worth};
pub use units::{
    Bytes, DAY, FOREVER, HOUR, MILLISECOND, MINUTE, Nanos, PerSecond, Range, SECOND, UnitError,
    parse_bytes, parse_duration, parse_percent, parse_rate, show_duration, show_range,
};
pub use work::{Delivery, Work, finishing};
