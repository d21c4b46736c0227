//! Where everything lies: coordinates for the cells of the grid.
//!
//! Providers and sites stand beside each other, their zones below each other in bands that are level
//! across providers. Inside, cards stand in layers from left to right, and a layer has the same column
//! in every zone: equal zones look equal, and what is missing leaves a gap. All figures are whole
//! pixels.

use super::grid::{Cell, Cover, Grid};
use super::rect::Rect;
use super::routes::{Ground, Plan, Route};
use super::scene::{Card, Frame, Scene};
use super::text::Font;

/// The font of a name.
pub(crate) const NAME: Font = Font { size: 13, bold: true };
/// The font of everything else.
pub(crate) const SMALL: Font = Font { size: 11, bold: false };
/// Bounds of the width of a card.
const CARD_MIN: i64 = 104;
const CARD_MAX: i64 = 200;
/// Left of the text of a card: its bar and a margin; right of it a margin.
const TEXT_LEFT: i64 = 14;
const TEXT_RIGHT: i64 = 10;
/// The most lines of a name, and of any other text.
const LINES_MAX: usize = 2;
/// The most parts of a machine that are named.
const PARTS_MAX: usize = 6;
/// The heights of lines.
const NAME_LINE: i64 = 17;
const SMALL_LINE: i64 = 15;
/// Above and below the text of a card.
const CARD_TOP: i64 = 7;
const CARD_BOTTOM: i64 = 8;
/// Between cards that stand below each other: the mark of a card that is away has room there, as it
/// has in a gutter.
const CARD_GAP: i64 = 18;
/// Around what lies in a frame.
const FRAME_PAD: i64 = 10;
/// The height of the title of a frame.
const TITLE: i64 = 24;
/// Between bands, between columns, and in a gutter without an edge.
const BAND_GAP: i64 = 14;
const COLUMN_GAP: i64 = 22;
const GUTTER_MIN: i64 = 15;
/// Around the picture.
const MARGIN: i64 = 6;

/// A line of text, from the left end of its base line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Text {
    pub(crate) x: i64,
    pub(crate) y: i64,
    pub(crate) font: Font,
    pub(crate) text: String,
}

/// A card or frame in its place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Placed {
    pub(crate) rect: Rect,
    pub(crate) texts: Vec<Text>,
}

/// A scene with coordinates; everything in the order of the scene.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Layout {
    pub(crate) width: i64,
    pub(crate) height: i64,
    pub(crate) frames: Vec<Placed>,
    pub(crate) cards: Vec<Placed>,
    pub(crate) routes: Vec<Route>,
}

/// The upper end, the upper end of the gutter, and the lower end of a band.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Band {
    top: i64,
    gutter: i64,
    bottom: i64,
}

/// The left end and the width of each column.
struct Columns<'a> {
    lefts: &'a [i64],
    widths: &'a [i64],
}

impl Columns<'_> {
    fn left(&self, column: usize) -> i64 {
        self.lefts.get(column).copied().unwrap_or(0)
    }

    fn width(&self, column: usize) -> i64 {
        self.widths.get(column).copied().unwrap_or(0)
    }
}

/// Gives everything its place.
pub(crate) fn layout(scene: &Scene) -> Layout {
    let grid = Grid::of(scene);
    let mut plan = Plan::new(scene, &grid);
    let widths = widths(scene, &grid);
    let mut cards: Vec<Placed> = scene
        .cards
        .iter()
        .enumerate()
        .map(|(at, card)| {
            let width = widths.get(grid.cell(at).column).copied().unwrap_or(CARD_MIN);
            sized(card, width, plan.ports_height(at))
        })
        .collect();
    let bands = bands(&grid, &plan, &mut cards);
    let gutters: Vec<i64> = bands.iter().map(|band| band.gutter).collect();
    let rects: Vec<Rect> = cards.iter().map(|card| card.rect).collect();
    plan.find_channels(&Ground { gutters: &gutters, channels: &[], cards: &rects });
    let (columns, channels, end) = columns(&grid, &plan, &widths);
    for (at, card) in cards.iter_mut().enumerate() {
        shift(card, columns.get(grid.cell(at).column).copied().unwrap_or(0), 0);
    }
    let rects: Vec<Rect> = cards.iter().map(|card| card.rect).collect();
    let ground = Ground { gutters: &gutters, channels: &channels, cards: &rects };
    let routes = plan.routes(&ground);
    let columns = Columns { lefts: &columns, widths: &widths };
    let frames = scene.frames.iter().zip(&grid.covers);
    let frames = frames.map(|(it, cover)| framed(it, *cover, &grid, &columns, &bands)).collect();
    let lowest = bands.last().map_or(0, |band| band.bottom);
    let height = rects.iter().map(Rect::bottom).fold(lowest, i64::max) + MARGIN;
    Layout { width: end + MARGIN, height, frames, cards, routes }
}

