//! By what something holds, in a line for each thing that is struck: the only place where grounds
//! become English, for every format.

use outlast_model::{
    CopyRef, EffectKind, Medium, Model, Moment, PartId, Role, Seat, Slot, Struck, show_duration,
};

use super::things;
use crate::grounds::ground::{GoesOn, Ground, Held, Kept, Needed, Way};
use crate::subject::Subject;

/// So many things are named in a row.
const NAMES: usize = 3;

/// One thing that is struck, in a line.
pub(crate) fn ground_words(model: &Model, subject: Subject, ground: &Ground) -> String {
    let name = things::quoted(subject.address(model));
    match ground {
        Ground::Idle(struck) => format!("{}; {}", head(model, struck), idle(model, struck, &name)),
        Ground::Needed(needed) => of_need(model, &name, needed),
        Ground::Data(held) => data(model, held),
        Ground::Elsewhere(struck, kept) => {
            let on = all_kept(model, kept);
            let is_told = !kept.is_empty() && on != name;
            let stays = if is_told { format!(", which stays on {on}") } else { String::new() };
            format!("{}; it holds nothing of {name}{stays}", head(model, struck))
        }
    }
}

fn head(model: &Model, struck: &[Struck]) -> String {
    format!("struck: {}", row(struck.iter().map(|it| struck_words(model, *it))))
}

/// What is struck: a copy of a store or what a router believes is named as such.
fn struck_words(model: &Model, struck: Struck) -> String {
    match struck {
        Struck::Slot(slot) => {
            let (of, at) = (things::store(model, slot.store), slot_words(model, slot));
            match model.store(slot.store).live(slot.slot) {
                Some(_) => format!("the copy of {of} on {at}"),
                None => format!("{at} of {of}"),
            }
        }
        Struck::Store(_) => format!("what {} holds", things::struck(model, struck)),
        Struck::Belief { router, member } => {
            format!("what {} believes of target {member}", things::part(model, router))
        }
        Struck::Process(_) | Struck::Managed(_) | Struck::Machine(_) | Struck::Place(_) => {
            things::struck(model, struck)
        }
    }
}

fn slot_words(model: &Model, slot: Slot) -> String {
    let store = model.store(slot.store);
    let live = store.live(slot.slot).map(|live| seat_words(model, live.copy));
    let backup = store.backup(slot.slot).map(|it| format!("backup {}", things::quoted(&it.name)));
    live.or(backup).unwrap_or_else(|| things::store(model, slot.store))
}

/// Several names: "a, b and 3 more".
fn row(names: impl Iterator<Item = String>) -> String {
    let names: Vec<String> = names.collect();
    let more = names.len().saturating_sub(NAMES);
    let shown = names.iter().take(NAMES).map(String::as_str).collect::<Vec<_>>().join(", ");
    if more > 0 { format!("{shown} and {more} more") } else { shown }
}

/// Why nothing that is needed is struck, as far as what is struck says it.
fn idle(model: &Model, struck: &[Struck], name: &str) -> String {
    let is_line = |part: PartId| model.part(part).role == Role::Link;
    let them = if struck.len() == 1 { "it" } else { "them" };
    let every = |test: &dyn Fn(&Struck) -> bool| struck.iter().all(test);
    if every(&|it| matches!(it, Struck::Managed(part) if is_line(*part))) {
        format!("nothing that {name} needs goes over {them}")
    } else if every(&|it| matches!(it, Struck::Machine(_))) {
        format!("nothing that {name} needs runs on {them}")
    } else if every(&|it| matches!(it, Struck::Place(_))) {
        format!("nothing that {name} needs stands in {them}")
    } else if struck.len() == 1 {
        format!("{name} does not need it")
    } else {
        format!("{name} needs none of them")
    }
}

fn of_need(model: &Model, name: &str, needed: &Needed) -> String {
    let part = things::part(model, needed.part);
    let all = model.part(needed.part).copies.len();
    let struck = needed.copies.len();
    let of =
        if all > 1 && struck > 0 { format!(" ({struck} of {all} copies)") } else { String::new() };
    let is_itself = |it: &Struck| match it {
        Struck::Process(copy) => copy.part == needed.part,
        Struck::Managed(part) => *part == needed.part,
        Struck::Machine(_)
        | Struck::Place(_)
        | Struck::Store(_)
        | Struck::Slot(_)
        | Struck::Belief { .. } => false,
    };
    let goes_on = goes_on(model, name, needed);
    let is_alone = needed.struck.iter().all(is_itself);
    if is_alone && needed.goes_on == GoesOn::AsNeeded {
        return format!("struck: {part}{of}; {goes_on}");
    }
    if is_alone {
        return format!("struck: {part}{of}, which {name} needs; {goes_on}");
    }
    let among = if needed.way == Way::Work {
        format!("of the work that {name} begins")
    } else {
        format!("of what {name} needs")
    };
    format!("{}; {among}: {part}{of}; {goes_on}", head(model, &needed.struck))
}

