//! The resource types that outlast understands, one file each.
//!
//! A file holds one [`ResourceKind`]: the names that the type has or had, a page, and how an
//! instance of it becomes part of the [`Estate`]. To add one, write the file and its page and add
//! a line to [`KINDS`].

use std::collections::BTreeMap;

use outlast_model::{Missing, MissingKind, Stranger, Understood};
use outlast_terraform::{Mode, Provider, Resource};

use crate::assumptions::Assumptions;
use crate::estate::{Estate, Thing};
use crate::reading::Reading;
use crate::{Overrides, admission, machines, names, networks, openings};

mod aws_s3_bucket;
mod aws_s3_object;
mod data_exoscale_instance_pool;
mod data_exoscale_template;
mod exoscale_anti_affinity_group;
mod exoscale_block_storage_volume;
mod exoscale_block_storage_volume_snapshot;
mod exoscale_compute_instance;
mod exoscale_dbaas;
mod exoscale_dbaas_pg_user;
mod exoscale_domain;
mod exoscale_domain_record;
mod exoscale_elastic_ip;
mod exoscale_iam_role;
mod exoscale_instance_pool;
mod exoscale_nic;
mod exoscale_nlb;
mod exoscale_nlb_service;
mod exoscale_private_network;
mod exoscale_secondary_ipaddress;
mod exoscale_security_group;
mod exoscale_security_group_rule;
mod exoscale_security_group_rules;
mod exoscale_sks_cluster;
mod exoscale_sks_kubeconfig;
mod exoscale_sks_nodepool;
mod exoscale_sos_bucket_policy;
mod exoscale_ssh_key;
mod random_uuid;

/// All resource types, by name.
pub static KINDS: &[&ResourceKind] = &[
    &aws_s3_bucket::KIND,
    &aws_s3_object::KIND,
    &data_exoscale_instance_pool::KIND,
    &data_exoscale_template::KIND,
    &exoscale_anti_affinity_group::KIND,
    &exoscale_block_storage_volume::KIND,
    &exoscale_block_storage_volume_snapshot::KIND,
    &exoscale_compute_instance::KIND,
    &exoscale_dbaas::KIND,
    &exoscale_dbaas_pg_user::KIND,
    &exoscale_domain::KIND,
    &exoscale_domain_record::KIND,
    &exoscale_elastic_ip::KIND,
    &exoscale_iam_role::KIND,
    &exoscale_instance_pool::KIND,
    &exoscale_nic::KIND,
    &exoscale_nlb::KIND,
    &exoscale_nlb_service::KIND,
    &exoscale_private_network::KIND,
    &exoscale_secondary_ipaddress::KIND,
    &exoscale_security_group::KIND,
    &exoscale_security_group_rule::KIND,
    &exoscale_security_group_rules::KIND,
    &exoscale_sks_cluster::KIND,
    &exoscale_sks_kubeconfig::KIND,
    &exoscale_sks_nodepool::KIND,
    &exoscale_sos_bucket_policy::KIND,
    &exoscale_ssh_key::KIND,
    &random_uuid::KIND,
];

/// When a resource is read: what it refers to comes before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Groups, networks, volumes, databases, buckets: they refer to nothing that matters.
    Ground,
    /// Elastic IPs and load balancers.
    Addresses,
    /// Instances and pools.
    Machines,
    /// What joins them: services of balancers, attachments, rules.
    Joints,
    /// Names.
    Names,
}

impl Stage {
    const ALL: [Self; 5] =
        [Self::Ground, Self::Addresses, Self::Machines, Self::Joints, Self::Names];
}

/// A resource type.
#[derive(Debug, Clone, Copy)]
pub struct ResourceKind {
    /// The type names, today's first, then what it was called before. Names of data sources begin
    /// with `data.`; one that ends with `*` stands for all that begin like it.
    pub names: &'static [&'static str],
    /// What it is, in a few words: lower case, no full stop.
    pub summary: &'static str,
    /// Its page.
    pub page: &'static str,
    /// When it is read.
    pub stage: Stage,
    /// Makes it part of the estate. Whether it is understood: a type may be so only in part, as
    /// the buckets of another provider are not.
    pub(crate) read: fn(&mut Reading<'_>, &Resource) -> bool,
}

