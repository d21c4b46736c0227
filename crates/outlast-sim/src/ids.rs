//! By what the engines call what they decide: a rule, a clock, a draw, a behaviour that is left open.
//!
//! All of them are small and compared as values. Left out: their texts, which only a seed and an
//! order hang on.

use outlast_model::{CopyRef, MachineId, Nanos, PartId, Slot};

use crate::doubt::Caller;

/// One rule of a world: which behaviour, of what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RuleId {
    /// Effects of a fault that end at one date: the number of the first of them.
    EffectEnd(u32),
    /// The second fault.
    SecondFault,
    /// The verdict of a router that checks its own targets.
    Verdict {
        /// The router.
        router: PartId,
        /// Which of its copies checks.
        copy: u32,
        /// Which of its members is checked.
        member: u32,
        /// Whether it takes the member out, or back in.
        down: bool,
    },
    /// The verdict of a watcher on a member of a name or address.
    Watch {
        /// The name or address.
        router: PartId,
        /// Which of its watchers.
        watcher: u32,
        /// Which of its members is watched.
        member: u32,
        /// Whether it is that the member is down, or answers again.
        down: bool,
    },
    /// A watcher points a name or address at other members.
    Move {
        /// The name or address.
        router: PartId,
        /// Which of its watchers.
        watcher: u32,
    },
    /// A failover that nobody was said to carry out.
    Unstated(PartId),
    /// A member of a virtual address takes it over.
    TakeOver {
        /// The virtual address.
        router: PartId,
        /// Which of its members.
        member: u32,
    },
    /// A member of a virtual address on the process that it watches.
    Track {
        /// The virtual address.
        router: PartId,
        /// Which of its members.
        member: u32,
        /// Whether it resigns, or stands again.
        down: bool,
    },
    /// Callers follow what a name says.
    Callers(PartId),
    /// The lease of a primary runs out.
    LeaseEnds(PartId),
    /// A primary that cannot renew its lease gives up.
    GiveUp(CopyRef),
    /// A former primary writes on.
    Resume(CopyRef),
    /// A copy takes the free lease.
    TakeLease(CopyRef),
    /// The verdict of a watcher on the primary of a database.
    WatchPrimary {
        /// The database.
        database: PartId,
        /// Which of its watchers.
        watcher: u32,
        /// Whether it is that the primary is down, or answers.
        down: bool,
    },
    /// A watcher promotes a copy of a database.
    Promote {
        /// The database.
        database: PartId,
        /// Which of its watchers.
        watcher: u32,
    },
    /// Writes no longer wait for a silent copy.
    LeaveOut(CopyRef),
    /// A copy takes over a group of the shares of a database.
    TakeShares {
        /// The database.
        database: PartId,
        /// Which group, from 1: the first is that of the primary.
        group: u32,
    },
    /// What a part remembers of a need runs out.
    Memory {
        /// The part.
        part: PartId,
        /// Which of its needs.
        need: u32,
    },
    /// What waits at a part for others has no room left.
    FillUp {
        /// The part.
        part: PartId,
        /// Which of its limits.
        limit: u32,
    },
    /// A copy is mended or made anew.
    Repair {
        /// The copy.
        copy: CopyRef,
        /// Which of the ways back of its part.
        way: u32,
    },
    /// A machine is replaced by its pool.
    Replace(MachineId),
    /// A copy has started.
    Start(CopyRef),
    /// A copy of a cache is filled again.
    Warm(CopyRef),
}

impl RuleId {
    /// The name or address whose targets it changes.
    pub(crate) const fn redirects(self) -> Option<PartId> {
        match self {
            Self::Move { router, .. } => Some(router),
            Self::EffectEnd(_)
            | Self::SecondFault
            | Self::Verdict { .. }
            | Self::Watch { .. }
            | Self::Unstated(_)
            | Self::TakeOver { .. }
            | Self::Track { .. }
            | Self::Callers(_)
            | Self::LeaseEnds(_)
            | Self::GiveUp(_)
            | Self::Resume(_)
            | Self::TakeLease(_)
            | Self::WatchPrimary { .. }
            | Self::Promote { .. }
            | Self::LeaveOut(_)
            | Self::TakeShares { .. }
            | Self::Memory { .. }
            | Self::FillUp { .. }
            | Self::Repair { .. }
            | Self::Replace(_)
            | Self::Start(_)
            | Self::Warm(_) => None,
        }
    }
}

/// Whose ticks a periodic clock gives. Clocks are tuned in the order of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClockKind {
    /// The adverts of the members of a virtual address.
    Adverts,
    /// The checks of a router of its own targets.
    Check,
    /// The renewals of a lease.
    Lease,
    /// The looks of a member of a virtual address at a process.
    Tracks,
    /// The checks of a watcher that acts.
    Watch,
}

/// One periodic clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClockId {
    /// Whose ticks they are.
    pub kind: ClockKind,
    /// The router or database.
    pub part: PartId,
    /// Which of those that watch.
    pub watcher: u32,
    /// The target, when every target has ticks of its own.
    pub target: Option<u32>,
}

/// Something that chance decides in one history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DrawId {
    /// How long a rule waits.
    Wait {
        /// The rule.
        rule: RuleId,
        /// Which of its waits, from 0.
        nth: u32,
    },
    /// When the first tick of a clock comes.
    Phase(ClockId),
    /// How far a copy of a store is behind when a stream to it breaks.
    Behind(Slot),
    /// How much of what a copy of a store was given is not on its disk yet when it loses power.
    NotOnDisk(Slot),
    /// How much older than what it lacks the beginning of a backup is that a log archive carries on.
    Older(Slot),
    /// How long a backup is kept.
    Kept(Slot),
    /// Which of several events of one date comes first.
    Tie {
        /// The date.
        at: Nanos,
        /// How many events came before.
        after: usize,
    },
    /// Whether a tick at the very date of an event came before it.
    Late {
        /// Whose tick.
        clock: ClockId,
        /// The date.
        at: Nanos,
        /// How many events came before.
        after: usize,
    },
}

impl DrawId {
    /// Whether it is the order of what has one date, and no length of time.
    pub const fn is_order(self) -> bool {
        match self {
            Self::Tie { .. } | Self::Late { .. } => true,
            Self::Wait { .. }
            | Self::Phase(_)
            | Self::Behind(_)
            | Self::NotOnDisk(_)
            | Self::Older(_)
            | Self::Kept(_) => false,
        }
    }
}

/// A behaviour that the model leaves open: both ways are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Choice {
    /// Whether the checks of a part re-arm when one begins (0) or when it ends (1).
    Rearm(PartId),
    /// Whether the copies of a part slow down (0) or fall (1) under more load than they carry.
    Falls(PartId),
    /// Whether a backup of files that changed meanwhile is right (0) or wrong (1).
    Sound(Slot),
    /// Whether a router with no well target sends to none (0) or to all (1).
    AllWhenNone(PartId),
    /// Whether somebody who may be answered too late is not (0) or is (1).
    TooLate(Caller),
    /// Whether whoever watches for a part asks the process alone (0) or for work (1).
    Sight(PartId),
    /// Whether whoever watches for a part meets a request that is served (0) or one that is not (1)
    /// where a share of them is.
    SeesPart(PartId),
    /// Which of several copies that take themselves for the one that writes is asked: the one that
    /// was made so last (0) or another (1).
    Primary(PartId),
}
