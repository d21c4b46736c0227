//! A guess that was dropped, since the network does not let users in there.

use outlast_findings::{Evidence, Finding, Rule, Severity};

use super::{Facts, Finder};

/// The rule.
pub(super) static RULE: Finder = Finder {
    rule: Rule::new(
        "guess-refuted",
        "a guessed way in that the network does not let anybody use",
        Severity::Note,
        include_str!("../../pages/rules/guess-refuted.md"),
    ),
    find,
};

fn find(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for refuted in &facts.model.refuted {
        let what = format!("users do not enter at `{}`: the guess is dropped", refuted.journey);
        let mut finding =
            RULE.rule.finding().at_maybe(refuted.span, what.clone()).why(refuted.why.clone()).help(
                "if they do, write a `journey` that enters there, and a rule that lets them in",
            );
        finding.evidence = Some(Evidence::Fact { of: refuted.journey.clone(), what });
        findings.push(finding);
    }
}
