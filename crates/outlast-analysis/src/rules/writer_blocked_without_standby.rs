//! Writes that wait for a standby, and stand still without it.

use outlast_findings::{Evidence, Finding, NoteKind, Rule, Severity};
use outlast_model::{Class, Commit, CopyRef, Kind, Needed, PartId, Seat};

use super::{Facts, Finder};
use crate::speech::{listed, outcome_words};
use crate::survive::Case;

/// The rule.
pub(super) static RULE: Finder = Finder {
    rule: Rule::new(
        "writer-blocked-without-standby",
        "writes stand still when the standby is lost",
        Severity::Warning,
        include_str!("../../pages/rules/writer-blocked-without-standby.md"),
    ),
    find,
};

fn find(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for (id, part) in facts.model.parts() {
        let Kind::Database(database) = &part.kind else { continue };
        for (copy, commit) in (1..).zip(&database.commits) {
            // A copy that leads shares, or is called by its name, is missed for its own sake.
            let leads = copy < database.shards || is_named(facts, CopyRef { part: id, copy });
            if leads || !matches!(commit.value(), Some(Commit::Sync | Commit::Quorum)) {
                continue;
            }
            let blocked = blocked(facts, id, copy);
            let Some(first) = blocked.first() else { continue };
            let fault = facts.fault(first).map_or("", |it| it.what.as_str());
            let what = "writes wait for this copy".to_string();
            let then = listed(&facts.names(&blocked), 4);
            let mut finding = RULE
                .rule
                .finding()
                .at_maybe(commit.span().or(part.span), what.clone())
                .note(NoteKind::When, fault)
                .note(NoteKind::Then, format!("{then}: {}", outcome_words(&first.outcome)))
                .help(
                    "a second synchronous standby, of which one is enough (`commit = \"quorum\"`)",
                );
            finding.evidence = Some(Evidence::Fact { of: part.address.clone(), what });
            findings.push(finding);
            break;
        }
    }
}

/// Whether anybody calls this copy by its name.
fn is_named(facts: &Facts<'_>, copy: CopyRef) -> bool {
    let model = facts.model;
    let needs = model.parts().flat_map(|(_, part)| &part.needs).map(|need| &need.of);
    let enters = model.journeys.iter().map(|journey| &journey.enters);
    needs.chain(enters).any(|needed| names(needed, copy))
}

fn names(needed: &Needed, copy: CopyRef) -> bool {
    match needed {
        Needed::One(_) => false,
        Needed::Copy(named) => *named == copy,
        Needed::Any(several) | Needed::Most(several) => several.iter().any(|it| names(it, copy)),
    }
}

/// Journeys that are out when this copy alone is lost, though its process dying shows that it is
/// this copy and nothing else on its machine.
fn blocked<'a>(facts: &Facts<'a>, part: PartId, copy: u32) -> Vec<&'a Case> {
    let copy = CopyRef { part, copy };
    let is_out = |it: &&Case| it.outcome.doubts.is_empty() && it.outcome.out.worst > 0;
    let needed: Vec<_> =
        facts.without_process(Class::Process, copy).filter(is_out).map(|it| it.subject).collect();
    let Some(Seat::Machine(machine)) = facts.model.seat(copy) else {
        return facts.without_process(Class::Process, copy).filter(is_out).collect();
    };
    let lost = facts.without_machine(machine).filter(is_out);
    lost.filter(|it| needed.contains(&it.subject)).collect()
}
