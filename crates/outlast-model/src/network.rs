//! Networks: who is attached to which segment under which address, what is filtered there, and
//! which way packets take from one segment to another.
//!
//! Neutral of any cloud: a security group, the allowed networks of a managed database and a list of
//! `iptables` rules are all *groups* of rules that only allow. Addresses that are known only after
//! apply stay unknown. What listens at a machine is a fact of the part that runs there.
//! Left out: rate limits, deep inspection, and rules that deny.

use std::collections::BTreeMap;
use std::net::IpAddr;

use ipnet::IpNet;
use outlast_findings::Span;

use crate::{Arena, Fact, MachineId, PartId, PlaceId};

/// The number of a network in its model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct NetworkId(pub u32);

/// The number of an interface in its model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct InterfaceId(pub u32);

/// The number of a filter group in its model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct FilterId(pub u32);

/// What kind of segment a network is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NetworkKind {
    /// The public internet: one for the whole model, joined to every public address.
    Internet,
    /// A private segment of a cloud in one zone.
    Private,
    /// The inside of a site of one's own: an office.
    Site,
}

/// A segment: those who are attached to it reach each other without a gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Network {
    /// The address: of the resource, or `internet`, or `place.office`.
    pub address: String,
    /// What kind of segment.
    pub kind: NetworkKind,
    /// Where it is; `None` for the internet.
    pub place: Option<PlaceId>,
    /// The prefixes that it uses, as far as they are known; empty means none is known.
    pub prefixes: Vec<IpNet>,
    /// Whether it gives addresses out by itself; without it each machine sets its own.
    pub managed: bool,
    /// Where it is written.
    pub span: Option<Span>,
}

/// Who is attached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Attached {
    /// An instance or host.
    Machine(MachineId),
    /// A managed service, an elastic IP, a load balancer.
    Part(PartId),
    /// Those who sit at a site.
    Place(PlaceId),
}

/// The family of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// IPv4.
    V4,
    /// IPv6.
    V6,
}

impl Family {
    /// That of an address.
    pub const fn of(at: IpAddr) -> Self {
        match at {
            IpAddr::V4(_) => Self::V4,
            IpAddr::V6(_) => Self::V6,
        }
    }
}

/// An address of an interface: a single host, or a prefix that is routed to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The family, which is known also where the address is not.
    pub family: Family,
    /// The address; unknown until it is given out.
    pub at: Fact<IpNet>,
}

/// Somebody's attachment to a network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interface {
    /// Whose.
    pub of: Attached,
    /// To which network.
    pub network: NetworkId,
    /// Its addresses there; empty when nobody gives it one.
    pub addresses: Vec<Address>,
    /// Why it has none, or whether that is known at all: `None` when the list is complete.
    pub unaddressed: Option<String>,
    /// The groups whose rules filter what passes it; `None` when nothing is filtered there.
    pub filters: Option<Vec<FilterId>>,
    /// Why the list of groups is not whole, if so: everything not allowed by a known group is then
    /// undecided.
    pub unseen_filters: Option<UnseenFilters>,
    /// Where it is written.
    pub span: Option<Span>,
}

impl Interface {
    /// An attachment without an address, at which nothing is filtered.
    pub const fn new(of: Attached, network: NetworkId) -> Self {
        Self {
            of,
            network,
            addresses: Vec::new(),
            unaddressed: None,
            filters: None,
            unseen_filters: None,
            span: None,
        }
    }
}

/// Why it is not known which groups filter what passes an interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnseenFilters {
    /// Nobody states one, and what then holds is not documented.
    Unstated(String),
    /// They are stated by a value that nobody knows.
    Unknown(String),
}

impl UnseenFilters {
    /// The reason, in words.
    pub fn why(&self) -> &str {
        match self {
            Self::Unstated(why) | Self::Unknown(why) => why,
        }
    }
}

/// A group of rules, with its members: a security group.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FilterGroup {
    /// The address: of the resource.
    pub address: String,
    /// What it is called there.
    pub name: String,
    /// Its rules. Rules only allow; those of all groups of an interface count together.
    pub rules: Vec<FilterRule>,
    /// Prefixes that count as members where the group is a peer (external sources).
    pub external: Vec<IpNet>,
    /// Why its rules are not all known, if so: an existing group that Terraform only reads from.
    pub unseen: Option<String>,
    /// Why not everybody is known who counts as a member where the group is a peer, if so: anybody
    /// who is not known to be one may be.
    pub unseen_members: Option<String>,
    /// Where it is written.
    pub span: Option<Span>,
}

