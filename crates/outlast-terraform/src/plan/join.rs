//! Known texts of a plan or state, joined with the attributes of other resources that they name.
//!
//! A state has no references, but every id. A text that is the `id` of exactly one other resource is
//! that reference when it is an identifier nobody writes by hand, or when the state says that the
//! one depends on the other; addresses and names are joined only where the state says so.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::sync::Arc;

use crate::configuration::{Mode, Resource};
use crate::value::{Data, Origin, Value};

use super::values::is_text;

/// What a text may stand for, by the text; `None` where several resources have it.
type Table = BTreeMap<String, Option<Origin>>;

/// Gives every text that names another resource the origin that it has there.
pub(super) fn by_identity(resources: &mut [Resource]) {
    let ids = table(resources.iter(), |name, _| name == "id");
    let mut by_block: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, resource) in resources.iter().enumerate() {
        by_block.entry(resource.block.clone()).or_default().push(at);
    }
    let tables: Vec<Table> = resources
        .iter()
        .map(|resource| {
            let near: BTreeSet<usize> = resource
                .depends_on
                .iter()
                .filter_map(|block| by_block.get(block))
                .flatten()
                .copied()
                .collect();
            let near = near.into_iter().filter_map(|at| resources.get(at));
            table(near, names_a_resource)
        })
        .collect();
    for (resource, near) in resources.iter_mut().zip(tables) {
        let address = resource.address.clone();
        for (name, value) in &mut resource.values {
            if name != "id" {
                join(value, &address, &ids, &near);
            }
        }
    }
}

/// Attributes by which others refer to a resource: its id, its name, its addresses.
fn names_a_resource(name: &str, text: &str) -> bool {
    name == "id" || name == "name" || text.parse::<IpAddr>().is_ok()
}

fn table<'r>(
    resources: impl Iterator<Item = &'r Resource>,
    wanted: impl Fn(&str, &str) -> bool,
) -> Table {
    let mut table = Table::new();
    for resource in resources {
        // `id` goes before a name that is the same text.
        let mut said = BTreeSet::new();
        let id = resource.values.get_key_value("id");
        for (name, value) in id.into_iter().chain(&resource.values) {
            let Some(text) = value.as_str().filter(|text| is_text(value) && wanted(name, text))
            else {
                continue;
            };
            if !said.insert(text.to_owned()) {
                continue;
            }
            let origin = Origin::new(&resource.address, name);
            let entry = table.entry(text.to_owned()).or_insert_with(|| Some(origin.clone()));
            // A data source and what it looked up are the same thing: what is managed counts.
            match entry {
                Some(other) if *other == origin => {}
                Some(other)
                    if other.resource.contains("data.") && resource.mode == Mode::Managed =>
                {
                    *entry = Some(origin);
                }
                Some(_) if resource.mode == Mode::Data => {}
                _ => *entry = None,
            }
        }
    }
    table
}

/// Whether nobody writes such a text by hand: 16 letters or more with a digit and a dash, as a UUID.
fn is_identifier(text: &str) -> bool {
    text.len() >= 16
        && text.contains('-')
        && text.bytes().any(|byte| byte.is_ascii_digit())
        && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

fn join(value: &mut Value, address: &str, ids: &Table, near: &Table) {
    if value.origin.is_none()
        && let Some(text) = value.as_str()
    {
        let by_id = ids.get(text).filter(|_| is_identifier(text));
        let found = near.get(text).and_then(Option::as_ref).or(by_id.and_then(Option::as_ref));
        if let Some(origin) = found.filter(|origin| origin.resource != address) {
            value.origin = Some(Arc::new(origin.clone()));
        }
    }
    match &mut value.data {
        Data::List(items) => {
            let each = |item: &mut Value| join(item, address, ids, near);
            Arc::make_mut(items).iter_mut().for_each(each);
        }
        Data::Map(entries) => {
            let each = |entry: &mut Value| join(entry, address, ids, near);
            Arc::make_mut(entries).values_mut().for_each(each);
        }
        _ => {}
    }
}
