//! From what Terraform says of addresses and rules to the networks of the model.
//!
//! A public interface obeys the security groups of its machine; a private network filters nothing
//! (<https://community.exoscale.com/product/networking/private-network/overview/>). Elastic IPs and
//! load balancers keep the client's address, so that the member's groups decide; they filter
//! nothing by themselves. Left out: what Terraform cannot say (addresses on unmanaged networks,
//! routes, gateways), which the outlast file adds.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use ipnet::IpNet;
use outlast_findings::Span;
use outlast_model::{
    Address, Arena, AssumptionId, Attached, Fact, Family, FilterGroup, FilterId, FilterPeer,
    FilterRule, Interface, Kind, Network, NetworkId, NetworkKind, Networks, Packets, PartId,
    PortTranslation, Role, Transport, UnseenFilters,
};
use outlast_terraform::{Resource, Value};

use crate::assumptions;
use crate::attributes::{attribute, text};
use crate::estate::Joined;
use crate::openings;
use crate::reading::{Membership, Other, Reading, Rule};

/// The port of mail between servers.
const SMTP: u16 = 25;

/// Writes down every network, attachment and group of rules.
pub(crate) fn join(reading: &mut Reading<'_>) {
    let filters = Filters::new(reading);
    let mut networks = Networks { filters: filters.groups(reading), ..Networks::default() };
    networks.networks.push(internet());
    for membership in &reading.memberships {
        public(membership, &filters, &mut networks);
    }
    private(reading, &mut networks);
    services(reading, &filters, &mut networks);
    if networks.interfaces.iter().any(|it| it.network == Networks::INTERNET) {
        networks.blocked_out.extend(blocked_mail(reading));
    }
    reading.estate.model.networks = networks;
}

/// Mail between servers, unless somebody says that it is let out.
fn blocked_mail(reading: &mut Reading<'_>) -> Option<(Packets, AssumptionId)> {
    let entry = &assumptions::OUTGOING_MAIL_BLOCKED;
    let (assumptions, model) = (reading.assumptions, &mut reading.estate.model);
    let id = assumptions.is(model, entry, "", "yes").assumption()?;
    let blocked = assumptions.settle(model, entry, "").value == "yes";
    blocked.then_some((Packets::Tcp(SMTP, SMTP), id))
}

/// The internet.
pub(crate) fn internet() -> Network {
    Network {
        address: "internet".to_string(),
        kind: NetworkKind::Internet,
        place: None,
        prefixes: Vec::new(),
        managed: true,
        span: None,
    }
}

// Groups.

/// The numbers of security groups, by their addresses.
struct Filters(BTreeMap<String, FilterId>);

impl Filters {
    fn new(reading: &Reading<'_>) -> Self {
        let mut all: BTreeSet<&String> =
            reading.groups.keys().chain(reading.rules.keys()).collect();
        all.extend(reading.memberships.iter().flat_map(|it| &it.groups));
        for rule in reading.rules.values().flatten().chain(reading.admitted.values().flatten()) {
            if let Other::Group(group) = &rule.peer {
                all.insert(group);
            }
        }
        let all: Arena<FilterId, &String> = all.into_iter().collect();
        Self(all.pairs().map(|(id, group)| ((*group).clone(), id)).collect())
    }

    fn groups(&self, reading: &Reading<'_>) -> Arena<FilterId, FilterGroup> {
        let rules = |group: &String| reading.rules.get(group).map_or(&[][..], Vec::as_slice);
        let group = |address: &String| {
            let known = reading.groups.get(address);
            let unseen = openings::unseen(reading, address);
            FilterGroup {
                address: address.clone(),
                name: known.map_or_else(|| address.clone(), |it| it.name.clone()),
                rules: rules(address).iter().map(|rule| self.rule(rule)).collect(),
                external: known.map_or_else(Vec::new, |it| it.external.clone()),
                // Who else is in a group that is made elsewhere is not in this Terraform either.
                unseen_members: match known {
                    Some(known) => known.unseen_members.clone(),
                    None => unseen.clone(),
                },
                unseen,
                span: known.and_then(|it| it.span),
            }
        };
        self.0.keys().map(group).collect()
    }

