//! Resources that the catalogue does not know: what they do is not judged.

use std::collections::BTreeMap;

use outlast_findings::{Evidence, Finding, Rule, Severity, Span};

use outlast_model::MissingKind;

use super::{Facts, Finder};
use crate::speech::listed;

/// The rule.
pub(super) static RULE: Finder = Finder {
    rule: Rule::new(
        "not-understood",
        "resources that outlast does not know",
        Severity::Warning,
        include_str!("../../pages/rules/not-understood.md"),
    ),
    find,
};

fn find(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let mut kinds: BTreeMap<&str, Vec<(&str, Option<Span>)>> = BTreeMap::new();
    for it in &facts.model.understood.missing {
        // A module that was not read is told where it is called.
        if let MissingKind::Resource(kind) = &it.kind {
            kinds.entry(kind).or_default().push((&it.address, it.span));
        }
    }
    for (kind, missing) in kinds {
        let names: Vec<&str> = missing.iter().map(|(address, _)| *address).collect();
        let span = missing.iter().find_map(|(_, span)| *span);
        let mut finding = RULE
            .rule
            .finding()
            .at_maybe(span, format!("no entry for `{kind}`"))
            .why(format!("what {} would change is not judged", listed(&names, 4)))
            .help("say what it does in an outlast file, or allow this where it stands");
        let fact = format!("the catalogue has no entry for `{kind}`");
        finding.evidence = Some(Evidence::Fact { of: names.join(", "), what: fact });
        findings.push(finding);
    }
}
