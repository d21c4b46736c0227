//! Data with several copies, all of which one scope holds.

use outlast_findings::{Evidence, Finding, NoteKind, Rule, Severity};
use outlast_model::Class;

use super::{Facts, Finder};

/// The rule.
pub(super) static RULE: Finder = Finder {
    rule: Rule::new(
        "copy-in-same-scope",
        "whoever takes an account takes data and every copy of it",
        Severity::Warning,
        include_str!("../../pages/rules/copy-in-same-scope.md"),
    ),
    find,
};

/// The faults that take what one scope holds, the narrowest first.
const CLASSES: &[Class] = &[Class::Suspension, Class::Account];

fn find(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for (subject, store) in facts.stores().filter(|(_, store)| store.slots() > 1) {
        let Some((judged, words)) = facts.loses_all(subject, CLASSES) else { continue };
        let fault = facts.fault(judged).map_or("", |it| it.what.as_str());
        let what = format!("{} copies, all of which one fault takes", store.slots());
        let mut finding = RULE
            .rule
            .finding()
            .at_maybe(store.span, what.clone())
            .note(NoteKind::When, fault)
            .note(NoteKind::Then, format!("`{}`: {words}", facts.name(subject)))
            .help("a copy in another account, or one that is `locked`");
        finding.evidence = Some(Evidence::Fact { of: store.address.clone(), what });
        findings.push(finding);
    }
}
