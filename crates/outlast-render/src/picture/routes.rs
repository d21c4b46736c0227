//! The ways of edges: out of a card to the right, through channels and gutters, into the next card
//! from the left.
//!
//! A channel lies left of each column and behind the last one, a gutter below the titles of each
//! band; no card and no title reaches into either. Edges that carry the same from or to the same card
//! share their way: one net, one slot, so that ten callers of one database are one line with ten
//! ends. A slot is used by several nets where they do not meet.

use std::collections::{BTreeMap, BTreeSet};

use super::grid::Grid;
use super::rect::Rect;
use super::scene::{EdgeKind, Scene};

/// From the top of a card to its first port; below the last one.
const PORT_TOP: i64 = 16;
const PORT_BOTTOM: i64 = 8;
/// Between two ports of a card, where there is room.
const PORT_STEP: i64 = 7;
/// Around the slots of a channel or gutter, and between two of them.
const SLOT_MARGIN: i64 = 13;
const SLOT: i64 = 7;
/// Between two nets that share a slot.
const APART: i64 = 6;

/// Edges that share their way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct NetKey {
    pub(crate) kind: EdgeKind,
    pub(crate) protocol: usize,
    /// The card that all of them begin at, or end at.
    pub(crate) hub: usize,
    pub(crate) from_hub: bool,
}

/// Which channels and gutters an edge takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Through the one channel between the two columns.
    Straight { channel: usize },
    /// To the same column, by the channel right of it, and in from the right.
    Around { channel: usize },
    /// By a channel to a gutter and by another channel to the card.
    Over { out: usize, band: usize, into: usize },
}

/// The sides of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Left,
    Right,
}

/// A point.
pub(crate) type Point = (i64, i64);

/// A net with its edges, each a line of points from card to card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Route {
    pub(crate) net: NetKey,
    /// Edges, as numbers of the scene.
    pub(crate) edges: Vec<usize>,
    /// The points of each of them.
    pub(crate) lines: Vec<Vec<Point>>,
}

/// How many slots something has, and which of them each net takes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Slots {
    count: usize,
    of: BTreeMap<NetKey, usize>,
}

impl Slots {
    /// Gives every net a slot in which it meets no other: the first that is free.
    fn of(mut spans: Vec<(i64, i64, NetKey)>, apart: i64) -> Self {
        spans.sort_unstable();
        let mut ends: Vec<i64> = Vec::new();
        let mut of = BTreeMap::new();
        for (from, to, net) in spans {
            let free = ends.iter().position(|end| end.saturating_add(apart) < from);
            let slot = free.unwrap_or(ends.len());
            match ends.get_mut(slot) {
                Some(end) => *end = to,
                None => ends.push(to),
            }
            of.insert(net, slot);
        }
        Self { count: ends.len(), of }
    }

    /// How wide it is; `least` without any net.
    pub(crate) fn size(&self, least: i64) -> i64 {
        match i64::try_from(self.count).unwrap_or(0) {
            0 => least,
            count => (2 * SLOT_MARGIN + (count - 1) * SLOT).max(least),
        }
    }

    fn at(&self, net: NetKey) -> i64 {
        SLOT_MARGIN + i64::try_from(self.of.get(&net).copied().unwrap_or(0)).unwrap_or(0) * SLOT
    }
}

/// Where the ends of everything are that a route goes through.
pub(crate) struct Ground<'a> {
    /// The upper end of the gutter of each band.
    pub(crate) gutters: &'a [i64],
    /// The left end of each channel.
    pub(crate) channels: &'a [i64],
    /// The cards.
    pub(crate) cards: &'a [Rect],
}

/// The nets of a scene on its grid, before anything has coordinates.
pub(crate) struct Plan<'a> {
    grid: &'a Grid,
    /// By net: its edges with their ends.
    nets: BTreeMap<NetKey, Vec<(usize, usize, usize)>>,
    /// The nets at each side of each card.
    ports: BTreeMap<(usize, Side), BTreeSet<NetKey>>,
    gutters: Vec<Slots>,
    channels: Vec<Slots>,
}

