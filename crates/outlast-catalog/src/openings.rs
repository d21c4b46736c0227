//! The rules of security groups, read once in all their forms.
//!
//! Groups are enforced at the public interface, allow only, and all of a machine's groups count
//! together (<https://community.exoscale.com/product/networking/security-group/overview/>).
//! What is read here becomes the filters of the model (`networks`), and the open ports of machines
//! from which parts and journeys are inferred. An existing group that is only read from has rules
//! that nobody sees in Terraform.

use std::net::IpAddr;

use ipnet::IpNet;
use outlast_model::{Packets, Way};
use outlast_terraform::{Resource, Value};

use crate::attributes::{any_attribute, field, is_data, why_unknown};
use crate::estate::{OpenPort, Peer, Protocol};
use crate::reading::{Membership, Other, Reading, Rule};

/// Protocols without ports that a rule may name, with their numbers
/// (<https://www.iana.org/assignments/protocol-numbers/>).
const NUMBERS: [(&str, u8); 4] = [("ipip", 4), ("gre", 47), ("esp", 50), ("ah", 51)];

impl Other {
    /// The same where both families of addresses count alike.
    pub(crate) fn peer(&self) -> Peer {
        match self {
            Self::Prefix(prefix) if prefix.prefix_len() == 0 => Peer::Internet,
            Self::Prefix(prefix) => Peer::Prefix(prefix.to_string()),
            Self::Group(group) => Peer::Group(group.clone()),
            Self::Public(name) => Peer::Public(name.clone()),
            Self::Unknown(why) => Peer::Unknown(why.clone()),
        }
    }
}

impl Rule {
    /// The rule in words: `admits tcp 443 from the internet`.
    pub(crate) fn words(&self) -> String {
        let (does, from) = match self.way {
            Way::In => ("admits", "from"),
            Way::Out => ("lets out", "to"),
        };
        format!("{does} {} {from} {}", packets_words(&self.packets), peer_words(&self.peer.peer()))
    }
}

/// Packets in words: `tcp 443`, `icmp type 8`.
pub(crate) fn packets_words(packets: &Packets) -> String {
    let typed = |name: &str, kind: &Option<u8>, code: &Option<u8>| match (kind, code) {
        (None, None) => name.to_string(),
        (None, Some(code)) => format!("{name} code {code}"),
        (Some(kind), None) => format!("{name} type {kind}"),
        (Some(kind), Some(code)) => format!("{name} type {kind} code {code}"),
    };
    match packets {
        Packets::All => "all".to_string(),
        Packets::Tcp(from, to) => format!("tcp {}", ports_words(*from, *to)),
        Packets::Udp(from, to) => format!("udp {}", ports_words(*from, *to)),
        Packets::Icmp(kind, code) => typed("icmp", kind, code),
        Packets::Icmp6(kind, code) => typed("icmpv6", kind, code),
        Packets::Protocol(number) => match NUMBERS.iter().find(|(_, it)| it == number) {
            Some((name, _)) => (*name).to_string(),
            None => format!("protocol {number}"),
        },
        Packets::Unknown(why) => format!("packets not known ({why})"),
    }
}

/// One port, or the first and the last.
pub(crate) fn ports_words(from: u16, to: u16) -> String {
    if from == to { from.to_string() } else { format!("{from}-{to}") }
}

/// Who that is, in words.
pub(crate) fn peer_words(peer: &Peer) -> String {
    match peer {
        Peer::Internet => "the internet".to_string(),
        Peer::Prefix(prefix) => prefix.clone(),
        Peer::Group(group) => format!("members of {group}"),
        Peer::Public(name) => format!("the provider's {name}"),
        Peer::Unknown(why) => format!("somebody not known ({why})"),
    }
}

/// Packets of a protocol by its name in any case, with `ports` where it has some; the fields of
/// ICMP stand in `of` under `icmp_type` and `icmp_code`.
pub(crate) fn packets<'a>(
    protocol: Option<&Value>,
    ports: Result<(u16, u16), String>,
    of: impl Fn(&str) -> Option<&'a Value>,
) -> Packets {
    let name = match protocol.map(|it| (it, it.as_str())) {
        None => "tcp".to_string(),
        Some((_, Some(name))) => name.to_ascii_lowercase(),
        Some((value, None)) => return Packets::Unknown(why_unknown(value)),
    };
    let icmp = || Ok((icmp_number(of("icmp_type"))?, icmp_number(of("icmp_code"))?));
    let read = match name.as_str() {
        "tcp" => ports.map(|(from, to)| Packets::Tcp(from, to)),
        "udp" => ports.map(|(from, to)| Packets::Udp(from, to)),
        "icmp" => icmp().map(|(kind, code)| Packets::Icmp(kind, code)),
        "icmpv6" => icmp().map(|(kind, code)| Packets::Icmp6(kind, code)),
        "all" => Ok(Packets::All),
        other => match NUMBERS.iter().find(|(it, _)| *it == other) {
            Some((_, number)) => Ok(Packets::Protocol(*number)),
            None => Err(format!("protocol `{other}`")),
        },
    };
    read.unwrap_or_else(Packets::Unknown)
}

