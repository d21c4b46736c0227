//! The acknowledged writes of one history, as spans of time with the copies that hold each.
//!
//! Here nothing is reckoned: a write is held by a copy or it is not. This is the second judge of
//! the figures that the exploration keeps per copy.

use outlast_model::{DAY, Nanos};

use crate::data::{Slots, bit, each};
use crate::outcome::Accounts;

/// How far back history goes: older than every copy that is worth anything.
const PAST: Nanos = 20 * 365 * DAY;

/// Writes acknowledged on one copy over a span of time, and who holds them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    from: Nanos,
    to: Nanos,
    /// The copy that acknowledged them.
    by: u32,
    held: Slots,
}

/// All acknowledged writes of a store.
#[derive(Debug, Clone)]
pub(crate) struct Ledger {
    spans: Vec<Span>,
}

impl Ledger {
    /// Before the fault every copy held everything that was acknowledged on these.
    pub(crate) fn new(by: Slots) -> Self {
        let past = |by: u32| Span { from: -PAST, to: 0, by, held: Slots::MAX };
        Self { spans: each(by).map(past).collect() }
    }

    /// Writes were acknowledged on a copy and reached these.
    pub(crate) fn write(&mut self, from: Nanos, to: Nanos, by: u32, held: Slots) {
        if from < to {
            self.spans.push(Span { from, to, by, held });
        }
    }

    /// What others had acknowledged between two dates never arrived at a copy.
    pub(crate) fn forget(&mut self, slot: u32, by: Slots, from: Nanos, to: Nanos) {
        let mut parts = Vec::with_capacity(self.spans.len() + 2);
        for span in self.spans.drain(..) {
            let (a, b) = (span.from.max(from), span.to.min(to));
            if a >= b || span.held & bit(slot) == 0 || by & bit(span.by) == 0 {
                parts.push(span);
                continue;
            }
            let pieces = [
                Span { to: a, ..span },
                Span { from: a, to: b, held: span.held & !bit(slot), ..span },
                Span { from: b, ..span },
            ];
            parts.extend(pieces.into_iter().filter(|piece| piece.from < piece.to));
        }
        self.spans = parts;
    }

    /// A copy has what another has, and nothing else.
    pub(crate) fn adopt(&mut self, slot: u32, from: u32) {
        for span in &mut self.spans {
            let held = span.held & bit(from) != 0;
            span.held = if held { span.held | bit(slot) } else { span.held & !bit(slot) };
        }
    }

    /// Copies exchange what they have.
    pub(crate) fn join(&mut self, slots: Slots) {
        for span in self.spans.iter_mut().filter(|span| span.held & slots != 0) {
            span.held |= slots;
        }
    }

    /// A copy begins with nothing.
    pub(crate) fn empty(&mut self, slot: u32) {
        self.spans.iter_mut().for_each(|span| span.held &= !bit(slot));
    }

    /// Whether a copy has anything from before the fault.
    pub(crate) fn has_past(&self, slot: u32) -> bool {
        self.spans.iter().any(|span| span.from == -PAST && span.held & bit(slot) != 0)
    }

    /// For how long writes were acknowledged that a copy has not got.
    pub(crate) fn missing(&self, slot: u32) -> Nanos {
        length(self.spans.iter().filter(|span| span.held & bit(slot) == 0))
    }

    /// From the fault on: for how long writes were acknowledged, kept by `left`, held by others of
    /// `apart` only, and by nobody else that counts. Writes on two copies at once count twice.
    pub(crate) fn accounts(&self, left: Slots, apart: Slots) -> Accounts {
        let mut accounts = Accounts::default();
        for span in self.spans.iter().filter(|span| span.to > 0) {
            let length = span.to - span.from.max(0);
            accounts.acknowledged += length;
            let to = if span.held & left != 0 {
                &mut accounts.kept
            } else if span.held & apart != 0 {
                &mut accounts.diverged
            } else {
                &mut accounts.lost
            };
            *to += length;
        }
        accounts
    }
}

/// The length of the union of spans.
fn length<'s>(spans: impl Iterator<Item = &'s Span>) -> Nanos {
    let mut sorted: Vec<(Nanos, Nanos)> = spans.map(|span| (span.from, span.to)).collect();
    sorted.sort_unstable();
    let (mut total, mut reached) = (0, Nanos::MIN);
    for (from, to) in sorted {
        let from = from.max(reached);
        total += (to - from).max(0);
        reached = reached.max(to);
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_forgotten_is_missing_until_it_is_adopted() {
        let mut ledger = Ledger::new(bit(0));
        ledger.forget(1, bit(0), -2, 0);
        ledger.write(0, 10, 0, bit(0));
        assert_eq!((ledger.missing(0), ledger.missing(1)), (0, 12));
        ledger.adopt(1, 0);
        assert_eq!(ledger.missing(1), 0);
    }

    #[test]
    fn writes_on_two_copies_at_once_are_one_span() {
        let mut ledger = Ledger::new(bit(0));
        ledger.write(0, 10, 0, bit(0));
        ledger.write(5, 15, 1, bit(1));
        assert_eq!((ledger.missing(0), ledger.missing(2)), (10, 15));
        ledger.join(bit(0) | bit(1));
        assert_eq!((ledger.missing(0), ledger.missing(1)), (0, 0));
    }

    #[test]
    fn an_empty_copy_has_no_past() {
        let mut ledger = Ledger::new(bit(0));
        ledger.empty(0);
        assert!(!ledger.has_past(0) && ledger.has_past(1));
    }
}
