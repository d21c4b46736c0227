//! The groups of rules at one machine's interfaces as a rule set for `nft`.
//!
//! One chain for each interface and way: whatever a rule lets through returns to the hook, and what
//! comes to the end of the chain is dropped or refused. Packets of a connection that was let through
//! pass, and so does neighbour discovery, which no group of a provider filters.
//! What is not known cannot be translated: then there is no rule set, but the reason.

use std::fmt::Write as _;

use outlast_model::{
    Attached, Fact, Family, FilterId, FilterPeer, FilterRule, Interface, NetworkId, NetworkKind,
    Networks, Packets, Way,
};

/// What becomes of packets that no rule lets through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// They vanish, as at a cloud provider.
    Silent,
    /// The sender is told.
    Told,
}

/// The name of the interface of a machine in a network.
pub fn interface_name(network: NetworkId) -> String {
    format!("net{}", network.0)
}

/// The rule set of whoever it is.
///
/// # Errors
///
/// Says why there is none, where an address, a rule or a group is not known.
pub fn rule_set(networks: &Networks, of: Attached, refusal: Refusal) -> Result<String, String> {
    let mut hooks = [const { String::new() }; 3];
    let mut chains = String::new();
    for interface in networks.interfaces.iter().filter(|it| it.of == of) {
        let name = interface_name(interface.network);
        for way in [Way::In, Way::Out] {
            let Some(chain) = chain(networks, interface, way, refusal)? else { continue };
            let (title, side, own) = match way {
                Way::In => (format!("in_{name}"), "iifname", 0),
                Way::Out => (format!("out_{name}"), "oifname", 1),
            };
            let jump = format!("\t\t{side} \"{name}\" jump {title}\n");
            // What is forwarded meets the rules of both interfaces.
            for (at, hook) in hooks.iter_mut().enumerate() {
                if at == own || at == 2 {
                    hook.push_str(&jump);
                }
            }
            let _ = write!(chains, "\tchain {title} {{\n{chain}\t}}\n");
        }
    }
    let mut text = String::from("table inet outlast {\n");
    text.push_str(&chains);
    for (hook, jumps) in ["input", "output", "forward"].iter().zip(&hooks) {
        let _ = write!(
            text,
            "\tchain {hook} {{\n\t\ttype filter hook {hook} priority 0; policy accept;\n\
             \t\tct state established,related accept\n\
             \t\ticmpv6 type {{ nd-neighbor-solicit, nd-neighbor-advert }} accept\n{jumps}\t}}\n"
        );
    }
    text.push_str("}\n");
    Ok(text)
}

/// The lines of one chain; `None` where nothing is filtered that way.
fn chain(
    networks: &Networks,
    interface: &Interface,
    way: Way,
    refusal: Refusal,
) -> Result<Option<String>, String> {
    if let Some(unseen) = &interface.unseen_filters {
        return Err(unseen.why().to_string());
    }
    let Some(ids) = &interface.filters else { return Ok(None) };
    let kind = networks.network(interface.network).kind;
    let mut lines = String::new();
    let mut listed = way == Way::In;
    for group in ids.iter().map(|id| networks.filter(*id)) {
        if let Some(why) = &group.unseen {
            return Err(why.clone());
        }
        for rule in group.rules.iter().filter(|rule| rule.way == way) {
            listed = true;
            for (family, at) in peers(networks, rule, kind)? {
                if let Some(packets) = packets(&rule.packets, family)? {
                    let (ip, side) = (ip(family), if way == Way::In { "saddr" } else { "daddr" });
                    let _ = writeln!(lines, "\t\t{ip} {side} {at}{packets} return");
                }
            }
        }
    }
    if !listed {
        return Ok(None);
    }
    lines.push_str(match refusal {
        Refusal::Silent => "\t\tdrop\n",
        Refusal::Told => {
            "\t\tmeta l4proto tcp reject with tcp reset\n\t\treject with icmpx admin-prohibited\n"
        }
    });
    Ok(Some(lines))
}

const fn ip(family: Family) -> &'static str {
    match family {
        Family::V4 => "ip",
        Family::V6 => "ip6",
    }
}

/// The prefixes that the peer of a rule means. On the internet a group means its members, too.
fn peers(
    networks: &Networks,
    rule: &FilterRule,
    kind: NetworkKind,
) -> Result<Vec<(Family, String)>, String> {
    let prefix = |it: &ipnet::IpNet| {
        let family = if it.addr().is_ipv4() { Family::V4 } else { Family::V6 };
        (family, it.trunc().to_string())
    };
    match &rule.peer {
        FilterPeer::Prefix(it) => Ok(vec![prefix(it)]),
        FilterPeer::Group(id) => {
            let group = networks.filter(*id);
            if let Some(why) = &group.unseen_members {
                return Err(why.clone());
            }
            let external = group.external.iter();
            let mut found: Vec<(Family, String)> = external.map(prefix).collect();
            if kind == NetworkKind::Internet {
                found.extend(members(networks, *id)?);
            }
            Ok(found)
        }
        FilterPeer::Public(name) => Err(format!("who is in the public set `{name}` is not known")),
        FilterPeer::Unknown(why) => Err(why.clone()),
    }
}

/// The public addresses of the members of a group.
fn members(networks: &Networks, group: FilterId) -> Result<Vec<(Family, String)>, String> {
    let mut found = Vec::new();
    for interface in &networks.interfaces {
        let kind = networks.network(interface.network).kind;
        let member = interface.filters.iter().flatten().any(|it| *it == group);
        if !member || kind != NetworkKind::Internet {
            continue;
        }
        for address in &interface.addresses {
            match &address.at {
                Fact::Stated(at, _) | Fact::Assumed(at, _) => {
                    found.push((address.family, at.addr().to_string()));
                }
                Fact::Unknown(why) => return Err(why.clone()),
            }
        }
    }
    Ok(found)
}