impl<'a> Plan<'a> {
    /// Groups edges, and gives them slots in gutters.
    pub(crate) fn new(scene: &Scene, grid: &'a Grid) -> Self {
        let mut degrees: BTreeMap<NetKey, usize> = BTreeMap::new();
        let keys = |edge: &super::scene::Edge| {
            let (kind, protocol) = (edge.kind, edge.protocol);
            let key = |hub, from_hub| NetKey { kind, protocol, hub, from_hub };
            (key(edge.from, true), key(edge.to, false))
        };
        for edge in &scene.edges {
            let (out, into) = keys(edge);
            *degrees.entry(out).or_default() += 1;
            *degrees.entry(into).or_default() += 1;
        }
        let mut nets: BTreeMap<NetKey, Vec<(usize, usize, usize)>> = BTreeMap::new();
        for (at, edge) in scene.edges.iter().enumerate() {
            let (out, into) = keys(edge);
            let net = if degrees.get(&out) > degrees.get(&into) { out } else { into };
            nets.entry(net).or_default().push((at, edge.from, edge.to));
        }
        let mut plan =
            Self { grid, nets, ports: BTreeMap::new(), gutters: Vec::new(), channels: Vec::new() };
        plan.find_ports();
        plan.find_gutters();
        plan
    }

    fn way(&self, net: NetKey, from: usize, to: usize) -> Way {
        let (from, to) = (self.grid.cell(from), self.grid.cell(to));
        let out = from.column + 1;
        if out == to.column {
            Way::Straight { channel: out }
        } else if from.column == to.column && net.kind == EdgeKind::Copying {
            Way::Around { channel: out }
        } else {
            Way::Over { out, band: to.band, into: to.column }
        }
    }

