//! In which layer a card stands, and in which order within it.
//!
//! Cards that stand for the same thing in different places have one role and one layer. A role that
//! is called stands in a layer right of all that call it, unless they call each other in a circle;
//! a copy that follows stands with the one that is written. Within a layer roles are sorted by the
//! middle of those that they are joined to, a few times to and fro.

use std::collections::{BTreeMap, BTreeSet};

use super::scene::{CardKind, EdgeKind, Scene};

/// How often layers are sorted, to and fro.
const SWEEPS: usize = 4;

/// The layer of each card, and its rank among all cards of the layer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Layers {
    /// The layer, from 0, in the order of the cards.
    pub(crate) layer: Vec<usize>,
    /// What cards of one layer are sorted by, in the order of the cards.
    pub(crate) rank: Vec<usize>,
}

/// Roles as numbers, and what joins them.
struct Roles {
    of: Vec<usize>,
    count: usize,
    /// From, to, and how many layers lie between at least.
    edges: BTreeSet<(usize, usize, usize)>,
    is_journey: BTreeSet<usize>,
}

/// Finds the layer of every card.
pub(crate) fn layers(scene: &Scene) -> Layers {
    let roles = Roles::of(scene);
    let layer = roles.layers();
    let rank = roles.ranks(&layer);
    let of = |by: &[usize]| -> Vec<usize> {
        roles.of.iter().map(|role| by.get(*role).copied().unwrap_or(0)).collect()
    };
    Layers { layer: of(&layer), rank: of(&rank) }
}

impl Roles {
    fn of(scene: &Scene) -> Self {
        let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
        let mut of = Vec::new();
        let mut is_journey = BTreeSet::new();
        for card in &scene.cards {
            let next = numbers.len();
            let role = *numbers.entry(card.role.as_str()).or_insert(next);
            if card.kind == CardKind::Journey {
                is_journey.insert(role);
            }
            of.push(role);
        }
        let role = |card: usize| of.get(card).copied().unwrap_or(0);
        let edges = scene.edges.iter().map(|edge| {
            (role(edge.from), role(edge.to), usize::from(edge.kind != EdgeKind::Copying))
        });
        let edges = edges.filter(|(from, to, _)| from != to).collect();
        Self { count: numbers.len(), of, edges, is_journey }
    }

    fn after(&self, role: usize) -> impl Iterator<Item = (usize, usize)> {
        let from = (role, 0, 0)..(role + 1, 0, 0);
        self.edges.range(from).map(|(_, to, by)| (*to, *by))
    }

    /// Roles such that each stands before those that it calls, circles aside: what is finished last
    /// in a walk in depth comes first.
    fn order(&self) -> Vec<usize> {
        let mut done = Vec::new();
        let mut seen = BTreeSet::new();
        // Journeys and what nobody calls come first, so that a circle is cut where it is entered.
        let called: BTreeSet<usize> = self.edges.iter().map(|(_, to, _)| *to).collect();
        let starts = (0..self.count).filter(|it| !called.contains(it));
        for start in starts.chain(0..self.count) {
            if !seen.insert(start) {
                continue;
            }
            let mut path = vec![(start, self.after(start))];
            while let Some((role, rest)) = path.last_mut() {
                match rest.map(|(to, _)| to).find(|to| seen.insert(*to)) {
                    Some(to) => path.push((to, self.after(to))),
                    None => {
                        done.push(*role);
                        path.pop();
                    }
                }
            }
        }
        done.reverse();
        done
    }

    /// The longest way to each role, along edges that go forward.
    fn layers(&self) -> Vec<usize> {
        let order = self.order();
        let mut place = vec![0; self.count];
        for (at, role) in order.iter().enumerate() {
            if let Some(place) = place.get_mut(*role) {
                *place = at;
            }
        }
        let place = |role: usize| place.get(role).copied().unwrap_or(0);
        let mut layer = vec![0; self.count];
        for role in &order {
            let own = layer.get(*role).copied().unwrap_or(0);
            for (to, by) in self.after(*role).filter(|(to, _)| place(*to) > place(*role)) {
                if let Some(layer) = layer.get_mut(to) {
                    *layer = (*layer).max(own + by);
                }
            }
        }
        self.pulled(layer)
    }

    /// What nobody calls stands just left of what it calls; what is joined to nothing, in the last
    /// layer, so that journeys keep the first to themselves.
    fn pulled(&self, mut layer: Vec<usize>) -> Vec<usize> {
        let called: BTreeSet<usize> = self.edges.iter().map(|(_, to, _)| *to).collect();
        let last = layer.iter().copied().max().unwrap_or(0).max(1);
        for role in
            (0..self.count).filter(|it| !called.contains(it) && !self.is_journey.contains(it))
        {
            let next = self.after(role).filter_map(|(to, _)| layer.get(to).copied()).min();
            let own = next.map_or(last, |next| next.saturating_sub(1).max(1));
            if let Some(layer) = layer.get_mut(role) {
                *layer = own;
            }
        }
        layer
    }

    fn ranks(&self, layer: &[usize]) -> Vec<usize> {
        let mut joined: Vec<Vec<usize>> = vec![Vec::new(); self.count];
        for (from, to, _) in &self.edges {
            for (one, other) in [(*from, *to), (*to, *from)] {
                if let Some(joined) = joined.get_mut(one) {
                    joined.push(other);
                }
            }
        }
        let mut rank: Vec<usize> = (0..self.count).collect();
        let of = |role: usize| layer.get(role).copied().unwrap_or(0);
        let last = layer.iter().copied().max().unwrap_or(0);
        for sweep in 0..SWEEPS {
            for step in 0..=last {
                let here = if sweep % 2 == 0 { step } else { last - step };
                let is_before = |other: &usize| {
                    if sweep % 2 == 0 { of(*other) < here } else { of(*other) > here }
                };
                let mut sorted: Vec<(usize, usize, usize)> = Vec::new();
                for role in (0..self.count).filter(|role| of(*role) == here) {
                    let own = rank.get(role).copied().unwrap_or(0);
                    let others = joined.get(role).map_or(&[][..], Vec::as_slice);
                    let others = others.iter().filter(|it| is_before(it));
                    let mut ranks: Vec<usize> =
                        others.filter_map(|it| rank.get(*it).copied()).collect();
                    ranks.sort_unstable();
                    sorted.push((ranks.get(ranks.len() / 2).copied().unwrap_or(own), own, role));
                }
                sorted.sort_unstable();
                for (at, (_, _, role)) in sorted.iter().enumerate() {
                    if let Some(rank) = rank.get_mut(*role) {
                        *rank = at;
                    }
                }
            }
        }
        rank
    }
}
