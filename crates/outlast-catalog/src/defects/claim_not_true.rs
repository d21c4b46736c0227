//! A queue that claims another delivery than queue, worker and store give together.

use outlast_findings::{Finding, Rule, Severity};
use outlast_model::{Delivery, Work};

use super::Facts;

/// The rule.
pub(super) static RULE: Rule = Rule::new(
    "claim-not-true",
    "a delivery that is claimed and not so",
    Severity::Error,
    include_str!("../../pages/rules/claim-not-true.md"),
);

pub(super) fn check(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for work in &facts.model.works {
        let (Some((claimed, span)), Some(derived)) = (work.claimed, work.delivery()) else {
            continue;
        };
        // Exactly once is at least once and at most once.
        if claimed == derived || derived == Delivery::ExactlyOnce {
            continue;
        }
        let (queue, worker) = (facts.address(work.queue), facts.address(work.worker));
        let what = format!(
            "`{queue}` says {}, and `{worker}` does its jobs {}",
            claimed.word(),
            derived.word()
        );
        let finding = RULE.finding().at_maybe(span, what).why(why(work, derived));
        findings.push(finding.help(
            "claim what is so, and say with `repeat` and `key` what doing a job twice means; \
             exactly once takes `commits = \"two-phase\"` and a queue and stores that can",
        ));
    }
}

fn why(work: &Work, derived: Delivery) -> String {
    if work.two_phase && !work.cannot_commit.is_empty() {
        let parts: Vec<_> = work.cannot_commit.iter().map(|it| format!("`{it}`")).collect();
        return format!("{} cannot take part in a two-phase commit", parts.join(" and "));
    }
    if let (true, Some(effect)) = (work.two_phase, &work.does) {
        return format!("`{effect}` is outside of every commit");
    }
    match derived {
        Delivery::AtMostOnce => "a job whose worker dies is lost".to_string(),
        Delivery::AtLeastOnce => {
            "a worker that dies before it acknowledges leaves the job to be done again".to_string()
        }
        Delivery::ExactlyOnce => "queue, worker and store commit together".to_string(),
    }
}
