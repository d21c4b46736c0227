//! Things of a model without their names and without their references: what is left must be equal
//! in equal things. The references are listed beside it, each with the way on which it was found.
//!
//! What is left is the thing itself, so that a field that is added later counts at once, and the
//! references are those that the model shows, so that one that is added later is listed at once.

use std::collections::BTreeMap;

use outlast_findings::Span;
use outlast_model::{
    Arena, AssumptionId, Backup, CopyRef, During, Journey, JourneyId, Kind, Line, Live, Machine,
    Medium, Member, Model, Part, PartId, Place, ReferenceMut, Refers, Rotation, Router, Slot, Step,
    Store, StoreId, VisitorMut, Work,
};

use super::node::Node;

/// What is left of a thing. Positions are there where one of several is the first or a member's
/// own; what carries its number is like nothing else, and never moves.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Bare {
    /// A place.
    Place(Place),
    /// A machine.
    Machine {
        /// What it is.
        machine: Box<Machine>,
        /// Whether it stands for a number of machines that is not known.
        uncounted: bool,
    },
    /// A part.
    Part {
        /// What it is; its copies and members are nodes of their own.
        part: Box<Part>,
        /// How many copies it has.
        copies: usize,
    },
    /// A copy of a part.
    Copy {
        /// What it is; nothing for the one that stands for a part without copies.
        copy: Option<outlast_model::Copy>,
        /// Which of the copies, where that counts.
        position: Option<u32>,
    },
    /// A member of a router.
    Member {
        /// What it is.
        member: Member,
        /// Which of the members, where that says who is preferred.
        position: Option<u32>,
    },
    /// A store.
    Store(StoreId),
    /// A live copy of a store: it is as its copy of the part is.
    Live {
        /// What it is.
        live: Live,
        /// Which of the copies, where that counts.
        position: Option<u32>,
    },
    /// A backup: it stands still as its store does, so that what it is need not be compared.
    Backup(Slot),
    /// A worker's taking from a queue.
    Work {
        /// What it is.
        work: Box<Work>,
        /// How many of those it writes to cannot commit in two phases.
        cannot_commit: usize,
    },
    /// A known state.
    During(usize),
    /// A line between places.
    Line(Box<Line>),
    /// A journey.
    Journey(JourneyId),
    /// A group of machines.
    Shared,
}

/// How a thing is joined to another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Label {
    /// It refers to it, by a reference on this way.
    Refers(Vec<Step>),
    /// It is a copy, a member or a slot of it.
    Of,
    /// Its bytes are on that copy of a volume.
    OnVolume,
    /// It is a member of that group of machines.
    Apart,
    /// Changes of the place are carried out by it.
    ControlPlane,
}

/// How something is joined, and to what.
pub(super) type Link = (Label, Node);

/// A thing as a node: what is left of it, and what it is joined to.
pub(super) type Stripped = (Bare, Vec<Link>);

/// Of each assumption of a model, the first one of the same name and value: equal assumptions on
/// two things have two numbers, and the first stands for them all.
pub(super) type Firsts = Arena<AssumptionId, AssumptionId>;

/// Finds them.
pub(super) fn firsts(model: &Model) -> Firsts {
    let mut seen: BTreeMap<(&str, &str), AssumptionId> = BTreeMap::new();
    let assumptions = model.assumptions.pairs();
    assumptions.map(|(at, it)| *seen.entry((&it.name, &it.value)).or_insert(at)).collect()
}

/// Takes out of a thing what it refers to, and what is said beside it.
struct Stripping<'a> {
    firsts: &'a Firsts,
    way: Vec<Step>,
    links: Vec<Link>,
}

impl VisitorMut for Stripping<'_> {
    /// What is no node stays where it is: it tells apart whoever refers to another one.
    fn reference(&mut self, reference: ReferenceMut<'_>) {
        if let ReferenceMut::Assumption(id) = reference {
            *id = self.firsts[*id];
        } else if let Some(node) = Node::referred(reference.get()) {
            self.links.push((Label::Refers(self.way.clone()), node));
            reference.blank();
        }
    }

    fn written(&mut self, span: &mut Option<Span>) {
        *span = None;
    }

    fn unknown(&mut self, why: &mut String) {
        why.clear();
    }

    fn tried(&mut self, trial: &mut Option<String>) {
        *trial = None;
    }

    fn enter(&mut self, step: Step) {
        self.way.push(step);
    }

    fn leave(&mut self) {
        self.way.pop();
    }
}

/// Strips a thing and lists what it refers to.
fn strip(thing: &mut impl Refers, firsts: &Firsts) -> Vec<Link> {
    let mut stripping = Stripping { firsts, way: Vec::new(), links: Vec::new() };
    thing.references_mut(&mut stripping);
    stripping.links
}

/// A place.
pub(super) fn place(place: &Place, plane: Option<&PartId>, firsts: &Firsts) -> Stripped {
    let mut bare = place.clone();
    bare.name.clear();
    let mut links = strip(&mut bare, firsts);
    links.extend(plane.map(|plane| (Label::ControlPlane, Node::Part(*plane))));
    (Bare::Place(bare), links)
}

