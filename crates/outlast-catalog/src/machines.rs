//! Machines: what instances, pools and node pools have in common.
//!
//! Placement on a hypervisor, prices, and what a machine is attached to: security groups, elastic
//! IPs, private networks, volumes. An instance that was once placed is taken to stay there.

use std::collections::BTreeMap;

use outlast_findings::Span;
use outlast_model::{
    Actor, Detect, EffectKind, Fact, Machine, MachineId, Moment, Need, Needed, PlaceId, Range,
    WayBack,
};
use outlast_terraform::{Resource, Value};

use crate::assumptions;
use crate::attributes::{any_attribute, attribute, field, nested, objects, why_unknown};
use crate::estate::{Aim, Joined, Target, Thing, UserData};
use crate::prices;
use crate::reading::{Membership, Public, Reading};
use crate::references::Referred;
use crate::rules;

/// Members of one anti-affinity group: no more can be placed
/// (<https://community.exoscale.com/documentation/compute/anti-affinity-groups/>).
const GROUP_LIMIT: usize = 8;
/// Members that a pool is read with; a larger one is cut off and reported.
pub(crate) const POOL_LIMIT: i64 = 1_000;

/// Names of the resource type for instances, today's and before provider 0.54.
pub(crate) const INSTANCES: &[&str] = &["exoscale_compute_instance", "exoscale_compute"];
/// Everything whose members are machines of a pool.
pub(crate) const POOLS: &[&str] = &["exoscale_instance_pool", "exoscale_sks_nodepool"];
const GROUPS: &[&str] = &["exoscale_anti_affinity_group", "exoscale_affinity"];
const SECURITY_GROUPS: &[&str] = &["exoscale_security_group"];
pub(crate) const ELASTIC_IPS: &[&str] = &["exoscale_elastic_ip", "exoscale_ipaddress"];
const NETWORKS: &[&str] = &["exoscale_private_network", "exoscale_network"];
const VOLUMES: &[&str] = &["exoscale_block_storage_volume"];

/// What the machines of one resource share.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    place: PlaceId,
    apart: Vec<String>,
    /// Why it is not known what they are kept apart from, if so.
    unsure_apart: Option<String>,
    host_class: Option<String>,
    size: Option<String>,
    cost_cents: Option<i64>,
    running: bool,
    disk: Option<i64>,
}

impl Draft {
    /// Reads it from a resource. `disk` is the size of the local disk in GiB when nothing is
    /// written.
    pub(crate) fn read(reading: &mut Reading<'_>, resource: &Resource, disk: Option<i64>) -> Self {
        let place = reading.zone(resource);
        let (apart, unsure_apart) = anti_affinity(reading, resource);
        let host_class = deploy_target(resource);
        let size = size(reading, resource);
        let disk = attribute(resource, "disk_size").map_or(disk, Value::as_i64);
        let cost_cents =
            size.as_deref().zip(disk).and_then(|(size, disk)| prices::instance(size, disk));
        let running = running(reading, resource);
        Self { place, apart, unsure_apart, host_class, size, cost_cents, running, disk }
    }

    /// Where they stand.
    pub(crate) const fn place(&self) -> PlaceId {
        self.place
    }

    /// Adds one of them.
    pub(crate) fn add(
        &self,
        reading: &mut Reading<'_>,
        resource: &Resource,
        member: Option<i64>,
    ) -> MachineId {
        let address = match member {
            Some(index) => format!("{}[pool {index}]", resource.address),
            None => resource.address.clone(),
        };
        let id = reading.estate.model.machines.push(Machine {
            apart: self.apart.clone(),
            host_class: self.host_class.clone(),
            pool: member.map(|_| resource.address.clone()),
            size: self.size.clone(),
            cost_cents: self.cost_cents,
            running: self.running,
            span: resource.span,
            ..Machine::new(address, resource.block.clone(), self.place)
        });
        if let Some(why) = &self.unsure_apart {
            reading.estate.model.unsure_apart.insert(id, why.clone());
        }
        let gib = self.disk.and_then(|it| u64::try_from(it).ok());
        if let Some(bytes) = gib.and_then(|it| it.checked_mul(1 << 30)) {
            reading.estate.disks.insert(id, bytes);
        }
        id
    }
}

