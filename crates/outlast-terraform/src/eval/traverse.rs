//! Going into values: attributes, indexes, splats.
//!
//! What is read from a resource gets its origin here; what a resource does not state is unknown.

use hcl_edit::Decorated;
use hcl_edit::expr::{Expression, TraversalOperator};
use outlast_findings::Finding;

use super::{Env, Outcome, excerpt, unknown_from};
use crate::problems;
use crate::text::did_you_mean;
use crate::types::{Type, convert};
use crate::value::{Data, Key, Origin, Shape, Value};

/// The element with its origin, where the whole has one and the element has none.
pub(crate) fn element(whole: &Value, key: &Key, element: &Value) -> Value {
    derive(element, whole, |origin| match key {
        Key::Name(name) if whole.shape == Shape::Literal => origin.attribute(name),
        _ => origin.element(key),
    })
}

fn derive(value: &Value, whole: &Value, origin: impl Fn(&Origin) -> Origin) -> Value {
    let sensitive = value.sensitive || whole.sensitive;
    let value = Value { sensitive, ..value.clone() };
    match (&value.origin, &whole.origin) {
        (None, Some(from)) => value.from_origin(origin(from)),
        _ => value,
    }
}

/// The elements of a list, set or map with their keys, as `for` and `for_each` see them.
pub(crate) fn elements(whole: &Value) -> Option<Vec<(Value, Value)>> {
    match &whole.data {
        Data::List(items) => Some(
            items
                .iter()
                .enumerate()
                .map(|(at, item)| {
                    let item = element(whole, &Key::Index(at), item);
                    let key =
                        if whole.shape == Shape::Set { item.clone() } else { Value::number(at) };
                    (key, item)
                })
                .collect(),
        ),
        Data::Map(entries) => Some(
            entries
                .iter()
                .map(|(name, entry)| {
                    (Value::string(name), element(whole, &Key::Name(name.clone()), entry))
                })
                .collect(),
        ),
        _ => None,
    }
}

/// The attribute of a value; `Err` says why there is none, and what may have been meant.
pub(crate) fn attribute(value: &Value, name: &str) -> Result<Value, (String, String)> {
    match &value.data {
        Data::Map(entries) => match entries.get(name) {
            // Null in a resource is as if it were not stated, and its provider may fill that in.
            Some(entry) if !(entry.is_null() && value.origin.is_some()) => {
                Ok(derive(entry, value, |origin| origin.attribute(name)))
            }
            _ => match &value.origin {
                Some(origin) => Ok(Value::computed(origin.attribute(name), why_not(origin))),
                None => Err((
                    format!("there is no attribute `{name}`"),
                    did_you_mean(name, entries.keys().map(String::as_str)),
                )),
            },
        },
        Data::Unknown(unknown) => {
            Ok(unknown_part(value, &unknown.why, &unknown.origins, &|origin| {
                origin.attribute(name)
            }))
        }
        Data::List(items) => match (&value.origin, items.as_slice()) {
            // A nested block of which there can be one is read without an index.
            (Some(_), [only]) => attribute(&element(value, &Key::Index(0), only), name),
            _ if items.iter().any(|item| item.origin.is_some()) => Err((
                format!("`{name}` must be read from one of several instances"),
                "write `[0]`, or `[*]` for all of them, before it".to_owned(),
            )),
            _ => Err((format!("a {} has no attribute `{name}`", value.kind()), String::new())),
        },
        Data::Null => Err((format!("null has no attribute `{name}`"), String::new())),
        _ => Err((format!("a {} has no attribute `{name}`", value.kind()), String::new())),
    }
}

fn why_not(origin: &Origin) -> &'static str {
    let name = origin.resource.rsplit("module.").next().unwrap_or("");
    let data = origin.resource.starts_with("data.") || name.contains(".data.");
    if data { "read by a data source" } else { "known after apply" }
}

/// A part of an unknown value: unknown for the same reason. Origins that are whole objects become
/// their part; the others stay, because the value depends on them in a way that is not known.
fn unknown_part(
    value: &Value,
    why: &str,
    origins: &[Origin],
    part: &dyn Fn(&Origin) -> Origin,
) -> Value {
    let own = value.origin.as_deref().map(part);
    let origins = origins
        .iter()
        .map(|origin| match &value.origin {
            Some(whole) if **whole == *origin => part(origin),
            _ if origin.path.is_empty() => part(origin),
            _ => origin.clone(),
        })
        .collect();
    let unknown = Value { sensitive: value.sensitive, ..Value::unknown(why, origins) };
    let is_whole = value.as_unknown().is_none_or(|it| it.whole);
    let unknown = if is_whole { unknown } else { unknown.in_part() };
    match own {
        Some(own) => unknown.from_origin(own),
        None => unknown,
    }
}

