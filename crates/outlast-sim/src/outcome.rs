//! What a fault did to a journey: a vector of ranges, with a typical figure and how it ends.

use std::collections::{BTreeMap, BTreeSet};

use outlast_model::{AssumptionId, CopyRef, FOREVER, Nanos, PartId, Range, Ratio, Slot};

use crate::doubt::Doubt;
use crate::event::Event;
use crate::ids::{Choice, ClockId, DrawId, RuleId};

/// The figure to expect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typical {
    /// The exact expectation over independent uniform draws.
    Exact(Nanos),
    /// The mean of the sample of plain runs: shown to two digits.
    Sampled(Nanos),
    /// Some histories never end: so many of the sample did not.
    Endless {
        /// Runs without an end.
        endless: u32,
        /// All runs of the sample.
        of: u32,
    },
    /// No distribution is known for something that it depends on.
    Unknown,
}

/// A duration over every phase and every race.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// The least over all histories, in nanoseconds.
    pub best: Nanos,
    /// The figure to expect.
    pub typical: Typical,
    /// The greatest over all histories; [`FOREVER`] when it has no bound.
    pub worst: Nanos,
}

impl Figure {
    /// Nothing at all, in every history.
    pub const ZERO: Self = Self { best: 0, typical: Typical::Exact(0), worst: 0 };

    /// Whether it is 0 in every history.
    pub const fn is_zero(&self) -> bool {
        self.worst == 0
    }

    /// Whether no history bounds it.
    pub const fn is_unbounded(&self) -> bool {
        self.worst == FOREVER
    }
}

/// How it ends in the worst history. Ordered from best to worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Recovery {
    /// It was never out.
    Holds,
    /// It comes back by what runs already or by a repair with a bound.
    ByItself,
    /// It comes back when the fault ends, and not before.
    WhenFaultEnds,
    /// It comes back when a person has acted, for which there is no bound.
    WhenSomebodyActs,
    /// It goes up and down until somebody acts.
    Flaps,
    /// Nothing brings it back.
    Never,
}

/// Draws: the whole of what chance decides in one history.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Witness {
    /// The value of each draw, in nanoseconds.
    pub draws: BTreeMap<DrawId, Nanos>,
    /// Which of several events at the same date comes first: rules in order of firing.
    pub order: Vec<RuleId>,
    /// Ticks that came just before a change at the very same instant and did not see it: the clock
    /// and the date.
    pub late: BTreeSet<(ClockId, Nanos)>,
    /// What was decided where the model leaves two behaviours open.
    pub choices: BTreeMap<Choice, usize>,
}

/// In how many histories something happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Often {
    /// In none.
    Never,
    /// In some: so many runs of the sample did, of so many; `None` where no distribution is known.
    Sometimes(Option<(u32, u32)>),
    /// In every one.
    Always,
}

/// What a fault did to a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// The span of acknowledged writes that are gone, over the histories in which anything is left:
    /// with a copy of 3 h ago and nothing newer it is 3 h.
    pub window: Figure,
    /// The span of acknowledged writes of which two histories are left, for a person to choose.
    pub diverged: Figure,
    /// Histories in which nothing usable is left.
    pub all: Often,
    /// The share of the data that is hit: below 1 only where each copy holds its own.
    pub share: Ratio,
    /// The copy that the data is had from in the worst history, when that is a backup.
    pub source: Option<Slot>,
    /// Whether that copy was never restored in earnest.
    pub unproven: bool,
    /// Why the loss is undecided; empty when it is decided.
    pub doubts: Vec<Doubt>,
    /// A history that attains (or comes nearest to) the greatest loss, to be replayed.
    pub witness: Option<Witness>,
}

impl Loss {
    /// No loss, in any history.
    pub(crate) const fn nothing() -> Self {
        Self {
            window: Figure::ZERO,
            diverged: Figure::ZERO,
            all: Often::Never,
            share: Ratio::ONE,
            source: None,
            unproven: false,
            doubts: Vec::new(),
            witness: None,
        }
    }
}