/// A type or code of ICMP: -1 and nothing stand for any.
fn icmp_number(value: Option<&Value>) -> Result<Option<u8>, String> {
    let Some(value) = value else { return Ok(None) };
    match value.as_i64() {
        Some(-1) => Ok(None),
        Some(number) => match u8::try_from(number) {
            Ok(number) => Ok(Some(number)),
            Err(_) => Err(format!("`{number}` is no type or code of ICMP")),
        },
        None => Err(why_unknown(value)),
    }
}

/// Who a network in CIDR notation is; a lone address counts as itself.
pub(crate) fn network(value: &Value) -> Other {
    match value.as_str().map(str::trim) {
        Some(text) => match prefix(text) {
            Some(prefix) => Other::Prefix(prefix),
            None => Other::Unknown(format!("`{text}` is no network")),
        },
        None => Other::Unknown(why_unknown(value)),
    }
}

/// A network, or a lone address as one.
pub(crate) fn prefix(text: &str) -> Option<IpNet> {
    let net = text.parse::<IpNet>().ok().map(|it| it.trunc());
    net.or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from))
}

/// First and last port of `start_port` and `end_port`.
pub(crate) fn port_pair(start: Option<&Value>, end: Option<&Value>) -> Result<(u16, u16), String> {
    let from = match (start, end) {
        (None, None) => return Ok((1, u16::MAX)),
        (Some(port), _) | (None, Some(port)) => port_number(port)?,
    };
    let to = end.map_or(Ok(from), port_number)?;
    Ok((from.min(to), to.max(from)))
}

/// A port.
pub(crate) fn port_number(value: &Value) -> Result<u16, String> {
    let number = value.as_i64().ok_or_else(|| why_unknown(value))?;
    u16::try_from(number).map_err(|_| format!("`{number}` is not a port"))
}

/// Ports as the rules of before provider 0.54 wrote them: `"22"`, `"8000-8010"`.
pub(crate) fn port_text(value: &Value) -> Result<(u16, u16), String> {
    if value.as_i64().is_some() {
        return port_number(value).map(|port| (port, port));
    }
    let text = value.as_str().ok_or_else(|| why_unknown(value))?;
    let (from, to) = text.split_once('-').unwrap_or((text, text));
    let port = |it: &str| it.trim().parse::<u16>().map_err(|_| format!("`{text}` is not a port"));
    Ok((port(from)?, port(to)?))
}

/// The peer of a rule of its own resource: a network, a group, or a public group.
pub(crate) fn peer(reading: &Reading<'_>, resource: &Resource) -> Other {
    let attribute = |name: &str| crate::attributes::attribute(resource, name);
    if let Some(cidr) = attribute("cidr") {
        return network(cidr);
    }
    if let Some(public) = attribute("public_security_group") {
        return match public.as_str() {
            Some(name) => Other::Public(name.to_string()),
            None => Other::Unknown(why_unknown(public)),
        };
    }
    match attribute("user_security_group_id").or_else(|| attribute("user_security_group")) {
        Some(group) => group_peer(reading, group),
        None => Other::Unknown("no peer is stated".to_string()),
    }
}

/// The members of a group, given by its id or its name.
pub(crate) fn group_peer(reading: &Reading<'_>, value: &Value) -> Other {
    match group(reading, value) {
        Ok(group) => Other::Group(group),
        Err(why) => Other::Unknown(why),
    }
}

const GROUPS: &[&str] = &["exoscale_security_group"];

/// The group that a value means, by its id or its name.
pub(crate) fn group(reading: &Reading<'_>, value: &Value) -> Result<String, String> {
    let (addresses, unknown) = reading.addresses(Some(value), GROUPS);
    if let Some(address) = addresses.into_iter().next() {
        return Ok(address);
    }
    let named = value.as_str().and_then(|name| reading.references.named(name, GROUPS));
    match named {
        Some(resource) => Ok(resource.address.clone()),
        None => Err(unknown.unwrap_or_else(|| "it is not stated".to_string())),
    }
}