    /// Every net with the way of each edge.
    fn ways(&self) -> impl Iterator<Item = (NetKey, Way, usize, usize)> + '_ {
        let all = self.nets.iter().flat_map(|(net, edges)| edges.iter().map(move |it| (*net, it)));
        all.map(|(net, (_, from, to))| (net, self.way(net, *from, *to), *from, *to))
    }

    fn find_ports(&mut self) {
        let mut ports: BTreeMap<(usize, Side), BTreeSet<NetKey>> = BTreeMap::new();
        for (net, way, from, to) in self.ways() {
            ports.entry((from, Side::Right)).or_default().insert(net);
            let side = if matches!(way, Way::Around { .. }) { Side::Right } else { Side::Left };
            ports.entry((to, side)).or_default().insert(net);
        }
        self.ports = ports;
    }

    fn find_gutters(&mut self) {
        let mut hulls: Vec<BTreeMap<NetKey, (i64, i64)>> = vec![BTreeMap::new(); self.grid.bands];
        for (net, way, ..) in self.ways() {
            let Way::Over { out, band, into } = way else { continue };
            let ends = [out, into].map(|it| i64::try_from(it).unwrap_or(0));
            if let Some(hulls) = hulls.get_mut(band) {
                ends.into_iter().for_each(|at| widen(hulls, net, at));
            }
        }
        self.gutters = hulls.into_iter().map(|hulls| slots(hulls, 0)).collect();
    }

    /// Gives nets slots in channels, once cards and gutters have their heights; channels have no
    /// place yet.
    pub(crate) fn find_channels(&mut self, ground: &Ground<'_>) {
        let count = self.grid.columns.len() + 1;
        let mut hulls: Vec<BTreeMap<NetKey, (i64, i64)>> = vec![BTreeMap::new(); count];
        for (net, way, from, to) in self.ways() {
            let (start, end) = self.ends(ground, net, way, from, to);
            let mut put = |channel: usize, ys: [i64; 2]| {
                if let Some(hulls) = hulls.get_mut(channel) {
                    ys.into_iter().for_each(|y| widen(hulls, net, y));
                }
            };
            match way {
                Way::Straight { channel } | Way::Around { channel } => put(channel, [start, end]),
                Way::Over { out, band, into } => {
                    let level = self.level(ground, net, band);
                    put(out, [start, level]);
                    put(into, [level, end]);
                }
            }
        }
        self.channels = hulls.into_iter().map(|hulls| slots(hulls, APART)).collect();
    }

    /// The height of the gutter of each band; `least` where no edge goes through.
    pub(crate) fn gutter_height(&self, band: usize, least: i64) -> i64 {
        self.gutters.get(band).map_or(least, |slots| slots.size(least))
    }

    /// The width of a channel; `least` where no edge goes through.
    pub(crate) fn channel_width(&self, channel: usize, least: i64) -> i64 {
        self.channels.get(channel).map_or(least, |slots| slots.size(least))
    }

    /// How high a card must be for the ports of its sides.
    pub(crate) fn ports_height(&self, card: usize) -> i64 {
        let count = |side| self.ports.get(&(card, side)).map_or(0, BTreeSet::len);
        let most = i64::try_from(count(Side::Left).max(count(Side::Right))).unwrap_or(0);
        PORT_TOP + (most - 1).max(0) * PORT_STEP + PORT_BOTTOM
    }

    /// The height at which a net meets a side of a card.
    fn port(&self, ground: &Ground<'_>, card: usize, side: Side, net: NetKey) -> i64 {
        let nets = self.ports.get(&(card, side));
        let at = nets.and_then(|nets| nets.iter().position(|it| *it == net)).unwrap_or(0);
        let top = ground.cards.get(card).map_or(0, |rect| rect.y);
        top + PORT_TOP + i64::try_from(at).unwrap_or(0) * PORT_STEP
    }

    /// The heights at which a net leaves one card and meets the other.
    fn ends(
        &self,
        ground: &Ground<'_>,
        net: NetKey,
        way: Way,
        from: usize,
        to: usize,
    ) -> (i64, i64) {
        let side = if matches!(way, Way::Around { .. }) { Side::Right } else { Side::Left };
        (self.port(ground, from, Side::Right, net), self.port(ground, to, side, net))
    }

    fn level(&self, ground: &Ground<'_>, net: NetKey, band: usize) -> i64 {
        let top = ground.gutters.get(band).copied().unwrap_or(0);
        top + self.gutters.get(band).map_or(0, |slots| slots.at(net))
    }

    /// The routes, once everything has its place.
    pub(crate) fn routes(&self, ground: &Ground<'_>) -> Vec<Route> {
        let line = |net: NetKey, from: usize, to: usize| self.line(ground, net, from, to);
        let route = |(net, edges): (&NetKey, &Vec<(usize, usize, usize)>)| Route {
            net: *net,
            edges: edges.iter().map(|(at, ..)| *at).collect(),
            lines: edges.iter().map(|(_, from, to)| line(*net, *from, *to)).collect(),
        };
        self.nets.iter().map(route).collect()
    }

    fn line(&self, ground: &Ground<'_>, net: NetKey, from: usize, to: usize) -> Vec<Point> {
        let way = self.way(net, from, to);
        let (start, end) = self.ends(ground, net, way, from, to);
        let rect = |card: usize| ground.cards.get(card).copied().unwrap_or_default();
        let slot = |channel: usize| {
            let left = ground.channels.get(channel).copied().unwrap_or(0);
            left + self.channels.get(channel).map_or(0, |slots| slots.at(net))
        };
        let mut points = vec![(rect(from).right(), start)];
        match way {
            Way::Straight { channel } => {
                points.extend([(slot(channel), start), (slot(channel), end), (rect(to).x, end)]);
            }
            Way::Around { channel } => {
                let right = rect(to).right();
                points.extend([(slot(channel), start), (slot(channel), end), (right, end)]);
            }
            Way::Over { out, band, into } => {
                let level = self.level(ground, net, band);
                points.extend([(slot(out), start), (slot(out), level)]);
                points.extend([(slot(into), level), (slot(into), end), (rect(to).x, end)]);
            }
        }
        straightened(points)
    }
}

fn widen(hulls: &mut BTreeMap<NetKey, (i64, i64)>, net: NetKey, at: i64) {
    let hull = hulls.entry(net).or_insert((at, at));
    *hull = (hull.0.min(at), hull.1.max(at));
}

fn slots(hulls: BTreeMap<NetKey, (i64, i64)>, apart: i64) -> Slots {
    Slots::of(hulls.into_iter().map(|(net, (from, to))| (from, to, net)).collect(), apart)
}

/// Without points that lie on the way from the one before to the one after.
fn straightened(points: Vec<Point>) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::new();
    for point in points {
        if let [.., before, last] = kept.as_slice() {
            let level = before.1 == last.1 && last.1 == point.1;
            let upright = before.0 == last.0 && last.0 == point.0;
            if level || upright {
                kept.pop();
            }
        }
        if kept.last() != Some(&point) {
            kept.push(point);
        }
    }
    kept
}
