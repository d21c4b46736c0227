//! Reading of resources into an estate: places on demand, attributes as facts, joins.
//!
//! Resource files get a [`Reading`] and the resource, and say what it becomes. They are called in
//! stages, so that whatever a resource refers to has been read before it.

use std::collections::BTreeMap;
use std::net::IpAddr;

use ipnet::IpNet;
use outlast_findings::{Finding, Span};
use outlast_model::{
    Fact, Kind, MachineId, Packets, PartId, PlaceId, PlaceKind, Range, Role, SECOND, Way,
};
use outlast_terraform::{Provider, Resource, Value};

use crate::assumptions::{self, Assumptions, Entry};
use crate::attributes::{attribute, why_unknown};
use crate::estate::{Estate, Thing};
use crate::references::{References, Referred};
use crate::rules;
use crate::zones;

/// The place of the name servers.
const NAME_SERVERS: &str = "exoscale dns";

/// The security groups of some machines.
#[derive(Debug, Clone)]
pub(crate) struct Membership {
    /// The machines.
    pub(crate) machines: Vec<MachineId>,
    /// The addresses of their groups; a data source when it reads an existing one.
    pub(crate) groups: Vec<String>,
    /// Why not all of their groups are known, if so.
    pub(crate) unknown: Option<String>,
    /// What they have on the internet.
    pub(crate) public: Public,
    /// Where they are written.
    pub(crate) span: Option<Span>,
}

/// What machines have on the internet.
#[derive(Debug, Clone, Default)]
pub(crate) struct Public {
    /// Whether they have no public interface at all; unknown, and why.
    pub(crate) private: Option<Result<bool, String>>,
    /// Whether they have an IPv6 address as well; unknown, and why.
    pub(crate) v6: Option<Result<bool, String>>,
    /// The addresses that are known: of a single machine, in a plan or state.
    pub(crate) at: Vec<IpAddr>,
}

/// A security group as such; its rules are joined to it.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    /// What it is called.
    pub(crate) name: String,
    /// Networks that count as members.
    pub(crate) external: Vec<IpNet>,
    /// Why not all of its external sources are known, if so.
    pub(crate) unseen_members: Option<String>,
    /// Where it is written.
    pub(crate) span: Option<Span>,
}

/// Who is at the other end of a rule, while groups are known by their addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Other {
    /// Everybody in this network.
    Prefix(IpNet),
    /// The members of this security group, by its address.
    Group(String),
    /// A set of addresses that the provider maintains, by its name.
    Public(String),
    /// Not known, and why.
    Unknown(String),
}

/// A rule of a security group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rule {
    /// The resource that it is written in.
    pub(crate) address: String,
    /// Whether it lets packets in or out.
    pub(crate) way: Way,
    /// Which packets.
    pub(crate) packets: Packets,
    /// Who is at the other end.
    pub(crate) peer: Other,
    /// Where it is written.
    pub(crate) span: Option<Span>,
}

/// An address record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Record {
    /// The resource.
    pub(crate) address: String,
    /// The domain, as a text, or the address of its resource when that is not known.
    pub(crate) domain: String,
    /// The name in it; empty for the domain itself; nothing when it is not known.
    pub(crate) name: Option<String>,
}

/// An estate while it is read.
pub(crate) struct Reading<'a> {
    /// What was read so far.
    pub(crate) estate: Estate,
    /// What is assumed.
    pub(crate) assumptions: Assumptions<'a>,
    /// Who refers to whom.
    pub(crate) references: References<'a>,
    /// Which machines are in which security groups.
    pub(crate) memberships: Vec<Membership>,
    /// The rules of each security group, by its address.
    pub(crate) rules: BTreeMap<String, Vec<Rule>>,
    /// The security groups, by their addresses.
    pub(crate) groups: BTreeMap<String, Group>,
    /// Why there may be rules in any group besides those that are known, if so.
    pub(crate) loose_rules: Option<String>,
    /// Why any elastic IP may lead to machines besides those that are known, if so.
    pub(crate) loose_addresses: Option<String>,
    /// The networks that each managed database lets in, as far as somebody says.
    pub(crate) admitted: BTreeMap<PartId, Vec<Rule>>,
    /// The address records, joined into names at the end.
    pub(crate) records: Vec<Record>,
    providers: &'a [Provider],
}

impl<'a> Reading<'a> {
    /// An empty estate over these resources.
    pub(crate) fn new(
        resources: &'a [Resource],
        providers: &'a [Provider],
        assumptions: Assumptions<'a>,
    ) -> Self {
        Self {
            estate: Estate::default(),
            assumptions,
            references: References::new(resources),
            memberships: Vec::new(),
            rules: BTreeMap::new(),
            groups: BTreeMap::new(),
            loose_rules: None,
            loose_addresses: None,
            admitted: BTreeMap::new(),
            records: Vec::new(),
            providers,
        }
    }

