//! A part with one copy that every request needs, and nothing that brings it back when its machine
//! is lost.

use outlast_findings::{Evidence, Finding, NoteKind, Rule, Severity};
use outlast_model::{Class, CopyRef, Ratio, Seat};

use super::{Facts, Finder, stays_out};
use crate::speech::{listed, outcome_words, seat_words};

/// The rule.
pub(super) static RULE: Finder = Finder {
    rule: Rule::new(
        "single-copy",
        "the only copy of a part that every request needs",
        Severity::Warning,
        include_str!("../../pages/rules/single-copy.md"),
    ),
    find,
};

fn find(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for (id, part) in facts.model.parts() {
        let [copy] = part.copies.as_slice() else { continue };
        if part.irreparable {
            // That is a finding of its own.
            continue;
        }
        let Seat::Machine(machine) = copy.seat else { continue };
        if facts.model.uncounted.contains_key(&machine) {
            // It stands for a number that is not known.
            continue;
        }
        // The process shows that it is this part; the machine shows that nothing brings it back.
        let needed: Vec<_> = facts
            .without_process(Class::Process, CopyRef { part: id, copy: 0 })
            .filter(|judged| judged.outcome.lowest == Ratio::ZERO)
            .map(|judged| judged.subject)
            .collect();
        let lost: Vec<_> = facts
            .without_machine(machine)
            .filter(|judged| needed.contains(&judged.subject) && stays_out(judged))
            .collect();
        let Some(first) = lost.first() else { continue };
        let on = facts.model.machine(machine);
        let alone = seat_words(facts.model, facts.model.attached(copy.seat));
        let fault = facts.fault(first).map_or("", |it| it.what.as_str());
        let journeys = listed(&facts.names(&lost), 4);
        let mut finding = RULE.rule.finding().at_maybe(part.span, format!("it runs {alone} alone"));
        if let Some(span) = on.span.filter(|span| !on.own && Some(*span) != part.span) {
            finding = finding.see(span, "no other machine runs it");
        }
        finding = finding
            .note(NoteKind::When, fault)
            .note(NoteKind::Then, format!("{journeys}: {}", outcome_words(&first.outcome)))
            .help("a second copy on another machine, or a `repair` that says who brings it back");
        let fact = format!("one copy, {alone}");
        finding.evidence = Some(Evidence::Fact { of: part.address.clone(), what: fact });
        findings.push(finding);
    }
}