/// The packets of a rule as a match of one family, with a space before; `None` where that family
/// has none of them.
fn packets(packets: &Packets, family: Family) -> Result<Option<String>, String> {
    let icmp = |name: &str, of: Option<u8>, code: Option<u8>| {
        let mut text = match of {
            Some(of) => format!(" {name} type {of}"),
            None => format!(" meta l4proto {}", if name == "icmp" { 1 } else { 58 }),
        };
        if let Some(code) = code {
            let _ = write!(text, " {name} code {code}");
        }
        text
    };
    Ok(match (packets, family) {
        (Packets::Unknown(why), _) => return Err(why.clone()),
        (Packets::Icmp(..), Family::V6) | (Packets::Icmp6(..), Family::V4) => None,
        (Packets::Tcp(low, high) | Packets::Udp(low, high), _) if low > high => None,
        (Packets::All, _) => Some(String::new()),
        (Packets::Tcp(low, high), _) => Some(format!(" tcp dport {low}-{high}")),
        (Packets::Udp(low, high), _) => Some(format!(" udp dport {low}-{high}")),
        (Packets::Icmp(of, code), _) => Some(icmp("icmp", *of, *code)),
        (Packets::Icmp6(of, code), _) => Some(icmp("icmpv6", *of, *code)),
        (Packets::Protocol(number), _) => Some(format!(" meta l4proto {number}")),
    })
}

#[cfg(test)]
mod tests {
    use outlast_model::{Address, FilterGroup, MachineId, Network};

    use super::*;

    fn interface(machine: u32, at: &str, filters: Vec<FilterId>) -> Interface {
        let address = Address {
            family: Family::V4,
            at: Fact::Stated(at.parse::<std::net::IpAddr>().unwrap().into(), None),
        };
        Interface {
            addresses: vec![address],
            filters: Some(filters),
            ..Interface::new(Attached::Machine(MachineId::nth(machine)), NetworkId::nth(0))
        }
    }

    fn networks() -> Networks {
        let rule = |packets, peer| FilterRule {
            address: "rule".into(),
            way: Way::In,
            packets,
            peer,
            span: None,
        };
        let group = |name: &str, rules, external| FilterGroup {
            address: name.into(),
            name: name.into(),
            rules,
            external,
            ..FilterGroup::default()
        };
        let everybody = FilterPeer::Prefix("0.0.0.0/0".parse().unwrap());
        let web = vec![
            rule(Packets::Tcp(443, 443), everybody.clone()),
            rule(Packets::Icmp(Some(8), None), everybody.clone()),
            rule(Packets::Icmp6(None, None), everybody),
        ];
        let store = vec![rule(Packets::Tcp(5432, 5433), FilterPeer::Group(FilterId::nth(0)))];
        Networks {
            networks: vec![Network {
                address: "internet".into(),
                kind: NetworkKind::Internet,
                place: None,
                prefixes: Vec::new(),
                managed: true,
                span: None,
            }]
            .into(),
            interfaces: vec![
                interface(0, "198.51.100.1", vec![FilterId::nth(0)]),
                interface(1, "198.51.100.2", vec![FilterId::nth(1)]),
            ]
            .into(),
            filters: vec![
                group("web", web, vec!["203.0.113.0/24".parse().unwrap()]),
                group("store", store, Vec::new()),
            ]
            .into(),
            ..Networks::default()
        }
    }

    #[test]
    fn a_group_as_peer_becomes_its_prefixes_and_the_addresses_of_its_members() {
        let of = Attached::Machine(MachineId::nth(1));
        let text = rule_set(&networks(), of, Refusal::Silent).unwrap();
        assert_eq!(
            text,
            "table inet outlast {
\tchain in_net0 {
\t\tip saddr 203.0.113.0/24 tcp dport 5432-5433 return
\t\tip saddr 198.51.100.1 tcp dport 5432-5433 return
\t\tdrop
\t}
\tchain input {
\t\ttype filter hook input priority 0; policy accept;
\t\tct state established,related accept
\t\ticmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept
\t\tiifname \"net0\" jump in_net0
\t}
\tchain output {
\t\ttype filter hook output priority 0; policy accept;
\t\tct state established,related accept
\t\ticmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept
\t}
\tchain forward {
\t\ttype filter hook forward priority 0; policy accept;
\t\tct state established,related accept
\t\ticmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept
\t\tiifname \"net0\" jump in_net0
\t}
}
"
        );
    }

    #[test]
    fn packets_of_the_other_family_are_no_rule() {
        let of = Attached::Machine(MachineId::nth(0));
        let text = rule_set(&networks(), of, Refusal::Told).unwrap();
        assert!(text.contains("ip saddr 0.0.0.0/0 tcp dport 443-443 return"));
        assert!(text.contains("ip saddr 0.0.0.0/0 icmp type 8 return"));
        assert!(!text.contains("l4proto 58"));
        assert!(text.contains("reject with tcp reset"));
    }

    #[test]
    fn what_is_not_known_is_not_translated() {
        let mut networks = networks();
        networks.interfaces[outlast_model::InterfaceId::nth(0)].addresses[0].at =
            Fact::Unknown("known after apply".into());
        let of = |at| Attached::Machine(MachineId::nth(at));
        let text = rule_set(&networks, of(1), Refusal::Silent);
        assert_eq!(text, Err("known after apply".into()));
        assert!(rule_set(&networks, of(0), Refusal::Silent).is_ok());
    }
}
