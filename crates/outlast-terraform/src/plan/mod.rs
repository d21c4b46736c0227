//! The JSON of `terraform show -json`, of a plan or of a state, and raw state files.
//!
//! Format: <https://developer.hashicorp.com/terraform/internals/json-format>. A plan says what is
//! unknown and, in `configuration`, which references stand behind it; a state has every id. Both
//! are joined to the same origins that the text gives. `locals` are not in a plan: what goes through
//! one stays unknown without an origin, unless the sources are read as well (see [`known`]).

mod entries;
mod join;
mod references;
mod shape;
mod values;

use std::collections::BTreeMap;

use outlast_findings::{FileId, Finding, NoteKind, Span};
use serde_json::{Map, Value as Json};

use crate::configuration::{Configuration, Provider, Resource, Unread, Variable};
use crate::input::Known;
use crate::problems;
use crate::value::{Origin, Value};

use references::Blocks;
use shape::Wrong;

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
        Ok(configuration) => configuration,
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
    let resources = read(text, file)?.resources.into_iter().map(|resource| {
        let stated = resource.values.into_iter();
        let kept = stated.filter(|(_, value)| !value.is_unknown() && !value.is_null());
        (resource.address, kept.collect())
    });
    Ok(resources.collect())
}

fn read(text: &str, file: FileId) -> Result<Configuration, Box<Finding>> {
    let wrong = |offset: usize, why: String| {
        Box::new(
            problems::UNREADABLE_TEXT
                .finding()
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
    from_json(&json).map_err(|why| wrong(0, why.trim_start_matches([':', '.', ' ']).to_owned()))
}

/// What the text is.
enum Form {
    /// `terraform show -json PLAN`.
    Plan,
    /// `terraform show -json`.
    State,
    /// A raw state file: `terraform.tfstate`, or what `terraform state pull` prints.
    Raw,
}

/// The keys of a state without any resource.
const OF_AN_EMPTY_STATE: [&str; 3] = ["format_version", "terraform_version", "checks"];

impl Form {
    fn of(json: &Map<String, Json>) -> Result<Self, Wrong> {
        if let (Some(version), true) = (json.get("version"), json.contains_key("lineage")) {
            return match version.as_u64() {
                Some(4) => Ok(Self::Raw),
                _ => Err(format!("this is a state file of version {version}, and only 4 is read")),
            };
        }
        let none = "this JSON is neither a plan nor a state";
        let version = json.get("format_version").ok_or(none)?;
        if !version.as_str().is_some_and(shape::is_known_version) {
            return Err(format!("no Terraform is known to write the format version {version}"));
        }
        let has = |name| json.contains_key(name);
        if has("resource_changes") || has("planned_values") {
            Ok(Self::Plan)
        } else if has("values") || json.keys().all(|it| OF_AN_EMPTY_STATE.contains(&it.as_str())) {
            Ok(Self::State)
        } else {
            Err(none.to_owned())
        }
    }
}

fn from_json(json: &Json) -> Result<Configuration, Wrong> {
    let object = shape::object(json)?;
    let entries = match Form::of(object)? {
        // A plan without any change still lists what it keeps.
        Form::Plan if object.contains_key("resource_changes") => entries::planned(object)?,
        Form::Plan => entries::stated(object, "planned_values")?,
        Form::State => entries::stated(object, "values")?,
        Form::Raw => entries::raw(object)?,
    };
    shape::object_in(object, "planned_values")?;
    for name in ["variables", "output_changes", "outputs"] {
        for (key, value) in shape::object_in(object, name)?.into_iter().flatten() {
            shape::object(value).map_err(shape::within(&format!("{name}.{key}")))?;
        }
    }
    for name in ["resource_drift", "checks", "relevant_attributes", "deferred_changes"] {
        shape::each_in(object, name, |_| Ok(()))?;
    }
    let unread = unfinished(object)?;
    if let Some(configuration) = shape::object_in(object, "configuration")? {
        shape::configuration(configuration).map_err(shape::within("configuration"))?;
    }
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
    Ok(Configuration {
        resources,
        providers: providers(json),
        variables: variables(json),
        outputs: outputs(json),
        problems: unread.iter().map(not_whole).collect(),
        unread,
    })
}

/// What a plan itself says that it lacks: it ended with an error, or put changes off.
fn unfinished(json: &Map<String, Json>) -> Result<Vec<Unread>, Wrong> {
    let lacks = |address: &str, source: &str| Unread {
        address: address.to_owned(),
        source: source.to_owned(),
        span: None,
    };
    let mut unread = Vec::new();
    let flag = |name: &str| match json.get(name) {
        None | Some(Json::Null) => Ok(None),
        Some(Json::Bool(flag)) => Ok(Some(*flag)),
        Some(_) => Err(format!("{name}: `true` or `false` is needed here")),
    };
    if flag("errored")? == Some(true) {
        unread.push(lacks("the plan", "it ended with an error"));
    } else if flag("complete")? == Some(false) {
        unread.push(lacks("the plan", "it is not complete"));
    }
    shape::each_in(json, "deferred_changes", |deferred| {
        let change = shape::object_in(deferred, "resource_change")?;
        let address = change.map(|it| shape::text_in(it, "address")).transpose()?;
        unread.push(lacks(address.unwrap_or("a change"), "it is put off until a later plan"));
        Ok(())
    })?;
    Ok(unread)
}

fn not_whole(unread: &Unread) -> Finding {
    problems::PLAN_NOT_WHOLE
        .finding()
        .note(NoteKind::Note, format!("`{}`: {}", unread.address, unread.source))
        .why("what it leaves out is not judged")
        .help("plan again until nothing is left out")
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
    let stated = planned.or_else(|| json.pointer("/values/outputs"));
    // A raw state has them at its top.
    let outputs = stated.or_else(|| json.get("outputs")).and_then(Json::as_object);
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
