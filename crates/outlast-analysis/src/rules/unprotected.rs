//! Everything holds, and the next fault ends it: nobody was told that a copy is gone.

use std::collections::BTreeSet;

use outlast_findings::{Evidence, Finding, NoteKind, Rule, Severity};
use outlast_model::FOREVER;
use outlast_sim::Recovery;

use super::{Facts, Finder};
use crate::pairs::{Pair, Worse};
use crate::speech::outcome_words;

/// The rule.
pub(super) static RULE: Finder = Finder {
    rule: Rule::new(
        "unprotected",
        "a fault that nobody notices, and the next one ends it",
        Severity::Warning,
        include_str!("../../pages/rules/unprotected.md"),
    ),
    find,
};

fn find(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let mut told = BTreeSet::new();
    let mut pairs: Vec<&Pair> = facts.pairs.found.iter().collect();
    pairs.sort_by_key(|pair| pair.rank());
    for pair in pairs {
        if pair.worse < Worse::UntilSomebodyActs || !is_silent(facts, pair) {
            continue;
        }
        // One finding for each journey and store: what mends one pair mends others like it.
        if !told.insert(pair.subject) {
            continue;
        }
        let name = facts.name(pair.subject).to_string();
        let what = format!("`{name}` goes on without it, and nothing brings it back");
        let span = facts.survival.faults.iter().find(|it| it.name == pair.first);
        let span = span.and_then(|it| crate::speech::struck_span(facts.model, it));
        let mut finding = RULE
            .rule
            .finding()
            .at_maybe(span, what.clone())
            .note(NoteKind::When, format!("{}, and later {}", pair.first_what, pair.second_what))
            .note(NoteKind::Then, format!("`{name}`: {}", outcome_words(&pair.outcome)))
            .help("a `repair` that says who notices the first one, and how long that takes");
        finding.evidence = Some(Evidence::Fact { of: name, what });
        findings.push(finding);
    }
}

/// Whether the first fault does not end by itself, and alone is not felt for longer than it takes
/// to work around it.
fn is_silent(facts: &Facts<'_>, pair: &Pair) -> bool {
    let at = facts.survival.faults.iter().position(|it| it.name == pair.first);
    let fault = at.and_then(|at| facts.survival.faults.get(at));
    let stays = fault.is_some_and(|it| it.effects.iter().all(|it| it.lasts.lo == FOREVER));
    let alone = at.and_then(|fault| facts.survival.case(pair.subject, fault));
    stays
        && alone
            .is_some_and(|it| it.outcome.back <= Recovery::ByItself && it.outcome.doubts.is_empty())
}