// Placement.

/// The groups that are known, and why not all are.
fn anti_affinity(reading: &mut Reading<'_>, resource: &Resource) -> (Vec<String>, Option<String>) {
    let ids = ["anti_affinity_group_ids", "affinity_group_ids"];
    let value = any_attribute(resource, &ids);
    let (mut groups, unknown) = reading.addresses(value, GROUPS);
    if let (Some(why), Some(value)) = (&unknown, value) {
        cannot_follow(reading, resource, value, "anti-affinity groups", why);
    }
    for name in attribute(resource, "affinity_groups").map_or_else(Vec::new, objects) {
        groups.push(named_group(reading, name, GROUPS, "anti-affinity group"));
    }
    if groups.is_empty() {
        return (groups, unknown);
    }
    let entry = &assumptions::ANTI_AFFINITY_HOLDS;
    let model = &mut reading.estate.model;
    let holds = reading.assumptions.is(model, entry, &resource.address, "yes");
    (if holds.value() == Some(&true) { groups } else { Vec::new() }, unknown)
}

/// The address of a group that is given by its name, as it was before provider 0.54.
fn named_group(reading: &Reading<'_>, name: &Value, kinds: &[&str], noun: &str) -> String {
    if let Some(Referred::To { address, .. }) =
        reading.references.all(Some(name), kinds).into_iter().next()
    {
        return address;
    }
    match name.as_str() {
        Some(name) => reading
            .references
            .named(name, kinds)
            .map_or_else(|| format!("{noun} \"{name}\""), |it| it.address.clone()),
        None => format!("{noun} not known ({})", why_unknown(name)),
    }
}

fn deploy_target(resource: &Resource) -> Option<String> {
    let value = attribute(resource, "deploy_target_id")?;
    if let Some(origin) = &value.origin {
        return Some(origin.resource.clone());
    }
    let known = value.as_str().map(str::to_string);
    known.or_else(|| Some(format!("not known ({})", why_unknown(value))))
}

fn running(reading: &mut Reading<'_>, resource: &Resource) -> bool {
    let Some(state) = attribute(resource, "state") else { return true };
    match state.as_str() {
        Some(word) => !word.eq_ignore_ascii_case("stopped"),
        None => {
            let what = format!("whether it runs is not known ({})", why_unknown(state));
            reading.detail(resource, what, state.span);
            true
        }
    }
}

/// More members than a group can have: the instances that come last cannot be created.
pub(crate) fn check_groups(reading: &mut Reading<'_>) {
    let mut members: BTreeMap<String, Vec<Option<Span>>> = BTreeMap::new();
    for machine in &reading.estate.model.machines {
        for group in &machine.apart {
            members.entry(group.clone()).or_default().push(machine.span);
        }
    }
    for (group, spans) in members.iter().filter(|(_, spans)| spans.len() > GROUP_LIMIT) {
        let span = reading.references.resource(group).and_then(|it| it.span);
        let first = spans.first().copied().flatten();
        let what = format!("`{group}` has {} members", spans.len());
        let mut finding = rules::ANTI_AFFINITY_GROUP_FULL
            .finding()
            .at_maybe(span.or(first), what)
            .why(format!("a group holds {GROUP_LIMIT} instances; creating the next one fails"))
            .help("use several groups; instances of different groups may share a hypervisor");
        if let (Some(_), Some(first)) = (span, first) {
            finding = finding.see(first, "members are made here");
        }
        reading.defect(finding);
    }
}

// Size.