fn shift(card: &mut Placed, x: i64, y: i64) {
    card.rect.x += x;
    card.rect.y += y;
    for text in &mut card.texts {
        text.x += x;
        text.y += y;
    }
}

/// The lines of a card: its name, and what stands below it.
fn lines(card: &Card) -> (String, Vec<String>) {
    let title = match card.count {
        0 | 1 => card.title.clone(),
        count => format!("{count} × {}", card.title),
    };
    let mut below = vec![card.status.clone()];
    let more = card.lines.len().saturating_sub(PARTS_MAX);
    below.extend(card.lines.iter().take(PARTS_MAX).cloned());
    below.extend((more > 0).then(|| format!("and {more} more")));
    (title, below)
}

/// The width of each column: as its widest card would like it, and wide enough for the titles of
/// frames that begin there.
fn widths(scene: &Scene, grid: &Grid) -> Vec<i64> {
    let mut widths = vec![CARD_MIN; grid.columns.len()];
    for (at, card) in scene.cards.iter().enumerate() {
        let (title, below) = lines(card);
        let small = below.iter().map(|line| SMALL.width(line)).max().unwrap_or(0);
        let wanted = TEXT_LEFT + NAME.width(&title).max(small) + TEXT_RIGHT;
        if let Some(width) = widths.get_mut(grid.cell(at).column) {
            *width = (*width).max(wanted.min(CARD_MAX));
        }
    }
    for (frame, cover) in scene.frames.iter().zip(&grid.covers) {
        let first = grid.columns.iter().position(|group| *group == cover.group);
        if let Some(width) = first.and_then(|first| widths.get_mut(first)) {
            *width = (*width).max((NAME.width(&frame.name) + FRAME_PAD).min(CARD_MAX));
        }
    }
    widths
}

/// A card with its text, as if it stood at the origin.
fn sized(card: &Card, width: i64, ports: i64) -> Placed {
    let room = width - TEXT_LEFT - TEXT_RIGHT;
    let (title, below) = lines(card);
    let mut texts = Vec::new();
    let mut y = CARD_TOP;
    let mut put = |font: Font, line: i64, text: &str| {
        for text in font.wrap(&crate::escape::shown(text), room, LINES_MAX) {
            y += line;
            texts.push(Text { x: TEXT_LEFT, y: y - 4, font, text });
        }
    };
    put(NAME, NAME_LINE, &title);
    below.iter().for_each(|text| put(SMALL, SMALL_LINE, text));
    let height = (y + CARD_BOTTOM).max(ports);
    Placed { rect: Rect { x: 0, y: 0, width, height }, texts }
}

/// Gives every card its height in the picture, band by band.
fn bands(grid: &Grid, plan: &Plan<'_>, cards: &mut [Placed]) -> Vec<Band> {
    let mut bands = Vec::new();
    let mut top = MARGIN;
    for number in 0..grid.bands {
        let titles = most(grid, |cover| cover.first == number);
        let ends = most(grid, |cover| cover.last == number);
        let gutter = top + titles * TITLE;
        let from = gutter + plan.gutter_height(number, GUTTER_MIN);
        let mut deepest = from;
        let here = Cell { band: number, column: 0 }..Cell { band: number + 1, column: 0 };
        for (cell, stack) in grid.stacks.range(here) {
            let mut y = from;
            for at in stack {
                let Some(card) = cards.get_mut(*at) else { continue };
                shift(card, 0, y);
                if !is_free(grid, cell.column) {
                    deepest = deepest.max(card.rect.bottom());
                }
                y = card.rect.bottom() + CARD_GAP;
            }
        }
        let bottom = deepest + ends * FRAME_PAD;
        bands.push(Band { top, gutter, bottom });
        top = bottom + BAND_GAP;
    }
    bands
}

