//! A promise that is neither proved nor refuted, and why.

use std::collections::{BTreeMap, BTreeSet};

use outlast_findings::{Evidence, Finding, NoteKind, Rule, Severity, Verdict};
use outlast_model::Fault;

use super::{Facts, Finder, availability_broken::percent};
use crate::speech::{open_words, struck_span, ways_words};
use crate::subject::Subject;
use crate::survive::Case;

/// The rule.
pub(super) static RULE: Finder = Finder {
    rule: Rule::new(
        "undecided",
        "a promise that is neither proved nor refuted",
        Severity::Warning,
        include_str!("../../pages/rules/undecided.md"),
    ),
    find,
};

fn find(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    doubts(facts, findings);
    limits(facts, findings);
    availability(facts, findings);
}

/// Verdicts that hang on something unknown: one finding for each thing.
fn doubts(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let mut reasons: BTreeMap<String, Vec<&Case>> = BTreeMap::new();
    let open = |it: &&Case| match it.verdict {
        Verdict::Undecided => true,
        // Nothing is promised, and still it should be said why the matrix has no figure.
        Verdict::Unpromised => !it.outcome.open().is_empty(),
        Verdict::Kept | Verdict::Broken => false,
    };
    for judged in facts.survival.cases.iter().filter(open) {
        reasons.entry(reason(facts, judged)).or_default().push(judged);
    }
    for (reason, judged) in reasons {
        let Some((first, fault)) = judged.first().and_then(|it| Some((it, facts.fault(it)?)))
        else {
            continue;
        };
        let promise = first.subject.promise(facts.model).and_then(|promise| promise.span);
        let span = promise.or_else(|| first.subject.span(facts.model));
        let mut finding =
            RULE.rule.finding().at_maybe(struck_span(facts.model, fault), reason.clone());
        if let (Some(span), Verdict::Undecided) = (span, first.verdict) {
            finding = finding.see(span, format!("promised to `{}`", facts.name(first.subject)));
        }
        finding = finding.note(NoteKind::When, when(facts, &judged, fault));
        let of = facts.name(first.subject).to_string();
        finding.evidence = Some(Evidence::Fact { of, what: reason });
        findings.push(finding);
    }
}

fn reason(facts: &Facts<'_>, judged: &Case) -> String {
    let open = open_words(facts.model, &judged.outcome);
    match open.first() {
        Some(_) => format!("not known: {}", open.join("; ")),
        None if judged.outcome.open_ways.is_some() => {
            format!("not known: {}", ways_words(facts.model, &judged.outcome).join("; "))
        }
        None if diverged(judged) => {
            "two histories are left: what is lost hangs on which of them a person keeps".to_string()
        }
        None if judged.outcome.coarse => {
            "the bound breaks the promise, and no single history was found that does".to_string()
        }
        None => "no history was found that attains the bound".to_string(),
    }
}

fn diverged(judged: &Case) -> bool {
    judged.outcome.loss().is_some_and(|loss| !loss.diverged.is_zero())
}

fn when(facts: &Facts<'_>, judged: &[&Case], first: &Fault) -> String {
    let subjects: BTreeSet<Subject> = judged.iter().map(|it| it.subject).collect();
    let faults: BTreeSet<usize> = judged.iter().map(|it| it.fault).collect();
    let names: Vec<&str> = subjects.into_iter().map(|it| facts.name(it)).collect();
    let more = faults.len().saturating_sub(1);
    let more = if more > 0 { format!(" (and {more} other faults)") } else { String::new() };
    format!("{}{more}; for {}", first.what, crate::speech::listed(&names, 4))
}

/// Faults that a limit left out.
fn limits(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for (class, limits) in &facts.survival.limits {
        for limit in limits {
            let what = format!("not every fault of class `{}` was judged", class.name());
            let mut finding = RULE.rule.finding().note(NoteKind::Note, what.clone());
            finding = finding.note(NoteKind::Note, format!("the limit of {limit} was reached"));
            finding.evidence = Some(Evidence::Fact { of: class.name().to_string(), what });
            findings.push(finding);
        }
    }
}

/// Availabilities that cannot be computed.
fn availability(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for found in facts.availability.iter().filter(|it| it.verdict == Verdict::Undecided) {
        let journey = &facts.model.journeys[found.journey];
        let Some(promise) = &journey.promise.availability else { continue };
        let what = format!(
            "`{}` is promised {}: it cannot be computed",
            journey.name,
            percent(found.promised)
        );
        let mut finding =
            RULE.rule.finding().at_maybe(promise.span().or(journey.promise.span), what);
        for missing in &found.missing {
            finding = finding.note(NoteKind::Note, format!("not known: {missing}"));
        }
        let fact = "a rate or a duration is not known".to_string();
        finding.evidence = Some(Evidence::Fact { of: journey.name.clone(), what: fact });
        findings.push(finding);
    }
}
