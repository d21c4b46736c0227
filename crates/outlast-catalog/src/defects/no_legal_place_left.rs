//! Software that may run in one place alone: with that place its last legal place is lost.

use outlast_findings::{Finding, Rule, Severity};

use super::{Facts, Legal};

/// The rule.
pub(super) static RULE: Rule = Rule::new(
    "no-legal-place-left",
    "one loss leaves no place where software may run",
    Severity::Warning,
    include_str!("../../pages/rules/no-legal-place-left.md"),
);

pub(super) fn check(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for legal in &facts.legal {
        let Some(name) = only_place(facts, legal) else { continue };
        let what = format!("`{}` may run in `{name}` alone", facts.address(legal.part));
        findings.push(
            RULE.finding()
                .at(legal.span, what)
                .why(format!(
                    "when `{name}` is lost there is no legal place left, whatever is free"
                ))
                .help("a second place that the licence allows, agreed on before it is needed"),
        );
    }
}

/// The one place that everything that is named lies in, if it is one: a zone, a site, or less.
fn only_place(facts: &Facts<'_>, legal: &Legal) -> Option<String> {
    let model = facts.model;
    let of_machines = legal.machines.iter().map(|it| model.machine(*it).place);
    let all: Vec<_> = legal.places.iter().copied().chain(of_machines).collect();
    let widest = *all.iter().find(|place| all.iter().all(|it| model.is_within(*it, **place)))?;
    // A whole provider has several places.
    let place = model.place(widest);
    (place.kind != outlast_model::PlaceKind::Provider).then(|| place.name.clone())
}
