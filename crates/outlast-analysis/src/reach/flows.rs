//! Exact sets of flows: which addresses with which packets.
//!
//! The lines of all IPv4 and of all IPv6 addresses are cut into stretches within which every
//! address has the same packets. Stretches that touch differ in their packets, so two sets with the
//! same flows are written the same, and `==` compares them.

use ipnet::IpNet;
use outlast_model::Family;

use super::packets::PacketSet;
use super::ranges::Point;

/// An address, as a number of its family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spot {
    /// Its family.
    pub family: Family,
    /// Its bits as a number; below 2^32 for IPv4.
    pub bits: u128,
}

impl Spot {
    /// The first address of a family.
    pub const fn first(family: Family) -> Self {
        Self { family, bits: 0 }
    }

    /// The last address of a family.
    pub const fn last(family: Family) -> Self {
        let bits = match family {
            Family::V4 => 0xffff_ffff,
            Family::V6 => u128::MAX,
        };
        Self { family, bits }
    }
}

impl Point for Spot {
    fn after(self) -> Option<Self> {
        let last = Self::last(self.family);
        (self < last).then(|| Self { bits: self.bits.saturating_add(1), ..self })
    }

    fn before(self) -> Option<Self> {
        self.bits.checked_sub(1).map(|bits| Self { bits, ..self })
    }
}

/// All addresses from one to another of the same family, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stretch {
    /// The first address.
    pub low: Spot,
    /// The last address.
    pub high: Spot,
}

impl Stretch {
    /// All addresses of a family.
    pub const fn of_family(family: Family) -> Self {
        Self { low: Spot::first(family), high: Spot::last(family) }
    }

    /// The addresses of a prefix; a host bit that is set does not matter.
    pub fn of(prefix: &IpNet) -> Self {
        let (low, high) = match prefix {
            IpNet::V4(net) => (u32::from(net.network()).into(), u32::from(net.broadcast()).into()),
            IpNet::V6(net) => (net.network().into(), net.broadcast().into()),
        };
        let family = family_of(prefix);
        Self { low: Spot { family, bits: low }, high: Spot { family, bits: high } }
    }

    /// Whether all of the other are in it.
    pub fn contains(&self, other: &Self) -> bool {
        self.low <= other.low && other.high <= self.high
    }

    /// Whether an address is in both.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.low <= other.high && other.low <= self.high
    }
}

/// The family of a prefix.
pub(super) const fn family_of(prefix: &IpNet) -> Family {
    match prefix {
        IpNet::V4(_) => Family::V4,
        IpNet::V6(_) => Family::V6,
    }
}

/// Where an address is: a text with host bits is one host, one without is a prefix.
pub(super) fn stretch_of(prefix: &IpNet) -> Stretch {
    if prefix.addr() == prefix.network() {
        Stretch::of(prefix)
    } else {
        Stretch::of(&IpNet::from(prefix.addr()))
    }
}

/// A set of flows.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FlowSet(Vec<(Stretch, PacketSet)>);

impl FlowSet {
    /// These packets with every address of the stretch.
    pub fn of(stretch: Stretch, packets: PacketSet) -> Self {
        let whole = stretch.low <= stretch.high && stretch.low.family == stretch.high.family;
        Self(if whole && !packets.is_empty() { vec![(stretch, packets)] } else { Vec::new() })
    }

    /// The set of these parts, whose stretches must be in ascending order and not overlap.
    pub fn from_sorted(parts: impl IntoIterator<Item = (Stretch, PacketSet)>) -> Self {
        let mut joined: Vec<(Stretch, PacketSet)> = Vec::new();
        for (stretch, packets) in parts {
            if packets.is_empty() {
                continue;
            }
            match joined.last_mut() {
                Some((last, same))
                    if last.high.after() == Some(stretch.low) && *same == packets =>
                {
                    last.high = stretch.high;
                }
                _ => joined.push((stretch, packets)),
            }
        }
        Self(joined)
    }

    /// Whether no flow is in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Its stretches with their packets, in ascending order.
    pub fn parts(&self) -> &[(Stretch, PacketSet)] {
        &self.0
    }

    /// The packets of one address.
    pub fn at(&self, spot: Spot) -> Option<&PacketSet> {
        let at = self.0.partition_point(|(stretch, _)| stretch.high < spot);
        self.0.get(at).filter(|(stretch, _)| stretch.low <= spot).map(|(_, packets)| packets)
    }

