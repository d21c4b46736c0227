//! Pairs: one fault and nothing is that fault, what does not touch adds nothing, and orbits agree
//! with judging every pair.

use std::collections::BTreeSet;

use outlast_model::{Fault, Model, Sealed};
use outlast_sim::{Figure, Outcome};

use super::{Pairs, Worse};
use crate::Limits;
use crate::subject::{Subject, subjects};
use crate::symmetry::tests::system;

/// Bounds, without the witness and what an outcome rests on.
fn figures(outcome: &Outcome) -> impl PartialEq + std::fmt::Debug + use<> {
    let bounds = |figure: Figure| (figure.best, figure.worst);
    let loss = outcome.loss().map(|it| (bounds(it.window), it.all, it.share));
    (
        (bounds(outcome.out), bounds(outcome.gap), bounds(outcome.caller), loss),
        (outcome.lowest, outcome.back, outcome.doubts.clone()),
    )
}

fn nothing() -> Fault {
    Fault {
        name: "nothing".into(),
        class: outlast_model::Class::Own,
        what: "nothing".into(),
        rate: outlast_model::Fact::Unknown("it never happens".into()),
        effects: Vec::new(),
        during: None,
        change: None,
    }
}

#[test]
fn a_fault_and_nothing_is_that_fault() {
    for seed in 0..12 {
        let model = system(seed);
        for subject in subjects(&model) {
            let unfolding = subject.unfolding(&model, Limits::default().unfolding);
            for fault in crate::faults(&model) {
                let alone = figures(&unfolding.outcome(&fault));
                let then = unfolding.outcome_of_pair(&fault, &nothing());
                let before = unfolding.outcome_of_pair(&nothing(), &fault);
                assert_eq!(figures(&then), alone, "system {seed}, {}", fault.name);
                assert_eq!(figures(&before), alone, "system {seed}, {}", fault.name);
            }
        }
    }
}

#[test]
fn a_fault_that_touches_nothing_adds_nothing() {
    for seed in 0..24 {
        let model = system(seed);
        let faults = crate::faults(&model);
        for subject in subjects(&model) {
            let unfolding = subject.unfolding(&model, Limits::default().unfolding);
            let (felt, other): (Vec<&Fault>, Vec<&Fault>) =
                faults.iter().partition(|fault| unfolding.touches(fault));
            for (fault, other) in felt.iter().zip(other.iter().cycle()) {
                let alone = figures(&unfolding.outcome(fault));
                assert_eq!(figures(&unfolding.outcome_of_pair(fault, other)), alone);
                assert_eq!(figures(&unfolding.outcome_of_pair(other, fault)), alone);
            }
        }
    }
}

fn checked(model: &Sealed, limits: &Limits) -> Pairs {
    crate::check(model, limits, &mut |_| ()).paired().pairs().clone()
}

fn found(model: &Model, orbits: bool) -> (Pairs, BTreeSet<(Subject, Worse, String)>) {
    let mut limits = Limits { orbits, trials: 0, pairs: usize::MAX / 100, ..Limits::default() };
    limits.pair_budget = usize::MAX;
    limits.unfolding.runs = 0;
    let pairs = checked(&model.clone().sealed(), &limits);
    let words = |it: &super::Pair| crate::outcome_words(&it.outcome);
    let kinds = pairs.found.iter().map(|it| (it.subject, it.worse, words(it))).collect();
    (pairs, kinds)
}

#[test]
fn orbits_find_the_same_pairs_and_count_them_alike() {
    let mut some = 0;
    for seed in 0..12 {
        let model = system(seed);
        let ((all, kinds), (fewer, same)) = (found(&model, false), found(&model, true));
        assert_eq!(kinds, same, "system {seed}");
        assert_eq!((all.all, all.checked), (fewer.all, fewer.checked), "system {seed}");
        assert_eq!(all.all, all.checked, "system {seed}");
        some += kinds.len();
    }
    assert!(some > 10, "only {some} kinds of pairs were found");
}

#[test]
fn a_budget_that_was_not_enough_is_said() {
    let limits = Limits { pairs: 3, trials: 0, ..Limits::default() };
    let pairs = checked(&system(1).sealed(), &limits);
    assert!(pairs.checked < pairs.all, "{} of {}", pairs.checked, pairs.all);
}
