//! A part, machine or journey without its names and without its references: what is left must be
//! equal in equal things. The references are listed in a fixed order instead.
//!
//! What is bare is compared as its debug text, so that a field that is added later counts at once.

use std::collections::BTreeMap;

use outlast_model::{
    Actor, Check, CopyRef, Detect, Fact, Journey, Kind, Line, Machine, MachineId, Medium, Member,
    Model, Need, Needed, Part, PartId, PlaceId, Rotation, Seat, Store, StoreId, WayBack, Work,
    Worth,
};

use super::node::Node;

/// A reference: what role it has, and to what.
pub(super) type Link = (String, Node);

/// Takes names and references out of clones.
pub(super) struct Bare<'a> {
    /// Of each assumption, the first one of the same name and value.
    firsts: &'a [u32],
    pub(super) links: Vec<Link>,
    path: String,
}

/// Of each assumption of a model, the first one of the same name and value.
pub(super) fn firsts(model: &Model) -> Vec<u32> {
    let mut seen: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    (0..)
        .zip(&model.assumptions)
        .map(|(at, it)| *seen.entry((&it.name, &it.value)).or_insert(at))
        .collect()
}

impl<'a> Bare<'a> {
    pub(super) const fn new(firsts: &'a [u32]) -> Self {
        Self { firsts, links: Vec::new(), path: String::new() }
    }

    fn link(&mut self, role: &str, node: Node) {
        self.links.push((format!("{}{role}", self.path), node));
    }

    fn within<T>(&mut self, step: &str, act: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.path.len();
        self.path.push_str(step);
        self.path.push('/');
        let result = act(self);
        self.path.truncate(length);
        result
    }

    fn fact<T>(&self, fact: &mut Fact<T>) {
        match fact {
            Fact::Stated(_, span) => *span = None,
            // Equal assumptions on two things have two numbers: the first of that name stands for
            // them all.
            Fact::Assumed(_, id) => {
                if let Some(first) = self.firsts.get(id.0 as usize) {
                    id.0 = *first;
                }
            }
            Fact::Unknown(why) => why.clear(),
        }
    }

    fn needed(&mut self, needed: &mut Needed) {
        match needed {
            Needed::One(part) => {
                let node = Node::Part(part.0);
                self.link("one", node);
                *part = PartId(0);
            }
            Needed::Any(several) | Needed::Most(several) => {
                for (at, one) in several.iter_mut().enumerate() {
                    // Single parts of a choice are equal; a choice within a choice keeps its place.
                    let step = match one {
                        Needed::One(_) => "of".to_string(),
                        Needed::Any(_) | Needed::Most(_) => format!("of {at}"),
                    };
                    self.within(&step, |it| it.needed(one));
                }
            }
        }
    }

    fn need(&mut self, need: &mut Need) {
        self.needed(&mut need.of);
        self.fact(&mut need.retries);
        self.fact(&mut need.remembers);
        need.timeout.iter_mut().for_each(|timeout| self.fact(timeout));
        need.moves.iter_mut().for_each(|moves| self.fact(moves));
        need.span = None;
    }

    fn needs(&mut self, needs: &mut [Need]) {
        for (at, need) in needs.iter_mut().enumerate() {
            self.within(&format!("need {at}"), |it| it.need(need));
        }
    }

    fn check(&self, check: &mut Check) {
        self.fact(&mut check.interval);
        self.fact(&mut check.timeout);
        self.fact(&mut check.fall);
        self.fact(&mut check.rise);
        self.fact(&mut check.rearm);
    }

    fn detect(&self, detect: &mut Detect) {
        match detect {
            Detect::Check(check) => self.check(check),
            Detect::Adverts { interval, skew, missed: _ } => {
                self.fact(interval);
                self.fact(skew);
            }
            Detect::Lease { ttl, round, retry } => {
                self.fact(ttl);
                self.fact(round);
                self.fact(retry);
            }
            Detect::After(range) => self.fact(range),
        }
    }

