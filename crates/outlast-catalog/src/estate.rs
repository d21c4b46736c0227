//! What Terraform alone says: the estate.
//!
//! It stands between the two halves of the catalogue. The resource files read evaluated Terraform
//! into an estate: places, machines, the parts that resources are by themselves, and where traffic
//! is sent. The outlast file is read on top of it: which software runs where, what is promised.
//! Only the second half knows which part listens on a machine, so traffic is kept as *aims* here
//! and becomes members of routers there.

use std::collections::BTreeMap;

use ipnet::IpNet;
use outlast_findings::{Finding, Span};
use outlast_model::{Copy, Kind, MachineId, Model, Part, PartId, PlaceId, Role, Seat};

/// What a resource became. Keyed by instance address in [`Estate::things`]; data sources are there
/// too, under `data.…`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Thing {
    /// Machines: one for an instance, as many as its size for a pool.
    Machines(Vec<MachineId>),
    /// One part: an elastic IP, a load balancer's service, a name, a managed database, a bucket.
    Part(PartId),
    /// Several parts: a load balancer with its services, a domain with its names.
    Parts(Vec<PartId>),
    /// A place.
    Place(PlaceId),
    /// Understood, and nothing to place: a key, a group, a rule. What is known of it stands in
    /// [`Estate::details`].
    Known,
}

/// What a router sends traffic to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// Whatever listens on this machine.
    Machine(MachineId),
    /// This part, by its first copy: an elastic IP behind a name, a name behind a name.
    Part(PartId),
}

/// One direction that a router sends traffic in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Aim {
    /// To what.
    pub target: Target,
    /// The port there; `None` means the port that the caller used.
    pub port: Option<u16>,
    /// Whether it is in rotation before any fault.
    pub active: bool,
    /// Where that is written.
    pub span: Option<Span>,
}

/// Which packets a rule is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Protocol {
    /// TCP.
    Tcp,
    /// UDP.
    Udp,
    /// All of them: only the rules of before provider 0.54 could say so.
    All,
    /// Another one, in lower case: `icmp`, `esp`.
    Other(String),
}

impl Protocol {
    /// The word for it.
    pub fn word(&self) -> &str {
        match self {
            Self::Tcp => "tcp",
            Self::Udp => "udp",
            Self::All => "all",
            Self::Other(name) => name,
        }
    }

    /// Whether TCP connections are among it.
    pub const fn has_tcp(&self) -> bool {
        matches!(self, Self::Tcp | Self::All)
    }
}

/// Who may come in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Peer {
    /// Everybody.
    Internet,
    /// This network, as it is written.
    Prefix(String),
    /// The members of this security group, by its address.
    Group(String),
    /// A set of addresses that the provider maintains, by its name.
    Public(String),
    /// Not known, and why.
    Unknown(String),
}

/// Ports of a machine that a security group lets somebody reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenPort {
    /// The first port.
    pub from: u16,
    /// The last port.
    pub to: u16,
    /// The protocol.
    pub protocol: Protocol,
    /// Who may come in.
    pub peer: Peer,
    /// The address of the group.
    pub group: String,
    /// The rule.
    pub span: Option<Span>,
}

/// A network volume.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Volume {
    /// The resource.
    pub address: String,
    /// The zone that it and its copies are in.
    pub place: PlaceId,
    /// Size in GiB, if known.
    pub gib: Option<u64>,
    /// The machine that it is attached to, if any.
    pub on: Option<MachineId>,
    /// Where it is written.
    pub span: Option<Span>,
}

/// A machine on a private network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    /// The machine.
    pub machine: MachineId,
    /// Its fixed address, if one is stated; why that is not known otherwise.
    pub fixed: Option<Result<String, String>>,
    /// Where it is written.
    pub span: Option<Span>,
}

/// A private network: one segment in one zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Network {
    /// The resource.
    pub address: String,
    /// The zone.
    pub place: PlaceId,
    /// The prefix of the addresses that the provider hands out, if it does; unknown, and why.
    pub managed: Option<Result<IpNet, String>>,
    /// The machines on it.
    pub machines: Vec<Joined>,
    /// Where it is written.
    pub span: Option<Span>,
}

/// A text that a machine is started with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserData {
    /// The text, as far as it is known.
    pub text: String,
    /// Where it is written.
    pub span: Option<Span>,
}

/// A statement about a resource that nothing is computed from yet, or that explains what is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detail {
    /// The statement: lower case, without a full stop.
    pub what: String,
    /// Where it is written.
    pub span: Option<Span>,
}

