//! Load balancers whose members do not let them in.
//!
//! A network load balancer keeps the address of the client, so that the security groups of its
//! members must admit the clients on the target port, and the vendor's checkers on the port of the
//! health check (<https://community.exoscale.com/product/networking/nlb/overview/>). Otherwise
//! every member fails its check for ever, or passes it and never gets a request. Nothing is said
//! where a rule or a group is not known.

use outlast_findings::{Finding, Span};
use outlast_model::{MachineId, PartId};

use crate::estate::{Estate, OpenPort, Target};
use crate::reading::Reading;
use crate::rules;

/// The vendor's group of the addresses that health checks come from.
const CHECKERS: &str = "public-nlb-healthcheck-sources";

/// Reports services whose check or traffic no group of a member admits.
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
        let target = aims.iter().find_map(|it| it.port).filter(|port| Some(*port) != check);
        if let Some(port) = target.filter(|port| shut(reading, &machines, *port)) {
            findings.push(refused_traffic(&reading.estate, *part, port, span));
        }
    }
    reading.estate.findings.extend(findings);
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
    let estate = &reading.estate;
    let open = estate.open.get(&machine).map_or(&[][..], Vec::as_slice);
    let admits = |it: &OpenPort| it.protocol.has_tcp() && (it.from..=it.to).contains(&port);
    !estate.unknown_open.contains_key(&machine)
        && reading.grouped.contains(&machine)
        && !open.iter().any(admits)
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

fn refused_traffic(estate: &Estate, part: PartId, port: u16, span: Option<Span>) -> Finding {
    let what = format!("`{}` passes requests on to port {port}", address(estate, part));
    rules::TARGET_NOT_ADMITTED
        .finding()
        .at_maybe(span, what)
        .why("the load balancer keeps the address of the client, so that members must admit it")
        .help(format!("admit the clients, such as `cidr = \"0.0.0.0/0\"`, on port {port}"))
}