/// The group that a resource states rules of. Where that is not known, any group may have them.
pub(crate) fn own_group(
    reading: &mut Reading<'_>,
    resource: &Resource,
) -> Option<Result<String, String>> {
    let value = any_attribute(resource, &["security_group_id", "security_group"])?;
    let own = group(reading, value);
    if let Err(why) = &own {
        let loose = format!("the group of {} is not known: {why}", resource.address);
        reading.loose_rules.get_or_insert(loose);
    }
    Some(own)
}

/// Gives a rule to its group.
pub(crate) fn add(reading: &mut Reading<'_>, group: &str, rule: Rule) {
    reading.estate.detail(group, rule.words(), rule.span);
    reading.rules.entry(group.to_string()).or_default().push(rule);
}

/// Joins rules and members: what is open on each machine.
pub(crate) fn join(reading: &mut Reading<'_>) {
    for membership in reading.memberships.clone() {
        let (open, unknown) = open(reading, &membership);
        for group in &membership.groups {
            let members = reading.estate.members.entry(group.clone()).or_default();
            members.extend(&membership.machines);
        }
        for machine in &membership.machines {
            if !open.is_empty() {
                reading.estate.open.entry(*machine).or_default().extend(open.iter().cloned());
            }
            if let Some(why) = &unknown {
                reading.estate.unknown_open.insert(*machine, why.clone());
            }
        }
    }
}

fn open(reading: &Reading<'_>, membership: &Membership) -> (Vec<OpenPort>, Option<String>) {
    let (mut ports, mut unknown) = (Vec::new(), membership.unknown.clone());
    for group in &membership.groups {
        if let Some(why) = unseen(reading, group) {
            unknown.get_or_insert(why);
        }
        for rule in reading.rules.get(group).map_or(&[][..], Vec::as_slice) {
            // Rules for IPv4 and IPv6 are one opening.
            let same = |it: &OpenPort, other: &OpenPort| {
                (it.from, it.to, &it.protocol, &it.peer, &it.group)
                    == (other.from, other.to, &other.protocol, &other.peer, &other.group)
            };
            if let (Way::In, Packets::Unknown(why)) = (rule.way, &rule.packets) {
                unknown.get_or_insert_with(|| format!("what `{}` lets in: {why}", rule.address));
            }
            let opening = opening(group, rule);
            ports.extend(opening.filter(|it| !ports.iter().any(|other| same(it, other))));
        }
    }
    (ports, unknown)
}

/// Why the rules of a group cannot be seen in this Terraform, if so.
pub(crate) fn unseen(reading: &Reading<'_>, group: &str) -> Option<String> {
    match reading.references.resource(group) {
        Some(resource) if is_data(resource) => {
            Some(format!("{group} exists already: its rules are not in this Terraform"))
        }
        Some(_) => reading.loose_rules.clone(),
        None => Some(format!("{group} is not in this Terraform")),
    }
}

fn opening(group: &str, rule: &Rule) -> Option<OpenPort> {
    let (protocol, (from, to)) = match &rule.packets {
        Packets::All => (Protocol::All, (1, u16::MAX)),
        Packets::Tcp(from, to) => (Protocol::Tcp, (*from, *to)),
        Packets::Udp(from, to) => (Protocol::Udp, (*from, *to)),
        Packets::Icmp(..) | Packets::Icmp6(..) | Packets::Protocol(_) | Packets::Unknown(_) => {
            return None;
        }
    };
    (rule.way == Way::In).then(|| OpenPort {
        from,
        to,
        protocol,
        peer: rule.peer.peer(),
        group: group.to_string(),
        span: rule.span,
    })
}

/// The fields of one rule inside a grouped resource, as it was before provider 0.54.
pub(crate) fn grouped(
    reading: &Reading<'_>,
    resource: &Resource,
    block: &Value,
    way: Way,
) -> Vec<Rule> {
    let protocol = field(block, "protocol");
    let ports: Vec<_> = match field(block, "ports") {
        Some(ports) => crate::attributes::objects(ports).into_iter().map(port_text).collect(),
        None => vec![Ok((1, u16::MAX))],
    };
    let mut peers: Vec<_> = list(block, "cidr_list").into_iter().map(network).collect();
    let groups = list(block, "user_security_group_list");
    peers.extend(groups.into_iter().map(|it| group_peer(reading, it)));
    let rule = |ports: &Result<(u16, u16), String>, peer: &Other| Rule {
        address: resource.address.clone(),
        way,
        packets: packets(protocol, ports.clone(), |name| field(block, name)),
        peer: peer.clone(),
        span: block.span.or(resource.span),
    };
    ports.iter().flat_map(|ports| peers.iter().map(move |peer| rule(ports, peer))).collect()
}

fn list<'a>(block: &'a Value, name: &str) -> Vec<&'a Value> {
    field(block, name).map_or_else(Vec::new, crate::attributes::objects)
}
