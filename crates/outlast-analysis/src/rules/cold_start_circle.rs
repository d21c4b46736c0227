//! Things that need each other to start: after everything was off, none of them ever does.

use std::collections::BTreeSet;

use outlast_findings::{Evidence, Finding, Rule, Severity};
use outlast_model::{CopyRef, Model, Moment, Need, Needed, PartId};

use super::{Facts, Finder};
use crate::speech::listed;

/// The rule.
pub(super) static RULE: Finder = Finder {
    rule: Rule::new(
        "cold-start-circle",
        "things that need each other to start",
        Severity::Error,
        include_str!("../../pages/rules/cold-start-circle.md"),
    ),
    find,
};

fn find(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let started = started(facts.model);
    let mut told: BTreeSet<PartId> = BTreeSet::new();
    for (id, _) in facts.model.parts().filter(|(id, _)| !started.contains(id)) {
        let circle = circle(facts.model, &started, id);
        if circle.iter().any(|part| !told.insert(*part)) {
            continue;
        }
        let parts: Vec<_> = circle.iter().map(|it| facts.model.part(*it)).collect();
        let names: Vec<&str> = parts.iter().map(|it| it.address.as_str()).collect();
        let Some(first) = parts.first() else { continue };
        let what = match names.as_slice() {
            [one] => format!("`{one}` needs itself to start"),
            names => format!("none of {} starts without the others", listed(names, 6)),
        };
        let mut finding = RULE.rule.finding().at_maybe(first.span, what.clone());
        for (part, at) in parts.iter().zip(&circle) {
            let need = stuck(facts.model, &started, *at).and_then(|need| need.span);
            if let Some(span) = need.filter(|span| Some(*span) != first.span) {
                finding = finding.see(span, format!("what `{}` needs to start", part.address));
            }
        }
        finding = finding
            .why("while all of them run nobody notices; after a power cut none of them comes back")
            .help("let one of them start without the others: a local copy, a fixed address, a key");
        finding.evidence = Some(Evidence::Fact { of: first.address.clone(), what });
        findings.push(finding);
    }
}

/// What starts when everything was off: the least set in which each finds what it needs.
fn started(model: &Model) -> BTreeSet<PartId> {
    let mut started = BTreeSet::new();
    loop {
        let before = started.len();
        for (id, part) in model.parts() {
            let mut needs = part.needs.iter().filter(|need| is_for_start(need));
            if needs.all(|need| is_met(&need.of, &started)) {
                started.insert(id);
            }
        }
        if started.len() == before {
            return started;
        }
    }
}

fn is_for_start(need: &Need) -> bool {
    need.at == Moment::Start && !need.soft
}

fn is_met(needed: &Needed, started: &BTreeSet<PartId>) -> bool {
    match needed {
        Needed::One(part) | Needed::Copy(CopyRef { part, .. }) => started.contains(part),
        Needed::Any(several) => several.iter().any(|it| is_met(it, started)),
        Needed::Most(several) => {
            several.iter().filter(|it| is_met(it, started)).count() * 2 > several.len()
        }
    }
}

/// A need for starting that is never met.
fn stuck<'a>(model: &'a Model, started: &BTreeSet<PartId>, part: PartId) -> Option<&'a Need> {
    let needs = model.part(part).needs.iter();
    needs.filter(|need| is_for_start(need)).find(|need| !is_met(&need.of, started))
}

/// The circle that a part which never starts leads to.
fn circle(model: &Model, started: &BTreeSet<PartId>, from: PartId) -> Vec<PartId> {
    let mut path = vec![from];
    let mut at = from;
    while let Some(need) = stuck(model, started, at) {
        let Some(next) = first_not_started(&need.of, started) else { break };
        if let Some(start) = path.iter().position(|it| *it == next) {
            return path.split_off(start);
        }
        path.push(next);
        at = next;
    }
    path
}

fn first_not_started(needed: &Needed, started: &BTreeSet<PartId>) -> Option<PartId> {
    needed.parts().into_iter().find(|part| !started.contains(part))
}
