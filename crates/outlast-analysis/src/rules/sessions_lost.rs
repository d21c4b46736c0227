//! Users who are logged out because one server is lost.

use outlast_findings::{Evidence, Finding, NoteKind, Rule, Severity};
use outlast_model::{Class, Held, Layout, Medium};
use outlast_sim::Often;

use super::{Facts, Finder};

/// The rule.
pub(super) static RULE: Finder = Finder {
    rule: Rule::new(
        "sessions-lost",
        "users lose their sessions with one server",
        Severity::Warning,
        include_str!("../../pages/rules/sessions-lost.md"),
    ),
    find,
};

/// What happens often enough that users notice, the most frequent first.
const CLASSES: &[Class] = &[Class::Process, Class::Instance];

fn find(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for (subject, store) in facts.stores() {
        let is_own = store.layout == Layout::Shards && store.medium == Medium::Memory;
        if !is_own && store.holds != Held::Sessions {
            continue;
        }
        let Some((judged, words)) = facts.loses_all(subject, CLASSES) else { continue };
        let Some(loss) = judged.outcome.loss() else { continue };
        let fault = facts.fault(judged).map_or("", |it| it.what.as_str());
        let often = if loss.all == Often::Always { "" } else { ", or none of them" };
        let what = match loss.share {
            share if share >= outlast_model::Ratio::ONE => format!("of all users{often}"),
            share => format!("of {} of the users{often}", share.show()),
        };
        let mut finding = RULE
            .rule
            .finding()
            .at_maybe(store.span, what.clone())
            .note(NoteKind::When, fault)
            .note(NoteKind::Then, format!("`{}`: {words}", facts.name(subject)))
            .help("keep them in a store that every server shares, or at the client");
        finding.evidence = Some(Evidence::Fact { of: store.address.clone(), what });
        findings.push(finding);
    }
}
