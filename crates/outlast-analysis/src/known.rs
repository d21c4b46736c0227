//! What was known of a system at some date, so that only what is new makes a run fail.
//!
//! Claims of findings and what was open: no line, no path, no figure. How it is written to a file
//! and read from it is not here.

use std::collections::{BTreeMap, BTreeSet};

use outlast_findings::{Claim, Evidence, Finding, Sources, claims};

use crate::standing::Standing;

/// What was known of one system.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// Claims of findings, and how often each was made.
    pub claims: BTreeMap<Claim, usize>,
    /// Promises that were broken or undecided, and what was not judged.
    pub standing: Standing,
}

impl Known {
    /// What there is to know of a system of which this is open: every finding that is not silenced.
    pub fn of(sources: &Sources, standing: Standing, findings: &[Finding]) -> Self {
        let mut claimed: BTreeMap<Claim, usize> = BTreeMap::new();
        let findings = findings.iter().filter(|it| it.suppressed.is_none());
        for claim in findings.flat_map(|it| claims(sources, it)) {
            *claimed.entry(claim).or_default() += 1;
        }
        Self { claims: claimed, standing }
    }

    /// Marks the findings that were there before: all their claims were made, and made as often.
    ///
    /// `worse` are the journeys and stores of which a fault breaks a promise now that broke none
    /// before, by the names in findings: what a history shows of them is new.
    pub(crate) fn mark(
        &self,
        sources: &Sources,
        worse: &BTreeSet<String>,
        findings: &mut [Finding],
    ) {
        let mut left = self.claims.clone();
        for finding in findings.iter_mut().filter(|it| it.suppressed.is_none()) {
            let is_told = matches!(finding.evidence, Some(Evidence::Timeline { .. }));
            let mut after = left.clone();
            let takes = |claim: Claim| match after.get_mut(&claim) {
                Some(_) if is_told && worse.contains(&claim.of) => false,
                Some(count) if *count > 0 => {
                    *count -= 1;
                    true
                }
                _ => false,
            };
            if claims(sources, finding).into_iter().all(takes) {
                left = after;
                finding.known = true;
            }
        }
    }

    /// What was known and is not there any more, a line each, in order.
    pub fn gone(&self, now: &Self) -> Vec<String> {
        let lost = |claim: &Claim, count: usize| {
            count.saturating_sub(now.claims.get(claim).copied().unwrap_or(0))
        };
        let lost = self.claims.iter().map(|(claim, count)| (claim, lost(claim, *count)));
        let lines = lost.filter(|(_, count)| *count > 0).map(|(claim, count)| {
            let within = [claim.of.as_str(), claim.within.as_str()];
            let within = within.into_iter().find(|it| !it.is_empty()).unwrap_or("");
            let place = if within.is_empty() { String::new() } else { format!(" ({within})") };
            let times = if count > 1 { format!(", {count} times") } else { String::new() };
            format!("{}: {}{place}{times}", claim.rule, claim.what)
        });
        lines.chain(self.standing.gone(&now.standing)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(what: &str) -> Finding {
        Finding::error("long-ttl", "a title").why(what)
    }

    fn known(findings: &[Finding]) -> Known {
        Known::of(&Sources::new(), Standing::default(), findings)
    }

    fn marked(known: &Known, findings: &[Finding]) -> Vec<bool> {
        let mut findings = findings.to_vec();
        known.mark(&Sources::new(), &BTreeSet::new(), &mut findings);
        findings.iter().map(|it| it.known).collect()
    }

    #[test]
    fn a_second_finding_of_the_same_words_is_new() {
        let before = known(&[finding("`a`: out 5 s")]);
        let now = [finding("`a`: out 2 h"), finding("`a`: out 5 s"), finding("`b`: out 5 s")];
        assert_eq!(marked(&before, &now), [true, false, false]);
    }

    #[test]
    fn what_is_no_longer_there_is_told() {
        let before = known(&[finding("`a`"), finding("`a`"), finding("`b`")]);
        let now = known(&[finding("`a`")]);
        assert_eq!(before.gone(&now), ["long-ttl: `a`", "long-ttl: `b`"]);
        assert_eq!(before.gone(&before), Vec::<String>::new());
    }
}
