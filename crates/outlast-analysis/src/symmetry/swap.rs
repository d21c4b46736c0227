//! Whether swapping pairs of things, each with all that hangs on it, leaves the model as it is.

use std::collections::{BTreeMap, BTreeSet};

use super::graph::{Edge, Graph, Role};
use super::node::Node;

/// Swaps that move more things than these are not tried.
const MOST_MOVED: usize = 2_048;

/// Whether the pairs can be completed to a swap under which the graph stays the same.
pub(super) fn is_symmetry(graph: &Graph, pairs: &[(Node, Node)]) -> bool {
    let mut swap = Swap { graph, moved: BTreeMap::new(), open: Vec::new() };
    pairs.iter().all(|(a, b)| swap.pair(*a, *b)) && swap.complete() && swap.holds()
}

/// Whether they can, and these nodes stand still.
pub(super) fn is_symmetry_beside(graph: &Graph, pairs: &[(Node, Node)], still: &[Node]) -> bool {
    let mut swap = Swap { graph, moved: BTreeMap::new(), open: Vec::new() };
    pairs.iter().all(|(a, b)| swap.pair(*a, *b))
        && swap.complete()
        && still.iter().all(|node| !swap.moved.contains_key(node))
        && swap.holds()
}

struct Swap<'g> {
    graph: &'g Graph,
    moved: BTreeMap<Node, Node>,
    open: Vec<(Node, Node)>,
}

impl Swap<'_> {
    /// Swaps two nodes; whether that fits with what is swapped already.
    fn pair(&mut self, a: Node, b: Node) -> bool {
        if a == b {
            return !self.moved.contains_key(&a);
        }
        match (self.moved.get(&a), self.moved.get(&b)) {
            (Some(to), Some(from)) => return *to == b && *from == a,
            (None, None) => {}
            _ => return false,
        }
        // What never moves has a colour of its own.
        let fits = self.graph.colour(a) == self.graph.colour(b);
        self.moved.insert(a, b);
        self.moved.insert(b, a);
        self.open.push((a, b));
        fits && self.moved.len() <= MOST_MOVED
    }

    /// Where a node comes to stand: what is not swapped stays where it is.
    fn image(&self, node: Node) -> Node {
        match self.moved.get(&node) {
            Some(to) => *to,
            None => node,
        }
    }

    /// Swaps what hangs on the pairs: neighbours that only one of both has, paired by colour.
    fn complete(&mut self) -> bool {
        while let Some((a, b)) = self.open.pop() {
            let (of_a, of_b) = (self.own(a, b), self.own(b, a));
            if of_a.len() != of_b.len() {
                return false;
            }
            for ((looks, one), (others, other)) in of_a.into_iter().zip(of_b) {
                if looks != others || !self.pair(one, other) {
                    return false;
                }
            }
        }
        true
    }

    /// The neighbours of a node that the other does not have alike and that are not swapped yet.
    fn own(&self, node: Node, other: Node) -> Vec<((Role, usize), Node)> {
        let mut seen = BTreeSet::new();
        let edges_of_other = self.graph.edges(other);
        let mut own: Vec<((Role, usize), Node)> = self
            .graph
            .edges(node)
            .iter()
            .filter(|edge @ (_, to)| {
                let same = edges_of_other.contains(edge);
                !same && *to != other && !self.moved.contains_key(to) && seen.insert(*to)
            })
            .map(|(role, to)| ((*role, self.graph.colour(*to)), *to))
            .collect();
        own.sort_unstable();
        own
    }

    /// Every edge of what moved is an edge again, in the same role.
    fn holds(&self) -> bool {
        self.moved.iter().all(|(from, to)| {
            let (from, to) = (self.graph.edges(*from), self.graph.edges(*to));
            let same = |(role, end): &Edge| to.contains(&(*role, self.image(*end)));
            from.len() == to.len() && from.iter().all(same)
        })
    }
}
