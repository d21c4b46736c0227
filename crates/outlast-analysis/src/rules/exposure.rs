//! What rules about exposure have in common: rules for everybody, members, ports that are meant.

use std::collections::BTreeSet;

use outlast_model::{
    Attached, FilterId, FilterPeer, FilterRule, Interface, Kind, MachineId, Model, Packets, PartId,
    Seat, Way,
};

/// Whether a rule lets everybody in, in one family of addresses.
pub(super) fn is_for_everybody(rule: &FilterRule) -> bool {
    rule.way == Way::In
        && matches!(&rule.peer, FilterPeer::Prefix(prefix) if prefix.prefix_len() == 0)
}

/// Whether TCP to this port is among what a rule lets through.
pub(super) fn lets_in_tcp(rule: &FilterRule, port: u16) -> bool {
    match rule.packets {
        Packets::All => true,
        Packets::Tcp(from, to) => (from..=to).contains(&port),
        Packets::Udp(..)
        | Packets::Icmp(..)
        | Packets::Icmp6(..)
        | Packets::Protocol(_)
        | Packets::Unknown(_) => false,
    }
}

/// The interfaces that a group filters.
pub(super) fn members(model: &Model, group: FilterId) -> impl Iterator<Item = &Interface> {
    let interfaces = model.networks.interfaces.iter();
    interfaces.filter(move |it| it.filters.as_ref().is_some_and(|all| all.contains(&group)))
}

/// The ports of a part, as far as they are known.
pub(super) fn ports(model: &Model, part: PartId) -> Vec<u16> {
    match model.networks.ports.get(&part) {
        Some(ports) => ports.clone(),
        None => model.part(part).listens.into_iter().collect(),
    }
}

/// The ports that journeys enter by, and those behind them that keep the client's address.
pub(super) fn entered(model: &Model) -> BTreeSet<u16> {
    let mut open: Vec<PartId> = model.journeys.iter().flat_map(|it| it.enters.parts()).collect();
    let (mut seen, mut found) = (BTreeSet::new(), BTreeSet::new());
    while let Some(part) = open.pop() {
        if !seen.insert(part) {
            continue;
        }
        found.extend(ports(model, part));
        if let Kind::Router(router) = &model.part(part).kind {
            open.extend(router.members.iter().map(|it| it.copy.part));
        }
    }
    found.extend(model.networks.translations.iter().map(|it| it.target_port));
    found
}

/// The parts that run on the machines of these interfaces.
pub(super) fn parts_on(model: &Model, members: &[&Interface]) -> Vec<PartId> {
    let machines: BTreeSet<MachineId> = members
        .iter()
        .filter_map(|it| match it.of {
            Attached::Machine(machine) => Some(machine),
            Attached::Part(_) | Attached::Place(_) => None,
        })
        .collect();
    let here = |id: PartId| {
        model
            .copies(id)
            .any(|(_, seat)| matches!(seat, Seat::Machine(it) if machines.contains(&it)))
    };
    model.parts().map(|(id, _)| id).filter(|id| here(*id)).collect()
}
