//! The outlast file that says what was inferred, ready to be edited.
//!
//! Read back, it gives the same model, stated instead of assumed. What nobody said stands in it as
//! comments: which attributes would say it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use outlast_model::{Copy, Journey, Kind, Machine, MachineId, Needed, Part, PartId, Role, Seat};

use crate::Lowered;
use crate::estate::{Target, Thing};
use crate::infer::short;

/// Writes the outlast file for what was inferred.
pub fn init(lowered: &Lowered) -> String {
    let mut text = String::from(
        "# What runs on the machines of this directory, and what is promised of it.\n\
         # Everything below was inferred from open ports, addresses and names: correct it.\n",
    );
    let inferred = lowered.model.parts().filter(|(_, part)| part.inferred.is_some());
    for (_, part) in inferred.filter(|(_, part)| part.address.starts_with("service.")) {
        text.push_str(&service(lowered, part));
    }
    for (id, part) in lowered.model.parts() {
        text.push_str(&entry(lowered, id, part));
    }
    for journey in lowered.model.journeys.iter().filter(|it| it.inferred.is_some()) {
        text.push_str(&enters(lowered, journey));
    }
    if lowered.model.journeys.iter().all(|it| it.promise.classes.is_empty()) {
        text.push_str(PROMISE);
    }
    text.push_str(&assumptions(lowered));
    text
}

const PROMISE: &str = "
# promise {
#   instance = { out = \"1m\", lose = \"0s\" }
#   zone     = { out = \"4h\", lose = \"1h\" }
#   other    = { out = \"8h\", lose = \"24h\" }
# }
";

fn service(lowered: &Lowered, part: &Part) -> String {
    let name = part.address.strip_prefix("service.").unwrap_or(&part.address);
    let mut lines: Vec<(&str, String)> = Vec::new();
    if let Some(engine) = &part.engine {
        lines.push(("engine", format!("\"{engine}\"")));
    }
    lines.push(("on", on(lowered, part)));
    if let Some(port) = part.listens {
        lines.push(("listens", port.to_string()));
    }
    let calls: Vec<String> =
        part.needs.iter().filter_map(|need| called(lowered, &need.of)).collect();
    if !calls.is_empty() {
        lines.push(("calls", format!("[{}]", calls.join(", "))));
    }
    let width = lines.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let mut text = format!("\nservice \"{name}\" {{\n");
    for (name, value) in lines {
        let _ = writeln!(text, "  {name:width$} = {value}");
    }
    text.push_str(
        "  # calls = [database.…], repair = { by = people.…, detect = \"…\", takes = \"…\" }\n",
    );
    text.push_str("}\n");
    text
}

fn called(lowered: &Lowered, needed: &Needed) -> Option<String> {
    match needed {
        Needed::One(part) => Some(reference(lowered, *part)),
        Needed::Copy(copy) => {
            let part = reference(lowered, copy.part);
            let copies = &lowered.model.part(copy.part).copies;
            let name = copies.get(copy.copy as usize).and_then(|it| it.name.as_ref())?;
            Some(format!("{part}.{name}"))
        }
        Needed::Any(_) | Needed::Most(_) => None,
    }
}

