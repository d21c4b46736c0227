//! Which variables a slice has: one file for each thing that has any, with what they mean, how they
//! stand before any fault, and how they are read and written.
//!
//! A thing has the variables of its kind and no others: who looks for another kind's finds nothing.
//! What changes them, and when, belongs to effects and behaviours.

pub(crate) mod beliefs;
pub(crate) mod callers;
pub(crate) mod cluster;
pub(crate) mod content;
pub(crate) mod election;
pub(crate) mod machine;
pub(crate) mod memory;
pub(crate) mod moves;
pub(crate) mod process;
pub(crate) mod resolved;
pub(crate) mod rotation;
pub(crate) mod waiting;

use outlast_model::{Kind, Model, Part, PartId, Rotation, Router};

use crate::state::{State, count};
use crate::way_back::{actors, has_lease};
use beliefs::Beliefs;
use callers::Callers;
use cluster::{Cluster, Writes, groups_of};
use election::Claims;
use memory::Memory;
use process::Processes;
use rotation::InRotation;
use waiting::Waiting;

/// The variables of a part.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    pub(crate) memory: Memory,
    pub(crate) waiting: Waiting,
    pub(crate) processes: Processes,
    of_kind: OfKind,
}

/// The variables that only a part of this kind has.
#[derive(Debug, Clone, Copy)]
enum OfKind {
    /// A server, or people.
    None,
    /// A router that checks its own targets.
    Balancer(InRotation),
    /// An address or a name, which a controller may move.
    Pointer(Pointer),
    /// An address that its members claim among themselves.
    Elected(Claims),
    /// A database.
    Database(Cluster),
}

/// The variables of an address or a name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pointer {
    pub(crate) rotation: InRotation,
    pub(crate) callers: Callers,
    pub(crate) beliefs: Beliefs,
}

impl Row {
    /// Lays out the variables of a part, as they are before any fault.
    pub(crate) fn lay_out(model: &Model, id: PartId, state: &mut State) -> Self {
        let part = model.part(id);
        let memory = Memory::lay_out(part, state);
        let waiting = Waiting::lay_out(part, state);
        match &part.kind {
            Kind::Router(router) => {
                let processes = Processes::lay_out(part, state);
                let of_kind = of_router(model, id, router, state);
                Self { memory, waiting, processes, of_kind }
            }
            Kind::Database(database) => {
                let writes = Writes::lay_out(part, state);
                let processes = Processes::lay_out(part, state);
                let way = database.failover.as_ref();
                let watchers = way.map_or(0, |way| count(actors(model, way, id).len()));
                let lease = has_lease(model, id);
                let groups = groups_of(database, count(part.copies.len()));
                let cluster = Cluster::lay_out(part, writes, lease, watchers, groups, state);
                Self { memory, waiting, processes, of_kind: OfKind::Database(cluster) }
            }
            Kind::Server | Kind::People(_) => {
                let processes = Processes::lay_out(part, state);
                Self { memory, waiting, processes, of_kind: OfKind::None }
            }
        }
    }

    /// Which members a router has in rotation, when it is one that has.
    pub(crate) fn rotation(self) -> Option<InRotation> {
        match self.of_kind {
            OfKind::Balancer(rotation) => Some(rotation),
            OfKind::Pointer(pointer) => Some(pointer.rotation),
            OfKind::None | OfKind::Elected(_) | OfKind::Database(_) => None,
        }
    }

    /// The variables of an address or a name, when it is one.
    pub(crate) fn pointer(self) -> Option<Pointer> {
        match self.of_kind {
            OfKind::Pointer(pointer) => Some(pointer),
            OfKind::None | OfKind::Balancer(_) | OfKind::Elected(_) | OfKind::Database(_) => None,
        }
    }

    /// The variables of an elected address, when it is one.
    pub(crate) fn claims(self) -> Option<Claims> {
        match self.of_kind {
            OfKind::Elected(claims) => Some(claims),
            OfKind::None | OfKind::Balancer(_) | OfKind::Pointer(_) | OfKind::Database(_) => None,
        }
    }

    /// The variables of a database, when it is one.
    pub(crate) fn cluster(self) -> Option<Cluster> {
        match self.of_kind {
            OfKind::Database(cluster) => Some(cluster),
            OfKind::None | OfKind::Balancer(_) | OfKind::Pointer(_) | OfKind::Elected(_) => None,
        }
    }
}

fn of_router(model: &Model, id: PartId, router: &Router, state: &mut State) -> OfKind {
    let part: &Part = model.part(id);
    let pointer = |watchers: usize, state: &mut State| {
        let rotation = InRotation::of_all(router, state);
        let callers = Callers::lay_out(router, state);
        let members = count(router.members.len());
        let beliefs = Beliefs::lay_out(count(watchers), members, state);
        OfKind::Pointer(Pointer { rotation, callers, beliefs })
    };
    match &router.rotation {
        Rotation::Checked(_) => OfKind::Balancer(InRotation::of_each_copy(part, router, state)),
        Rotation::Elected { .. } => OfKind::Elected(Claims::lay_out(router, state)),
        Rotation::Fixed => pointer(0, state),
        Rotation::Moved(way) => pointer(actors(model, way, id).len(), state),
    }
}