    fn way_back(&mut self, way: &mut WayBack) {
        if let Actor::Parts(by) = &mut way.by {
            self.within("by", |it| it.needed(by));
        }
        self.detect(&mut way.detect);
        self.fact(&mut way.takes);
        self.needs(&mut way.needs);
        if let Some(place) = &mut way.within {
            self.link("within", Node::Place(place.0));
            *place = PlaceId(0);
        }
        way.tested = None;
        way.span = None;
    }

    fn kind(&mut self, kind: &mut Kind) {
        match kind {
            Kind::Server => {}
            Kind::People(people) => self.fact(&mut people.answers),
            Kind::Database(database) => {
                database.commits.iter_mut().for_each(|commit| self.fact(commit));
                database.drops.iter_mut().for_each(|drops| self.fact(drops));
                if let Some(way) = &mut database.failover {
                    self.within("failover", |it| it.way_back(way));
                }
                if let Some(votes) = &mut database.votes {
                    self.within("votes", |it| it.needed(votes));
                }
            }
            Kind::Router(router) => {
                self.fact(&mut router.remembers);
                self.fact(&mut router.arriving.redispatch);
                self.fact(&mut router.arriving.all_when_none);
                self.fact(&mut router.arriving.sticky);
                // Members are nodes of their own.
                router.members.clear();
                match &mut router.rotation {
                    Rotation::Fixed => {}
                    Rotation::Checked(check) => self.check(check),
                    Rotation::Moved(way) => self.within("moved", |it| it.way_back(way)),
                    Rotation::Elected { detect, preempts, tracks } => {
                        self.detect(detect);
                        self.fact(preempts);
                        if let Some(check) = tracks {
                            self.check(check);
                        }
                    }
                }
            }
        }
    }

    /// What a part is; its copies and members are nodes of their own.
    pub(super) fn part(&mut self, part: &Part) -> String {
        let mut bare = part.clone();
        bare.address.clear();
        bare.copies.clear();
        bare.span = None;
        bare.cost_cents = None;
        bare.inferred = None;
        self.kind(&mut bare.kind);
        self.needs(&mut bare.needs);
        for (at, way) in bare.repairs.iter_mut().enumerate() {
            self.within(&format!("repair {at}"), |it| it.way_back(way));
        }
        self.fact(&mut bare.falls);
        if let Some(carries) = &mut bare.carries {
            self.fact(carries);
        }
        format!("{bare:?} {}", part.copies.len())
    }

    /// What a machine is.
    pub(super) fn machine(&mut self, machine: &Machine) -> String {
        let mut bare = machine.clone();
        bare.address.clear();
        bare.block.clear();
        bare.size = None;
        bare.cost_cents = None;
        bare.span = None;
        bare.pool = None;
        bare.apart.clear();
        self.link("in", Node::Place(bare.place.0));
        bare.place = PlaceId(0);
        if let Some(way) = &mut bare.replaced {
            self.within("replaced", |it| it.way_back(way));
        }
        format!("{bare:?}")
    }

    /// What a journey asks for.
    pub(super) fn journey(&mut self, journey: &Journey) {
        let mut enters = journey.enters.clone();
        self.needed(&mut enters);
        if let Some(from) = journey.from {
            self.link("from", Node::Place(from.0));
        }
        for end in &journey.ends {
            self.link("ends", Node::Part(end.0));
        }
    }

    /// Who serves, holds and writes a store; it has a colour of its own, and its copies are nodes.
    pub(super) fn store(&mut self, store: &Store) {
        self.link("of", Node::Part(store.part.0));
        if let Medium::Volume(volume) = store.medium {
            self.link("volume", Node::Part(volume.0));
        }
        if let Worth::Rebuilt { from, .. } = &store.worth {
            self.link("rebuilt", Node::Part(from.0));
        }
        for writer in &store.writers {
            self.link("writer", Node::Part(writer.0));
        }
    }

