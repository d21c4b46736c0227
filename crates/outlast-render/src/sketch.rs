//! A model as boxes and arrows, for languages that lay a picture out themselves.
//!
//! A box is a part in one place, however many copies it has there; boxes lie in places, places in
//! places. An arrow is a call, the way of a router to its members, or where a journey enters. What a
//! store keeps, networks and scopes are left out: a picture of everything shows nothing.

use std::collections::{BTreeMap, BTreeSet};

use outlast_findings::Verdict;
use outlast_model::{Kind, Model, Needed, Part, PartId, PlaceId, Seat};

use crate::report::Report;
use crate::words::sign;

/// The most arrows of one picture: beyond that nobody can read it, and it would grow as the square
/// of the copies.
const ARROWS_MAX: usize = 2_000;

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
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Arrow {
    pub(crate) from: String,
    pub(crate) to: String,
    /// Whether what calls goes on without it.
    pub(crate) soft: bool,
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
    let model = report.model;
    let seats = seats(model);
    let id = |part: PartId, place: PlaceId| format!("s{number}_part{}_{}", part.0, place.0);
    let mut blocks: BTreeMap<PlaceId, Vec<Block>> = BTreeMap::new();
    for ((part, place), machines) in &seats {
        let Some(it) = model.part(*part) else { continue };
        let lines = lines(it, machines);
        let block = Block { id: id(*part, *place), lines, journey: false };
        blocks.entry(*place).or_default().push(block);
    }
    let places: BTreeMap<PartId, Vec<PlaceId>> = seats.keys().fold(
        BTreeMap::new(),
        |mut all: BTreeMap<PartId, Vec<PlaceId>>, (part, place)| {
            all.entry(*part).or_default().push(*place);
            all
        },
    );
    let ids = |part: &PartId| -> Vec<String> {
        let places = places.get(part).map_or(&[][..], Vec::as_slice);
        places.iter().map(|place| id(*part, *place)).collect()
    };
    let mut arrows = Arrows::default();
    for (part, it) in model.parts() {
        for (to, soft) in called(it) {
            arrows.all(&ids(&part), &ids(&to), soft);
        }
    }
    for (at, journey) in model.journeys.iter().enumerate() {
        for to in needed(&journey.enters) {
            arrows.all(&[format!("s{number}_journey{at}")], &ids(&to), false);
        }
    }
    let mut area = Area {
        id: format!("s{number}"),
        name: model.name.clone(),
        areas: areas(model, number, None, &mut blocks),
        blocks: journeys(report, number),
    };
    area.blocks.extend(blocks.into_values().flatten());
    Sketch { area, arrows: arrows.found.into_iter().collect(), cut: arrows.cut }
}

/// Where each part runs: the blocks of the machines there, one for each copy.
fn seats(model: &Model) -> BTreeMap<(PartId, PlaceId), Vec<String>> {
    let mut seats: BTreeMap<(PartId, PlaceId), Vec<String>> = BTreeMap::new();
    for (part, _) in model.parts() {
        for (_, seat) in model.copies(part) {
            let Some(place) = model.place_of(seat) else { continue };
            let machine = match seat {
                Seat::Machine(machine) => model.machine(machine).map(|it| it.block.clone()),
                Seat::Place(_) => None,
            };
            seats.entry((part, place)).or_default().push(machine.unwrap_or_default());
        }
    }
    seats
}

/// `database.shop`, then what runs it: `2 × exoscale_compute_instance.database`.
fn lines(part: &Part, machines: &[String]) -> Vec<String> {
    let mut lines = vec![part.address.clone()];
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for machine in machines {
        *counts.entry(machine.as_str()).or_default() += 1;
    }
    for (machine, count) in counts {
        match (machine, count) {
            ("", 1) => lines.push(part.noun.to_string()),
            ("", count) => lines.push(format!("{count} × {}", part.noun)),
            (machine, 1) => lines.push(format!("on {machine}")),
            (machine, count) => lines.push(format!("on {count} × {machine}")),
        }
    }
    lines
}

/// What a part calls or leads to, and whether it goes on without it.
fn called(part: &Part) -> Vec<(PartId, bool)> {
    let needs = part.needs.iter();
    let mut called: Vec<(PartId, bool)> =
        needs.flat_map(|need| needed(&need.of).into_iter().map(|it| (it, need.soft))).collect();
    if let Kind::Router(router) = &part.kind {
        called.extend(router.members.iter().map(|member| (member.copy.part, false)));
    }
    called
}

/// Every part that is named in a choice.
fn needed(of: &Needed) -> Vec<PartId> {
    match of {
        Needed::One(part) => vec![*part],
        Needed::Any(all) | Needed::Most(all) => all.iter().flat_map(needed).collect(),
    }
}

#[derive(Default)]
struct Arrows {
    found: BTreeSet<Arrow>,
    cut: bool,
}

impl Arrows {
    fn all(&mut self, from: &[String], to: &[String], soft: bool) {
        for (from, to) in from.iter().flat_map(|from| to.iter().map(move |to| (from, to))) {
            if from == to {
                continue;
            }
            if self.found.len() >= ARROWS_MAX {
                self.cut = true;
                return;
            }
            self.found.insert(Arrow { from: from.clone(), to: to.clone(), soft });
        }
    }
}

/// A journey with the sign of its worst verdict.
fn journeys(report: &Report<'_>, number: usize) -> Vec<Block> {
    let worst = |at: usize| {
        let cells = report.rows.iter().flat_map(|row| &row.cells);
        let own = cells.filter(|cell| cell.subject.journey().is_some_and(|it| it.0 as usize == at));
        own.map(|cell| cell.verdict).max().unwrap_or(Verdict::Unpromised)
    };
    let journeys = report.model.journeys.iter().enumerate();
    let blocks = journeys.map(|(at, journey)| Block {
        id: format!("s{number}_journey{at}"),
        lines: vec![format!("{} {}", sign(worst(at)), journey.name).trim().to_string()],
        journey: true,
    });
    blocks.collect()
}

/// The places in a place that have something in them. From the outside in, so that places which lie
/// in each other are never reached; their boxes stand outside of every place.
fn areas(
    model: &Model,
    number: usize,
    within: Option<PlaceId>,
    blocks: &mut BTreeMap<PlaceId, Vec<Block>>,
) -> Vec<Area> {
    let inner = model.places().filter(|(_, place)| place.within == within);
    let mut found = Vec::new();
    for (id, place) in inner {
        let own = blocks.remove(&id).unwrap_or_default();
        let deeper = areas(model, number, Some(id), blocks);
        if !own.is_empty() || !deeper.is_empty() {
            found.push(Area {
                id: format!("s{number}_place{}", id.0),
                name: format!("{} {}", place.kind.word(), place.name),
                areas: deeper,
                blocks: own,
            });
        }
    }
    found
}
