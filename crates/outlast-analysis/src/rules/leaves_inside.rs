//! Traffic that must stay inside and that leaves over the internet, unencrypted.

use std::collections::BTreeSet;

use outlast_findings::{Evidence, Finding, NoteKind, Rule, Severity};
use outlast_model::{Attached, Carrier, MachineId, Model, NetworkKind, Passage, PassageId, Route};

use super::{Facts, Finder};
use crate::demands::{Asked, alone, demands};
use crate::reach::{Hop, Party, Verdict};

/// The rule.
pub(super) static RULE: Finder = Finder {
    rule: Rule::new(
        "leaves-inside",
        "traffic that must stay inside leaves over the internet",
        Severity::Error,
        include_str!("../../pages/rules/leaves-inside.md"),
    ),
    find,
};

fn find(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let networks = &facts.model.networks;
    for (id, span) in &networks.inside {
        let passage = networks.passage(*id);
        let mut said: Vec<(String, &str)> = Vec::new();
        if let Carrier::Tunnel { encrypted: false, .. } = passage.carrier {
            let what = format!("what goes over `{}` is not known to be encrypted", passage.address);
            said.push((what, "use a carrier that encrypts, or say that it does: `tunnel`"));
        }
        for machine in leaving(facts.model, *id) {
            let address = facts.model.machine(machine).address.as_str();
            let what = format!(
                "when `{}` is down, packets of `{address}` leave over the internet",
                passage.address
            );
            let help = "write `otherwise = \"nowhere\"` when an unreachable route of its own keeps \
                        them back, or let only what is meant out by an egress rule";
            said.push((what, help));
        }
        for what in around(facts.model, *id, passage) {
            said.push((what, "call it by its inside address, and give it a route over the link"));
        }
        for (what, help) in said {
            let mut finding = RULE
                .rule
                .finding()
                .at_maybe(*span, what.clone())
                .note(NoteKind::Why, "it can be read and changed on the way")
                .help(help);
            finding.evidence = Some(Evidence::Fact { of: passage.address.clone(), what });
            findings.push(finding);
        }
    }
}

/// Machines whose packets take the default route when the passage is down, and that no rule stops.
/// Where a group is not known, nothing is said.
fn leaving(model: &Model, passage: PassageId) -> BTreeSet<MachineId> {
    let networks = &model.networks;
    let open = networks.routes.iter().filter(|it| it.over == passage && it.otherwise_internet);
    let leaves = |route: &&Route| {
        let public = networks.public_interface(route.on);
        public.is_some_and(|it| networks.keeps_back(it, &route.to) == Some(false))
    };
    open.filter(leaves).map(|route| route.on).collect()
}

/// What is called from one end to another without going over the passage.
fn around(model: &Model, id: PassageId, passage: &Passage) -> Vec<String> {
    let alone = alone(model);
    let asked = Asked::of(model, &alone);
    let at_end = |of: &Party, end: usize| {
        let network = passage.ends.get(end).map(|it| it.network);
        let here = |of: Attached| {
            model.networks.interfaces.iter().any(|it| it.of == of && Some(it.network) == network)
        };
        match of {
            Party::Machine(machine) => here(Attached::Machine(*machine)),
            Party::Place(place) => here(Attached::Place(*place)),
            Party::Internet | Party::Prefix(_) | Party::Public(_) | Party::Part(_) => false,
        }
    };
    let gateways: BTreeSet<MachineId> =
        passage.ends.iter().flat_map(|it| it.gateways.iter().copied()).collect();
    let is_gateway =
        |of: &Party| matches!(of, Party::Machine(machine) if gateways.contains(machine));
    let mut found = Vec::new();
    for demand in demands(model) {
        let Some((_, answer)) = asked.answer(&demand) else { continue };
        let (from, to) = &answer.of;
        let ends = 0..passage.ends.len();
        let crosses = ends.clone().any(|a| {
            ends.clone().any(|b| a != b && at_end(from, a) && at_end(to, b) && !at_end(from, b))
        });
        let over = |hop: &Hop| matches!(hop, Hop::Passage { passage, .. } if *passage == id);
        let outside = answer
            .networks
            .iter()
            .any(|it| model.networks.network(*it).kind == NetworkKind::Internet);
        let gets = matches!(answer.verdict, Verdict::Yes | Verdict::Partly);
        if gets && crosses && outside && !answer.path.iter().any(over) && !is_gateway(from) {
            found.push(format!("{}, over the internet", demand.what));
        }
    }
    found
}
