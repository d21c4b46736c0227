//! The drawing: SVG with classes, whose colours are those of the page around it.
//!
//! Every card carries the mark that it is away, which only shows where the page says so: one drawing
//! serves every state, and nothing moves between them. What a user wrote is escaped here and nowhere
//! else.

use std::fmt::Write as _;

use super::layout::{Layout, Placed, Text};
use super::rect::Rect;
use super::routes::{Point, Route};
use super::scene::{CardKind, Edge, EdgeKind, Scene};
use crate::escape::shown;

/// The radius of a bend.
const BEND: i64 = 7;
/// The length of the head of an arrow, and half of its width.
const HEAD: i64 = 6;
const HEAD_HALF: i64 = 3;
/// The most edges of one line that are named.
const NAMED_MAX: usize = 8;
/// Colours for what is spoken; beyond them they are used again.
pub(crate) const HUES: usize = 12;

/// The element, under this id; ids of cards begin with `prefix`.
pub(crate) fn svg(scene: &Scene, layout: &Layout, id: &str, prefix: &str, name: &str) -> String {
    let mut out = String::new();
    let (width, height) = (layout.width, layout.height);
    let _ = write!(
        out,
        "<svg class=\"picture\" role=\"img\" aria-labelledby=\"{id}-title \
         {id}-desc\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         xmlns=\"http://www.w3.org/2000/svg\"><title id=\"{id}-title\">{}</title><desc \
         id=\"{id}-desc\">{}</desc>",
        escaped(&format!("The picture of {name}")),
        escaped(&description(scene)),
    );
    for (frame, placed) in scene.frames.iter().zip(&layout.frames) {
        let title = escaped(&format!("{} {}", frame.noun, frame.name));
        let _ = write!(out, "<g class=\"frame\"><title>{title}</title>");
        rect(&mut out, placed.rect, 8, "");
        placed.texts.iter().for_each(|text| write_text(&mut out, text));
        out.push_str("</g>");
    }
    for route in &layout.routes {
        write_route(&mut out, scene, route);
    }
    for (at, placed) in layout.cards.iter().enumerate() {
        write_card(&mut out, scene, at, placed, prefix);
    }
    out.push_str("</svg>");
    out
}

/// What the picture shows, in a sentence.
fn description(scene: &Scene) -> String {
    let machines: usize = scene.cards.iter().map(|card| card.machines.len()).sum();
    let count = |kind| scene.cards.iter().filter(|card| card.kind == kind).count();
    let (managed, routers) = (count(CardKind::Managed), count(CardKind::Router));
    format!(
        "{} as nested boxes; in them {}, {} and {}; lines between them are calls, copies of data \
         and backups.",
        crate::words::count(scene.frames.len(), "place"),
        crate::words::count(machines, "machine"),
        crate::words::count(routers, "router"),
        crate::words::count(managed, "managed service"),
    )
}

const fn class(kind: CardKind) -> &'static str {
    match kind {
        CardKind::Journey => "journey",
        CardKind::Router => "router",
        CardKind::Machine => "machine",
        CardKind::Managed => "managed",
    }
}

fn write_card(out: &mut String, scene: &Scene, at: usize, placed: &Placed, prefix: &str) {
    let Some(card) = scene.cards.get(at) else { return };
    let several = if card.count > 1 { format!("{} × ", card.count) } else { String::new() };
    let title = escaped(&format!("{several}{}: {}", card.address, card.status));
    let id = format!("{prefix}-card-{at}");
    let _ =
        write!(out, "<g class=\"card {}\" id=\"{id}\"><title>{title}</title>", class(card.kind));
    let box_ = placed.rect;
    if card.count > 1 {
        // A second one looks out behind it.
        let behind = Rect { x: box_.x + 3, y: box_.y + 3, ..box_ };
        rect(out, behind, 6, "behind");
    }
    let radius = if card.kind == CardKind::Journey { 18.min(box_.height / 2) } else { 6 };
    rect(out, box_, radius, "box");
    if card.kind != CardKind::Journey {
        let (x, y, height) = (box_.x, box_.y, box_.height);
        let _ = write!(
            out,
            "<path class=\"bar\" d=\"M{} {y}h-1q-4 0-4 5v{}q0 5 4 5h1z\"/>",
            x + 5,
            height - 10,
        );
    }
    placed.texts.iter().for_each(|text| write_text(out, text));
    write_marks(out, box_);
    out.push_str("</g>");
}