/// Whether a column may reach below its band: the only one outside of every place, which nothing goes
/// through and where all that stands has the first band.
fn is_free(grid: &Grid, column: usize) -> bool {
    grid.columns.get(column) == Some(&0) && grid.columns.get(1) != Some(&0)
}

/// How many frames of one group this holds for, at most.
fn most(grid: &Grid, holds: impl Fn(&Cover) -> bool) -> i64 {
    let groups = grid.covers.iter().map(|cover| cover.group).max().unwrap_or(0);
    let count = |group| grid.covers.iter().filter(|it| it.group == group && holds(it)).count();
    i64::try_from((1..=groups).map(count).max().unwrap_or(0)).unwrap_or(0)
}

/// The left end of each column and of each channel, and the right end of all.
fn columns(grid: &Grid, plan: &Plan<'_>, widths: &[i64]) -> (Vec<i64>, Vec<i64>, i64) {
    let (mut columns, mut channels) = (Vec::new(), Vec::new());
    let mut x = MARGIN;
    let mut before = None;
    for (at, (group, width)) in grid.columns.iter().zip(widths).enumerate() {
        let is_first = before != Some(*group);
        let inset = |group: usize| grid.levels(group) * FRAME_PAD;
        if is_first {
            x += before.map_or(0, inset);
        }
        channels.push(x);
        x += plan.channel_width(at, if at == 0 { 0 } else { COLUMN_GAP });
        if is_first {
            x += inset(*group);
        }
        columns.push(x);
        x += width;
        before = Some(*group);
    }
    x += before.map_or(0, |group| grid.levels(group) * FRAME_PAD);
    channels.push(x);
    x += plan.channel_width(grid.columns.len(), 0);
    (columns, channels, x)
}

/// A frame around its bands, with its title above its first column: no channel goes through there.
fn framed(
    frame: &Frame,
    cover: Cover,
    grid: &Grid,
    columns: &Columns<'_>,
    bands: &[Band],
) -> Placed {
    let own: Vec<usize> =
        (0..grid.columns.len()).filter(|at| grid.columns.get(*at) == Some(&cover.group)).collect();
    let (Some(first), Some(last)) = (own.first(), own.last()) else { return Placed::default() };
    let inset = (grid.levels(cover.group) - i64::try_from(cover.depth).unwrap_or(0)) * FRAME_PAD;
    let (x, end) = (columns.left(*first), columns.left(*last) + columns.width(*last));
    let outer = |same: &dyn Fn(&Cover) -> bool| {
        let around = grid
            .covers
            .iter()
            .filter(|it| it.group == cover.group && it.depth < cover.depth && same(it));
        i64::try_from(around.count()).unwrap_or(0)
    };
    let above = outer(&|it| it.first == cover.first) * TITLE;
    let below = outer(&|it| it.last == cover.last) * FRAME_PAD;
    let band = |at: usize| bands.get(at).copied().unwrap_or_default();
    let (top, bottom) = (band(cover.first).top + above, band(cover.last).bottom - below);
    let room = columns.width(*first);
    let name = NAME.wrap(&crate::escape::shown(&frame.name), room, 1).concat();
    let noun_x = x + NAME.width(&name) + 6;
    let mut texts = vec![Text { x, y: top + 17, font: NAME, text: name }];
    if noun_x + SMALL.width(frame.noun) <= x + room {
        texts.push(Text { x: noun_x, y: top + 17, font: SMALL, text: frame.noun.to_string() });
    }
    let rect = Rect { x: x - inset, y: top, width: end - x + 2 * inset, height: bottom - top };
    Placed { rect, texts }
}
