//! Which lines a conversation goes over, read from the model alone.
//!
//! Whatever talks does so over the network: requests, replies, streams, votes, adverts, checks, acts,
//! backups. Where the innermost ends of lines that hold the two sides differ, it goes over lines, of
//! which any that lead there will do; with both in one end it uses none. A place of one's own with a
//! line is left over lines alone. Zones of a cloud, the internet, and two places between which no way
//! is stated are taken to be joined.
//!
//! Whether a line carries anything now belongs to `effect/cut.rs`. Left out: what filters and routes
//! let through, which is asked before any fault.

use std::collections::{BTreeMap, BTreeSet};

use outlast_model::{LineEnd, MachineId, Model, PartId, PlaceId, PlaceKind, Seat};

use crate::state::count;

/// Where somebody stands, as far as lines tell places apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Spot {
    /// The place.
    pub(crate) place: PlaceId,
    /// Who goes over the same lines: the number of it in [`Roads`].
    side: u32,
}

/// An end of lines: all lines with the same end meet there.
type Node = u32;

/// Those who go over the same lines.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Side {
    /// The innermost end around them that is a place.
    place: Option<Node>,
    /// The private networks with lines that they are attached to.
    networks: BTreeSet<Node>,
    /// They stand on private networks alone.
    inside: bool,
}

impl Side {
    fn nodes(&self) -> BTreeSet<Node> {
        self.networks.iter().copied().chain(self.place).collect()
    }
}

/// A line between some ends.
#[derive(Debug, Clone)]
struct Road {
    part: PartId,
    ends: Vec<Node>,
}

/// From one of these ends to one of those.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stretch {
    from: BTreeSet<Node>,
    to: BTreeSet<Node>,
}

/// The lines of a model, and who stands at which of their ends.
#[derive(Debug, Clone, Default)]
pub(crate) struct Roads {
    roads: Vec<Road>,
    sides: Vec<Side>,
    places: BTreeMap<PlaceId, u32>,
    machines: BTreeMap<MachineId, u32>,
    /// The ends that are a zone or a provider.
    clouds: BTreeSet<Node>,
    /// The lines that must lead from one side to another; nothing where none is needed.
    stretches: BTreeMap<(u32, u32), Vec<Stretch>>,
}

impl Roads {
    /// The lines of a model.
    pub(crate) fn of(model: &Model) -> Self {
        let mut roads = Self::default();
        if model.lines.is_empty() {
            return roads;
        }
        let mut ends: Vec<&LineEnd> = Vec::new();
        for line in &model.lines {
            let nodes = line.joins.iter().map(|end| number(&mut ends, end));
            roads.roads.push(Road { part: line.part, ends: nodes.collect() });
        }
        let is_cloud = |end: &LineEnd| match end {
            LineEnd::Place(place) => {
                matches!(model.place(*place).kind, PlaceKind::Zone | PlaceKind::Provider)
            }
            LineEnd::Network(_) => false,
        };
        roads.clouds = (0..).zip(&ends).filter(|(_, it)| is_cloud(it)).map(|(at, _)| at).collect();
        roads.settle(model, &ends);
        for from in 0..count(roads.sides.len()) {
            for to in (0..count(roads.sides.len())).filter(|to| *to != from) {
                let stretches = roads.stretches_between(from, to);
                if !stretches.is_empty() {
                    roads.stretches.insert((from, to), stretches);
                }
            }
        }
        roads
    }

    /// Gives every place, and every machine on a network with lines, its side.
    fn settle(&mut self, model: &Model, ends: &[&LineEnd]) {
        for (id, _) in model.places() {
            let place = innermost(model, ends, id);
            let side = self.side(Side { place, ..Side::default() });
            self.places.insert(id, side);
        }
        let mut attached: BTreeMap<MachineId, Side> = BTreeMap::new();
        for (node, end) in (0..).zip(ends) {
            let LineEnd::Network(segment) = end else { continue };
            for machine in &segment.attached {
                let side = attached.entry(*machine).or_default();
                side.place = innermost(model, ends, model.machine(*machine).place);
                side.networks.insert(node);
            }
            for machine in &segment.only {
                attached.entry(*machine).or_default().inside = true;
            }
        }
        for (machine, side) in attached {
            let side = self.side(side);
            self.machines.insert(machine, side);
        }
    }

    fn side(&mut self, side: Side) -> u32 {
        let known = self.sides.iter().position(|it| *it == side);
        count(known.unwrap_or_else(|| {
            self.sides.push(side);
            self.sides.len() - 1
        }))
    }

    /// Where a seat is.
    pub(crate) fn spot(&self, model: &Model, seat: Seat) -> Spot {
        let place = model.place_of(seat);
        let own = match seat {
            Seat::Machine(machine) => self.machines.get(&machine).copied(),
            Seat::Place(_) => None,
        };
        match own {
            Some(side) => Spot { place, side },
            None => self.spot_in(place),
        }
    }

    /// Where those are who stand in a place.
    pub(crate) fn spot_in(&self, place: PlaceId) -> Spot {
        Spot { place, side: self.places.get(&place).copied().unwrap_or(0) }
    }

    /// Where somebody is whose way is stated: no other line is asked for.
    pub(crate) const fn apart(spot: Spot) -> Spot {
        Spot { place: spot.place, side: u32::MAX }
    }

    /// What must be passed between two spots: a line of each stretch, or several in a row.
    pub(crate) fn between(&self, from: Spot, to: Spot) -> &[Stretch] {
        self.stretches.get(&(from.side, to.side)).map_or(&[], Vec::as_slice)
    }

