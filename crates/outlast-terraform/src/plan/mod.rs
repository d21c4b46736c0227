//! The JSON of `terraform show -json`, of a plan or of a state.
//!
//! Format: <https://developer.hashicorp.com/terraform/internals/json-format>. A plan says what is
//! unknown and, in `configuration`, which references stand behind it; a state has every id. Both
//! are joined to the same origins that the text gives. `locals` are not in a plan: what goes through
//! one stays unknown without an origin, unless the sources are read as well (see [`known`]).

mod join;
mod references;
mod values;

use std::collections::BTreeMap;

use outlast_findings::{FileId, Finding, Span};
use serde_json::Value as Json;

use crate::configuration::{Configuration, Mode, Provider, Resource, Variable};
use crate::input::Known;
use crate::value::{Key, Origin, Value};

use references::Blocks;

/// One instance as the JSON has it.
#[derive(Debug)]
pub(super) struct Entry<'j> {
    /// Everything but the values.
    pub(super) resource: Resource,
    /// Its values as they will be, or are.
    pub(super) after: &'j Json,
    /// The same shape, `true` where a value is not known.
    pub(super) unknown: &'j Json,
}

/// The configuration that a plan or state says, alone.
///
/// What is wrong with the text is in [`Configuration::problems`].
pub fn configuration(text: &str, file: FileId) -> Configuration {
    match read(text, file) {
        Ok(json) => from_json(&json),
        Err(finding) => Configuration { problems: vec![*finding], ..Configuration::default() },
    }
}

/// What a plan or state knows of each instance: to be evaluated beside the sources, in
/// [`crate::Input::known`].
///
/// # Errors
///
/// The text is no JSON, or no plan or state.
pub fn known(text: &str, file: FileId) -> Result<Known, Box<Finding>> {
    let json = read(text, file)?;
    let resources = from_json(&json).resources.into_iter().map(|resource| {
        let stated = resource.values.into_iter();
        let kept = stated.filter(|(_, value)| !value.is_unknown() && !value.is_null());
        (resource.address, kept.collect())
    });
    Ok(resources.collect())
}

fn read(text: &str, file: FileId) -> Result<Json, Box<Finding>> {
    let wrong = |offset: usize, why: String| {
        Box::new(
            Finding::error("unreadable-text", "this text cannot be read")
                .at(Span::new(file, offset, offset), why)
                .help("make it with `terraform show -json PLAN` or `terraform show -json`"),
        )
    };
    let text = text.trim_start_matches('\u{feff}');
    let json: Json = serde_json::from_str(text).map_err(|error| {
        let before = text.lines().take(error.line().saturating_sub(1));
        let offset: usize = before.map(|line| line.len() + 1).sum();
        wrong(offset.saturating_add(error.column()).min(text.len()), error.to_string())
    })?;
    let known = json.get("format_version").is_some()
        && ["values", "planned_values", "resource_changes"]
            .iter()
            .any(|key| json.get(key).is_some());
    // The state of an empty workspace has nothing but its version.
    let empty = json.as_object().is_some_and(|object| object.contains_key("format_version"));
    if known || empty && json.as_object().is_some_and(|object| object.len() <= 2) {
        return Ok(json);
    }
    Err(wrong(0, "this JSON is neither a plan nor a state".to_owned()))
}

fn from_json(json: &Json) -> Configuration {
    let plan = json.get("resource_changes").is_some() || json.get("planned_values").is_some();
    let entries = if plan { planned(json) } else { stated(json.get("values")) };
    let blocks = Blocks::new(json.get("configuration"), &entries);
    let mut resources: Vec<Resource> = entries
        .iter()
        .map(|entry| {
            let values = values::attributes(entry, &blocks);
            let provider = blocks.provider(&entry.resource).unwrap_or(&entry.resource.provider);
            let mut depends_on = entry.resource.depends_on.clone();
            depends_on.extend(blocks.depends_on(&entry.resource));
            depends_on.sort_unstable();
            depends_on.dedup();
            let provider = provider.to_owned();
            Resource { values, provider, depends_on, ..entry.resource.clone() }
        })
        .collect();
    join::by_identity(&mut resources);
    crate::world::sort(&mut resources);
    Configuration {
        resources,
        providers: providers(json),
        variables: variables(json),
        outputs: outputs(json),
        problems: Vec::new(),
    }
}

/// The instances that a plan leaves: what is made, changed or kept, and data that was read.
fn planned(json: &Json) -> Vec<Entry<'_>> {
    let changes = json.get("resource_changes").and_then(Json::as_array);
    let mut entries: Vec<Entry<'_>> = changes
        .into_iter()
        .flatten()
        .filter_map(|change| {
            let after = change.pointer("/change/after").filter(|after| !after.is_null())?;
            let unknown = change.pointer("/change/after_unknown").unwrap_or(&Json::Null);
            Some(Entry { resource: header(change)?, after, unknown })
        })
        .collect();
    let before = json.pointer("/prior_state/values");
    let known: std::collections::BTreeSet<String> =
        entries.iter().map(|entry| entry.resource.address.clone()).collect();
    entries.extend(stated(before).into_iter().filter(|entry| {
        entry.resource.mode == Mode::Data && !known.contains(&entry.resource.address)
    }));
    entries
}

