//! Which ports of a machine somebody can reach: the rules of its security groups, joined.
//!
//! Groups are enforced at the public interface, allow only, and all of a machine's groups count
//! together (<https://community.exoscale.com/product/networking/security-group/overview/>).
//! Outgoing rules are kept as facts of the group; what passes them is not judged here. An existing
//! group that is only read from has rules that nobody sees in Terraform.

use outlast_findings::Span;
use outlast_terraform::{Resource, Value};

use crate::estate::{OpenPort, Peer, Protocol};
use crate::reading::{Membership, Reading, field, is_data, why_unknown};

/// A rule of a security group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rule {
    /// Whether it lets traffic in.
    pub(crate) ingress: bool,
    /// The protocol.
    pub(crate) protocol: Protocol,
    /// First and last port; why they are not known otherwise. ICMP and its kind have all.
    pub(crate) ports: Result<(u16, u16), String>,
    /// Who is at the other end.
    pub(crate) peer: Peer,
    /// Where it is written.
    pub(crate) span: Option<Span>,
}

impl Rule {
    /// The rule in words: `admits tcp 443 from the internet`.
    pub(crate) fn words(&self) -> String {
        let (does, from) = if self.ingress { ("admits", "from") } else { ("lets out", "to") };
        let ports = match &self.ports {
            Ok(ports) => ports_words(*ports),
            Err(why) => format!("ports not known ({why})"),
        };
        let ports = match self.protocol {
            Protocol::Tcp | Protocol::Udp => format!(" {ports}"),
            Protocol::All | Protocol::Other(_) => String::new(),
        };
        format!("{does} {}{ports} {from} {}", self.protocol.word(), peer_words(&self.peer))
    }
}

/// One port, or the first and the last.
pub(crate) fn ports_words((from, to): (u16, u16)) -> String {
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

/// A protocol by its name in any case.
pub(crate) fn protocol(value: Option<&Value>) -> Protocol {
    let name = value.map_or(Some("tcp"), Value::as_str).unwrap_or("unknown").to_ascii_lowercase();
    match name.as_str() {
        "tcp" => Protocol::Tcp,
        "udp" => Protocol::Udp,
        "all" => Protocol::All,
        _ => Protocol::Other(name),
    }
}

/// Who a network in CIDR notation is.
pub(crate) fn network(value: &Value) -> Peer {
    match value.as_str().map(str::trim) {
        Some("0.0.0.0/0" | "::/0") => Peer::Internet,
        Some(prefix) => Peer::Prefix(prefix.to_string()),
        None => Peer::Unknown(why_unknown(value)),
    }
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
pub(crate) fn peer(reading: &Reading<'_>, resource: &Resource) -> Peer {
    let attribute = |name: &str| crate::reading::attribute(resource, name);
    if let Some(cidr) = attribute("cidr") {
        return network(cidr);
    }
    if let Some(public) = attribute("public_security_group") {
        return match public.as_str() {
            Some(name) => Peer::Public(name.to_string()),
            None => Peer::Unknown(why_unknown(public)),
        };
    }
    match attribute("user_security_group_id").or_else(|| attribute("user_security_group")) {
        Some(group) => group_peer(reading, group),
        None => Peer::Unknown("no peer is stated".to_string()),
    }
}

/// The members of a group, given by its id or its name.
pub(crate) fn group_peer(reading: &Reading<'_>, value: &Value) -> Peer {
    match group(reading, value) {
        Ok(group) => Peer::Group(group),
        Err(why) => Peer::Unknown(why),
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

/// Gives a rule to its group.
pub(crate) fn add(reading: &mut Reading<'_>, group: &str, rule: Rule) {
    reading.estate.detail(group, rule.words(), rule.span);
    reading.rules.entry(group.to_string()).or_default().push(rule);
}

/// Joins rules and members: what is open on each machine.
pub(crate) fn join(reading: &mut Reading<'_>) {
    for membership in std::mem::take(&mut reading.memberships) {
        let (open, unknown) = open(reading, &membership);
        if unknown.is_none() && !membership.groups.is_empty() && all_known(reading, &membership) {
            reading.grouped.extend(&membership.machines);
        }
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

/// Whether every rule of the groups says its ports.
fn all_known(reading: &Reading<'_>, membership: &Membership) -> bool {
    let rules = membership.groups.iter().filter_map(|it| reading.rules.get(it));
    rules.flatten().all(|rule| rule.ports.is_ok())
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
            let opening = opening(group, rule);
            ports.extend(opening.filter(|it| !ports.iter().any(|other| same(it, other))));
        }
    }
    (ports, unknown)
}

/// Why the rules of a group cannot be seen in this Terraform, if so.
fn unseen(reading: &Reading<'_>, group: &str) -> Option<String> {
    match reading.references.resource(group) {
        Some(resource) if is_data(resource) => {
            Some(format!("{group} exists already: its rules are not in this Terraform"))
        }
        Some(_) => None,
        None => Some(format!("{group} is not in this Terraform")),
    }
}

fn opening(group: &str, rule: &Rule) -> Option<OpenPort> {
    let (from, to) = rule.ports.clone().ok()?;
    let counts = rule.ingress && !matches!(rule.protocol, Protocol::Other(_));
    counts.then(|| OpenPort {
        from,
        to,
        protocol: rule.protocol.clone(),
        peer: rule.peer.clone(),
        group: group.to_string(),
        span: rule.span,
    })
}

/// The fields of one rule inside a grouped resource, as it was before provider 0.54.
pub(crate) fn grouped(reading: &Reading<'_>, block: &Value, ingress: bool) -> Vec<Rule> {
    let protocol = protocol(field(block, "protocol"));
    let ports: Vec<_> = match field(block, "ports") {
        Some(ports) => crate::reading::objects(ports).into_iter().map(port_text).collect(),
        None => vec![Ok((1, u16::MAX))],
    };
    let mut peers: Vec<_> = list(block, "cidr_list").into_iter().map(network).collect();
    let groups = list(block, "user_security_group_list");
    peers.extend(groups.into_iter().map(|it| group_peer(reading, it)));
    let rule = |ports: &Result<(u16, u16), String>, peer: &Peer| Rule {
        ingress,
        protocol: protocol.clone(),
        ports: ports.clone(),
        peer: peer.clone(),
        span: block.span,
    };
    ports.iter().flat_map(|ports| peers.iter().map(move |peer| rule(ports, peer))).collect()
}

fn list<'a>(block: &'a Value, name: &str) -> Vec<&'a Value> {
    field(block, name).map_or_else(Vec::new, crate::reading::objects)
}
