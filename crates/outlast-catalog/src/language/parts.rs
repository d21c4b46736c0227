//! Software: where it runs, how many of it, what it carries.

use outlast_findings::Span;
use outlast_model::{Copy, Fact, Kind, MachineId, Part, PartId, People, Role, Seat, WayBack};

use super::document::{Block, Reference, Wanted};
use super::lowering::{Lowering, Named};
use super::needs::listed;
use super::places;
use super::ways_back::way_back;
use crate::assumptions::{Entry, Shape};
use crate::estate::bare_part;

/// What keeps the copies of a part apart when nobody says.
static SPREAD: Entry = Entry {
    name: "copies-unspread",
    what: "nothing keeps the copies of a part apart: all may run on one machine",
    value: "none",
    otherwise: Some("machine"),
    source: "the safe side",
    safe: true,
    shape: Shape::Words(&["none", "machine", "hypervisor", "zone"]),
};

/// Every entry of this file.
pub static ENTRIES: &[&Entry] = &[&SPREAD];

/// What the parts of a kind of block are; `None` when the block is no part.
pub fn role(kind: &str) -> Option<Role> {
    Some(match kind {
        "service" => Role::Service,
        "worker" => Role::Worker,
        "database" => Role::Database,
        "cache" => Role::Cache,
        "queue" => Role::Queue,
        "store" => Role::Store,
        "gateway" => Role::Gateway,
        "secret" => Role::Secret,
        "address" => Role::VirtualIp,
        "name" => Role::Name,
        "people" => Role::People,
        "link" => Role::Link,
        _ => return None,
    })
}

/// Gives every block its name and, if it is a part, its number.
pub fn declare(lowering: &mut Lowering<'_>, blocks: &[Block]) {
    for (at, block) in blocks.iter().enumerate() {
        if block.kind.name == "place" {
            continue;
        }
        if block.kind.named && !block.name.is_empty() && twice(lowering, blocks, at) {
            continue;
        }
        let Some(role) = role(block.kind.name) else {
            if block.kind.named {
                lowering.names.insert(block.address(), Named::Other);
            }
            continue;
        };
        if let Some(id) = part_of(lowering, block, role) {
            lowering.blocks.insert(at, id);
            lowering.names.insert(block.address(), Named::Part(id));
            for kept in block.inner("keeps") {
                let address = format!("{}.{}", block.address(), kept.name);
                lowering.names.insert(address, Named::Part(id));
            }
        } else {
            lowering.names.insert(block.address(), Named::Other);
        }
    }
}

/// Reports a name that an earlier block of the same kind has.
fn twice(lowering: &mut Lowering<'_>, blocks: &[Block], at: usize) -> bool {
    let Some((block, before)) = blocks.get(at).zip(blocks.get(..at)) else { return false };
    let same = |it: &&Block| it.address() == block.address();
    let Some(first) = before.iter().find(same) else { return false };
    let finding = outlast_findings::Finding::error("duplicate-name", "two blocks have one name");
    let what = format!("there is a `{}` already", block.address());
    let finding = finding.at(block.span, what).see(first.span, "the first one");
    lowering.findings.push(finding.help("give each its own name"));
    true
}

