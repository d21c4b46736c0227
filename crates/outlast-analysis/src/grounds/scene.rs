//! A fault, who feels it, and what of that is needed in which way: what all questions about why
//! something holds are asked of.

use std::collections::{BTreeMap, BTreeSet};

use outlast_model::{Fault, Model, Moment, Needed, PartId, PlaceId, Struck};
use outlast_sim::{Left, Unfolding};

use super::ways::{Way, serves, ways};
use crate::subject::Subject;
use crate::survive::works;

/// Everything that is asked about a fault and who feels it.
pub(crate) struct Scene<'a> {
    /// The architecture.
    pub(super) model: &'a Model,
    /// Where those are who are on the journey.
    pub(super) from: Option<PlaceId>,
    /// What the fault leaves.
    pub(super) left: Left,
    things: BTreeSet<Struck>,
    ways: BTreeMap<PartId, Way>,
    name: &'a str,
    enters: Needed,
}

impl<'a> Scene<'a> {
    /// A fault, and what a journey or store depends on.
    pub(super) fn of(
        model: &'a Model,
        unfolding: &Unfolding<'_>,
        subject: Subject,
        fault: &Fault,
    ) -> Self {
        let (from, enters, begun) = match subject {
            Subject::Journey(id) => {
                let journey = model.journey(id);
                let works = works(model, journey).into_iter();
                let begun = works.flat_map(|work| [work.queue, work.worker]).collect();
                (journey.from, journey.enters.clone(), begun)
            }
            Subject::Store(id) => (None, Needed::One(model.store(id).part), Vec::new()),
        };
        let name = subject.address(model);
        Self {
            model,
            from,
            left: unfolding.left_by(fault),
            things: unfolding.depends_on(),
            ways: ways(model, name, enters.parts(), begun),
            name,
            enters,
        }
    }

    /// Whether it is among what the journey or store depends on.
    pub(super) fn depends_on(&self, thing: Struck) -> bool {
        self.things.contains(&thing)
    }

    /// How a part is needed. Who calls a name keeps its answer for a while.
    pub(super) fn way(&self, part: PartId) -> Way {
        self.ways.get(&part).copied().unwrap_or(Way::Aside)
    }

    /// Everything that is needed in some way.
    pub(super) fn parts(&self) -> impl Iterator<Item = &PartId> {
        self.ways.keys()
    }

    /// Everything that is called for a request, with who calls it; nobody is the users.
    pub(super) fn called(&self) -> impl Iterator<Item = (Option<PartId>, &Needed)> {
        let needs = self.ways.iter().filter(|(_, way)| **way <= Way::Work).flat_map(|(id, _)| {
            let needs = self.model.part(*id).needs.iter();
            let needs = needs.filter(|need| !need.soft && need.at == Moment::Request);
            needs.filter(|need| serves(need, self.name)).map(|need| (Some(*id), &need.of))
        });
        std::iter::once((None, &self.enters)).chain(needs)
    }
}
