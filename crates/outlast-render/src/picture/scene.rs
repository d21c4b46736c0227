//! What a picture shows: frames for places, cards for machines and managed services, edges between.
//!
//! A card is one machine with the parts that run on it, or a managed service in one place. In a large
//! system equal machines of one place share a card with their number. An edge is a call, the way of
//! a router to its members, the copying of data, or a backup. Left out are people, control planes,
//! networks and what only a repair or a change needs: a picture of everything shows nothing.

use std::collections::{BTreeMap, BTreeSet};

use outlast_model::{CopyRef, Kind, MachineId, Model, Moment, Part, PartId, PlaceId, Seat, Use};

/// Up to so many machines each has a card of its own.
const SINGLE_MAX: usize = 24;
/// The most edges of one picture; more of them are a web in which nobody sees anything.
const EDGES_MAX: usize = 2_000;
/// How many routers behind each other are followed to see what is spoken with the last of them.
const HOPS_MAX: usize = 8;

/// A place that holds something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Frame {
    /// Its name, as the user wrote it.
    pub(crate) name: String,
    /// The word for what it is: `zone`.
    pub(crate) noun: &'static str,
    /// The frame around it, which stands before it.
    pub(crate) within: Option<usize>,
    /// The place.
    pub(crate) place: PlaceId,
}

/// What a card stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum CardKind {
    /// What a user does: it stands outside of every place.
    Journey,
    /// Something that passes requests on, and no machine of ours.
    Router,
    /// A machine, or several equal ones.
    Machine,
    /// Any other managed service.
    Managed,
}

/// A box with text in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Card {
    /// What it stands for.
    pub(crate) kind: CardKind,
    /// The short name: `web[0]`.
    pub(crate) title: String,
    /// What it is, in a few words: `standard.medium`.
    pub(crate) status: String,
    /// The whole address.
    pub(crate) address: String,
    /// How many equal ones it stands for.
    pub(crate) count: usize,
    /// The parts that run on it, a line each.
    pub(crate) lines: Vec<String>,
    /// The frame that it lies in; none for what is outside of every place.
    pub(crate) frame: Option<usize>,
    /// What cards have in common that stand for the same thing in different places.
    pub(crate) role: String,
    /// Its machines.
    pub(crate) machines: Vec<MachineId>,
    /// The copies of parts on it.
    pub(crate) copies: Vec<CopyRef>,
    /// The part, when it is no machine.
    pub(crate) part: Option<PartId>,
}

/// What an edge carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum EdgeKind {
    /// Requests.
    Call,
    /// Requests that the caller can do without.
    Soft,
    /// The same data, from the copy that is written to one that follows.
    Copying,
    /// Copies of a moment.
    Backup,
}

/// An edge between two cards.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Edge {
    /// The card where it begins.
    pub(crate) from: usize,
    /// The card where it ends.
    pub(crate) to: usize,
    /// What it carries.
    pub(crate) kind: EdgeKind,
    /// What is spoken: an index of [`Scene::protocols`].
    pub(crate) protocol: usize,
}

/// Everything that a picture shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Scene {
    /// Places, each after the one around it.
    pub(crate) frames: Vec<Frame>,
    /// Boxes, in the order of the model: journeys, machines, managed services.
    pub(crate) cards: Vec<Card>,
    /// Edges, in the order of their ends.
    pub(crate) edges: Vec<Edge>,
    /// What is spoken, in the order in which it is first met.
    pub(crate) protocols: Vec<String>,
    /// Whether edges were left out.
    pub(crate) cut: bool,
}

/// The scene of a model.
pub(crate) fn scene(model: &Model) -> Scene {
    let mut building = Building::new(model);
    building.journeys();
    building.machines();
    building.managed();
    building.calls();
    building.data();
    let Building { mut scene, edges, .. } = building;
    scene.edges = edges.into_iter().collect();
    scene
}

struct Building<'a> {
    model: &'a Model,
    scene: Scene,
    edges: BTreeSet<Edge>,
    /// The frame of each place that has one.
    frames: BTreeMap<PlaceId, usize>,
    /// The card of each copy.
    seats: BTreeMap<CopyRef, usize>,
    /// The card of each part that stands nowhere.
    nowhere: BTreeMap<PartId, usize>,
}

