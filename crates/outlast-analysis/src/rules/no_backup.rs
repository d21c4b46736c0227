//! Data of which there is no backup: what is deleted or goes wrong is gone in every copy.

use outlast_findings::{Evidence, Finding, Rule, Severity};
use outlast_model::{Medium, Store};

use super::{Facts, Finder};

/// The rule.
pub(super) static RULE: Finder = Finder {
    rule: Rule::new(
        "no-backup",
        "data of which there is no backup",
        Severity::Warning,
        include_str!("../../pages/rules/no-backup.md"),
    ),
    find,
};

fn find(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for (_, store) in facts.stores().filter(|(_, store)| lasts(store)) {
        // A copy that obeys a deletion is no copy of before it.
        if store.backups.iter().any(|backup| !backup.obeys.deletion) {
            continue;
        }
        let copies = store.live.len();
        let what = if copies > 1 {
            format!("{copies} copies, and each obeys a deletion")
        } else {
            "one copy, and nothing to restore it from".to_string()
        };
        let mut finding = RULE
            .rule
            .finding()
            .at_maybe(store.span, what.clone())
            .why("a replica is no backup: what is deleted, or silently wrong, is so in every copy")
            .help("a `backup` in another place and another scope, with `keeps_for` and `tested`");
        finding.evidence = Some(Evidence::Fact { of: store.address.clone(), what });
        findings.push(finding);
    }
}

/// Whether the data is meant to last: jobs that wait and sessions are not.
fn lasts(store: &Store) -> bool {
    let is_kept = matches!(store.medium, Medium::Disk | Medium::Volume(_));
    is_kept && !store.serves_empty && store.holds.lasts()
}
