//! What is left of the things that a journey or store depends on, right after a fault: which copies
//! still answer where they stand, and which copies of stores still hold what they held.
//!
//! It is what "it holds" is told from, and with who cannot act then, why it does not. Left out: what
//! becomes of them later, which is the history.

use std::collections::BTreeSet;

use outlast_model::{Condition, CopyRef, Fault, PartId, Slot};

use crate::Unfolding;
use crate::rows::content::Content;
use crate::state_cache::StateCache;
use crate::stuck::Stuck;
use crate::world::Faults;

/// What a fault leaves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Left {
    /// The copies that answer where they stand.
    pub answering: BTreeSet<CopyRef>,
    /// The live copies and backups of stores that hold what they held.
    pub whole: BTreeSet<Slot>,
    /// For each line that conversations may go over, the others that lead the same way.
    pub beside: BTreeSet<(PartId, PartId)>,
}

impl Unfolding<'_> {
    /// What is left, right after a fault, of all that the journey, or the work that it begins,
    /// depends on.
    pub fn left_by(&self, fault: &Fault) -> Left {
        let mut left = Left::default();
        self.add_left(fault, &mut left);
        for (_, path) in &self.works {
            path.add_left(fault, &mut left);
        }
        left
    }

    /// Who would act right after a fault and cannot, in the order of the parts.
    pub fn stuck(&self, fault: &Fault) -> Vec<Stuck> {
        let world = self.world(Faults::one(fault), Default::default());
        let book = StateCache::new(&world);
        let start = book.start();
        let mut all: Vec<Stuck> = Vec::new();
        for stuck in book.rules.iter().filter_map(|rule| rule.stuck(&world, &start.state)) {
            if !all.contains(&stuck) {
                all.push(stuck);
            }
        }
        all
    }

    fn add_left(&self, fault: &Fault, left: &mut Left) {
        let world = self.world(Faults::one(fault), Default::default());
        let start = StateCache::new(&world).start();
        let state = &start.state;
        for copy in self.slice.parts.iter().flat_map(|part| self.model.copies(*part)) {
            let answers = world.condition(state, copy.0, world.spot(state, copy.0));
            if answers == Condition::Answers {
                left.answering.insert(copy.0);
            }
        }
        for store in &self.slice.stores {
            let slots = (0..self.model.store(*store).slots()).map(|slot| (*store, slot));
            let whole =
                slots.filter(|(it, slot)| world.content(state, *it, *slot) == Content::Whole);
            left.whole.extend(whole.map(|(store, slot)| Slot { store, slot }));
        }
        let lines = self.model.lines.iter().map(|line| line.part);
        for line in lines.filter(|line| self.slice.parts.contains(line)) {
            let others = self.slice.roads.beside(line).filter(|other| *other != line);
            let others = others.filter(|other| self.slice.parts.contains(other));
            let whole = others.filter(|other| world.carries(state, *other));
            left.beside.extend(whole.map(|other| (line, other)));
        }
    }
}
