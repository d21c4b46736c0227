//! The words of who can reach whom: parties, packets, ways, and what decides, each with its place.
//!
//! Rules and the command line say the same thing in the same words. Left out: colour and layout.

use outlast_findings::Span;
use outlast_model::{
    Attached, FilterId, FilterPeer, FilterRule, InterfaceId, MachineId, Model, NetworkId,
    NetworkKind, Packets, PartId, PassageId, PlaceId, Way,
};

use crate::reach::{Cut, Decision, Hop, Party, RuleRef};

/// A statement with the place that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The statement: lower case, without a full stop, names in backticks.
    pub text: String,
    /// Where that is written.
    pub span: Option<Span>,
}

fn said(text: String, span: Option<Span>) -> Said {
    Said { text, span }
}

fn machine(model: &Model, id: MachineId) -> &str {
    model.machine(id).address.as_str()
}

fn part(model: &Model, id: PartId) -> &str {
    model.part(id).address.as_str()
}

fn place(model: &Model, id: PlaceId) -> &str {
    model.place(id).name.as_str()
}

fn passage(model: &Model, id: PassageId) -> (&str, Option<Span>) {
    {
        let it = model.networks.passage(id);
        (it.address.as_str(), it.span)
    }
}

/// A network by its name: `the internet`, or its address in backticks.
pub fn network_words(model: &Model, id: NetworkId) -> String {
    let it = model.networks.network(id);
    match it.kind {
        NetworkKind::Internet => "the internet".to_string(),
        NetworkKind::Private | NetworkKind::Site => format!("`{}`", it.address),
    }
}

/// Who is attached, in backticks.
pub fn attached_words(model: &Model, of: Attached) -> String {
    match of {
        Attached::Machine(id) => format!("`{}`", machine(model, id)),
        Attached::Part(id) => format!("`{}`", part(model, id)),
        Attached::Place(id) => format!("`place.{}`", place(model, id)),
    }
}

/// A party in words.
pub fn party_words(model: &Model, party: &Party) -> String {
    match party {
        Party::Internet => "the internet".to_string(),
        Party::Prefix(prefix)
            if u32::from(prefix.prefix_len()) == u32::from(prefix.max_prefix_len()) =>
        {
            format!("`{}`", prefix.addr())
        }
        Party::Prefix(prefix) => format!("`{prefix}`"),
        Party::Public(name) => format!("the provider's `{name}`"),
        Party::Machine(id) => attached_words(model, Attached::Machine(*id)),
        Party::Part(id) => attached_words(model, Attached::Part(*id)),
        Party::Place(id) => attached_words(model, Attached::Place(*id)),
    }
}

/// Packets in words: `tcp 443`, `icmp type 8`, `all packets`.
pub fn packets_words(packets: &Packets) -> String {
    let ports = |from: &u16, to: &u16| match (from, to) {
        (1, &u16::MAX) | (0, &u16::MAX) => String::new(),
        (from, to) if from == to => format!(" {from}"),
        (from, to) => format!(" {from}-{to}"),
    };
    let typed = |name: &str, kind: &Option<u8>, code: &Option<u8>| {
        let kind = kind.map_or(String::new(), |it| format!(" type {it}"));
        let code = code.map_or(String::new(), |it| format!(" code {it}"));
        format!("{name}{kind}{code}")
    };
    match packets {
        Packets::All => "all packets".to_string(),
        Packets::Tcp(from, to) => format!("tcp{}", ports(from, to)),
        Packets::Udp(from, to) => format!("udp{}", ports(from, to)),
        Packets::Icmp(kind, code) => typed("icmp", kind, code),
        Packets::Icmp6(kind, code) => typed("icmpv6", kind, code),
        Packets::Protocol(number) => match number {
            4 => "ipip".to_string(),
            47 => "gre".to_string(),
            50 => "esp".to_string(),
            51 => "ah".to_string(),
            number => format!("protocol {number}"),
        },
        Packets::Unknown(why) => format!("packets that are not known ({why})"),
    }
}

/// Who is at the other end of a rule.
pub fn peer_words(model: &Model, peer: &FilterPeer) -> String {
    match peer {
        FilterPeer::Prefix(prefix) => prefix.to_string(),
        FilterPeer::Group(id) => format!("members of {}", group(model, *id).0),
        FilterPeer::Public(name) => format!("the provider's `{name}`"),
        FilterPeer::Unknown(why) => format!("somebody who is not known ({why})"),
    }
}

