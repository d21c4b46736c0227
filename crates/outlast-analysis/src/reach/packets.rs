//! Exact sets of packets by protocol and port, or by ICMP type and code.
//!
//! A packet is one number of 24 bits: its protocol, then the port that it is sent to, or its ICMP
//! type and code. So every range of ports, and every type with all of its codes, is one range.
//! Protocols without either are one range of all second numbers. The source port is left out: no
//! filter of the model looks at it.

use std::fmt;

use outlast_model::{Family, Packets, Transport};

use super::ranges::Ranges;

/// Protocol numbers (<https://www.iana.org/assignments/protocol-numbers>).
const ICMP: u8 = 1;
const TCP: u8 = 6;
const UDP: u8 = 17;
const ICMP6: u8 = 58;

/// A set of packets.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PacketSet(Ranges<u32>);

const fn key(protocol: u8, detail: u16) -> u32 {
    ((protocol as u32) << 16) | detail as u32
}

const fn pair(high: u8, low: u8) -> u16 {
    ((high as u16) << 8) | low as u16
}

/// Packets of an ICMP of either family.
fn icmp(protocol: u8, of: Option<u8>, code: Option<u8>) -> Ranges<u32> {
    let types = of.map_or(0..=u8::MAX, |of| of..=of);
    let codes = code.map_or((0, u8::MAX), |code| (code, code));
    Ranges::from_ranges(
        types.map(|of| (key(protocol, pair(of, codes.0)), key(protocol, pair(of, codes.1)))),
    )
}

/// The number of a protocol with ports.
const fn number(transport: Transport) -> u8 {
    match transport {
        Transport::Tcp => TCP,
        Transport::Udp => UDP,
    }
}

impl PacketSet {
    /// All packets.
    pub fn all() -> Self {
        Self(Ranges::of(0, key(u8::MAX, u16::MAX)))
    }

    /// All that can be in IP packets of this family: ICMP belongs to one of them.
    pub fn of_family(family: Family) -> Self {
        let foreign = match family {
            Family::V4 => ICMP6,
            Family::V6 => ICMP,
        };
        Self::all().difference(&Self::protocol(foreign))
    }

    /// All packets of a protocol.
    pub fn protocol(number: u8) -> Self {
        Self(Ranges::of(key(number, 0), key(number, u16::MAX)))
    }

    /// Those to this port.
    pub fn port(transport: Transport, port: u16) -> Self {
        let key = key(number(transport), port);
        Self(Ranges::of(key, key))
    }

    /// What a rule or a question says; `None` where it is not known.
    pub fn known(packets: &Packets) -> Option<Self> {
        Some(match packets {
            Packets::All => Self::all(),
            Packets::Tcp(low, high) => Self(Ranges::of(key(TCP, *low), key(TCP, *high))),
            Packets::Udp(low, high) => Self(Ranges::of(key(UDP, *low), key(UDP, *high))),
            Packets::Icmp(of, code) => Self(icmp(ICMP, *of, *code)),
            Packets::Icmp6(of, code) => Self(icmp(ICMP6, *of, *code)),
            Packets::Protocol(number) => Self::protocol(*number),
            Packets::Unknown(_) => return None,
        })
    }

    /// Whether none is in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the packet of this protocol and port (or type and code) is in it.
    pub fn contains(&self, protocol: u8, detail: u16) -> bool {
        self.0.contains(key(protocol, detail))
    }

