//! Work that is lost when its worker dies: it was acknowledged before it was done, or is not given
//! again.

use outlast_findings::{Evidence, Finding, NoteKind, Rule, Severity};
use outlast_model::Delivery;

use super::{Facts, Finder};

/// The rule.
pub(super) static RULE: Finder = Finder {
    rule: Rule::new(
        "work-lost",
        "work that is lost when its worker dies",
        Severity::Warning,
        include_str!("../../pages/rules/work-lost.md"),
    ),
    find,
};

fn find(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for work in &facts.model.works {
        if work.delivery() != Some(Delivery::AtMostOnce) {
            continue;
        }
        let worker = facts.model.part(work.worker).address.as_str();
        let first = work.acks_first.value() == Some(&true);
        let what = if first {
            "a job is acknowledged before it is done".to_string()
        } else {
            "a job is given once and not again".to_string()
        };
        let mut finding = RULE.rule.finding().at_maybe(work.span, what.clone());
        if let Some((claimed, Some(span))) = work.claimed.filter(|it| it.0 > Delivery::AtMostOnce) {
            finding = finding.see(span, format!("it claims {}", claimed.word()));
        }
        let help = if first {
            "acknowledge when the job is done (`acks = \"after\"`)"
        } else {
            "more than one try (`tries`), and a place for what fails every time (`then`)"
        };
        finding = finding
            .note(NoteKind::When, format!("a process of `{worker}` dies in the middle of a job"))
            .note(NoteKind::Then, "nobody does it")
            .help(help);
        finding.evidence = Some(Evidence::Fact { of: worker.to_string(), what });
        findings.push(finding);
    }
}
