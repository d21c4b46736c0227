//! Sets of dates, kept as bounds of their differences (a difference-bound matrix).
//!
//! Variable 0 is the fault, at date 0. `bound(i, j)` is the greatest value of `i - j`; a set is
//! empty when some variable would have to lie before itself. All bounds are closed, so a tie
//! belongs to both orders. After `close` every bound is attained, and forgetting a variable is
//! exact. Dill, "Timing assumptions and verification of finite-state concurrent systems", 1989.

use outlast_model::{FOREVER, Nanos};

/// The number of a date in a zone; 0 is the fault itself.
pub(crate) type Date = usize;

/// A closed convex set of dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dbm {
    size: usize,
    bounds: Vec<Nanos>,
}

/// A sum of durations; without end when one of them is.
pub(crate) fn plus(a: Nanos, b: Nanos) -> Nanos {
    if a == FOREVER || b == FOREVER { FOREVER } else { a.saturating_add(b) }
}

impl Dbm {
    /// The zone of the fault alone.
    pub(crate) fn origin() -> Self {
        Self { size: 1, bounds: vec![0] }
    }

    /// How many dates it knows, the fault included.
    pub(crate) fn size(&self) -> usize {
        self.size
    }

    /// The greatest value of `i - j`.
    #[expect(clippy::indexing_slicing, reason = "a date that the matrix does not know is a bug")]
    pub(crate) fn bound(&self, i: Date, j: Date) -> Nanos {
        debug_assert!(j < self.size, "date {j} of {}", self.size);
        self.bounds[i * self.size + j]
    }

    #[expect(clippy::indexing_slicing, reason = "a date that the matrix does not know is a bug")]
    fn set(&mut self, i: Date, j: Date, value: Nanos) {
        debug_assert!(j < self.size, "date {j} of {}", self.size);
        self.bounds[i * self.size + j] = value;
    }

    /// The least and the greatest value of `i - j`.
    pub(crate) fn between(&self, i: Date, j: Date) -> (Nanos, Nanos) {
        let lo = self.bound(j, i);
        (if lo == FOREVER { -FOREVER } else { -lo }, self.bound(i, j))
    }

    /// Adds a date about which nothing is known, and gives its number.
    pub(crate) fn fresh(&mut self) -> Date {
        let size = self.size + 1;
        let mut bounds = vec![FOREVER; size * size];
        for (row, old) in bounds.chunks_exact_mut(size).zip(self.bounds.chunks_exact(self.size)) {
            for (bound, value) in row.iter_mut().zip(old) {
                *bound = *value;
            }
        }
        *self = Self { size, bounds };
        self.set(size - 1, size - 1, 0);
        size - 1
    }

    /// Adds a date that lies `lo` to `hi` after the date `from`. The zone stays closed.
    pub(crate) fn after(&mut self, from: Date, lo: Nanos, hi: Nanos) -> Date {
        let date = self.fresh();
        for other in 0..date {
            self.set(date, other, plus(hi, self.bound(from, other)));
            self.set(other, date, plus(self.bound(other, from), -lo));
        }
        date
    }

    /// Demands `i - j <= most`, and closes. False when nothing is left.
    pub(crate) fn demand(&mut self, i: Date, j: Date, most: Nanos) -> bool {
        if most >= self.bound(i, j) {
            return true;
        }
        if plus(most, self.bound(j, i)) < 0 {
            return false;
        }
        self.set(i, j, most);
        for a in 0..self.size {
            let to_i = plus(self.bound(a, i), most);
            if to_i == FOREVER {
                continue;
            }
            for b in 0..self.size {
                let via = plus(to_i, self.bound(j, b));
                if via < self.bound(a, b) {
                    self.set(a, b, via);
                }
            }
        }
        true
    }

    /// Demands `lo <= i - j <= hi`, and closes. False when nothing is left.
    pub(crate) fn demand_between(&mut self, i: Date, j: Date, lo: Nanos, hi: Nanos) -> bool {
        self.demand(i, j, hi) && self.demand(j, i, -lo)
    }

    /// Moves a date by a constant: exact, and the zone stays closed.
    pub(crate) fn shift(&mut self, date: Date, by: Nanos) {
        for other in (0..self.size).filter(|other| *other != date) {
            let (more, less) = (self.bound(date, other), self.bound(other, date));
            self.set(date, other, plus(more, by));
            self.set(other, date, plus(less, -by));
        }
    }

