//! The shape that a plan or a state must have, with the place of whatever has another.
//!
//! Nothing of another shape is passed over: half a plan would look like a small system. What is
//! absent is another matter, since Terraform leaves out what is empty.

use serde_json::{Map, Value as Json};

/// What is wrong, with where that is: `resource_changes[3].change: an object is needed`.
pub(super) type Wrong = String;

/// An object.
pub(super) fn object(json: &Json) -> Result<&Map<String, Json>, Wrong> {
    json.as_object().ok_or_else(|| needed("an object", json))
}

/// The object under a name, which may be absent or null.
pub(super) fn object_in<'j>(
    object: &'j Map<String, Json>,
    name: &str,
) -> Result<Option<&'j Map<String, Json>>, Wrong> {
    let found = object.get(name).filter(|json| !json.is_null());
    found.map(self::object).transpose().map_err(within(name))
}

/// The elements of the list under a name, which may be absent or null.
pub(super) fn list_in<'j>(object: &'j Map<String, Json>, name: &str) -> Result<&'j [Json], Wrong> {
    match object.get(name).filter(|json| !json.is_null()) {
        None => Ok(&[]),
        Some(Json::Array(items)) => Ok(items),
        Some(other) => Err(within(name)(needed("a list", other))),
    }
}

/// The text under a name, which must be there.
pub(super) fn text_in<'j>(object: &'j Map<String, Json>, name: &str) -> Result<&'j str, Wrong> {
    match object.get(name) {
        Some(Json::String(text)) => Ok(text),
        Some(other) => Err(within(name)(needed("a text", other))),
        None => Err(format!(": `{name}` is missing")),
    }
}

/// The text under a name, which may be absent or null.
pub(super) fn some_text_in<'j>(
    object: &'j Map<String, Json>,
    name: &str,
) -> Result<Option<&'j str>, Wrong> {
    match object.get(name) {
        None | Some(Json::Null) => Ok(None),
        Some(_) => text_in(object, name).map(Some),
    }
}

/// Does something with each element of the list under a name, and says which one was wrong.
pub(super) fn each_in<'j>(
    object: &'j Map<String, Json>,
    name: &str,
    mut with: impl FnMut(&'j Map<String, Json>) -> Result<(), Wrong>,
) -> Result<(), Wrong> {
    for (at, item) in list_in(object, name)?.iter().enumerate() {
        self::object(item).and_then(&mut with).map_err(within(&format!("{name}[{at}]")))?;
    }
    Ok(())
}

/// What is wrong, seen from one level further out.
pub(super) fn within(step: &str) -> impl Fn(Wrong) -> Wrong + '_ {
    move |wrong| {
        let dot = if wrong.starts_with(['.', '[', ':']) { "" } else { "." };
        format!("{step}{dot}{wrong}")
    }
}

fn needed(what: &str, found: &Json) -> Wrong {
    let found = match found {
        Json::Null => "null",
        Json::Bool(_) => "a truth value",
        Json::Number(_) => "a number",
        Json::String(_) => "a text",
        Json::Array(_) => "a list",
        Json::Object(_) => "an object",
    };
    format!(": {what} is needed here, and this is {found}")
}

/// Whether a version is one that Terraform has written: of the first digit the versions 0 and 1;
/// the second only grows, and readers are told to accept that
/// (<https://developer.hashicorp.com/terraform/internals/json-format>).
pub(super) fn is_known_version(version: &str) -> bool {
    let number = |text: &str| {
        !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    version
        .split_once('.')
        .is_some_and(|(major, minor)| matches!(major, "0" | "1") && number(minor))
}

/// The `configuration` of a plan: its blocks and the modules that it calls.
pub(super) fn configuration(configuration: &Map<String, Json>) -> Result<(), Wrong> {
    object_in(configuration, "provider_config")?;
    match object_in(configuration, "root_module")? {
        Some(root) => module(root).map_err(within("root_module")),
        None => Ok(()),
    }
}

/// Calls itself as deep as the text is nested, which the reader of JSON bounds.
fn module(root: &Map<String, Json>) -> Result<(), Wrong> {
    object_in(root, "outputs")?;
    object_in(root, "variables")?;
    each_in(root, "resources", |block| {
        text_in(block, "type")?;
        text_in(block, "name")?;
        text_in(block, "mode")?;
        object_in(block, "expressions")?;
        Ok(())
    })?;
    for (name, call) in object_in(root, "module_calls")?.into_iter().flatten() {
        let called = object(call).and_then(|call| object_in(call, "module"));
        let inside = called.and_then(|called| called.map_or(Ok(()), module));
        inside.map_err(within(&format!("module_calls.{name}")))?;
    }
    Ok(())
}
