//! A virtual address that its members agree on: one sends adverts, the others listen (VRRP).
//!
//! The one that takes over announces itself, so traffic that can reach it follows at once. A member
//! that can no longer be reached keeps its claim on its own side. RFC 3768, section 6.

use outlast_model::{
    Check, Condition, CopyRef, Detect, Kind, Part, PartId, Range, Rotation, Router,
};

use super::{Behaviour, Timing, Watch, detection_timing, verdict_timing};
use crate::event::Event;
use crate::ids::{ClockKind, RuleId};
use crate::outcome::Phase;
use crate::rows::election::Claims;
use crate::sight::{Seen, Watcher};
use crate::state::{View, count};
use crate::world::World;

#[derive(Clone)]
struct Election {
    router: PartId,
    detect: Detect,
    preempts: bool,
    targets: Vec<CopyRef>,
    row: Claims,
}

/// Per member: taking over, and with a tracked process resigning and standing again.
pub(super) fn rules(
    world: &World<'_>,
    id: PartId,
    part: &Part,
    router: &Router,
    into: &mut Vec<Box<dyn Behaviour>>,
) {
    let Rotation::Elected { detect, preempts, tracks, .. } = &router.rotation else { return };
    let Some(row) = world.claims(id) else { return };
    let targets: Vec<CopyRef> = router.members.iter().map(|member| member.copy).collect();
    let election = Election {
        router: id,
        detect: (**detect).clone(),
        preempts: world.value(preempts).unwrap_or(true),
        targets,
        row,
    };
    let members = (0..).zip(router.members.iter().map(|member| member.copy));
    for (member, target) in members.take(part.copies.len()) {
        into.push(Box::new(TakeOver { election: election.clone(), member, target }));
        if let Some(check) = tracks {
            for down in [true, false] {
                let (election, check) = (election.clone(), check.clone());
                into.push(Box::new(Track { election, member, target, check, down }));
            }
        }
    }
}

impl Election {
    fn speaker(&self, member: u32) -> CopyRef {
        CopyRef { part: self.router, copy: member }
    }

    /// Whether `listener` hears adverts or a resignation of `other`.
    fn hears(&self, world: &World<'_>, state: &dyn View, listener: u32, other: u32) -> bool {
        self.meets(world, state, listener, other) == Condition::Answers
    }

    /// What `listener` meets at `other`.
    fn meets(&self, world: &World<'_>, state: &dyn View, listener: u32, other: u32) -> Condition {
        meets(world, state, self.speaker(listener), self.speaker(other))
    }

    /// Whether a member can stand: its process speaks, and what it tracks is well.
    fn stands(&self, world: &World<'_>, state: &dyn View, member: u32) -> bool {
        world.runs(state, self.speaker(member)) && !self.row.has_resigned(state, member)
    }

    fn others(&self, member: u32) -> impl Iterator<Item = u32> + '_ {
        (0..count(self.targets.len())).filter(move |other| *other != member)
    }

    fn preferred(&self, member: u32, other: u32) -> bool {
        member < other
    }
}

/// What one member of an elected address meets at another: silence on another segment.
fn meets(world: &World<'_>, state: &dyn View, listener: CopyRef, speaker: CopyRef) -> Condition {
    let hears = match &world.model.part(listener.part).kind {
        Kind::Router(router) => router.may_hear(listener.copy, speaker.copy),
        Kind::Server | Kind::Database(_) | Kind::People(_) => false,
    };
    if hears {
        world.condition(state, speaker, world.spot(state, listener))
    } else {
        Condition::Silent
    }
}

struct TakeOver {
    election: Election,
    member: u32,
    /// What serves on the machine of the member.
    target: CopyRef,
}

impl TakeOver {
    /// Those that this member hears and that claim the address.
    fn holders(&self, world: &World<'_>, state: &dyn View) -> Vec<u32> {
        let election = &self.election;
        election
            .others(self.member)
            .filter(|other| election.row.claims(state, *other))
            .filter(|other| election.hears(world, state, self.member, *other))
            .collect()
    }
}

impl Behaviour for TakeOver {
    fn phase(&self) -> Phase {
        Phase::Switched
    }

    fn id(&self) -> RuleId {
        RuleId::TakeOver { router: self.election.router, member: self.member }
    }

    fn is_enabled(&self, world: &World<'_>, state: &dyn View) -> bool {
        let election = &self.election;
        if election.row.claims(state, self.member) || !election.stands(world, state, self.member) {
            return false;
        }
        let better = election.others(self.member).any(|other| {
            election.preferred(other, self.member)
                && election.stands(world, state, other)
                && election.hears(world, state, self.member, other)
        });
        let holders = self.holders(world, state);
        let may = election.preempts
            && holders.iter().all(|holder| election.preferred(self.member, *holder));
        !better && (holders.is_empty() || may)
    }