fn group(model: &Model, id: FilterId) -> (String, Option<Span>) {
    let it = model.networks.filter(id);
    (format!("`{}`", it.address), it.span)
}

/// The rule that a reference stands for.
pub fn rule_at(model: &Model, of: RuleRef) -> Option<&FilterRule> {
    model.networks.filter(of.group).rules.get(of.rule)
}

/// A rule in words: `X lets in tcp 443 from 0.0.0.0/0`.
pub fn rule_words(model: &Model, of: RuleRef) -> Said {
    let Some(rule) = rule_at(model, of) else { return said("an unknown rule".to_string(), None) };
    let (does, end) = match rule.way {
        Way::In => ("lets in", "from"),
        Way::Out => ("lets out", "to"),
    };
    let (packets, peer) = (packets_words(&rule.packets), peer_words(model, &rule.peer));
    said(format!("`{}` {does} {packets} {end} {peer}", rule.address), rule.span)
}

/// Where an interface is: `X on the internet`.
fn interface_words(model: &Model, id: InterfaceId) -> (String, Option<Span>) {
    let it = model.networks.interface(id);
    let network = network_words(model, it.network);
    (format!("{} on {network}", attached_words(model, it.of)), it.span)
}

/// The groups of an interface in words.
fn groups_words(model: &Model, id: InterfaceId) -> String {
    let filters = model.networks.interface(id).filters.iter().flatten();
    let names: Vec<String> = filters.map(|it| group(model, *it).0).collect();
    if names.is_empty() { "no group".to_string() } else { names.join(", ") }
}

fn who(model: &Model, of: Option<Attached>) -> String {
    of.map_or_else(|| "somebody outside".to_string(), |it| attached_words(model, it))
}

/// A step of the way in words.
pub fn hop_words(model: &Model, hop: &Hop) -> Said {
    match hop {
        Hop::Segment { network, to, .. } => {
            let span = model.networks.network(*network).span;
            let to = to.map_or(String::new(), |it| format!(" to {}", attached_words(model, it)));
            said(format!("on {}{to}", network_words(model, *network)), span)
        }
        Hop::Passage { passage: id, from, to } => {
            let (address, span) = passage(model, *id);
            let at = |it: &Option<MachineId>| {
                it.map_or("a router".to_string(), |it| format!("`{}`", machine(model, it)))
            };
            let gateways = match (from, to) {
                (None, None) => String::new(),
                (from, to) if from == to => format!(" by {}", at(from)),
                (from, to) => format!(" from {} to {}", at(from), at(to)),
            };
            said(format!("over `{address}`{gateways}"), span)
        }
        Hop::Forwarded { by, to } => {
            let span = model.part(*by).span;
            let to = attached_words(model, *to);
            said(format!("`{}` passes it on to {to}", part(model, *by)), span)
        }
    }
}

