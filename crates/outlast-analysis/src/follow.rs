//! Needs of passages: a call that has no other way than over a passage needs what it is made of.
//!
//! A link that is stated with `over` is there already. What is found here follows from routes and
//! addresses alone, and is added to the model before any fault is judged.

use outlast_model::{Fact, Model, Need, Needed, PartId, Range, Use};

use crate::demands::{Asked, alone, demands};
use crate::reach::{Cut, Hop, Verdict};

/// Adds to each part the passages that its calls cannot do without.
pub fn follow(model: &mut Model) {
    for (caller, callee, passage) in passages(model) {
        add(model, caller, callee, passage);
    }
}

/// Who calls whom over which passage, and has no other way.
fn passages(model: &Model) -> Vec<(PartId, PartId, PartId)> {
    if model.networks.passages.iter().all(|it| it.part.is_none()) {
        return Vec::new();
    }
    let alone = alone(model);
    let asked = Asked::of(model, &alone);
    let mut found = Vec::new();
    for demand in demands(model) {
        let (Some((caller, callee)), Some((question, now))) =
            (demand.between, asked.answer(&demand))
        else {
            continue;
        };
        for hop in &now.path {
            let Hop::Passage { passage, .. } = hop else { continue };
            let Some(part) = model.networks.passage(*passage).part else {
                continue;
            };
            let without = asked.without(Cut::Passage(*passage), &question);
            let is_needed = now.verdict != Verdict::No && without.verdict == Verdict::No;
            if is_needed && !found.contains(&(caller, callee, part)) {
                found.push((caller, callee, part));
            }
        }
    }
    found
}

/// The same need as that of the callee, of the passage; the call then goes over that one.
fn add(model: &mut Model, caller: PartId, callee: PartId, passage: PartId) {
    let part = &mut model.parts[caller];
    let of = Needed::One(passage);
    for call in part.needs.iter_mut().filter(|it| it.of == Needed::One(callee)) {
        call.over.get_or_insert(passage);
    }
    let calls: Vec<Need> =
        part.needs.iter().filter(|it| it.of == Needed::One(callee)).cloned().collect();
    for call in calls {
        let same = |it: &Need| it.of == of && it.at == call.at && it.serving == call.serving;
        if part.needs.iter().any(same) {
            continue;
        }
        part.needs.push(Need {
            of: of.clone(),
            used: Use::Call,
            retries: Fact::Stated(0, None),
            remembers: Fact::Stated(Range::ZERO, None),
            trips: 1,
            moves: None,
            over: None,
            ..call
        });
    }
}
