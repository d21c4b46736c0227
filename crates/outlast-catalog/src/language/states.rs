//! Known states, and faults of one's own in the words for effects.

use outlast_findings::Span;
use outlast_model::{
    Border, Class, CopyRef, During, Effect, EffectKind, Erased, FOREVER, Fact, Found, Lasting,
    Leaves, Misled, Model, PartId, PlaceKind, Range, Seat, Stated, Stopped, Worth, parse_rate,
};

use super::document::Block;
use super::grammar::blocks::during::Lacking;
use super::grammar::blocks::fault::Striking;
use super::grammar::group::Group as _;
use super::lowering::Lowering;
use super::struck::{Thing, away, slots, store, things};
use super::values::parse_bandwidth;
use crate::assumptions::{Entry, Shape};
use crate::problems;

/// Reads every known state and every stated fault.
pub fn read(lowering: &mut Lowering<'_>, blocks: &[Block]) {
    for block in blocks {
        if Lacking::is_in(block) {
            let during = during(lowering, block);
            lowering.estate.model.during.push(during);
        }
        if Striking::is_in(block) {
            let fault = fault(lowering, block);
            lowering.estate.model.stated.push(fault);
        }
    }
}

/// How long until somebody notices that content was deleted, when nobody says.
static DELETION_NOTICED: Entry = Entry {
    name: "deletion-noticed",
    what: "somebody notices within a day that content was deleted",
    value: "1m to 24h",
    otherwise: Some("unknown"),
    source: "no survey says it: a person who deletes the wrong thing may see it at once, a user \
        of the data comes by within a working day",
    safe: false,
    shape: Shape::Duration,
};

/// Every entry of this file.
pub static ENTRIES: &[&Entry] = &[&DELETION_NOTICED];

/// How long until a deletion is noticed: as stated, else assumed.
pub fn noticed(lowering: &mut Lowering<'_>) {
    let model = lowering.model();
    let harmful = model.stores.iter().any(|it| it.worth == Worth::Harmful);
    if harmful && !model.lasts.contains_key(&Class::Deletion) {
        let noticed = lowering.duration(Some(&DELETION_NOTICED), "", "");
        lowering.estate.model.lasts.insert(Class::Deletion, noticed);
    }
}

fn during(lowering: &mut Lowering<'_>, block: &Block) -> During {
    let mut without = Vec::new();
    let lacking = Lacking::of(block);
    for thing in things(lowering, lacking.without.wanted()) {
        without.extend(away(lowering, thing));
        if let Thing::Copy(_) | Thing::Machine(_) = thing {
            // A copy that is away is being made anew or is old: nothing is had from it.
            without.extend(slots(lowering, thing).into_iter().map(Stopped::Slot));
        }
    }
    let unknown = || Fact::Unknown("nobody said how long this state lasts (`lasts`)".to_string());
    let lasts = lacking.lasts.fact().unwrap_or_else(unknown);
    During { name: block.name.clone(), without, lasts, changed: false, span: Some(block.span) }
}

fn fault(lowering: &mut Lowering<'_>, block: &Block) -> Stated {
    let striking = Striking::of(block);
    let found = match striking.found.text() {
        Some("empty") => Found::Empty,
        _ => Found::Intact,
    };
    let lasts = striking.lasts.get().map(|(range, _)| range);
    let mut effects = Vec::new();
    for kind in EffectKind::ALL {
        let struck = striking.by(kind);
        let Some(span) = struck.span() else { continue };
        for thing in things(lowering, struck.wanted()) {
            match does(lowering, &striking, kind, thing, found) {
                Some(does) => effects.extend(
                    does.into_iter().map(|it| Lasting { lasts: lasts.unwrap_or(it.lasts), ..it }),
                ),
                None => senseless(lowering, kind, span),
            }
        }
    }
    Stated { name: block.name.clone(), effects, rate: striking.rate.fact(), span: Some(block.span) }
}

/// It is repaired or stays so.
const STAYS: Range = Range { lo: FOREVER, hi: FOREVER };