/// Which way a packet goes, seen from the member of the group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// To the member. Without a rule nothing comes in.
    In,
    /// From the member. Without any rule of this way in any of its groups, everything goes out.
    Out,
}

/// Which packets a rule is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Packets {
    /// All of them.
    All,
    /// TCP to these ports, both included.
    Tcp(u16, u16),
    /// UDP to these ports, both included.
    Udp(u16, u16),
    /// ICMP of this type and code; `None` is any.
    Icmp(Option<u8>, Option<u8>),
    /// ICMPv6 of this type and code; `None` is any.
    Icmp6(Option<u8>, Option<u8>),
    /// Another protocol, by its number: 47 is GRE, 50 ESP, 51 AH, 4 IPIP.
    Protocol(u8),
    /// Not known, and why.
    Unknown(String),
}

/// Who is at the other end of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FilterPeer {
    /// Everybody in this prefix.
    Prefix(IpNet),
    /// The members of this group, by their public addresses, and its external prefixes.
    Group(FilterId),
    /// A set of addresses that the provider maintains, by its name; who is in it is not known.
    Public(String),
    /// Not known, and why.
    Unknown(String),
}

/// A rule that lets packets through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterRule {
    /// The resource that it is written in, by its address.
    pub address: String,
    /// Which way.
    pub way: Way,
    /// Which packets.
    pub packets: Packets,
    /// Who is at the other end.
    pub peer: FilterPeer,
    /// Where it is written.
    pub span: Option<Span>,
}

/// Where a route leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RouteTo {
    /// To everything in this network.
    Network(NetworkId),
    /// To this prefix; `0.0.0.0/0` is the default route.
    Prefix(IpNet),
}

/// A route that one machine has: routes are a matter of each instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// The machine that has it.
    pub on: MachineId,
    /// Where it leads.
    pub to: RouteTo,
    /// The passage that it goes through.
    pub over: PassageId,
    /// Whether packets leave over the internet instead when the passage is down; otherwise they go
    /// nowhere.
    pub otherwise_internet: bool,
    /// Whether it is read from a configuration text, and not stated, with what was read.
    pub read_from: Option<String>,
    /// Where it is written.
    pub span: Option<Span>,
}

/// The number of a passage in its model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct PassageId(pub u32);

crate::arena::id!(NetworkId InterfaceId FilterId PassageId);

/// What carries packets between the ends of a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Carrier {
    /// The gateways of both ends talk over the internet, with these packets, inside of which the
    /// traffic is hidden from it (`encrypted`) or not.
    Tunnel {
        /// The packets of the tunnel, all of which must get through: `udp 51820`, or `udp 500` and
        /// `esp`; `Unknown` when nobody says.
        packets: Vec<Packets>,
        /// Whether the traffic inside is encrypted.
        encrypted: bool,
    },
    /// A wire of one's own (Private Connect, MPLS): nothing public is crossed.
    Wire,
    /// One and the same machine stands in both networks and forwards.
    Forward,
}

/// Whether the gateways at an end of a tunnel send packets of it before any have come.
///
/// Filters remember connections: who sends first is answered whatever its own rules say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Calls {
    /// They keep the tunnel up by themselves.
    Always,
    /// They answer, and pass on what is sent through them; they send nothing by themselves.
    Never,
    /// Nobody says. They are taken to call where the other end lets them in.
    #[default]
    WhereLetIn,
}

/// One end of a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    /// The network at this end.
    pub network: NetworkId,
    /// The machines that forward there, any of which is enough; empty where the network itself is
    /// connected (a router of a site that nobody wrote down, a wire).
    pub gateways: Vec<MachineId>,
    /// Whether those gateways replace the sender's address by their own (source NAT).
    pub translates: bool,
    /// Whether they call the other ends; of a tunnel only.
    pub calls: Calls,
}

/// A way between networks: a tunnel, a wire, a machine that forwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The address of the link, or of what it was read from.
    pub address: String,
    /// The link as a part that fails, if it is one.
    pub part: Option<PartId>,
    /// Its ends, two or more.
    pub ends: Vec<End>,
    /// What carries the packets.
    pub carrier: Carrier,
    /// Where it is written.
    pub span: Option<Span>,
}

