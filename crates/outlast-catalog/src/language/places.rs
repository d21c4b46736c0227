//! Places and links of one's own.

use std::collections::BTreeSet;

use outlast_findings::Span;
use outlast_model::{Kind, Model, Part, PartId, Place, PlaceId, PlaceKind, Role, Seat};

use super::document::{Block, Wanted};
use super::grammar::blocks::place::Standing;
use super::grammar::group::Group as _;
use super::lowering::{Lowering, Named};
use crate::estate::bare_part;
use crate::problems;

/// How deep places may stand in each other: a host in a room in a building in a zone is four.
const DEPTH_MAX: usize = 32;

fn kind_of(word: &str) -> PlaceKind {
    match word {
        "provider" => PlaceKind::Provider,
        "zone" => PlaceKind::Zone,
        "building" => PlaceKind::Building,
        "room" => PlaceKind::Room,
        "host" => PlaceKind::Host,
        _ => PlaceKind::Site,
    }
}

/// Adds every place, then puts them into each other.
pub fn read(lowering: &mut Lowering<'_>, blocks: &[Block]) {
    let places: Vec<&Block> = blocks.iter().filter(|it| Standing::is_in(it)).collect();
    for block in &places {
        let kind = kind_of(Standing::of(block).kind.text().unwrap_or("site"));
        let place = Place { span: Some(block.span), ..Place::new(block.name.clone(), kind, None) };
        let id = lowering.estate.model.places.push(place);
        lowering.names.insert(block.address(), Named::Place(id));
    }
    for block in &places {
        let outer = lowering.place(Standing::of(block).place.wanted());
        if let Some((inner, outer)) = named(lowering, block).zip(outer) {
            put(lowering, inner, outer, block);
        }
    }
    let mut done = BTreeSet::new();
    for block in &places {
        hold_all(lowering, &places, block, &mut done);
    }
    bound(lowering, &places);
}

/// Takes places out of each other where they stand too deep, and says so once: whatever walks from
/// a place to those in it comes to an end soon.
fn bound(lowering: &mut Lowering<'_>, blocks: &[&Block]) {
    let mut deep = Vec::new();
    for block in blocks {
        let Some(id) = named(lowering, block) else { continue };
        let outer = |at: &PlaceId| lowering.model().place(*at).within;
        if std::iter::successors(Some(id), outer).nth(DEPTH_MAX).is_some() {
            deep.push((id, block));
        }
    }
    if let Some((_, block)) = deep.first() {
        let what = format!("`{}` stands more than {DEPTH_MAX} places deep", block.address());
        let help = "leave out what no fault strikes by itself";
        lowering.report(&problems::WRONG_PLACE, block.span, what, help);
    }
    for (id, _) in deep {
        let place = &mut lowering.estate.model.places[id];
        place.within = None;
    }
}

/// Puts `inner` into `outer` unless that would be a ring.
fn put(lowering: &mut Lowering<'_>, inner: PlaceId, outer: PlaceId, block: &Block) {
    if lowering.model().is_within(outer, inner) {
        let what = "this place would stand in itself".to_string();
        let around = |at: &PlaceId| lowering.model().place(*at).within;
        let ring = std::iter::successors(Some(outer), around).take_while(|at| *at != inner);
        let ring = std::iter::once(inner).chain(ring.take(DEPTH_MAX)).chain([inner]);
        let names = ring.map(|at| lowering.model().place(at));
        let names: Vec<String> = names.map(|it| format!("`{}`", it.name)).collect();
        let help = format!(
            "{}: a place stands in at most one other, without a ring",
            names.join(" stands in ")
        );
        lowering.report(&problems::WRONG_PLACE, block.span, what, help);
        return;
    }
    let place = &mut lowering.estate.model.places[inner];
    place.within = Some(outer);
}

fn named(lowering: &Lowering<'_>, block: &Block) -> Option<PlaceId> {
    match lowering.names.get(&block.address()) {
        Some(Named::Place(id)) => Some(*id),
        _ => None,
    }
}

/// What a place holds moves into it, from the innermost outwards, whatever the order of the blocks.
fn hold_all<'b>(
    lowering: &mut Lowering<'_>,
    blocks: &[&'b Block],
    block: &'b Block,
    done: &mut BTreeSet<PlaceId>,
) {
    let Some(id) = named(lowering, block).filter(|id| done.insert(*id)) else { return };
    let held = lowering.seats(Standing::of(block).holds.wanted());
    for inner in &held {
        let Seat::Place(inner) = inner else { continue };
        let its = blocks.iter().find(|it| named(lowering, it) == Some(*inner)).copied();
        if let Some(its) = its {
            hold_all(lowering, blocks, its, done);
        }
    }
    hold(lowering, id, &held, block);
}

