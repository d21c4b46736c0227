//! Data with several copies, all of which one place holds.

use outlast_findings::{Evidence, Finding, NoteKind, Rule, Severity};
use outlast_model::{Backup, Class};

use super::{Facts, Finder};

/// The rule.
pub(super) static RULE: Finder = Finder {
    rule: Rule::new(
        "copy-in-same-place",
        "a fault takes data and every copy of it",
        Severity::Warning,
        include_str!("../../pages/rules/copy-in-same-place.md"),
    ),
    find,
};

/// The faults that take what one place holds, the narrowest first.
const CLASSES: &[Class] = &[
    Class::Disk,
    Class::Instance,
    Class::Hypervisor,
    Class::Common,
    Class::ZoneLost,
    Class::Provider,
];

fn find(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for (subject, store) in facts.stores().filter(|(_, store)| store.slots() > 1) {
        let Some((judged, words)) = facts.loses_all(subject, CLASSES) else { continue };
        if store.backups.iter().any(Backup::is_never_there) {
            // That is why: a finding of its own.
            continue;
        }
        let fault = facts.fault(judged).map_or("", |it| it.what.as_str());
        let what = format!("{} copies, all of which one fault takes", store.slots());
        let mut finding = RULE
            .rule
            .finding()
            .at_maybe(store.span, what.clone())
            .note(NoteKind::When, fault)
            .note(NoteKind::Then, format!("`{}`: {words}", facts.name(subject)))
            .help("a copy in another zone, or with another provider");
        finding.evidence = Some(Evidence::Fact { of: store.address.clone(), what });
        findings.push(finding);
    }
}
