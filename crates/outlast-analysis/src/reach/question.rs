//! What is asked of the network, and what is answered.
//!
//! An answer always names what decides it: the rules that let the packets through, or the first
//! thing on the way that does not, with the numbers of the model, so that whoever words it finds
//! the names and the spans. Left out: words.

use ipnet::IpNet;
use outlast_model::{
    AssumptionId, Attached, Family, FilterId, InterfaceId, MachineId, NetworkId, Packets, PartId,
    PassageId, PlaceId, Way,
};

use super::flows::FlowSet;
use super::packets::PacketSet;

/// Somebody who sends, or who is sent to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Party {
    /// Everybody outside, at every public address.
    Internet,
    /// Everybody outside whose public address is in this prefix.
    Prefix(IpNet),
    /// Those in a set of public addresses that the provider maintains, by its name.
    Public(String),
    /// A machine.
    Machine(MachineId),
    /// Every copy of a part; of a router as the one who is sent to: every member behind it.
    Part(PartId),
    /// Those who sit at a site.
    Place(PlaceId),
}

/// Whether these packets get from one to the other, and are answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Who opens the connection.
    pub from: Party,
    /// To whom.
    pub to: Party,
    /// With which packets.
    pub packets: Packets,
}

/// The answer in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// None of the packets gets there.
    No,
    /// It hangs on something that is not known.
    Undecided,
    /// Some of the packets get there, or get there for some of those asked about, for certain; not
    /// for all.
    Partly,
    /// All of them get there, and so do the replies.
    Yes,
}

/// A step of the way.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hop {
    /// Within one network.
    Segment {
        /// The network.
        network: NetworkId,
        /// Who puts the packet there; `None` is somebody outside, or a router nobody wrote down.
        from: Option<Attached>,
        /// Who takes it.
        to: Option<Attached>,
    },
    /// Through a passage.
    Passage {
        /// Which.
        passage: PassageId,
        /// The machine that sends it in; `None` where nobody wrote one down.
        from: Option<MachineId>,
        /// The machine that gets it out.
        to: Option<MachineId>,
    },
    /// Passed on by a router to one of its members.
    Forwarded {
        /// The router.
        by: PartId,
        /// The member.
        to: Attached,
    },
}

/// A rule, by its group and its index there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleRef {
    /// The group.
    pub group: FilterId,
    /// The index of the rule in the group, from 0.
    pub rule: usize,
}

/// Something that is taken away, to see what still holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cut {
    /// A passage is down.
    Passage(PassageId),
    /// A machine is down.
    Machine(MachineId),
    /// A network carries nothing.
    Network(NetworkId),
}

/// What decides.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decision {
    /// These rules let it through; empty where nothing is filtered on the way.
    Allowed(Vec<RuleRef>),
    /// Who sends is who is sent to: nothing crosses a network.
    Itself,
    /// No rule of this way at this interface lets it through.
    NoRule {
        /// The interface whose rules filter.
        interface: InterfaceId,
        /// Which way: out means that a first rule made its way out a list of what is allowed.
        way: Way,
    },
    /// These rules would let it through if what is not known of them were so.
    MaybeRule {
        /// The interface whose rules filter.
        interface: InterfaceId,
        /// Which way.
        way: Way,
        /// The rules.
        rules: Vec<RuleRef>,
        /// What is not known.
        why: String,
    },
    /// It has no address of this family there.
    NoAddress {
        /// The interface without.
        interface: InterfaceId,
        /// Of which family; `None` is of none.
        family: Option<Family>,
    },
    /// It is not known whether it has an address there.
    MaybeAddress(InterfaceId),
    /// It is attached to no network at all that leads there.
    NotJoined {
        /// Who; `None` is somebody outside.
        who: Option<Attached>,
        /// The network that it would have to stand in, where there is one.
        network: Option<NetworkId>,
    },
    /// No address of this prefix exists on the internet.
    NotPublic(IpNet),
    /// It has no route there.
    NoRoute {
        /// Who.
        on: Attached,
        /// Where to.
        to: NetworkId,
    },
    /// A reply finds no way back.
    NoRouteBack {
        /// Who would reply; `None` is somebody outside.
        on: Option<Attached>,
        /// The network of the one who asked.
        to: NetworkId,
    },
    /// The route leads over a passage at which its machine does not stand.
    PassageElsewhere {
        /// The index of the route.
        route: usize,
        /// The passage.
        passage: PassageId,
    },
    /// A gateway of a passage has no interface in the network that it should forward to or from.
    GatewayElsewhere {
        /// The passage.
        passage: PassageId,
        /// The gateway.
        gateway: MachineId,
        /// The network.
        network: NetworkId,
    },
    /// A network that it stands in itself uses the addresses of the far one.
    Overlap {
        /// Who.
        on: Attached,
        /// Its own network.
        own: NetworkId,
        /// The far network.
        far: NetworkId,
    },
    /// The platform lets nobody send that.
    Platform(AssumptionId),
    /// The packets of the tunnel itself do not get from gateway to gateway.
    Carrier {
        /// The passage.
        passage: PassageId,
        /// Why not.
        why: Box<Decision>,
    },
    /// It was taken away.
    Down(Cut),
    /// The passage is down, and packets for a private address leave over the internet, where they
    /// are lost and may be read.
    LeavesOverInternet {
        /// The index of the route.
        route: usize,
    },
    /// No port of the router leads to a member with these packets.
    PortNotForwarded(PartId),
    /// Nobody is behind it.
    NobodyBehind(PartId),
    /// A limit of the search was met: it is named.
    Limit(&'static str),
    /// It is not known, and why.
    Unknown(String),
}

