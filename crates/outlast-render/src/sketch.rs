//! The scene of the picture as boxes in boxes and arrows, for languages that lay it out themselves.
//!
//! What is shown is decided by [`scene`]: a box is a card of it, an arrow is an edge. Left out:
//! coordinates, and which copies are away in which state.

use outlast_findings::Verdict;

use crate::picture::scene::{Card, CardKind, EdgeKind, Scene, scene};
use crate::report::Report;
use crate::words::sign;

/// A box.
pub(crate) struct Block {
    /// Letters, digits and underlines: the same for the same model.
    pub(crate) id: String,
    /// What stands in it, line by line.
    pub(crate) lines: Vec<String>,
    /// Whether it is a journey.
    pub(crate) journey: bool,
}

/// A place with what lies in it.
pub(crate) struct Area {
    /// As that of a box.
    pub(crate) id: String,
    /// Its name.
    pub(crate) name: String,
    /// Places in it.
    pub(crate) areas: Vec<Area>,
    /// Boxes in it and in none of its places.
    pub(crate) blocks: Vec<Block>,
}

/// An arrow between boxes.
pub(crate) struct Arrow {
    pub(crate) from: String,
    pub(crate) to: String,
    /// What is spoken.
    pub(crate) says: String,
    pub(crate) kind: EdgeKind,
}

/// A picture of one system: an area without a place around it.
pub(crate) struct Sketch {
    pub(crate) area: Area,
    pub(crate) arrows: Vec<Arrow>,
    /// Whether arrows were left out.
    pub(crate) cut: bool,
}

/// Draws the system with this number.
pub(crate) fn sketch(report: &Report<'_>, number: usize) -> Sketch {
    // As on the page, half of a system is not drawn.
    let scene = if report.is_judged() { scene(report.model) } else { Scene::default() };
    let name = report.model.name.clone();
    let drawing = Drawing { report, scene: &scene, number };
    let arrows = scene.edges.iter().map(|edge| {
        let spoken = scene.protocols.get(edge.protocol).cloned().unwrap_or_default();
        let says = match edge.kind {
            EdgeKind::Soft => format!("{spoken}, can do without"),
            EdgeKind::Call | EdgeKind::Copying | EdgeKind::Backup => spoken,
        };
        Arrow { from: drawing.id(edge.from), to: drawing.id(edge.to), says, kind: edge.kind }
    });
    let area = Area {
        id: format!("s{number}"),
        name: if report.is_whole { name } else { format!("{name}: not read whole") },
        areas: drawing.areas(None),
        blocks: drawing.blocks(None),
    };
    Sketch { area, arrows: arrows.collect(), cut: scene.cut }
}

struct Drawing<'a> {
    report: &'a Report<'a>,
    scene: &'a Scene,
    number: usize,
}

impl Drawing<'_> {
    fn id(&self, card: usize) -> String {
        format!("s{}_c{card}", self.number)
    }

    /// The frames in a frame, each with what lies in it.
    fn areas(&self, within: Option<usize>) -> Vec<Area> {
        let frames = self.scene.frames.iter().enumerate();
        let inner = frames.filter(|(_, frame)| frame.within == within);
        let area = |(at, frame): (usize, &crate::picture::scene::Frame)| Area {
            id: format!("s{}_f{at}", self.number),
            name: format!("{} {}", frame.noun, frame.name),
            areas: self.areas(Some(at)),
            blocks: self.blocks(Some(at)),
        };
        inner.map(area).collect()
    }

    fn blocks(&self, frame: Option<usize>) -> Vec<Block> {
        let cards = self.scene.cards.iter().enumerate().filter(|(_, card)| card.frame == frame);
        let block = |(at, card): (usize, &Card)| Block {
            id: self.id(at),
            lines: self.lines(at, card),
            journey: card.kind == CardKind::Journey,
        };
        cards.map(block).collect()
    }

    /// What a card says; a journey has the sign of its worst verdict.
    fn lines(&self, at: usize, card: &Card) -> Vec<String> {
        if card.kind == CardKind::Journey {
            let text = format!("{} {}", sign(self.worst(at)), card.title);
            return vec![text.trim().to_string()];
        }
        let title = match card.count {
            0 | 1 => card.title.clone(),
            count => format!("{count} × {}", card.title),
        };
        [title, card.status.clone()].into_iter().chain(card.lines.iter().cloned()).collect()
    }

    /// The worst verdict of a journey; journeys are the first cards, in the order of the model.
    fn worst(&self, journey: usize) -> Verdict {
        let cells = self.report.rows().iter().flat_map(|row| &row.cells);
        let is_own = |at: outlast_model::JourneyId| at.0 as usize == journey;
        let own = cells.filter(|cell| cell.subject.journey().is_some_and(is_own));
        own.map(|cell| cell.verdict).max().unwrap_or(Verdict::Unpromised)
    }
}