/// The marks that a card is away, or some of what it stands for; both are hidden until the page
/// shows one.
fn write_marks(out: &mut String, card: Rect) {
    for (class, words, width) in [("away", "✗ out", 44), ("some", "✗ some out", 78)] {
        let mark = Rect { x: card.right() - width - 6, y: card.y - 13, width, height: 16 };
        let _ = write!(out, "<g class=\"mark {class}\">");
        rect(out, mark, 4, "");
        let _ = write!(out, "<text x=\"{}\" y=\"{}\">{words}</text></g>", mark.x + 6, mark.y + 12);
    }
}

fn rect(out: &mut String, it: Rect, radius: i64, class: &str) {
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    let Rect { x, y, width, height } = it;
    let _ = write!(
        out,
        "<rect{class} x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{radius}\"/>"
    );
}

fn write_text(out: &mut String, text: &Text) {
    let class = if text.font.bold { " class=\"name\"" } else { "" };
    let _ = write!(out, "<text{class} x=\"{}\" y=\"{}\">", text.x, text.y);
    let _ = write!(out, "{}</text>", escaped(&text.text));
}

fn write_route(out: &mut String, scene: &Scene, route: &Route) {
    let kind = match route.net.kind {
        EdgeKind::Call => "call",
        EdgeKind::Soft => "soft",
        EdgeKind::Copying => "copying",
        EdgeKind::Backup => "backup",
    };
    let hue = route.net.protocol % HUES;
    let _ =
        write!(out, "<g class=\"edge {kind} hue-{hue}\"><title>{}</title>", named(scene, route));
    out.push_str("<path d=\"");
    route.lines.iter().for_each(|line| write_line(out, line));
    out.push_str("\"/><path class=\"head\" d=\"");
    let mut heads: Vec<(Point, bool)> = route.lines.iter().filter_map(|line| head(line)).collect();
    heads.sort_unstable();
    heads.dedup();
    for ((x, y), to_right) in heads {
        let back = if to_right { -HEAD } else { HEAD };
        let _ = write!(out, "M{x} {y}l{back} {HEAD_HALF}v{}z", -2 * HEAD_HALF);
    }
    out.push_str("\"/></g>");
}

/// Where an arrow ends, and whether it points to the right.
fn head(line: &[Point]) -> Option<(Point, bool)> {
    let [.., before, last] = line else { return None };
    Some((*last, before.0 < last.0))
}

/// A line with round bends.
fn write_line(out: &mut String, line: &[Point]) {
    let Some((first, rest)) = line.split_first() else { return };
    let _ = write!(out, "M{} {}", first.0, first.1);
    let mut before = *first;
    for (at, point) in rest.iter().enumerate() {
        let Some(next) = rest.get(at + 1) else {
            let _ = write!(out, "L{} {}", point.0, point.1);
            break;
        };
        let radius = BEND.min(length(before, *point) / 2).min(length(*point, *next) / 2);
        let (from, to) = (toward(*point, before, radius), toward(*point, *next, radius));
        let _ = write!(out, "L{} {}Q{} {} {} {}", from.0, from.1, point.0, point.1, to.0, to.1);
        before = *point;
    }
}

/// The length of a level or upright line.
const fn length(a: Point, b: Point) -> i64 {
    (a.0 - b.0).abs() + (a.1 - b.1).abs()
}

/// The point that far from one point to another, on a level or upright line.
const fn toward(from: Point, to: Point, by: i64) -> Point {
    (from.0 + (to.0 - from.0).signum() * by, from.1 + (to.1 - from.1).signum() * by)
}

/// `web[0] to shop: postgresql`, for each edge of a line.
fn named(scene: &Scene, route: &Route) -> String {
    let title = |card: usize| scene.cards.get(card).map_or("", |card| card.title.as_str());
    let spoken = scene.protocols.get(route.net.protocol).map_or("", String::as_str);
    let edges = route.edges.iter().filter_map(|at| scene.edges.get(*at));
    let name = |edge: &Edge| format!("{} to {}: {spoken}", title(edge.from), title(edge.to));
    let mut names: Vec<String> = edges.take(NAMED_MAX).map(name).collect();
    let more = route.edges.len().saturating_sub(NAMED_MAX);
    names.extend((more > 0).then(|| format!("and {more} more")));
    escaped(&names.join("\n"))
}

/// A text as XML has it; what would turn the direction of writing is spelt out.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            out.push('\n');
        }
        for letter in shown(line).chars() {
            match letter {
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '"' => out.push_str("&quot;"),
                '\'' => out.push_str("&#39;"),
                _ => out.push(letter),
            }
        }
    }
    out
}
