//! Why something is undecided, in a few words: the only place where a doubt becomes English, for
//! every format.
//!
//! Why a fact is not known is looked up in the model, which has it as a text.

use outlast_model::{CopyRef, Fact, Kind, Model, Slot};
use outlast_sim::{BackupFact, Caller, Ceiling, Choice, CopyFact, Doubt, Outcome};

use super::{events::event_words, things};

/// Why the outcome is undecided, each once: for a journey what it serves and its work, for a store
/// its loss.
pub fn open_words(model: &Model, outcome: &Outcome) -> Vec<String> {
    let mut open: Vec<String> = Vec::new();
    for words in outcome.open().into_iter().map(|doubt| doubt_words(model, doubt)) {
        // Facts of several copies of a store may not be known for the same reason.
        if !open.contains(&words) {
            open.push(words);
        }
    }
    open
}

/// What would have to be known.
#[expect(
    clippy::indexing_slicing,
    reason = "what is in doubt for a reason has that reason in the model: else it is a bug"
)]
pub fn doubt_words(model: &Model, doubt: &Doubt) -> String {
    let part = |id| things::part(model, id);
    match doubt {
        Doubt::Bandwidth(line) => {
            format!("nobody said how much {} carries (`bandwidth`, `to`)", part(*line))
        }
        Doubt::Deadline { caller, line } => {
            let (caller, line) = (things::quoted(name_of(model, *caller)), part(*line));
            format!("nobody said how soon {caller} must answer (`answers_in`), and {line} is slow")
        }
        Doubt::Moved(line) => {
            format!("nobody said what a request moves over {} (`moves`)", part(*line))
        }
        Doubt::Slowed(id) => format!(
            "what is left of the load while {} is slow: state `to` of the fault and `rate` of the journey",
            part(*id)
        ),
        Doubt::Ceiling(ceiling) => ceiling_words(*ceiling),
        Doubt::WithoutCache(id) => {
            format!("whether {} carries the load without its cache: state `carries`", part(*id))
        }
        Doubt::Retries(id) => {
            format!("whether {} carries what its callers ask again: state `carries`", part(*id))
        }
        Doubt::Waits(id) => format!(
            "how long a silent copy of {} is waited for before another is tried: state `timeout`",
            part(*id)
        ),
        Doubt::Consistency(slot) => {
            let (backup, store) = (backup(model, *slot), things::store(model, slot.store));
            format!("whether backup {backup} of {store} is consistent: state `how`")
        }
        Doubt::Left { part: id, left, before } => format!(
            "whether the {left} left of the {before} copies of {} carry the load: state `carries`",
            part(*id)
        ),
        Doubt::FailoverBy(id) => {
            format!("who carries out the failover of {}: state `by`", part(*id))
        }
        Doubt::RepairBy(copy) => format!("who repairs {}: state `by`", things::copy(model, *copy)),
        Doubt::NearEnough(copy) => near_enough(model, *copy),
        Doubt::Votes(id) => format!("who votes for the primary of {}: state `votes`", part(*id)),
        Doubt::Shares(id) => format!(
            "what is lost with a copy that leads shares of {} while others lag: it is not worked out",
            part(*id)
        ),
        Doubt::Wait(event) => format!("how long it takes until {}", event_words(model, event)),
        Doubt::End => "how long it takes until the fault is found or ends".to_string(),
        Doubt::Copies { store, most } => {
            format!("{} has more than {most} copies", things::store(model, *store))
        }
        Doubt::OfCopy(slot, fact) => of_copy(model, *slot, *fact),
        Doubt::OfBackup(slot, fact) => of_backup(model, *slot, *fact),
        Doubt::Delivery(queue) => format!("how often {} delivers a job", part(*queue)),
        Doubt::Behind(id) => format!("what stands behind {}: {}", part(*id), model.unseen[id]),
        Doubt::Which(id) => {
            let name = things::quoted(&model.place(*id).name);
            format!("which place {name} is: {}", model.unsure_places[id])
        }
        Doubt::Apart(id) => {
            let block = things::block(model, *id);
            format!("what {block} is kept apart from: {}", model.unsure_apart[id])
        }
        Doubt::Count(id) => {
            format!("how many {} there are: {}", things::block(model, *id), model.uncounted[id])
        }
    }
}

/// What nobody stated of how things behave, where that makes a difference.
pub fn ways_words(model: &Model, outcome: &Outcome) -> Vec<String> {
    let ways = outcome.open_ways.iter().flat_map(|ways| &ways.choices);
    ways.map(|choice| choice_words(model, *choice)).collect()
}

