//! Names: address records joined into one part per name.
//!
//! All address records of one name (A, AAAA, ALIAS, CNAME) are one part: callers get one of the
//! answers and keep it for its time to live. No record type checks what it points at or fails
//! over (public API document, repository exoscale/egoscale, `v3/generator/source.yaml`): whoever
//! changes a name is an actor of its own.

use std::collections::BTreeMap;

use outlast_findings::Span;
use outlast_model::{
    Arriving, Fact, Kind, MachineId, PartId, Range, Role, Rotation, Router, SECOND,
};
use outlast_terraform::{Resource, Value};

use crate::assumptions;
use crate::estate::{Aim, Estate, Target, Thing};
use crate::machines::{ELASTIC_IPS, POOLS};
use crate::reading::{Reading, any_attribute, attribute, is_data, text};
use crate::references::Referred;

const RECORDS: &[&str] = &["exoscale_domain_record"];
const TARGETS: &[&str] = &[
    "aws_s3_bucket",
    "exoscale_compute",
    "exoscale_compute_instance",
    "exoscale_database",
    "exoscale_dbaas",
    "exoscale_elastic_ip",
    "exoscale_instance_pool",
    "exoscale_ipaddress",
    "exoscale_nlb",
    "exoscale_sks_cluster",
    "exoscale_sks_nodepool",
];
/// Ports of a load balancer that a name without a port is taken to mean, best first.
const WEB_PORTS: [u16; 2] = [443, 80];

/// An address record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Record {
    /// The resource.
    pub(crate) address: String,
    /// The domain, as a text, or the address of its resource when that is not known.
    pub(crate) domain: String,
    /// The name in it; empty for the domain itself; nothing when it is not known.
    pub(crate) name: Option<String>,
}

impl Record {
    /// The name as people type it.
    fn full(&self) -> Option<String> {
        let name = self.name.as_deref()?;
        let dot = if name.is_empty() { "" } else { "." };
        Some(format!("{name}{dot}{}", self.domain).to_ascii_lowercase())
    }

    /// What records of the same name share. A name that is not known is shared with nobody.
    fn key(&self) -> String {
        self.full().unwrap_or_else(|| format!("not known: {}", self.address))
    }
}

/// Makes a part of each name and sends its traffic where its records point.
pub(crate) fn join(reading: &mut Reading<'_>) {
    loosen(reading);
    let mut by_name: BTreeMap<String, Vec<Record>> = BTreeMap::new();
    for record in std::mem::take(&mut reading.records) {
        by_name.entry(record.key()).or_default().push(record);
    }
    let mut parts = BTreeMap::new();
    for (key, records) in &by_name {
        let part = part(reading, records);
        for record in records {
            reading.estate.things.insert(record.address.clone(), Thing::Part(part));
        }
        if let Some(full) = records.first().and_then(Record::full) {
            reading.estate.names.insert(part, full);
        }
        parts.insert(key.clone(), part);
    }
    domains(reading, &by_name, &parts);
    for (key, records) in &by_name {
        let Some(part) = parts.get(key) else { continue };
        for record in records {
            point(reading, *part, record, &parts);
        }
    }
}

/// Where it is not known which elastic IPs a machine has, each of them may lead to it.
fn loosen(reading: &mut Reading<'_>) {
    let Some(why) = reading.loose_addresses.clone() else { return };
    let addresses = reading.references.of_kinds(ELASTIC_IPS);
    let parts: Vec<PartId> =
        addresses.iter().flat_map(|address| reading.estate.parts_of(address)).collect();
    for part in parts {
        reading.estate.unknown_aims.entry(part).or_insert_with(|| why.clone());
    }
}

fn part(reading: &mut Reading<'_>, records: &[Record]) -> PartId {
    let resources: Vec<_> =
        records.iter().filter_map(|it| reading.references.resource(&it.address)).collect();
    let address = address(reading, &resources);
    let span = resources.first().and_then(|it| it.span);
    let place = reading.name_servers();
    let remembers = remembers(reading, &address, &resources);
    let model = &mut reading.estate.model;
    let entry = &assumptions::NEXT_ADDRESS;
    let redispatch = reading.assumptions.is(model, entry, &address, "yes");
    let router = Router {
        members: Vec::new(),
        rotation: Rotation::Fixed,
        arriving: Arriving {
            redispatch,
            all_when_none: Fact::Stated(false, None),
            sticky: Fact::Stated(false, None),
        },
        remembers,
    };
    reading.managed(&address, Role::Name, Kind::Router(router), place, "name service", span)
}

