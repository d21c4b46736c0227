//! Exact sets of points on a line, as sorted ranges that neither overlap nor touch.
//!
//! Two sets with the same points are written the same, so sets are compared by `==`. Every
//! operation takes time that grows with the number of ranges, never with the number of points.

/// A point on a line of points that can be counted.
pub trait Point: Copy + Ord {
    /// The next point, if there is one that touches this.
    fn after(self) -> Option<Self>;
    /// The point before, if there is one that touches this.
    fn before(self) -> Option<Self>;
}

impl Point for u32 {
    fn after(self) -> Option<Self> {
        self.checked_add(1)
    }

    fn before(self) -> Option<Self> {
        self.checked_sub(1)
    }
}

/// A set of points.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ranges<P>(Vec<(P, P)>);

impl<P> Default for Ranges<P> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<P: Point> Ranges<P> {
    /// All points from `low` to `high`, both included; none where `high` is below `low`.
    pub fn of(low: P, high: P) -> Self {
        Self(if low <= high { vec![(low, high)] } else { Vec::new() })
    }

    /// The set of these ranges, in any order, which may overlap.
    pub fn from_ranges(ranges: impl IntoIterator<Item = (P, P)>) -> Self {
        let mut ranges: Vec<(P, P)> = ranges.into_iter().filter(|it| it.0 <= it.1).collect();
        ranges.sort_unstable();
        let mut joined: Vec<(P, P)> = Vec::with_capacity(ranges.len());
        for (low, high) in ranges {
            match joined.last_mut() {
                Some(last) if low <= last.1 || last.1.after() == Some(low) => {
                    last.1 = last.1.max(high);
                }
                _ => joined.push((low, high)),
            }
        }
        Self(joined)
    }

    /// Whether no point is in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Its ranges, both ends included, in ascending order.
    pub fn ranges(&self) -> &[(P, P)] {
        &self.0
    }

    /// Whether the point is in it.
    pub fn contains(&self, point: P) -> bool {
        let at = self.0.partition_point(|range| range.1 < point);
        self.0.get(at).is_some_and(|range| range.0 <= point)
    }

    /// What is in this or in the other.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        if self.is_empty() || self == other {
            return other.clone();
        }
        if other.is_empty() {
            return self.clone();
        }
        Self::from_ranges(self.0.iter().chain(&other.0).copied())
    }

    /// What is in both.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        let mut both = Vec::new();
        let (mut ours, mut theirs) = (self.0.iter().peekable(), other.0.iter().peekable());
        while let (Some(a), Some(b)) = (ours.peek(), theirs.peek()) {
            let (low, high) = (a.0.max(b.0), a.1.min(b.1));
            if low <= high {
                both.push((low, high));
            }
            if a.1 < b.1 {
                ours.next();
            } else {
                theirs.next();
            }
        }
        Self(both)
    }

    /// What is in this and not in the other.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Self {
        let mut left = Vec::new();
        for &(low, high) in &self.0 {
            let mut rest = Some(low);
            let first = other.0.partition_point(|range| range.1 < low);
            for taken in other.0.iter().skip(first).take_while(|range| range.0 <= high) {
                let Some(from) = rest else { break };
                if let Some(until) = taken.0.before().filter(|until| *until >= from) {
                    left.push((from, until));
                }
                rest = taken.1.after().filter(|next| *next <= high);
            }
            if let Some(from) = rest {
                left.push((from, high));
            }
        }
        Self(left)
    }

    /// Whether every point of this is in the other.
    pub fn is_subset(&self, other: &Self) -> bool {
        self.0.iter().all(|range| {
            let at = other.0.partition_point(|it| it.1 < range.0);
            other.0.get(at).is_some_and(|it| it.0 <= range.0 && range.1 <= it.1)
        })
    }

    /// Whether no point is in both.
    pub fn is_disjoint(&self, other: &Self) -> bool {
        self.0.iter().all(|range| {
            let at = other.0.partition_point(|it| it.1 < range.0);
            other.0.get(at).is_none_or(|it| range.1 < it.0)
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A line of 16 points, so that a set is a number of 16 bits and every answer is counted.
    fn set() -> impl Strategy<Value = Ranges<u32>> {
        proptest::collection::vec((0u32..16, 0u32..16), 0..5).prop_map(Ranges::from_ranges)
    }

    fn bits(set: &Ranges<u32>) -> u32 {
        (0..16).filter(|at| set.contains(*at)).map(|at| 1 << at).sum()
    }

    proptest! {
        #[test]
        fn operations_are_those_of_sets_of_points(a in set(), b in set()) {
            prop_assert_eq!(bits(&a.union(&b)), bits(&a) | bits(&b));
            prop_assert_eq!(bits(&a.intersection(&b)), bits(&a) & bits(&b));
            prop_assert_eq!(bits(&a.difference(&b)), bits(&a) & !bits(&b));
            prop_assert_eq!(a.is_subset(&b), bits(&a) & !bits(&b) == 0);
            prop_assert_eq!(a.is_disjoint(&b), bits(&a) & bits(&b) == 0);
        }

        #[test]
        fn the_same_points_are_written_the_same(a in set(), b in set()) {
            prop_assert_eq!(a == b, bits(&a) == bits(&b));
            prop_assert_eq!(a.union(&b), b.union(&a));
            prop_assert_eq!(a.difference(&b).union(&a.intersection(&b)), a);
        }
    }

    #[test]
    fn the_ends_of_the_line_are_points_like_any_other() {
        let all = Ranges::of(0, u32::MAX);
        let last = Ranges::of(u32::MAX, u32::MAX);
        assert_eq!(all.difference(&last), Ranges::of(0, u32::MAX - 1));
        assert_eq!(all.difference(&all), Ranges::default());
        assert_eq!(all.difference(&last).union(&last), all);
    }
}
