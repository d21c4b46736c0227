//! Known states, and faults of one's own in the words for effects.

use outlast_findings::Span;
use outlast_model::{
    Class, CopyRef, During, Effect, EffectKind, FOREVER, Fact, Found, Leaves, Range, Seat, Stated,
    Struck, Worth, parse_rate,
};

use super::document::{Block, Fields};
use super::lowering::Lowering;
use super::struck::{Thing, away, slots, store, things};
use super::values::parse_bandwidth;
use crate::assumptions::{Entry, Shape};

/// Reads every known state and every stated fault.
pub fn read(lowering: &mut Lowering<'_>, blocks: &[Block]) {
    for block in blocks {
        match block.kind.name {
            "during" => {
                let during = during(lowering, block);
                lowering.estate.model.during.push(during);
            }
            "fault" => {
                let fault = fault(lowering, block);
                lowering.estate.model.stated.push(fault);
            }
            _ => {}
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
    for thing in things(lowering, &block.fields, "without") {
        without.extend(away(lowering, thing));
        if let Thing::Copy(_) | Thing::Machine(_) = thing {
            // A copy that is away is being made anew or is old: nothing is had from it.
            without.extend(slots(lowering, thing).into_iter().map(Struck::Slot));
        }
    }
    let lasts = match block.fields.range("lasts") {
        Some((range, span)) => Fact::Stated(range, Some(span)),
        None => Fact::Unknown("nobody said how long this state lasts (`lasts`)".to_string()),
    };
    During { name: block.name.clone(), without, lasts, span: Some(block.span) }
}

fn fault(lowering: &mut Lowering<'_>, block: &Block) -> Stated {
    let fields = &block.fields;
    let found = match fields.text("found") {
        Some(("empty", _)) => Found::Empty,
        _ => Found::Intact,
    };
    let lasts = fields.range("lasts").map(|(range, _)| range);
    let mut effects = Vec::new();
    for kind in EffectKind::ALL {
        let Some(span) = fields.span(kind.word()) else { continue };
        for thing in things(lowering, fields, kind.word()) {
            for mut effect in struck(lowering, kind, thing, span) {
                if effect.found == Found::Intact {
                    effect.found = found;
                }
                effect.lasts = lasts.unwrap_or(effect.lasts);
                if kind == EffectKind::Slow {
                    slow(lowering, fields, &mut effect);
                }
                effects.push(effect);
            }
        }
    }
    Stated { name: block.name.clone(), effects, rate: rate(fields), span: Some(block.span) }
}

/// What the thing still does that is slow; a line that moves nothing is cut.
fn slow(lowering: &mut Lowering<'_>, fields: &Fields, effect: &mut Effect) {
    let Some((text, span)) = fields.text("to") else { return };
    let Struck::Managed(part) = effect.struck else { return };
    let is_line = lowering.model().lines.iter().any(|line| line.part == part);
    let leaves = if is_line {
        parse_bandwidth(text).map(|bits| Leaves::Bandwidth(bits.div_ceil(8)))
    } else {
        parse_rate(text).map(Leaves::Requests)
    };
    match leaves {
        Ok(Leaves::Bandwidth(0)) => effect.kind = EffectKind::Cut,
        Ok(leaves) => effect.leaves = Some(leaves),
        Err(error) => {
            lowering.report("wrong-value", "a value cannot be read", span, error.what, &error.help)
        }
    }
}

fn rate(fields: &Fields) -> Option<Fact<outlast_model::PerSecond>> {
    fields.rate("rate").map(|(rate, span)| Fact::Stated(rate, Some(span)))
}

/// It is repaired or stays so.
const STAYS: Range = Range { lo: FOREVER, hi: FOREVER };

const fn effect(kind: EffectKind, struck: Struck, lasts: Range, found: Found) -> Effect {
    Effect { kind, struck, lasts, found, leaves: None }
}

/// What the word does to the thing; a word that makes no sense of it is an error.
fn struck(lowering: &mut Lowering<'_>, kind: EffectKind, thing: Thing, span: Span) -> Vec<Effect> {
    let any_time = Range::UNKNOWN;
    let one = |struck, lasts| vec![effect(kind, struck, lasts, Found::Intact)];
    match (kind, thing) {
        (EffectKind::Slow, Thing::Part(_)) => one(thing.struck(), any_time),
        (EffectKind::Stop, Thing::Copy(_) | Thing::Machine(_)) => one(thing.struck(), STAYS),
        (EffectKind::Stop, Thing::Place(_) | Thing::Part(_)) => one(thing.struck(), any_time),
        (EffectKind::Freeze | EffectKind::Set, Thing::Copy(copy)) => {
            one(Struck::Process(copy), STAYS)
        }
        (EffectKind::Freeze | EffectKind::Set, Thing::Part(_) | Thing::Machine(_)) => {
            let copies = copies(lowering, thing);
            let each = |copy| effect(kind, Struck::Process(copy), STAYS, Found::Intact);
            copies.into_iter().map(each).collect()
        }
        (EffectKind::Cut, Thing::Place(_) | Thing::Part(_)) => one(thing.struck(), any_time),
        (EffectKind::Fill | EffectKind::Deny, Thing::Part(_)) => one(thing.struck(), STAYS),
        (EffectKind::Erase, Thing::Machine(_) | Thing::Place(_)) => {
            vec![effect(EffectKind::Stop, thing.struck(), STAYS, Found::Empty)]
        }
        (EffectKind::Erase, Thing::Backup(slot)) => one(Struck::Slot(slot), STAYS),
        (EffectKind::Erase, Thing::Copy(_)) => slots(lowering, thing)
            .into_iter()
            .map(|slot| effect(kind, Struck::Slot(slot), STAYS, Found::Empty))
            .collect(),
        (EffectKind::Erase | EffectKind::Corrupt, Thing::Part(_) | Thing::Store(_)) => {
            match store(lowering, thing) {
                Some(store) => one(Struck::Store(store), any_time),
                None => senseless(lowering, kind, span),
            }
        }
        _ => senseless(lowering, kind, span),
    }
}

fn senseless(lowering: &mut Lowering<'_>, kind: EffectKind, span: Span) -> Vec<Effect> {
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
        _ => "name a part, a copy or a machine",
    };
    lowering.report("wrong-reference", "a reference to the wrong kind of thing", span, what, help);
    Vec::new()
}

/// The processes of a part, or on a machine.
fn copies(lowering: &Lowering<'_>, thing: Thing) -> Vec<CopyRef> {
    let model = lowering.model();
    let all = model.parts().flat_map(|(id, _)| model.copies(id));
    all.filter(|(copy, seat)| match thing {
        Thing::Part(part) => copy.part == part,
        Thing::Machine(machine) => *seat == Seat::Machine(machine),
        _ => false,
    })
    .map(|(copy, _)| copy)
    .collect()
}
