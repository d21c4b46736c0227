//! Software: where it runs, how many of it, what it carries.

use outlast_findings::Span;
use outlast_model::{
    Actor, Copy, EffectKind, Fact, Kind, MINUTE, Machine, MachineId, Nanos, Part, PartId, People,
    PlaceId, PlaceKind, Range, Role, Seat, WayBack,
};

use super::document::{Block, Reference, Wanted};
use super::grammar::blocks::address::Addressed;
use super::grammar::blocks::gateway::Passing;
use super::grammar::blocks::keeps::Keeping;
use super::grammar::blocks::link::Joining;
use super::grammar::blocks::name::Naming;
use super::grammar::blocks::people::Acting;
use super::grammar::blocks::place::Standing;
use super::grammar::group::{Group as _, Said};
use super::grammar::shared::{Copied, Listening, Repaired, Seated};
use super::lowering::{Lowering, Named};
use super::needs::listed;
use super::places;
use super::ways_back::{Way, way_back};
use crate::assumptions::{Entry, Shape};
use crate::estate::bare_part;
use crate::problems;

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

/// What stands in a place of one's own.
static OWN_MACHINE: Entry = Entry {
    name: "machine-of-its-own",
    what: "what runs in a place of one's own has a machine of its own there, each copy one",
    value: "own",
    otherwise: Some("shared"),
    source: "how software is mostly run; a `place` of kind `host` says that it is one machine",
    safe: false,
    shape: Shape::Words(&["own", "shared"]),
};

/// Every entry of this file.
pub static ENTRIES: &[&Entry] = &[&SPREAD, &OWN_MACHINE];

/// Where a block says that it runs, in whichever of its groups.
pub(crate) struct Site<'a> {
    /// The resource that it adds facts to.
    pub(crate) of: Said<'a, &'a [Wanted]>,
    /// Its machines.
    pub(crate) on: Said<'a, &'a [Wanted]>,
    /// Its place.
    pub(crate) place: Said<'a, &'a [Wanted]>,
}

impl<'a> Site<'a> {
    /// Where this block runs.
    pub(crate) fn of(block: &'a Block) -> Self {
        let (seated, addressed) = (Seated::of(block), Addressed::of(block));
        Self {
            of: seated.of.or(addressed.of).or(Naming::of(block).of),
            on: seated.on.or(addressed.on),
            place: seated.place.or(addressed.place),
        }
    }
}