    fn timing(&self, world: &World<'_>, state: &dyn View) -> Timing {
        let election = &self.election;
        let resigned = election.others(self.member).any(|other| {
            election.row.has_resigned(state, other)
                && election.hears(world, state, self.member, other)
        });
        if let (true, Detect::Adverts { skew, .. }) = (resigned, &election.detect) {
            // A member that resigns says so: the next waits for its skew only.
            return Timing::After(world.range(skew));
        }
        let listens_anew = !self.holders(world, state).is_empty();
        let timing =
            detection_timing(world, &election.detect, self.watch(), Seen::Met(Condition::Silent));
        match timing {
            // A returning member begins to listen when it is back: the whole wait from then on.
            Timing::Tick { period, offset, .. } if listens_anew => {
                Timing::After(Range::new(offset.lo + period, offset.hi + period))
            }
            Timing::Tick { .. } | Timing::After(_) | Timing::Strikes { .. } => timing,
        }
    }

    fn apply(&self, world: &World<'_>, state: &mut dyn View) {
        let election = &self.election;
        for other in election.others(self.member) {
            let reachable = election.meets(world, state, self.member, other) != Condition::Silent;
            // The announcement moves traffic wherever it is heard; elsewhere the old claim stands.
            if reachable {
                election.row.give_up(state, other);
            }
        }
        election.row.claim(state, self.member);
    }

    fn event(&self, _: &World<'_>, _: &dyn View) -> Event {
        Event::TakesOver { router: self.election.router, target: self.target }
    }
}

impl TakeOver {
    fn watch(&self) -> Watch {
        let (part, targets) = (self.election.router, self.election.targets.len());
        Watch { kind: ClockKind::Adverts, part, watcher: 0, target: self.member, targets }
    }
}

/// A member watches the process that serves on its own machine.
struct Track {
    election: Election,
    member: u32,
    /// The process that is watched.
    target: CopyRef,
    check: Check,
    down: bool,
}

impl Behaviour for Track {
    fn phase(&self) -> Phase {
        Phase::Noticed
    }

    fn id(&self) -> RuleId {
        RuleId::Track { router: self.election.router, member: self.member, down: self.down }
    }

    fn is_enabled(&self, world: &World<'_>, state: &dyn View) -> bool {
        let election = &self.election;
        if !world.runs(state, election.speaker(self.member)) {
            return false;
        }
        election.row.has_resigned(state, self.member) != self.down
            && self.watcher(world, state).concludes(world, state, self.target, self.down)
    }

    fn timing(&self, world: &World<'_>, state: &dyn View) -> Timing {
        let watch = Watch {
            kind: ClockKind::Tracks,
            part: self.election.router,
            watcher: self.member,
            target: self.member,
            targets: 1,
        };
        verdict_timing(world, &self.check, watch, self.sees(world, state))
    }

    fn apply(&self, _: &World<'_>, state: &mut dyn View) {
        let row = self.election.row;
        row.resign(state, self.member, self.down);
        if self.down {
            row.give_up(state, self.member);
        }
    }

    fn event(&self, _: &World<'_>, _: &dyn View) -> Event {
        let (router, target) = (self.election.router, self.target);
        if self.down {
            Event::Resigns { router, target }
        } else {
            Event::StandsAgain { router, target }
        }
    }
}

impl Track {
    fn watcher(&self, world: &World<'_>, state: &dyn View) -> Watcher<'_> {
        let from = world.spot(state, self.election.speaker(self.member));
        Watcher { of: self.election.router, from, sight: &self.check.sight }
    }

    fn sees(&self, world: &World<'_>, state: &dyn View) -> Seen {
        self.watcher(world, state).sees(world, state, self.target)
    }
}

/// Who was off begins as a listener, and of two claimants that hear each other the less preferred
/// gives way. Whether anything changed. RFC 5798, section 6.4.1.
pub(super) fn give_way(
    world: &World<'_>,
    state: &mut dyn View,
    router: PartId,
    members: u32,
) -> bool {
    let Some(row) = world.claims(router) else { return false };
    let member = |copy: u32| CopyRef { part: router, copy };
    let speaks = |state: &dyn View, speaker: u32, listener: u32| {
        meets(world, state, member(listener), member(speaker)) == Condition::Answers
    };
    let mut changed = false;
    for off in 0..members {
        if row.claims(state, off) && !world.seat_is_up(state, member(off)) {
            row.give_up(state, off);
            changed = true;
        }
    }
    for low in 1..members {
        let loses = row.claims(state, low)
            && (0..low).any(|high| {
                row.claims(state, high) && speaks(state, high, low) && speaks(state, low, high)
            });
        if loses {
            row.give_up(state, low);
            changed = true;
        }
    }
    changed
}