    /// What is in this or in the other.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self(self.0.union(&other.0))
    }

    /// What is in both.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        Self(self.0.intersection(&other.0))
    }

    /// What is in this and not in the other.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Self {
        Self(self.0.difference(&other.0))
    }

    /// Whether all of it is in the other.
    pub fn is_subset(&self, other: &Self) -> bool {
        self.0.is_subset(&other.0)
    }

    /// Whether nothing of it is in the other.
    pub fn is_disjoint(&self, other: &Self) -> bool {
        self.0.is_disjoint(&other.0)
    }

    /// Its ranges as protocol with the first and the last port (or type and code), in ascending
    /// order; a range over several protocols is one entry for each.
    pub fn by_protocol(&self) -> Vec<(u8, u16, u16)> {
        let mut found = Vec::new();
        for &(low, high) in self.0.ranges() {
            let (first, last) = (low >> 16, high >> 16);
            for number in first..=last {
                let from = if number == first { low & 0xffff } else { 0 };
                let to = if number == last { high & 0xffff } else { 0xffff };
                let narrow = |it: u32| u16::try_from(it).unwrap_or(u16::MAX);
                found.push((u8::try_from(number).unwrap_or(u8::MAX), narrow(from), narrow(to)));
            }
        }
        found
    }
}

/// A range of ports of a protocol, in words.
fn words(protocol: u8, low: u16, high: u16) -> String {
    let name = match protocol {
        ICMP => "icmp",
        TCP => "tcp",
        UDP => "udp",
        ICMP6 => "icmpv6",
        47 => "gre",
        50 => "esp",
        51 => "ah",
        4 => "ipip",
        _ => return format!("protocol {protocol}"),
    };
    let ports = matches!(protocol, TCP | UDP);
    let icmp = matches!(protocol, ICMP | ICMP6);
    match (low, high) {
        (0, u16::MAX) => name.to_string(),
        (low, high) if ports && low == high => format!("{name} {low}"),
        (low, high) if ports => format!("{name} {low}-{high}"),
        (low, high) if icmp && low >> 8 == high >> 8 && low & 0xff == 0 && high & 0xff == 0xff => {
            format!("{name} type {}", low >> 8)
        }
        (low, high) if icmp && low == high => {
            format!("{name} type {} code {}", low >> 8, low & 0xff)
        }
        (low, high) if icmp => format!("{name} types {} to {}", low >> 8, high >> 8),
        _ => name.to_string(),
    }
}

impl fmt::Display for PacketSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::all() {
            return f.write_str("everything");
        }
        let ranges = self.by_protocol();
        if ranges.is_empty() {
            return f.write_str("nothing");
        }
        // Whole protocols beyond a handful would be a line of a thousand words.
        if ranges.len() > 200 {
            let but = Self::all().difference(self);
            return write!(f, "everything but {but}");
        }
        let words: Vec<String> =
            ranges.iter().map(|(protocol, low, high)| words(*protocol, *low, *high)).collect();
        f.write_str(&words.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(packets: &Packets) -> PacketSet {
        PacketSet::known(packets).unwrap()
    }

    #[test]
    fn ports_and_types_do_not_meet() {
        assert!(set(&Packets::Tcp(80, 80)).is_disjoint(&set(&Packets::Udp(80, 80))));
        assert!(set(&Packets::Tcp(1, 9)).contains(6, 9));
        assert!(!set(&Packets::Tcp(1, 9)).contains(6, 10));
        assert!(set(&Packets::Icmp(Some(8), None)).contains(1, 8 << 8 | 3));
        assert!(set(&Packets::Icmp(None, Some(3))).contains(1, 8 << 8 | 3));
        assert!(!set(&Packets::Icmp(None, Some(3))).contains(1, 8 << 8 | 4));
        assert_eq!(set(&Packets::Icmp(None, None)), PacketSet::protocol(1));
        assert!(PacketSet::known(&Packets::Unknown("?".into())).is_none());
    }

    #[test]
    fn sets_are_worded() {
        let both = set(&Packets::Tcp(80, 81)).union(&set(&Packets::Udp(53, 53)));
        assert_eq!(both.to_string(), "tcp 80-81, udp 53");
        assert_eq!(PacketSet::all().to_string(), "everything");
        assert_eq!(
            PacketSet::all().difference(&both).difference(&PacketSet::protocol(1)).to_string(),
            "everything but icmp, tcp 80-81, udp 53"
        );
        assert_eq!(PacketSet::default().to_string(), "nothing");
        assert_eq!(set(&Packets::Icmp(Some(8), Some(0))).to_string(), "icmp type 8 code 0");
    }
}