/// A place takes over where all that it holds stood, so that a building around zones is still the
/// provider's. What stood elsewhere stays there and fails with it: a building may hold one zone and
/// racks of another.
fn hold(lowering: &mut Lowering<'_>, id: PlaceId, held: &[Seat], block: &Block) {
    let model = lowering.model();
    let outers: Vec<PlaceId> = held.iter().filter_map(|it| around_seat(model, *it)).collect();
    if model.place(id).within.is_none()
        && let Some(outer) = shared(model, &outers).filter(|outer| *outer != id)
    {
        put(lowering, id, outer, block);
    }
    for inner in held {
        let model = lowering.model();
        let own = model.place(id).within;
        let outer = around_seat(model, *inner).filter(|outer| *outer != id);
        let is_there = |outer| own.is_some_and(|own| model.is_within(own, outer));
        match (*inner, outer) {
            (Seat::Place(inner), Some(outer)) if !is_there(outer) => {
                let place = &mut lowering.estate.model.places[inner];
                place.beside.push(id);
            }
            (Seat::Place(inner), _) => put(lowering, inner, id, block),
            (Seat::Machine(machine), Some(outer)) => {
                let place = if is_there(outer) { id } else { share(lowering, id, outer) };
                lowering.estate.model.machines[machine].place = place;
            }
            (Seat::Machine(_), None) => {}
        }
    }
}

/// The place around a machine or a place.
fn around_seat(model: &Model, seat: Seat) -> Option<PlaceId> {
    match seat {
        Seat::Place(place) => model.place(place).within,
        Seat::Machine(_) => Some(model.place_of(seat)),
    }
}

/// The innermost place that all of these are or stand in.
fn shared(model: &Model, all: &[PlaceId]) -> Option<PlaceId> {
    let mut around = model.around(*all.first()?);
    around.find(|at| all.iter().all(|it| model.is_within(*it, *at)))
}

/// What a place holds of another one, of whose surroundings it is no part.
fn share(lowering: &mut Lowering<'_>, id: PlaceId, outer: PlaceId) -> PlaceId {
    let model = &mut lowering.estate.model;
    let is_it = |it: &Place| it.share && it.within == Some(outer) && it.beside.contains(&id);
    if let Some((known, _)) = model.places().find(|(_, it)| is_it(it)) {
        return known;
    }
    let (own, around) = (model.place(id).clone(), model.place(outer));
    let name = format!("{} in {}", own.name, around.name);
    model.places.push(Place { name, within: Some(outer), beside: vec![id], share: true, ..own })
}

/// A place that is one of several, and nobody proved which: each of them may be it.
pub fn one_of(lowering: &mut Lowering<'_>, several: &[Wanted], span: Span) -> Option<PlaceId> {
    // The same words may be read more than once.
    let key = format!("unknown {} {}", span.file.0, span.start);
    if let Some(Named::Place(place)) = lowering.names.get(&key).copied() {
        return Some(place);
    }
    let mut each: Vec<PlaceId> =
        several.iter().filter_map(|it| lowering.place(std::slice::from_ref(it))).collect();
    each.dedup();
    let (first, rest) = each.split_first()?;
    if rest.is_empty() {
        return Some(*first);
    }
    let names: Vec<&str> =
        each.iter().map(|it| lowering.model().place(*it)).map(|it| &*it.name).collect();
    let kind = lowering.model().place(*first).kind;
    let within = around(lowering.model(), &each);
    let place = Place { span: Some(span), ..Place::new(names.join(" or "), kind, within) };
    let id = lowering.estate.model.places.push(place);
    lowering.estate.model.perhaps.insert(id, each);
    lowering.names.insert(key, Named::Place(id));
    Some(id)
}

/// The innermost place around all of these.
fn around(model: &Model, all: &[PlaceId]) -> Option<PlaceId> {
    let mut at = *all.first()?;
    for _ in 0..=model.places.len() {
        at = model.place(at).within?;
        if all.iter().all(|it| model.is_within(*it, at)) {
            return Some(at);
        }
    }
    None
}

/// Puts every place that may be one of several into what is around all of them, once every other
/// place has its own.
pub fn settle(lowering: &mut Lowering<'_>) {
    for (id, each) in lowering.model().perhaps.clone() {
        let within = around(lowering.model(), &each);
        let place = &mut lowering.estate.model.places[id];
        place.within = within;
    }
}

/// A link is a part that serves as long as its gateways do; it stands in none of its ends.
pub fn link(lowering: &mut Lowering<'_>, block: &Block) -> PartId {
    let part: Part = bare_part(&block.address(), Role::Link, Kind::Server, Some(block.span));
    lowering.estate.add_part(part)
}
