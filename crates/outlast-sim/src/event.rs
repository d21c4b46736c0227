//! What can happen in a history: each thing with what of the model it is about, and no words.
//!
//! Left out: when it happens and what is served from then on (that is an occurrence of it), and the
//! sentence that tells it, which is made above this crate, in one place for all formats.

use outlast_model::{CopyRef, Effect, MachineId, PartId, Seat};

/// What happened. Two are equal when they are the same thing to tell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Event {
    /// An effect of a fault is over.
    EffectEnds {
        /// The effect, the first of those that end at this date.
        effect: Effect,
        /// How many more effects end with it.
        more: usize,
    },
    /// The second fault strikes.
    SecondFault,
    /// A router that checks its own targets takes a dead one out.
    LeavesRotation {
        /// The copy of the router that checks.
        checker: CopyRef,
        /// What is taken out.
        target: CopyRef,
    },
    /// A router that checks its own targets takes one back.
    ReturnsToRotation {
        /// The copy of the router that checks.
        checker: CopyRef,
        /// What is taken back.
        target: CopyRef,
    },
    /// A watcher notices that a target is down.
    NoticedDown {
        /// Who watches.
        watcher: CopyRef,
        /// What is watched.
        target: CopyRef,
    },
    /// A watcher notices that a target answers again.
    NoticedUp {
        /// Who watches.
        watcher: CopyRef,
        /// What is watched.
        target: CopyRef,
    },
    /// Somebody points a name or an address at these targets.
    Redirected {
        /// Who does it.
        actor: CopyRef,
        /// The name or address.
        router: PartId,
        /// Where it leads from now on, in the order of its members.
        targets: Vec<CopyRef>,
    },
    /// A failover that nobody was said to carry out: it never happens.
    FailsOver(PartId),
    /// A virtual address moves to the member that stands beside a target.
    TakesOver {
        /// The virtual address.
        router: PartId,
        /// The target on the machine of the member.
        target: CopyRef,
    },
    /// The member of a virtual address beside a target gives its claim up.
    Resigns {
        /// The virtual address.
        router: PartId,
        /// The target on the machine of the member.
        target: CopyRef,
    },
    /// The member of a virtual address beside a target may claim it again.
    StandsAgain {
        /// The virtual address.
        router: PartId,
        /// The target on the machine of the member.
        target: CopyRef,
    },
    /// The last answer for a name that callers kept runs out: all follow the new one.
    CallersFollow(PartId),
    /// Callers ask for a name and are told what is wrong.
    CallersMisled(PartId),
    /// The answers for a name that callers kept run out, and nobody answers for it.
    AnswersRunOut(PartId),
    /// The lease of the primary of a database has run out.
    LeaseEnds(PartId),
    /// A primary that cannot renew its lease gives up.
    GivesUp(CopyRef),
    /// A former primary renews its lease and accepts writes again.
    Resumes(CopyRef),
    /// A copy takes the lease and becomes the primary.
    TakesLease(CopyRef),
    /// A watcher notices that the primary of a database is down.
    PrimaryNoticedDown {
        /// Who watches.
        watcher: CopyRef,
        /// The database.
        database: PartId,
    },
    /// A watcher notices that the primary of a database answers.
    PrimaryNoticedUp {
        /// Who watches.
        watcher: CopyRef,
        /// The database.
        database: PartId,
    },
    /// Somebody makes a copy of a database the primary.
    Promoted {
        /// Who does it.
        actor: CopyRef,
        /// The primary from now on; none when no copy accepts writes all the same.
        primary: Option<CopyRef>,
    },
    /// Writes no longer wait for a copy.
    LeftOut(CopyRef),
    /// A copy takes over shares of which the leader is gone.
    TakesShares(CopyRef),
    /// What a part remembers of one of its needs runs out.
    MemoryRunsOut(PartId),
    /// What waits at a part for others who are away has no room left.
    FillsUp(PartId),
    /// A copy is mended or made anew.
    Repaired(CopyRef),
    /// A copy is brought back where it did not stand before.
    ComesBack {
        /// What is brought back.
        copy: CopyRef,
        /// Where.
        to: Seat,
    },
    /// A machine is replaced by its pool.
    Replaced(MachineId),
    /// A copy has started, with what it stands on.
    Started(CopyRef),
    /// A copy of a cache is full again.
    Filled(CopyRef),
}