/// What a fault did to work that goes on after the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aftermath {
    /// Jobs that are lost for good: the least and the most; `None` for without bound.
    pub lost: (u64, Option<u64>),
    /// Jobs that are done twice and should not be: the least and the most.
    pub twice: (u64, Option<u64>),
    /// How much later the last of them is done than without the fault.
    pub late: Figure,
    /// Why it is undecided; empty when it is decided.
    pub doubts: Vec<Doubt>,
    /// Assumptions that it rests on.
    pub assumptions: BTreeSet<AssumptionId>,
}

/// What is judged beside what is served: of a journey the work that it begins, of a store its data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stake {
    /// A journey: what becomes of the work that it begins, when the fault reaches any.
    Work(Option<Aftermath>),
    /// A store: what is lost, when the fault reaches it.
    Data(Option<Loss>),
}

/// What a fault did to a journey, or to those who write a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The lowest share of requests that is served at any moment of any history.
    pub lowest: Ratio,
    /// How long the share is below what the journey tolerates, in total.
    pub out: Figure,
    /// The longest single gap.
    pub gap: Figure,
    /// Seconds that a caller loses: the missing share, added up over time (in nanoseconds).
    pub caller: Figure,
    /// How it ends in the worst history.
    pub back: Recovery,
    /// How it ends in the best history.
    pub back_best: Recovery,
    /// Why it is undecided; empty when it is decided.
    pub doubts: Vec<Doubt>,
    /// The upper bound may be wider than the truth: zones were merged or gaps were added.
    pub coarse: bool,
    /// Assumptions that the figures rest on.
    pub assumptions: BTreeSet<AssumptionId>,
    /// A history that attains (or comes nearest to) the worst total outage, to be replayed.
    pub witness: Option<Witness>,
    /// How many classes of histories were explored.
    pub classes: usize,
    /// What hangs on behaviours that are left open, where they make a difference.
    pub open_ways: Option<OpenWays>,
    /// Whether the fault touches anything that the journey depends on.
    pub touched: bool,
    /// What is judged beside what is served.
    pub stake: Stake,
}

/// What hangs on behaviours that nobody stated: each of them may be the true one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenWays {
    /// The worst, where the mildest of them holds: how long a journey is out, what a store loses;
    /// [`outlast_model::FOREVER`] for everything. A promise is broken only where this breaks it.
    pub mildest: Nanos,
    /// Which they are, in the order of their texts.
    pub choices: Vec<Choice>,
}

impl Outcome {
    /// What is worst: how long a journey is out, what a store loses; everything is without bound.
    pub fn worst(&self) -> Nanos {
        match &self.stake {
            Stake::Data(loss) => loss.as_ref().map_or(0, |loss| match loss.all {
                Often::Never => loss.window.worst,
                Often::Sometimes(_) | Often::Always => FOREVER,
            }),
            Stake::Work(_) => self.out.worst,
        }
    }

    /// Why what is judged is undecided, each once: for a journey what it serves and its work, for a
    /// store its loss.
    pub fn open(&self) -> Vec<&Doubt> {
        let served = self.loss().map_or(&self.doubts, |loss| &loss.doubts);
        let work = self.aftermath().into_iter().flat_map(|aftermath| &aftermath.doubts);
        let mut open: Vec<&Doubt> = Vec::new();
        for doubt in served.iter().chain(work) {
            if !open.contains(&doubt) {
                open.push(doubt);
            }
        }
        open
    }

    /// What is lost of a store that the fault reaches.
    pub const fn loss(&self) -> Option<&Loss> {
        match &self.stake {
            Stake::Data(loss) => loss.as_ref(),
            Stake::Work(_) => None,
        }
    }

    /// What becomes of the work that a journey begins, when the fault reaches any.
    pub const fn aftermath(&self) -> Option<&Aftermath> {
        match &self.stake {
            Stake::Work(aftermath) => aftermath.as_ref(),
            Stake::Data(_) => None,
        }
    }