impl ResourceKind {
    /// Today's name: that of the file and of the page.
    pub fn name(&self) -> &'static str {
        self.names.first().copied().unwrap_or_default()
    }

    fn is(&self, name: &str) -> bool {
        self.names.iter().any(|it| match it.strip_suffix('*') {
            Some(start) => name.starts_with(start),
            None => *it == name,
        })
    }
}

/// Every entry, by name.
pub fn kinds() -> impl Iterator<Item = &'static ResourceKind> {
    KINDS.iter().copied()
}

/// The entry for a resource type, by any of its names; `data.` goes before that of a data source.
pub fn kind(name: &str) -> Option<&'static ResourceKind> {
    KINDS.iter().copied().find(|kind| kind.is(name))
}

fn kind_of(resource: &Resource) -> Option<&'static ResourceKind> {
    match resource.mode {
        Mode::Managed => kind(&resource.kind),
        Mode::Data => kind(&format!("data.{}", resource.kind)),
    }
}

/// Reads evaluated resources into an estate.
pub fn read(resources: &[Resource], providers: &[Provider], overrides: &Overrides) -> Estate {
    let mut reading = Reading::new(resources, providers, Assumptions::new(overrides));
    let kinds: Vec<_> = resources.iter().map(kind_of).collect();
    let made = resources.iter().map(|it| (it.address.clone(), it.provider.clone()));
    reading.estate.providers = made.collect();
    for stage in Stage::ALL {
        for (resource, kind) in resources.iter().zip(&kinds) {
            if let Some(kind) = kind.filter(|kind| kind.stage == stage) {
                let understood = (kind.read)(&mut reading, resource);
                count(&mut reading, resource, understood);
            }
        }
    }
    for (resource, _) in resources.iter().zip(&kinds).filter(|(_, kind)| kind.is_none()) {
        count(&mut reading, resource, false);
    }
    strangers(&mut reading.estate.model.understood);
    names::join(&mut reading);
    openings::join(&mut reading);
    networks::join(&mut reading);
    admission::check(&mut reading);
    machines::check_groups(&mut reading);
    reading.estate
}

/// From so many types on a provider counts as known.
const KNOWN_FROM: usize = 10;

/// The providers of what is not understood of which nothing or little is known.
fn strangers(understood: &mut Understood) {
    let provider = |kind: &str| kind.split('_').next().unwrap_or(kind).to_string();
    let mut resources: BTreeMap<String, usize> = BTreeMap::new();
    for it in &understood.missing {
        if let MissingKind::Resource(kind) = &it.kind {
            *resources.entry(provider(kind)).or_default() += 1;
        }
    }
    for (name, resources) in resources {
        let names = kinds().flat_map(|kind| kind.names).filter(|it| !it.starts_with("data."));
        let known = names.filter(|it| provider(it) == name).map(|it| (*it).to_string());
        let known: Vec<String> = known.collect();
        if known.len() < KNOWN_FROM {
            understood.strangers.push(Stranger { provider: name, resources, known });
        }
    }
}

/// Nothing to place: what is known of it stands in the details.
fn known(reading: &mut Reading<'_>, resource: &Resource) -> bool {
    reading.became(resource, Thing::Known);
    true
}

/// Counts a managed resource as understood or not.
fn count(reading: &mut Reading<'_>, resource: &Resource, understood: bool) {
    reading.estate.things.entry(resource.address.clone()).or_insert(Thing::Known);
    if let Some(why) = &resource.count_unknown {
        let what = format!("how many there are is not known ({why}): one stands for all");
        reading.detail(resource, what, resource.span);
        if let Some(Thing::Machines(machines)) = reading.estate.things.get(&resource.address) {
            let uncounted = machines.iter().map(|machine| (*machine, why.clone()));
            reading.estate.model.uncounted.extend(uncounted);
        }
    }
    if matches!(resource.mode, Mode::Data) {
        return;
    }
    let model = &mut reading.estate.model.understood;
    model.all += 1;
    if understood {
        model.known += 1;
    } else {
        model.missing.push(Missing {
            address: resource.address.clone(),
            kind: MissingKind::Resource(resource.kind.clone()),
            span: resource.span,
        });
        reading.estate.things.remove(&resource.address);
    }
}

#[cfg(test)]
mod tests;
