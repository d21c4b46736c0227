//! A model as a coloured graph: things are nodes, references are labelled edges.

use std::collections::{BTreeMap, BTreeSet};

use outlast_model::{Kind, Model, PlaceKind};

use super::bare::{Bare, Link, firsts};
use super::node::Node;

/// Rounds of refining colours: they only propose.
const ROUNDS: usize = 6;

/// A label with a direction, and the node at the other end.
pub(super) type Edge = (u32, Node);

/// The graph.
pub(crate) struct Graph {
    colours: BTreeMap<Node, u32>,
    edges: BTreeMap<Node, BTreeSet<Edge>>,
    roles: BTreeMap<String, u32>,
}

impl Graph {
    /// The graph of a model.
    pub(super) fn of(model: &Model) -> Self {
        let mut graph =
            Self { colours: BTreeMap::new(), edges: BTreeMap::new(), roles: BTreeMap::new() };
        let mut texts: BTreeMap<String, u32> = BTreeMap::new();
        graph.places(model, &mut texts);
        let firsts = &firsts(model);
        graph.machines(model, firsts, &mut texts);
        graph.parts(model, firsts, &mut texts);
        graph.stores(model, firsts, &mut texts);
        graph.surroundings(model, firsts, &mut texts);
        for (at, journey) in (0..).zip(&model.journeys) {
            let mut bare = Bare::new(firsts);
            bare.journey(journey);
            // Each journey has a colour of its own: it stands still.
            graph.add(Node::Journey(at), format!("journey {at}"), bare.links, &mut texts);
        }
        for _ in 0..ROUNDS {
            if !graph.refine() {
                break;
            }
        }
        graph
    }

    /// The colour of a node; equal nodes have equal colours, not the other way round.
    pub(super) fn colour(&self, node: Node) -> u32 {
        self.colours.get(&node).copied().unwrap_or(u32::MAX)
    }

    /// What a node is joined to, in both directions.
    pub(super) fn edges(&self, node: Node) -> impl Iterator<Item = &Edge> {
        self.edges.get(&node).into_iter().flatten()
    }

    /// Whether two nodes are joined in this way.
    pub(super) fn joined(&self, node: Node, edge: Edge) -> bool {
        self.edges.get(&node).is_some_and(|edges| edges.contains(&edge))
    }

    fn add(
        &mut self,
        node: Node,
        text: String,
        links: Vec<Link>,
        texts: &mut BTreeMap<String, u32>,
    ) {
        let next = u32::try_from(texts.len()).unwrap_or(u32::MAX);
        let colour = *texts.entry(text).or_insert(next);
        self.colours.insert(node, colour);
        let mut times: BTreeMap<(String, Node), u32> = BTreeMap::new();
        for (role, to) in links {
            // The same reference twice is not the same as once.
            let time = times.entry((role.clone(), to)).or_insert(0);
            *time += 1;
            let role = if *time > 1 { format!("{role} {time}") } else { role };
            let next = u32::try_from(self.roles.len()).unwrap_or(u32::MAX / 2);
            let role = *self.roles.entry(role).or_insert(next);
            self.edges.entry(node).or_default().insert((role * 2, to));
            self.edges.entry(to).or_default().insert((role * 2 + 1, node));
        }
    }

    fn places(&mut self, model: &Model, texts: &mut BTreeMap<String, u32>) {
        for (id, place) in model.places() {
            let mut links: Vec<Link> = Vec::new();
            links.extend(place.within.map(|within| ("in".to_string(), Node::Place(within.0))));
            let plane = model.control_planes.get(&id);
            links.extend(plane.map(|plane| ("plane".to_string(), Node::Part(plane.0))));
            let kind: PlaceKind = place.kind;
            self.add(Node::Place(id.0), format!("place {kind:?}"), links, texts);
        }
    }

