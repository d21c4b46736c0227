//! An availability that what the faults take away does not leave.

use outlast_findings::{Evidence, Finding, Rule, Severity, Verdict};
use outlast_model::Ratio;

use super::{Facts, Finder};

/// The rule.
pub(super) static RULE: Finder = Finder {
    rule: Rule::new(
        "availability-broken",
        "an availability that the faults do not leave",
        Severity::Error,
        include_str!("../../pages/rules/availability-broken.md"),
    ),
    find,
};

fn find(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for found in facts.availability.iter().filter(|it| it.verdict == Verdict::Broken) {
        let journey = &facts.model.journeys[found.journey];
        let Some(promise) = &journey.promise.availability else { continue };
        let (promised, computed) = (percent(found.promised), percent(found.computed));
        let bound = if found.missing.is_empty() { "" } else { " at most" };
        let what = format!("`{}` is promised {promised}: it is{bound} {computed}", journey.name);
        let mut finding =
            RULE.rule.finding().at_maybe(promise.span().or(journey.promise.span), what);
        finding = finding.why(
            "each fault takes the seconds that a caller typically loses, as often as it happens",
        );
        let fact = format!("{computed} of the time is served");
        finding.evidence = Some(Evidence::Fact { of: journey.name.clone(), what: fact });
        findings.push(finding);
    }
}

/// A share as a percentage with three decimal places, rounded down.
pub(super) fn percent(share: Ratio) -> String {
    let thousandths = share.of(100_000);
    format!("{}.{:03} %", thousandths / 1_000, thousandths % 1_000)
}
