//! Who and what is meant by the words of a question: names of parties, ports and protocols.
//!
//! A name may stand for several: a block with a count, a pool, a balancer on two machines. Left
//! out: what to say when a name is nobody's.

use std::collections::BTreeSet;
use std::net::IpAddr;

use ipnet::IpNet;
use outlast_model::{Address, Attached, FilterPeer, Model, Packets, Seat};

use crate::demands::{receivers, senders};
use crate::reach::Party;

/// Which side of a question a name stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// Who opens the connection.
    From,
    /// To whom.
    To,
}

/// The parties of a name: `internet`, an address or a prefix, a machine, a block or pool of
/// machines, a part, a place, or a set of addresses of the provider's. `None` when it is nobody's;
/// empty when it is attached to no network.
pub fn parties(model: &Model, name: &str, side: Side) -> Option<Vec<Party>> {
    if name == "internet" {
        return Some(vec![Party::Internet]);
    }
    if let Ok(at) = name.parse::<IpAddr>() {
        let holder = holder(model, at);
        return Some(vec![holder.unwrap_or_else(|| Party::Prefix(IpNet::from(at)))]);
    }
    if let Ok(prefix) = name.parse::<IpNet>() {
        return Some(vec![Party::Prefix(prefix.trunc())]);
    }
    let machines: Vec<Party> = model
        .machines()
        .filter(|(_, it)| {
            it.address == name || it.block == name || it.pool.as_deref() == Some(name)
        })
        .map(|(id, _)| Party::Machine(id))
        .collect();
    if !machines.is_empty() {
        return Some(machines);
    }
    if let Some(part) = model.part_at(name) {
        return Some(match side {
            Side::From => senders(model, part),
            Side::To => receivers(model, part),
        });
    }
    let place = name.strip_prefix("place.").unwrap_or(name);
    if let Some((id, _)) = model.places().find(|(_, it)| it.name == place) {
        return Some(vec![Party::Place(id)]);
    }
    let rules = model.networks.filters.iter().flat_map(|it| &it.rules);
    let mut public = rules.filter_map(|it| match &it.peer {
        FilterPeer::Public(set) => Some(set),
        FilterPeer::Prefix(_) | FilterPeer::Group(_) | FilterPeer::Unknown(_) => None,
    });
    public.find(|it| *it == name).map(|it| vec![Party::Public(it.clone())])
}

/// Who has this address, if it is known of somebody.
fn holder(model: &Model, at: IpAddr) -> Option<Party> {
    let has = |it: &Address| it.at.value() == Some(&IpNet::from(at));
    let found = model.networks.interfaces.iter().find(|it| it.addresses.iter().any(has))?;
    Some(match found.of {
        Attached::Machine(id) => Party::Machine(id),
        Attached::Part(id) => Party::Part(id),
        Attached::Place(id) => Party::Place(id),
    })
}

/// Every name that stands for somebody, sorted.
pub fn names(model: &Model) -> BTreeSet<String> {
    let mut names = BTreeSet::from(["internet".to_string()]);
    for (_, machine) in model.machines() {
        names.insert(machine.address.clone());
        names.insert(machine.block.clone());
        names.extend(machine.pool.clone());
    }
    for (_, part) in model.parts() {
        let on_machine = part.copies.iter().any(|it| matches!(it.seat, Seat::Machine(_)));
        if on_machine || part.group.is_some() {
            names.insert(part.address.clone());
        }
    }
    for interface in &model.networks.interfaces {
        if let Attached::Place(place) = interface.of {
            names.insert(format!("place.{}", model.place(place).name));
        }
    }
    names
}

/// The packets of a word: `443` and `tcp/443`, `udp/500-510`, `icmp`, `icmp/8`, `icmpv6`, `esp`,
/// `ah`, `gre`, `ipip`.
///
/// `None` when it is none of these.
pub fn packets(word: &str) -> Option<Packets> {
    let (protocol, detail) = match word.split_once('/') {
        Some((protocol, detail)) => (protocol, Some(detail)),
        None if word.starts_with(|c: char| c.is_ascii_digit()) => ("tcp", Some(word)),
        None => (word, None),
    };
    let ports = || {
        let (from, to) = detail.map_or(("1", "65535"), |it| it.split_once('-').unwrap_or((it, it)));
        let (from, to) = (from.parse::<u16>().ok()?, to.parse::<u16>().ok()?);
        (from <= to).then_some((from, to))
    };
    let kind = || match detail {
        None => Some(None),
        Some(kind) => kind.parse::<u8>().ok().map(Some),
    };
    let plain = |number| detail.is_none().then_some(Packets::Protocol(number));
    match protocol {
        "tcp" => ports().map(|(from, to)| Packets::Tcp(from, to)),
        "udp" => ports().map(|(from, to)| Packets::Udp(from, to)),
        "icmp" => kind().map(|kind| Packets::Icmp(kind, None)),
        "icmpv6" => kind().map(|kind| Packets::Icmp6(kind, None)),
        "esp" => plain(50),
        "ah" => plain(51),
        "gre" => plain(47),
        "ipip" => plain(4),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_are_read_and_nothing_else_is_taken_for_one() {
        assert_eq!(packets("443"), Some(Packets::Tcp(443, 443)));
        assert_eq!(packets("udp/500-510"), Some(Packets::Udp(500, 510)));
        assert_eq!(packets("icmp/8"), Some(Packets::Icmp(Some(8), None)));
        assert_eq!(packets("icmp"), Some(Packets::Icmp(None, None)));
        assert_eq!(packets("gre"), Some(Packets::Protocol(47)));
        for word in ["gre/1", "tcp/", "70000", "443-1", "examples/01", ".", "10.0.0.0/8"] {
            assert_eq!(packets(word), None, "{word}");
        }
    }
}
