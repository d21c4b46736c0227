//! By what that goes on which needs something that is struck: another copy, another member of a
//! router, another choice, another line; or without it.

use std::collections::BTreeSet;

use outlast_model::{CopyRef, EffectKind, Kind, Model, Needed, PartId, Range, Role, Struck};

use super::hits::Hit;
use super::scene::Scene;
use super::ways::Way;

/// By what it goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum GoesOn {
    /// These copies answer.
    Copies(Vec<CopyRef>),
    /// These copies answer, and what is struck only follows the first of them.
    Leader(Vec<CopyRef>),
    /// These are enough, too.
    Choice(Vec<PartId>),
    /// These lines lead the same way.
    Lines(Vec<PartId>),
    /// Nothing of it changes what runs.
    Runs(EffectKind),
    /// What needs it does without it in its own way, which the way says.
    AsNeeded,
    /// Callers keep the last answer of it for so long.
    Kept(Range),
    /// Nothing else was found: it is over before anybody asks.
    Unseen,
}

/// By what that goes on which needs what is hit, in this way.
pub(super) fn goes_on(scene: &Scene<'_>, way: Way, hit: &Hit) -> GoesOn {
    match way {
        Way::Asked | Way::Work | Way::Aside => {}
        Way::Remembered(..)
        | Way::Soft(_)
        | Way::At(..)
        | Way::Votes(_)
        | Way::Acts(_)
        | Way::Keeps(_) => return GoesOn::AsNeeded,
    }
    let is_whole = |it: &Struck| matches!(it, Struck::Managed(part) if *part == hit.part);
    if hit.copies.is_empty() && !hit.struck.iter().any(is_whole) {
        return believed(scene, hit);
    }
    match hit.does {
        EffectKind::Slow | EffectKind::Fill | EffectKind::Deny => return GoesOn::Runs(hit.does),
        EffectKind::Stop
        | EffectKind::Freeze
        | EffectKind::Cut
        | EffectKind::Erase
        | EffectKind::Corrupt
        | EffectKind::Set => {}
    }
    let kept = kept(scene.model, hit.part);
    kept.or_else(|| other(scene, hit.part, &hit.copies, &mut Vec::new())).unwrap_or(GoesOn::Unseen)
}

/// What no copy is away for: what a router believes, what a store holds.
fn believed(scene: &Scene<'_>, hit: &Hit) -> GoesOn {
    let Kind::Router(router) = &scene.model.part(hit.part).kind else {
        return GoesOn::Runs(hit.does);
    };
    let doubted = |at: u32| hit.struck.contains(&Struck::Belief { router: hit.part, member: at });
    let members = (0..).zip(&router.members).filter(|(at, _)| !doubted(*at));
    let copies = members.map(|(_, member)| member.copy);
    let copies: Vec<CopyRef> = copies.filter(|it| scene.left.answering.contains(it)).collect();
    if copies.is_empty() { GoesOn::Unseen } else { GoesOn::Copies(copies) }
}

/// How long callers keep what they were told by a part.
fn kept(model: &Model, part: PartId) -> Option<GoesOn> {
    let Kind::Router(router) = &model.part(part).kind else { return None };
    let range = router.remembers.value().filter(|range| range.hi > 0)?;
    Some(GoesOn::Kept(*range))
}

/// What answers in the stead of copies of a part; where nothing does, in the stead of who needs it.
fn other(
    scene: &Scene<'_>,
    part: PartId,
    struck: &[CopyRef],
    seen: &mut Vec<PartId>,
) -> Option<GoesOn> {
    if seen.contains(&part) {
        return None;
    }
    seen.push(part);
    let here = scene.model.copies(part).map(|(copy, _)| copy);
    let here: Vec<CopyRef> =
        here.filter(|copy| !struck.contains(copy) && scene.left.answering.contains(copy)).collect();
    if !here.is_empty() {
        return Some(among_copies(scene.model, part, struck, here));
    }
    lines(scene, part)
        .or_else(|| members(scene, part))
        .or_else(|| choice(scene, part))
        .or_else(|| callers(scene, part, seen))
}

fn among_copies(model: &Model, part: PartId, struck: &[CopyRef], here: Vec<CopyRef>) -> GoesOn {
    let leads = matches!(&model.part(part).kind, Kind::Database(it) if !it.alike && it.shards == 1);
    let first = CopyRef { part, copy: 0 };
    if leads && !struck.contains(&first) && here.first() == Some(&first) {
        GoesOn::Leader(here)
    } else {
        GoesOn::Copies(here)
    }
}

fn lines(scene: &Scene<'_>, part: PartId) -> Option<GoesOn> {
    let same = scene.left.beside.iter().filter(|(line, _)| *line == part);
    let same: Vec<PartId> = same.map(|(_, other)| *other).collect();
    (!same.is_empty()).then_some(GoesOn::Lines(same))
}

/// The other members of the routers that lead to a part.
fn members(scene: &Scene<'_>, part: PartId) -> Option<GoesOn> {
    let routers = scene.parts().filter_map(|id| match &scene.model.part(*id).kind {
        Kind::Router(router) => Some(router),
        Kind::Server | Kind::Database(_) | Kind::People(_) => None,
    });
    let leads = |router: &&outlast_model::Router| {
        router.members.iter().any(|member| member.copy.part == part)
    };
    let members = routers.filter(leads).flat_map(|router| &router.members);
    let others: BTreeSet<CopyRef> = members
        .map(|member| member.copy)
        .filter(|copy| copy.part != part && scene.left.answering.contains(copy))
        .collect();
    (!others.is_empty()).then(|| GoesOn::Copies(others.into_iter().collect()))
}

/// What is enough in the stead of a part.
fn choice(scene: &Scene<'_>, part: PartId) -> Option<GoesOn> {
    let choices = scene.called().filter_map(|(_, needed)| match needed {
        Needed::Any(several) | Needed::Most(several) => Some(several),
        Needed::One(_) | Needed::Copy(_) => None,
    });
    let with = choices.filter(|it| it.iter().any(|one| one.parts().contains(&part)));
    let others = with.flatten().filter(|one| !one.parts().contains(&part));
    let others: BTreeSet<PartId> =
        others.flat_map(Needed::parts).filter(|it| is_there(scene, *it)).collect();
    (!others.is_empty()).then(|| GoesOn::Choice(others.into_iter().collect()))
}

fn is_there(scene: &Scene<'_>, part: PartId) -> bool {
    let mut copies = scene.model.copies(part).map(|(copy, _)| copy).peekable();
    copies.peek().is_none() || copies.any(|copy| scene.left.answering.contains(&copy))
}

/// What answers in the stead of those who need a part and are out without it.
fn callers(scene: &Scene<'_>, part: PartId, seen: &mut Vec<PartId>) -> Option<GoesOn> {
    // Everything may go over a line: nobody in particular is out without it.
    if scene.model.part(part).role == Role::Link {
        return None;
    }
    let calls = scene.called().filter(|(_, needed)| needed.parts().contains(&part));
    let callers: Vec<PartId> = calls.filter_map(|(caller, _)| caller).collect();
    callers.into_iter().find_map(|caller| {
        let all: Vec<CopyRef> = scene.model.copies(caller).map(|(copy, _)| copy).collect();
        other(scene, caller, &all, seen)
    })
}