    fn stretches_between(&self, from: u32, to: u32) -> Vec<Stretch> {
        let side = |at: u32| self.sides.get(at as usize).cloned().unwrap_or_default();
        let (from, to) = (side(from), side(to));
        let same_place = from.place == to.place && (from.place.is_some() || !inside(&from, &to));
        if same_place || from.networks.intersection(&to.networks).next().is_some() {
            return Vec::new();
        }
        let whole = Stretch { from: from.nodes(), to: to.nodes() };
        if self.leads(&whole, |_| true) {
            let is_cloud = |side: &Side| side.place.is_none_or(|it| self.clouds.contains(&it));
            let in_cloud = is_cloud(&from) && is_cloud(&to) && !inside(&from, &to);
            // Zones reach each other without lines, unless one is stated between them.
            let unjoined = from.place.is_none() || to.place.is_none();
            return if in_cloud && unjoined { Vec::new() } else { vec![whole] };
        }
        [from, to].iter().filter_map(|side| self.way_out(side)).collect()
    }

    /// How a place of one's own is left for what no line leads to: to a cloud that one does.
    fn way_out(&self, side: &Side) -> Option<Stretch> {
        let own = side.place.filter(|it| !self.clouds.contains(it))?;
        let out = Stretch { from: BTreeSet::from([own]), to: self.clouds.clone() };
        self.leads(&out, |_| true).then_some(out)
    }

    /// Whether lines lead over a stretch.
    pub(crate) fn leads(&self, stretch: &Stretch, carries: impl Fn(PartId) -> bool) -> bool {
        self.way(stretch, carries).is_some()
    }

    /// The lines of a way over a stretch, with the fewest of them and in order.
    pub(crate) fn way(
        &self,
        stretch: &Stretch,
        carries: impl Fn(PartId) -> bool,
    ) -> Option<Vec<PartId>> {
        let mut known = stretch.from.clone();
        let mut open: Vec<(Node, Vec<PartId>)> =
            stretch.from.iter().map(|node| (*node, Vec::new())).collect();
        while !open.is_empty() {
            if let Some((_, way)) = open.iter().find(|(node, _)| stretch.to.contains(node)) {
                return Some(way.clone());
            }
            let mut next = Vec::new();
            for (node, way) in open {
                let from_here = |road: &&Road| road.ends.contains(&node);
                for road in self.roads.iter().filter(from_here) {
                    if road.ends.iter().all(|end| known.contains(end)) || !carries(road.part) {
                        continue;
                    }
                    for end in road.ends.iter().filter(|end| known.insert(**end)) {
                        next.push((*end, way.iter().copied().chain([road.part]).collect()));
                    }
                }
            }
            open = next;
        }
        None
    }

    /// The lines beside this one that join the same ends of it as it does on a way: any of them may
    /// be taken in its stead.
    pub(crate) fn beside(&self, part: PartId) -> impl Iterator<Item = PartId> + '_ {
        let ends = self.roads.iter().find(|road| road.part == part).map(|road| &road.ends);
        let shared = move |road: &&Road| {
            ends.is_some_and(|ends| road.ends.iter().filter(|end| ends.contains(end)).count() > 1)
        };
        self.roads.iter().filter(shared).map(|road| road.part)
    }

    /// The lines that conversations among those who stand here may go over.
    pub(crate) fn among(&self, spots: &[Spot]) -> BTreeSet<PartId> {
        let mut lines = BTreeSet::new();
        let sides: BTreeSet<u32> = spots.iter().map(|spot| spot.side).collect();
        for from in &sides {
            for to in &sides {
                let stretches = self.stretches.get(&(*from, *to)).into_iter().flatten();
                lines.extend(stretches.flat_map(|it| self.roads_of(it)));
            }
        }
        lines
    }

    /// The lines that some way over a stretch takes: those which lead on from where the way without
    /// them comes to.
    fn roads_of<'s>(&'s self, stretch: &'s Stretch) -> impl Iterator<Item = PartId> + 's {
        let on_a_way = |road: &&Road| {
            let without = |from: &BTreeSet<Node>, end: Node| {
                let to = BTreeSet::from([end]);
                self.leads(&Stretch { from: from.clone(), to }, |part| part != road.part)
            };
            let (near, far): (Vec<Node>, Vec<Node>) = (
                road.ends.iter().copied().filter(|end| without(&stretch.from, *end)).collect(),
                road.ends.iter().copied().filter(|end| without(&stretch.to, *end)).collect(),
            );
            near.iter().any(|near| far.iter().any(|far| near != far))
        };
        self.roads.iter().filter(on_a_way).map(|road| road.part)
    }
}

/// Whether one of two sides stands on private networks alone.
const fn inside(one: &Side, other: &Side) -> bool {
    one.inside || other.inside
}

/// The number of an end; a network is one end, whatever line says who is attached to it.
fn number<'m>(ends: &mut Vec<&'m LineEnd>, end: &'m LineEnd) -> Node {
    let same = |known: &&LineEnd| match (known, end) {
        (LineEnd::Place(a), LineEnd::Place(b)) => a == b,
        (LineEnd::Network(a), LineEnd::Network(b)) => a.network == b.network,
        (LineEnd::Place(_), LineEnd::Network(_)) | (LineEnd::Network(_), LineEnd::Place(_)) => {
            false
        }
    };
    let known = ends.iter().position(same);
    count(known.unwrap_or_else(|| {
        ends.push(end);
        ends.len() - 1
    }))
}

/// The innermost end that is a place around another one.
fn innermost(model: &Model, ends: &[&LineEnd], place: PlaceId) -> Option<Node> {
    model.around(place).find_map(|here| {
        let end = |it: &&LineEnd| matches!(it, LineEnd::Place(end) if *end == here);
        ends.iter().position(end).map(count)
    })
}
