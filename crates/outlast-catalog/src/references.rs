//! Who refers to whom, in every form that Terraform hands values over.
//!
//! In source texts and plans an id is unknown and its origin says whose it is; in a state it is a
//! text that is looked up among all ids; old code refers by name. A reference that goes through
//! an attribute of a third resource is followed to where it leads. A data source that reads
//! something by the name of a resource in the same Terraform stands for that resource.

use std::collections::BTreeMap;

use outlast_terraform::{Data, Mode, Origin, Resource, Value};

use crate::attributes::{attribute, text, why_unknown};

/// How many resources a reference is followed through.
const HOPS: usize = 8;

/// What a value refers to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Referred {
    /// The attribute `path` of a resource or data source.
    To {
        /// Its address.
        address: String,
        /// The attribute: `id`, `instances[0].public_ip_address`.
        path: String,
    },
    /// A text that is nobody's id.
    Text(String),
    /// Not known, and why.
    Unknown(String),
}

/// All resources, by everything that they are referred to by.
#[derive(Debug, Clone)]
pub(crate) struct References<'a> {
    resources: &'a [Resource],
    by_address: BTreeMap<&'a str, &'a Resource>,
    by_block: BTreeMap<&'a str, Vec<&'a Resource>>,
    by_id: BTreeMap<&'a str, Vec<&'a Resource>>,
    by_name: BTreeMap<&'a str, Vec<&'a Resource>>,
    by_ip: BTreeMap<&'a str, Vec<&'a Resource>>,
}

/// Attributes that name a resource, today's and before provider 0.54.
const NAMES: [&str; 2] = ["name", "display_name"];
/// Attributes with a public address.
const ADDRESSES: [&str; 4] = ["public_ip_address", "ip_address", "ipv6_address", "ip6_address"];

impl<'a> References<'a> {
    /// Looks through all resources.
    pub(crate) fn new(resources: &'a [Resource]) -> Self {
        let mut this = Self {
            resources,
            by_address: BTreeMap::new(),
            by_block: BTreeMap::new(),
            by_id: BTreeMap::new(),
            by_name: BTreeMap::new(),
            by_ip: BTreeMap::new(),
        };
        for resource in resources {
            this.by_address.insert(&resource.address, resource);
            this.by_block.entry(&resource.block).or_default().push(resource);
            if let Some(id) = text(resource, "id") {
                this.by_id.entry(id).or_default().push(resource);
            }
            if matches!(resource.mode, Mode::Managed) {
                for name in NAMES.iter().filter_map(|it| text(resource, it)) {
                    this.by_name.entry(name).or_default().push(resource);
                }
                for ip in ADDRESSES.iter().filter_map(|it| text(resource, it)) {
                    this.by_ip.entry(ip).or_default().push(resource);
                }
            }
        }
        this
    }

