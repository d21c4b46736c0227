//! A process that hangs and stays in rotation, because the check only opens a connection.

use std::collections::BTreeSet;

use outlast_findings::{Evidence, Finding, NoteKind, Rule, Severity};
use outlast_model::{Check, Class, Detect, Kind, Rotation, Sight};

use super::{Facts, Finder, stays_out};
use crate::speech::{listed, outcome_words};

/// The rule.
pub(super) static RULE: Finder = Finder {
    rule: Rule::new(
        "hang-not-noticed",
        "a check that a hung process passes for ever",
        Severity::Warning,
        include_str!("../../pages/rules/hang-not-noticed.md"),
    ),
    find,
};

fn find(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for (_, part) in facts.model.parts() {
        let Kind::Router(router) = &part.kind else { continue };
        let Some(check) = looks_at_the_port(&router.rotation) else { continue };
        let copies: BTreeSet<_> = router.members.iter().map(|member| member.copy).collect();
        let hung: Vec<_> = copies
            .into_iter()
            .flat_map(|copy| facts.without_process(Class::Hang, copy))
            .filter(|judged| stays_out(judged))
            .collect();
        let Some(first) = hung.first() else { continue };
        let fault = facts.fault(first).map_or("", |it| it.what.as_str());
        let journeys = listed(&facts.names(&hung), 4);
        let mut finding = RULE
            .rule
            .finding()
            .at_maybe(check.interval.span().or(part.span), "it only opens a connection")
            .note(NoteKind::When, fault)
            .note(NoteKind::Then, format!("{journeys}: {}", outcome_words(&first.outcome)))
            .help("let it make a request: a process that hangs then fails at the timeout");
        let fact = "the check only opens a connection".to_string();
        finding.evidence = Some(Evidence::Fact { of: part.address.clone(), what: fact });
        findings.push(finding);
    }
}

fn looks_at_the_port(rotation: &Rotation) -> Option<&Check> {
    let check = match rotation {
        Rotation::Checked(check) => check,
        Rotation::Moved(way) => match &way.detect {
            Detect::Check(check) => check,
            Detect::Adverts { .. } | Detect::Lease { .. } | Detect::After(_) => return None,
        },
        Rotation::Elected { tracks: Some(check), .. } => check,
        Rotation::Elected { .. } | Rotation::Fixed => return None,
    };
    (check.sight.value() == Some(&Sight::Port)).then_some(check)
}