/// The part of a block: the one that its resource is already, or a new one.
fn part_of(lowering: &mut Lowering<'_>, block: &Block, role: Role) -> Option<PartId> {
    if block.kind.name == "link" {
        return Some(places::link(lowering, block));
    }
    let of = block.fields.wanted("of");
    if of.is_empty() {
        let is_held = block.fields.get("on").is_some();
        let role = if role == Role::VirtualIp && !is_held { Role::Address } else { role };
        let mut part: Part = bare_part(&block.address(), role, Kind::Server, Some(block.span));
        part.engine = block.fields.text("engine").map(|(name, _)| name.to_string());
        part.irreparable = block.fields.is_word("repair", "none");
        return Some(lowering.estate.add_part(part));
    }
    let mut parts = Vec::new();
    for (reference, span) in of.iter().flat_map(Wanted::references) {
        for part in lowering.parts_of(reference, span) {
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
    }
    if let [only] = parts.as_slice() {
        return Some(*only);
    }
    if let (Some(span), false) = (block.fields.span("of"), parts.is_empty()) {
        let addresses: Vec<_> = parts
            .iter()
            .map(|it| lowering.model().part(*it))
            .map(|it| format!("`{}`", it.address))
            .collect();
        let what = format!("this is several parts: {}", addresses.join(", "));
        lowering.report("wrong-value", "a value cannot be read", span, what, "name one of them");
    }
    None
}

/// Where the processes of a block run.
pub fn seats(lowering: &mut Lowering<'_>, id: PartId, block: &Block) {
    if block.kind.name == "people" {
        return people(lowering, id, block);
    }
    if block.kind.name == "link" {
        return places::seat_link(lowering, id, block);
    }
    let on = running(lowering, block);
    let place = lowering.place(block.fields.wanted("in"));
    let amends = block.fields.get("of").is_some();
    if amends && (!on.is_empty() || place.is_some()) && block.kind.name != "address" {
        let span = block.fields.span("on").or_else(|| block.fields.span("in"));
        let what = "where it runs is said by its resource".to_string();
        let help = "leave `on` and `in` out, or leave `of` out";
        lowering.report(
            "written-twice",
            "a fact is written twice",
            span.unwrap_or(block.span),
            what,
            help,
        );
    }
    if amends {
        return;
    }
    let copies = if let Some(place) = place {
        let count = block.fields.number("copies").map_or(1, |(count, _)| count);
        (0..count.min(MOST_COPIES)).map(|_| Copy { seat: Seat::Place(place), name: None }).collect()
    } else {
        spread(lowering, block, &on)
    };
    if copies.is_empty() && role(block.kind.name).is_some() {
        unseated(lowering, block);
    }
    let part = lowering.part_mut(id);
    part.copies = copies;
}

/// The most processes of one part that are modelled one by one.
const MOST_COPIES: u64 = 10_000;

/// Says why a part runs nowhere, unless the reference itself was wrong.
fn unseated(lowering: &mut Lowering<'_>, block: &Block) {
    if block.fields.get("in").is_some() {
        return;
    }
    let Some(span) = block.fields.span("on") else {
        let what = format!("where `{}` runs is not stated", block.address());
        let help = "write `on = exoscale_compute_instance.…`, `in = place.…` for a place of your \
                    own, or `of = …` when a resource is it";
        return lowering.report("no-machine", "a part runs nowhere", block.span, what, help);
    };
    let references: Vec<_> =
        block.fields.wanted("on").iter().flat_map(Wanted::references).collect();
    let none = |it: &Reference| matches!(it, Reference::Resources(all) if all.is_empty());
    if !references.is_empty() && references.iter().all(|(it, _)| none(it)) {
        let what = format!("`{}` runs on no instance: its `on` is empty", block.address());
        let help = "name an instance that exists, or leave the block out";
        lowering.report("no-machine", "a part runs nowhere", span, what, help);
    } else if !lowering.machines(block.fields.wanted("on")).is_empty() {
        let what = format!("every machine of `{}` is stopped", block.address());
        let help = "a stopped instance is no copy: start one (`state`)";
        lowering.report("no-machine", "a part runs nowhere", span, what, help);
    }
}

/// The machines of `on` that run: a stopped instance is no copy.
pub fn running(lowering: &mut Lowering<'_>, block: &Block) -> Vec<MachineId> {
    let machines = lowering.machines(block.fields.wanted("on"));
    let runs = |it: &MachineId| lowering.model().machine(*it).running;
    machines.into_iter().filter(runs).collect()
}

/// The seats of the processes on machines.
fn spread(lowering: &mut Lowering<'_>, block: &Block, on: &[MachineId]) -> Vec<Copy> {
    let seated = |machine: &MachineId| Copy { seat: Seat::Machine(*machine), name: None };
    let Some((count, _)) = block.fields.number("copies") else {
        return on.iter().map(seated).collect();
    };
    let apart = match block.fields.text("spread") {
        Some((word, _)) => word.to_string(),
        None => {
            let (assumptions, address) = (lowering.assumptions(), block.address());
            assumptions.settle(&mut lowering.estate.model, &SPREAD, &address).value
        }
    };
    let order: Vec<MachineId> = match apart.as_str() {
        "zone" => by_zone(lowering, on),
        "none" => on.first().copied().into_iter().collect(),
        _ => on.to_vec(),
    };
    let count = usize::try_from(count.min(MOST_COPIES)).unwrap_or(0);
    order.iter().cycle().take(if order.is_empty() { 0 } else { count }).map(seated).collect()
}

/// Machines in an order that takes one of each place in turn.
fn by_zone(lowering: &Lowering<'_>, on: &[MachineId]) -> Vec<MachineId> {
    let mut taken: Vec<(usize, MachineId)> = Vec::new();
    for machine in on {
        let place = lowering.model().machine(*machine).place;
        let same = |other: &&(usize, MachineId)| lowering.model().machine(other.1).place == place;
        taken.push((taken.iter().filter(same).count(), *machine));
    }
    taken.sort_by_key(|(turn, _)| *turn);
    taken.into_iter().map(|(_, machine)| machine).collect()
}

fn people(lowering: &mut Lowering<'_>, id: PartId, block: &Block) {
    let answers = match block.fields.range("answers") {
        Some((range, span)) => Fact::Stated(range, Some(span)),
        None => Fact::Unknown("nobody said how soon they answer".to_string()),
    };
    let hours = block.fields.text("hours").map(|(hours, _)| hours.to_string());
    let place = lowering.place(block.fields.wanted("in"));
    let part = lowering.part_mut(id);
    part.kind = Kind::People(People { answers, hours });
    part.copies =
        place.map(|place| Copy { seat: Seat::Place(place), name: None }).into_iter().collect();
}

/// What one copy is and can: port, load, repair.
pub fn facts(lowering: &mut Lowering<'_>, id: PartId, block: &Block) {
    let engine = lowering.engine(&block.fields);
    if block.fields.flag("translates").is_some_and(|(flag, _)| flag) {
        lowering.translating.insert(id);
    }
    let stated = block.fields.numbers("listens").into_iter();
    let ports: Vec<u16> = stated.filter_map(|port| u16::try_from(port).ok()).collect();
    let listens = ports.first().copied().or_else(|| engine.and_then(|engine| engine.listens));
    if ports.len() > 1 {
        lowering.ports.insert(id, ports);
    }
    let carries = block.fields.rate("carries").map(|(rate, span)| Fact::Stated(rate, Some(span)));
    let falls =
        block.fields.text("overload").map(|(word, span)| Fact::Stated(word == "falls", Some(span)));
    let address = lowering.model().part(id).address.clone();
    let stated = block.fields.many("repair");
    let repairs: Vec<WayBack> =
        stated.iter().filter_map(|it| way_back(lowering, it, &address)).collect();
    let part = lowering.part_mut(id);
    part.listens = listens.or(part.listens);
    part.irreparable |= block.fields.is_word("repair", "none");
    part.carries = carries.or_else(|| part.carries.take());
    if !repairs.is_empty() {
        part.repairs = repairs;
    }
    if let Some(falls) = falls {
        part.falls = falls;
    }
}

/// What people and links need.
pub fn own_needs(lowering: &mut Lowering<'_>, id: PartId, block: &Block) {
    let list = match block.kind.name {
        "people" => "needs",
        "link" => "via",
        _ => return,
    };
    let needs = listed(lowering, block.fields.wanted(list), outlast_model::Moment::Request);
    let part = lowering.part_mut(id);
    part.needs.extend(needs);
}

/// Reports an attribute that makes no sense together with another.
pub fn clash(lowering: &mut Lowering<'_>, span: Span, what: &str, help: &str) {
    lowering.report("written-twice", "a fact is written twice", span, what.to_string(), help);
}
