//! What the rules at one interface let through, seen from the other end.
//!
//! Rules only allow, and those of all groups of an interface count together. Without a rule nothing
//! comes in; everything goes out until the first rule of that way in any of the groups makes a list
//! of it. A group as peer means the public addresses of its members and its external prefixes. What
//! is not known of an address, a group or a rule gives a set that may be let through besides the one
//! that is.

use outlast_model::{
    Address, Fact, Family, FilterGroup, FilterId, FilterPeer, Interface, NetworkKind, Networks, Way,
};

use super::flows::{Stretch, family_of, stretch_of};
use super::index::Index;
use super::packets::PacketSet;
use super::question::{Bounds, RuleRef, Truth};

/// Prefixes that no public address is in: private, shared, link-local, loopback
/// (<https://www.iana.org/assignments/iana-ipv4-special-registry>, and the one for IPv6).
const NEVER_PUBLIC: [(u128, u8, Family); 8] = [
    (0x0a00_0000, 8, Family::V4),
    (0x6440_0000, 10, Family::V4),
    (0x7f00_0000, 8, Family::V4),
    (0xa9fe_0000, 16, Family::V4),
    (0xac10_0000, 12, Family::V4),
    (0xc0a8_0000, 16, Family::V4),
    (0xfc00 << 112, 7, Family::V6),
    (0xfe80 << 112, 10, Family::V6),
];

/// Whether no public address can be in this prefix.
pub(super) fn never_public(stretch: &Stretch) -> bool {
    NEVER_PUBLIC.iter().any(|&(bits, length, family)| {
        let width: u32 = if family == Family::V4 { 32 } else { 128 };
        let rest = u128::MAX.checked_shr(128 - width.saturating_sub(length.into())).unwrap_or(0);
        let spot = |bits| super::flows::Spot { family, bits };
        Stretch { low: spot(bits), high: spot(bits | rest) }.contains(stretch)
    })
}

/// What is known of one address.
#[derive(Debug, Clone)]
enum Known {
    /// It is this one, or these are all routed to it.
    At(Stretch),
    /// It is in one of these.
    Among(Vec<Stretch>),
    /// It is some public address.
    Public,
    /// Nothing.
    Nothing,
}

impl Known {
    fn within(&self, prefix: &Stretch, whole: bool) -> Truth {
        let among = |stretches: &[Stretch]| {
            if stretches.iter().all(|it| prefix.contains(it)) {
                Truth::Yes
            } else if stretches.iter().any(|it| prefix.overlaps(it)) {
                Truth::Undecided
            } else {
                Truth::No
            }
        };
        match self {
            Self::At(stretch) => among(std::slice::from_ref(stretch)),
            Self::Among(stretches) => among(stretches),
            Self::Public | Self::Nothing if whole => Truth::Yes,
            Self::Public if never_public(prefix) => Truth::No,
            Self::Public | Self::Nothing => Truth::Undecided,
        }
    }
}

/// The other end, as rules see it: under addresses of one family.
#[derive(Debug, Clone)]
pub(super) struct Peer<'m> {
    addresses: Vec<Known>,
    family: Family,
    groups: &'m [FilterId],
    /// It may be a member of groups that are not known.
    unsure: bool,
    outside: bool,
    /// The set of the provider's that it is.
    public: Option<&'m str>,
}

fn known(networks: &Networks, interface: &Interface, address: &Address) -> Known {
    if let Fact::Stated(prefix, _) | Fact::Assumed(prefix, _) = &address.at {
        return Known::At(stretch_of(prefix));
    }
    let network = networks.network(interface.network);
    if network.kind == NetworkKind::Internet {
        return Known::Public;
    }
    let of_family = network.prefixes.iter().filter(|it| family_of(it) == address.family);
    let stretches: Vec<Stretch> = of_family.map(Stretch::of).collect();
    if stretches.is_empty() { Known::Nothing } else { Known::Among(stretches) }
}

impl<'m> Peer<'m> {
    /// Whoever is attached there. Only on the internet do groups mean its members.
    pub(super) fn attached(networks: &Networks, it: &'m Interface, family: Family) -> Self {
        let public = networks.network(it.network).kind == NetworkKind::Internet;
        let of_family = it.addresses.iter().filter(|address| address.family == family);
        let mut addresses: Vec<Known> =
            of_family.map(|address| known(networks, it, address)).collect();
        if addresses.is_empty() && it.unaddressed.is_some() {
            addresses.push(if public { Known::Public } else { Known::Nothing });
        }
        Self {
            addresses,
            family,
            groups: if public { it.filters.as_deref().unwrap_or(&[]) } else { &[] },
            unsure: public && it.unseen_filters.is_some(),
            outside: false,
            public: None,
        }
    }

    /// Somebody outside, at any address of the stretch; without one, a member of a set of the
    /// provider's or a router that nobody wrote down.
    pub(super) fn outside(at: Option<Stretch>, family: Family, public: Option<&'m str>) -> Self {
        let known = at.map_or(Known::Public, Known::At);
        let outside = at.is_some();
        Self { addresses: vec![known], family, groups: &[], unsure: false, outside, public }
    }