    /// What is in this or in the other.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        self.combine(other, PacketSet::union)
    }

    /// What is in both.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        self.combine(other, PacketSet::intersection)
    }

    /// What is in this and not in the other.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Self {
        self.combine(other, PacketSet::difference)
    }

    /// Whether all of it is in the other.
    pub fn is_subset(&self, other: &Self) -> bool {
        self.difference(other).is_empty()
    }

    /// All packets of all addresses together.
    pub fn packets(&self) -> PacketSet {
        self.0.iter().fold(PacketSet::default(), |sum, (_, packets)| sum.union(packets))
    }

    fn combine(&self, other: &Self, with: fn(&PacketSet, &PacketSet) -> PacketSet) -> Self {
        let stretches = || self.0.iter().chain(&other.0).map(|(stretch, _)| *stretch);
        let none = PacketSet::default();
        let whole = |spot| self.at(spot).unwrap_or(&none);
        let theirs = |spot| other.at(spot).unwrap_or(&none);
        Self::from_sorted(
            pieces(stretches()).into_iter().map(|it| (it, with(whole(it.low), theirs(it.low)))),
        )
    }
}

/// All addresses of both families, cut so that each piece is inside or outside of every one of
/// these stretches.
pub(super) fn pieces(stretches: impl Iterator<Item = Stretch>) -> Vec<Stretch> {
    let mut starts = vec![Spot::first(Family::V4), Spot::first(Family::V6)];
    for stretch in stretches {
        starts.push(stretch.low);
        starts.extend(stretch.high.after());
    }
    starts.sort_unstable();
    starts.dedup();
    let ends = starts.iter().skip(1).copied().map(Some).chain([None]);
    starts
        .iter()
        .zip(ends)
        .map(|(low, next)| {
            let same = next.filter(|next| next.family == low.family);
            let high = same.and_then(Point::before).unwrap_or(Spot::last(low.family));
            Stretch { low: *low, high }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use outlast_model::Packets;
    use proptest::prelude::*;

    use super::*;

    /// 8 addresses of either family at the ends of their lines, and 8 ports.
    fn flow() -> impl Strategy<Value = FlowSet> {
        let family = prop_oneof![Just(Family::V4), Just(Family::V6)];
        (family, any::<bool>(), 0u128..4, 0u128..4, 0u16..8, 0u16..8).prop_map(
            |(family, top, a, b, low, high)| {
                let spot = |at| match top {
                    true => Spot { family, bits: Spot::last(family).bits - at },
                    false => Spot { family, bits: at },
                };
                let stretch = Stretch { low: spot(a).min(spot(b)), high: spot(a).max(spot(b)) };
                FlowSet::of(stretch, PacketSet::known(&Packets::Tcp(low, high)).unwrap())
            },
        )
    }

    fn set() -> impl Strategy<Value = FlowSet> {
        proptest::collection::vec(flow(), 0..5)
            .prop_map(|all| all.iter().fold(FlowSet::default(), |sum, it| sum.union(it)))
    }

    fn members(set: &FlowSet) -> Vec<bool> {
        let mut all = Vec::new();
        for family in [Family::V4, Family::V6] {
            let last = Spot::last(family).bits;
            for bits in (0..5).chain(last - 4..=last) {
                let packets = set.at(Spot { family, bits });
                all.extend((0..9).map(|port| packets.is_some_and(|it| it.contains(6, port))));
            }
        }
        all
    }

    fn each(a: &FlowSet, b: &FlowSet, with: fn(bool, bool) -> bool) -> Vec<bool> {
        members(a).into_iter().zip(members(b)).map(|(a, b)| with(a, b)).collect()
    }

    proptest! {
        #[test]
        fn operations_are_those_of_sets_of_flows(a in set(), b in set()) {
            prop_assert_eq!(members(&a.union(&b)), each(&a, &b, |a, b| a || b));
            prop_assert_eq!(members(&a.intersection(&b)), each(&a, &b, |a, b| a && b));
            prop_assert_eq!(members(&a.difference(&b)), each(&a, &b, |a, b| a && !b));
            prop_assert_eq!(a.is_subset(&b), each(&a, &b, |a, b| a && !b).iter().all(|it| !it));
        }

        #[test]
        fn the_same_flows_are_written_the_same(a in set(), b in set()) {
            prop_assert_eq!(a == b, members(&a) == members(&b));
            prop_assert_eq!(a.difference(&b).union(&a.intersection(&b)), a);
        }
    }

    #[test]
    fn prefixes_are_stretches() {
        let inner: IpNet = "10.1.0.0/16".parse().unwrap();
        let outer: IpNet = "10.0.0.0/8".parse().unwrap();
        let far: IpNet = "::/0".parse().unwrap();
        assert!(Stretch::of(&outer).contains(&Stretch::of(&inner)));
        assert!(!Stretch::of(&inner).contains(&Stretch::of(&outer)));
        assert!(Stretch::of(&inner).overlaps(&Stretch::of(&outer)));
        assert!(!Stretch::of(&far).overlaps(&Stretch::of(&outer)));
        assert_eq!(Stretch::of(&far), Stretch::of_family(Family::V6));
    }
}