/// A machine; what groups it is in is left out.
pub(super) fn machine(machine: &Machine, uncounted: bool, firsts: &Firsts) -> Stripped {
    let mut bare = machine.clone();
    bare.address.clear();
    bare.block.clear();
    bare.apart.clear();
    bare.pool = None;
    bare.size = None;
    bare.cost_cents = None;
    let links = strip(&mut bare, firsts);
    (Bare::Machine { machine: Box::new(bare), uncounted }, links)
}

/// A part.
pub(super) fn part(part: &Part, firsts: &Firsts) -> Stripped {
    let mut bare = part.clone();
    bare.address.clear();
    bare.copies.clear();
    bare.cost_cents = None;
    bare.inferred = None;
    match &mut bare.kind {
        Kind::Router(router) => router.members.clear(),
        Kind::Server | Kind::Database(_) | Kind::People(_) => {}
    }
    let links = strip(&mut bare, firsts);
    (Bare::Part { part: Box::new(bare), copies: part.copies.len() }, links)
}

/// A copy of a part; its position counts where one of them is the first, or a member's own.
pub(super) fn copy(
    at: CopyRef,
    part: &Part,
    copy: &outlast_model::Copy,
    firsts: &Firsts,
) -> Stripped {
    let mut bare = copy.clone();
    bare.name = None;
    let mut links = vec![(Label::Of, Node::Part(at.part))];
    links.extend(strip(&mut bare, firsts));
    let is_ordered = match &part.kind {
        Kind::Database(_) => true,
        Kind::Router(router) => match router.rotation {
            Rotation::Elected { .. } => true,
            Rotation::Fixed | Rotation::Checked(_) | Rotation::Moved(_) => false,
        },
        Kind::Server | Kind::People(_) => false,
    };
    (Bare::Copy { copy: Some(bare), position: is_ordered.then_some(at.copy) }, links)
}

/// What stands for a part without copies: whoever leads to it leads to the part.
pub(super) fn no_copy(part: PartId) -> Stripped {
    (Bare::Copy { copy: None, position: None }, vec![(Label::Of, Node::Part(part))])
}

/// A member of a router; its position counts where it says who is preferred.
pub(super) fn member(
    (router, at): (PartId, u32),
    member: &Member,
    of: &Router,
    firsts: &Firsts,
) -> Stripped {
    let mut bare = member.clone();
    let mut links = strip(&mut bare, firsts);
    links.push((Label::Of, Node::Part(router)));
    let is_ordered = match of.rotation {
        Rotation::Moved(_) | Rotation::Elected { .. } => true,
        Rotation::Fixed | Rotation::Checked(_) => false,
    };
    (Bare::Member { member: bare, position: is_ordered.then_some(at) }, links)
}

/// Who serves, holds and writes a store; its copies are nodes of their own.
pub(super) fn store(id: StoreId, store: &Store, firsts: &Firsts) -> Stripped {
    let mut bare = store.clone();
    bare.live.clear();
    bare.backups.clear();
    (Bare::Store(id), strip(&mut bare, firsts))
}

/// A live copy of a store.
pub(super) fn live(
    at: Slot,
    live: &Live,
    (model, store): (&Model, &Store),
    firsts: &Firsts,
) -> Stripped {
    let mut bare = live.clone();
    let mut links = vec![(Label::Of, Node::Store(at.store))];
    links.extend(strip(&mut bare, firsts));
    match store.medium {
        Medium::Volume(part) => {
            let copy = CopyRef { part, copy: at.slot };
            // Where the volume has no such copy, there is none to be gone.
            links.extend(model.seat(copy).map(|_| (Label::OnVolume, Node::Copy(copy))));
        }
        Medium::Memory | Medium::Disk | Medium::Client => {}
    }
    let is_ordered = match model.part(live.copy.part).kind {
        Kind::Database(_) => true,
        Kind::Server | Kind::Router(_) | Kind::People(_) => false,
    };
    (Bare::Live { live: bare, position: is_ordered.then_some(at.slot) }, links)
}

/// A backup.
pub(super) fn backup(at: Slot, backup: &Backup, firsts: &Firsts) -> Stripped {
    let mut links = vec![(Label::Of, Node::Store(at.store))];
    links.extend(strip(&mut backup.clone(), firsts));
    (Bare::Backup(at), links)
}

/// A worker's taking from a queue.
pub(super) fn work(work: &Work, firsts: &Firsts) -> Stripped {
    let mut bare = work.clone();
    bare.claimed = None;
    bare.cannot_commit.clear();
    let links = strip(&mut bare, firsts);
    let cannot_commit = work.cannot_commit.len();
    (Bare::Work { work: Box::new(bare), cannot_commit }, links)
}

/// A known state: what is away in it.
pub(super) fn during(at: usize, during: &During, firsts: &Firsts) -> Stripped {
    (Bare::During(at), strip(&mut during.clone(), firsts))
}

/// A line between places.
pub(super) fn line(line: &Line, firsts: &Firsts) -> Stripped {
    let mut bare = line.clone();
    let links = strip(&mut bare, firsts);
    (Bare::Line(Box::new(bare)), links)
}

/// What a journey asks for.
pub(super) fn journey(id: JourneyId, journey: &Journey, firsts: &Firsts) -> Stripped {
    (Bare::Journey(id), strip(&mut journey.clone(), firsts))
}