    /// Whether it is within the prefix: with some of its addresses and not with others is not
    /// decided, for nobody says which it uses.
    pub(super) fn within(&self, prefix: &Stretch) -> Truth {
        if prefix.low.family != self.family {
            return Truth::No;
        }
        let whole = *prefix == Stretch::of_family(self.family);
        let truths = || self.addresses.iter().map(|it| it.within(prefix, whole));
        match (truths().min(), truths().max()) {
            (Some(least), Some(most)) if least == most => least,
            (Some(_), Some(_)) => Truth::Undecided,
            _ => Truth::No,
        }
    }

    /// Whether the peer of a rule means it.
    fn is(&self, peer: &FilterPeer, index: &Index) -> Truth {
        match peer {
            FilterPeer::Prefix(prefix) => self.within(&Stretch::of(prefix)),
            FilterPeer::Group(group) => {
                if self.groups.contains(group) {
                    return Truth::Yes;
                }
                let by_address = index.external(*group).iter().map(|it| self.within(it)).max();
                let members = if self.outside { index.members(*group) } else { &[] };
                let by_member = members.iter().map(|it| self.within(it)).max();
                let may = self.unsure || index.has_unseen_members(*group);
                let unsure = if may { Truth::Undecided } else { Truth::No };
                by_address.max(by_member).unwrap_or(Truth::No).max(unsure)
            }
            FilterPeer::Public(name) if self.public == Some(name) => Truth::Yes,
            FilterPeer::Public(_) => Truth::No,
            FilterPeer::Unknown(_) => Truth::Undecided,
        }
    }
}

/// What an interface lets through one way.
#[derive(Debug, Clone)]
pub(super) struct Filtered {
    /// What gets through.
    pub(super) bounds: Bounds,
    /// The rules that let something through, with what, and whether for certain.
    pub(super) rules: Vec<(RuleRef, PacketSet, bool)>,
    /// What is not known, if anything.
    pub(super) unknown: Option<String>,
}

/// What the rules at the interface let through between it and the peer.
pub(super) fn filtered(
    index: &Index,
    networks: &Networks,
    interface: &Interface,
    way: Way,
    peer: &Peer<'_>,
) -> Filtered {
    let whole = PacketSet::of_family(peer.family);
    let all =
        |unknown| Filtered { bounds: Bounds::exactly(whole.clone()), rules: Vec::new(), unknown };
    let unseen = interface.unseen_filters.as_ref().map(|it| it.why().to_string());
    let Some(ids) = interface.filters.as_deref().or(unseen.as_ref().map(|_| &[][..])) else {
        return all(None);
    };
    let groups = || ids.iter().map(|id| (*id, networks.filter(*id)));
    let unknown = unseen.or_else(|| groups().find_map(|(_, group)| group.unseen.clone()));
    let listed = way == Way::In || groups().any(|(_, group)| has_way_out(group));
    if !listed && unknown.is_none() {
        return all(None);
    }
    let mut found = Filtered { bounds: Bounds::default(), rules: Vec::new(), unknown };
    for (id, group) in groups() {
        for (rule, it) in group.rules.iter().enumerate().filter(|(_, it)| it.way == way) {
            let truth = peer.is(&it.peer, index);
            if truth != Truth::No {
                let packets = index.packets(id, rule);
                found.add(RuleRef { group: id, rule }, packets, truth, &whole);
            }
        }
    }
    if found.unknown.is_some() {
        found.bounds.perhaps = whole.clone();
    }
    found
}

/// What each rule of a way at the interface makes of the peer: what they let through between them
/// follows from that alone.
pub(super) fn truths<'a>(
    index: &'a Index,
    networks: &'a Networks,
    interface: &'a Interface,
    way: Way,
    peer: &'a Peer<'_>,
) -> impl Iterator<Item = Truth> + 'a {
    let groups = interface.filters.iter().flatten().map(|id| networks.filter(*id));
    let rules = groups.flat_map(|group| &group.rules).filter(move |rule| rule.way == way);
    rules.map(|rule| peer.is(&rule.peer, index))
}

/// Whether everything goes out at the interface, for certain.
pub(super) fn all_goes_out(networks: &Networks, interface: &Interface) -> bool {
    let mut groups = interface.filters.iter().flatten().map(|id| networks.filter(*id));
    interface.unseen_filters.is_none()
        && groups.all(|group| group.unseen.is_none() && !has_way_out(group))
}

fn has_way_out(group: &FilterGroup) -> bool {
    group.rules.iter().any(|rule| rule.way == Way::Out)
}

impl Filtered {
    fn add(&mut self, rule: RuleRef, packets: Option<&PacketSet>, truth: Truth, whole: &PacketSet) {
        let certain = truth == Truth::Yes && packets.is_some();
        let packets = packets.map_or(whole.clone(), |it| it.intersection(whole));
        self.bounds.perhaps = self.bounds.perhaps.union(&packets);
        if certain {
            self.bounds.sure = self.bounds.sure.union(&packets);
        }
        self.rules.push((rule, packets, certain));
    }

    /// The rules that let some of these packets through, for certain or perhaps.
    pub(super) fn rules_for(&self, asked: &PacketSet, certain: bool) -> Vec<RuleRef> {
        let meant = self
            .rules
            .iter()
            .filter(|(_, packets, sure)| *sure == certain && !packets.is_disjoint(asked));
        meant.map(|(rule, ..)| *rule).collect()
    }
}