/// A protocol with ports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Transport {
    /// TCP, protocol 6.
    Tcp,
    /// UDP, protocol 17.
    Udp,
}

/// A port on which a part that passes packets on (a balancer) takes them, and the port of its
/// members that it gives them to. A part without any passes every packet on as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortTranslation {
    /// The part that passes packets on: a router with an interface of its own.
    pub part: PartId,
    /// Which packets.
    pub transport: Transport,
    /// The port that packets arrive at.
    pub port: u16,
    /// The port of the member.
    pub target_port: u16,
    /// Where it is written.
    pub span: Option<Span>,
}

/// All that is known of networks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Networks {
    /// Segments; the internet is the first where anything is attached to it.
    pub networks: Arena<NetworkId, Network>,
    /// Attachments.
    pub interfaces: Arena<InterfaceId, Interface>,
    /// Groups of rules.
    pub filters: Arena<FilterId, FilterGroup>,
    /// Ways between networks.
    pub passages: Arena<PassageId, Passage>,
    /// Routes of machines.
    pub routes: Vec<Route>,
    /// Ports of parts that pass packets on to another port.
    pub translations: Vec<PortTranslation>,
    /// Passages whose traffic must stay inside: it may not leave unencrypted over the internet, not
    /// even while the passage is down. With where that is written.
    pub inside: Vec<(PassageId, Option<Span>)>,
    /// The ports of parts that listen on more than one; else it is `Part::listens`.
    pub ports: BTreeMap<crate::PartId, Vec<u16>>,
    /// The TCP ports by which copies of a part follow each other, where that is known of their
    /// software.
    pub followed_at: BTreeMap<crate::PartId, u16>,
    /// Ports that the platform itself lets nobody send to from its public addresses, with a source:
    /// outgoing mail.
    pub blocked_out: Vec<(Packets, crate::AssumptionId)>,
}

impl Networks {
    /// The internet, in every model that has any network: it is the first.
    pub const INTERNET: NetworkId = NetworkId(0);

    /// The network of that number.
    pub fn network(&self, id: NetworkId) -> &Network {
        &self.networks[id]
    }

    /// The interface of that number.
    pub fn interface(&self, id: InterfaceId) -> &Interface {
        &self.interfaces[id]
    }

    /// The group of that number.
    pub fn filter(&self, id: FilterId) -> &FilterGroup {
        &self.filters[id]
    }

    /// The passage of that number.
    pub fn passage(&self, id: PassageId) -> &Passage {
        &self.passages[id]
    }

    /// The interface of a machine on the internet, when it has or may have an address there.
    pub fn public_interface(&self, machine: MachineId) -> Option<&Interface> {
        let is_public = |it: &&Interface| {
            let network = self.network(it.network);
            network.kind == NetworkKind::Internet && !it.addresses.is_empty()
        };
        self.interfaces.iter().filter(|it| it.of == Attached::Machine(machine)).find(is_public)
    }

    /// Whether rules keep what is for the end of a route from leaving by this interface: there is a
    /// list of what may go out, and nothing there is on it. `None` where a group is not known.
    pub fn keeps_back(&self, interface: &Interface, to: &RouteTo) -> Option<bool> {
        let groups = interface.filters.iter().flatten().map(|it| self.filter(*it));
        let groups: Vec<&FilterGroup> = groups.collect();
        if interface.unseen_filters.is_some() || groups.iter().any(|it| it.unseen.is_some()) {
            return None;
        }
        let rules = groups.iter().flat_map(|it| &it.rules).filter(|it| it.way == Way::Out);
        let far = match to {
            RouteTo::Prefix(prefix) => std::slice::from_ref(prefix),
            RouteTo::Network(network) => self.network(*network).prefixes.as_slice(),
        };
        let may = |rule: &FilterRule| match &rule.peer {
            FilterPeer::Prefix(prefix) => {
                prefix.prefix_len() == 0
                    || far.iter().any(|it| it.contains(prefix) || prefix.contains(it))
            }
            FilterPeer::Group(_) | FilterPeer::Public(_) | FilterPeer::Unknown(_) => false,
        };
        let mut is_listed = false;
        for rule in rules {
            if may(rule) {
                return Some(false);
            }
            is_listed = true;
        }
        Some(is_listed)
    }
}
