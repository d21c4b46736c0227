//! What is assumed to run where nobody says, and what users are assumed to do.
//!
//! An open port says that something may listen there; a name, an address or a balancer says that
//! somebody enters there. Each inference is listed as an assumption. Checks, needs and ways back
//! are never inferred.

use std::collections::{BTreeMap, BTreeSet};

use outlast_findings::Span;
use outlast_model::{Copy, Journey, Kind, MachineId, Moment, Needed, PartId, Promise, Role, Seat};

use crate::engines::ENGINES;
use crate::estate::{Peer, Protocol, Target, bare_part};
use crate::join::{has_public_range, is_node_port, is_public};
use crate::language::lowering::{Lowering, Named};
use crate::language::needs::plain;
use crate::ports::is_guarded;
use crate::problems;

/// Ports by which people administer machines: nothing that users enter.
const ADMINISTRATION: [u16; 4] = [22, 3389, 5985, 5986];

const PORTS: &str = "a port that a security group opens says that something may listen there";
const RULES: &str = "a rule that admits one group at one port says that its members call there";
const FRONTS: &str = "a name, an address or an open port says that somebody may enter there";

/// Machines made by one block, on which nothing is stated to run.
struct Bare {
    block: String,
    machines: Vec<MachineId>,
    span: Option<Span>,
}

/// The ports of each machine that traffic is sent to.
type Aimed = BTreeMap<MachineId, BTreeSet<Option<u16>>>;

/// Adds parts to machines that no block covers: to all of them when `all`, else only where
/// traffic is sent.
pub(crate) fn parts(lowering: &mut Lowering<'_>, all: bool) {
    let mut aimed = Aimed::new();
    for aim in lowering.estate.aims.values().flatten() {
        if let Target::Machine(machine) = aim.target {
            aimed.entry(machine).or_default().insert(aim.port);
        }
    }
    for bare in bare(lowering) {
        if all || bare.machines.iter().any(|it| aimed.contains_key(it)) {
            block(lowering, &bare, &aimed);
        } else {
            uncovered(lowering, &bare);
        }
    }
    calls(lowering);
}

/// Running machines without a part, by their block, in order.
fn bare(lowering: &Lowering<'_>) -> Vec<Bare> {
    let mut groups: Vec<Bare> = Vec::new();
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for (id, machine) in lowering.model().machines() {
        if !machine.running || machine.own || !lowering.parts_on(&[id]).is_empty() {
            continue;
        }
        let at = *known.entry(&machine.block).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.machines.push(id),
            None => groups.push(Bare {
                block: machine.block.clone(),
                machines: vec![id],
                span: machine.span,
            }),
        }
    }
    groups
}

fn uncovered(lowering: &mut Lowering<'_>, bare: &Bare) {
    let what = format!("nothing is stated to run on `{}`", bare.block);
    let finding = problems::NO_PART.finding();
    let help = format!("write `service \"…\" {{ on = {} … }}` if it matters", bare.block);
    lowering.findings.push(finding.at_maybe(bare.span, what).help(help));
}

/// One part for each open port of a block's machines; one without a port when none is open.
fn block(lowering: &mut Lowering<'_>, bare: &Bare, aimed: &Aimed) {
    let mut ports: BTreeMap<u16, Vec<MachineId>> = BTreeMap::new();
    for machine in &bare.machines {
        for port in open_ports(lowering, *machine, aimed) {
            ports.entry(port).or_default().push(*machine);
        }
    }
    if bare.machines.iter().any(|it| has_public_range(lowering, *it)) {
        let what = format!("something listens on an open port of `{}`", bare.block);
        part(lowering, bare, None, &bare.machines, what);
    } else if ports.is_empty() {
        let what = format!("one piece of software runs on `{}`", bare.block);
        part(lowering, bare, None, &bare.machines, what);
    }
    for (port, machines) in ports {
        let what = format!("something listens on the open port {port} of `{}`", bare.block);
        part(lowering, bare, Some(port), &machines, what);
    }
}

/// Single ports that are open to others, and ports that traffic is sent to.
fn open_ports(lowering: &Lowering<'_>, machine: MachineId, aimed: &Aimed) -> BTreeSet<u16> {
    let open = lowering.estate.open.get(&machine).map_or(&[][..], Vec::as_slice);
    let single = open
        .iter()
        .filter(|it| it.from == it.to && !matches!(it.protocol, Protocol::Other(_)))
        .filter(|it| for_others(lowering, machine, &it.peer))
        .map(|it| it.from)
        .filter(|port| !ADMINISTRATION.contains(port));
    let aimed = aimed.get(&machine).into_iter().flatten();
    single.chain(aimed.filter_map(|port| *port)).collect()
}