    /// The outcome of a fault that touches nothing of the journey.
    pub fn holds() -> Self {
        Self {
            lowest: Ratio::ONE,
            out: Figure::ZERO,
            gap: Figure::ZERO,
            caller: Figure::ZERO,
            back: Recovery::Holds,
            back_best: Recovery::Holds,
            doubts: Vec::new(),
            coarse: false,
            assumptions: BTreeSet::new(),
            witness: None,
            classes: 1,
            open_ways: None,
            touched: false,
            stake: Stake::Work(None),
        }
    }
}

/// One event of a replayed history, at its date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// When, in nanoseconds after the fault.
    pub at: Nanos,
    /// What happened.
    pub event: Event,
    /// The share of requests served from here on.
    pub served: Ratio,
    /// What it is on the way back.
    pub phase: Phase,
    /// The copies that do not do their work from here on, in order; only a history that
    /// [`crate::Unfolding::watch`] gives has them.
    pub away: Vec<CopyRef>,
}

/// What an event is on the way from a fault to when all is as before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// A second fault strikes.
    Strikes,
    /// Somebody notices, or something runs out.
    Noticed,
    /// Requests or the right to write go to another copy.
    Switched,
    /// What was lost is there again.
    Repaired,
    /// The fault is over.
    Over,
}

/// One concrete history, as the plain simulator ran it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// The copies that do not do their work right after the fault; as [`Occurrence::away`].
    pub struck: Vec<CopyRef>,
    /// The parts that were looked at: all that the journey or store depends on; as [`Occurrence::away`].
    pub parts: Vec<PartId>,
    /// The share of requests that is served right after the fault.
    pub served: Ratio,
    /// What happened, in order.
    pub events: Vec<Occurrence>,
    /// Total outage; [`FOREVER`] when it does not end.
    pub out: Nanos,
    /// Longest single gap.
    pub gap: Nanos,
    /// Seconds that a caller loses, in nanoseconds.
    pub caller: Nanos,
    /// How it ends.
    pub back: Recovery,
    /// What is lost, when a store is judged: the span of acknowledged writes that are gone,
    /// [`FOREVER`] when nothing is left.
    pub lost: Option<Nanos>,
    /// The span of acknowledged writes of which two histories are left, when a store is judged.
    pub diverged: Option<Nanos>,
    /// What became of the writes from the fault on, when a store is judged.
    pub accounts: Option<Accounts>,
    /// Every draw that was made, in order, with its range and what was drawn.
    pub draws: Vec<(DrawId, Range, Nanos)>,
}

/// What became of the acknowledged writes of one history, in nanoseconds of writing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Accounts {
    /// Acknowledged after the fault.
    pub acknowledged: Nanos,
    /// Kept by the copy that is left.
    pub kept: Nanos,
    /// Held by no copy that is left.
    pub lost: Nanos,
    /// Held by another copy that goes on by itself.
    pub diverged: Nanos,
}

/// Limits of one unfolding: counts, never seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Classes of histories per fault and slice.
    pub classes: usize,
    /// Variables of one zone.
    pub variables: usize,
    /// Events on one path.
    pub events: usize,
    /// Zones kept apart for one discrete state before they are merged into their hull.
    pub zones: usize,
    /// Plain runs for a typical figure; with 0 none is worked out.
    pub runs: u32,
    /// The longest history, in nanoseconds.
    pub horizon: Nanos,
    /// Whether the order of events that nobody sees yet is left open.
    pub unseen: Unseen,
}

/// Whether the order of events that nobody sees yet is left open: the answers are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unseen {
    /// Every order is followed.
    Ordered,
    /// Only where following every order meets a limit.
    WhenNeeded,
    /// Always.
    Open,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            classes: 4_096,
            variables: 64,
            events: 512,
            zones: 16,
            runs: 1_024,
            horizon: 400 * outlast_model::DAY,
            unseen: Unseen::WhenNeeded,
        }
    }
}
