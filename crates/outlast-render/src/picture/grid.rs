//! The grid of a picture: which card stands in which column and band, and what frames cover.
//!
//! Every outermost place has columns of its own; what is outside of every place stands left of them.
//! A place that holds something itself has a band; a frame covers its own band and those of the
//! places in it, which follow each other.

use std::collections::{BTreeMap, BTreeSet};

use super::layers::layers;
use super::scene::Scene;

/// The most cards of one column in one band before another column is begun beside it.
const STACK_MAX: usize = 8;

/// In which column and band a card stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cell {
    pub(crate) band: usize,
    pub(crate) column: usize,
}

/// What a frame covers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Cover {
    /// The outermost place that it is or lies in, from 1.
    pub(crate) group: usize,
    /// How many frames lie around it.
    pub(crate) depth: usize,
    /// Its first and last band.
    pub(crate) first: usize,
    pub(crate) last: usize,
}

/// A grid.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Grid {
    /// The group of each column, from left to right; 0 is outside of every place.
    pub(crate) columns: Vec<usize>,
    /// How many bands there are.
    pub(crate) bands: usize,
    /// The cell of each card.
    pub(crate) cells: Vec<Cell>,
    /// The cards of each cell, from the top.
    pub(crate) stacks: BTreeMap<Cell, Vec<usize>>,
    /// What each frame covers.
    pub(crate) covers: Vec<Cover>,
}

impl Grid {
    /// The grid of a scene.
    pub(crate) fn of(scene: &Scene) -> Self {
        let (covers, own) = covers(scene);
        let layers = layers(scene);
        let place = |card: usize| {
            let frame = scene.cards.get(card).and_then(|it| it.frame);
            let group = frame.and_then(|it| covers.get(it)).map_or(0, |it| it.group);
            let band = frame.and_then(|it| own.get(it)).copied().unwrap_or(0);
            (group, layers.layer.get(card).copied().unwrap_or(0), band)
        };
        // By group, layer and band: the cards there.
        let mut found: BTreeMap<(usize, usize), BTreeMap<usize, Vec<usize>>> = BTreeMap::new();
        for card in 0..scene.cards.len() {
            let (group, layer, band) = place(card);
            found.entry((group, layer)).or_default().entry(band).or_default().push(card);
        }
        for group in covers.iter().map(|it| it.group).collect::<BTreeSet<_>>() {
            // A frame without a card still needs a column to stand in.
            if found.range((group, 0)..(group + 1, 0)).next().is_none() {
                found.entry((group, 0)).or_default();
            }
        }
        let mut grid = Self { cells: vec![Cell::default(); scene.cards.len()], ..Self::default() };
        for ((group, _), bands) in found {
            let most = bands.values().map(Vec::len).max().unwrap_or(0);
            let first = grid.columns.len();
            grid.columns.extend(std::iter::repeat_n(group, most.div_ceil(STACK_MAX).max(1)));
            for (band, mut cards) in bands {
                cards.sort_by_key(|card| (layers.rank.get(*card).copied(), *card));
                let each = cards.len().div_ceil(grid.columns.len() - first).max(1);
                for (at, card) in cards.into_iter().enumerate() {
                    grid.put(card, Cell { band, column: first + at / each });
                }
            }
        }
        let bands = covers.iter().map(|it| it.last).chain(grid.cells.iter().map(|it| it.band));
        grid.bands = bands.max().unwrap_or(0) + 1;
        grid.covers = covers;
        grid
    }

    fn put(&mut self, card: usize, cell: Cell) {
        if let Some(at) = self.cells.get_mut(card) {
            *at = cell;
        }
        self.stacks.entry(cell).or_default().push(card);
    }

    /// The cell of a card.
    pub(crate) fn cell(&self, card: usize) -> Cell {
        self.cells.get(card).copied().unwrap_or_default()
    }

    /// How many frames lie in each other in a group, at most.
    pub(crate) fn levels(&self, group: usize) -> i64 {
        let own = self.covers.iter().filter(|it| it.group == group);
        own.map(|it| i64::try_from(it.depth).unwrap_or(0) + 1).max().unwrap_or(0)
    }
}

/// What each frame covers, and the band of what stands in it directly.
fn covers(scene: &Scene) -> (Vec<Cover>, Vec<usize>) {
    let holding: BTreeSet<usize> = scene.cards.iter().filter_map(|card| card.frame).collect();
    let is_root = |at: usize| scene.frames.get(at).is_some_and(|it| it.within.is_none());
    // What stands in a provider and in no zone of it has the first band, in all of them.
    let first_zone = usize::from(holding.iter().any(|at| is_root(*at)));
    let mut covers: Vec<Cover> = Vec::new();
    let mut own: Vec<usize> = Vec::new();
    let (mut group, mut next) = (0, first_zone);
    for (at, frame) in scene.frames.iter().enumerate() {
        let around = frame.within.and_then(|it| covers.get(it)).copied();
        if around.is_none() {
            (group, next) = (group + 1, first_zone);
        }
        let band = if around.is_none() { 0 } else { next };
        next += usize::from(around.is_some() && holding.contains(&at));
        let depth = around.map_or(0, |it| it.depth + 1);
        // Without anything of its own it covers what lies in it.
        let first = if holding.contains(&at) { band } else { usize::MAX };
        let last = if holding.contains(&at) { band } else { 0 };
        covers.push(Cover { group, depth, first, last });
        own.push(band);
    }
    for (at, frame) in scene.frames.iter().enumerate().rev() {
        let Some(inner) = covers.get(at).copied() else { continue };
        if let Some(around) = frame.within.and_then(|it| covers.get_mut(it)) {
            around.first = around.first.min(inner.first);
            around.last = around.last.max(inner.last);
        }
    }
    for cover in &mut covers {
        cover.first = cover.first.min(cover.last);
    }
    (covers, own)
}
