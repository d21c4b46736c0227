//! The picture of a system and its states: which cards are away at each step of each timeline.
//!
//! There is one drawing. A step of a timeline is a radio button; while it is chosen in the section
//! that is open, one rule of style marks the cards that are away then. Equal states share a rule, so
//! that a large system does not carry a drawing for every cell.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use maud::{Markup, PreEscaped, html};
use outlast_analysis::Story;
use outlast_model::{CopyRef, PartId};

use crate::html::words::said;
use crate::picture::layout::{Layout, layout};
use crate::picture::scene::{EdgeKind, Scene, scene};
use crate::picture::svg::{HUES, svg};
use crate::report::Report;

/// The most steps of one timeline; the command below it tells the rest.
pub(super) const STEPS_MAX: usize = 24;
/// The most cards that a step names.
const NAMED_MAX: usize = 6;

/// Cards that are away, and cards of which some are.
type Away = (Vec<usize>, Vec<usize>);

/// The drawing of a system, and the states that its timelines go through.
pub(super) struct States {
    prefix: String,
    scene: Scene,
    layout: Layout,
    seen: BTreeMap<Away, usize>,
    /// Cards that a journey or store does not depend on.
    beside: BTreeMap<Vec<usize>, usize>,
}

impl States {
    /// The drawing of a system, with every state of its stories.
    pub(super) fn of(report: &Report<'_>, number: usize) -> Self {
        let scene = scene(report.model);
        let layout = layout(&scene);
        let prefix = format!("s{number}");
        let (seen, beside) = (BTreeMap::new(), BTreeMap::new());
        let mut states = Self { prefix, scene, layout, seen, beside };
        for story in report.stories() {
            let events = story.history.events.iter().take(STEPS_MAX);
            let steps = std::iter::once(&story.history.struck).chain(events.map(|it| &it.away));
            for away in steps {
                let away = states.away(story, away);
                let next = states.seen.len();
                states.seen.entry(away).or_insert(next);
            }
            let beside = states.cards_beside(story);
            let next = states.beside.len();
            states.beside.entry(beside).or_insert(next);
        }
        states
    }

    /// Which cards are away with these copies. What the journey does not depend on is not looked at.
    fn away(&self, story: &Story, away: &[CopyRef]) -> Away {
        let parts: BTreeSet<PartId> = story.history.parts.iter().copied().collect();
        let away: BTreeSet<CopyRef> = away.iter().copied().collect();
        let (mut all, mut some) = (Vec::new(), Vec::new());
        for (at, card) in self.scene.cards.iter().enumerate() {
            let own = card.copies.iter().filter(|copy| parts.contains(&copy.part)).count();
            match card.copies.iter().filter(|copy| away.contains(copy)).count() {
                0 => {}
                gone if gone == own => all.push(at),
                _ => some.push(at),
            }
        }
        (all, some)
    }

    fn cards_beside(&self, story: &Story) -> Vec<usize> {
        let parts: BTreeSet<PartId> = story.history.parts.iter().copied().collect();
        let name = story.subject.journey().map(|it| it.0 as usize);
        let cards = self.scene.cards.iter().enumerate();
        let beside = cards.filter(|(at, card)| {
            let is_own = name == Some(*at) && card.copies.is_empty();
            let of = card.copies.iter().map(|copy| copy.part).chain(card.part);
            !is_own && !of.into_iter().any(|part| parts.contains(&part))
        });
        beside.map(|(at, _)| at).collect()
    }

    /// The class of the section of a story: what it does not depend on stands back.
    pub(super) fn class_of(&self, story: &Story) -> String {
        let at = self.beside.get(&self.cards_beside(story)).copied().unwrap_or(0);
        format!("{}-beside-{at}", self.prefix)
    }

    /// The class of a step after which these copies are away.
    pub(super) fn class(&self, story: &Story, away: &[CopyRef]) -> String {
        let at = self.seen.get(&self.away(story, away)).copied().unwrap_or(0);
        format!("{}-state-{at}", self.prefix)
    }

    /// The cards that are away after a step, in words; empty when none is.
    pub(super) fn words(&self, story: &Story, away: &[CopyRef]) -> String {
        let (all, some) = self.away(story, away);
        let title = |at: &usize| self.scene.cards.get(*at).map_or("", |it| it.title.as_str());
        let mut names: Vec<String> = all.iter().map(|at| format!("`{}`", title(at))).collect();
        names.extend(some.iter().map(|at| format!("some of `{}`", title(at))));
        let more = names.len().saturating_sub(NAMED_MAX);
        names.truncate(NAMED_MAX);
        names.extend((more > 0).then(|| format!("{more} more")));
        names.join(", ")
    }

    /// The rules that show each state.
    pub(super) fn style(&self) -> String {
        let prefix = &self.prefix;
        // A picture shrinks with its window as long as it can be read, and is scrolled then.
        let least = self.layout.width * 7 / 10;
        let mut out =
            format!("@media screen{{#{prefix}-picture .picture{{min-width:{least}px}}}}\n");
        let mut rule = |what: &str, cards: &[usize], looks: &str| {
            if cards.is_empty() {
                return;
            }
            let ids: Vec<String> = cards.iter().map(|at| format!("#{prefix}-card-{at}")).collect();
            let _ = writeln!(out, ":root:has({what}) :is({}){{{looks}}}", ids.join(","));
        };
        for (cards, at) in &self.beside {
            rule(&format!(".{prefix}-beside-{at}:target"), cards, "--beside:.35");
        }
        for ((all, some), at) in &self.seen {
            let chosen = format!(".story:target .{prefix}-state-{at}:checked");
            rule(&chosen, all, "--all:visible;--box:var(--bad-paper);--rim:var(--bad)");
            rule(&chosen, some, "--some:visible;--box:var(--doubt-paper);--rim:var(--doubt)");
        }
        out
    }

    /// The section with the drawing and what its lines mean.
    pub(super) fn section(&self, name: &str) -> Markup {
        let prefix = &self.prefix;
        let drawn = svg(&self.scene, &self.layout, &format!("{prefix}-picture"), prefix, name);
        html! {
            section id=(format!("{prefix}-picture")) aria-labelledby=(format!("{prefix}-pictured")) {
                h2 id=(format!("{prefix}-pictured")) { "The picture" }
                div.scroll.canvas tabindex="0" role="region" aria-label="Picture of the system" {
                    (PreEscaped(drawn))
                }
                (self.legend())
                @if self.scene.cut {
                    p.quiet { "More lines than can be read were left out." }
                }
            }
        }
    }

    fn legend(&self) -> Markup {
        let kind = |protocol: usize| {
            let edge = self.scene.edges.iter().find(|edge| edge.protocol == protocol);
            match edge.map(|edge| edge.kind) {
                Some(EdgeKind::Copying) => "copying",
                Some(EdgeKind::Backup) => "backup",
                _ => "call",
            }
        };
        html! {
            ul.key aria-label="What the lines mean" {
                @for (at, spoken) in self.scene.protocols.iter().enumerate() {
                    li {
                        svg width="34" height="8" aria-hidden="true" {
                            g class=(format!("edge {} hue-{}", kind(at), at % HUES)) { path d="M1 4H33"; }
                        }
                        " " (said(spoken))
                    }
                }
                @if self.scene.edges.iter().any(|edge| edge.kind == EdgeKind::Soft) {
                    li.quiet { "thin: the caller goes on without it" }
                }
            }
        }
    }
}
