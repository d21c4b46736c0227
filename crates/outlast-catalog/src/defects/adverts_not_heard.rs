//! Machines that share a virtual address and never hear each other's adverts: each side holds it.

use outlast_findings::{Finding, Rule, Severity};
use outlast_model::{Kind, Model, Part, Router, Seat};

use super::Facts;

/// The rule.
pub(super) static RULE: Rule = Rule::new(
    "adverts-not-heard",
    "machines that share an address do not hear each other",
    Severity::Error,
    include_str!("../../pages/rules/adverts-not-heard.md"),
);

pub(super) fn check(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for (_, part) in facts.model.parts() {
        let Kind::Router(router) = &part.kind else { continue };
        let Some(apart) = apart(router) else { continue };
        let names = [0, apart].map(|member| machine(facts.model, part, member));
        let what = format!("{} and {} both hold `{}`", names[0], names[1], part.address);
        findings.push(
            RULE.finding()
                .at_maybe(part.span, what)
                .why(
                    "their adverts go by multicast, which no router passes on to another zone: they \
                     never hear each other, and each takes the address without any fault",
                )
                .help(
                    "machines of one zone; or `unicast_peer` in keepalived, and here \
                     `adverts = { unicast = true }`",
                ),
        );
    }
}

/// The first member of an elected address that never hears the preferred one.
fn apart(router: &Router) -> Option<u32> {
    let others = (0..).zip(&router.members).map(|(at, _)| at).skip(1);
    router.is_elected().then(|| others.into_iter().find(|at| !router.may_hear(0, *at)))?
}

/// The machine of a member, in words.
fn machine(model: &Model, part: &Part, member: u32) -> String {
    match part.copies.get(member as usize).map(|copy| model.attached(copy.seat)) {
        Some(Seat::Machine(machine)) => format!("`{}`", model.machine(machine).address),
        Some(Seat::Place(place)) => format!("`{}`", model.place(place).name),
        None => "a machine".to_string(),
    }
}
