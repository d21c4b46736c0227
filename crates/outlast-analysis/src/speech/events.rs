//! What happened, in a sentence: the only place where an event becomes English, for every format.
//!
//! Left out: when it happened, and what is served from then on.

use outlast_model::{CopyRef, Effect, Erased, Model};
use outlast_sim::Event;

use super::things;

/// What happened, in a sentence without a full stop.
pub fn event_words(model: &Model, event: &Event) -> String {
    let copy = |id: CopyRef| things::copy(model, id);
    let part = |id| things::part(model, id);
    match event {
        Event::EffectEnds { effect, more } => effect_ends(model, *effect, *more),
        Event::SecondFault => "the second fault strikes".to_string(),
        Event::LeavesRotation { checker, target } => {
            let (router, target) = (copy(*checker), copy(*target));
            format!("{router} notices that {target} is down and takes it out")
        }
        Event::ReturnsToRotation { checker, target } => {
            format!("{} finds {} well and takes it back", copy(*checker), copy(*target))
        }
        Event::NoticedDown { watcher, target } => {
            format!("{} notices that {} is down", copy(*watcher), copy(*target))
        }
        Event::NoticedUp { watcher, target } => {
            format!("{} notices that {} answers again", copy(*watcher), copy(*target))
        }
        Event::Redirected { actor, router, targets } => {
            let targets: Vec<String> = targets.iter().map(|it| copy(*it)).collect();
            format!("{} points {} at {}", copy(*actor), part(*router), targets.join(" and "))
        }
        Event::FailsOver(id) => format!("somebody fails {} over", part(*id)),
        Event::TakesOver { router, target } => {
            format!("{} moves to the machine of {}", part(*router), copy(*target))
        }
        Event::Resigns { router, target } => {
            format!("the member of {} beside {} resigns", part(*router), copy(*target))
        }
        Event::StandsAgain { router, target } => {
            format!("the member of {} beside {} stands again", part(*router), copy(*target))
        }
        Event::CallersFollow(id) => {
            let name = part(*id);
            format!("the last caller's cached answer for {name} runs out: all follow the new one")
        }
        Event::CallersMisled(id) => {
            format!("callers ask for {} and get a wrong answer, which they keep", part(*id))
        }
        Event::AnswersRunOut(id) => {
            format!("cached answers for {} run out, and nobody answers for it", part(*id))
        }
        Event::LeaseEnds(id) => format!("the lease of the primary of {} has run out", part(*id)),
        Event::GivesUp(id) => format!("{} cannot renew its lease and gives up", copy(*id)),
        Event::Resumes(id) => format!("{} renews its lease and accepts writes again", copy(*id)),
        Event::TakesLease(id) => format!("{} takes the lease and becomes the primary", copy(*id)),
        Event::PrimaryNoticedDown { watcher, database } => {
            format!("{} notices that the primary of {} is down", copy(*watcher), part(*database))
        }
        Event::PrimaryNoticedUp { watcher: who, database } => {
            format!("{} notices that the primary of {} answers", copy(*who), part(*database))
        }
        Event::Promoted { actor, primary } => {
            let primary = primary.map(copy).unwrap_or_default();
            format!("{} makes {primary} the primary", copy(*actor))
        }
        Event::TakesShares(id) => format!("{} takes over the shares that are left", copy(*id)),
        Event::LeftOut(id) => format!("writes no longer wait for {}", copy(*id)),
        Event::MemoryRunsOut(id) => format!("what {} remembers of its need runs out", part(*id)),
        Event::FillsUp(id) => format!("{} is full of what waits for others", part(*id)),
        Event::Repaired(id) => format!("{} is repaired", copy(*id)),
        Event::ComesBack { copy: id, to } => {
            format!("{} is brought back {}", copy(*id), things::seat(model, *to))
        }
        Event::Replaced(id) => format!("{} is replaced", things::machine(model, *id)),
        Event::Started(id) => format!("{} has started", copy(*id)),
        Event::Filled(id) => format!("{} is filled again", copy(*id)),
    }
}

/// What is said when an effect is over, and as many more with it.
fn effect_ends(model: &Model, effect: Effect, more: usize) -> String {
    let target = things::struck(model, effect.struck());
    let target = match more {
        0 => target,
        more => format!("{target}, with {more} more,"),
    };
    match effect {
        Effect::Cut(_) => format!("{target} is connected again"),
        Effect::Corrupt(_) => format!("somebody finds that {target} is wrong"),
        Effect::Erase(Erased::Unlocked(_)) => {
            format!("whoever would erase {target} no longer can")
        }
        Effect::Erase(Erased::Store(_) | Erased::Slot(_)) => {
            format!("somebody notices that {target} is gone")
        }
        Effect::Deny(_) => format!("{target} carries out changes again"),
        Effect::Stop(_)
        | Effect::Freeze(_)
        | Effect::Slow(..)
        | Effect::Fill(_)
        | Effect::Set(_) => format!("{target} is back"),
    }
}