    /// The provider block that a resource is made with, if it is written down.
    pub(crate) fn provider(&self, resource: &Resource) -> Option<&'a Provider> {
        let named = |it: &&Provider| match &it.alias {
            Some(alias) => resource.provider == format!("{}.{alias}", it.name),
            None => resource.provider == it.name,
        };
        self.providers.iter().find(named)
    }

    /// Writes down what a resource became.
    pub(crate) fn became(&mut self, resource: &Resource, thing: Thing) {
        self.estate.things.insert(resource.address.clone(), thing);
    }

    /// Writes down a statement about a resource.
    pub(crate) fn detail(
        &mut self,
        resource: &Resource,
        what: impl Into<String>,
        span: Option<Span>,
    ) {
        self.estate.detail(&resource.address, what, span);
    }

    /// Reports what is wrong or not known.
    pub(crate) fn report(&mut self, finding: Finding) {
        self.estate.findings.push(finding);
    }

    /// Reports what is wrong with the system itself, however well it is written.
    pub(crate) fn defect(&mut self, finding: Finding) {
        self.estate.defects.push(finding);
    }

    // Places.

    /// The provider with all its zones.
    pub(crate) fn provider_place(&mut self) -> PlaceId {
        zones::provider_place(&mut self.estate)
    }

    /// Where the name servers stand: at the provider and outside of every zone.
    pub(crate) fn name_servers(&mut self) -> PlaceId {
        let provider = self.provider_place();
        let entry = &assumptions::DNS_OUTSIDE_ZONES;
        self.assumptions.settle(&mut self.estate.model, entry, "");
        zones::place_of(&mut self.estate, NAME_SERVERS, PlaceKind::Provider, Some(provider))
    }

    /// The zone of that name, with its control plane.
    pub(crate) fn zone_place(&mut self, name: &str) -> PlaceId {
        zones::zone_place(&mut self.estate, self.assumptions, name)
    }

    /// The zone of a resource by its attribute `zone`.
    pub(crate) fn zone(&mut self, resource: &Resource) -> PlaceId {
        self.zone_from(attribute(resource, "zone"))
    }

    /// The zone that a value names. An unknown one is a place of its own, so that nothing that
    /// stands there counts as standing elsewhere, or as standing together with anything else.
    pub(crate) fn zone_from(&mut self, value: Option<&Value>) -> PlaceId {
        let Some(value) = value else {
            let place = self.zone_place("? (not stated)");
            self.estate.model.unsure_places.insert(place, "it is not stated".to_string());
            return place;
        };
        let Some(name) = value.as_str() else {
            let why = why_unknown(value);
            let place = self.zone_place(&format!("? ({why})"));
            self.estate.model.unsure_places.insert(place, why);
            return place;
        };
        let is_known = self.estate.model.places().any(|(_, it)| it.name == name);
        if zones::zone(name).is_none() && !is_known {
            self.strange_zone(name, value.span);
        }
        self.zone_place(name)
    }

    fn strange_zone(&mut self, name: &str, span: Option<Span>) {
        let known: Vec<_> = zones::ZONES.iter().map(|zone| zone.name).collect();
        self.report(
            rules::UNKNOWN_ZONE
                .finding()
                .at_maybe(span, format!("`{name}` is taken for a zone of its own"))
                .help(format!("the zones are {}", known.join(", "))),
        );
    }

    // Parts.

    /// Adds a part that the provider runs somewhere in `place`.
    pub(crate) fn managed(
        &mut self,
        address: &str,
        role: Role,
        kind: Kind,
        place: PlaceId,
        group: &str,
        span: Option<Span>,
    ) -> PartId {
        self.estate.add_managed(address, role, kind, place, group, span)
    }

    // Facts.

    /// An attribute in seconds; the assumed value when it is not written.
    pub(crate) fn seconds(
        &mut self,
        value: Option<&Value>,
        entry: &Entry,
        of: &str,
    ) -> Fact<Range> {
        let Some(value) = value else {
            return self.assumptions.duration(&mut self.estate.model, entry, of);
        };
        match value.as_i64() {
            Some(seconds @ 1..) => {
                Fact::Stated(Range::exactly(seconds.saturating_mul(SECOND)), value.span)
            }
            Some(seconds) => Fact::Unknown(format!("`{seconds}` seconds make no sense")),
            None => Fact::Unknown(why_unknown(value)),
        }
    }

    /// An attribute that counts something; the assumed value when it is not written.
    pub(crate) fn count(&mut self, value: Option<&Value>, entry: &Entry, of: &str) -> Fact<u32> {
        let Some(value) = value else {
            return self.assumptions.count(&mut self.estate.model, entry, of);
        };
        match value.as_i64().map(u32::try_from) {
            Some(Ok(count @ 1..)) => Fact::Stated(count, value.span),
            Some(_) => Fact::Unknown("it must be a whole number from 1".to_string()),
            None => Fact::Unknown(why_unknown(value)),
        }
    }

    // Joins.

    /// The addresses that a list of ids, or one id, refers to, among resources and data sources of
    /// these kinds; and why not all of them are known.
    pub(crate) fn addresses(
        &self,
        value: Option<&Value>,
        kinds: &[&str],
    ) -> (Vec<String>, Option<String>) {
        let (mut addresses, mut unknown) = (Vec::new(), None);
        for referred in self.references.all(value, kinds) {
            match referred {
                Referred::To { address, .. } => {
                    if !addresses.contains(&address) {
                        addresses.push(address);
                    }
                }
                Referred::Text(text) => {
                    unknown = Some(format!("`{text}` is not in this Terraform"))
                }
                Referred::Unknown(why) => unknown = Some(why),
            }
        }
        (addresses, unknown)
    }
}