/// The instances of `values`, modules included.
fn stated(values: Option<&Json>) -> Vec<Entry<'_>> {
    let mut entries = Vec::new();
    let mut waiting: Vec<(&Json, &str)> = Vec::new();
    waiting.extend(values.and_then(|values| values.get("root_module")).map(|module| (module, "")));
    while let Some((module, address)) = waiting.pop() {
        for resource in module.get("resources").and_then(Json::as_array).into_iter().flatten() {
            let (Some(mut found), Some(after)) = (header(resource), resource.get("values")) else {
                continue;
            };
            found.module = address.to_owned();
            entries.push(Entry { resource: found, after, unknown: &Json::Null });
        }
        for child in module.get("child_modules").and_then(Json::as_array).into_iter().flatten() {
            let address = child.get("address").and_then(Json::as_str).unwrap_or("");
            waiting.push((child, address));
        }
    }
    entries
}

fn header(json: &Json) -> Option<Resource> {
    let text = |name: &str| json.get(name).and_then(Json::as_str).map(str::to_owned);
    let address = text("address")?;
    let key = match json.get("index") {
        Some(Json::Number(index)) => Some(Key::Index(usize::try_from(index.as_u64()?).ok()?)),
        Some(Json::String(name)) => Some(Key::Name(name.clone())),
        _ => None,
    };
    let suffix = key.as_ref().map_or_else(String::new, Key::to_string);
    let provider = text("provider_name").unwrap_or_default();
    let depends = json.get("depends_on").and_then(Json::as_array).into_iter().flatten();
    Some(Resource {
        block: address.strip_suffix(&suffix).unwrap_or(&address).to_owned(),
        mode: if text("mode").as_deref() == Some("data") { Mode::Data } else { Mode::Managed },
        kind: text("type")?,
        name: text("name")?,
        module: text("module_address").unwrap_or_default(),
        provider: provider.rsplit('/').next().unwrap_or("").to_owned(),
        values: BTreeMap::new(),
        span: None,
        depends_on: depends.filter_map(Json::as_str).map(str::to_owned).collect(),
        count_unknown: None,
        key,
        address,
    })
}

/// The value of an expression of `configuration` that is constant or one root variable.
fn constant(expression: &Json, json: &Json) -> Value {
    if let Some(constant) = expression.get("constant_value") {
        return crate::json::from_json(constant);
    }
    let references = expression.get("references").and_then(Json::as_array);
    let only = match references.map(Vec::as_slice) {
        Some([only]) => only.as_str().and_then(|text| text.strip_prefix("var.")),
        _ => None,
    };
    let value = only.and_then(|name| json.get("variables")?.get(name)?.get("value"));
    value.map_or_else(
        || Value::unknown("an expression that a plan does not spell out", Vec::new()),
        crate::json::from_json,
    )
}

fn providers(json: &Json) -> Vec<Provider> {
    let configured = json.pointer("/configuration/provider_config").and_then(Json::as_object);
    let in_root = |config: &&Json| config.get("module_address").is_none();
    let provider = |config: &Json| {
        let text = |name: &str| config.get(name).and_then(Json::as_str).map(str::to_owned);
        let expressions = config.get("expressions").and_then(Json::as_object);
        let values = expressions
            .into_iter()
            .flatten()
            .map(|(name, expression)| (name.clone(), constant(expression, json)));
        Provider {
            name: text("name").unwrap_or_default(),
            alias: text("alias"),
            values: values.collect(),
            span: None,
        }
    };
    let configured = configured.into_iter().flat_map(|object| object.values());
    let mut found: Vec<Provider> = configured.filter(in_root).map(provider).collect();
    found.sort_by(|a, b| (&a.name, &a.alias).cmp(&(&b.name, &b.alias)));
    found
}

fn variables(json: &Json) -> BTreeMap<String, Variable> {
    let given = json.get("variables").and_then(Json::as_object);
    let variable = |(name, given): (&String, &Json)| {
        let value = given.get("value").map_or_else(Value::null, crate::json::from_json);
        (name.clone(), Variable { value, defaulted: false, span: None })
    };
    given.into_iter().flatten().map(variable).collect()
}

fn outputs(json: &Json) -> BTreeMap<String, Value> {
    let planned = json.pointer("/planned_values/outputs");
    let outputs = planned.or_else(|| json.pointer("/values/outputs")).and_then(Json::as_object);
    let changes = json.get("output_changes").and_then(Json::as_object);
    // An output that is not known before apply is only among the changes.
    let names = outputs.into_iter().flatten().chain(changes.into_iter().flatten());
    let output = |name: &String| {
        let stated = outputs.and_then(|outputs| outputs.get(name));
        let change = changes.and_then(|changes| changes.get(name));
        let after = stated.and_then(|stated| stated.get("value"));
        let after = after.or_else(|| change.and_then(|change| change.get("after")));
        let marks = change.and_then(|change| change.get("after_unknown"));
        let value = values::plain(after.unwrap_or(&Json::Null), marks.unwrap_or(&Json::Null));
        let sensitive = stated.and_then(|stated| stated.get("sensitive")?.as_bool());
        (name.clone(), Value { sensitive: sensitive == Some(true), ..value })
    };
    names.map(|(name, _)| output(name)).collect()
}

/// An unknown value that is exactly one of the targets, or depends on several.
pub(super) fn pointing(targets: &[Origin], why: &str) -> Value {
    match targets {
        [only] => Value::computed(only.clone(), why),
        several => Value::unknown(why, several.to_vec()),
    }
}