impl<'a> Building<'a> {
    fn new(model: &'a Model) -> Self {
        let mut scene = Scene::default();
        let mut frames = BTreeMap::new();
        let used = used(model);
        let mut around: Vec<(PlaceId, Option<usize>)> = roots(model, &used);
        while let Some((id, within)) = around.pop() {
            if frames.contains_key(&id) {
                continue;
            }
            let place = model.place(id);
            let at = scene.frames.len();
            frames.insert(id, at);
            let (name, noun) = (place.name.clone(), place.kind.word());
            scene.frames.push(Frame { name, noun, within, place: id });
            // The last is taken first.
            let inner = model.places().filter(|(it, _)| used.contains(it));
            let mut inner: Vec<_> = inner
                .filter(|(_, it)| it.within == Some(id))
                .map(|(it, _)| (it, Some(at)))
                .collect();
            inner.reverse();
            around.append(&mut inner);
        }
        let (edges, seats, nowhere) = (BTreeSet::new(), BTreeMap::new(), BTreeMap::new());
        Self { model, scene, edges, frames, seats, nowhere }
    }

    fn journeys(&mut self) {
        for journey in &self.model.journeys {
            self.scene.cards.push(Card {
                kind: CardKind::Journey,
                title: journey.name.clone(),
                status: "journey".to_string(),
                address: format!("journey.{}", journey.name),
                count: 1,
                lines: Vec::new(),
                frame: journey.from.and_then(|place| self.frames.get(&place)).copied(),
                role: format!("journey.{}", journey.name),
                machines: Vec::new(),
                copies: Vec::new(),
                part: None,
            });
        }
    }

    /// Machines, equal ones together where there are many.
    fn machines(&mut self) {
        let model = self.model;
        let mut on: BTreeMap<MachineId, Vec<CopyRef>> = BTreeMap::new();
        for (copy, machine) in
            model.parts().flat_map(|(part, _)| model.copies(part)).filter_map(|(copy, seat)| {
                match seat {
                    Seat::Machine(machine) => Some((copy, machine)),
                    Seat::Place(_) => None,
                }
            })
        {
            on.entry(machine).or_default().push(copy);
        }
        let single = model.machines.len() <= SINGLE_MAX;
        let mut cards: BTreeMap<_, usize> = BTreeMap::new();
        for (id, machine) in model.machines() {
            let copies = on.remove(&id).unwrap_or_default();
            let lines: Vec<String> = copies.iter().map(|copy| line(model, *copy)).collect();
            let alone = single.then_some(id);
            let key = (machine.place, &machine.block, machine.running, lines.clone(), alone);
            let at = *cards.entry(key).or_insert(self.scene.cards.len());
            if at == self.scene.cards.len() {
                self.scene.cards.push(self.machine(machine, single, lines));
            }
            if let Some(card) = self.scene.cards.get_mut(at) {
                card.count = card.machines.len() + 1;
                card.machines.push(id);
                card.copies.extend(&copies);
            }
            self.seats.extend(copies.into_iter().map(|copy| (copy, at)));
        }
    }

    fn machine(&self, it: &outlast_model::Machine, single: bool, lines: Vec<String>) -> Card {
        let address = if single { &it.address } else { &it.block };
        let size = it.size.clone().unwrap_or_else(|| "machine".to_string());
        Card {
            kind: CardKind::Machine,
            title: short(address).to_string(),
            status: if it.running { size } else { format!("{size}, stopped") },
            address: address.clone(),
            count: 0,
            lines,
            frame: self.frames.get(&it.place).copied(),
            role: it.block.clone(),
            machines: Vec::new(),
            copies: Vec::new(),
            part: None,
        }
    }

    /// Managed services, one card for each place, and parts that stand nowhere.
    fn managed(&mut self) {
        let model = self.model;
        let planes: BTreeSet<PartId> = model.control_planes.values().copied().collect();
        for (id, part) in model.parts() {
            if planes.contains(&id) || matches!(part.kind, Kind::People(_)) {
                continue;
            }
            let mut cards: BTreeMap<PlaceId, usize> = BTreeMap::new();
            for (copy, seat) in model.copies(id) {
                let Seat::Place(place) = seat else { continue };
                let at = *cards.entry(place).or_insert(self.scene.cards.len());
                if at == self.scene.cards.len() {
                    let frame = self.frames.get(&place).copied();
                    self.scene.cards.push(service(id, part, frame));
                }
                if let Some(card) = self.scene.cards.get_mut(at) {
                    card.count = card.copies.len() + 1;
                    card.copies.push(copy);
                }
                self.seats.insert(copy, at);
            }
            if part.copies.is_empty() {
                self.nowhere.insert(id, self.scene.cards.len());
                self.scene.cards.push(service(id, part, None));
            }
        }
    }

