//! Values of a plan: what is known, what is not, and which references stand behind it.
//!
//! `after` has the known values, `after_unknown` the same shape with `true` where a value is not
//! known; a list keeps its length, an unknown attribute may be absent from `after`.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::references::Blocks;
use super::{Entry, pointing};
use crate::configuration::{Mode, Resource};
use crate::json::from_json;
use crate::value::{Data, Key, Origin, Value};

/// The attributes of an instance that are not null.
pub(super) fn attributes(entry: &Entry<'_>, blocks: &Blocks<'_>) -> BTreeMap<String, Value> {
    let mut values = BTreeMap::new();
    let expressions = blocks.expressions(&entry.resource);
    let known = entry.after.as_object();
    let unknown = entry.unknown.as_object();
    let names = known.into_iter().flatten().map(|(name, _)| name);
    let more = unknown.into_iter().flatten().map(|(name, _)| name);
    for name in names.chain(more) {
        let place = Place {
            resource: &entry.resource,
            blocks,
            expression: expressions.and_then(|expressions| expressions.get(name)),
            own: Origin::new(&entry.resource.address, name),
        };
        let after = entry.after.get(name).unwrap_or(&Json::Null);
        let marks = entry.unknown.get(name).unwrap_or(&Json::Null);
        let value = place.value(after, marks);
        if !value.is_null() {
            values.insert(name.clone(), value);
        }
    }
    values
}

/// A value without any reference: of an output.
pub(super) fn plain(after: &Json, marks: &Json) -> Value {
    if marks == &Json::Bool(true) {
        return Value::unknown("known after apply", Vec::new());
    }
    match after {
        Json::Array(items) => {
            let mark = |at: usize| marks.get(at).unwrap_or(&Json::Null);
            Value::tuple(items.iter().enumerate().map(|(at, item)| plain(item, mark(at))).collect())
        }
        Json::Object(_) | Json::Null if marks.is_object() => {
            let mut names: Vec<&String> =
                marks.as_object().into_iter().flat_map(|m| m.keys()).collect();
            names.extend(after.as_object().into_iter().flat_map(|after| after.keys()));
            let part = |name: &String| {
                let after = after.get(name).unwrap_or(&Json::Null);
                (name.clone(), plain(after, marks.get(name).unwrap_or(&Json::Null)))
            };
            Value::object(names.into_iter().map(part).collect())
        }
        other => from_json(other),
    }
}

/// A place inside an instance, with the expression that stands there.
struct Place<'a, 'j> {
    resource: &'a Resource,
    blocks: &'a Blocks<'j>,
    expression: Option<&'j Json>,
    own: Origin,
}

impl<'j> Place<'_, 'j> {
    fn inner(&self, expression: Option<&'j Json>, own: Origin) -> Self {
        Place { resource: self.resource, blocks: self.blocks, expression, own }
    }

    /// What the expression here refers to; `None` when it is not an expression with references.
    fn targets(&self) -> Option<Vec<Origin>> {
        let references = self.expression?.get("references")?.as_array()?;
        Some(self.blocks.resolve(self.resource, references))
    }

    fn value(&self, after: &Json, marks: &Json) -> Value {
        if marks == &Json::Bool(true) {
            return self.unknown(1);
        }
        match (after, marks) {
            (Json::Array(items), _) => self.list(items, marks),
            (Json::Object(_), _) => self.object(after, marks),
            (Json::Null, Json::Object(marks))
                if marks.values().any(|mark| mark != &Json::Bool(false)) =>
            {
                self.object(after, &Json::Object(marks.clone()))
            }
            (Json::String(text), _) => self.text(text),
            (other, _) => from_json(other),
        }
    }

    /// An unknown leaf; `leaves` unknown leaves share the expression.
    fn unknown(&self, leaves: usize) -> Value {
        let why = match self.resource.mode {
            Mode::Managed => "known after apply",
            Mode::Data => "read by a data source",
        };
        match self.targets() {
            Some(targets) if targets.is_empty() => {
                let through = "known after apply, through something that a plan does not spell out";
                Value::unknown(through, Vec::new())
            }
            Some(targets) if leaves == 1 || targets.len() == 1 => pointing(&targets, why),
            Some(targets) => Value::unknown(why, targets),
            None if self
                .expression
                .is_some_and(|found| found.as_object().is_some_and(|o| o.is_empty())) =>
            {
                Value::unknown(why, Vec::new())
            }
            None => Value::computed(self.own.clone(), why),
        }
    }

    fn list(&self, items: &[Json], marks: &Json) -> Value {
        let nested = self.expression.and_then(Json::as_array);
        let mark = |at: usize| marks.get(at).unwrap_or(&Json::Null);
        let open = (0..items.len()).filter(|at| mark(*at) == &Json::Bool(true)).count();
        let targets = self.targets().unwrap_or_default();
        let mut waiting = targets.iter();
        let made = items.iter().enumerate().map(|(at, item)| {
            // As many unknown elements as references: one each. The order of a set means nothing.
            if mark(at) == &Json::Bool(true) && open == targets.len() && open > 0 {
                let target = waiting.next().map_or(&[][..], std::slice::from_ref);
                return pointing(target, "known after apply");
            }
            let expression = match nested {
                Some(nested) if nested.len() == items.len() => nested.get(at),
                Some(nested) => nested.first(),
                None => self.expression,
            };
            let place = self.inner(expression, self.own.element(&Key::Index(at)));
            match (item, mark(at)) {
                (_, Json::Bool(true)) => place.unknown(open),
                (item, marks) => place.value(item, marks),
            }
        });
        Value::tuple(made.collect())
    }

    fn object(&self, after: &Json, marks: &Json) -> Value {
        let mut names: Vec<&String> =
            after.as_object().into_iter().flat_map(|o| o.keys()).collect();
        names.extend(marks.as_object().into_iter().flat_map(|o| o.keys()));
        let nested = self.expression.filter(|found| {
            found.get("references").is_none() && found.get("constant_value").is_none()
        });
        let nested = match nested {
            // One nested block is written as a list of one.
            Some(Json::Array(blocks)) => blocks.first(),
            other => other,
        };
        let part = |name: &String| {
            let expression = match nested {
                Some(nested) => nested.get(name),
                None => self.expression,
            };
            let place = self.inner(expression, self.own.attribute(name));
            let after = after.get(name).unwrap_or(&Json::Null);
            (name.clone(), place.value(after, marks.get(name).unwrap_or(&Json::Null)))
        };
        Value::object(names.into_iter().map(part).collect())
    }

    /// A known text that one of the references gives keeps that reference as its origin.
    fn text(&self, text: &str) -> Value {
        let value = Value::string(text);
        let targets = self.targets().unwrap_or_default();
        let mut giving = targets.iter().filter(|target| {
            self.blocks.known(target).is_some_and(|known| known.as_str() == Some(text))
        });
        match (giving.next(), giving.next()) {
            (Some(only), None) => value.from_origin(only.clone()),
            _ => value,
        }
    }
}

/// Whether a value is a text.
pub(super) fn is_text(value: &Value) -> bool {
    matches!(value.data, Data::String(_))
}