/// `family.size` in lower case. Before provider 0.54 a size stood alone, as in `Medium`, or after
/// its family, as in `CPU-huge`.
fn size(reading: &mut Reading<'_>, resource: &Resource) -> Option<String> {
    let names = ["type", "instance_type", "size", "service_offering"];
    let is_text = |it: &&Value| it.as_i64().is_none();
    let value = names.iter().filter_map(|it| attribute(resource, it)).find(is_text)?;
    match value.as_str() {
        Some(text) => Some(type_of(text)),
        None => {
            let what = format!("its size is not known ({})", why_unknown(value));
            reading.detail(resource, what, value.span);
            None
        }
    }
}

fn type_of(text: &str) -> String {
    let text = text.to_ascii_lowercase();
    if text.contains('.') {
        return text;
    }
    match text.split_once('-') {
        Some((family @ ("cpu" | "gpu" | "gpu2" | "memory" | "storage"), size)) => {
            format!("{family}.{size}")
        }
        _ => format!("standard.{text}"),
    }
}

// Pools.

/// Reads the members of a pool.
pub(crate) fn pool(
    reading: &mut Reading<'_>,
    resource: &Resource,
    disk: Option<i64>,
) -> Vec<MachineId> {
    let draft = Draft::read(reading, resource, disk);
    let (size, uncounted) = pool_size(reading, resource);
    let replaced = replaced(reading, &resource.address, draft.place());
    let members: Vec<_> =
        (0..size).map(|index| draft.add(reading, resource, Some(index))).collect();
    for member in &members {
        let machine = &mut reading.estate.model.machines[*member];
        machine.replaced.clone_from(&replaced);
        if let Some(why) = &uncounted {
            reading.estate.model.uncounted.insert(*member, why.clone());
        }
    }
    members
}

/// How many members there are; or one that stands for all, and why their number is not known.
fn pool_size(reading: &mut Reading<'_>, resource: &Resource) -> (i64, Option<String>) {
    let Some(value) = attribute(resource, "size") else {
        reading.detail(resource, "its size is not stated: one member stands for all", None);
        return (1, Some("its size is not stated".to_string()));
    };
    let known = match value.as_i64() {
        Some(size) if size > POOL_LIMIT => {
            reading.report(
                rules::POOL_SIZE_LIMIT
                    .finding()
                    .at_maybe(value.span, format!("{size} members"))
                    .help(format!("outlast reads at most {POOL_LIMIT} members of a pool")),
            );
            POOL_LIMIT
        }
        Some(size) => size.max(0),
        None => {
            let why = why_unknown(value);
            let what = format!("its size is not known ({why}): one member stands for all");
            reading.detail(resource, what, value.span);
            cannot_follow(reading, resource, value, "the size of a pool", &why);
            return (1, Some(why));
        }
    };
    (known, None)
}

/// How a lost member is made anew, if that is assumed: by the pool itself, through the control
/// plane of its zone, from its template and user data alone.
fn replaced(reading: &mut Reading<'_>, pool: &str, zone: PlaceId) -> Option<WayBack> {
    let model = &mut reading.estate.model;
    let entry = &assumptions::POOL_REPLACES_LOST;
    if reading.assumptions.is(model, entry, pool, "yes").value() != Some(&true) {
        return None;
    }
    let takes = reading.assumptions.duration(model, &assumptions::POOL_REPLACE_TAKES, pool);
    let nothing = || Fact::Stated(Range::ZERO, None);
    let needs = model
        .control_planes
        .get(&zone)
        .map(|part| Need { remembers: nothing(), ..Need::new(Needed::One(*part), Moment::Repair) });
    let detect = Detect::After(takes);
    Some(WayBack {
        needs: needs.into_iter().collect(),
        within: Some(zone),
        ..WayBack::new(Actor::Itself, vec![EffectKind::Stop], detect, nothing())
    })
}

// Attachments.

/// Joins machines to everything that they are attached to by attributes of their own resource.
pub(crate) fn attach(reading: &mut Reading<'_>, resource: &Resource, machines: &[MachineId]) {
    security_groups(reading, resource, machines);
    elastic_ips(reading, resource, machines);
    networks(reading, resource, machines);
    volumes(reading, resource, machines);
    user_data(reading, resource, machines);
    if attribute(resource, "private").and_then(Value::as_bool) == Some(true) {
        reading.detail(resource, "has no public address", None);
        reading.estate.private.extend(machines);
    }
}