    /// The cards of a part.
    fn cards(&self, part: PartId) -> BTreeSet<usize> {
        let seated = self.model.copies(part).filter_map(|(copy, _)| self.seats.get(&copy));
        seated.chain(self.nowhere.get(&part)).copied().collect()
    }

    /// The cards that answer for a part: of a database those that take writes, unless it is only read.
    fn answering(&self, part: PartId, used: Use) -> BTreeSet<usize> {
        let first = CopyRef { part, copy: 0 };
        match &self.model.part(part).kind {
            Kind::Database(it) if !it.alike && used != Use::Read => {
                self.seats.get(&first).copied().into_iter().collect()
            }
            _ => self.cards(part),
        }
    }

    fn calls(&mut self) {
        let model = self.model;
        for (at, journey) in model.journeys.iter().enumerate() {
            for part in journey.enters.parts() {
                let to = self.answering(part, Use::Call);
                self.edges(&BTreeSet::from([at]), &to, EdgeKind::Call, protocol(model, part));
            }
        }
        for (id, part) in model.parts() {
            let from = self.cards(id);
            for need in part.needs.iter().filter(|need| need.at == Moment::Request) {
                let kind = if need.soft { EdgeKind::Soft } else { EdgeKind::Call };
                for to in need.of.parts() {
                    let cards = self.answering(to, need.used);
                    self.edges(&from, &cards, kind, protocol(model, to));
                }
            }
            if let Kind::Router(router) = &part.kind {
                for member in &router.members {
                    let to = self.seats.get(&member.copy).copied().into_iter();
                    let to = to.chain(self.nowhere.get(&member.copy.part).copied()).collect();
                    let spoken = protocol(model, member.copy.part);
                    self.edges(&from, &to, EdgeKind::Call, spoken);
                }
            }
        }
    }

    /// How data gets from one copy to the others.
    fn data(&mut self) {
        let model = self.model;
        for (id, part) in model.parts() {
            if !matches!(part.kind, Kind::Database(_)) {
                continue;
            }
            let seat = |copy| self.seats.get(&CopyRef { part: id, copy }).copied();
            let first: BTreeSet<usize> = seat(0).into_iter().collect();
            let last = u32::try_from(part.copies.len()).unwrap_or(u32::MAX);
            let others: BTreeSet<usize> = (1..last).filter_map(seat).collect();
            self.edges(&first, &others, EdgeKind::Copying, "copies of data".to_string());
        }
        for (_, store) in model.stores() {
            let from = self.answering(store.part, Use::Write);
            for part in store.backups.iter().filter_map(|backup| backup.to.part) {
                let to = self.cards(part);
                self.edges(&from, &to, EdgeKind::Backup, "backups".to_string());
            }
        }
    }

    /// Every edge from one of these cards to one of those.
    fn edges(
        &mut self,
        from: &BTreeSet<usize>,
        to: &BTreeSet<usize>,
        kind: EdgeKind,
        spoken: String,
    ) {
        let ends = from.iter().flat_map(|from| to.iter().map(move |to| (*from, *to)));
        for (from, to) in ends.filter(|(from, to)| from != to) {
            if self.edges.len() >= EDGES_MAX {
                self.scene.cut = true;
                return;
            }
            let protocols = &mut self.scene.protocols;
            let protocol = protocols.iter().position(|it| *it == spoken).unwrap_or_else(|| {
                protocols.push(spoken.clone());
                protocols.len() - 1
            });
            self.edges.insert(Edge { from, to, kind, protocol });
        }
    }
}

fn service(id: PartId, part: &Part, frame: Option<usize>) -> Card {
    let is_router = matches!(part.kind, Kind::Router(_));
    Card {
        kind: if is_router { CardKind::Router } else { CardKind::Managed },
        title: short(&part.address).to_string(),
        status: part.role.noun().to_string(),
        address: part.address.clone(),
        count: 1,
        lines: Vec::new(),
        frame,
        role: part.address.clone(),
        machines: Vec::new(),
        copies: Vec::new(),
        part: Some(id),
    }
}