    /// Keeps these dates only, in this order; the fault stays first. Exact on a closed zone.
    pub(crate) fn keep(&self, dates: &[Date]) -> Self {
        let all: Vec<Date> = std::iter::once(0).chain(dates.iter().copied()).collect();
        let bounds = all.iter().flat_map(|i| all.iter().map(move |j| self.bound(*i, *j))).collect();
        Self { size: all.len(), bounds }
    }

    /// Whether every history of `self` is one of `other`; both closed, with the same dates.
    pub(crate) fn is_within(&self, other: &Self) -> bool {
        self.size == other.size && self.bounds.iter().zip(&other.bounds).all(|(a, b)| a <= b)
    }

    /// The least zone that holds both; with the same dates. Closed when both are.
    pub(crate) fn hull(&self, other: &Self) -> Self {
        let bounds = self.bounds.iter().zip(&other.bounds).map(|(a, b)| *a.max(b)).collect();
        Self { size: self.size, bounds }
    }

    /// The history in which every date is as early as it can be: always one of the zone.
    pub(crate) fn earliest(&self) -> Vec<Nanos> {
        (0..self.size).map(|date| self.between(date, 0).0).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shared_cause_keeps_the_difference_exact() {
        // The last renewal at -u, u in [0,10]: the holder gives up at 20-u, the lease ends at 30-u.
        let mut zone = Dbm::origin();
        let tick = zone.after(0, 0, 10);
        let gives_up = zone.after(tick, 10, 10);
        let ends = zone.after(tick, 20, 20);
        assert_eq!(zone.between(gives_up, 0), (10, 20));
        assert_eq!(zone.between(ends, 0), (20, 30));
        assert_eq!(zone.between(ends, gives_up), (10, 10));
    }

    #[test]
    fn demands_narrow_and_contradictions_are_empty() {
        let mut zone = Dbm::origin();
        let a = zone.after(0, 3, 8);
        let b = zone.after(0, 5, 10);
        assert!(zone.clone().demand(b, a, 0), "b can come first");
        assert!(zone.demand(a, b, 0));
        assert_eq!(zone.between(b, 0), (5, 10));
        assert_eq!(zone.between(a, 0), (3, 8));
        assert!(!zone.demand(b, 0, 2));
    }

    /// Whether every bound is attained: no way over a third date is shorter.
    fn is_closed(zone: &Dbm) -> bool {
        let dates = 0..zone.size;
        dates.clone().all(|i| {
            zone.bound(i, i) == 0
                && dates.clone().all(|j| {
                    let via = |k| plus(zone.bound(i, k), zone.bound(k, j));
                    dates.clone().all(|k| zone.bound(i, j) <= via(k))
                })
        })
    }

    /// Comparing and forgetting are exact on closed zones only: whatever is done to one, it stays so.
    #[test]
    fn zones_stay_closed() {
        let mut state = 1_u64;
        let mut random = |below: u64| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        for _ in 0..2_000 {
            let mut zone = Dbm::origin();
            for _ in 0..8 {
                let date = random(zone.size() as u64) as usize;
                let other = random(zone.size() as u64) as usize;
                let lo = i64::try_from(random(20)).unwrap();
                let hi =
                    if random(4) == 0 { FOREVER } else { lo + i64::try_from(random(9)).unwrap() };
                match random(4) {
                    0 | 1 => drop(zone.after(date, lo, hi)),
                    2 if date != other && !zone.demand(date, other, lo) => break,
                    2 => {}
                    _ if date != 0 => zone.shift(date, lo),
                    _ => zone = zone.keep(&(1..zone.size()).rev().collect::<Vec<_>>()),
                }
                assert!(is_closed(&zone), "{zone:?}");
            }
        }
    }

    #[test]
    fn shifting_and_keeping_are_exact() {
        let mut zone = Dbm::origin();
        let a = zone.after(0, 1, 2);
        let b = zone.after(a, 1, FOREVER);
        zone.shift(a, 10);
        assert_eq!(zone.between(a, 0), (11, 12));
        assert_eq!(zone.between(b, a), (-9, FOREVER));
        let kept = zone.keep(&[b]);
        assert_eq!(kept.between(1, 0), (2, FOREVER));
        assert_eq!(zone.earliest(), vec![0, 11, 2]);
    }
}
