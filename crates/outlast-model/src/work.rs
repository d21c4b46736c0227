//! Work that goes on after the answer: who takes it from which queue, how often it is delivered,
//! and what doing it twice means. What the queue claims is compared with what is derived here.

use outlast_findings::Span;

use crate::{Fact, PartId, Range};

/// How often a job is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Delivery {
    /// Never twice; a job whose worker dies is lost.
    AtMostOnce,
    /// Never lost; a job whose worker dies is done again.
    AtLeastOnce,
    /// Neither: queue, worker and store commit together.
    ExactlyOnce,
}

impl Delivery {
    /// The word for it, as in the outlast file.
    pub const fn word(self) -> &'static str {
        match self {
            Self::AtMostOnce => "at-most-once",
            Self::AtLeastOnce => "at-least-once",
            Self::ExactlyOnce => "exactly-once",
        }
    }
}

/// A worker's taking from a queue.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Work {
    /// The worker.
    pub worker: PartId,
    /// The queue.
    pub queue: PartId,
    /// The stores that it writes results to.
    pub writes: Vec<PartId>,
    /// How long one job takes.
    pub job: Fact<Range>,
    /// How long a taken job is waited for before it is delivered again.
    pub ack_wait: Fact<Range>,
    /// How often a job is delivered at most; stated `None` for without end.
    pub tries: Fact<Option<u32>>,
    /// What becomes of a job after that: a dead-letter queue, when stated.
    pub then: Option<String>,
    /// How long a job is kept that nobody takes; `None` for until somebody does.
    pub keeps_for: Option<Fact<Range>>,
    /// Whether a job is acknowledged before it is done.
    pub acks_first: Fact<bool>,
    /// What the file claims of the deliveries, and where.
    pub claimed: Option<(Delivery, Option<Span>)>,
    /// Whether doing a job twice does harm.
    pub repeat_harms: Fact<bool>,
    /// What makes doing it twice the same as once: `order number`.
    pub key: Option<String>,
    /// Its effect outside: `charge a card`.
    pub does: Option<String>,
    /// Job and result are committed in two phases, by the worker's word.
    pub two_phase: bool,
    /// The parts among queue and stores that cannot take part in a two-phase commit, by address.
    pub cannot_commit: Vec<String>,
    /// Where the worker is written.
    pub span: Option<Span>,
}

/// Those of the works that a journey begins which finish where it ends, by way of others or at once;
/// all of them where that is not said, or where none gets there.
pub fn finishing<'w>(begun: &[&'w Work], ends: &[PartId]) -> Vec<&'w Work> {
    let leads = |work: &&&Work| {
        let mut follows = vec![**work];
        let mut at = 0;
        while let Some(work) = follows.get(at).copied() {
            if ends.contains(&work.worker) || work.writes.iter().any(|it| ends.contains(it)) {
                return true;
            }
            let next = begun.iter().filter(|it| work.writes.contains(&it.queue));
            let new: Vec<&Work> = next.copied().filter(|it| !follows.contains(it)).collect();
            follows.extend(new);
            at += 1;
        }
        false
    };
    let found: Vec<&Work> = begun.iter().filter(leads).copied().collect();
    if found.is_empty() { begun.to_vec() } else { found }
}

impl Work {
    /// How often a job is done, derived: what the queue claims is only a claim.
    pub fn delivery(&self) -> Option<Delivery> {
        if self.two_phase && self.cannot_commit.is_empty() && self.does.is_none() {
            return Some(Delivery::ExactlyOnce);
        }
        if self.acks_first.value().copied()? {
            return Some(Delivery::AtMostOnce);
        }
        match self.tries.value()? {
            Some(1) => Some(Delivery::AtMostOnce),
            _ => Some(Delivery::AtLeastOnce),
        }
    }

    /// Whether a job that is done twice is a harm.
    pub fn twice_harms(&self) -> bool {
        self.key.is_none() && self.repeat_harms.value().copied().unwrap_or(true)
    }
}
