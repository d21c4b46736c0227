//! A queue that delivers a job again while it is still done.

use outlast_findings::{Finding, Rule, Severity};
use outlast_model::show_range;

use super::Facts;

/// The rule.
pub(super) static RULE: Rule = Rule::new(
    "ack-wait-shorter-than-job",
    "a job that is delivered again while it is still done",
    Severity::Warning,
    include_str!("../../pages/rules/ack-wait-shorter-than-job.md"),
);

pub(super) fn check(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for work in &facts.model.works {
        let (Some(wait), Some(job)) = (work.ack_wait.value(), work.job.value()) else { continue };
        // What is acknowledged before it is done is not waited for.
        if wait.lo >= job.hi || work.acks_first.value() == Some(&true) {
            continue;
        }
        let (worker, queue) = (facts.address(work.worker), facts.address(work.queue));
        let (wait, job) = (show_range(*wait), show_range(*job));
        let what = format!("`{worker}` takes {job} for a job, and `{queue}` waits {wait}");
        let harm = if work.twice_harms() {
            "the job is done twice without any fault, which does harm here"
        } else {
            "the job is done twice without any fault, which wastes the work"
        };
        findings.push(RULE.finding().at_maybe(work.span, what).why(harm).help(
            "let `ack_wait` be longer than the longest job, or tell the queue now and then that \
             the job is still done",
        ));
    }
}