/// Whether somebody else than the machines of the same block and the provider's checkers may come.
fn for_others(lowering: &Lowering<'_>, machine: MachineId, peer: &Peer) -> bool {
    let block = |it: MachineId| lowering.model().machine(it).block.as_str();
    match peer {
        Peer::Public(_) => false,
        Peer::Group(group) => {
            let members = lowering.estate.members.get(group).map_or(&[][..], Vec::as_slice);
            members.is_empty() || members.iter().any(|it| block(*it) != block(machine))
        }
        Peer::Internet | Peer::Prefix(_) | Peer::Unknown(_) => true,
    }
}

fn part(
    lowering: &mut Lowering<'_>,
    bare: &Bare,
    port: Option<u16>,
    machines: &[MachineId],
    what: String,
) {
    let name = free_name(lowering, &short(&bare.block), port);
    let address = format!("service.{name}");
    let mut part = bare_part(&address, Role::Service, Kind::Server, bare.span);
    part.listens = port;
    part.engine = port.and_then(engine_at).map(str::to_string);
    part.copies = machines.iter().map(|it| Copy { seat: Seat::Machine(*it), name: None }).collect();
    part.inferred = Some(lowering.infer("part-inferred", &address, what, PORTS));
    let id = lowering.estate.add_part(part);
    if let Some(why) = unseen(lowering, port, machines) {
        lowering.estate.model.unseen.insert(id, why);
    }
    lowering.seat(id);
    lowering.names.insert(address, Named::Part(id));
}

/// Why it is not known what a part is of which only a port is known, if so: a cluster decides what
/// runs on its nodes, and whether a port of theirs leads to one copy or to many.
fn unseen(lowering: &Lowering<'_>, port: Option<u16>, machines: &[MachineId]) -> Option<String> {
    let scheduled = machines.iter().find_map(|it| lowering.estate.scheduled.get(it)).cloned();
    let at_port = port.filter(|port| is_node_port(*port));
    scheduled.or_else(|| at_port.map(|port| format!("{port} is a port that Kubernetes gives away")))
}

/// Adds calls between inferred parts where a rule lets the machines of one in at the single port of
/// the other: who is let in by name is taken to need it.
fn calls(lowering: &mut Lowering<'_>) {
    let inferred: Vec<(PartId, u16)> = lowering
        .model()
        .parts()
        .filter(|(_, part)| part.inferred.is_some())
        .filter_map(|(id, part)| Some((id, part.listens?)))
        .collect();
    for (called, port) in inferred {
        let machines = seats(lowering, called);
        for (caller, span) in callers(lowering, &machines, port) {
            let own = seats(lowering, caller).iter().any(|it| machines.contains(it));
            let guessed = lowering.model().part(caller).inferred.is_some();
            if guessed && !own {
                call(lowering, caller, called, span);
            }
        }
    }
}

fn seats(lowering: &Lowering<'_>, part: PartId) -> Vec<MachineId> {
    let seat = |(_, seat)| match seat {
        Seat::Machine(machine) => Some(machine),
        Seat::Place(_) => None,
    };
    lowering.model().copies(part).filter_map(seat).collect()
}

/// The parts on machines whose group is let in at exactly this port of these machines.
fn callers(
    lowering: &Lowering<'_>,
    machines: &[MachineId],
    port: u16,
) -> BTreeMap<PartId, Option<Span>> {
    let open = machines.iter().filter_map(|it| lowering.estate.open.get(it)).flatten();
    let mut callers = BTreeMap::new();
    for open in open.filter(|it| it.from == port && it.to == port) {
        let Peer::Group(group) = &open.peer else { continue };
        let members = lowering.estate.members.get(group).map_or(&[][..], Vec::as_slice);
        // Those who let each other in work together: none is lost without each of the others.
        if members.iter().any(|it| machines.contains(it)) {
            continue;
        }
        for caller in lowering.parts_on(members) {
            callers.insert(caller, open.span);
        }
    }
    callers
}

fn call(lowering: &mut Lowering<'_>, caller: PartId, called: PartId, span: Option<Span>) {
    let name = |id| lowering.model().part(id).address.clone();
    let (from, to) = (name(caller), name(called));
    let what = format!("`{from}` cannot work without `{to}`, which a rule lets it reach");
    lowering.infer("call-inferred", &format!("{from} {to}"), what, RULES);
    let mut need = plain(Needed::One(called), Moment::Request, false);
    need.span = span;
    let part = lowering.part_mut(caller);
    part.needs.push(need);
}

/// The engine that is known by its port.
fn engine_at(port: u16) -> Option<&'static str> {
    ENGINES.iter().find(|engine| engine.listens == Some(port)).map(|engine| engine.name())
}

/// The name of a block without its kind: `web`, `a-web` in module `a`.
pub(crate) fn short(address: &str) -> String {
    let mut words: Vec<&str> = address.split('.').collect();
    words.retain(|word| !matches!(*word, "module" | "data") && !word.starts_with("exoscale_"));
    let joined = words.join("-");
    joined.chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '-' }).collect()
}

