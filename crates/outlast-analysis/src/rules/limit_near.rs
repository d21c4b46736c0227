//! Something that is full before long.

use outlast_findings::{Evidence, Finding, NoteKind, Rule, Severity};
use outlast_model::{Class, DAY, Limit, Struck, WhenFull, show_duration};

use super::{Facts, Finder};
use crate::speech::{listed, outcome_words};
use crate::survive::Case;

/// The rule.
pub(super) static RULE: Finder = Finder {
    rule: Rule::new(
        "limit-near",
        "something is full before long",
        Severity::Warning,
        include_str!("../../pages/rules/limit-near.md"),
    ),
    find,
};

/// What is full within a quarter is near.
const NEAR: i64 = 90 * DAY;

fn find(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for limit in &facts.model.full {
        let full = limit.full_in.as_ref().and_then(|it| it.value()).map(|range| range.lo);
        let Some(full) = full.filter(|full| *full <= NEAR) else { continue };
        let what = format!("`{}` is full in {}", limit.address, show_duration(full / DAY * DAY));
        let mut finding = RULE.rule.finding().at_maybe(limit.span, what.clone());
        let hit = hit(facts, limit);
        let then = match limit.when_full {
            WhenFull::Refuse => "it takes no more writes",
            WhenFull::DropOldest => "the oldest data makes room",
            WhenFull::Crash => "the software stops",
        };
        let then = match hit.first() {
            Some(first) => {
                let names = listed(&facts.names(&hit), 4);
                format!("{then}; {names}: {}", outcome_words(&first.outcome))
            }
            None => then.to_string(),
        };
        finding = finding.note(NoteKind::Then, then);
        let copies = facts.model.part(limit.part).copies.len();
        if copies > 1 {
            finding =
                finding.why(format!("all {copies} copies are as full: taking over does not help"));
        }
        finding = finding.help("more room, less that is kept, and an alarm long before");
        finding.evidence = Some(Evidence::Fact { of: limit.address.clone(), what });
        findings.push(finding);
    }
}

/// Journeys that the full part takes down.
fn hit<'a>(facts: &Facts<'a>, limit: &Limit) -> Vec<&'a Case> {
    let struck = facts.when_struck(Class::Limit, Struck::Managed(limit.part));
    struck.filter(|judged| !judged.outcome.out.is_zero()).collect()
}
