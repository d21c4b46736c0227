//! The stratified sample of a typical figure: every draw visits each of as many strata as there are
//! runs once, in an order that follows from its text alone, so that the sample is the same on every
//! machine.
//!
//! Left out: which runs are made, and what is worked out from them.

use std::cell::RefCell;
use std::collections::BTreeMap;

use outlast_model::{FOREVER, Model, Nanos, Range};

use crate::ids::{DrawId, RuleId};
use crate::texts::wait;

/// What a draw's order of strata follows from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Seed(u64);

impl Seed {
    /// Of no text.
    const EMPTY: Self = Self(0xcbf2_9ce4_8422_2325);

    /// Of the text so far and more of it: Fowler, Noll and Vo's hash (FNV-1a).
    fn and(self, text: &str) -> Self {
        Self(text.bytes().fold(self.0, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        }))
    }
}

/// The sample of the draws of one world.
pub(crate) struct Sample<'a> {
    model: &'a Model,
    /// Of each rule that ever waited, so that its text is made once.
    rules: RefCell<BTreeMap<RuleId, Seed>>,
}

impl<'a> Sample<'a> {
    pub(crate) fn new(model: &'a Model) -> Self {
        Self { model, rules: RefCell::default() }
    }

    /// What is drawn in run number `run` of `of`: the middle of its stratum, so that a figure affine
    /// in its draws has its exact mean.
    pub(crate) fn draw(&self, draw: DrawId, range: Range, run: u32, of: u32) -> Nanos {
        if range.is_unbounded() {
            return FOREVER;
        }
        stratum(self.seed(draw), run, of, range)
    }

    fn seed(&self, draw: DrawId) -> Seed {
        match draw {
            DrawId::Wait { rule, nth } => {
                let mut rules = self.rules.borrow_mut();
                let seed = rules.entry(rule);
                let seed = seed.or_insert_with(|| Seed::EMPTY.and(&rule.text(self.model)));
                seed.and(&wait(nth))
            }
            DrawId::Phase(_)
            | DrawId::Behind(_)
            | DrawId::NotOnDisk(_)
            | DrawId::Older(_)
            | DrawId::Kept(_)
            | DrawId::Tie { .. }
            | DrawId::Late { .. } => Seed::EMPTY.and(&draw.text(self.model)),
        }
    }
}

/// The middle of the stratum of a draw in a run.
fn stratum(seed: Seed, run: u32, of: u32, range: Range) -> Nanos {
    let of = of.max(1);
    let at = shuffled(seed, run, of);
    let width = i128::from(range.hi) - i128::from(range.lo);
    let into = width * (2 * i128::from(at) + 1) / (2 * i128::from(of));
    range.lo.saturating_add(i64::try_from(into).unwrap_or(0))
}

/// A permutation of `0..of`: a Feistel network over the least power of four that holds it, walked
/// until it lands inside.
fn shuffled(Seed(key): Seed, run: u32, of: u32) -> u32 {
    let half = (32 - of.saturating_sub(1).leading_zeros()).div_ceil(2).max(1);
    let mask = (1_u32 << half) - 1;
    let mut value = run % of;
    for _ in 0..64 {
        let (mut left, mut right) = (value >> half, value & mask);
        for round in 0..4_u64 {
            let mixed = (u64::from(right)
                ^ key.rotate_left(u32::try_from(round * 16).unwrap_or(0)))
            .wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let mixed = u32::try_from((mixed >> 33) & u64::from(mask)).unwrap_or(0);
            (left, right) = (right, left ^ mixed);
        }
        value = (left << half) | right;
        if value < of {
            return value;
        }
    }
    run % of
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draw_visits_every_stratum_once() {
        for of in [1, 2, 7, 64, 1_024] {
            for text in ["a", "`service.web`/0/repair/0"] {
                let seed = Seed::EMPTY.and(text);
                let mut seen: Vec<u32> = (0..of).map(|run| shuffled(seed, run, of)).collect();
                seen.sort_unstable();
                assert_eq!(seen, (0..of).collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn the_sample_mean_of_one_draw_is_its_middle() {
        let range = Range::new(0, 2_048_000);
        let seed = Seed::EMPTY.and("x");
        let total: i64 = (0..1_024).map(|run| stratum(seed, run, 1_024, range)).sum();
        assert_eq!(total / 1_024, 1_024_000);
    }

    #[test]
    fn the_seed_of_a_text_is_that_of_its_pieces() {
        assert_eq!(Seed::EMPTY.and("`a`/0").and("/1"), Seed::EMPTY.and("`a`/0/1"));
    }
}
