//! From blocks to the model: the state that the subjects share, and names.
//!
//! Order matters and is fixed in `lower`: places, then every part by name, then where parts run,
//! then what they call and how they come back, then where routers send traffic, then journeys.

use std::collections::{BTreeMap, BTreeSet};

use outlast_findings::{Finding, Rule, Severity, Span};
use outlast_model::{
    AssumptionId, CopyRef, Deferred, Fact, MachineId, Model, Part, PartId, PlaceId, PlaceKind, Seat,
};

use super::document::{Block, Fields, Given, Reference, Wanted};
use super::grammar::group::Said;
use super::nearest::{did_you_mean, nearest};
use super::shape::Attribute;
use crate::Overrides;
use crate::assumptions::{Assumptions, Entry};
use crate::engines::{self, Engine};
use crate::estate::Estate;
use crate::problems;
use crate::zones;

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// A part.
    Part(PartId),
    /// One copy of a part.
    Copy(CopyRef),
    /// A place.
    Place(PlaceId),
    /// A block that is read and not judged, or that is no thing: a journey, a backup.
    Other,
}

/// A block that is a part, and which.
#[derive(Debug, Clone, Copy)]
pub struct Declared<'a> {
    /// What is written.
    pub block: &'a Block,
    /// What it became.
    pub part: PartId,
}

/// The state of reading blocks into the model.
pub struct Lowering<'a> {
    /// What Terraform said, and the model so far.
    pub estate: Estate,
    /// Replaced assumptions.
    pub overrides: &'a Overrides,
    /// What each block's name stands for.
    pub names: BTreeMap<String, Named>,
    /// What was wrong.
    pub findings: Vec<Finding>,
    /// Where routers are told to send traffic in the outlast file.
    pub stated_targets: BTreeMap<PartId, Vec<(PartId, Span)>>,
    /// The part of each block, by its place in the document.
    pub blocks: BTreeMap<usize, PartId>,
    /// The ports of parts that listen on more than one.
    pub ports: BTreeMap<PartId, Vec<u16>>,
    /// The first port that traffic is sent to, of parts that name none.
    pub derived: BTreeMap<PartId, u16>,
    /// Gateways that replace the sender's address by their own.
    pub translating: BTreeSet<PartId>,
    /// The stated lag of each replica, by its address: `database.shop.standby`.
    pub replicas: BTreeMap<String, (outlast_model::Range, Span)>,
    /// The parts on each machine, once every seat is known.
    seated: Option<BTreeMap<MachineId, Vec<PartId>>>,
}

impl<'a> Lowering<'a> {
    /// A start from what Terraform said.
    pub const fn new(estate: Estate, overrides: &'a Overrides) -> Self {
        Self {
            estate,
            overrides,
            names: BTreeMap::new(),
            findings: Vec::new(),
            stated_targets: BTreeMap::new(),
            blocks: BTreeMap::new(),
            ports: BTreeMap::new(),
            derived: BTreeMap::new(),
            translating: BTreeSet::new(),
            replicas: BTreeMap::new(),
            seated: None,
        }
    }