    fn machines(&mut self, model: &Model, firsts: &[u32], texts: &mut BTreeMap<String, u32>) {
        let mut groups: BTreeMap<String, u32> = BTreeMap::new();
        for (id, machine) in model.machines() {
            let mut bare = Bare::new(firsts);
            let mut text = bare.machine(machine);
            if model.uncounted.contains_key(&id) {
                text.push_str(" uncounted");
            }
            let mut links = bare.links;
            for group in machine.apart.iter().map(|it| format!("apart {it}")) {
                let next = u32::try_from(groups.len()).unwrap_or(u32::MAX);
                let group = *groups.entry(group).or_insert(next);
                links.push(("apart".to_string(), Node::Shared(group)));
                self.colours.insert(Node::Shared(group), u32::MAX);
            }
            self.add(Node::Machine(id.0), text, links, texts);
        }
    }

    fn parts(&mut self, model: &Model, firsts: &[u32], texts: &mut BTreeMap<String, u32>) {
        for (id, part) in model.parts() {
            let mut bare = Bare::new(firsts);
            let text = bare.part(part);
            self.add(Node::Part(id.0), text, bare.links, texts);
            for (at, copy) in (0..).zip(&part.copies) {
                let mut bare = Bare::new(firsts);
                let text = bare.copy(id, at, part, copy.seat);
                self.add(Node::Copy(id.0, at), text, bare.links, texts);
            }
            let Kind::Router(router) = &part.kind else { continue };
            for (at, member) in (0..).zip(&router.members) {
                let mut bare = Bare::new(firsts);
                let text = bare.member(id, at, member, &router.rotation);
                self.add(Node::Member(id.0, at), text, bare.links, texts);
            }
        }
    }

    fn stores(&mut self, model: &Model, firsts: &[u32], texts: &mut BTreeMap<String, u32>) {
        for (id, store) in model.stores() {
            let mut bare = Bare::new(firsts);
            bare.store(store);
            self.add(Node::Store(id.0), format!("store {}", id.0), bare.links, texts);
            for slot in 0..store.slots() {
                let mut bare = Bare::new(firsts);
                let text = bare.slot(model, id, store, slot);
                self.add(Node::Slot(id.0, slot), text, bare.links, texts);
            }
        }
    }

    /// What else an unfolding reads. Scopes, limits, changes and whatever else only faults are made
    /// from is not here: the effects of a fault are all of it.
    fn surroundings(&mut self, model: &Model, firsts: &[u32], texts: &mut BTreeMap<String, u32>) {
        for (at, work) in (0..).zip(&model.works) {
            let mut bare = Bare::new(firsts);
            let text = bare.work(work);
            self.add(Node::Work(at), text, bare.links, texts);
        }
        for (at, during) in (0..).zip(&model.during) {
            let without = during.without.iter().map(|struck| {
                let (node, member) = super::node(struck.struck());
                (format!("without {member}"), node)
            });
            self.add(Node::During(at), format!("during {at}"), without.collect(), texts);
        }
        for (at, line) in (0..).zip(&model.lines) {
            let mut bare = Bare::new(firsts);
            let text = bare.line(line);
            self.add(Node::Line(at), text, bare.links, texts);
        }
    }

    /// Tells nodes apart whose neighbours differ; whether that changed anything.
    fn refine(&mut self) -> bool {
        let mut looks: BTreeMap<(u32, Vec<(u32, u32)>), u32> = BTreeMap::new();
        let mut next: BTreeMap<Node, u32> = BTreeMap::new();
        for (node, colour) in &self.colours {
            let mut around: Vec<(u32, u32)> =
                self.edges(*node).map(|(role, other)| (*role, self.colour(*other))).collect();
            around.sort_unstable();
            let fresh = u32::try_from(looks.len()).unwrap_or(u32::MAX);
            next.insert(*node, *looks.entry((*colour, around)).or_insert(fresh));
        }
        let before: BTreeSet<u32> = self.colours.values().copied().collect();
        let changed = looks.len() != before.len();
        self.colours = next;
        changed
    }
}
