//! Load balancers whose health checks no member lets in.
//!
//! The checks come from addresses of the vendor's own, so that the security groups of the members
//! must admit them on the port of the check
//! (<https://community.exoscale.com/product/networking/nlb/overview/>). Otherwise every member fails
//! its check for ever. Asked of the filters of the model; nothing is said where a rule or a group
//! is not known. Whether the clients are let in is asked for each journey, by whoever judges needs.

use outlast_findings::{Finding, Span};
use outlast_model::{Attached, MachineId, Packets, PartId, Way};

use crate::estate::{Estate, Target};
use crate::networks::INTERNET;
use crate::reading::Reading;
use crate::rules;

/// The vendor's group of the addresses that health checks come from.
const CHECKERS: &str = "public-nlb-healthcheck-sources";

/// Reports services whose check no group of a member admits.
pub(crate) fn check(reading: &mut Reading<'_>) {
    let mut findings = Vec::new();
    for (part, aims) in &reading.estate.aims {
        let is_balancer = reading
            .estate
            .model
            .part(*part)
            .is_some_and(|it| it.group.as_deref() == Some("load balancers"));
        if !is_balancer {
            continue;
        }
        let machines: Vec<_> = aims.iter().filter_map(|it| machine(it.target)).collect();
        let span = reading.estate.model.part(*part).and_then(|it| it.span);
        let check = reading.estate.check_ports.get(part).copied();
        if let Some(port) = check.filter(|port| shut(reading, &machines, *port)) {
            findings.push(refused_check(&reading.estate, *part, port, span));
        }
    }
    reading.estate.defects.extend(findings);
}

const fn machine(target: Target) -> Option<MachineId> {
    match target {
        Target::Machine(machine) => Some(machine),
        Target::Part(_) => None,
    }
}

/// Whether it is known that nobody can reach this port of any of these machines.
fn shut(reading: &Reading<'_>, machines: &[MachineId], port: u16) -> bool {
    !machines.is_empty() && machines.iter().all(|it| shut_on(reading, *it, port))
}

fn shut_on(reading: &Reading<'_>, machine: MachineId, port: u16) -> bool {
    let networks = &reading.estate.model.networks;
    let mut own = networks.interfaces.iter().filter(|it| it.of == Attached::Machine(machine));
    let Some(public) = own.find(|it| it.network == INTERNET) else { return false };
    let Some(filters) = public.filters.as_ref().filter(|_| public.unseen_filters.is_none()) else {
        return false;
    };
    let groups: Vec<_> = filters.iter().filter_map(|it| networks.filter(*it)).collect();
    let known = groups.iter().all(|it| it.unseen.is_none());
    let mut rules = groups.iter().flat_map(|it| &it.rules).filter(|it| it.way == Way::In);
    known && !rules.any(|rule| may_admit(&rule.packets, port))
}

/// Whether a rule lets TCP to this port in, or may do so.
fn may_admit(packets: &Packets, port: u16) -> bool {
    match packets {
        Packets::All | Packets::Unknown(_) => true,
        Packets::Tcp(from, to) => (*from..=*to).contains(&port),
        _ => false,
    }
}

fn address(estate: &Estate, part: PartId) -> &str {
    estate.model.part(part).map_or("", |it| it.address.as_str())
}

fn refused_check(estate: &Estate, part: PartId, port: u16, span: Option<Span>) -> Finding {
    let what = format!("`{}` checks its members on port {port}", address(estate, part));
    rules::CHECK_NOT_ADMITTED
        .finding()
        .at_maybe(span, what)
        .why("no member ever passes its check, so that nothing is served")
        .help(format!("admit `public_security_group = \"{CHECKERS}\"` on port {port}"))
}
