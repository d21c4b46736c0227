//! Who tries another copy when the first one does not answer: who gets to one that does, and what
//! that costs in time.
//!
//! A copy that refuses costs nothing; one that is silent costs as long as it is waited for. Left out:
//! that somebody remembers which copy was silent the last time.

use outlast_model::{Condition, CopyRef, Nanos, Need, PartId, Range, Ratio, Router};

use crate::doubt::Doubt;
use crate::ids::Choice;
use crate::roads::Spot;
use crate::state::{View, count};
use crate::world::World;

/// How often a copy that is away is tried again at another one, and how long it is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Tries {
    /// At how many others at most; [`Tries::ENDLESS`] when there is no bound.
    pub(crate) again: u32,
    /// How long one that does not answer is waited for, if that is known.
    pub(crate) waits: Option<Range>,
    /// Whether one that takes a connection and never answers is given up as well.
    pub(crate) gives_up: bool,
}

impl Tries {
    /// As many as there are.
    pub(crate) const ENDLESS: u32 = u32::MAX;
    /// Whoever is away is left out at once.
    pub(crate) const ALL: Self =
        Self { again: Self::ENDLESS, waits: Some(Range::ZERO), gives_up: false };
    /// Those of somebody who calls what he needs.
    pub(crate) fn of(world: &World<'_>, need: &Need) -> Self {
        let again = world.value(&need.retries).unwrap_or(0);
        let waits = need.timeout.as_ref().map(|waits| world.range(waits));
        Self { again, waits, gives_up: waits.is_some() }
    }

    /// Those of what passes requests on, where it tries others at all.
    pub(crate) fn redispatched(world: &World<'_>, router: &Router) -> Option<Self> {
        let again = world.value(&router.arriving.redispatch).unwrap_or(false);
        let waits = || router.arriving.waits.as_ref().map(|waits| world.range(waits));
        again.then(|| Self { again: Self::ENDLESS, waits: waits(), gives_up: false })
    }

    /// Those of somebody who finds the copy of a database that answers, and may ask it first.
    pub(crate) fn finding(self) -> Self {
        let waits = self.waits.map(|waits| Range::new(0, waits.hi));
        Self { again: Self::ENDLESS, waits, ..self }
    }

    /// Several copies, by what somebody who tries them meets.
    pub(crate) fn sort(
        self,
        world: &World<'_>,
        state: &dyn View,
        copies: &[CopyRef],
        from: impl Fn(CopyRef) -> Option<Spot>,
    ) -> Sorted {
        let mut sorted = Sorted::default();
        for copy in copies {
            match world.condition(state, *copy, from(*copy)) {
                Condition::Refuses => sorted.refuse += 1,
                Condition::Silent => sorted.silent += 1,
                Condition::Hung if self.gives_up => sorted.silent += 1,
                Condition::Answers | Condition::Hung | Condition::Wrong => {
                    sorted.others.push(*copy);
                }
            }
        }
        sorted
    }

    /// The longest that all the silent ones together are waited for.
    pub(crate) fn longest(self, silent: u32) -> i128 {
        let waits = self.waits.unwrap_or(Range::UNKNOWN).hi;
        i128::from(waits) * i128::from(self.again.min(silent))
    }
}

/// Copies, by what somebody who tries them meets.
#[derive(Debug, Default)]
pub(crate) struct Sorted {
    /// How many refuse.
    pub(crate) refuse: u32,
    /// How many are waited for in vain.
    pub(crate) silent: u32,
    /// Those that take a request, whatever they do with it.
    pub(crate) others: Vec<CopyRef>,
}

impl Sorted {
    /// The share of those who pick copies by chance that get to one of the others, if there is time
    /// for so many silent ones before it.
    pub(crate) fn found(&self, again: u32, in_time: u32) -> Ratio {
        let others = i64::from(count(self.others.len()));
        let (refuse, silent) = (i64::from(self.refuse), i64::from(self.silent));
        let dead = self.refuse.saturating_add(self.silent);
        if others == 0 {
            Ratio::ZERO
        } else if in_time >= self.silent {
            missed(refuse + silent, others, again).map_or(Ratio::ONE, Ratio::rest)
        } else if again >= dead {
            missed(silent, others, in_time).map_or(Ratio::ONE, Ratio::rest)
        } else {
            self.found_within(again, in_time)
        }
    }

