//! From where traffic is sent to what answers there.
//!
//! Terraform says on which machine and port traffic arrives; the outlast file (or an inference)
//! says which part listens there. Where both name a port they must agree.

use std::ops::RangeInclusive;

use outlast_findings::Span;
use outlast_model::{CopyRef, Kind, MachineId, Member, PartId, Role, Rotation, Seat};

use crate::estate::{Aim, Peer, Target};
use crate::language::lowering::Lowering;
use crate::language::routers::copies;
use crate::problems;

/// The ports that an address is most likely entered by, the likeliest first.
const ENTRIES: [u16; 2] = [443, 80];

/// Gives every router its members.
pub(crate) fn join(lowering: &mut Lowering<'_>) {
    let routers: Vec<PartId> = lowering
        .model()
        .parts()
        .filter(|(_, part)| matches!(part.kind, Kind::Router(_)))
        .map(|(id, _)| id)
        .collect();
    for router in routers {
        let aims = lowering.estate.aims.get(&router).cloned().unwrap_or_default();
        let stated = lowering.stated_targets.get(&router).cloned().unwrap_or_default();
        if !aims.is_empty() || !stated.is_empty() {
            let members = members(lowering, router, &aims, &stated);
            add(lowering, router, members);
        }
        unknown(lowering, router);
    }
    derive(lowering);
}

fn add(lowering: &mut Lowering<'_>, router: PartId, members: Vec<Member>) {
    if let Kind::Router(it) = &mut lowering.part_mut(router).kind {
        for member in members {
            if !it.members.iter().any(|other| other.copy == member.copy) {
                it.members.push(member);
            }
        }
    }
}

/// Says where targets are not known, or where there are none.
fn unknown(lowering: &mut Lowering<'_>, router: PartId) {
    let part = lowering.model().part(router);
    let (address, span) = (part.address.clone(), part.span);
    let empty = matches!(&part.kind, Kind::Router(it) if it.members.is_empty());
    let is_stated = lowering.stated_targets.contains_key(&router);
    let unknown = lowering.estate.unknown_aims.get(&router).cloned();
    if let Some(why) = unknown.filter(|_| !is_stated) {
        lowering.estate.model.unseen.insert(router, why);
    } else if empty {
        let what = format!("nothing answers behind `{address}`");
        let finding = problems::NO_TARGET.finding();
        let help = "write `to = …` in a block for it, or attach it to a machine";
        lowering.findings.push(finding.at_maybe(span, what).help(help));
    }
}

fn members(
    lowering: &mut Lowering<'_>,
    router: PartId,
    aims: &[Aim],
    stated: &[(PartId, Span)],
) -> Vec<Member> {
    let mut members = Vec::new();
    let mut silent = false;
    for aim in aims {
        let found = match aim.target {
            Target::Part(part) => copies(lowering, part).into_iter().take(1).collect(),
            Target::Machine(machine) => {
                let found = answering(lowering, router, machine, aim, stated, silent);
                // Targets are mostly alike: what is wrong with the first is not said of each.
                silent |= found.is_empty();
                found
            }
        };
        members.extend(found.into_iter().map(|copy| Member { copy, active: aim.active }));
    }
    if let (Some((part, span)), true) = (stated.first(), members.is_empty() && !aims.is_empty()) {
        elsewhere(lowering, router, *part, *span);
    }
    let moved = moves(lowering, router);
    if aims.is_empty() || moved {
        // What else it may be sent to: in reserve when something moves it.
        let all = stated.iter().flat_map(|(part, _)| copies(lowering, *part));
        for copy in all.collect::<Vec<_>>() {
            if !members.iter().any(|it: &Member| it.copy == copy) {
                // What is moved stands in one place at a time: the first, until it moves.
                let active = if moved { members.is_empty() } else { true };
                members.push(Member { copy, active });
            }
        }
    }
    members
}

