//! What holds for every picture: nothing overlaps, no line crosses a card or a title, no text is wider
//! than its box, and the same scene gives the same bytes. Scenes are drawn at random.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failing test is meant to stop")]

use outlast_model::PlaceId;
use proptest::prelude::*;

use super::layout::{Layout, layout};
use super::rect::Rect;
use super::routes::Point;
use super::scene::{Card, CardKind, Edge, EdgeKind, Frame, Scene};
use super::svg::svg;

const KINDS: [CardKind; 4] =
    [CardKind::Journey, CardKind::Router, CardKind::Machine, CardKind::Managed];
const EDGES: [EdgeKind; 4] = [EdgeKind::Call, EdgeKind::Soft, EdgeKind::Copying, EdgeKind::Backup];

fn frames(seeds: Vec<(usize, String)>) -> Vec<Frame> {
    let mut frames: Vec<Frame> = Vec::new();
    // As in a scene: each place follows the one around it and what lies in that.
    let mut path: Vec<usize> = Vec::new();
    for (at, (seed, name)) in seeds.into_iter().enumerate() {
        path.truncate(seed % (path.len() + 1));
        let within = path.last().copied();
        frames.push(Frame { name, noun: "zone", within, place: PlaceId::nth(0) });
        path.push(at);
    }
    frames
}

fn card(frames: usize, (kind, frame, role, title, lines): Seed) -> Card {
    Card {
        kind: KINDS[kind],
        title,
        status: "standard.medium".to_string(),
        address: "a.b".to_string(),
        count: 1 + role % 3,
        lines,
        frame: frame.checked_rem(frames + 1).and_then(|it| it.checked_sub(1)),
        role: format!("role {role}"),
        machines: Vec::new(),
        copies: Vec::new(),
        part: None,
    }
}

type Seed = (usize, usize, usize, String, Vec<String>);

fn scenes(most: usize) -> impl Strategy<Value = Scene> {
    let name = || "[a-z\\[\\]\"._ 東&<]{0,40}";
    let frames_of = prop::collection::vec((0_usize..5, name()), 0..8);
    let lines = prop::collection::vec(name(), 0..9);
    let card_of = (0_usize..4, 0_usize..99, 0_usize..12, name(), lines);
    let cards = prop::collection::vec(card_of, 0..most);
    let edges = prop::collection::vec((0_usize..999, 0_usize..999, 0_usize..4, 0_usize..3), 0..60);
    (frames_of, cards, edges).prop_map(|(seeds, cards, edges)| {
        let frames = frames(seeds);
        let mut cards: Vec<Card> = cards.into_iter().map(|seed| card(frames.len(), seed)).collect();
        // A scene has no place that holds nothing.
        let leaf = |at: &usize| frames.iter().all(|it| it.within != Some(*at));
        let inside = (0..frames.len()).filter(leaf);
        cards.extend(inside.map(|at| card(frames.len(), (2, at + 1, at, "x".into(), Vec::new()))));
        let count = cards.len();
        let edge = |(from, to, kind, protocol): (usize, usize, usize, usize)| Edge {
            from: from % count.max(1),
            to: to % count.max(1),
            kind: EDGES[kind],
            protocol,
        };
        let mut edges: Vec<Edge> = edges.into_iter().map(edge).collect();
        edges.retain(|edge| edge.from != edge.to);
        edges.sort_unstable();
        edges.dedup();
        let protocols = vec!["http".to_string(), "data".to_string(), "calls".to_string()];
        Scene { frames, cards, edges, protocols, cut: false }
    })
}

fn overlap(a: &Rect, b: &Rect) -> bool {
    a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom()
}

fn holds(outer: &Rect, inner: &Rect) -> bool {
    outer.x <= inner.x
        && outer.y <= inner.y
        && inner.right() <= outer.right()
        && inner.bottom() <= outer.bottom()
}

/// Whether a level or upright line goes through the inside of a rectangle.
fn crosses(a: Point, b: Point, rect: &Rect) -> bool {
    let (left, right) = (a.0.min(b.0), a.0.max(b.0));
    let (top, bottom) = (a.1.min(b.1), a.1.max(b.1));
    left < rect.right()
        && rect.x < right.max(left + 1)
        && top < rect.bottom()
        && rect.y < bottom.max(top + 1)
        && !(right <= rect.x || left >= rect.right() || bottom <= rect.y || top >= rect.bottom())
}

/// The box of each line of text, with some room above the base line.
fn texts(layout: &Layout) -> Vec<Rect> {
    let placed = layout.frames.iter().chain(&layout.cards);
    let texts = placed.flat_map(|it| &it.texts);
    let rect = |text: &super::layout::Text| Rect {
        x: text.x,
        y: text.y - text.font.size,
        width: text.font.width(&text.text),
        height: text.font.size + 2,
    };
    texts.map(rect).collect()
}

