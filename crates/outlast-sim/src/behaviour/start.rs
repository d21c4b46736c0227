//! Starting: a process that was stopped runs again once what it needs at its start is there, and
//! serves when it has started. Two that need each other to start never do.
//!
//! What is mended serves when it is mended: what that takes is until it serves. What stands on
//! something that comes back (a machine, a place) starts then, which takes its own time, and people
//! who must be there are waited for. A group of which nothing runs any more forms again as its engine
//! does it, or when people start it.

use outlast_model::{
    Condition, CopyRef, FormsAgain, Kind, Moment, Need, Needed, Part, PartId, Range, Waits,
};

use super::{Behaviour, Ending, Timing, ending_of, resolve};
use crate::event::Event;
use crate::ids::RuleId;
use crate::outcome::Phase;
use crate::rows::process::Process;
use crate::state::View;
use crate::way_back::copies_or_one;
use crate::world::World;

fn is_ready(world: &World<'_>, state: &dyn View, copy: CopyRef, part: &Part) -> bool {
    let from = world.spot(state, copy);
    needs_at_start(part).all(|need| crate::serve::is_met(world, state, &need.of, from))
}

/// What a copy must have before it starts.
fn needs_at_start(part: &Part) -> impl Iterator<Item = &Need> {
    part.needs.iter().filter(|need| need.at == Moment::Start && !need.soft)
}

/// Whether a copy that stops when it is full of what waits for others has no room to start in; those
/// for whom it waits have.
fn has_no_room(world: &World<'_>, state: &dyn View, copy: CopyRef) -> bool {
    let waiting = &world.model.part(copy.part).waiting;
    let stops = |it: &Waits| it.stops && !it.without.contains(&Needed::Copy(copy));
    waiting.iter().any(stops) && world.is_full(state, copy.part)
}

/// Whether a copy does not come up because none of its group runs, or because it is closed: it waits
/// for the others, or for people. Who must be there at its start is such people.
pub(super) fn waits_for_group(world: &World<'_>, state: &dyn View, copy: CopyRef) -> bool {
    let Some(forms) = forms_again(world, copy.part) else { return false };
    let from = world.spot(state, copy);
    let others = || world.model.copies(copy.part).map(|(it, _)| it).filter(|it| *it != copy);
    let runs = |it: &CopyRef| world.condition(state, *it, from) == Condition::Answers;
    let is_back = |it: CopyRef| {
        world.process(state, it) == Process::Waits
            && world.condition(state, it, from) == Condition::Refuses
    };
    match forms {
        FormsAgain::Alone => false,
        FormsAgain::WithAll => !others().any(|it| runs(&it)) && !others().all(is_back),
        FormsAgain::ByPeople => !others().any(|it| runs(&it)),
        FormsAgain::EachByPeople => true,
    }
}

/// How the copies of a part become one again, where that is not alone and nobody is stated for it.
fn forms_again(world: &World<'_>, id: PartId) -> Option<FormsAgain> {
    let part = world.model.part(id);
    let Kind::Database(database) = &part.kind else { return None };
    let forms = database.forms_again.as_ref()?;
    // What is not known is taken for the worst.
    let forms = world.value(forms).unwrap_or(FormsAgain::ByPeople);
    let alone = forms == FormsAgain::Alone || people_at_start(world, part).next().is_some();
    (!alone).then_some(forms)
}

/// Lets a process that is mended begin: at once, or as soon as what it needs is there.
pub(crate) fn begin(world: &World<'_>, state: &mut dyn View, copy: CopyRef) {
    let waits = waits_for_group(world, state, copy);
    enter(world, state, copy, if waits { Process::Waits } else { Process::Runs });
}

/// Lets a process begin that people have started, with whatever is left of its group.
pub(super) fn form(world: &World<'_>, state: &mut dyn View, copy: CopyRef) {
    enter(world, state, copy, Process::Runs);
}

/// Lets a process start with what it stands on. Of a group it asks the others first.
pub(crate) fn boot(world: &World<'_>, state: &mut dyn View, copy: CopyRef) {
    let asks = forms_again(world, copy.part).is_some();
    let once_ready = if asks { Process::Waits } else { once_ready(world, copy.part) };
    enter(world, state, copy, once_ready);
}

