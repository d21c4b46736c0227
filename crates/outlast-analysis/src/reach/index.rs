//! What is looked up often: who is attached where, who is in which group, whose routes are whose.
//!
//! Built once for a model, and shared by every question and every view with something taken away.

use std::collections::BTreeMap;

use outlast_model::{
    Attached, FilterId, InterfaceId, MachineId, Model, NetworkId, NetworkKind, PartId,
};

use super::flows::{Stretch, stretch_of};
use super::packets::PacketSet;

/// Look-ups of a model.
#[derive(Debug, Default)]
pub(super) struct Index {
    interfaces: BTreeMap<Attached, Vec<InterfaceId>>,
    /// For each group: the known public addresses of its members, its external prefixes, and for
    /// each rule its packets where they are known.
    members: Vec<Vec<Stretch>>,
    external: Vec<Vec<Stretch>>,
    unseen_members: Vec<bool>,
    packets: Vec<Vec<Option<PacketSet>>>,
    routes: BTreeMap<MachineId, Vec<usize>>,
    translations: BTreeMap<PartId, Vec<usize>>,
    /// The networks of the internet.
    internet: Vec<NetworkId>,
}

impl Index {
    /// Of this model.
    pub(super) fn of(model: &Model) -> Self {
        let networks = &model.networks;
        let mut index =
            Self { members: vec![Vec::new(); networks.filters.len()], ..Self::default() };
        for (id, network) in networks.networks.pairs() {
            if network.kind == NetworkKind::Internet {
                index.internet.push(id);
            }
        }
        for (id, interface) in networks.interfaces.pairs() {
            index.interfaces.entry(interface.of).or_default().push(id);
            if !index.internet.contains(&interface.network) {
                continue;
            }
            for group in interface.filters.iter().flatten() {
                let Some(members) = index.members.get_mut(group.0 as usize) else { continue };
                let known = interface.addresses.iter().filter_map(|it| it.at.value());
                members.extend(known.map(stretch_of));
            }
        }
        for group in &networks.filters {
            index.external.push(group.external.iter().map(Stretch::of).collect());
            index.unseen_members.push(group.unseen_members.is_some());
            let packets = group.rules.iter().map(|rule| PacketSet::known(&rule.packets));
            index.packets.push(packets.collect());
        }
        for (at, route) in networks.routes.iter().enumerate() {
            index.routes.entry(route.on).or_default().push(at);
        }
        for (at, translation) in networks.translations.iter().enumerate() {
            index.translations.entry(translation.part).or_default().push(at);
        }
        index
    }

    /// Its interfaces, in the order of the model.
    pub(super) fn interfaces(&self, of: Attached) -> &[InterfaceId] {
        self.interfaces.get(&of).map_or(&[], Vec::as_slice)
    }

    /// Everybody who is attached somewhere, with the interfaces.
    pub(super) fn attached(&self) -> impl Iterator<Item = (Attached, &[InterfaceId])> {
        self.interfaces.iter().map(|(of, interfaces)| (*of, interfaces.as_slice()))
    }

    /// The known public addresses of the members of a group.
    pub(super) fn members(&self, group: FilterId) -> &[Stretch] {
        self.members.get(group.0 as usize).map_or(&[], Vec::as_slice)
    }

    /// The external prefixes of a group.
    pub(super) fn external(&self, group: FilterId) -> &[Stretch] {
        self.external.get(group.0 as usize).map_or(&[], Vec::as_slice)
    }

    /// Whether somebody may be a member of a group of whom that is not known.
    pub(super) fn has_unseen_members(&self, group: FilterId) -> bool {
        self.unseen_members.get(group.0 as usize).is_some_and(|unseen| *unseen)
    }

    /// The packets of a rule, where they are known.
    pub(super) fn packets(&self, group: FilterId, rule: usize) -> Option<&PacketSet> {
        self.packets.get(group.0 as usize)?.get(rule)?.as_ref()
    }

    /// The indexes of the routes of whoever it is; only machines have any.
    pub(super) fn routes(&self, of: Attached) -> &[usize] {
        let Attached::Machine(machine) = of else { return &[] };
        self.routes.get(&machine).map_or(&[], Vec::as_slice)
    }

    /// The indexes of the translations of a part.
    pub(super) fn translations(&self, part: PartId) -> &[usize] {
        self.translations.get(&part).map_or(&[], Vec::as_slice)
    }

    /// The network of the internet, if the model has one.
    pub(super) fn internet(&self) -> Option<NetworkId> {
        self.internet.first().copied()
    }
}