/// What Terraform alone says.
#[derive(Debug, Clone, Default)]
pub struct Estate {
    /// Places, machines, and the parts that resources are by themselves.
    pub model: Model,
    /// What each resource instance became, by its address.
    pub things: BTreeMap<String, Thing>,
    /// Where the traffic of a router goes. A router that has none here has no target at all,
    /// unless it is in [`Estate::unknown_aims`].
    pub aims: BTreeMap<PartId, Vec<Aim>>,
    /// Routers whose targets Terraform does not tell (or not all of them), and why.
    pub unknown_aims: BTreeMap<PartId, String>,
    /// The port that a router is entered by, where it has one: that of a load balancer's service.
    pub ports: BTreeMap<PartId, u16>,
    /// The port that the health check of a router knocks at, where it is stated.
    pub check_ports: BTreeMap<PartId, u16>,
    /// What security groups admit, per machine.
    pub open: BTreeMap<MachineId, Vec<OpenPort>>,
    /// Machines with a security group whose rules Terraform does not tell, and why.
    pub unknown_open: BTreeMap<MachineId, String>,
    /// The machines in each security group, by the address of the group.
    pub members: BTreeMap<String, Vec<MachineId>>,
    /// Machines that the internet cannot reach at their own address.
    pub private: Vec<MachineId>,
    /// Machines on which something decides that nobody sees here what runs: nodes of a cluster.
    pub scheduled: BTreeMap<MachineId, String>,
    /// The texts that machines are started with.
    pub user_data: BTreeMap<MachineId, UserData>,
    /// Names of the domain name system as they are typed: `www.example.com`.
    pub names: BTreeMap<PartId, String>,
    /// The size of the own disk of machines, in bytes, where it is known.
    pub disks: BTreeMap<MachineId, u64>,
    /// The provider that each resource is made with: `exoscale`, `exoscale.backup`.
    pub providers: BTreeMap<String, String>,
    /// Network volumes.
    pub volumes: Vec<Volume>,
    /// Private networks.
    pub networks: Vec<Network>,
    /// What else is known of a resource, by its address.
    pub details: BTreeMap<String, Vec<Detail>>,
    /// What is wrong with the input.
    pub findings: Vec<Finding>,
    /// What is wrong with the system that the input describes: it is judged all the same.
    pub defects: Vec<Finding>,
}

impl Estate {
    /// The machines that an address stands for, if it stands for machines.
    pub fn machines_of(&self, address: &str) -> Option<&[MachineId]> {
        match self.things.get(address) {
            Some(Thing::Machines(machines)) => Some(machines),
            _ => None,
        }
    }

    /// The parts that an address stands for; empty when it stands for none.
    pub fn parts_of(&self, address: &str) -> Vec<PartId> {
        match self.things.get(address) {
            Some(Thing::Part(part)) => vec![*part],
            Some(Thing::Parts(parts)) => parts.clone(),
            _ => Vec::new(),
        }
    }

    /// Writes down a statement about a resource.
    pub fn detail(&mut self, address: &str, what: impl Into<String>, span: Option<Span>) {
        let detail = Detail { what: what.into(), span };
        self.details.entry(address.to_string()).or_default().push(detail);
    }

    /// Adds a part and gives its number.
    pub fn add_part(&mut self, part: Part) -> PartId {
        self.model.parts.push(part)
    }

    /// Adds a part that a provider runs somewhere in `place`, as one of a group.
    pub fn add_managed(
        &mut self,
        address: &str,
        role: Role,
        kind: Kind,
        place: PlaceId,
        group: &str,
        span: Option<Span>,
    ) -> PartId {
        let mut part = bare_part(address, role, kind, span);
        part.copies = vec![Copy { seat: Seat::Place(place), name: None }];
        part.group = Some(group.to_string());
        self.add_part(part)
    }

    /// Sends traffic of a router somewhere; the same direction twice counts once.
    pub fn aim(&mut self, router: PartId, aim: Aim) {
        let aims = self.aims.entry(router).or_default();
        let same = |it: &Aim| it.target == aim.target && it.port == aim.port;
        if !aims.iter().any(same) {
            aims.push(aim);
        }
    }
}

/// A part of which nothing is known but what it is and where it is written.
pub fn bare_part(address: &str, role: Role, kind: Kind, span: Option<Span>) -> Part {
    Part { span, ..Part::new(address, role, kind) }
}