impl Env<'_> {
    /// The value behind a chain of operators.
    pub(super) fn walk(
        &self,
        syntax: &Expression,
        mut value: Value,
        operators: &[Decorated<TraversalOperator>],
    ) -> Outcome<Value> {
        let mut rest = operators;
        while let Some((operator, after)) = rest.split_first() {
            rest = after;
            value = match operator.value() {
                TraversalOperator::GetAttr(name) => self.get(syntax, &value, name.as_str())?,
                TraversalOperator::Index(key) => self.index(syntax, &value, key)?,
                TraversalOperator::LegacyIndex(at) => {
                    let key = Value::number(usize::try_from(*at.value()).unwrap_or(usize::MAX));
                    self.index_by(syntax, &value, &key)?
                }
                TraversalOperator::AttrSplat(_) => {
                    let is_attribute = |operator: &Decorated<TraversalOperator>| {
                        matches!(operator.value(), TraversalOperator::GetAttr(_))
                    };
                    let count = rest.iter().take_while(|operator| is_attribute(operator)).count();
                    let (inner, after) = rest.split_at(count);
                    rest = after;
                    self.splat(syntax, &value, inner)?
                }
                TraversalOperator::FullSplat(_) => {
                    let inner = std::mem::take(&mut rest);
                    self.splat(syntax, &value, inner)?
                }
            };
        }
        Ok(value)
    }

    fn get(&self, syntax: &Expression, value: &Value, name: &str) -> Outcome<Value> {
        attribute(value, name).map_err(|(why, help)| self.missing(syntax, &why, help))
    }

    fn missing(&self, syntax: &Expression, why: &str, help: String) -> Box<Finding> {
        let text = format!("`{}`: {why}", excerpt(syntax));
        let finding = *self.error(syntax, &problems::MISSING_ATTRIBUTE, text);
        Box::new(finding.help(help))
    }

    fn index(&self, syntax: &Expression, value: &Value, key: &Expression) -> Outcome<Value> {
        let key = self.eval(key)?;
        self.index_by(syntax, value, &key)
    }

    pub(crate) fn index_by(
        &self,
        syntax: &Expression,
        value: &Value,
        key: &Value,
    ) -> Outcome<Value> {
        if key.is_unknown() {
            return Ok(match value.origin {
                // A list that one attribute is depends on that; one that a text put together, on
                // what its elements come from.
                Some(_) => unknown_from([key, value]).in_part(),
                None => self.any_element(value, key),
            });
        }
        match &value.data {
            Data::List(_) if value.shape == Shape::Set => {
                let help = "use `tolist()`, or `one()` for a set with one element";
                Err(self.missing(syntax, "the elements of a set have no index", help.to_owned()))
            }
            Data::List(items) => {
                let at = convert(key, &Type::Number).ok().and_then(|key| key.as_number());
                let at = at.and_then(|number| number.as_usize());
                match at.and_then(|at| items.get(at).map(|item| (at, item))) {
                    Some((at, item)) => Ok(element(value, &Key::Index(at), item)),
                    // A resource may have more than its text states.
                    None if value.origin.is_some() && !key.is_null() => Ok(unknown_from([value])),
                    None => {
                        let why = format!("there are {} elements, counted from 0", items.len());
                        Err(self.missing(syntax, &why, String::new()))
                    }
                }
            }
            Data::Unknown(unknown) => {
                let key = match convert(key, &Type::String) {
                    _ if matches!(key.data, Data::Number(_)) => {
                        Key::Index(key.as_number().and_then(|n| n.as_usize()).unwrap_or(0))
                    }
                    Ok(key) => Key::Name(key.as_str().unwrap_or("").to_owned()),
                    Err(_) => Key::Index(0),
                };
                Ok(unknown_part(value, &unknown.why, &unknown.origins, &|o| o.element(&key)))
            }
            _ => match convert(key, &Type::String).ok().as_ref().and_then(Value::as_str) {
                Some(name) => {
                    attribute(value, name).map_err(|(why, help)| self.missing(syntax, &why, help))
                }
                None => Err(self.missing(syntax, "this cannot be indexed", String::new())),
            },
        }
    }

    /// The element at an unknown key: unknown, it may be any of them.
    fn any_element(&self, value: &Value, key: &Value) -> Value {
        let members: Vec<&Value> = match &value.data {
            Data::List(items) => items.iter().collect(),
            Data::Map(entries) => entries.values().collect(),
            _ => vec![value],
        };
        let mut origins: Vec<Origin> = Vec::new();
        for member in members {
            match &member.origin {
                Some(origin) => origins.push(Origin::clone(origin)),
                None => origins.extend(member.origins()),
            }
        }
        let why = key.as_unknown().map_or_else(String::new, |unknown| unknown.why.clone());
        origins.extend(key.origins());
        Value::unknown(why, origins).in_part()
    }

    fn splat(
        &self,
        syntax: &Expression,
        value: &Value,
        inner: &[Decorated<TraversalOperator>],
    ) -> Outcome<Value> {
        match &value.data {
            Data::Null => Ok(Value::tuple(Vec::new())),
            Data::Unknown(_) => self.walk(syntax, value.clone(), inner),
            Data::List(items) => {
                self.world.budget.elements(items.len())?;
                let parts = items.iter().enumerate().map(|(at, item)| {
                    self.walk(syntax, element(value, &Key::Index(at), item), inner)
                });
                let parts = parts.collect::<Outcome<Vec<_>>>()?;
                let shape =
                    if value.shape == Shape::Literal { Shape::Literal } else { Shape::Uniform };
                Ok(Value { shape, ..Value::tuple(parts) })
            }
            _ => Ok(Value::tuple(vec![self.walk(syntax, value.clone(), inner)?])),
        }
    }
}