/// What is stated to answer does not run where the traffic arrives.
fn elsewhere(lowering: &mut Lowering<'_>, router: PartId, part: PartId, span: Span) {
    let name = |id| lowering.model().part(id).address.as_str();
    let what = format!("`{}` runs on no machine that `{}` leads to", name(part), name(router));
    let help = "make `to` and what Terraform attaches agree";
    lowering.report(&problems::WRITTEN_TWICE, span, what, help);
}

fn moves(lowering: &Lowering<'_>, router: PartId) -> bool {
    matches!(
        &lowering.model().part(router).kind,
        Kind::Router(router) if matches!(router.rotation, Rotation::Moved(_))
    )
}

/// The copies that answer on a machine at a port.
fn answering(
    lowering: &mut Lowering<'_>,
    router: PartId,
    machine: MachineId,
    aim: &Aim,
    stated: &[(PartId, Span)],
    silent: bool,
) -> Vec<CopyRef> {
    let mut candidates: Vec<PartId> = lowering.parts_on(&[machine]);
    candidates.retain(|it| *it != router && answers(lowering, *it));
    if !stated.is_empty() {
        candidates.retain(|it| stated.iter().any(|(part, _)| part == it));
    }
    let chosen = match aim.port {
        Some(port) => at_port(lowering, machine, &candidates, port, aim.span, silent),
        None => at_any_port(lowering, router, machine, &candidates, aim.span, silent),
    };
    chosen.map_or_else(Vec::new, |part| on_machine(lowering, part, machine))
}

/// Whether a part is something that traffic can arrive at.
fn answers(lowering: &Lowering<'_>, part: PartId) -> bool {
    let it = lowering.model().part(part);
    !matches!(it.kind, Kind::People(_)) && it.role != Role::VirtualIp
}

fn on_machine(lowering: &Lowering<'_>, part: PartId, machine: MachineId) -> Vec<CopyRef> {
    let here = |(_, seat): &(CopyRef, Seat)| *seat == Seat::Machine(machine);
    lowering.model().copies(part).filter(here).map(|(copy, _)| copy).collect()
}

/// Writes down the ports that followed from where traffic is sent: a part that names none answers
/// at each, as long as nothing else does.
fn derive(lowering: &mut Lowering<'_>) {
    for (part, port) in std::mem::take(&mut lowering.derived) {
        let part = lowering.part_mut(part);
        part.listens = part.listens.or(Some(port));
    }
}

fn at_port(
    lowering: &mut Lowering<'_>,
    machine: MachineId,
    candidates: &[PartId],
    port: u16,
    span: Option<Span>,
    silent: bool,
) -> Option<PartId> {
    let at = |it: &&PartId| lowering.ports_of(**it).contains(&port);
    let open = |it: &&PartId| lowering.ports_of(**it).is_empty();
    let exact: Vec<PartId> = candidates.iter().filter(at).copied().collect();
    let free: Vec<PartId> = candidates.iter().filter(open).copied().collect();
    match (exact.as_slice(), free.as_slice()) {
        ([only], _) => Some(*only),
        ([], [only]) => {
            lowering.derived.entry(*only).or_insert(port);
            Some(*only)
        }
        _ if silent => None,
        ([], []) => {
            nothing_listens(lowering, machine, candidates, port, span);
            None
        }
        (several, free) => {
            let all: Vec<PartId> = several.iter().chain(free).copied().collect();
            let help = format!("write `listens = {port}` into the one that does");
            several_answer(lowering, machine, &all, &format!("port {port}"), span, &help);
            None
        }
    }
}

