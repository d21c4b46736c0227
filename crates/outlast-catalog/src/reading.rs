//! Reading of resources into an estate: places on demand, attributes as facts, joins.
//!
//! Resource files get a [`Reading`] and the resource, and say what it becomes. They are called in
//! stages, so that whatever a resource refers to has been read before it.

use std::collections::BTreeMap;
use std::net::IpAddr;

use ipnet::IpNet;
use outlast_findings::{Finding, Span};
use outlast_model::{
    Copy, Fact, Kind, MachineId, PartId, Place, PlaceId, PlaceKind, Range, Role, SECOND, Seat,
};
use outlast_terraform::{Data, Mode, Origin, Provider, Resource, Value};

use crate::assumptions::{self, Assumptions, Entry};
use crate::estate::{Estate, Thing, bare_part};
use crate::names::Record;
use crate::openings::Rule;
use crate::references::{References, Referred};
use crate::rules;
use crate::zones;

/// The name of the provider, as places are named.
const PROVIDER: &str = "exoscale";
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
    places: BTreeMap<String, PlaceId>,
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
            places: BTreeMap::new(),
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

    fn place(&mut self, name: &str, kind: PlaceKind, within: Option<PlaceId>) -> PlaceId {
        if let Some(place) = self.places.get(name) {
            return *place;
        }
        let place = Place { name: name.to_string(), kind, within, span: None };
        let id = self.estate.model.places.push(place);
        self.places.insert(name.to_string(), id);
        id
    }

    /// The provider with all its zones.
    pub(crate) fn provider_place(&mut self) -> PlaceId {
        self.place(PROVIDER, PlaceKind::Provider, None)
    }

    /// Where the name servers stand: at the provider and outside of every zone.
    pub(crate) fn name_servers(&mut self) -> PlaceId {
        let provider = self.provider_place();
        let entry = &assumptions::DNS_OUTSIDE_ZONES;
        self.assumptions.settle(&mut self.estate.model, entry, "");
        self.place(NAME_SERVERS, PlaceKind::Provider, Some(provider))
    }

    /// The zone of that name, with its control plane.
    pub(crate) fn zone_place(&mut self, name: &str) -> PlaceId {
        if let Some(place) = self.places.get(name) {
            return *place;
        }
        let provider = self.provider_place();
        let zone = self.place(name, PlaceKind::Zone, Some(provider));
        for entry in [&assumptions::ZONES_INDEPENDENT, &assumptions::HYPERVISORS_IN_ZONE] {
            self.assumptions.settle(&mut self.estate.model, entry, "");
        }
        for other in zones::in_the_same_city(name) {
            let what = format!("stands in the same city as {other}");
            self.estate.detail(name, what, None);
        }
        self.control_plane(zone, name);
        zone
    }

    /// Who carries out changes in a zone: a part of its own, or one for all zones.
    fn control_plane(&mut self, zone: PlaceId, name: &str) {
        let entry = &assumptions::CONTROL_PLANE_PER_ZONE;
        let own = self.assumptions.is(&mut self.estate.model, entry, name, "yes");
        let (place, label) = match own.value() {
            Some(false) => (self.provider_place(), PROVIDER),
            _ => (zone, name),
        };
        let address = format!("control plane {label}");
        let part = self.estate.model.part_at(&address).unwrap_or_else(|| {
            self.managed(&address, Role::ControlPlane, Kind::Server, place, "control plane", None)
        });
        self.estate.model.control_planes.insert(zone, part);
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
        if zones::zone(name).is_none() && !self.places.contains_key(name) {
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
        let mut part = bare_part(address, role, kind, span);
        part.copies = vec![Copy { seat: Seat::Place(place), name: None }];
        part.group = Some(group.to_string());
        self.estate.add_part(part)
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

/// An attribute that is written and not `null`. A plan lists what is not written and what only
/// creation gives as unknown, with itself as origin: that counts as not written.
pub(crate) fn attribute<'a>(resource: &'a Resource, name: &str) -> Option<&'a Value> {
    let value = resource.values.get(name)?;
    let is_own = |it: &Origin| it.resource == resource.address && it.path == name;
    let computed = value.is_unknown() && value.origin.as_deref().is_some_and(is_own);
    (!value.is_null() && !computed).then_some(value)
}

/// The first of several names that one attribute had over time.
pub(crate) fn any_attribute<'a>(resource: &'a Resource, names: &[&str]) -> Option<&'a Value> {
    names.iter().find_map(|name| attribute(resource, name))
}

/// An attribute of an object that is written and not `null`.
pub(crate) fn field<'a>(object: &'a Value, name: &str) -> Option<&'a Value> {
    object.get(name).filter(|value| !value.is_null())
}

/// Why one of these attributes is written and not known, or how many of the resource there are.
pub(crate) fn unsure(resource: &Resource, names: &[&str]) -> Option<String> {
    let of = |name: &&str| {
        let value = attribute(resource, name)?;
        unknown_in(value, resource).map(|why| format!("its `{name}` is not known: {why}"))
    };
    resource.count_unknown.clone().or_else(|| names.iter().find_map(of))
}

/// Why something in a value is not known that only the input could say.
fn unknown_in(value: &Value, resource: &Resource) -> Option<String> {
    match &value.data {
        // What creation gives is known to be that; so is the attribute of another resource.
        Data::Unknown(unknown) => {
            let own = value.origin.as_deref().is_some_and(|it| it.resource == resource.address);
            (!own && !unknown.whole).then(|| unknown.why.clone())
        }
        Data::List(items) => items.iter().find_map(|it| unknown_in(it, resource)),
        Data::Map(entries) => entries.values().find_map(|it| unknown_in(it, resource)),
        Data::Null | Data::Bool(_) | Data::Number(_) | Data::String(_) => None,
    }
}

/// A text attribute, when it is known.
pub(crate) fn text<'a>(resource: &'a Resource, name: &str) -> Option<&'a str> {
    attribute(resource, name)?.as_str()
}

/// What is nested under a name, written as blocks or as an attribute with an object.
pub(crate) fn nested<'a>(resource: &'a Resource, name: &str) -> Vec<&'a Value> {
    match attribute(resource, name) {
        Some(value) => objects(value),
        None => Vec::new(),
    }
}

/// The objects in a value: itself, or its elements.
pub(crate) fn objects(value: &Value) -> Vec<&Value> {
    match &value.data {
        Data::List(items) => items.iter().filter(|item| !item.is_null()).collect(),
        Data::Null
        | Data::Bool(_)
        | Data::Number(_)
        | Data::String(_)
        | Data::Map(_)
        | Data::Unknown(_) => vec![value],
    }
}

/// Whether this is a data source.
pub(crate) fn is_data(resource: &Resource) -> bool {
    matches!(resource.mode, Mode::Data)
}

/// Why a value is not known.
pub(crate) fn why_unknown(value: &Value) -> String {
    value.as_unknown().map_or_else(|| "it has another type".to_string(), |it| it.why.clone())
}
