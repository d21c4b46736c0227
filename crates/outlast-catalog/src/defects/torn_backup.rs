//! A backup that copies files of running software.

use outlast_findings::{Finding, Rule, Severity};
use outlast_model::Consistency;

use super::Facts;

/// The rule.
pub(super) static RULE: Rule = Rule::new(
    "torn-backup",
    "a backup that may be silently wrong",
    Severity::Warning,
    include_str!("../../pages/rules/torn-backup.md"),
);

pub(super) fn check(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for store in facts.harmful() {
        let torn = |it: &&outlast_model::Backup| it.consistency.value() == Some(&Consistency::Torn);
        for backup in store.backups.iter().filter(torn) {
            let how = backup.how.as_deref().unwrap_or("it");
            let what = format!("`{how}` copies files of `{}` while they change", store.address);
            findings.push(
                RULE.finding()
                    .at_maybe(backup.span, what)
                    .why(
                        "the parts of the copy are of different moments; it starts without \
                         complaint and is wrong",
                    )
                    .help(
                        "copy a dump (`pg_dump, restic`), use the tool of the software, or stop it \
                         first and write `how = \"… while stopped\"`",
                    ),
            );
        }
    }
}
