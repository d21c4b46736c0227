//! Places and machines: what fails together because it stands together.

use outlast_findings::Span;

use crate::PlaceId;

/// What kind of failure domain a place is, from the widest to the narrowest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlaceKind {
    /// A cloud with all its zones, or another company.
    Provider,
    /// A zone of a cloud.
    Zone,
    /// A site of one's own: a campus, an office.
    Site,
    /// A building.
    Building,
    /// A room.
    Room,
    /// A hypervisor or other host that machines run on.
    Host,
}

impl PlaceKind {
    /// The word for it, as in the outlast file.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Provider => "provider",
            Self::Zone => "zone",
            Self::Site => "site",
            Self::Building => "building",
            Self::Room => "room",
            Self::Host => "host",
        }
    }
}

/// A failure domain. Places nest.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The name, as printed: `ch-gva-2`, `office`.
    pub name: String,
    /// What kind of place.
    pub kind: PlaceKind,
    /// The place around it.
    pub within: Option<PlaceId>,
    /// Places beside that one that take it with them when they fail: a building that holds a zone
    /// of one kind and racks of another stands around neither's surroundings.
    pub beside: Vec<PlaceId>,
    /// Whether it stands for no more than what another place holds of its surroundings: nothing
    /// strikes it alone.
    pub share: bool,
    /// Where it is written, if anywhere.
    pub span: Option<Span>,
}

impl Place {
    /// A place that is written nowhere.
    pub fn new(name: impl Into<String>, kind: PlaceKind, within: Option<PlaceId>) -> Self {
        let name = name.into();
        Self { name, kind, within, beside: Vec::new(), share: false, span: None }
    }
}

/// An instance or a physical host that runs parts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Machine {
    /// The Terraform address of the instance; members of a pool have an index.
    pub address: String,
    /// The block that made it, without the index: equal machines share it.
    pub block: String,
    /// Where it stands: a zone, or a host, room or building when that is known.
    pub place: PlaceId,
    /// Anti-affinity groups: two machines that share one never share a hypervisor.
    pub apart: Vec<String>,
    /// Other constraints on the host: machines of different targets never share one.
    pub host_class: Option<String>,
    /// The pool that it is a member of, as an address.
    pub pool: Option<String>,
    /// Whether a lost machine is made anew by itself, by which part and how long that takes.
    pub replaced: Option<crate::WayBack>,
    /// The size, as the provider names it: `standard.medium`.
    pub size: Option<String>,
    /// Price in hundredths of a euro a month, where known.
    pub cost_cents: Option<i64>,
    /// Whether it is taken for granted where something runs in a place of one's own: no Terraform
    /// knows it, and what is known of its networks is known of its place.
    pub own: bool,
    /// Whether it runs at all: a stopped instance is no copy.
    pub running: bool,
    /// Where it is written.
    pub span: Option<Span>,
}

impl Machine {
    /// A machine that runs, of which nothing else is known but where it stands.
    pub fn new(address: impl Into<String>, block: impl Into<String>, place: PlaceId) -> Self {
        Self {
            address: address.into(),
            block: block.into(),
            place,
            apart: Vec::new(),
            host_class: None,
            pool: None,
            replaced: None,
            size: None,
            cost_cents: None,
            own: false,
            running: true,
            span: None,
        }
    }
}