    fn rule(&self, rule: &Rule) -> FilterRule {
        let peer = match &rule.peer {
            Other::Prefix(prefix) => FilterPeer::Prefix(*prefix),
            Other::Public(name) => FilterPeer::Public(name.clone()),
            Other::Unknown(why) => FilterPeer::Unknown(why.clone()),
            Other::Group(group) => match self.0.get(group) {
                Some(id) => FilterPeer::Group(*id),
                None => FilterPeer::Unknown(format!("{group} is not in this Terraform")),
            },
        };
        FilterRule {
            address: rule.address.clone(),
            way: rule.way,
            packets: rule.packets.clone(),
            peer,
            span: rule.span,
        }
    }
}

// Machines.

/// The public interface of each machine that has one.
fn public(membership: &Membership, filters: &Filters, networks: &mut Networks) {
    let unaddressed = match &membership.public.private {
        Some(Ok(true)) => return,
        Some(Err(why)) => Some(format!("whether it has a public address is not known ({why})")),
        Some(Ok(false)) | None => None,
    };
    let unstated = || "it names no security group, and which one it then has is not documented";
    let unseen = match (&membership.unknown, membership.groups.is_empty()) {
        (Some(why), _) => Some(UnseenFilters::Unknown(why.clone())),
        (None, true) => Some(UnseenFilters::Unstated(unstated().to_string())),
        (None, false) => None,
    };
    let groups = membership.groups.iter().filter_map(|it| filters.0.get(it).copied());
    let groups: Vec<FilterId> = groups.collect();
    let addresses = if unaddressed.is_some() { Vec::new() } else { public_addresses(membership) };
    let own = |machine| Interface {
        of: Attached::Machine(machine),
        network: Networks::INTERNET,
        addresses: addresses.clone(),
        unaddressed: unaddressed.clone(),
        filters: Some(groups.clone()),
        unseen_filters: unseen.clone(),
        span: membership.span,
    };
    networks.interfaces.extend(membership.machines.iter().map(|it| own(*it)));
}

/// What it has on the internet: IPv4 always, IPv6 when it asks for it.
fn public_addresses(membership: &Membership) -> Vec<Address> {
    let public = &membership.public;
    let known = |family| public.at.iter().copied().find(|it| Family::of(*it) == family);
    let mut addresses = vec![address(Family::V4, known(Family::V4))];
    match (known(Family::V6), &public.v6) {
        (Some(at), _) => addresses.push(address(Family::V6, Some(at))),
        (None, Some(Ok(true))) => addresses.push(address(Family::V6, None)),
        (None, Some(Err(why))) => {
            let why = format!("whether it has an IPv6 address is not known ({why})");
            addresses.push(Address { family: Family::V6, at: Fact::Unknown(why) });
        }
        (None, Some(Ok(false)) | None) => {}
    }
    addresses
}

/// An address that is known, or that is given out when it is created.
fn address(family: Family, at: Option<IpAddr>) -> Address {
    let at = match at {
        Some(at) => Fact::Stated(IpNet::from(at), None),
        None => Fact::Unknown("it is given out when it is created".to_string()),
    };
    Address { family, at }
}

/// Private networks and who is on them.
fn private(reading: &Reading<'_>, networks: &mut Networks) {
    for network in &reading.estate.networks {
        let prefix = network.managed.as_ref().and_then(|it| it.as_ref().ok());
        let id = networks.networks.push(Network {
            address: network.address.clone(),
            kind: NetworkKind::Private,
            place: Some(network.place),
            prefixes: prefix.copied().into_iter().collect(),
            managed: network.managed.is_some(),
            span: network.span,
        });
        for joined in &network.machines {
            networks.interfaces.push(inside(id, joined, network.managed.is_some()));
        }
    }
}

fn inside(network: NetworkId, joined: &Joined, managed: bool) -> Interface {
    let (mut addresses, mut unaddressed) = (Vec::new(), None);
    match &joined.fixed {
        Some(Ok(text)) => match text.trim().parse::<IpAddr>() {
            Ok(at) => addresses.push(fixed(at, joined.span)),
            Err(_) => unaddressed = Some(format!("`{text}` is no address")),
        },
        Some(Err(why)) => unaddressed = Some(why.clone()),
        None if managed => addresses.push(Address {
            family: Family::V4,
            at: Fact::Unknown("the provider hands it out".to_string()),
        }),
        None => {
            let why = "its network hands out no addresses, and none is stated for it";
            unaddressed = Some(why.to_string());
        }
    }
    Interface {
        of: Attached::Machine(joined.machine),
        network,
        addresses,
        unaddressed,
        filters: None,
        unseen_filters: None,
        span: joined.span,
    }
}

