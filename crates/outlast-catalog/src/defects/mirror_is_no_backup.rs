//! A store whose only backups obey deletion and corruption.

use outlast_findings::{Finding, Rule, Severity};
use outlast_model::Obeys;

use super::Facts;

/// The rule.
pub(super) static RULE: Rule = Rule::new(
    "mirror-is-no-backup",
    "a mirror that is taken for a backup",
    Severity::Warning,
    include_str!("../../pages/rules/mirror-is-no-backup.md"),
);

pub(super) fn check(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for store in facts.harmful() {
        let Some(first) = store.backups.first() else { continue };
        if store.backups.iter().any(|it| it.obeys != Obeys::ALL) {
            continue;
        }
        let what =
            format!("`{}` is the only backup of `{}`, and a mirror", first.name, store.address);
        findings.push(
            RULE.finding()
                .at_maybe(first.span, what)
                .why("what is deleted or goes wrong in the original soon is so in the mirror")
                .help("keep versions as well: a `backup` with `keeps_for`, `locked` if you can"),
        );
    }
}
