//! The instances in a plan, in the JSON of a state, and in a raw state file.
//!
//! A deposed instance waits to be destroyed and is none. Two instances of one address make no sense,
//! and whichever was taken would be half of the truth: that is an error.
//! Refused in a raw state: values that a provider of long ago kept flat (`attributes_flat`).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json};

use super::Entry;
use super::references::modules_deep;
use super::shape::{Wrong, each_in, list_in, object, object_in, some_text_in, text_in, within};
use crate::configuration::{Mode, Resource};
use crate::limits;
use crate::value::Key;

/// The instances that a plan leaves: what is made, changed or kept, and data that was read.
pub(super) fn planned(json: &Map<String, Json>) -> Result<Vec<Entry<'_>>, Wrong> {
    let mut entries = Vec::new();
    each_in(json, "resource_changes", |change| {
        let resource = header(change)?;
        stands_in(&resource, &resource.module)?;
        let changes = object_in(change, "change")?.ok_or(": `change` is missing")?;
        let leaves = leaves(changes).map_err(within("change"))?;
        if let (Some((after, unknown)), None) = (leaves, some_text_in(change, "deposed")?) {
            entries.push(Entry { resource, after, unknown });
        }
        Ok(())
    })?;
    accepted(&entries)?;
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

/// What a change leaves of an instance, with what is not known of it; nothing when it goes.
fn leaves(change: &Map<String, Json>) -> Result<Option<(&Json, &Json)>, Wrong> {
    let mut stays = false;
    let actions = list_in(change, "actions")?;
    for (at, action) in actions.iter().enumerate() {
        stays |= match action.as_str() {
            Some("no-op" | "create" | "read" | "update") => true,
            Some("delete" | "forget") => false,
            _ => return Err(format!(".actions[{at}]: {action} is no action")),
        };
    }
    if actions.is_empty() {
        return Err(": `actions` is missing".to_owned());
    }
    object_in(change, "before")?;
    let after = object_in(change, "after")?.map(|_| change.get("after").unwrap_or(&Json::Null));
    let unknown = change.get("after_unknown").unwrap_or(&Json::Null);
    if !(unknown.is_object() || unknown.is_boolean() || unknown.is_null()) {
        return Err(".after_unknown: an object is needed here".to_owned());
    }
    match (stays, after) {
        (true, None) => Err(": `after` is missing, and the instance stays".to_owned()),
        (false, Some(_)) => Err(".after: the instance goes, and this is left of it".to_owned()),
        (_, after) => Ok(after.map(|after| (after, unknown))),
    }
}

/// Whether the address is the one that module, type, name and key make.
fn stands_in(resource: &Resource, module: &str) -> Result<(), Wrong> {
    let data = if resource.mode == Mode::Data { "data." } else { "" };
    let dot = if module.is_empty() { "" } else { "." };
    let suffix = resource.key.as_ref().map_or_else(String::new, Key::to_string);
    let expected = format!("{module}{dot}{data}{}.{}{suffix}", resource.kind, resource.name);
    if expected == resource.address {
        return Ok(());
    }
    Err(format!(".address: `{}` is given for `{expected}`", resource.address))
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
            stands_in(&found, address)?;
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
            waiting.push((child, text_in(child, "address")?));
            Ok(())
        })
        .map_err(within(place))?;
    }
    accepted(&entries)?;
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
            if instance.contains_key("attributes_flat") {
                let how = "apply it once with a Terraform of today, which writes it anew";
                return Err(format!(".attributes_flat: a form that is not read any more; {how}"));
            }
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
    accepted(&entries)?;
    Ok(entries)
}

/// Whether each address is there once, in no module deeper than modules may go.
fn accepted(entries: &[Entry<'_>]) -> Result<(), Wrong> {
    let deepest = limits::MODULE_DEPTH;
    if let Some(deep) = entries.iter().find(|it| modules_deep(&it.resource.module) > deepest) {
        let start: String = deep.resource.address.chars().take(60).collect();
        return Err(format!(": `{start}…` is more than {deepest} modules deep"));
    }
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