/// The block, when it makes this name and no other; else its first record.
fn address(reading: &Reading<'_>, resources: &[&Resource]) -> String {
    let first = resources.iter().map(|it| it.address.as_str()).min().unwrap_or_default();
    let block = resources.first().map_or("", |it| it.block.as_str());
    let whole = resources.iter().all(|it| it.block == block)
        && reading.references.instances(block) == resources.len();
    if whole { block.to_string() } else { first.to_string() }
}

/// The longest time to live among the records; unknown when one states none.
fn remembers(reading: &mut Reading<'_>, address: &str, resources: &[&Resource]) -> Fact<Range> {
    let mut longest: Option<(i64, Option<Span>)> = None;
    for resource in resources {
        let value = attribute(resource, "ttl");
        match value.and_then(Value::as_i64) {
            // The provider sends 0 for what is not written, and the API decides.
            Some(seconds @ 1..) => {
                let this = (seconds, value.and_then(|it| it.span));
                longest = longest.filter(|it| it.0 >= seconds).or(Some(this));
            }
            _ => {
                let model = &mut reading.estate.model;
                return reading.assumptions.duration(model, &assumptions::TTL_UNSET, address);
            }
        }
    }
    match longest {
        Some((seconds, span)) => Fact::Stated(Range::exactly(seconds.saturating_mul(SECOND)), span),
        None => Fact::Unknown("no record states how long it is kept".to_string()),
    }
}

/// A domain stands for all its names.
fn domains(
    reading: &mut Reading<'_>,
    by_name: &BTreeMap<String, Vec<Record>>,
    parts: &BTreeMap<String, PartId>,
) {
    for address in reading.references.of_kinds(&["exoscale_domain"]) {
        let Some(resource) = reading.references.resource(&address) else { continue };
        let name = text(resource, "name").unwrap_or(&address);
        let own = by_name.iter().filter(|(_, it)| it.iter().any(|it| it.domain == name));
        let own: Vec<_> = own.filter_map(|(key, _)| parts.get(key).copied()).collect();
        reading.estate.things.insert(address, Thing::Parts(own));
    }
}

/// Sends the traffic of a name where one of its records points.
fn point(
    reading: &mut Reading<'_>,
    part: PartId,
    record: &Record,
    parts: &BTreeMap<String, PartId>,
) {
    let Some(resource) = reading.references.resource(&record.address) else { return };
    let Some(content) = attribute(resource, "content") else { return };
    let (targets, why) = targets(reading, content, parts);
    if let Some(why) = why.or_else(|| targets.is_empty().then(|| "nothing answers".to_string())) {
        reading.detail(resource, format!("where it points is not known: {why}"), content.span);
        reading.estate.unknown_aims.insert(part, why);
    }
    for target in targets {
        let active = match target {
            Target::Machine(machine) => reading.estate.model.machine(machine).running,
            Target::Part(_) => true,
        };
        reading.estate.aim(part, Aim { target, port: None, active, span: content.span });
    }
}

fn targets(
    reading: &Reading<'_>,
    content: &Value,
    parts: &BTreeMap<String, PartId>,
) -> (Vec<Target>, Option<String>) {
    let to_thing = reading.references.all(Some(content), TARGETS);
    let found = to_thing.iter().any(|it| matches!(it, Referred::To { .. }));
    let referred = if found { to_thing } else { reading.references.all(Some(content), RECORDS) };
    let (mut targets, mut unknown) = (Vec::new(), None);
    for referred in referred {
        match referred {
            Referred::To { address, path } => {
                let at = at(&reading.estate, &address, &path);
                if at.is_empty() {
                    unknown = Some(nothing_there(reading, &address));
                }
                targets.extend(at);
            }
            Referred::Text(text) => match by_text(reading, &text, parts) {
                Some(target) => targets.push(target),
                None => unknown = Some(format!("`{text}` is not in this Terraform")),
            },
            Referred::Unknown(why) => unknown = Some(why),
        }
    }
    (targets, unknown)
}