fn security_groups(reading: &mut Reading<'_>, resource: &Resource, machines: &[MachineId]) {
    let value = attribute(resource, "security_group_ids");
    let (mut groups, unknown) = reading.addresses(value, SECURITY_GROUPS);
    for name in attribute(resource, "security_groups").map_or_else(Vec::new, objects) {
        groups.push(named_group(reading, name, SECURITY_GROUPS, "security group"));
    }
    let public = public(resource, machines);
    let span = value.and_then(|it| it.span).or(resource.span);
    reading.memberships.push(Membership {
        machines: machines.to_vec(),
        groups,
        unknown,
        public,
        span,
    });
}

/// What these machines have on the internet: a public IPv4 address unless they are private, and an
/// IPv6 address when they ask for it (provider documentation, `docs/resources/compute_instance.md`).
fn public(resource: &Resource, machines: &[MachineId]) -> Public {
    let flag = |name: &str| {
        let value = attribute(resource, name)?;
        Some(value.as_bool().ok_or_else(|| why_unknown(value)))
    };
    let text = |name: &&str| crate::attributes::text(resource, name)?.parse().ok();
    // A pool knows no addresses of its members.
    let single = machines.len() == 1 && !POOLS.contains(&resource.kind.as_str());
    let names = ["public_ip_address", "ip_address", "ipv6_address", "ip6_address"];
    let at = if single { names.iter().filter_map(text).collect() } else { Vec::new() };
    Public { private: flag("private"), v6: flag("ipv6").or_else(|| flag("ip6")), at }
}

fn elastic_ips(reading: &mut Reading<'_>, resource: &Resource, machines: &[MachineId]) {
    let value = attribute(resource, "elastic_ip_ids");
    let (addresses, unknown) = reading.addresses(value, ELASTIC_IPS);
    if let (Some(why), Some(value)) = (unknown, value) {
        cannot_follow(reading, resource, value, "elastic IPs", &why);
        let loose = format!("whether {} is behind it is not known: {why}", resource.address);
        reading.loose_addresses.get_or_insert(loose);
    }
    let span = value.and_then(|it| it.span);
    for address in addresses {
        if reading.estate.parts_of(&address).is_empty() {
            let what = format!("holds {address}, of which nothing is known here");
            reading.detail(resource, what, span);
        }
        aim_at(reading, &address, machines, span);
    }
}

/// Sends the traffic of an elastic IP to machines.
pub(crate) fn aim_at(
    reading: &mut Reading<'_>,
    router: &str,
    machines: &[MachineId],
    span: Option<Span>,
) {
    let Some(Thing::Part(part)) = reading.estate.things.get(router).cloned() else { return };
    for machine in machines {
        let active = reading.estate.model.machine(*machine).running;
        let aim = Aim { target: Target::Machine(*machine), port: None, active, span };
        reading.estate.aim(part, aim);
    }
}

fn networks(reading: &mut Reading<'_>, resource: &Resource, machines: &[MachineId]) {
    for interface in nested(resource, "network_interface") {
        let fixed = field(interface, "ip_address").filter(|it| !is_computed(it, resource));
        let fixed = fixed.map(address_text);
        let (networks, _) = reading.addresses(field(interface, "network_id"), NETWORKS);
        join_networks(reading, &networks, machines, fixed, interface.span.or(resource.span));
    }
    for name in ["network_ids", "private_network_ids"] {
        let value = attribute(resource, name);
        let (networks, _) = reading.addresses(value, NETWORKS);
        let span = value.and_then(|it| it.span).or(resource.span);
        join_networks(reading, &networks, machines, None, span);
    }
}