    /// A copy of a store: a live one is as its copy of the part is, each backup is its own.
    pub(super) fn slot(&mut self, model: &Model, id: StoreId, store: &Store, slot: u32) -> String {
        self.link("of", Node::Store(id.0));
        if let Some(live) = store.live(slot) {
            let mut bare = live.clone();
            let CopyRef { part, copy } = bare.copy;
            self.link("copy", Node::Copy(part.0, copy));
            bare.copy = CopyRef { part: PartId(0), copy: 0 };
            if let Medium::Volume(volume) = store.medium {
                self.link("volume", Node::Copy(volume.0, slot));
            }
            self.fact(&mut bare.lag);
            self.fact(&mut bare.durable_after);
            let is_ordered = matches!(model.part(part).kind, Kind::Database(_));
            return format!("{bare:?} {}", if is_ordered { slot } else { 0 });
        }
        let Some(backup) = store.backup(slot) else { return String::new() };
        self.link_maybe("kept by", backup.to.part.map(|part| Node::Part(part.0)));
        self.link_maybe("kept in", backup.to.place.map(|place| Node::Place(place.0)));
        self.needs(&mut backup.needs.clone());
        // Each backup stands still as its store does: what it is need not be compared.
        format!("backup {slot} of {}", id.0)
    }

    fn link_maybe(&mut self, role: &str, node: Option<Node>) {
        if let Some(node) = node {
            self.link(role, node);
        }
    }

    /// A worker's taking from a queue.
    pub(super) fn work(&mut self, work: &Work) -> String {
        let mut bare = work.clone();
        self.link("worker", Node::Part(bare.worker.0));
        self.link("queue", Node::Part(bare.queue.0));
        for store in bare.writes.drain(..) {
            self.link("writes", Node::Part(store.0));
        }
        (bare.worker, bare.queue, bare.claimed, bare.span) = (PartId(0), PartId(0), None, None);
        self.fact(&mut bare.job);
        self.fact(&mut bare.ack_wait);
        self.fact(&mut bare.tries);
        bare.keeps_for.iter_mut().for_each(|kept| self.fact(kept));
        self.fact(&mut bare.acks_first);
        self.fact(&mut bare.repeat_harms);
        let cannot = bare.cannot_commit.len();
        bare.cannot_commit.clear();
        format!("{bare:?} {cannot}")
    }

    /// A line between places.
    pub(super) fn line(&mut self, line: &Line) -> String {
        let mut bare = line.clone();
        self.link("of", Node::Part(bare.part.0));
        for place in bare.joins.drain(..) {
            self.link("joins", Node::Place(place.0));
        }
        bare.part = PartId(0);
        bare.rtt.iter_mut().for_each(|rtt| self.fact(rtt));
        bare.bandwidth.iter_mut().for_each(|bandwidth| self.fact(bandwidth));
        format!("{bare:?}")
    }

    /// A member of a router; its position counts where it says who is preferred.
    pub(super) fn member(
        &mut self,
        router: PartId,
        at: u32,
        member: &Member,
        rotation: &Rotation,
    ) -> String {
        let CopyRef { part, copy } = member.copy;
        self.link("to", Node::Copy(part.0, copy));
        self.link("of", Node::Part(router.0));
        let is_ordered = matches!(rotation, Rotation::Moved(_) | Rotation::Elected { .. });
        format!("member {} {}", member.active, if is_ordered { at } else { 0 })
    }

    /// A copy of a part; its position counts where one of them is the first, or a member's own.
    pub(super) fn copy(&mut self, part: PartId, at: u32, of: &Part, seat: Seat) -> String {
        self.link("of", Node::Part(part.0));
        match seat {
            Seat::Machine(MachineId(machine)) => self.link("on", Node::Machine(machine)),
            Seat::Place(PlaceId(place)) => self.link("at", Node::Place(place)),
        }
        let is_ordered = match &of.kind {
            Kind::Database(_) => true,
            Kind::Router(router) => matches!(router.rotation, Rotation::Elected { .. }),
            Kind::Server | Kind::People(_) => false,
        };
        format!("copy {}", if is_ordered { at } else { 0 })
    }
}