/// Gives every block its name and, if it is a part, its number.
pub fn declare(lowering: &mut Lowering<'_>, blocks: &[Block]) {
    for (at, block) in blocks.iter().enumerate() {
        if Standing::is_in(block) {
            continue;
        }
        if block.kind.named && !block.name.is_empty() && twice(lowering, blocks, at) {
            continue;
        }
        let Some(part) = &block.kind.part else {
            if block.kind.named {
                lowering.names.insert(block.address(), Named::Other);
            }
            continue;
        };
        if let Some(id) = part_of(lowering, block, part.role) {
            lowering.blocks.insert(at, id);
            lowering.names.insert(block.address(), Named::Part(id));
            for (kept, _) in Keeping::each(&block.blocks) {
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
    let finding = problems::DUPLICATE_NAME.finding();
    let what = format!("there is a `{}` already", block.address());
    let finding = finding.at(block.span, what).see(first.span, "the first one");
    lowering.findings.push(finding.help("give each its own name"));
    true
}

/// The part of a block: the one that its resource is already, or a new one.
fn part_of(lowering: &mut Lowering<'_>, block: &Block, role: Role) -> Option<PartId> {
    if Joining::is_in(block) {
        return Some(places::link(lowering, block));
    }
    let site = Site::of(block);
    let of = site.of.wanted();
    if of.is_empty() {
        let is_held = site.on.is_written();
        let role = if role == Role::VirtualIp && !is_held { Role::Address } else { role };
        let mut part: Part = bare_part(&block.address(), role, Kind::Server, Some(block.span));
        part.engine = Seated::of(block).engine.owned();
        part.irreparable = irreparable(block);
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
    if let (Some(span), false) = (site.of.span(), parts.is_empty()) {
        let addresses: Vec<_> = parts
            .iter()
            .map(|it| lowering.model().part(*it))
            .map(|it| format!("`{}`", it.address))
            .collect();
        let what = format!("this is several parts: {}", addresses.join(", "));
        lowering.report(&problems::WRONG_VALUE, span, what, "name one of them");
    }
    None
}

/// Whether nobody could make a lost copy again.
fn irreparable(block: &Block) -> bool {
    Repaired::of(block).repair.word() == Some("none")
}

/// Where the processes of a block run.
pub fn seats(lowering: &mut Lowering<'_>, id: PartId, block: &Block) {
    if Acting::is_in(block) {
        return people(lowering, id, block);
    }
    if Joining::is_in(block) {
        return;
    }
    let site = Site::of(block);
    let on = running(lowering, &site.on);
    let place = lowering.place(site.place.wanted());
    let amends = site.of.is_written();
    if amends && (!on.is_empty() || place.is_some()) && !Addressed::is_in(block) {
        let span = site.on.span().or_else(|| site.place.span());
        let what = "where it runs is said by its resource".to_string();
        let help = "leave `on` and `in` out, or leave `of` out";
        lowering.report(&problems::WRITTEN_TWICE, span.unwrap_or(block.span), what, help);
    }
    if amends {
        return;
    }
    let copies = if let Some(place) = place {
        let count = Copied::of(block).copies.get().map_or(1, |(count, _)| count);
        let seats = seats_in(lowering, id, &block.address(), place, count.min(MOST_COPIES));
        seats.into_iter().map(|seat| Copy { seat, name: None }).collect()
    } else {
        spread(lowering, block, &on)
    };
    if copies.is_empty() && block.kind.part.is_some() {
        unseated(lowering, block, &site);
    }
    let part = lowering.part_mut(id);
    part.copies = copies;
}

/// The most processes of one part that are modelled one by one.
const MOST_COPIES: u32 = 10_000;

/// Where copies of a part run that stand in a place: the provider's, who runs them, or one's own,
/// where each has a machine. A host that holds no machines is one.
pub(super) fn seats_in(
    lowering: &mut Lowering<'_>,
    id: PartId,
    address: &str,
    place: PlaceId,
    count: u32,
) -> Vec<Seat> {
    let model = lowering.model();
    let is_software = model.part(id).role.is_software();
    let is_rented = model.provider_of(place).is_some();
    if is_software && is_rented {
        // What one provider runs of one kind fails together.
        let part = lowering.part_mut(id);
        part.group = Some(part.engine.clone().unwrap_or_else(|| address.to_string()));
    }
    if is_rented || !is_software {
        return vec![Seat::Place(place); count as usize];
    }
    let model = lowering.model();
    let is_host = model.place(place).kind == PlaceKind::Host
        && !model.machines.iter().any(|it| !it.own && it.place == place);
    let of = model.place(place).name.clone();
    if is_host || is_shared(lowering, &of) {
        return vec![Seat::Machine(the_machine(lowering, place)); count as usize];
    }
    let name = |at| if count == 1 { address.to_string() } else { format!("{address}/{at}") };
    let own = |at| Seat::Machine(own_machine(lowering, name(at), address, place));
    (0..count).map(own).collect()
}

/// Whether all that runs in a place of one's own is taken to run on one machine.
fn is_shared(lowering: &mut Lowering<'_>, place: &str) -> bool {
    let assumptions = lowering.assumptions();
    let of = format!("place.{place}");
    assumptions.settle(&mut lowering.estate.model, &OWN_MACHINE, &of).value == "shared"
}

/// The one machine of a place.
fn the_machine(lowering: &mut Lowering<'_>, place: PlaceId) -> MachineId {
    let name = format!("place.{}", lowering.model().place(place).name);
    let known = lowering.model().machines().find(|(_, it)| it.own && it.address == name);
    match known {
        Some((known, _)) => known,
        None => own_machine(lowering, name.clone(), &name, place),
    }
}

fn own_machine(
    lowering: &mut Lowering<'_>,
    name: String,
    block: &str,
    place: PlaceId,
) -> MachineId {
    let span = lowering.model().place(place).span;
    let machine = Machine { own: true, span, ..Machine::new(name, block, place) };
    lowering.estate.model.machines.push(machine)
}

/// Says why a part runs nowhere, unless the reference itself was wrong.
fn unseated(lowering: &mut Lowering<'_>, block: &Block, site: &Site<'_>) {
    if site.place.is_written() {
        return;
    }
    let Some(span) = site.on.span() else {
        let what = format!("where `{}` runs is not stated", block.address());
        let help = "write `on = exoscale_compute_instance.…`, `in = place.…` for a place of your \
                    own, or `of = …` when a resource is it";
        return lowering.report(&problems::NO_MACHINE, block.span, what, help);
    };
    let references = site.on.references();
    let none = |it: &Reference| matches!(it, Reference::Resources(all) if all.is_empty());
    if !references.is_empty() && references.iter().all(|(it, _)| none(it)) {
        let what = format!("`{}` runs on no instance: its `on` is empty", block.address());
        let help = "name an instance that exists, or leave the block out";
        lowering.report(&problems::NO_MACHINE, span, what, help);
    } else if !lowering.machines(site.on.wanted()).is_empty() {
        let what = format!("every machine of `{}` is stopped", block.address());
        let help = "a stopped instance is no copy: start one (`state`)";
        lowering.report(&problems::NO_MACHINE, span, what, help);
    }
}

/// The machines of `on` that run: a stopped instance is no copy.
pub(crate) fn running(lowering: &mut Lowering<'_>, on: &Said<'_, &[Wanted]>) -> Vec<MachineId> {
    let machines = lowering.machines(on.wanted());
    let runs = |it: &MachineId| lowering.model().machine(*it).running;
    machines.into_iter().filter(runs).collect()
}

/// The seats of the processes on machines.
fn spread(lowering: &mut Lowering<'_>, block: &Block, on: &[MachineId]) -> Vec<Copy> {
    let seated = |machine: &MachineId| Copy { seat: Seat::Machine(*machine), name: None };
    let Copied { copies, spread } = Copied::of(block);
    let Some((count, _)) = copies.get() else {
        return on.iter().map(seated).collect();
    };
    let apart = match spread.owned() {
        Some(word) => word,
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
    let acting = Acting::of(block);
    let unknown = || Fact::Unknown("nobody said how soon they answer".to_string());
    let answers = acting.answers.fact().unwrap_or_else(unknown);
    let hours = acting.hours.owned();
    let place = lowering.place(acting.place.wanted());
    let part = lowering.part_mut(id);
    part.kind = Kind::People(People { answers, hours });
    part.copies =
        place.map(|place| Copy { seat: Seat::Place(place), name: None }).into_iter().collect();
}

/// What one copy is and can: port, load, repair.
pub fn facts(lowering: &mut Lowering<'_>, id: PartId, block: &Block) {
    let seated = Seated::of(block);
    let engine = lowering.engine(&seated.engine);
    if Passing::of(block).translates.get().is_some_and(|(flag, _)| flag) {
        lowering.translating.insert(id);
    }
    let ports: Vec<u16> =
        Listening::of(block).listens.this().map_or_else(Vec::new, |(all, _)| all.clone());
    let listens = ports.first().copied().or_else(|| engine.and_then(|engine| engine.listens));
    if ports.len() > 1 {
        lowering.ports.insert(id, ports);
    }
    let carries = seated.carries.fact();
    let falls = seated.overload.get();
    let falls = falls.map(|(word, span)| Fact::Stated(word == "falls", Some(span)));
    let address = lowering.model().part(id).address.clone();
    let repaired = Repaired::of(block);
    let ways = repaired.repair.other().map_or(&[][..], |(ways, _)| &ways.0);
    let ways = ways.iter().filter_map(Said::this);
    let repairs: Vec<WayBack> = ways
        .map(|(way, span)| way_back(lowering, &Way::from(way.clone()), span, &address))
        .collect();
    let starts = seated.starts.fact().or_else(|| restart(&repairs));
    let part = lowering.part_mut(id);
    part.starts = starts.or_else(|| part.starts.take());
    part.listens = listens.or(part.listens);
    part.irreparable |= irreparable(block);
    part.carries = carries.or_else(|| part.carries.take());
    if !repairs.is_empty() {
        part.repairs = repairs;
    }
    if let Some(falls) = falls {
        part.falls = falls;
    }
}

/// What restarts within this time is taken to start with its machine: orders of many short starts
/// would have to be followed, and tell nothing.
const SHORT: Nanos = MINUTE;

/// What starting takes where nobody says it: what a restart takes, which ends when it serves.
fn restart(repairs: &[WayBack]) -> Option<Fact<Range>> {
    // One that is allowed only elsewhere does not say how it starts here.
    let restarts = |way: &&WayBack| {
        let by_itself = matches!(way.by, Actor::Itself) && way.within.is_none();
        by_itself && way.notices.contains(&EffectKind::Stop)
    };
    let takes = repairs.iter().find(restarts).map(|way| &way.takes)?;
    let is_short = takes.value().is_some_and(|takes| takes.hi <= SHORT);
    (!is_short).then(|| takes.clone())
}

/// What people and links need.
pub fn own_needs(lowering: &mut Lowering<'_>, id: PartId, block: &Block) {
    let list = Acting::of(block).needs.or(Joining::of(block).via);
    let needs = listed(lowering, list.wanted(), outlast_model::Moment::Request);
    let part = lowering.part_mut(id);
    part.needs.extend(needs);
}

/// Reports an attribute that makes no sense together with another.
pub fn clash(lowering: &mut Lowering<'_>, span: Span, what: &str, help: &str) {
    lowering.report(&problems::WRITTEN_TWICE, span, what.to_string(), help);
}
