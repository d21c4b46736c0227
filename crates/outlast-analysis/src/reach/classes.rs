//! All pairs at once, by classes: those whose interfaces, groups, addresses and routes are alike in
//! everything that a rule or a route tells apart are one class, and one question answers for all.
//!
//! Only pairs between which a rule, a shared network or a route can let anything through are asked
//! about; the table leaves the others out, for nothing gets through there.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use outlast_model::{
    Attached, Family, FilterId, FilterPeer, Interface, InterfaceId, NetworkId, NetworkKind,
    PassageId, RouteTo, Way,
};

use super::Reachability;
use super::filter::{Peer, all_goes_out, truths};
use super::flows::{Stretch, pieces, stretch_of};
use super::parties::party;
use super::question::{Bounds, Truth};

/// Those who are alike for every rule and every route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Class {
    /// Its members, one or more, in order.
    pub members: Vec<Attached>,
}

/// What is allowed from every member of one class to every other member of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pair {
    /// The index of the class of the senders.
    pub from: usize,
    /// The index of the class of the receivers.
    pub to: usize,
    /// The index of what is allowed, in `Table::sets`.
    pub set: usize,
}

/// All pairs of classes between which something is or may be allowed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// The classes, in the order of their first members.
    pub classes: Vec<Class>,
    /// The pairs, by receiver, then by sender. Of a class with itself only where it has two members.
    pub pairs: Vec<Pair>,
    /// What is allowed, each once.
    pub sets: Vec<Bounds>,
}

/// What is told apart of an interface.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Looks {
    network: NetworkId,
    /// The pieces of the first and the last address; `None` where it is not known.
    addresses: Vec<(Family, Option<(usize, usize)>)>,
    unaddressed: bool,
    filters: Option<Vec<FilterId>>,
    unseen: bool,
}

/// What is told apart of somebody.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Likeness {
    interfaces: Vec<Looks>,
    routes: Vec<(Option<NetworkId>, Option<ipnet::IpNet>, PassageId, bool)>,
    /// Whoever is no plain machine is like nobody else.
    alone: Option<Attached>,
}

/// A class of machines with one interface and no route: between two of them in one network nothing
/// but rules and addresses decides.
struct Plain<'m> {
    interface: &'m Interface,
    all_goes_out: bool,
    /// Whether it has an address, and how rules see it: of IPv4, of IPv6.
    has: [Truth; 2],
    peers: [Peer<'m>; 2],
}

/// Lists of classes that rules can mean, found once for each group.
struct Candidates {
    /// Those on the internet, those among them who may be in any group, those of each group, those
    /// of each network, and those with routes.
    public: Vec<usize>,
    unsure: Vec<usize>,
    members: BTreeMap<FilterId, Vec<usize>>,
    joined: BTreeMap<NetworkId, Vec<usize>>,
    routed: Vec<usize>,
    prefixes: BTreeMap<Stretch, Rc<Vec<usize>>>,
    groups: BTreeMap<FilterId, Rc<Vec<usize>>>,
}

