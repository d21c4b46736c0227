//! How long an answer takes over the lines between places: round trips, one after the other along
//! what a request needs. What the software itself takes, and how fast a line moves data, is left out.

use outlast_model::{Condition, CopyRef, Kind, Moment, Needed, PartId, PlaceId, Range, Router};

use crate::behaviour::commit;
use crate::world::{State, World};

/// Whether requests are answered too late in this state, where the journey says how soon they must.
pub(crate) fn is_too_slow(world: &World<'_>, state: &State) -> bool {
    let Some(limit) = &world.journey.answers_in else { return false };
    if world.model.lines.iter().all(|line| line.rtt.is_none()) {
        return false;
    }
    let limit = world.range(limit);
    let mut path = Path { world, state, open: Vec::new() };
    let takes = path.needed(&world.journey.enters, world.journey.from);
    if takes.lo > limit.hi {
        return true;
    }
    takes.hi > limit.lo && world.choice(format!("{}/answered too late", world.journey.name)) == 1
}

struct Path<'p, 'w> {
    world: &'p World<'w>,
    state: &'p State,
    open: Vec<PartId>,
}

impl Path<'_, '_> {
    fn needed(&mut self, needed: &Needed, from: Option<PlaceId>) -> Range {
        match needed {
            Needed::One(part) => self.part(*part, from),
            // Whichever answers: any of them may be the one.
            Needed::Any(several) | Needed::Most(several) => several
                .iter()
                .map(|one| self.needed(one, from))
                .reduce(Range::hull)
                .unwrap_or(Range::ZERO),
        }
    }

    fn part(&mut self, id: PartId, from: Option<PlaceId>) -> Range {
        let Some(part) = self.world.model.part(id) else { return Range::ZERO };
        if self.open.contains(&id) {
            return Range::ZERO;
        }
        self.open.push(id);
        let copies: Vec<CopyRef> = match &part.kind {
            Kind::Router(router) => self.targets(router, from),
            _ => self.serving(id, from),
        };
        let takes = copies.into_iter().map(|copy| self.copy(copy, from)).reduce(Range::hull);
        self.open.pop();
        takes.unwrap_or(Range::ZERO)
    }

    fn targets(&self, router: &Router, from: Option<PlaceId>) -> Vec<CopyRef> {
        let answers =
            |copy: &CopyRef| self.world.condition(self.state, *copy, from) == Condition::Answers;
        router.members.iter().map(|member| member.copy).filter(answers).collect()
    }

    fn serving(&self, id: PartId, from: Option<PlaceId>) -> Vec<CopyRef> {
        let database = commit::database(self.world, id).is_some();
        let serves = |copy: &CopyRef| {
            self.world.condition(self.state, *copy, from) == Condition::Answers
                && (!database || commit::accepts(self.world, self.state, *copy))
        };
        self.world.model.copies(id).map(|(copy, _)| copy).filter(serves).collect()
    }

    /// The way there and back, and what the copy itself needs.
    fn copy(&mut self, copy: CopyRef, from: Option<PlaceId>) -> Range {
        let (world, own) = (self.world, self.world.own_place(copy));
        let mut takes = self.trip(from, own);
        let Some(part) = world.model.part(copy.part) else { return takes };
        for need in part.needs.iter().filter(|need| need.at == Moment::Request && !need.soft) {
            if need.serving.is_empty() || need.serving.contains(&world.journey.name) {
                let one = self.needed(&need.of, own);
                takes = takes.plus(times(one, need.trips));
            }
        }
        takes
    }

    /// A round trip between two places; nothing where no line is known to be between them.
    fn trip(&self, from: Option<PlaceId>, to: Option<PlaceId>) -> Range {
        let (Some(from), Some(to)) = (from, to) else { return Range::ZERO };
        let model = self.world.model;
        let joins = |joins: &[PlaceId]| {
            let at = |place: PlaceId| joins.iter().position(|end| model.is_within(place, *end));
            matches!((at(from), at(to)), (Some(a), Some(b)) if a != b)
        };
        let lines = model.lines.iter().filter(|line| joins(&line.joins));
        let rtt = lines.filter_map(|line| line.rtt.as_ref()).map(|rtt| self.world.range(rtt));
        rtt.min_by_key(|range| (range.hi, range.lo)).unwrap_or(Range::ZERO)
    }
}

fn times(range: Range, count: u32) -> Range {
    let count = i64::from(count);
    Range { lo: range.lo.saturating_mul(count), hi: range.hi.saturating_mul(count) }
}