fn choice_words(model: &Model, choice: Choice) -> String {
    let part = |id| things::part(model, id);
    match choice {
        Choice::Rearm(id) => format!(
            "whether the checks of {} count from the start or the end of the last one: state `rearm`",
            part(id)
        ),
        Choice::Falls(id) => format!(
            "whether {} sheds or falls under more than it carries: state `overload`",
            part(id)
        ),
        Choice::Sound(slot) => {
            format!("whether backup {} is right: state `how`", backup(model, slot))
        }
        Choice::AllWhenNone(id) => {
            format!("whether {} sends to all targets when none is well", part(id))
        }
        Choice::TooLate(caller) => {
            format!("whether {} is answered in time", things::quoted(name_of(model, caller)))
        }
        Choice::Sight(id) => format!(
            "whether the check of {} asks the process alone or for work: state `sight`",
            part(id)
        ),
        Choice::SeesPart(id) => format!(
            "whether a check of {} meets a request that is served, while a share of them is",
            part(id)
        ),
        Choice::Primary(id) => {
            format!("which of several copies of {} that write its callers find", part(id))
        }
    }
}

fn ceiling_words(ceiling: Ceiling) -> String {
    let reached = |what: String| format!("the limit of {what} was reached");
    match ceiling {
        Ceiling::Classes(most) => reached(format!("{most} classes of histories")),
        Ceiling::Dates(most) => reached(format!("{most} dates at once")),
        Ceiling::Events(most) => reached(format!("{most} events in one history")),
        Ceiling::Unfoldings(most) => reached(format!("{most} unfoldings")),
        Ceiling::Depth(most) => format!("what lies more than {most} calls deep (a limit)"),
        Ceiling::Choices(most) => format!("more than {most} behaviours are left open"),
    }
}

/// The name of those who call: of their journey, of the store that they write, of the part whose
/// work they do.
fn name_of(model: &Model, caller: Caller) -> &str {
    match caller {
        Caller::Journey(journey) => &model.journey(journey).name,
        Caller::Writers(store) => &model.store(store).address,
        Caller::Workers(part) => &model.part(part).address,
    }
}

fn backup(model: &Model, slot: Slot) -> String {
    let backup = model.store(slot.store).backup(slot.slot);
    things::quoted(backup.map_or("", |it| it.name.as_str()))
}

/// Why it is not known whether a copy is promoted.
fn near_enough(model: &Model, copy: CopyRef) -> String {
    let database = match &model.part(copy.part).kind {
        Kind::Database(database) => Some(database),
        Kind::Server | Kind::Router(_) | Kind::People(_) => None,
    };
    let at = (copy.copy as usize).checked_sub(1);
    let near = database.zip(at).and_then(|(database, at)| database.near_enough.get(at));
    let why = near.map_or("", why);
    format!("whether {} is promoted: {why}", things::copy(model, copy))
}

fn of_copy(model: &Model, slot: Slot, fact: CopyFact) -> String {
    let (store, live) = (things::store(model, slot.store), model.store(slot.store).live(slot.slot));
    let (name, why) = match fact {
        CopyFact::Lag => ("lag", live.map(|it| why(&it.lag))),
        CopyFact::DurableAfter => ("durable_after", live.map(|it| why(&it.durable_after))),
    };
    format!("`{name}` of {store}: {}", why.unwrap_or_default())
}

fn of_backup(model: &Model, slot: Slot, fact: BackupFact) -> String {
    let it = model.store(slot.store).backup(slot.slot);
    let (name, why) = match fact {
        BackupFact::Every => ("every", it.map(|it| why(&it.every))),
        BackupFact::Took => ("took", it.map(|it| why(&it.makes))),
        BackupFact::Kept => ("keeps_for", it.and_then(|it| it.keeps_for.as_ref()).map(why)),
        BackupFact::Locked => ("locked", it.and_then(|it| it.locked.as_ref()).map(why)),
    };
    format!("`{name}` of backup {}: {}", backup(model, slot), why.unwrap_or_default())
}

/// Why a fact is not known; nothing of one that is.
fn why<T>(fact: &Fact<T>) -> &str {
    match fact {
        Fact::Unknown(why) => why,
        Fact::Stated(..) | Fact::Assumed(..) => "",
    }
}

#[cfg(test)]
mod tests {
    use outlast_model::{Machine, Place, PlaceKind};

    use super::*;

    #[test]
    fn a_reason_that_the_model_has_is_looked_up() {
        let mut model = Model::default();
        let zone = model.places.push(Place::new("a", PlaceKind::Zone, None));
        let machine = model.machines.push(Machine::new("vm.web[0]", "web", zone));
        model.uncounted.insert(machine, "variable `count` has no value".to_string());
        let words = "how many `web` there are: variable `count` has no value";
        assert_eq!(doubt_words(&model, &Doubt::Count(machine)), words);
    }

    #[test]
    fn what_two_doubts_say_alike_is_said_once() {
        let end = Doubt::End;
        let outcome = Outcome { doubts: vec![end.clone(), end], ..Outcome::holds() };
        assert_eq!(open_words(&Model::default(), &outcome).len(), 1);
    }
}
