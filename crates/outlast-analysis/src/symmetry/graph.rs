//! A model as a coloured graph: things are nodes, references are labelled edges.

use std::collections::{BTreeMap, BTreeSet};

use outlast_model::{CopyRef, Kind, Model, Part, PartId, Slot, Store, StoreId};

use super::bare::{self, Bare, Firsts, Label, Stripped};
use super::node::Node;

/// Rounds of refining colours: they only propose.
const ROUNDS: usize = 6;

/// Which end of an edge a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Way {
    /// It refers to the other end.
    Out,
    /// The other end refers to it.
    In,
}

/// How a node is joined to another: the number of the joint, and in which direction.
pub(super) type Role = (usize, Way);

/// A role, and the node at the other end.
pub(super) type Edge = (Role, Node);

/// The graph.
pub(crate) struct Graph {
    colours: BTreeMap<Node, usize>,
    edges: BTreeMap<Node, BTreeSet<Edge>>,
}

/// Numbers of values: equal ones have the same, from 0 in the order in which they are seen.
struct Numbers<T>(BTreeMap<T, usize>);

impl<T: Ord> Numbers<T> {
    const fn new() -> Self {
        Self(BTreeMap::new())
    }

    fn of(&mut self, value: T) -> usize {
        let next = self.0.len();
        *self.0.entry(value).or_insert(next)
    }
}

impl Graph {
    /// The graph of a model.
    pub(super) fn of(model: &Model) -> Self {
        let firsts = &bare::firsts(model);
        let mut drawing = Drawing::new();
        drawing.places(model, firsts);
        drawing.machines(model, firsts);
        drawing.parts(model, firsts);
        drawing.stores(model, firsts);
        drawing.surroundings(model, firsts);
        let mut graph = drawing.graph;
        for _ in 0..ROUNDS {
            if !graph.refine() {
                break;
            }
        }
        graph
    }

    /// The colour of a node; equal nodes have equal colours, not the other way round.
    #[expect(
        clippy::indexing_slicing,
        reason = "a node that is not in the graph is a bug and must end as one"
    )]
    pub(super) fn colour(&self, node: Node) -> usize {
        self.colours[&node]
    }

    /// What a node is joined to, in both directions.
    #[expect(
        clippy::indexing_slicing,
        reason = "a node that is not in the graph is a bug and must end as one"
    )]
    pub(super) fn edges(&self, node: Node) -> &BTreeSet<Edge> {
        &self.edges[&node]
    }

    /// Tells nodes apart whose neighbours differ; whether that changed anything.
    fn refine(&mut self) -> bool {
        let mut looks: Numbers<(usize, Vec<(Role, usize)>)> = Numbers::new();
        let mut next: BTreeMap<Node, usize> = BTreeMap::new();
        for (node, colour) in &self.colours {
            let edges = self.edges(*node).iter();
            let mut around: Vec<(Role, usize)> =
                edges.map(|(role, other)| (*role, self.colour(*other))).collect();
            around.sort_unstable();
            next.insert(*node, looks.of((*colour, around)));
        }
        let before: BTreeSet<usize> = self.colours.values().copied().collect();
        let changed = looks.0.len() != before.len();
        self.colours = next;
        changed
    }
}

/// A graph while it is drawn.
struct Drawing {
    graph: Graph,
    colours: Numbers<Bare>,
    labels: Numbers<Label>,
    /// The number of a label, and for the how manieth time it joins two nodes.
    joints: Numbers<(usize, usize)>,
}

impl Drawing {
    const fn new() -> Self {
        let graph = Graph { colours: BTreeMap::new(), edges: BTreeMap::new() };
        Self { graph, colours: Numbers::new(), labels: Numbers::new(), joints: Numbers::new() }
    }

    fn add(&mut self, node: Node, (bare, links): Stripped) {
        self.graph.colours.insert(node, self.colours.of(bare));
        self.graph.edges.entry(node).or_default();
        let mut times: BTreeMap<(usize, Node), usize> = BTreeMap::new();
        for (label, to) in links {
            let label = self.labels.of(label);
            // The same reference twice is not the same as once.
            let time = times.entry((label, to)).or_insert(0);
            *time += 1;
            let joint = self.joints.of((label, *time));
            self.graph.edges.entry(node).or_default().insert(((joint, Way::Out), to));
            self.graph.edges.entry(to).or_default().insert(((joint, Way::In), node));
        }
    }

    fn places(&mut self, model: &Model, firsts: &Firsts) {
        for (id, place) in model.places() {
            let plane = model.control_planes.get(&id);
            self.add(Node::Place(id), bare::place(place, plane, firsts));
        }
    }

    fn machines(&mut self, model: &Model, firsts: &Firsts) {
        let mut groups: Numbers<&str> = Numbers::new();
        for (id, machine) in model.machines() {
            let uncounted = model.uncounted.contains_key(&id);
            let (bare, mut links) = bare::machine(machine, uncounted, firsts);
            for name in &machine.apart {
                let group = Node::Shared(groups.of(name));
                links.push((Label::Apart, group));
                self.add(group, (Bare::Shared, Vec::new()));
            }
            self.add(Node::Machine(id), (bare, links));
        }
    }

    fn parts(&mut self, model: &Model, firsts: &Firsts) {
        for (id, part) in model.parts() {
            self.add(Node::Part(id), bare::part(part, firsts));
            self.copies(id, part, firsts);
            match &part.kind {
                Kind::Router(router) => {
                    for (at, member) in (0..).zip(&router.members) {
                        let bare = bare::member((id, at), member, router, firsts);
                        self.add(Node::Member(id, at), bare);
                    }
                }
                Kind::Server | Kind::Database(_) | Kind::People(_) => {}
            }
        }
    }

    fn copies(&mut self, id: PartId, part: &Part, firsts: &Firsts) {
        for (copy, it) in (0..).zip(&part.copies) {
            let at = CopyRef { part: id, copy };
            self.add(Node::Copy(at), bare::copy(at, part, it, firsts));
        }
        if part.copies.is_empty() {
            self.add(Node::Copy(CopyRef { part: id, copy: 0 }), bare::no_copy(id));
        }
    }

    fn stores(&mut self, model: &Model, firsts: &Firsts) {
        for (id, store) in model.stores() {
            self.add(Node::Store(id), bare::store(id, store, firsts));
            self.slots(model, (id, store), firsts);
        }
    }

    fn slots(&mut self, model: &Model, (id, store): (StoreId, &Store), firsts: &Firsts) {
        // First the live copies, then the backups: see `Slot`.
        let mut slots = (0..).map(|slot| Slot { store: id, slot });
        for (it, at) in store.live.iter().zip(&mut slots) {
            self.add(Node::Slot(at), bare::live(at, it, (model, store), firsts));
        }
        for (it, at) in store.backups.iter().zip(&mut slots) {
            self.add(Node::Slot(at), bare::backup(at, it, firsts));
        }
    }

    /// What else an unfolding reads. Scopes, limits, changes and whatever else only faults are made
    /// from is not here: the effects of a fault are all of it.
    fn surroundings(&mut self, model: &Model, firsts: &Firsts) {
        for (at, work) in model.works.iter().enumerate() {
            self.add(Node::Work(at), bare::work(work, firsts));
        }
        for (at, during) in model.during.iter().enumerate() {
            self.add(Node::During(at), bare::during(at, during, firsts));
        }
        for (at, line) in model.lines.iter().enumerate() {
            self.add(Node::Line(at), bare::line(line, firsts));
        }
        for (id, journey) in model.journeys() {
            self.add(Node::Journey(id), bare::journey(id, journey, firsts));
        }
    }
}