fn titles(layout: &Layout) -> Vec<Rect> {
    let only = Layout { cards: Vec::new(), ..layout.clone() };
    texts(&only)
}

fn check(scene: &Scene) {
    let layout = layout(scene);
    let whole = Rect { x: 0, y: 0, width: layout.width, height: layout.height };
    for (at, a) in layout.cards.iter().enumerate() {
        assert!(holds(&whole, &a.rect), "a card reaches out of the picture");
        for b in &layout.cards[at + 1..] {
            assert!(!overlap(&a.rect, &b.rect), "cards overlap: {:?} {:?}", a.rect, b.rect);
        }
        for text in &a.texts {
            let width = text.font.width(&text.text);
            assert!(text.x + width <= a.rect.right() && text.y < a.rect.bottom(), "{text:?}");
        }
        for title in titles(&layout) {
            assert!(!overlap(&a.rect, &title), "a card lies on a title");
        }
    }
    for (card, placed) in scene.cards.iter().zip(&layout.cards) {
        for (at, frame) in layout.frames.iter().enumerate() {
            let inside = std::iter::successors(card.frame, |it| scene.frames[*it].within);
            let is_inside = inside.into_iter().any(|it| it == at);
            assert_eq!(holds(&frame.rect, &placed.rect), is_inside, "{:?}", scene.frames[at]);
            assert!(
                is_inside || !overlap(&frame.rect, &placed.rect),
                "a card reaches into a frame"
            );
        }
    }
    for (at, a) in layout.frames.iter().enumerate() {
        assert!(holds(&whole, &a.rect), "a frame reaches out of the picture");
        assert!(a.texts.iter().all(|it| it.x + it.font.width(&it.text) <= a.rect.right()));
        for b in &layout.frames[at + 1..] {
            let nested = holds(&a.rect, &b.rect) || holds(&b.rect, &a.rect);
            assert!(nested || !overlap(&a.rect, &b.rect), "frames overlap");
        }
    }
    lines(scene, &layout, &whole);
}

fn lines(scene: &Scene, layout: &Layout, whole: &Rect) {
    let titles = titles(layout);
    let mut drawn = 0;
    for route in &layout.routes {
        drawn += route.edges.len();
        for (edge, line) in route.edges.iter().zip(&route.lines) {
            let edge = &scene.edges[*edge];
            let (from, to) = (&layout.cards[edge.from].rect, &layout.cards[edge.to].rect);
            let (first, last) = (line.first().unwrap(), line.last().unwrap());
            assert!(first.0 == from.right() && from.y <= first.1 && first.1 <= from.bottom());
            assert!(last.0 == to.x || last.0 == to.right(), "a line ends at its card");
            assert!(to.y <= last.1 && last.1 <= to.bottom(), "a line ends at its card");
            for pair in line.windows(2) {
                let part = (pair[0], pair[1]);
                assert!(part.0.0 == part.1.0 || part.0.1 == part.1.1, "a line is slanted");
                for card in layout.cards.iter().map(|it| &it.rect).chain(&titles) {
                    assert!(!crosses(part.0, part.1, card), "a line crosses {card:?}: {part:?}");
                }
                for (x, y) in [part.0, part.1] {
                    assert!(0 <= x && x <= whole.width && 0 <= y && y <= whole.height);
                }
            }
        }
    }
    assert_eq!(drawn, scene.edges.len(), "every edge is drawn once");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn nothing_overlaps_and_no_line_crosses_a_card_or_a_title(scene in scenes(40)) {
        check(&scene);
    }

    #[test]
    fn the_same_scene_gives_the_same_bytes_without_markup_of_a_user(scene in scenes(12)) {
        let draw = || svg(&scene, &layout(&scene), "p", "s0", "<script>");
        let drawn = draw();
        prop_assert_eq!(&drawn, &draw());
        prop_assert!(!drawn.contains("<script") && !drawn.contains("\"\""));
    }
}

#[test]
fn three_hundred_machines_are_drawn() {
    let zones = (0..6).map(|at| (usize::from(at > 0), format!("zone {at}"))).collect();
    let frames = frames(zones);
    let cards: Vec<Card> = (0..300)
        .map(|at| card(6, (2, at % 6 + 1, at % 40, format!("machine {at}"), Vec::new())))
        .collect();
    let edge = |at: usize| Edge {
        from: at,
        to: (at * 7 + 13) % 300,
        kind: EDGES[at % 4],
        protocol: at % 3,
    };
    let mut edges: Vec<Edge> = (0..300).map(edge).collect();
    edges.retain(|edge| edge.from != edge.to);
    edges.sort_unstable();
    let protocols = vec!["a".to_string(), "b".to_string(), "c".to_string()];
    check(&Scene { frames, cards, edges, protocols, cut: false });
}