fn goes_on(model: &Model, name: &str, needed: &Needed) -> String {
    let copies = |copies: &[CopyRef]| row(copies.iter().map(|it| seat_words(model, *it)));
    let parts = |parts: &[PartId]| row(parts.iter().map(|it| things::part(model, *it)));
    match &needed.goes_on {
        GoesOn::Copies(others) => format!("goes on by {}", copies(others)),
        GoesOn::Leader(others) => {
            let first = others.first().map(|it| seat_words(model, *it)).unwrap_or_default();
            format!("goes on by {first}, which it only follows")
        }
        GoesOn::Choice(others) => format!("{} is enough, too", parts(others)),
        GoesOn::Lines(others) => format!("goes on over {}", parts(others)),
        GoesOn::Kept(range) => {
            format!("who asked it keeps the answer for {}", show_duration(range.lo))
        }
        GoesOn::Runs(does) => runs(*does, name),
        GoesOn::AsNeeded => as_needed(model, needed.way),
        GoesOn::Unseen => "it answers again before a request is lost".to_string(),
    }
}

/// Why what stays in place goes on.
fn runs(does: EffectKind, name: &str) -> String {
    match does {
        EffectKind::Slow => format!("what it still does is enough for {name}"),
        EffectKind::Fill => format!("{name} writes nothing there"),
        EffectKind::Deny => "nothing that runs is changed".to_string(),
        EffectKind::Erase => "it serves without what is gone".to_string(),
        EffectKind::Corrupt => "it serves what is wrong all the same".to_string(),
        EffectKind::Stop | EffectKind::Freeze | EffectKind::Cut | EffectKind::Set => {
            "it runs on".to_string()
        }
    }
}

fn as_needed(model: &Model, way: Way) -> String {
    let part = |id| things::part(model, id);
    match way {
        Way::Remembered(by, range) => {
            let long = show_duration(range.lo);
            format!("{} works on with the last answer for {long}", part(by))
        }
        Way::Soft(by) => format!("{} works on without it", part(by)),
        Way::At(Moment::Start, by) => format!("{} asks it only when it starts", part(by)),
        Way::At(Moment::Request | Moment::Repair | Moment::Change, by) => {
            format!("{} asks it only when it is changed", part(by))
        }
        Way::Votes(of) => format!("it only votes for who leads {}", part(of)),
        Way::Acts(of) => format!("it is asked only to bring {} back", part(of)),
        Way::Keeps(store) => format!("it is asked only to restore {}", things::store(model, store)),
        Way::Asked | Way::Work | Way::Aside => "it is not asked".to_string(),
    }
}

/// A copy by where it runs: its own name, its machine, or its number.
fn seat_words(model: &Model, copy: CopyRef) -> String {
    let found = model.part(copy.part).copies.get(copy.copy as usize);
    match found.map(|it| (it.seat, it.name.is_some())) {
        Some((Seat::Machine(machine), false)) => things::machine(model, machine),
        Some(_) | None => things::copy(model, copy),
    }
}

fn data(model: &Model, held: &Held) -> String {
    let live = |slot: &&Slot| model.store(slot.store).live(slot.slot).is_some();
    let store = held.slots.first().map(|it| it.store);
    let name = store.map(|id| things::store(model, id)).unwrap_or_default();
    let all = store.map_or(0, |id| model.store(id).live.len());
    let struck = held.slots.iter().filter(live).count();
    let backups = held.slots.iter().filter(|slot| !live(slot));
    let mut of: Vec<String> = Vec::new();
    if struck > 0 {
        of.push(format!("{struck} of {all} live {}", if all == 1 { "copy" } else { "copies" }));
    }
    of.extend(backups.map(|slot| slot_words(model, *slot)));
    let kept = match held.kept.as_slice() {
        [] => "none of it is lost".to_string(),
        kept => all_kept_has(model, kept),
    };
    format!("{}; of {name}: {}; {kept}", head(model, &held.struck), row(of.into_iter()))
}

fn all_kept_has(model: &Model, kept: &[Kept]) -> String {
    match kept {
        [Kept::InPlace(medium)] => format!("{} what it holds", in_place(*medium)),
        [Kept::Backup(slot)] => format!("all is had again from {}", slot_words(model, *slot)),
        [_] => format!("{} still has it all", all_kept(model, kept)),
        _ => format!("{} still have it all", all_kept(model, kept)),
    }
}

const fn in_place(medium: Option<Medium>) -> &'static str {
    match medium {
        Some(Medium::Memory) | None => "it keeps",
        Some(Medium::Disk) => "its disk keeps",
        Some(Medium::Volume(_)) => "its volume keeps",
        Some(Medium::Client) => "users keep",
    }
}

fn all_kept(model: &Model, kept: &[Kept]) -> String {
    row(kept.iter().filter_map(|it| match it {
        Kept::Slot(slot) | Kept::Backup(slot) => Some(slot_words(model, *slot)),
        Kept::InPlace(_) => None,
    }))
}