/// A part on a machine: `shop, postgresql, writes`.
fn line(model: &Model, copy: CopyRef) -> String {
    let part = model.part(copy.part);
    let mut text = short(&part.address).to_string();
    if let Some(engine) = part.engine.as_deref().filter(|engine| *engine != text) {
        text = format!("{text}, {engine}");
    }
    let name = part.copies.get(copy.copy as usize).and_then(|it| it.name.as_deref());
    match &part.kind {
        Kind::Database(it) if !it.alike && part.copies.len() > 1 => match (copy.copy, name) {
            (0, _) => format!("{text}, writes"),
            (_, Some(name)) => format!("{text}, {name}"),
            (_, None) => format!("{text}, follows"),
        },
        _ => text,
    }
}

/// The places that hold something, and those around them.
fn used(model: &Model) -> BTreeSet<PlaceId> {
    let machines = model.machines.iter().map(|machine| machine.place);
    let planes: BTreeSet<PartId> = model.control_planes.values().copied().collect();
    let parts = model
        .parts()
        .filter(|(id, it)| !planes.contains(id) && !matches!(it.kind, Kind::People(_)));
    let seats = parts.flat_map(|(_, part)| &part.copies);
    let seats = seats.map(|copy| model.place_of(copy.seat));
    let users = model.journeys.iter().filter_map(|journey| journey.from);
    let mut used = BTreeSet::new();
    for place in machines.chain(seats).chain(users) {
        let mut at = Some(place);
        while let Some(place) = at.filter(|place| used.insert(*place)) {
            at = model.place(place).within;
        }
    }
    used
}

/// The outermost places, the first one last.
fn roots(model: &Model, used: &BTreeSet<PlaceId>) -> Vec<(PlaceId, Option<usize>)> {
    let roots = model.places().filter(|(id, it)| used.contains(id) && it.within.is_none());
    let mut roots: Vec<_> = roots.map(|(id, _)| (id, None)).collect();
    roots.reverse();
    roots
}

/// What is spoken with a part; with a router, what is spoken with its members.
fn protocol(model: &Model, part: PartId) -> String {
    let mut at = part;
    for _ in 0..HOPS_MAX {
        let part = model.part(at);
        if let Some(port) = part.listens {
            return well_known(port).map_or_else(|| format!("port {port}"), str::to_string);
        }
        match &part.kind {
            Kind::Router(router) => match router.members.first() {
                Some(member) => at = member.copy.part,
                None => break,
            },
            Kind::Database(_) => return part.engine.clone().unwrap_or_else(|| "data".to_string()),
            Kind::Server | Kind::People(_) => break,
        }
    }
    "calls".to_string()
}

/// What usually listens on a port: the service names that IANA registers,
/// <https://www.iana.org/assignments/service-names-port-numbers>.
const fn well_known(port: u16) -> Option<&'static str> {
    Some(match port {
        22 => "ssh",
        25 => "smtp",
        53 => "dns",
        80 => "http",
        88 => "kerberos",
        389 => "ldap",
        443 => "https",
        445 => "smb",
        636 => "ldaps",
        1883 => "mqtt",
        2049 => "nfs",
        2379 => "etcd",
        3306 => "mysql",
        4222 => "nats",
        5432 => "postgresql",
        5672 => "amqp",
        6379 => "redis",
        9092 => "kafka",
        _ => return None,
    })
}

/// An address without modules and type: `module.shop.exoscale_nlb.web["a"]` is `web["a"]`.
pub(crate) fn short(address: &str) -> &str {
    let end = address.find('[').unwrap_or(address.len());
    let start = match address.get(..end) {
        Some(head) if address.get(end..).is_some_and(|rest| rest.contains("].")) => {
            // An index in the middle belongs to a module: look after it.
            let after = address.rfind("].").map_or(0, |at| at + 2);
            return address.get(after..).map_or(head, short);
        }
        Some(head) => head.rfind('.').map_or(0, |at| at + 1),
        None => 0,
    };
    address.get(start..).filter(|it| !it.is_empty()).unwrap_or(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_name_is_the_last_piece_with_its_index() {
        for (address, name) in [
            ("service.web", "web"),
            ("exoscale_compute_instance.web[0]", "web[0]"),
            ("module.shop[\"a.b\"].exoscale_nlb.web[\"x.y\"]", "web[\"x.y\"]"),
            ("web", "web"),
            ("", ""),
            ("a.", "a."),
        ] {
            assert_eq!(short(address), name, "{address}");
        }
    }
}
