//! Networks as things with facts: who is attached where, groups of rules, passages and routes.
//!
//! A route is a fact of the passage that it leads over. One that is read from a text and not stated
//! carries the assumption that lists it. Left out: what follows from all of it, which is asked with
//! `outlast reach`.

use outlast_analysis::network_words::{attached_words, packets_words, peer_words};
use outlast_model::{
    Address, Calls, Carrier, End, Fact, FilterGroup, Interface, Model, Network, NetworkId,
    NetworkKind, Passage, PassageId, Route, RouteTo, Transport, Way,
};

use super::{Facts, Line, Provenance, Thing, place_name, yes};

/// Every network, group and passage, in the order of the model.
pub(super) fn describe(model: &Model) -> Vec<Thing> {
    let all = &model.networks;
    let networks = all.networks.pairs();
    let networks = networks.map(|(id, network)| describe_network(model, id, network));
    let groups = all.filters.iter().map(|group| describe_group(model, group));
    let passages = all.passages.pairs();
    let passages = passages.map(|(id, passage)| describe_passage(model, id, passage));
    networks.chain(groups).chain(passages).collect()
}

fn describe_network(model: &Model, id: NetworkId, network: &Network) -> Thing {
    let mut facts = Facts::default();
    let kind = match network.kind {
        NetworkKind::Internet => "public",
        NetworkKind::Private => "private",
        NetworkKind::Site => "of a site",
    };
    facts.add("kind", kind);
    facts.add_maybe("stands in", network.place.map(|it| place_name(model, it)));
    for prefix in &network.prefixes {
        facts.add("prefix", prefix.to_string());
    }
    if network.kind == NetworkKind::Private {
        facts.add("hands out addresses", yes(network.managed));
    }
    for interface in model.networks.interfaces.iter().filter(|it| it.network == id) {
        attachment(&mut facts, model, interface);
    }
    if network.kind == NetworkKind::Internet {
        ports(&mut facts, model);
    }
    let (address, span) = (network.address.clone(), network.span);
    Thing { noun: "network".to_string(), address, span, inferred: None, facts: facts.0 }
}

/// One line for each address, or one that says why there is none.
fn attachment(facts: &mut Facts, model: &Model, interface: &Interface) {
    let who = attached_words(model, interface.of);
    let filtered = filtered(model, interface);
    for Address { family, at } in &interface.addresses {
        let (address, from) = match at {
            Fact::Stated(net, span) => (host(net), Provenance::Stated(span.or(interface.span))),
            Fact::Assumed(net, id) => (host(net), Provenance::Assumed(*id)),
            Fact::Unknown(why) => {
                let family = match family {
                    outlast_model::Family::V4 => "IPv4",
                    outlast_model::Family::V6 => "IPv6",
                };
                (format!("an {family} address that is not known"), Provenance::Unknown(why.clone()))
            }
        };
        let value = format!("{who} at {address}, {filtered}");
        facts.0.push(Line { name: "attached", value, from });
    }
    if interface.addresses.is_empty() {
        let from = match &interface.unaddressed {
            Some(why) => Provenance::Unknown(why.clone()),
            None => Provenance::Stated(interface.span),
        };
        let value = format!("{who} without an address, {filtered}");
        facts.0.push(Line { name: "attached", value, from });
    }
}

/// An address, or the prefix that is routed there.
fn host(net: &ipnet::IpNet) -> String {
    if net.prefix_len() == net.max_prefix_len() { net.addr().to_string() } else { net.to_string() }
}

fn filtered(model: &Model, interface: &Interface) -> String {
    let Some(filters) = &interface.filters else { return "not filtered".to_string() };
    let names = filters.iter().map(|it| model.networks.filter(*it));
    let names: Vec<String> = names.map(|it| format!("`{}`", it.address)).collect();
    match (names.is_empty(), &interface.unseen_filters) {
        (true, None) => "in no group".to_string(),
        (false, None) => format!("in {}", names.join(", ")),
        (true, Some(unseen)) => format!("in groups that are not known ({})", unseen.why()),
        (false, Some(unseen)) => format!("in {} and more ({})", names.join(", "), unseen.why()),
    }
}

