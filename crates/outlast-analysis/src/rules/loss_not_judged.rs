//! What was promised about loss of data: this version judges service only, and says so.

use outlast_findings::{Evidence, Finding, Severity};
use outlast_model::{Nanos, show_duration};

use super::{Facts, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    name: "loss-not-judged",
    summary: "a promise about data that this version does not judge",
    severity: Severity::Warning,
    page: include_str!("../../pages/rules/loss-not-judged.md"),
    check,
};

fn check(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let mut said = Vec::new();
    for (_, journey) in facts.journeys() {
        for (name, promised) in &journey.promise.classes {
            let Some(lose) = &promised.lose else { continue };
            // One promise may hold for many journeys.
            if said.contains(&(lose.span(), name)) {
                continue;
            }
            said.push((lose.span(), name));
            let most = lose.value().map(|most: &Nanos| show_duration(*most)).unwrap_or_default();
            let mut finding = RULE
                .finding()
                .at_maybe(lose.span(), format!("`{name}` may lose {most} at most: undecided"))
                .why(
                    "what a fault does to data is not judged yet: only whether requests are served",
                );
            let fact = format!("`{name}` promises to lose {most} at most");
            finding.evidence = Some(Evidence::Fact { of: journey.name.clone(), what: fact });
            findings.push(finding);
        }
    }
}