    /// Every block that is a part, in the order of the document.
    pub fn declared<'b>(&self, blocks: &'b [Block]) -> Vec<Declared<'b>> {
        let all = self.blocks.iter();
        all.filter_map(|(at, part)| Some(Declared { block: blocks.get(*at)?, part: *part }))
            .collect()
    }

    /// The model so far.
    pub const fn model(&self) -> &Model {
        &self.estate.model
    }

    /// A part, to be changed.
    pub fn part_mut(&mut self, id: PartId) -> &mut Part {
        &mut self.estate.model.parts[id]
    }

    /// Says that something is wrong, and what to do.
    pub fn report(
        &mut self,
        problem: &Rule,
        span: Span,
        what: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.findings.push(problem.finding().at(span, what).help(help));
    }

    /// Writes down that something stated is not judged.
    pub fn defer(&mut self, address: &str, what: &str, span: Option<Span>) {
        let deferred = Deferred { address: address.to_string(), what: what.to_string(), span };
        if !self.estate.model.deferred.contains(&deferred) {
            self.estate.model.deferred.push(deferred);
        }
    }

    /// The table of assumptions.
    pub const fn assumptions(&self) -> Assumptions<'a> {
        Assumptions::new(self.overrides)
    }

    /// Lists an assumption that has no value to choose: something inferred or taken as safe.
    pub fn infer(&mut self, name: &str, of: &str, what: String, source: &str) -> AssumptionId {
        self.estate.model.assume(outlast_model::Assumption {
            name: name.to_string(),
            of: of.to_string(),
            what,
            value: "yes".to_string(),
            otherwise: None,
            source: source.to_string(),
            safe: false,
        })
    }

    /// A duration of an entry, if there is one, else unknown for `why`.
    pub fn duration(
        &mut self,
        entry: Option<&'static Entry>,
        of: &str,
        why: &str,
    ) -> Fact<outlast_model::Range> {
        match entry {
            Some(entry) => self.assumptions().duration(&mut self.estate.model, entry, of),
            None => Fact::Unknown(why.to_string()),
        }
    }

    /// A stated duration, else that of an entry, else unknown for `why`.
    pub(crate) fn range(
        &mut self,
        said: &Said<'_, outlast_model::Range>,
        entry: Option<&'static Entry>,
        of: &str,
        why: &str,
    ) -> Fact<outlast_model::Range> {
        match (said.fact(), said.why_unknown()) {
            (Some(stated), _) => stated,
            (None, Some(why)) => Fact::Unknown(why.to_string()),
            (None, None) => self.duration(entry, of, why),
        }
    }

    /// A stated number, else that of an entry, else unknown for `why`.
    pub(crate) fn count(
        &mut self,
        said: &Said<'_, u32>,
        entry: Option<&'static Entry>,
        of: &str,
        why: &str,
    ) -> Fact<u32> {
        match (said.fact(), entry) {
            (Some(stated), _) => stated,
            (None, Some(entry)) => self.assumptions().count(&mut self.estate.model, entry, of),
            (None, None) => Fact::Unknown(why.to_string()),
        }
    }

    /// A stated flag, else that of an entry, else `safe` as an assumption of its own.
    pub(crate) fn flag(
        &mut self,
        said: &Said<'_, bool>,
        entry: &'static Entry,
        of: &str,
    ) -> Fact<bool> {
        match said.fact() {
            Some(stated) => stated,
            None => self.assumptions().is(&mut self.estate.model, entry, of, "yes"),
        }
    }

    /// The engine that a block names; an unknown one is warned of once and brings no defaults.
    pub(crate) fn engine(&mut self, named: &Said<'_, &str>) -> Option<&'static Engine> {
        let (name, span) = named.get()?;
        let known = engines::engine(name);
        if known.is_none() {
            let near = engines::near(name);
            // A name that is like another is likely misspelt; any other is software of one's own.
            let (severity, help) = if near.is_empty() {
                let help = "its ports, checks and leases are what the file states, else unknown";
                (Severity::Note, help.to_string())
            } else {
                (Severity::Warning, did_you_mean(&near))
            };
            let finding = Finding { severity, ..problems::UNKNOWN_ENGINE.finding() };
            self.findings.push(finding.at(span, format!("no entry for `{name}`")).help(help));
        }
        known
    }

    /// The name of a reference as it is written.
    pub fn written(reference: &Reference) -> String {
        match reference {
            Reference::Itself => "itself".to_string(),
            Reference::Resources(addresses) => addresses.join(", "),
            Reference::Block { noun, name, inner } => {
                let plain = name.chars().all(|c| c.is_alphanumeric() || c == '_')
                    && !matches!(*noun, "zone" | "provider" | "control_plane");
                let base =
                    if plain { format!("{noun}.{name}") } else { format!("{noun}[\"{name}\"]") };
                inner.as_ref().map_or(base.clone(), |inner| format!("{base}.{inner}"))
            }
        }
    }

    /// The copy that a reference names, if it names one: `database.shop.standby`.
    pub fn copy_of(&self, reference: &Reference) -> Option<CopyRef> {
        let Reference::Block { noun, name, inner: Some(inner) } = reference else { return None };
        match self.names.get(&format!("{noun}.{name}.{inner}")) {
            Some(Named::Copy(copy)) => Some(*copy),
            Some(Named::Part(_) | Named::Place(_) | Named::Other) | None => None,
        }
    }

    /// What a block reference stands for; an unknown one is reported with the nearest names.
    pub fn named(&mut self, reference: &Reference, span: Span) -> Option<Named> {
        let Reference::Block { noun, name, inner } = reference else { return None };
        let found = match *noun {
            "zone" => self
                .place_named(name, |kind| kind != PlaceKind::Provider)
                .or_else(|| self.unused_zone(name))
                .map(Named::Place),
            "provider" => self
                .place_named(name, |kind| kind == PlaceKind::Provider)
                .map(Named::Place)
                .or_else(|| self.alias(name).map(|_| Named::Other)),
            "control_plane" => self.control_plane(name).map(Named::Part),
            _ => {
                let address = match inner {
                    Some(inner) => format!("{noun}.{name}.{inner}"),
                    None => format!("{noun}.{name}"),
                };
                self.names.get(&address).copied()
            }
        };
        if found.is_none() {
            self.unknown_name(reference, noun, name, span);
        }
        found
    }

    fn unknown_name(&mut self, reference: &Reference, noun: &str, name: &str, span: Span) {
        let zones = self.model().places.iter().map(|it| it.name.clone());
        let all: Vec<String> = match noun {
            "zone" | "provider" | "control_plane" => {
                zones.map(|it| format!("{noun}[\"{it}\"]")).collect()
            }
            _ => self.names.keys().cloned().collect(),
        };
        let written = Self::written(reference);
        let mut near = nearest(&written, all.iter().map(String::as_str));
        if near.is_empty() {
            let same_name = |it: &&String| it.rsplit('.').next() == Some(name);
            near = all.iter().filter(same_name).take(3).cloned().collect();
        }
        let help = match (near.as_slice(), noun) {
            ([], "zone" | "provider" | "control_plane") => "no resource stands there".to_string(),
            ([], _) => format!("write a block `{noun} \"{name}\" {{ … }}`, or refer to a resource"),
            (near, _) => did_you_mean(near),
        };
        let what = format!("there is no `{written}`");
        self.report(&problems::UNKNOWN_NAME, span, what, help);
    }

    /// The resources that an alias of a provider made: `exoscale_backup` is `exoscale.backup`.
    pub fn alias(&self, name: &str) -> Option<Vec<String>> {
        let is = |provider: &&String| provider.contains('.') && provider.replace('.', "_") == name;
        let made = self.estate.providers.iter().filter(|(_, provider)| is(provider));
        let addresses: Vec<String> = made.map(|(address, _)| address.clone()).collect();
        (!addresses.is_empty()).then_some(addresses)
    }

    /// A zone in which Terraform makes nothing yet.
    fn unused_zone(&mut self, name: &str) -> Option<PlaceId> {
        zones::zone(name)?;
        let assumptions = self.assumptions();
        Some(zones::zone_place(&mut self.estate, assumptions, name))
    }

    fn place_named(&self, name: &str, is: impl Fn(PlaceKind) -> bool) -> Option<PlaceId> {
        self.model().places().find(|(_, it)| it.name == name && is(it.kind)).map(|(id, _)| id)
    }

    fn control_plane(&self, zone: &str) -> Option<PartId> {
        let place = self.place_named(zone, |kind| kind != PlaceKind::Provider)?;
        self.model().control_planes.get(&place).copied()
    }

    /// The machines that references stand for, in order and each once.
    pub fn machines(&mut self, wanted: &[Wanted]) -> Vec<MachineId> {
        let mut machines = Vec::new();
        for (reference, span) in wanted.iter().flat_map(Wanted::references) {
            for machine in self.machines_of(reference, span) {
                if !machines.contains(&machine) {
                    machines.push(machine);
                }
            }
        }
        machines
    }

    /// The machines and places that references stand for, in order.
    pub fn seats(&mut self, wanted: &[Wanted]) -> Vec<Seat> {
        let mut seats = Vec::new();
        for (reference, span) in wanted.iter().flat_map(Wanted::references) {
            let one = [Wanted::One(reference.clone(), span)];
            if let Reference::Resources(_) = reference {
                seats.extend(self.machines(&one).into_iter().map(Seat::Machine));
            } else {
                seats.extend(self.place(&one).map(Seat::Place));
            }
        }
        seats
    }

    fn machines_of(&mut self, reference: &Reference, span: Span) -> Vec<MachineId> {
        let Reference::Resources(addresses) = reference else {
            let what = format!("`{}` is no machine", Self::written(reference));
            let help = "name an instance, a pool or a node pool; a place goes into `in`";
            self.report(&problems::WRONG_REFERENCE, span, what, help);
            return Vec::new();
        };
        let mut machines = Vec::new();
        for address in addresses {
            match self.estate.machines_of(address) {
                Some(found) => machines.extend(found.iter().copied()),
                None => {
                    let what = format!("`{address}` is no machine");
                    let help = "name an instance, a pool or a node pool";
                    self.report(&problems::WRONG_REFERENCE, span, what, help);
                }
            }
        }
        machines
    }

    /// The place that a reference stands for.
    pub fn place(&mut self, wanted: &[Wanted]) -> Option<PlaceId> {
        if let Some(Wanted::Unsure(inner, span)) = wanted.first() {
            return super::places::one_of(self, inner, *span);
        }
        let (reference, span) = wanted.first()?.references().into_iter().next()?;
        if let Reference::Resources(addresses) = reference {
            let machine = addresses.first().and_then(|it| self.estate.machines_of(it)?.first());
            if let Some(machine) = machine {
                return Some(self.model().machine(*machine).place);
            }
        } else {
            match self.named(reference, span) {
                Some(Named::Place(place)) => return Some(place),
                None => return None,
                Some(_) => {}
            }
        }
        let what = format!("`{}` is no place", Self::written(reference));
        let help = "name a place: `zone[\"ch-gva-2\"]` or `place.office`";
        self.report(&problems::WRONG_REFERENCE, span, what, help);
        None
    }

    /// The parts that a reference stands for. Machines stand for the one part that runs on them.
    pub fn parts_of(&mut self, reference: &Reference, span: Span) -> Vec<PartId> {
        match reference {
            Reference::Itself => Vec::new(),
            Reference::Block { .. } => match self.named(reference, span) {
                Some(Named::Part(part)) => vec![part],
                Some(Named::Copy(copy)) => vec![copy.part],
                None => Vec::new(),
                Some(Named::Other) => {
                    self.no_part(reference, span);
                    Vec::new()
                }
                Some(Named::Place(_)) => {
                    let what = format!("`{}` is a place", Self::written(reference));
                    let help = "name what stands there: a service, an address, a store";
                    self.report(&problems::WRONG_REFERENCE, span, what, help);
                    Vec::new()
                }
            },
            Reference::Resources(addresses) => {
                let mut parts = Vec::new();
                for address in addresses {
                    for part in self.parts_at(address, span) {
                        if !parts.contains(&part) {
                            parts.push(part);
                        }
                    }
                }
                parts
            }
        }
    }

    /// What is named is no part: a journey, a backup, a scope.
    fn no_part(&mut self, reference: &Reference, span: Span) {
        // What a provider is asked for is no part either, and stands for its resources elsewhere.
        if matches!(reference, Reference::Block { noun: "provider", .. }) {
            return;
        }
        let what = format!("`{}` is nothing that answers", Self::written(reference));
        let help = "name a part: a service, an address, a store, a record";
        self.report(&problems::WRONG_REFERENCE, span, what, help);
    }

    fn parts_at(&mut self, address: &str, span: Span) -> Vec<PartId> {
        let parts = self.estate.parts_of(address);
        if !parts.is_empty() {
            return parts;
        }
        if let Some(machines) = self.estate.machines_of(address) {
            let machines = machines.to_vec();
            let on = self.parts_on(&machines);
            if let [only] = on.as_slice() {
                return vec![*only];
            }
            let addresses = on.iter().map(|it| self.model().part(*it));
            let names: Vec<String> = addresses.map(|it| format!("`{}`", it.address)).collect();
            let (what, help) = if names.is_empty() {
                (
                    format!("no part is stated to run on `{address}`"),
                    format!(
                        "write a block such as `service \"…\" {{ on = {address} … }}` and refer to it"
                    ),
                )
            } else {
                (
                    format!("several parts run on `{address}`"),
                    format!("name one of them: {}", names.join(", ")),
                )
            };
            self.report(&problems::WRONG_REFERENCE, span, what, help);
            return Vec::new();
        }
        let what = format!("`{address}` is nothing that answers");
        let help =
            "name a part: a service, an elastic IP, a load balancer's service, a record, a bucket";
        self.report(&problems::WRONG_REFERENCE, span, what, help);
        Vec::new()
    }

    /// The parts with a process on one of these machines, in order.
    pub fn parts_on(&self, machines: &[MachineId]) -> Vec<PartId> {
        if let Some(seated) = &self.seated {
            let parts = machines.iter().filter_map(|it| seated.get(it)).flatten();
            return parts.copied().collect::<BTreeSet<_>>().into_iter().collect();
        }
        let here = |part: &Part| {
            part.copies
                .iter()
                .any(|it| matches!(it.seat, Seat::Machine(machine) if machines.contains(&machine)))
        };
        self.model().parts().filter(|(_, part)| here(part)).map(|(id, _)| id).collect()
    }

    /// The ports that a part is known to listen on.
    pub fn ports_of(&self, part: PartId) -> Vec<u16> {
        match self.ports.get(&part) {
            Some(ports) => ports.clone(),
            None => self.model().part(part).listens.into_iter().collect(),
        }
    }

    /// Notes what runs where: from now on only [`Lowering::seat`] adds to it.
    pub fn note_seats(&mut self) {
        let parts: Vec<PartId> = self.model().parts().map(|(id, _)| id).collect();
        self.seated = Some(BTreeMap::new());
        parts.into_iter().for_each(|part| self.seat(part));
    }

    /// Notes where a part runs.
    pub fn seat(&mut self, part: PartId) {
        let copies = &self.estate.model.part(part).copies;
        for copy in copies {
            if let (Seat::Machine(machine), Some(seated)) = (copy.seat, self.seated.as_mut()) {
                seated.entry(machine).or_default().push(part);
            }
        }
    }

    /// Reports every name in a block that stands for nothing, also where nothing is judged yet.
    pub fn check_names(&mut self, block: &Block) {
        for (row, stated) in block.stated() {
            self.check_value(row, &stated.given);
        }
        for inner in &block.blocks {
            self.check_names(inner);
        }
    }

    fn check_value(&mut self, row: &'static Attribute, given: &Given) {
        if let Given::Wanted(wanted) = given {
            for (reference, span) in wanted.iter().flat_map(Wanted::references) {
                if matches!(reference, Reference::Block { .. }) {
                    self.named(reference, span);
                }
            }
        }
        given.inner(row).into_iter().for_each(|(row, it)| self.check_value(row, &it.given));
    }

    /// Names in the model that are stated and not judged: attributes and blocks marked `later`.
    pub fn defer_all(&mut self, block: &Block, address: &str) {
        if let Some(what) = block.kind.later {
            self.defer(address, what, Some(block.span));
        } else {
            for attribute in block.kind.attributes() {
                self.defer_fields(attribute, &block.fields, address);
            }
        }
        for inner in &block.blocks {
            self.defer_all(inner, &format!("{address}.{}", inner.address()));
        }
    }

    fn defer_fields(&mut self, attribute: &Attribute, fields: &Fields, address: &str) {
        let Some(stated) = fields.stated(attribute) else { return };
        let address = format!("{address}.{}", attribute.name);
        if let Some(what) = attribute.later {
            return self.defer(&address, what, Some(stated.span));
        }
        let several = if let Given::List(items) = &stated.given {
            items.as_slice()
        } else {
            std::slice::from_ref(stated)
        };
        for inner in several.iter().filter_map(|it| it.given.object()) {
            for field in attribute.shape.fields() {
                self.defer_fields(field, inner, &address);
            }
        }
    }
}