/// Ports of those that pass packets on to another port.
fn ports(facts: &mut Facts, model: &Model) {
    for it in &model.networks.translations {
        let transport = match it.transport {
            Transport::Tcp => "tcp",
            Transport::Udp => "udp",
        };
        let part = model.part(it.part).address.as_str();
        let value = format!("{part}: {transport} {} to {}", it.port, it.target_port);
        facts.0.push(Line { name: "passes on", value, from: Provenance::Stated(it.span) });
    }
}

fn describe_group(model: &Model, group: &FilterGroup) -> Thing {
    let mut facts = Facts::default();
    for rule in &group.rules {
        let (name, end) = match rule.way {
            Way::In => ("lets in", "from"),
            Way::Out => ("lets out", "to"),
        };
        let (packets, peer) = (packets_words(&rule.packets), peer_words(model, &rule.peer));
        let value = format!("{packets} {end} {peer}");
        facts.0.push(Line { name, value, from: Provenance::Stated(rule.span) });
    }
    for prefix in &group.external {
        facts.add("counts as a member", prefix.to_string());
    }
    if let Some(why) = &group.unseen {
        let value = "not known".to_string();
        facts.0.push(Line { name: "further rules", value, from: Provenance::Unknown(why.clone()) });
    }
    if let Some(why) = &group.unseen_members {
        let value = "not known".to_string();
        facts.0.push(Line {
            name: "further members",
            value,
            from: Provenance::Unknown(why.clone()),
        });
    }
    let (address, span) = (group.address.clone(), group.span);
    Thing { noun: "group".to_string(), address, span, inferred: None, facts: facts.0 }
}

fn describe_passage(model: &Model, id: PassageId, passage: &Passage) -> Thing {
    let mut facts = Facts::default();
    facts.add("carried by", carrier(&passage.carrier));
    for end in &passage.ends {
        facts.add("end", end_words(model, end));
    }
    for (_, span) in model.networks.inside.iter().filter(|it| it.0 == id) {
        let value = "must not leave over the internet in clear".to_string();
        facts.0.push(Line { name: "traffic", value, from: Provenance::Stated(*span) });
    }
    for route in model.networks.routes.iter().filter(|it| it.over == id) {
        facts.0.push(route_line(model, route));
    }
    let (address, span) = (passage.address.clone(), passage.span);
    Thing { noun: "passage".to_string(), address, span, inferred: None, facts: facts.0 }
}

fn carrier(carrier: &Carrier) -> String {
    match carrier {
        Carrier::Tunnel { packets, encrypted } => {
            let encrypted = if *encrypted { "encrypted" } else { "not known to be encrypted" };
            let packets: Vec<String> = packets.iter().map(packets_words).collect();
            format!("a tunnel of {}, {encrypted}", packets.join(" and "))
        }
        Carrier::Wire => "a wire".to_string(),
        Carrier::Forward => "machines that forward".to_string(),
    }
}

fn network_name(model: &Model, id: NetworkId) -> String {
    model.networks.network(id).address.clone()
}

fn end_words(model: &Model, end: &End) -> String {
    let gateways = end.gateways.iter().map(|it| model.machine(*it));
    let gateways: Vec<&str> = gateways.map(|it| it.address.as_str()).collect();
    let by = match gateways.as_slice() {
        [] => "by a router that is not written down".to_string(),
        all => format!("by {}", all.join(", ")),
    };
    let translates = if end.translates { ", under its own address" } else { "" };
    let calls = if end.calls == Calls::Always { ", which keeps it up" } else { "" };
    format!("{} {by}{translates}{calls}", network_name(model, end.network))
}

fn route_line(model: &Model, route: &Route) -> Line {
    let on = model.machine(route.on).address.as_str();
    let to = match &route.to {
        RouteTo::Network(network) => network_name(model, *network),
        RouteTo::Prefix(prefix) => prefix.to_string(),
    };
    let otherwise = if route.otherwise_internet { "the internet" } else { "nowhere" };
    let read = route.read_from.as_ref().map_or(String::new(), |it| format!(", read: {it}"));
    // The assumption that lists a route that is read is about this machine and this prefix.
    let of = format!("{on} {to}");
    let mut listed = model.assumptions.pairs();
    let read_as = listed.find(|(_, it)| it.name == "route-read" && it.of == of);
    let from = match (&route.read_from, read_as) {
        (Some(_), Some((id, _))) => Provenance::Assumed(id),
        _ => Provenance::Stated(route.span),
    };
    let value = format!("of {on} to {to}, {otherwise} while it is down{read}");
    Line { name: "route", value, from }
}
