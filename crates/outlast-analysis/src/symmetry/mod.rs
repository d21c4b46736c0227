//! Faults that are equal under a symmetry of the model: judged once, printed for each.
//!
//! Two faults are equal when swapping what they strike, each with all that hangs on it, gives the
//! same model. Colours only propose such pairs (they do not tell one ring of six from two
//! triangles); an explicit check of the swap decides, so a wrong proposal costs time and nothing
//! else. Journeys, stores and known states never move. Names, places in the text and prices make no difference.

mod bare;
mod graph;
mod node;
mod swap;
#[cfg(test)]
pub(crate) mod tests;

use std::collections::BTreeMap;

use outlast_model::{Effect, EffectKind, Found, Lasting, Leaves, Model, Range};

use graph::Graph;
use node::Node;

/// How many faults with the same colours are tried as equals of a new one.
const TRIED: usize = 8;

/// The symmetry of one model.
pub(crate) struct Symmetry {
    graph: Graph,
}

/// The known state that a fault strikes in, and the change that it is, by their numbers.
pub(crate) type Setting = (Option<usize>, Option<usize>);

/// What an outcome hangs on: the setting of the fault, and its effects in order.
pub(crate) type Key = (Setting, Vec<Lasting>);

/// What a fault looks like in colours: equal faults have equal looks.
pub(crate) type Looks = (Setting, Vec<Look>);

/// What one effect looks like in colours: all of it but which thing of that colour it strikes.
type Look = (EffectKind, Range, Found, Option<Leaves>, usize);

/// Outcomes by the fault they were found for, kept so that an equal fault finds them.
pub(crate) struct Orbits<T> {
    of: BTreeMap<Looks, Vec<(Key, T)>>,
}

impl<T: Clone> Orbits<T> {
    pub(crate) const fn new() -> Self {
        Self { of: BTreeMap::new() }
    }

    /// What was found for an equal fault.
    pub(crate) fn find(&self, symmetry: &Symmetry, key: &Key) -> Option<T> {
        let known = self.of.get(&symmetry.looks(key))?;
        let equal =
            known.iter().take(TRIED).find(|((_, other), _)| symmetry.is_equal(&key.1, other));
        equal.map(|(_, found)| found.clone())
    }

    /// Keeps what was found for a fault.
    pub(crate) fn keep(&mut self, symmetry: &Symmetry, key: &Key, found: T) {
        let known = self.of.entry(symmetry.looks(key)).or_default();
        known.push((key.clone(), found));
    }
}

/// What can strike after a first fault, each once: what the first one struck stands still.
pub(crate) struct Seconds<'a> {
    symmetry: &'a Symmetry,
    first: &'a [Lasting],
    of: BTreeMap<usize, Vec<(Vec<Lasting>, usize)>>,
}

impl<'a> Seconds<'a> {
    /// None yet after this one.
    pub(crate) const fn after(symmetry: &'a Symmetry, first: &'a [Lasting]) -> Self {
        Self { symmetry, first, of: BTreeMap::new() }
    }

    /// The number of an equal second fault; without one this is kept under `number`. Only faults of
    /// one `orbit`, which are equal alone, can be equal beside another one.
    pub(crate) fn find_or_keep(
        &mut self,
        orbit: usize,
        effects: &[Lasting],
        number: usize,
    ) -> Option<usize> {
        let known = self.of.entry(orbit).or_default();
        let equal = known.iter().take(TRIED).find(|(other, _)| {
            other == effects || self.symmetry.is_equal_beside(effects, other, self.first)
        });
        if let Some((_, number)) = equal {
            return Some(*number);
        }
        known.push((effects.to_vec(), number));
        None
    }
}

impl Symmetry {
    pub(crate) fn of(model: &Model) -> Self {
        Self { graph: Graph::of(model) }
    }

    /// The looks of a fault: in which setting what is done to things of which colour.
    fn looks(&self, (setting, effects): &Key) -> Looks {
        let mut looks: Vec<Look> = effects.iter().map(|effect| self.look(effect)).collect();
        looks.sort_unstable();
        (*setting, looks)
    }

    fn look(&self, effect: &Lasting) -> Look {
        let (kind, found, leaves) = manner(effect.effect);
        let colour = self.graph.colour(Node::struck(effect.struck()));
        (kind, effect.lasts, found, leaves, colour)
    }

    /// Whether a swap that leaves the model as it is turns one fault into the other.
    pub(crate) fn is_equal(&self, a: &[Lasting], b: &[Lasting]) -> bool {
        let Some(pairs) = self.pairs(a, b) else { return false };
        swap::is_symmetry(&self.graph, &pairs)
    }

    /// Whether such a swap moves nothing that a third fault strikes.
    fn is_equal_beside(&self, a: &[Lasting], b: &[Lasting], third: &[Lasting]) -> bool {
        let Some(pairs) = self.pairs(a, b) else { return false };
        let still: Vec<Node> = third.iter().map(|effect| Node::struck(effect.struck())).collect();
        swap::is_symmetry_beside(&self.graph, &pairs, &still)
    }

    /// What has to be swapped: the things struck by only one of both, paired by their looks.
    fn pairs(&self, a: &[Lasting], b: &[Lasting]) -> Option<Vec<(Node, Node)>> {
        let only = |these: &[Lasting], those: &[Lasting]| {
            let mut only: Vec<(Look, Node)> = these
                .iter()
                .filter(|effect| !those.contains(effect))
                .map(|effect| (self.look(effect), Node::struck(effect.struck())))
                .collect();
            only.sort();
            only
        };
        let (from, to) = (only(a, b), only(b, a));
        if from.len() != to.len() {
            return None;
        }
        let mut pairs = Vec::new();
        for ((looks, from), (others, to)) in from.into_iter().zip(to) {
            if looks != others {
                return None;
            }
            pairs.push((from, to));
        }
        Some(pairs)
    }
}

/// All of an effect but what it strikes.
const fn manner(effect: Effect) -> (EffectKind, Found, Option<Leaves>) {
    (effect.kind(), effect.found(), effect.leaves())
}