/// The answer to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// In a word.
    pub verdict: Verdict,
    /// The way, as far as the packets get.
    pub path: Vec<Hop>,
    /// The networks that are crossed on it, in order.
    pub networks: Vec<NetworkId>,
    /// What decides.
    pub decided_by: Decision,
    /// For which of the senders and receivers the path and the decision are, where the question was
    /// about several: the first whose verdict is the worst.
    pub of: (Party, Party),
    /// Where the verdict is partly: the answer for some that get there.
    pub open: Option<Box<Self>>,
}

impl Answer {
    /// This answer where everything asked about gets there, else the one for some that does.
    pub(crate) fn getting_there(&self) -> Option<Box<Self>> {
        match self.verdict {
            Verdict::Yes => Some(Box::new(self.clone())),
            Verdict::No | Verdict::Undecided | Verdict::Partly => self.open.clone(),
        }
    }
}

/// What is allowed between two: the truth lies between the two sets.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bounds {
    /// What gets through for certain.
    pub sure: PacketSet,
    /// What gets through if all that is not known were so: it holds `sure`.
    pub perhaps: PacketSet,
}

impl Bounds {
    /// Exactly these.
    pub fn exactly(packets: PacketSet) -> Self {
        Self { sure: packets.clone(), perhaps: packets }
    }

    /// All or nothing, or it is not known which.
    pub fn all_when(truth: Truth) -> Self {
        let when = |holds: bool| if holds { PacketSet::all() } else { PacketSet::default() };
        Self { sure: when(truth == Truth::Yes), perhaps: when(truth >= Truth::Undecided) }
    }

    /// What both let through.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        Self {
            sure: self.sure.intersection(&other.sure),
            perhaps: self.perhaps.intersection(&other.perhaps),
        }
    }

    /// What one of them lets through.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        Self { sure: self.sure.union(&other.sure), perhaps: self.perhaps.union(&other.perhaps) }
    }

    /// The verdict about these packets.
    pub fn verdict(&self, asked: &PacketSet) -> Verdict {
        if asked.is_disjoint(&self.perhaps) {
            Verdict::No
        } else if asked.is_subset(&self.sure) {
            Verdict::Yes
        } else if asked.is_disjoint(&self.sure) {
            Verdict::Undecided
        } else {
            Verdict::Partly
        }
    }
}

/// What is allowed for each address outside: the truth lies between the two sets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flows {
    /// What gets through for certain.
    pub sure: FlowSet,
    /// What gets through if all that is not known were so: it holds `sure`.
    pub perhaps: FlowSet,
}

/// Whether something is so, with the third answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    /// It is not so.
    No,
    /// It is not known.
    Undecided,
    /// It is so.
    Yes,
}