/// What a word does to a thing, for as long as it does unless the file says it; nothing where the word
/// makes no sense of the thing.
fn does(
    lowering: &mut Lowering<'_>,
    striking: &Striking<'_>,
    kind: EffectKind,
    thing: Thing,
    found: Found,
) -> Option<Vec<Lasting>> {
    let any_time = Range::UNKNOWN;
    let effect = match kind {
        EffectKind::Stop => match thing {
            Thing::Copy(copy) => Effect::Stop(Stopped::Process(copy)).lasting(STAYS),
            Thing::Machine(it) => Effect::Stop(Stopped::Machine(it, found)).lasting(STAYS),
            Thing::Place(it) => Effect::Stop(Stopped::Place(it, found)).lasting(any_time),
            Thing::Part(part) if is_own(lowering.model(), part) => {
                return processes(lowering, thing, |copy| Effect::Stop(Stopped::Process(copy)));
            }
            Thing::Part(part) => Effect::Stop(Stopped::Managed(part)).lasting(any_time),
            Thing::Backup(_) | Thing::Store(_) => return None,
        },
        EffectKind::Freeze => return processes(lowering, thing, Effect::Freeze),
        EffectKind::Set => {
            return processes(lowering, thing, |copy| Effect::Set(Misled::Process(copy)));
        }
        EffectKind::Cut => match thing {
            Thing::Place(place) => Effect::Cut(Border::Place(place)).lasting(any_time),
            Thing::Part(part) => Effect::Cut(Border::Managed(part)).lasting(any_time),
            Thing::Copy(_) | Thing::Backup(_) | Thing::Machine(_) | Thing::Store(_) => return None,
        },
        EffectKind::Slow => slow(lowering, striking, part(thing)?).lasting(any_time),
        EffectKind::Fill => Effect::Fill(part(thing)?).lasting(STAYS),
        EffectKind::Deny => Effect::Deny(part(thing)?).lasting(STAYS),
        EffectKind::Erase => match thing {
            Thing::Machine(it) => Effect::Stop(Stopped::Machine(it, Found::Empty)).lasting(STAYS),
            Thing::Place(it) => Effect::Stop(Stopped::Place(it, Found::Empty)).lasting(STAYS),
            Thing::Backup(slot) => Effect::Erase(Erased::Slot(slot)).lasting(STAYS),
            Thing::Copy(_) => {
                let erased = |slot| Effect::Erase(Erased::Slot(slot)).lasting(STAYS);
                return Some(slots(lowering, thing).into_iter().map(erased).collect());
            }
            Thing::Part(_) | Thing::Store(_) => {
                Effect::Erase(Erased::Store(store(lowering, thing)?)).lasting(any_time)
            }
        },
        EffectKind::Corrupt => Effect::Corrupt(store(lowering, thing)?).lasting(any_time),
    };
    Some(vec![effect])
}

/// Whether a part is processes of one's own: they die and are mended one by one, while what a
/// provider runs stops and comes back as a whole.
fn is_own(model: &Model, part: PartId) -> bool {
    let it = model.part(part);
    let mut places = model.copies(part).map(|(_, seat)| model.place(model.place_of(seat)));
    it.group.is_none()
        && !it.copies.is_empty()
        && places.all(|place| place.kind != PlaceKind::Provider)
}

/// The part that a thing is, if it is one.
const fn part(thing: Thing) -> Option<PartId> {
    match thing {
        Thing::Part(part) => Some(part),
        Thing::Copy(_)
        | Thing::Backup(_)
        | Thing::Machine(_)
        | Thing::Place(_)
        | Thing::Store(_) => None,
    }
}

/// What is done to each process of a thing.
fn processes(
    lowering: &Lowering<'_>,
    thing: Thing,
    effect: impl Fn(CopyRef) -> Effect,
) -> Option<Vec<Lasting>> {
    let copies = match thing {
        Thing::Copy(copy) => vec![copy],
        Thing::Part(_) | Thing::Machine(_) => copies(lowering, thing),
        Thing::Backup(_) | Thing::Place(_) | Thing::Store(_) => return None,
    };
    Some(copies.into_iter().map(|copy| effect(copy).lasting(STAYS)).collect())
}

/// What a thing still does that is slow; a line that moves nothing is cut.
fn slow(lowering: &mut Lowering<'_>, striking: &Striking<'_>, part: PartId) -> Effect {
    let Some((text, span)) = striking.to.get() else { return Effect::Slow(part, None) };
    let is_line = lowering.model().lines.iter().any(|line| line.part == part);
    let leaves = if is_line {
        parse_bandwidth(text).map(|bits| Leaves::Bandwidth(bits.div_ceil(8)))
    } else {
        parse_rate(text).map(Leaves::Requests)
    };
    match leaves {
        Ok(Leaves::Bandwidth(0)) => Effect::Cut(Border::Managed(part)),
        Ok(leaves) => Effect::Slow(part, Some(leaves)),
        Err(error) => {
            lowering.report(&problems::WRONG_VALUE, span, error.what, &error.help);
            Effect::Slow(part, None)
        }
    }
}

fn senseless(lowering: &mut Lowering<'_>, kind: EffectKind, span: Span) {
    let what = format!("`{}` makes no sense of this", kind.word());
    let help = match kind {
        EffectKind::Cut => {
            "name a place or a link; a machine alone that is cut off is as silent \
                            as one that stops"
        }
        EffectKind::Erase | EffectKind::Corrupt => {
            "name a store, a copy or a backup of one, a machine or a place"
        }
        EffectKind::Fill | EffectKind::Deny => "name a part: a store, a queue, a control plane",
        EffectKind::Slow => "name a link or a part",
        EffectKind::Stop | EffectKind::Freeze | EffectKind::Set => {
            "name a part, a copy or a machine"
        }
    };
    lowering.report(&problems::WRONG_REFERENCE, span, what, help);
}

/// The processes of a part, or on a machine.
fn copies(lowering: &Lowering<'_>, thing: Thing) -> Vec<CopyRef> {
    let model = lowering.model();
    let all = model.parts().flat_map(|(id, _)| model.copies(id));
    all.filter(|(copy, seat)| match thing {
        Thing::Part(part) => copy.part == part,
        Thing::Machine(machine) => *seat == Seat::Machine(machine),
        Thing::Copy(_) | Thing::Backup(_) | Thing::Place(_) | Thing::Store(_) => false,
    })
    .map(|(copy, _)| copy)
    .collect()
}
