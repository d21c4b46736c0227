//! A check of a port at which nothing on its targets listens: none of them ever passes.
//!
//! Left out: targets of whose software somebody did not say where it listens.

use std::collections::BTreeSet;

use outlast_findings::{Finding, Rule, Severity};
use outlast_model::{MachineId, PartId};

use crate::estate::Target;
use crate::language::lowering::Lowering;

/// The rule.
pub(super) static RULE: Rule = Rule::new(
    "nobody-listens",
    "a check of a port at which nobody listens",
    Severity::Error,
    include_str!("../../pages/rules/nobody-listens.md"),
);

pub(super) fn check(lowering: &Lowering<'_>, findings: &mut Vec<Finding>) {
    for (router, port) in &lowering.estate.check_ports {
        let machines = targets(lowering, *router);
        let Some(ports) = ports_on(lowering, &machines) else { continue };
        if ports.is_empty() || ports.contains(port) {
            continue;
        }
        let part = lowering.model().part(*router);
        let known: Vec<String> = ports.iter().map(ToString::to_string).collect();
        let what = format!("`{}` checks port {port}", part.address);
        let finding = RULE.finding().at_maybe(part.span, what);
        let why = format!(
            "what runs on its targets listens at {}: none of them ever passes, and none is used",
            known.join(", ")
        );
        findings.push(finding.why(why).help(
            "check a port at which the software answers, or write every port in its `listens`",
        ));
    }
}

/// The machines that a router sends traffic to.
fn targets(lowering: &Lowering<'_>, router: PartId) -> BTreeSet<MachineId> {
    let aims = lowering.estate.aims.get(&router).map_or(&[][..], Vec::as_slice);
    let machine = |target| match target {
        Target::Machine(machine) => Some(machine),
        Target::Part(_) => None,
    };
    aims.iter().filter_map(|aim| machine(aim.target)).collect()
}

/// Every port at which something on these machines listens; nothing when that is not all known.
fn ports_on(lowering: &Lowering<'_>, machines: &BTreeSet<MachineId>) -> Option<BTreeSet<u16>> {
    let mut ports = BTreeSet::new();
    for machine in machines {
        for part in lowering.parts_on(&[*machine]) {
            let own = lowering.ports_of(part);
            // What is guessed to run there may listen elsewhere, too.
            if own.is_empty() || lowering.model().part(part).inferred.is_some() {
                return None;
            }
            ports.extend(own);
        }
    }
    Some(ports)
}