    /// As [`Sorted::found`], where both the tries and the time are too few: over how many of each
    /// kind come before the first of the others.
    fn found_within(&self, again: u32, in_time: u32) -> Ratio {
        let others = i64::from(count(self.others.len()));
        let all = others + i64::from(self.refuse) + i64::from(self.silent);
        let mut found = Ratio::ZERO;
        // By how many silent ones came before: that so many refused before as well.
        let mut reached = vec![Ratio::ZERO; in_time.min(again) as usize + 1];
        for refused in 0..=self.refuse.min(again) {
            let mut fewer = Ratio::ZERO;
            for (silent, share) in (0..=again - refused).zip(&mut reached) {
                let left = all - i64::from(refused) - i64::from(silent);
                let meets = |kind: u32, met: u32| {
                    Ratio::new(i64::from(kind.saturating_sub(met.saturating_sub(1))), left + 1)
                };
                *share = match (refused, silent) {
                    (0, 0) => Ratio::ONE,
                    (0, _) => fewer * meets(self.silent, silent),
                    (_, 0) => *share * meets(self.refuse, refused),
                    (_, _) => {
                        *share * meets(self.refuse, refused) + fewer * meets(self.silent, silent)
                    }
                };
                found = found + *share * Ratio::new(others, left);
                fewer = *share;
            }
        }
        found
    }
}

/// The share of those who meet none of the others before they have met `most` of the dead and one
/// more; nothing when there are not so many.
fn missed(dead: i64, others: i64, most: u32) -> Option<Ratio> {
    let most = i64::from(most);
    (most < dead).then(|| {
        let each = (0..=most).map(|met| Ratio::new(dead - met, dead + others - met));
        each.fold(Ratio::ONE, |all, one| all * one)
    })
}

/// What is left of the time in which somebody must be answered, for waiting for silent copies.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Patience {
    /// At the least, when all that is waited for on the way is.
    pub(crate) least: i128,
    /// At the most.
    pub(crate) most: Nanos,
}

impl Patience {
    /// For how many silent copies of a part there is time.
    pub(crate) fn lasts(self, world: &World<'_>, part: PartId, tries: Tries, silent: u32) -> u32 {
        let waits = tries.waits.unwrap_or(Range::UNKNOWN);
        if waits.is_unbounded() {
            world.doubt(Doubt::Waits(part));
        }
        let fit = |time: i128, each: Nanos| match time.checked_div(i128::from(each)) {
            Some(fit) => u32::try_from(fit.max(0)).unwrap_or(u32::MAX).min(silent),
            None => silent,
        };
        let least = fit(self.least + tries.longest(silent), waits.hi);
        let most = fit(i128::from(self.most), waits.lo).max(least);
        if least == most || world.choice(Choice::TooLate(world.caller)) == 0 { most } else { least }
    }
}

#[cfg(test)]
mod tests {
    use outlast_model::{CopyRef, PartId, Ratio};
    use proptest::prelude::*;

    use super::Sorted;

    /// The same, by every order in which copies can be picked.
    fn by_every_order(dead: &[bool], others: i64, again: u32, in_time: u32) -> Ratio {
        let all = others + dead.len() as i64;
        let mut found = Ratio::new(others, all);
        for (at, is_silent) in dead.iter().enumerate() {
            if again == 0 || (*is_silent && in_time == 0) {
                continue;
            }
            let mut left = dead.to_vec();
            left.remove(at);
            let rest = by_every_order(&left, others, again - 1, in_time - u32::from(*is_silent));
            found = found + rest * Ratio::new(1, all);
        }
        found
    }

    proptest! {
        #[test]
        fn who_tries_again_finds_as_many_as_in_every_order(
            refuse in 0_u32..4, silent in 0_u32..4, others in 1_u32..4,
            again in 0_u32..9, in_time in 0_u32..5,
        ) {
            let copy = |copy| CopyRef { part: PartId::nth(0), copy };
            let sorted = Sorted { refuse, silent, others: (0..others).map(copy).collect() };
            let dead: Vec<bool> = (0..refuse + silent).map(|at| at < silent).collect();
            prop_assert_eq!(
                sorted.found(again, in_time),
                by_every_order(&dead, i64::from(others), again, in_time)
            );
        }
    }

    #[test]
    fn one_more_try_is_not_enough_for_two_that_are_dead() {
        let copy = |copy| CopyRef { part: PartId::nth(0), copy };
        let sorted = Sorted { refuse: 2, silent: 0, others: vec![copy(0)] };
        assert_eq!(sorted.found(1, 0), Ratio::new(2, 3));
        assert_eq!(sorted.found(2, 0), Ratio::ONE);
    }
}