/// The machines of a part as references: whole blocks where every machine of them is in it.
fn on(lowered: &Lowered, part: &Part) -> String {
    let machines: Vec<MachineId> = part.copies.iter().filter_map(machine).collect();
    let mut names: Vec<String> = Vec::new();
    for id in &machines {
        let machine = lowered.model.machine(*id);
        let name = if whole(lowered, machine, &machines) {
            machine.block.clone()
        } else {
            single(lowered, *id).unwrap_or_else(|| machine.address.clone())
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    match names.as_slice() {
        [only] => only.clone(),
        names => format!("[{}]", names.join(", ")),
    }
}

const fn machine(copy: &Copy) -> Option<MachineId> {
    match copy.seat {
        Seat::Machine(machine) => Some(machine),
        Seat::Place(_) => None,
    }
}

/// Whether every machine of its block that runs is among these.
fn whole(lowered: &Lowered, machine: &Machine, machines: &[MachineId]) -> bool {
    lowered
        .model
        .machines()
        .filter(|(_, it)| it.block == machine.block && it.running)
        .all(|(id, _)| machines.contains(&id))
}

/// The resource instance that is this machine and no other, if there is one.
fn single(lowered: &Lowered, id: MachineId) -> Option<String> {
    let mut things = lowered.estate.things.iter();
    let is = |thing: &Thing| matches!(thing, Thing::Machines(all) if *all == [id]);
    things.find(|(_, thing)| is(thing)).map(|(address, _)| address.clone())
}

/// Which of several parts answers where a router sends every port: as it was guessed.
fn entry(lowered: &Lowered, id: PartId, part: &Part) -> String {
    let (Kind::Router(router), Some(aims)) = (&part.kind, lowered.estate.aims.get(&id)) else {
        return String::new();
    };
    let machines: Vec<Seat> = aims
        .iter()
        .filter_map(|aim| match (aim.target, aim.port) {
            (Target::Machine(machine), None) => Some(Seat::Machine(machine)),
            _ => None,
        })
        .collect();
    let here = |it: &Part| it.copies.iter().any(|copy| machines.contains(&copy.seat));
    let on: Vec<PartId> =
        lowered.model.parts().filter(|(_, it)| here(it)).map(|(id, _)| id).collect();
    let mut targets: Vec<String> = Vec::new();
    for member in router.members.iter().filter(|it| on.contains(&it.copy.part)) {
        let name = reference(lowered, member.copy.part);
        if !targets.contains(&name) {
            targets.push(name);
        }
    }
    let inferred = on.iter().map(|it| lowered.model.part(*it)).all(|it| it.inferred.is_some());
    let block = if part.role == Role::Name { "name" } else { "address" };
    match (targets.as_slice(), on.len() > 1 && inferred) {
        ([target], true) => {
            let (name, of) = (short(&part.address), reference(lowered, id));
            format!("\n{block} \"{name}\" {{\n  of = {of}\n  to = {target}\n}}\n")
        }
        _ => String::new(),
    }
}

fn enters(lowered: &Lowered, journey: &Journey) -> String {
    let Needed::One(part) = journey.enters else { return String::new() };
    let target = reference(lowered, part);
    format!("\njourney \"{}\" {{\n  enters = {target}\n}}\n", journey.name)
}

/// How a part is referred to: by its block, else by a resource that it is.
fn reference(lowered: &Lowered, part: PartId) -> String {
    let address = lowered.model.part(part).address.as_str();
    let is = |thing: &Thing| matches!(thing, Thing::Part(it) if *it == part);
    if lowered.estate.things.get(address).is_some_and(is) || address.starts_with("service.") {
        return address.to_string();
    }
    let mut things = lowered.estate.things.iter().filter(|(_, thing)| is(thing));
    things.next().map_or_else(|| address.to_string(), |(address, _)| address.clone())
}

/// Assumptions that may well be otherwise, as comments that can be switched on.
fn assumptions(lowered: &Lowered) -> String {
    let mut seen = BTreeSet::new();
    let mut said: BTreeMap<&str, String> = BTreeMap::new();
    for it in lowered.model.assumptions.iter().filter(|it| it.of.is_empty()) {
        if let (Some(otherwise), true) = (&it.otherwise, seen.insert(&it.name)) {
            said.insert(
                &it.name,
                format!(
                    "#\n# {}: `{}`\n# assume \"{}\" {{\n#   value = \"{otherwise}\"\n# }}\n",
                    it.what, it.value, it.name
                ),
            );
        }
    }
    if said.is_empty() {
        return String::new();
    }
    let blocks: Vec<String> = said.into_values().collect();
    format!("\n# Assumed, and may well be otherwise:\n{}", blocks.concat())
}