/// What decides, the nearest first: one statement for each rule that lets it through, else the
/// first thing on the way that does not.
pub fn decision_words(model: &Model, decision: &Decision) -> Vec<Said> {
    let only = match decision {
        Decision::Allowed(rules) if !rules.is_empty() => {
            return rules.iter().map(|it| rule_words(model, *it)).collect();
        }
        Decision::MaybeRule { interface, rules, why, .. } => {
            let (at, span) = interface_words(model, *interface);
            let first = said(format!("what passes {at} is not known: {why}"), span);
            let rules = rules.iter().map(|it| rule_words(model, *it));
            return std::iter::once(first).chain(rules).collect();
        }
        Decision::Carrier { passage: id, why } => {
            let (address, span) = passage(model, *id);
            let first = said(format!("the tunnel of `{address}` does not come up"), span);
            return std::iter::once(first).chain(decision_words(model, why)).collect();
        }
        Decision::Allowed(_) => said("nothing filters on the way".to_string(), None),
        Decision::Itself => said("it runs on the same machine".to_string(), None),
        Decision::NoRule { interface: id, way } => no_rule(model, *id, *way),
        Decision::NoAddress { interface: id, .. } => {
            let (at, span) = interface_words(model, *id);
            said(format!("{at} has no address for it"), span)
        }
        Decision::MaybeAddress(id) => maybe_address(model, *id),
        Decision::NotJoined { who, network } => not_joined(model, *who, *network),
        Decision::NotPublic(prefix) => {
            said(format!("no address of `{prefix}` exists on the internet"), None)
        }
        Decision::NoRoute { on, to } => {
            let to = network_words(model, *to);
            said(format!("{} has no route to {to}", attached_words(model, *on)), None)
        }
        Decision::NoRouteBack { on, to } => {
            let (on, to) = (who(model, *on), network_words(model, *to));
            said(format!("replies do not come back: {on} has no route to {to}"), None)
        }
        Decision::PassageElsewhere { route, passage } => passage_elsewhere(model, *route, *passage),
        Decision::GatewayElsewhere { passage, gateway, network } => {
            gateway_elsewhere(model, *passage, *gateway, *network)
        }
        Decision::Overlap { on, own, far } => overlap(model, *on, *own, *far),
        Decision::Down(cut) => said(cut_words(model, *cut), None),
        Decision::LeavesOverInternet { route } => leaves_over_internet(model, *route),
        Decision::NobodyBehind(id) => {
            let span = model.part(*id).span;
            said(format!("nobody is behind `{}`", part(model, *id)), span)
        }
        Decision::PortNotForwarded(id) => {
            let span = model.part(*id).span;
            said(format!("`{}` passes no such port on", part(model, *id)), span)
        }
        Decision::Platform(id) => {
            let what = model.assumption(*id).what.as_str();
            said(format!("{what} (assumed)"), None)
        }
        Decision::Limit(limit) => said(format!("a limit of the search is hit: {limit}"), None),
        Decision::Unknown(why) => said(why.clone(), None),
    };
    vec![only]
}

fn no_rule(model: &Model, id: InterfaceId, way: Way) -> Said {
    let (at, span) = interface_words(model, id);
    let groups = groups_words(model, id);
    let text = match way {
        Way::In => format!("no rule lets it in to {at}, which is in {groups}"),
        Way::Out => format!(
            "no rule lets it out of {at}: a rule of {groups} that lets something out forbids \
             everything else"
        ),
    };
    said(text, span)
}

fn maybe_address(model: &Model, id: InterfaceId) -> Said {
    let (at, span) = interface_words(model, id);
    let why = model.networks.interface(id).unaddressed.clone();
    let why = why.unwrap_or_else(|| "it is not stated".to_string());
    said(format!("whether {at} has an address is not known: {why}"), span)
}

fn not_joined(model: &Model, of: Option<Attached>, network: Option<NetworkId>) -> Said {
    let to = network.map_or_else(
        || "no network that leads there".to_string(),
        |it| format!("not {}", network_words(model, it)),
    );
    said(format!("{} is attached to {to}", who(model, of)), None)
}

fn passage_elsewhere(model: &Model, route: usize, id: PassageId) -> Said {
    let (address, span) = passage(model, id);
    let route = model.networks.routes.get(route);
    let on = route.map_or("", |it| machine(model, it.on));
    let text = format!("`{on}` has a route over `{address}`, which is in none of its networks");
    said(text, route.and_then(|it| it.span).or(span))
}

fn gateway_elsewhere(model: &Model, id: PassageId, gateway: MachineId, network: NetworkId) -> Said {
    let (address, span) = passage(model, id);
    let (gateway, network) = (machine(model, gateway), network_words(model, network));
    said(format!("gateway `{gateway}` of `{address}` does not stand in {network}"), span)
}

fn overlap(model: &Model, on: Attached, own: NetworkId, far: NetworkId) -> Said {
    let span = model.networks.network(own).span;
    let (own, far) = (network_words(model, own), network_words(model, far));
    let on = attached_words(model, on);
    said(format!("{own}, on which {on} is, uses addresses of {far}"), span)
}

fn leaves_over_internet(model: &Model, route: usize) -> Said {
    let route = model.networks.routes.get(route);
    let on = route.map_or("", |it| machine(model, it.on));
    let text = format!("packets of `{on}` leave over the internet instead");
    said(text, route.and_then(|it| it.span))
}

fn cut_words(model: &Model, cut: Cut) -> String {
    match cut {
        Cut::Passage(id) => format!("`{}` is down", passage(model, id).0),
        Cut::Machine(id) => format!("`{}` is down", machine(model, id)),
        Cut::Network(id) => format!("{} carries nothing", network_words(model, id)),
    }
}
