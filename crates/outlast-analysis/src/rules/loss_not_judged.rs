//! What was promised about loss of data where no data is known: nothing can be said of it.

use outlast_findings::{Evidence, Finding, Rule, Severity};
use outlast_model::{Nanos, show_duration};

use super::{Facts, Finder};
use crate::subject::subjects;

/// The rule.
pub(super) static RULE: Finder = Finder {
    rule: Rule::new(
        "loss-not-judged",
        "a promise about data where no store is known",
        Severity::Warning,
        include_str!("../../pages/rules/loss-not-judged.md"),
    ),
    find,
};

fn find(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    if subjects(facts.model).iter().any(|it| it.store().is_some()) {
        return;
    }
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
                .rule
                .finding()
                .at_maybe(lose.span(), format!("`{name}` may lose {most} at most: undecided"))
                .why("nothing that is described holds data that somebody would miss")
                .help("describe what holds it: a `database`, a `store` or what a service `keeps`");
            let fact = format!("`{name}` promises to lose {most} at most");
            finding.evidence = Some(Evidence::Fact { of: journey.name.clone(), what: fact });
            findings.push(finding);
        }
    }
}