    /// The resource or data source at an address.
    pub(crate) fn resource(&self, address: &str) -> Option<&'a Resource> {
        self.by_address.get(address).copied()
    }

    /// The managed resource of one of these kinds with this name.
    pub(crate) fn named(&self, name: &str, kinds: &[&str]) -> Option<&'a Resource> {
        of_kinds(self.by_name.get(name)?, kinds)
    }

    /// The managed resource of one of these kinds that has this public address, as a state tells.
    pub(crate) fn holding(&self, ip: &str, kinds: &[&str]) -> Option<&'a Resource> {
        of_kinds(self.by_ip.get(ip)?, kinds)
    }

    /// The resource in this Terraform that a data source reads, if it reads one of its own kind.
    pub(crate) fn reads(&self, data: &Resource) -> Option<&'a str> {
        let data = self.resource(&data.address)?;
        let found = self.stands_for(data, &[data.kind.as_str()]);
        (found.address != data.address).then_some(found.address.as_str())
    }

    /// The addresses of managed resources of these kinds, in order.
    pub(crate) fn of_kinds(&self, kinds: &[&str]) -> Vec<String> {
        let managed = |it: &&Resource| matches!(it.mode, Mode::Managed);
        let fits = |it: &&Resource| kinds.contains(&it.kind.as_str());
        let all = self.resources.iter().filter(managed).filter(fits);
        all.map(|it| it.address.clone()).collect()
    }

    /// How many instances a block has.
    pub(crate) fn instances(&self, block: &str) -> usize {
        self.by_block.get(block).map_or(0, Vec::len)
    }

    /// What a value, or each element of a list, refers to among resources of these kinds.
    pub(crate) fn all(&self, value: Option<&Value>, kinds: &[&str]) -> Vec<Referred> {
        let Some(value) = value else { return Vec::new() };
        self.follow(value, kinds, HOPS)
    }

    fn follow(&self, value: &Value, kinds: &[&str], hops: usize) -> Vec<Referred> {
        if let Data::List(items) = &value.data {
            return items.iter().flat_map(|item| self.follow(item, kinds, hops)).collect();
        }
        let origins = origins(value);
        let direct: Vec<_> = origins.iter().flat_map(|it| self.to(it, kinds)).collect();
        // What was chosen or put together by something that is not known may hold any of them, or
        // none.
        if let Some(unknown) = value.as_unknown().filter(|it| !it.whole && !direct.is_empty()) {
            return vec![Referred::Unknown(unknown.why.clone())];
        }
        if !direct.is_empty() {
            return direct;
        }
        if let Some(text) = value.as_str() {
            let ids: Vec<_> = self.id(text, kinds);
            if !ids.is_empty() {
                return ids;
            }
        }
        let further = self.through(&origins, kinds, hops);
        if !further.is_empty() {
            return further;
        }
        match value.as_str() {
            Some(text) => vec![Referred::Text(text.to_string())],
            None => vec![Referred::Unknown(why_unknown(value))],
        }
    }

    /// The resources of these kinds that an origin names. One without an index stands for all
    /// instances of its block.
    fn to(&self, origin: &Origin, kinds: &[&str]) -> Vec<Referred> {
        let found = self.at(origin);
        let fits = found.iter().filter(|it| kinds.contains(&it.kind.as_str()));
        let to = |it: &&Resource| Referred::To {
            address: self.stands_for(it, kinds).address.clone(),
            path: origin.path.clone(),
        };
        fits.map(to).collect()
    }

    fn at(&self, origin: &Origin) -> Vec<&'a Resource> {
        match self.by_address.get(origin.resource.as_str()) {
            Some(resource) => vec![resource],
            None => self.by_block.get(origin.resource.as_str()).cloned().unwrap_or_default(),
        }
    }

    fn id(&self, id: &str, kinds: &[&str]) -> Vec<Referred> {
        let found = self.by_id.get(id).map_or(&[][..], Vec::as_slice);
        let fits = found.iter().filter(|it| kinds.contains(&it.kind.as_str()));
        let to = |it: &&Resource| Referred::To {
            address: self.stands_for(it, kinds).address.clone(),
            path: "id".to_string(),
        };
        // A resource and a data source that reads it have the same id: it is one thing.
        let mut all: Vec<_> = fits.map(to).collect();
        all.sort_by_key(
            |it| matches!(it, Referred::To { address, .. } if is_data_address(address)),
        );
        all.truncate(1);
        all
    }

    /// Follows attributes of other resources to where they lead.
    fn through(&self, origins: &[Origin], kinds: &[&str], hops: usize) -> Vec<Referred> {
        let Some(hops) = hops.checked_sub(1) else { return Vec::new() };
        let mut found = Vec::new();
        for origin in origins {
            for resource in self.at(origin) {
                let Some(value) = attribute(resource, first_name(&origin.path)) else { continue };
                let to = self.follow(value, kinds, hops);
                found.extend(to.into_iter().filter(|it| matches!(it, Referred::To { .. })));
            }
        }
        found.dedup();
        found
    }

    /// The managed resource that a data source reads, by its id or its name, else itself.
    fn stands_for(&self, resource: &'a Resource, kinds: &[&str]) -> &'a Resource {
        if !matches!(resource.mode, Mode::Data) {
            return resource;
        }
        let origins = attribute(resource, "id").map_or_else(Vec::new, origins);
        let by_id = origins
            .iter()
            .flat_map(|it| self.at(it))
            .find(|it| matches!(it.mode, Mode::Managed) && kinds.contains(&it.kind.as_str()));
        let by_name = || self.named(text(resource, "name")?, kinds);
        by_id.or_else(by_name).unwrap_or(resource)
    }
}

/// The attributes that a value is, or depends on.
fn origins(value: &Value) -> Vec<Origin> {
    let mut all: Vec<Origin> = value.origin.iter().map(|it| Origin::clone(it)).collect();
    for origin in value.as_unknown().map_or(&[][..], |unknown| &unknown.origins) {
        if !all.contains(origin) {
            all.push(origin.clone());
        }
    }
    all
}

fn of_kinds<'a>(resources: &[&'a Resource], kinds: &[&str]) -> Option<&'a Resource> {
    resources.iter().copied().find(|it| kinds.contains(&it.kind.as_str()))
}

fn first_name(path: &str) -> &str {
    path.split(['.', '[']).next().unwrap_or(path)
}

fn is_data_address(address: &str) -> bool {
    address.starts_with("data.") || address.contains(".data.")
}
