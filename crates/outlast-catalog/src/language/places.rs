//! Places and links of one's own.

use outlast_findings::Span;
use outlast_model::{Kind, MachineId, Model, Part, PartId, Place, PlaceId, PlaceKind, Role};

use super::document::{Block, Reference, Wanted};
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
        let place = Place { name: block.name.clone(), kind, within: None, span: Some(block.span) };
        let id = lowering.estate.model.places.push(place);
        lowering.names.insert(block.address(), Named::Place(id));
    }
    for block in &places {
        let Some(Named::Place(id)) = lowering.names.get(&block.address()).copied() else {
            continue;
        };
        if let Some(outer) = lowering.place(Standing::of(block).place.wanted()) {
            put(lowering, id, outer, block);
        }
        hold(lowering, id, block);
    }
    bound(lowering, &places);
}

/// Takes places out of each other where they stand too deep, and says so once: whatever walks from
/// a place to those in it comes to an end soon.
fn bound(lowering: &mut Lowering<'_>, blocks: &[&Block]) {
    let mut deep = Vec::new();
    for block in blocks {
        let Some(Named::Place(id)) = lowering.names.get(&block.address()).copied() else {
            continue;
        };
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

/// What a place holds moves into it; the place itself takes over where those stood, so that a
/// building around zones is still the provider's.
fn hold(lowering: &mut Lowering<'_>, id: PlaceId, block: &Block) {
    for (reference, span) in Standing::of(block).holds.references() {
        let one = [Wanted::One(reference.clone(), span)];
        if let Reference::Resources(_) = reference {
            for machine in lowering.machines(&one) {
                hold_machine(lowering, id, machine, block);
            }
        } else if let Some(inner) = lowering.place(&one) {
            adopt(lowering, id, lowering.model().place(inner).within, block);
            put(lowering, inner, id, block);
        }
    }
}

fn hold_machine(lowering: &mut Lowering<'_>, id: PlaceId, machine: MachineId, block: &Block) {
    let stood = lowering.model().machine(machine).place;
    adopt(lowering, id, Some(stood), block);
    lowering.estate.model.machines[machine].place = id;
}

fn adopt(lowering: &mut Lowering<'_>, id: PlaceId, outer: Option<PlaceId>, block: &Block) {
    let within = lowering.model().place(id).within;
    match (outer, within) {
        (Some(outer), None) if outer != id => put(lowering, id, outer, block),
        (Some(outer), Some(within))
            if outer != within && outer != id && !lowering.model().is_within(within, outer) =>
        {
            let names = [outer, within].map(|it| format!("`{}`", lowering.model().place(it).name));
            let what =
                format!("what it holds stands in {}, and it stands in {}", names[0], names[1]);
            let help = "a place holds things of one surrounding place only";
            lowering.report(&problems::WRONG_PLACE, block.span, what, help);
        }
        _ => {}
    }
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
    let place = Place { name: names.join(" or "), kind, within, span: Some(span) };
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