fn fixed(at: IpAddr, span: Option<Span>) -> Address {
    Address { family: Family::of(at), at: Fact::Stated(IpNet::from(at), span) }
}

// Services.

/// What the provider runs and is reached over the internet.
fn services(reading: &Reading<'_>, filters: &Filters, networks: &mut Networks) {
    let balancers = balancers(reading);
    for (id, part) in reading.estate.model.parts() {
        let resource = reading.references.resource(&part.address);
        if part.group.is_none() {
            continue;
        }
        let addresses = match part.role {
            // A volume is no host, and a name is asked for an address and passes no packets on.
            Role::Volume | Role::Name => continue,
            Role::LoadBalancer => {
                translate(reading, id, resource, networks);
                service_addresses(balancers.get(&id).copied())
            }
            Role::Service
            | Role::Worker
            | Role::Database
            | Role::ManagedDatabase
            | Role::Cache
            | Role::Queue
            | Role::Store
            | Role::Bucket
            | Role::ElasticIp
            | Role::VirtualIp
            | Role::Address
            | Role::Gateway
            | Role::Link
            | Role::Line
            | Role::Secret
            | Role::People
            | Role::ControlPlane
            | Role::ClusterControlPlane => service_addresses(resource),
        };
        let mut interface = Interface {
            of: Attached::Part(id),
            network: Networks::INTERNET,
            addresses,
            unaddressed: None,
            filters: None,
            unseen_filters: None,
            span: part.span,
        };
        if part.role == Role::ManagedDatabase {
            admit(reading, id, filters, &mut interface, networks);
        }
        networks.interfaces.push(interface);
    }
}

/// The load balancer of each of its services.
fn balancers<'a>(reading: &Reading<'a>) -> BTreeMap<PartId, &'a Resource> {
    let kinds = ["exoscale_nlb"];
    let mut all = BTreeMap::new();
    for address in reading.references.of_kinds(&kinds) {
        let Some(resource) = reading.references.resource(&address) else { continue };
        all.extend(reading.estate.parts_of(&address).into_iter().map(|part| (part, resource)));
    }
    all
}

/// The address of a service that has one of its own: IPv4 unless it says otherwise.
fn service_addresses(resource: Option<&Resource>) -> Vec<Address> {
    let at = resource.and_then(|it| text(it, "ip_address")).and_then(|it| it.parse().ok());
    let stated = resource.and_then(|it| text(it, "address_family"));
    let family = match (at, stated) {
        (Some(at), _) => Family::of(at),
        (None, Some("inet6")) => Family::V6,
        (None, _) => Family::V4,
    };
    vec![address(family, at)]
}

/// From the port of a load balancer's service to the port of its members.
fn translate(
    reading: &Reading<'_>,
    part: PartId,
    resource: Option<&Resource>,
    networks: &mut Networks,
) {
    let is_router = matches!(reading.estate.model.part(part).kind, Kind::Router(_));
    let number = |name| openings::port_number(attribute(resource?, name)?).ok();
    let (Some(port), Some(target_port), true) = (number("port"), number("target_port"), is_router)
    else {
        return;
    };
    let udp = resource.and_then(|it| attribute(it, "protocol")).and_then(Value::as_str);
    let udp = udp.is_some_and(|it| it.eq_ignore_ascii_case("udp"));
    let transport = if udp { Transport::Udp } else { Transport::Tcp };
    let span = resource.and_then(|it| it.span);
    networks.translations.push(PortTranslation { part, transport, port, target_port, span });
}

/// The networks that a managed database lets in, as a group of its own.
fn admit(
    reading: &Reading<'_>,
    part: PartId,
    filters: &Filters,
    interface: &mut Interface,
    networks: &mut Networks,
) {
    let Some(rules) = reading.admitted.get(&part) else {
        interface.filters = Some(Vec::new());
        let why = "it states no `ip_filter`, and who may then connect is not documented";
        interface.unseen_filters = Some(UnseenFilters::Unstated(why.to_string()));
        return;
    };
    let address = &reading.estate.model.part(part).address;
    let id = networks.filters.push(FilterGroup {
        address: address.to_string(),
        name: "ip_filter".to_string(),
        rules: rules.iter().map(|rule| filters.rule(rule)).collect(),
        span: rules.first().and_then(|it| it.span).or(interface.span),
        ..FilterGroup::default()
    });
    interface.filters = Some(vec![id]);
}
