//! Findings that somebody silenced where they stand, with a reason. They stay visible as such and
//! no longer count.

use outlast_catalog::allows::Allow;
use outlast_findings::{Finding, Suppression};

/// Marks the findings that a comment silences.
pub(crate) fn silence(findings: &mut [Finding], allows: &[Allow]) {
    for finding in findings.iter_mut().filter(|it| it.suppressed.is_none()) {
        let places = finding.labels.iter().filter(|label| label.primary).map(|label| label.span);
        let allow =
            places.filter_map(|place| allows.iter().find(|it| it.silences(finding, place))).next();
        finding.suppressed =
            allow.map(|it| Suppression { span: it.span, reason: it.reason.clone() });
    }
}
