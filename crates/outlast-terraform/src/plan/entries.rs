//! The instances in a plan, in the JSON of a state, and in a raw state file.
//!
//! A deposed instance waits to be destroyed and is none. Two instances of one address make no sense,
//! and whichever was taken would be half of the truth: that is an error.
//! Left out of a raw state: values that a provider of long ago kept flat (`attributes_flat`).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json};

use super::Entry;
use super::shape::{Wrong, each_in, list_in, object, object_in, some_text_in, text_in, within};
use crate::configuration::{Mode, Resource};
use crate::value::Key;

/// The instances that a plan leaves: what is made, changed or kept, and data that was read.
pub(super) fn planned(json: &Map<String, Json>) -> Result<Vec<Entry<'_>>, Wrong> {
    let mut entries = Vec::new();
    each_in(json, "resource_changes", |change| {
        let resource = header(change)?;
        let changes = object_in(change, "change")?.ok_or(": `change` is missing")?;
        list_in(changes, "actions").map_err(within("change"))?;
        let after = changes.get("after").filter(|after| !after.is_null());
        if let (Some(after), None) = (after, change.get("deposed")) {
            object(after).map_err(within("change.after"))?;
            let unknown = changes.get("after_unknown").unwrap_or(&Json::Null);
            entries.push(Entry { resource, after, unknown });
        }
        Ok(())
    })?;
    distinct(&entries)?;
    let known: BTreeSet<String> =
        entries.iter().map(|entry| entry.resource.address.clone()).collect();
    let before = match object_in(json, "prior_state")? {
        Some(before) => stated(before, "values").map_err(within("prior_state"))?,
        None => Vec::new(),
    };
    entries.extend(before.into_iter().filter(|entry| {
        entry.resource.mode == Mode::Data && !known.contains(&entry.resource.address)
    }));
    Ok(entries)
}

/// The instances of the values under a name, modules included.
pub(super) fn stated<'j>(json: &'j Map<String, Json>, name: &str) -> Result<Vec<Entry<'j>>, Wrong> {
    let mut entries = Vec::new();
    let Some(values) = object_in(json, name)? else { return Ok(entries) };
    let root = object_in(values, "root_module").map_err(within(name))?;
    let mut waiting: Vec<(&Map<String, Json>, &str)> =
        root.into_iter().map(|module| (module, "")).collect();
    while let Some((module, address)) = waiting.pop() {
        let place = if address.is_empty() { "root_module" } else { address };
        each_in(module, "resources", |resource| {
            let mut found = header(resource)?;
            found.module = address.to_owned();
            let after = resource.get("values").filter(|values| !values.is_null());
            if let Some(after) = after {
                object(after).map_err(within("values"))?;
            }
            if resource.get("deposed_key").is_none() {
                let after = after.unwrap_or(&Json::Null);
                entries.push(Entry { resource: found, after, unknown: &Json::Null });
            }
            Ok(())
        })
        .map_err(within(place))?;
        each_in(module, "child_modules", |child| {
            waiting.push((child, some_text_in(child, "address")?.unwrap_or_default()));
            Ok(())
        })
        .map_err(within(place))?;
    }
    distinct(&entries)?;
    Ok(entries)
}

/// The instances of a raw state file of version 4, which `terraform state pull` prints.
pub(super) fn raw(json: &Map<String, Json>) -> Result<Vec<Entry<'_>>, Wrong> {
    let mut entries = Vec::new();
    each_in(json, "resources", |block| {
        let module = some_text_in(block, "module")?.unwrap_or_default();
        let (kind, name) = (text_in(block, "type")?, text_in(block, "name")?);
        let mode = mode(block)?;
        let data = if mode == Mode::Data { "data." } else { "" };
        let dot = if module.is_empty() { "" } else { "." };
        let block_address = format!("{module}{dot}{data}{kind}.{name}");
        // `provider["registry.terraform.io/exoscale/exoscale"].alias`: the last name in the quotes.
        let provider = some_text_in(block, "provider")?.unwrap_or_default();
        let provider = provider.split('"').nth(1).unwrap_or(provider);
        each_in(block, "instances", |instance| {
            let key = key(instance, "index_key")?;
            let suffix = key.as_ref().map_or_else(String::new, Key::to_string);
            let mut depends_on = Vec::new();
            for item in list_in(instance, "dependencies")? {
                let name = item.as_str().ok_or(".dependencies: a list of texts is needed")?;
                depends_on.push(name.to_owned());
            }
            object_in(instance, "attributes")?;
            if instance.get("deposed").is_some() {
                return Ok(());
            }
            let resource = Resource {
                address: format!("{block_address}{suffix}"),
                block: block_address.clone(),
                mode,
                kind: kind.to_owned(),
                name: name.to_owned(),
                module: module.to_owned(),
                key,
                provider: provider.rsplit('/').next().unwrap_or("").to_owned(),
                values: BTreeMap::new(),
                span: None,
                depends_on,
                count_unknown: None,
            };
            let after = instance.get("attributes").unwrap_or(&Json::Null);
            entries.push(Entry { resource, after, unknown: &Json::Null });
            Ok(())
        })
    })?;
    distinct(&entries)?;
    Ok(entries)
}

fn distinct(entries: &[Entry<'_>]) -> Result<(), Wrong> {
    let mut seen = BTreeSet::new();
    match entries.iter().find(|entry| !seen.insert(&entry.resource.address)) {
        Some(twice) => Err(format!(": `{}` is there twice", twice.resource.address)),
        None => Ok(()),
    }
}

fn mode(json: &Map<String, Json>) -> Result<Mode, Wrong> {
    match text_in(json, "mode")? {
        "managed" => Ok(Mode::Managed),
        "data" => Ok(Mode::Data),
        other => Err(format!(".mode: `{other}` is neither `managed` nor `data`")),
    }
}

fn key(json: &Map<String, Json>, name: &str) -> Result<Option<Key>, Wrong> {
    let wrong = || format!(".{name}: a whole number from 0 or a text is needed");
    match json.get(name) {
        None | Some(Json::Null) => Ok(None),
        Some(Json::String(text)) => Ok(Some(Key::Name(text.clone()))),
        Some(Json::Number(index)) => {
            let index = index.as_u64().and_then(|index| usize::try_from(index).ok());
            index.map(Key::Index).map(Some).ok_or_else(wrong)
        }
        Some(_) => Err(wrong()),
    }
}

/// Everything of an instance but its values.
fn header(json: &Map<String, Json>) -> Result<Resource, Wrong> {
    let address = text_in(json, "address")?.to_owned();
    let key = key(json, "index")?;
    let suffix = key.as_ref().map_or_else(String::new, Key::to_string);
    let provider = some_text_in(json, "provider_name")?.unwrap_or_default();
    let mut depends_on = Vec::new();
    for item in list_in(json, "depends_on")? {
        let name = item.as_str().ok_or(".depends_on: a list of texts is needed")?;
        depends_on.push(name.to_owned());
    }
    Ok(Resource {
        block: address.strip_suffix(&suffix).unwrap_or(&address).to_owned(),
        mode: mode(json)?,
        kind: text_in(json, "type")?.to_owned(),
        name: text_in(json, "name")?.to_owned(),
        module: some_text_in(json, "module_address")?.unwrap_or_default().to_owned(),
        provider: provider.rsplit('/').next().unwrap_or("").to_owned(),
        values: BTreeMap::new(),
        span: None,
        depends_on,
        count_unknown: None,
        key,
        address,
    })
}