fn nothing_listens(
    lowering: &mut Lowering<'_>,
    machine: MachineId,
    candidates: &[PartId],
    port: u16,
    span: Option<Span>,
) {
    let address = lowering.model().machine(machine).address.as_str();
    let what = format!("nothing listens on port {port} of `{address}`");
    let mut finding = problems::NOTHING_LISTENS.finding();
    finding = finding.at_maybe(span, what);
    for part in candidates.iter().map(|it| lowering.model().part(*it)) {
        if let (Some(span), Some(other)) = (part.span, part.listens) {
            finding = finding.see(span, format!("`{}` listens on {other}", part.address));
        }
    }
    let help = "make `listens` and the port in Terraform the same, or leave `listens` out";
    lowering.findings.push(finding.help(help));
}

fn several_answer(
    lowering: &mut Lowering<'_>,
    machine: MachineId,
    parts: &[PartId],
    at: &str,
    span: Option<Span>,
    help: &str,
) {
    let address = lowering.model().machine(machine).address.as_str();
    let names: Vec<String> = parts
        .iter()
        .map(|it| lowering.model().part(*it))
        .map(|it| format!("`{}`", it.address))
        .collect();
    let what = format!("what answers at {at} of `{address}`: {}?", names.join(" or "));
    let finding = problems::SEVERAL_ANSWER.finding();
    lowering.findings.push(finding.at_maybe(span, what).help(help));
}

/// The only part; else the one on 443 or 80; else the only one that the internet may reach.
fn at_any_port(
    lowering: &mut Lowering<'_>,
    router: PartId,
    machine: MachineId,
    candidates: &[PartId],
    span: Option<Span>,
    silent: bool,
) -> Option<PartId> {
    if let [only] = candidates {
        return Some(*only);
    }
    for port in ENTRIES {
        let at = |it: &&PartId| lowering.ports_of(**it).contains(&port);
        if let [only] = candidates.iter().filter(at).collect::<Vec<_>>().as_slice() {
            return Some(**only);
        }
    }
    let public: Vec<PartId> = candidates
        .iter()
        .filter(|it| match lowering.ports_of(**it).as_slice() {
            [] => has_public_range(lowering, machine),
            ports => ports.iter().any(|port| is_public(lowering, machine, *port)),
        })
        .copied()
        .collect();
    if let [only] = public.as_slice() {
        return Some(*only);
    }
    if candidates.iter().all(|it| lowering.model().part(*it).inferred.is_some()) {
        // What was guessed is no contradiction; `outlast init` says which one it is.
        return candidates.first().copied();
    }
    if !silent && !candidates.is_empty() {
        let name = lowering.model().part(router).address.as_str().to_string();
        let help = format!(
            "write a block with `of = {name}` and `to = …`, or `listens = 443` into \
                            the one that answers"
        );
        several_answer(lowering, machine, candidates, "no stated port", span, &help);
    }
    None
}

/// The ports that Kubernetes gives to services of type `NodePort`
/// (<https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport>): whether
/// anything runs behind one, and on how many nodes, is said inside the cluster alone.
const NODE_PORTS: RangeInclusive<u16> = 30_000..=32_767;

/// Whether a port is one that Kubernetes gives away.
pub(crate) fn is_node_port(port: u16) -> bool {
    NODE_PORTS.contains(&port)
}

/// Whether the internet may reach more than one port of a machine by one rule: what listens there
/// is not said by the rule. Ports that Kubernetes gives away are open in advance.
pub(crate) fn has_public_range(lowering: &Lowering<'_>, machine: MachineId) -> bool {
    let open = lowering.estate.open.get(&machine).map_or(&[][..], Vec::as_slice);
    open.iter().any(|it| {
        let in_advance = is_node_port(it.from) && is_node_port(it.to);
        it.peer == Peer::Internet && it.from != it.to && it.protocol.has_tcp() && !in_advance
    })
}

/// Whether the internet may reach a port of a machine.
pub(crate) fn is_public(lowering: &Lowering<'_>, machine: MachineId, port: u16) -> bool {
    let open = lowering.estate.open.get(&machine).map_or(&[][..], Vec::as_slice);
    open.iter().any(|it| it.peer == Peer::Internet && (it.from..=it.to).contains(&port))
}
