//! What is written in a resource: its attributes, what is nested in them, and why one is not known.
//!
//! Each function looks at one value alone. What a value refers to is followed in `references`, and
//! what is assumed where nothing is written is decided in `reading`.

use outlast_terraform::{Data, Mode, Origin, Resource, Value};

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