/// Lets a process do this, or wait for what it needs at its start.
fn enter(world: &World<'_>, state: &mut dyn View, copy: CopyRef, once_ready: Process) {
    let needs = needs_at_start(world.model.part(copy.part)).next().is_some();
    let waits = needs || has_no_room(world, state, copy);
    world.set_process(state, copy, if waits { Process::Waits } else { once_ready });
    resolve::ask(world, state, copy);
    world.begin(state, copy);
}

/// A process that ran before its machine or place was away starts again.
pub(crate) fn boot_again(world: &World<'_>, state: &mut dyn View, copy: CopyRef) {
    match world.process(state, copy) {
        Process::Runs | Process::Waits | Process::Starts => boot(world, state, copy),
        Process::Dead | Process::Hung | Process::Missing | Process::Misled => {}
    }
}

/// What a process does once nothing keeps it from starting.
fn once_ready(world: &World<'_>, id: PartId) -> Process {
    if standing_up(world, id) == Range::ZERO { Process::Runs } else { Process::Starts }
}

/// How long a copy takes to serve once nothing keeps it from starting: people who must be there
/// answer first.
fn standing_up(world: &World<'_>, id: PartId) -> Range {
    let part = world.model.part(id);
    let starts = part.starts.as_ref().map_or(Range::ZERO, |starts| world.range(starts));
    people_at_start(world, part)
        .filter_map(|of| match &world.model.part(of).kind {
            Kind::People(people) => Some(world.range(&people.answers)),
            Kind::Server | Kind::Router(_) | Kind::Database(_) => None,
        })
        .fold(starts, Range::plus)
}

fn people_at_start<'a>(world: &World<'a>, part: &'a Part) -> impl Iterator<Item = PartId> + 'a {
    let model = world.model;
    let parts = needs_at_start(part).flat_map(|need| need.of.parts());
    parts.filter(|of| matches!(model.part(*of).kind, Kind::People(_)))
}

/// Starts what waited and waits no longer. Whether anything changed.
pub(super) fn start(world: &World<'_>, state: &mut dyn View, id: PartId, part: &Part) -> bool {
    let waits = part.needs.iter().any(|need| need.at == Moment::Start);
    if !waits && part.waiting.is_empty() && forms_again(world, id).is_none() {
        return false;
    }
    let waiting: Vec<CopyRef> = world
        .model
        .copies(id)
        .map(|(copy, _)| copy)
        .filter(|copy| {
            world.process(state, *copy) == Process::Waits && world.seat_is_up(state, *copy)
        })
        .filter(|copy| is_ready(world, state, *copy, part))
        .filter(|copy| !waits_for_group(world, state, *copy))
        .filter(|copy| !has_no_room(world, state, *copy))
        .collect();
    let does = once_ready(world, id);
    for copy in &waiting {
        world.set_process(state, *copy, does);
        resolve::ask(world, state, *copy);
    }
    !waiting.is_empty()
}

/// A copy has started.
struct Start {
    copy: CopyRef,
    takes: Range,
}

/// One rule for each copy of a part that takes a while to start.
pub(super) fn rules(world: &World<'_>, id: PartId, into: &mut Vec<Box<dyn Behaviour>>) {
    let takes = standing_up(world, id);
    if takes == Range::ZERO {
        return;
    }
    for (copy, _) in world.model.copies(id) {
        into.push(Box::new(Start { copy, takes }));
    }
}

impl Behaviour for Start {
    fn phase(&self) -> Phase {
        Phase::Repaired
    }

    fn ends_known_state(&self) -> bool {
        true
    }

    fn id(&self) -> RuleId {
        RuleId::Start(self.copy)
    }

    fn is_enabled(&self, world: &World<'_>, state: &dyn View) -> bool {
        world.process(state, self.copy) == Process::Starts && world.seat_is_up(state, self.copy)
    }

    fn timing(&self, _: &World<'_>, _: &dyn View) -> Timing {
        Timing::After(self.takes)
    }

    fn apply(&self, world: &World<'_>, state: &mut dyn View) {
        world.set_process(state, self.copy, Process::Runs);
    }

    fn event(&self, _: &World<'_>, _: &dyn View) -> Event {
        Event::Started(self.copy)
    }

    fn ending(&self, world: &World<'_>) -> Ending {
        let part = world.model.part(self.copy.part);
        let mut people = people_at_start(world, part).flat_map(|of| copies_or_one(world.model, of));
        people.next().map_or(Ending::Own, |actor| ending_of(world, actor))
    }
}