/// Why nothing stands at a resource that a name points at.
fn nothing_there(reading: &Reading<'_>, address: &str) -> String {
    match reading.references.resource(address) {
        Some(resource) if is_data(resource) => {
            format!("`{address}` exists already and is only read here")
        }
        _ => format!("`{address}` passes nothing on here"),
    }
}

/// What stands at an attribute of a resource.
fn at(estate: &Estate, address: &str, path: &str) -> Vec<Target> {
    match estate.things.get(address) {
        Some(Thing::Machines(machines)) => members(machines, path),
        Some(Thing::Part(part)) => vec![Target::Part(*part)],
        Some(Thing::Parts(parts)) => entry(estate, parts).map(Target::Part).into_iter().collect(),
        Some(Thing::Place(_) | Thing::Known) | None => Vec::new(),
    }
}

/// The member of a pool that a path such as `instances[0].public_ip_address` means, else all.
fn members(machines: &[MachineId], path: &str) -> Vec<Target> {
    let index = path.split_once('[').and_then(|(_, rest)| rest.split_once(']'));
    let index = index.and_then(|(digits, _)| digits.parse::<usize>().ok());
    match index.and_then(|index| machines.get(index)) {
        Some(machine) if machines.len() > 1 => vec![Target::Machine(*machine)],
        _ => machines.iter().copied().map(Target::Machine).collect(),
    }
}

/// The service of a load balancer that a name without a port is taken to mean.
pub(crate) fn entry(estate: &Estate, services: &[PartId]) -> Option<PartId> {
    let port = |part: &PartId| estate.ports.get(part).copied();
    let rank = |part: &PartId| {
        let port = port(part);
        let web = WEB_PORTS.iter().position(|it| Some(*it) == port).unwrap_or(WEB_PORTS.len());
        (web, port.unwrap_or(u16::MAX))
    };
    services.iter().copied().min_by_key(rank)
}

/// What a literal address or name means: those of a state are known texts.
fn by_text(reading: &Reading<'_>, text: &str, parts: &BTreeMap<String, PartId>) -> Option<Target> {
    let text = text.trim_end_matches('.').to_ascii_lowercase();
    if let Some(part) = parts.get(&text) {
        return Some(Target::Part(*part));
    }
    match reading.references.holding(&text, TARGETS) {
        Some(holder) => at(&reading.estate, &holder.address, "").into_iter().next(),
        None => pool_member(reading, &text).map(Target::Machine),
    }
}

/// The member of a pool that has this address, as a state tells.
fn pool_member(reading: &Reading<'_>, ip: &str) -> Option<MachineId> {
    let member = |address: &String| {
        let pool = reading.references.resource(address)?;
        let members = attribute(pool, "instances")?.items();
        let has = |it: &Value| {
            it.get("public_ip_address")
                .or_else(|| it.get("ipv6_address"))?
                .as_str()
                .map(|it| it == ip)
        };
        let index = members.iter().position(|it| has(it) == Some(true))?;
        reading.estate.machines_of(address)?.get(index).copied()
    };
    reading.references.of_kinds(POOLS).iter().find_map(member)
}

/// The domain of a record: its name, or the address of its resource when that is not known.
pub(crate) fn domain(reading: &Reading<'_>, resource: &Resource) -> String {
    let Some(value) = attribute(resource, "domain") else { return String::new() };
    let to = reading.references.all(Some(value), &["exoscale_domain"]);
    match to.into_iter().next() {
        Some(Referred::To { address, .. }) => {
            let domain = reading.references.resource(&address);
            let name = domain.and_then(|it| any_attribute(it, &["name"])).and_then(Value::as_str);
            name.map_or(address, str::to_string)
        }
        Some(Referred::Text(text)) => text,
        Some(Referred::Unknown(why)) => format!("domain not known ({why})"),
        None => String::new(),
    }
}