fn free_name(lowering: &Lowering<'_>, base: &str, port: Option<u16>) -> String {
    let wanted = match port {
        Some(port) => format!("{base}-{port}"),
        None => base.to_string(),
    };
    let taken = |name: &String| lowering.names.contains_key(&format!("service.{name}"));
    let more = (2..).map(|at| format!("{wanted}-{at}"));
    std::iter::once(wanted.clone()).chain(more).find(|name| !taken(name)).unwrap_or(wanted)
}

/// Adds what users are assumed to do: enter by each name, else each address or balancer, else each
/// port that the internet may reach.
pub(crate) fn journeys(lowering: &mut Lowering<'_>, promise: &Promise) {
    let mut behind: BTreeSet<PartId> = BTreeSet::new();
    for fronts in [names(lowering), addresses(lowering), public_parts(lowering)] {
        // All of one kind first: names that lead to the same address are a journey each, and the
        // address behind them is none.
        let found: Vec<PartId> = fronts.into_iter().filter(|it| !behind.contains(it)).collect();
        for part in found {
            behind.extend(reached(lowering, part));
            journey(lowering, part, promise);
        }
    }
}

fn routers(lowering: &Lowering<'_>, is: impl Fn(Role) -> bool) -> Vec<PartId> {
    let wanted = |part: &outlast_model::Part| match &part.kind {
        Kind::Router(router) => !router.members.is_empty() && is(part.role),
        Kind::Server | Kind::Database(_) | Kind::People(_) => false,
    };
    lowering.model().parts().filter(|(_, part)| wanted(part)).map(|(id, _)| id).collect()
}

fn names(lowering: &Lowering<'_>) -> Vec<PartId> {
    routers(lowering, |role| role == Role::Name)
}

fn addresses(lowering: &Lowering<'_>) -> Vec<PartId> {
    routers(lowering, |role| role != Role::Name)
}

/// Parts with a port that the internet may reach at the machine's own address.
fn public_parts(lowering: &Lowering<'_>) -> Vec<PartId> {
    let public = |part: &outlast_model::Part| {
        part.copies.iter().any(|copy| match (copy.seat, part.listens) {
            (Seat::Machine(machine), _) if lowering.model().machine(machine).own => false,
            // Nobody enters at what runs the platform or keeps the data.
            (Seat::Machine(_), Some(port)) if is_guarded(port) => false,
            (Seat::Machine(machine), Some(port)) => {
                !lowering.estate.private.contains(&machine) && is_public(lowering, machine, port)
            }
            (Seat::Machine(machine), None) => {
                !lowering.estate.private.contains(&machine) && has_public_range(lowering, machine)
            }
            (Seat::Place(_), _) => false,
        })
    };
    lowering.model().parts().filter(|(_, part)| public(part)).map(|(id, _)| id).collect()
}

/// Everything that a router leads to, itself included.
fn reached(lowering: &Lowering<'_>, from: PartId) -> BTreeSet<PartId> {
    let (mut seen, mut open) = (BTreeSet::new(), vec![from]);
    while let Some(part) = open.pop() {
        if !seen.insert(part) {
            continue;
        }
        if let Kind::Router(router) = &lowering.model().part(part).kind {
            open.extend(router.members.iter().map(|member| member.copy.part));
            open.extend(beside(lowering, part));
        }
    }
    seen
}

/// Whatever else listens on the machines that a router sends every port to.
fn beside(lowering: &Lowering<'_>, router: PartId) -> Vec<PartId> {
    let aims = lowering.estate.aims.get(&router).map_or(&[][..], Vec::as_slice);
    let machines: Vec<MachineId> = aims
        .iter()
        .filter_map(|aim| match (aim.target, aim.port) {
            (Target::Machine(machine), None) => Some(machine),
            _ => None,
        })
        .collect();
    lowering.parts_on(&machines)
}

fn journey(lowering: &mut Lowering<'_>, part: PartId, promise: &Promise) {
    let entered = lowering.model().part(part);
    let (address, span) = (entered.address.clone(), entered.span);
    let base = match lowering.estate.names.get(&part) {
        Some(name) => name.clone(),
        None => short(address.strip_prefix("service.").unwrap_or(&address)),
    };
    let taken = |name: &String| lowering.names.contains_key(&format!("journey.{name}"));
    let more = (2..).map(|at| format!("{base}-{at}"));
    let name = std::iter::once(base.clone()).chain(more).find(|it| !taken(it)).unwrap_or(base);
    let what = format!("users enter at `{address}`");
    let inferred = lowering.infer("journey-inferred", &format!("journey.{name}"), what, FRONTS);
    lowering.names.insert(format!("journey.{name}"), Named::Other);
    lowering.estate.model.journeys.push(Journey {
        promise: promise.clone(),
        inferred: Some(inferred),
        span,
        ..Journey::new(name, Needed::One(part))
    });
}