impl Reachability<'_> {
    /// All pairs of those who are attached somewhere.
    pub fn table(&self) -> Table {
        let classes = self.classes();
        let mut candidates = self.candidates(&classes);
        let mut sets: BTreeMap<Bounds, usize> = BTreeMap::new();
        let mut pairs = Vec::new();
        let plain: Vec<Option<Plain<'_>>> = classes.iter().map(|it| self.plain(it)).collect();
        for (to, class) in classes.iter().enumerate() {
            let mut known: BTreeMap<Vec<Truth>, Option<usize>> = BTreeMap::new();
            for from in self.sources(class, &classes, &mut candidates) {
                if from == to && class.members.len() < 2 {
                    continue;
                }
                let both = (plain.get(from).and_then(Option::as_ref), plain.get(to));
                let key = match both {
                    (Some(from), Some(Some(to))) => self.key(from, to),
                    _ => None,
                };
                let before = key.as_ref().and_then(|key| known.get(key));
                let set = before.copied().unwrap_or_else(|| {
                    let bounds = self.class_pair(&classes, from, to);
                    let bounds = bounds.filter(|it| !it.perhaps.is_empty());
                    let next = sets.len();
                    bounds.map(|bounds| *sets.entry(bounds).or_insert(next))
                });
                pairs.extend(set.map(|set| Pair { from, to, set }));
                if let Some(key) = key {
                    known.entry(key).or_insert(set);
                }
            }
        }
        let mut numbered: Vec<(usize, Bounds)> =
            sets.into_iter().map(|(bounds, at)| (at, bounds)).collect();
        numbered.sort_unstable_by_key(|it| it.0);
        Table { classes, pairs, sets: numbered.into_iter().map(|it| it.1).collect() }
    }

    /// A class as one of a plain pair, if it may be one.
    fn plain(&self, class: &Class) -> Option<Plain<'_>> {
        let first = class.members.first().copied()?;
        let [id] = self.index().interfaces(first) else { return None };
        let may = matches!(first, Attached::Machine(_))
            && self.index().routes(first).is_empty()
            && self.cut_of(first).is_none();
        let interface = may.then(|| self.networks().interface(*id))?;
        let peer = |family| Peer::attached(self.networks(), interface, family);
        Some(Plain {
            interface,
            all_goes_out: all_goes_out(self.networks(), interface),
            has: [Family::V4, Family::V6].map(|family| self.has_address(*id, family)),
            peers: [Family::V4, Family::V6].map(peer),
        })
    }

    /// All that decides what is allowed from one plain class to another in the same network, besides
    /// the receiver; `None` where more than that does.
    fn key(&self, from: &Plain<'_>, to: &Plain<'_>) -> Option<Vec<Truth>> {
        if !from.all_goes_out || from.interface.network != to.interface.network {
            return None;
        }
        let mut key = Vec::new();
        for ((peer, from), has) in from.peers.iter().zip(from.has).zip(to.has) {
            key.push(from.min(has));
            if from.min(has) != Truth::No {
                let (index, networks) = (self.index(), self.networks());
                key.extend(truths(index, networks, to.interface, Way::In, peer));
            }
        }
        Some(key)
    }

    fn class_pair(&self, classes: &[Class], from: usize, to: usize) -> Option<Bounds> {
        let first = |class: usize| classes.get(class)?.members.first().copied();
        let sender =
            if from == to { classes.get(from)?.members.get(1).copied()? } else { first(from)? };
        Some(self.allowed(&party(sender), &party(first(to)?)))
    }

    /// Everybody who is attached somewhere, by likeness.
    pub fn classes(&self) -> Vec<Class> {
        let pieces = self.all_pieces();
        let networks = self.networks();
        let gateways: BTreeSet<Attached> = networks
            .passages
            .iter()
            .flat_map(|it| &it.ends)
            .flat_map(|end| end.gateways.iter().map(|it| Attached::Machine(*it)))
            .collect();
        let mut numbers: BTreeMap<Likeness, usize> = BTreeMap::new();
        let mut classes: Vec<Class> = Vec::new();
        for (of, interfaces) in self.index().attached() {
            let plain = matches!(of, Attached::Machine(_)) && !gateways.contains(&of);
            let alone = !plain || self.cut_of(of).is_some();
            let likeness = self.likeness(of, interfaces, alone, &pieces);
            let next = classes.len();
            let at = *numbers.entry(likeness).or_insert(next);
            match classes.get_mut(at) {
                Some(class) => class.members.push(of),
                None => classes.push(Class { members: vec![of] }),
            }
        }
        classes
    }

    /// The lines of addresses, cut at every prefix that something is told apart by.
    fn all_pieces(&self) -> Vec<Stretch> {
        let networks = self.networks();
        let mut cuts: Vec<Stretch> = Vec::new();
        for group in &networks.filters {
            cuts.extend(group.external.iter().map(Stretch::of));
            cuts.extend(group.rules.iter().filter_map(|rule| match &rule.peer {
                FilterPeer::Prefix(prefix) => Some(Stretch::of(prefix)),
                FilterPeer::Group(_) | FilterPeer::Public(_) | FilterPeer::Unknown(_) => None,
            }));
        }
        cuts.extend(networks.networks.iter().flat_map(|it| &it.prefixes).map(Stretch::of));
        cuts.extend(networks.routes.iter().filter_map(|route| match &route.to {
            RouteTo::Prefix(prefix) => Some(Stretch::of(prefix)),
            RouteTo::Network(_) => None,
        }));
        pieces(cuts.into_iter())
    }

    fn likeness(
        &self,
        of: Attached,
        interfaces: &[InterfaceId],
        alone: bool,
        pieces: &[Stretch],
    ) -> Likeness {
        let networks = self.networks();
        let looks = interfaces.iter().map(|id| networks.interface(*id));
        let routes = self.index().routes(of).iter().filter_map(|at| networks.routes.get(*at));
        let routes = routes.map(|route| {
            let (network, prefix) = match &route.to {
                RouteTo::Network(network) => (Some(*network), None),
                RouteTo::Prefix(prefix) => (None, Some(*prefix)),
            };
            (network, prefix, route.over, route.otherwise_internet)
        });
        Likeness {
            interfaces: looks.map(|it| looks_of(it, pieces)).collect(),
            routes: routes.collect(),
            alone: alone.then_some(of),
        }
    }

    fn candidates(&self, classes: &[Class]) -> Candidates {
        let mut found = Candidates {
            public: Vec::new(),
            unsure: Vec::new(),
            members: BTreeMap::new(),
            joined: BTreeMap::new(),
            routed: Vec::new(),
            prefixes: BTreeMap::new(),
            groups: BTreeMap::new(),
        };
        let networks = self.networks();
        for (at, class) in classes.iter().enumerate() {
            let Some(first) = class.members.first() else { continue };
            let mut site = false;
            for it in self.index().interfaces(*first).iter().map(|id| networks.interface(*id)) {
                let kind = networks.network(it.network).kind;
                site |= kind == NetworkKind::Site;
                if kind != NetworkKind::Internet {
                    found.joined.entry(it.network).or_default().push(at);
                    continue;
                }
                found.public.push(at);
                if it.unseen_filters.is_some() {
                    found.unsure.push(at);
                }
                for group in it.filters.iter().flatten() {
                    found.members.entry(*group).or_default().push(at);
                }
            }
            if site || !self.index().routes(*first).is_empty() {
                found.routed.push(at);
            }
        }
        found
    }

    /// The classes that may reach a class, in order.
    fn sources(&self, to: &Class, classes: &[Class], known: &mut Candidates) -> Vec<usize> {
        let Some(first) = to.members.first() else { return Vec::new() };
        if !matches!(first, Attached::Machine(_)) {
            return (0..classes.len()).collect();
        }
        let mut found = known.routed.clone();
        let networks = self.networks();
        for it in self.index().interfaces(*first).iter().map(|id| networks.interface(*id)) {
            if Some(it.network) != self.index().internet() {
                found.extend(known.joined.get(&it.network).into_iter().flatten());
                continue;
            }
            match &it.filters {
                Some(groups) if it.unseen_filters.is_none() => {
                    for group in groups {
                        found.extend(self.meant(*group, classes, known).iter());
                    }
                }
                _ => found.extend(&known.public),
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The classes that a rule of a group may let in.
    fn meant(&self, group: FilterId, classes: &[Class], known: &mut Candidates) -> Rc<Vec<usize>> {
        if let Some(found) = known.groups.get(&group) {
            return Rc::clone(found);
        }
        let mut found: Vec<usize> = Vec::new();
        let it = self.networks().filter(group);
        let may_be_anybody = |peer: &FilterPeer| match peer {
            FilterPeer::Unknown(_) => true,
            FilterPeer::Group(peer) => self.index().has_unseen_members(*peer),
            FilterPeer::Prefix(_) | FilterPeer::Public(_) => false,
        };
        let everybody =
            it.unseen.is_some() || it.rules.iter().any(|rule| may_be_anybody(&rule.peer));
        if everybody {
            found.extend(&known.public);
        }
        for rule in it.rules.iter().filter(|rule| rule.way == Way::In) {
            match &rule.peer {
                FilterPeer::Prefix(prefix) => {
                    let stretch = Stretch::of(prefix);
                    found.extend(self.within(stretch, classes, known).iter());
                }
                FilterPeer::Group(peer) => {
                    found.extend(known.members.get(peer).into_iter().flatten());
                    found.extend(&known.unsure);
                    for stretch in self.index().external(*peer) {
                        found.extend(self.within(*stretch, classes, known).iter());
                    }
                }
                FilterPeer::Public(_) | FilterPeer::Unknown(_) => {}
            }
        }
        found.sort_unstable();
        found.dedup();
        let found = Rc::new(found);
        known.groups.insert(group, Rc::clone(&found));
        found
    }

    /// The classes whose public address may be within a stretch.
    fn within(
        &self,
        stretch: Stretch,
        classes: &[Class],
        known: &mut Candidates,
    ) -> Rc<Vec<usize>> {
        if let Some(found) = known.prefixes.get(&stretch) {
            return Rc::clone(found);
        }
        let networks = self.networks();
        let may = |class: &usize| {
            let first = classes.get(*class).and_then(|it| it.members.first());
            let own = first.into_iter().flat_map(|of| self.index().interfaces(*of));
            own.map(|id| networks.interface(*id)).any(|it| {
                Some(it.network) == self.index().internet()
                    && Peer::attached(networks, it, stretch.low.family).within(&stretch)
                        != Truth::No
            })
        };
        let found: Rc<Vec<usize>> = Rc::new(known.public.iter().copied().filter(may).collect());
        known.prefixes.insert(stretch, Rc::clone(&found));
        found
    }
}

fn looks_of(it: &Interface, pieces: &[Stretch]) -> Looks {
    let piece = |spot| pieces.partition_point(|piece| piece.high < spot);
    let addresses = it.addresses.iter().map(|address| {
        let at = address.at.value().map(stretch_of);
        (address.family, at.map(|at| (piece(at.low), piece(at.high))))
    });
    let filters = it.filters.clone().map(|mut filters| {
        filters.sort_unstable();
        filters.dedup();
        filters
    });
    Looks {
        network: it.network,
        addresses: addresses.collect(),
        unaddressed: it.unaddressed.is_some(),
        filters,
        unseen: it.unseen_filters.is_some(),
    }
}