/// Whether a value is one that only creation gives: a plan lists it as unknown of its own resource.
fn is_computed(value: &Value, resource: &Resource) -> bool {
    let own = value.origin.as_deref().is_some_and(|it| it.resource == resource.address);
    value.is_unknown() && own
}

/// An address as a text; why it is not known otherwise.
pub(crate) fn address_text(value: &Value) -> Result<String, String> {
    value.as_str().map(str::to_string).ok_or_else(|| why_unknown(value))
}

/// Puts machines on private networks.
pub(crate) fn join_networks(
    reading: &mut Reading<'_>,
    networks: &[String],
    machines: &[MachineId],
    fixed: Option<Result<String, String>>,
    span: Option<Span>,
) {
    let known = reading.estate.networks.iter_mut().filter(|it| networks.contains(&it.address));
    for network in known {
        let joined = machines.iter().map(|it| Joined { machine: *it, fixed: fixed.clone(), span });
        network.machines.extend(joined);
    }
}

fn volumes(reading: &mut Reading<'_>, resource: &Resource, machines: &[MachineId]) {
    let value = attribute(resource, "block_storage_volume_ids");
    let (addresses, _) = reading.addresses(value, VOLUMES);
    let on = machines.first().copied();
    for volume in &mut reading.estate.volumes {
        if addresses.contains(&volume.address) {
            volume.on = on;
        }
    }
}

/// The name of the template of a machine, when that is Windows.
fn windows(reading: &Reading<'_>, resource: &Resource) -> Option<String> {
    let kinds = ["exoscale_template", "exoscale_compute_template"];
    let (templates, _) = reading.addresses(attribute(resource, "template_id"), &kinds);
    let named = templates.iter().filter_map(|it| reading.references.resource(it));
    let name = named.filter_map(|it| crate::attributes::text(it, "name")).next();
    let name = name.or_else(|| crate::attributes::text(resource, "template"))?;
    name.to_ascii_lowercase().contains("windows").then(|| name.to_string())
}

fn user_data(reading: &mut Reading<'_>, resource: &Resource, machines: &[MachineId]) {
    let Some(value) = attribute(resource, "user_data") else { return };
    let Some(text) = value.as_str() else {
        let what = format!("its user data is not known ({})", why_unknown(value));
        reading.detail(resource, what, value.span);
        return;
    };
    if let Some(template) = windows(reading, resource) {
        let what = format!("`{template}` ignores it");
        reading.report(
            rules::WINDOWS_NO_CLOUD_INIT
                .finding()
                .at_maybe(value.span.or(resource.span), what)
                .why("Windows templates have no program that reads user data")
                .help("install the software by other means, such as WinRM, or in the template"),
        );
    }
    for machine in machines {
        let data = UserData { text: text.to_string(), span: value.span };
        reading.estate.user_data.insert(*machine, data);
    }
}

/// Something that a value names cannot be followed: what hangs on it is taken as not there.
pub(crate) fn cannot_follow(
    reading: &mut Reading<'_>,
    resource: &Resource,
    value: &Value,
    what: &str,
    why: &str,
) {
    reading.report(
        rules::UNKNOWN_REFERENCE
            .finding()
            .at_maybe(value.span.or(resource.span), format!("{what}: {why}"))
            .help("give variables their values, or check the plan or the state beside the sources"),
    );
}

/// The machine that an instance's resource became, for resources that attach something to it.
pub(crate) fn instance_of(
    reading: &Reading<'_>,
    resource: &Resource,
    attribute_name: &str,
) -> Vec<MachineId> {
    let (addresses, _) = reading.addresses(attribute(resource, attribute_name), INSTANCES);
    let machines = addresses.iter().filter_map(|it| reading.estate.machines_of(it));
    machines.flatten().copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_sizes_are_today_s_types() {
        assert_eq!(type_of("Medium"), "standard.medium");
        assert_eq!(type_of("Extra-large"), "standard.extra-large");
        assert_eq!(type_of("CPU-huge"), "cpu.huge");
        assert_eq!(type_of("Standard.Small"), "standard.small");
    }
}
