//! Types of values, as Terraform's type constraints write them, and conversion to them.
//!
//! Rules: <https://developer.hashicorp.com/terraform/language/expressions/type-constraints>.
//! Lists, sets and maps of several element types are unified as Terraform does: to text where a
//! text is among them.

use std::collections::BTreeMap;
use std::sync::Arc;

use hcl_edit::expr::{Expression, ObjectKey};

use crate::number::Number;
use crate::value::{Data, Shape, Value};

/// A type, or what is known of one.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Type {
    /// Anything: `any`, the type of `null` and of unknown values.
    Any,
    Bool,
    Number,
    String,
    List(Box<Type>),
    Set(Box<Type>),
    Map(Box<Type>),
    Tuple(Vec<Type>),
    Object(BTreeMap<String, Field>),
}

/// An attribute of an object type.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Field {
    pub(crate) kind: Type,
    pub(crate) optional: bool,
    /// The syntax of the default: evaluated to a literal by the caller.
    pub(crate) default: Option<Value>,
}

impl Field {
    fn required(kind: Type) -> Self {
        Self { kind, optional: false, default: None }
    }
}

/// Reads a type constraint; `literal` evaluates the default of an `optional(…)`.
pub(crate) fn constraint(
    syntax: &Expression,
    literal: &dyn Fn(&Expression) -> Option<Value>,
) -> Result<Type, String> {
    match syntax {
        Expression::Variable(word) => primitive(word.as_str()),
        Expression::String(word) => primitive(word.as_str()),
        Expression::Parenthesis(inner) => constraint(inner.inner(), literal),
        Expression::FuncCall(call) => {
            let name = call.name.name.as_str();
            let argument = call.args.iter().next().ok_or("a type is missing in the brackets")?;
            match (name, argument) {
                ("list", kind) => Ok(Type::List(Box::new(constraint(kind, literal)?))),
                ("set", kind) => Ok(Type::Set(Box::new(constraint(kind, literal)?))),
                ("map", kind) => Ok(Type::Map(Box::new(constraint(kind, literal)?))),
                ("tuple", Expression::Array(kinds)) => kinds
                    .iter()
                    .map(|kind| constraint(kind, literal))
                    .collect::<Result<_, _>>()
                    .map(Type::Tuple),
                ("object", Expression::Object(fields)) => object(fields, literal),
                _ => Err(format!("`{name}(…)` is no type")),
            }
        }
        other => Err(format!("`{}` is no type", other.to_string().trim())),
    }
}

fn primitive(word: &str) -> Result<Type, String> {
    match word {
        "any" => Ok(Type::Any),
        "bool" => Ok(Type::Bool),
        "number" => Ok(Type::Number),
        "string" => Ok(Type::String),
        "list" => Ok(Type::List(Box::new(Type::Any))),
        "map" => Ok(Type::Map(Box::new(Type::Any))),
        "set" => Ok(Type::Set(Box::new(Type::Any))),
        _ => Err(format!("`{word}` is no type")),
    }
}

fn object(
    syntax: &hcl_edit::expr::Object,
    literal: &dyn Fn(&Expression) -> Option<Value>,
) -> Result<Type, String> {
    let mut fields = BTreeMap::new();
    for (key, value) in syntax {
        let name = match key {
            ObjectKey::Ident(name) => name.as_str().to_owned(),
            ObjectKey::Expression(Expression::Variable(name)) => name.as_str().to_owned(),
            ObjectKey::Expression(Expression::String(name)) => name.as_str().to_owned(),
            ObjectKey::Expression(_) => return Err("an attribute needs a plain name".to_owned()),
        };
        fields.insert(name, field(value.expr(), literal)?);
    }
    Ok(Type::Object(fields))
}

fn field(
    syntax: &Expression,
    literal: &dyn Fn(&Expression) -> Option<Value>,
) -> Result<Field, String> {
    let Expression::FuncCall(call) = syntax else {
        return constraint(syntax, literal).map(Field::required);
    };
    if call.name.name.as_str() != "optional" {
        return constraint(syntax, literal).map(Field::required);
    }
    let mut arguments = call.args.iter();
    let kind = arguments.next().ok_or("`optional()` needs a type")?;
    let default = arguments.next().and_then(literal);
    Ok(Field { kind: constraint(kind, literal)?, optional: true, default })
}

/// The type that a value has; elements that are unknown or null say nothing.
pub(crate) fn type_of(value: &Value) -> Type {
    match (&value.data, value.shape) {
        (Data::Null | Data::Unknown(_), _) => Type::Any,
        (Data::Bool(_), _) => Type::Bool,
        (Data::Number(_), _) => Type::Number,
        (Data::String(_), _) => Type::String,
        (Data::List(items), Shape::Literal) => Type::Tuple(items.iter().map(type_of).collect()),
        (Data::List(items), shape) => {
            let element = Box::new(unify(items.iter().map(type_of)).unwrap_or(Type::Any));
            if shape == Shape::Set { Type::Set(element) } else { Type::List(element) }
        }
        (Data::Map(entries), Shape::Uniform) => {
            Type::Map(Box::new(unify(entries.values().map(type_of)).unwrap_or(Type::Any)))
        }
        (Data::Map(entries), _) => Type::Object(
            entries.iter().map(|(k, v)| (k.clone(), Field::required(type_of(v)))).collect(),
        ),
    }
}

/// The one type that all convert to, where there is one.
pub(crate) fn unify(types: impl IntoIterator<Item = Type>) -> Option<Type> {
    let mut one = Type::Any;
    for other in types {
        one = unify_two(one, other)?;
    }
    Some(one)
}

fn unify_two(a: Type, b: Type) -> Option<Type> {
    match (a, b) {
        (a, b) if a == b => Some(a),
        (Type::Any, other) | (other, Type::Any) => Some(other),
        (Type::String, Type::Bool | Type::Number) | (Type::Bool | Type::Number, Type::String) => {
            Some(Type::String)
        }
        (Type::List(a), Type::List(b)) => Some(Type::List(Box::new(unify_two(*a, *b)?))),
        (Type::Set(a), Type::Set(b)) => Some(Type::Set(Box::new(unify_two(*a, *b)?))),
        (Type::Map(a), Type::Map(b)) => Some(Type::Map(Box::new(unify_two(*a, *b)?))),
        (Type::Tuple(a), Type::Tuple(b)) if a.len() == b.len() => {
            let both = a.into_iter().zip(b).map(|(a, b)| unify_two(a, b));
            both.collect::<Option<_>>().map(Type::Tuple)
        }
        (Type::Object(a), Type::Object(b)) => unify_objects(a, b),
        (Type::Tuple(a), Type::Tuple(b)) => {
            Some(Type::List(Box::new(unify(a.into_iter().chain(b))?)))
        }
        (Type::Tuple(a), Type::List(b)) | (Type::List(b), Type::Tuple(a)) => {
            Some(Type::List(Box::new(unify(a.into_iter().chain([*b]))?)))
        }
        (Type::Tuple(a), Type::Set(b)) | (Type::Set(b), Type::Tuple(a)) => {
            Some(Type::Set(Box::new(unify(a.into_iter().chain([*b]))?)))
        }
        (Type::List(a), Type::Set(b)) | (Type::Set(b), Type::List(a)) => {
            Some(Type::List(Box::new(unify_two(*a, *b)?)))
        }
        (Type::Object(a), Type::Map(b)) | (Type::Map(b), Type::Object(a)) => {
            let kinds = a.into_values().map(|field| field.kind);
            Some(Type::Map(Box::new(unify(kinds.chain([*b]))?)))
        }
        _ => None,
    }
}

fn unify_objects(a: BTreeMap<String, Field>, mut b: BTreeMap<String, Field>) -> Option<Type> {
    if !a.keys().eq(b.keys()) {
        let kinds = a.into_values().chain(b.into_values()).map(|field| field.kind);
        return Some(Type::Map(Box::new(unify(kinds)?)));
    }
    let mut fields = BTreeMap::new();
    for (name, field) in a {
        let other = b.remove(&name)?;
        fields.insert(name, Field::required(unify_two(field.kind, other.kind)?));
    }
    Some(Type::Object(fields))
}

/// The value as that type.
///
/// # Errors
///
/// What does not fit, in a sentence, with the path inside the value.
pub(crate) fn convert(value: &Value, kind: &Type) -> Result<Value, String> {
    // Null is of every type, and what is not known may yet be of this one.
    if matches!(value.data, Data::Null | Data::Unknown(_)) {
        return Ok(value.clone());
    }
    match kind {
        Type::Any => Ok(value.clone()),
        Type::Bool | Type::Number | Type::String => convert_primitive(value, kind),
        Type::List(element) => Ok(collection(value, element, Shape::Uniform)?),
        Type::Set(element) => Ok(distinct(collection(value, element, Shape::Set)?)),
        Type::Map(element) => convert_map(value, element),
        Type::Tuple(kinds) => convert_tuple(value, kinds),
        Type::Object(fields) => convert_object(value, fields),
    }
}

fn with(value: &Value, data: Data, shape: Shape) -> Value {
    let Value { span, origin, sensitive, .. } = value.clone();
    Value { span, origin, sensitive, shape, ..Value::from(data) }
}

fn convert_primitive(value: &Value, kind: &Type) -> Result<Value, String> {
    let data = match (kind, &value.data) {
        (Type::Bool, Data::Bool(_))
        | (Type::Number, Data::Number(_))
        | (Type::String, Data::String(_)) => return Ok(value.clone()),
        (Type::Bool, Data::String(text)) => match &**text {
            "true" | "1" => Data::Bool(true),
            "false" | "0" => Data::Bool(false),
            _ => return Err("a bool is needed: `true` or `false`".to_owned()),
        },
        (Type::Number, Data::String(text)) => {
            Data::Number(Number::parse(text).ok_or_else(|| "a number is needed".to_owned())?)
        }
        (Type::String, Data::Bool(flag)) => Data::String(flag.to_string().into()),
        (Type::String, Data::Number(number)) => Data::String(number.to_string().into()),
        _ => return Err(format!("a {} is needed, this is a {}", word(kind), value.kind())),
    };
    Ok(with(value, data, Shape::Literal))
}

fn word(kind: &Type) -> &'static str {
    match kind {
        Type::Any => "value",
        Type::Bool => "bool",
        Type::Number => "number",
        Type::String => "string",
        Type::List(_) => "list",
        Type::Set(_) => "set",
        Type::Map(_) => "map",
        Type::Tuple(_) => "tuple",
        Type::Object(_) => "object",
    }
}

/// The type of the elements: the wanted one, or what they unify to where anything is wanted.
fn element_type<'a>(
    values: impl Iterator<Item = &'a Value>,
    wanted: &Type,
) -> Result<Type, String> {
    if *wanted != Type::Any {
        return Ok(wanted.clone());
    }
    unify(values.map(type_of)).ok_or_else(|| "all elements must have the same type".to_owned())
}

fn collection(value: &Value, element: &Type, shape: Shape) -> Result<Value, String> {
    let Data::List(items) = &value.data else {
        let what = if shape == Shape::Set { "set" } else { "list" };
        return Err(format!("a {what} is needed, this is a {}", value.kind()));
    };
    let element = element_type(items.iter(), element)?;
    let convert_item =
        |(at, item)| convert(item, &element).map_err(|why| format!("element {at}: {why}"));
    let items = items.iter().enumerate().map(convert_item).collect::<Result<Vec<_>, _>>()?;
    Ok(with(value, Data::List(Arc::new(items)), shape))
}

fn convert_map(value: &Value, element: &Type) -> Result<Value, String> {
    let Data::Map(entries) = &value.data else {
        return Err(format!("a map is needed, this is a {}", value.kind()));
    };
    let element = element_type(entries.values(), element)?;
    let mut converted = BTreeMap::new();
    for (name, entry) in entries.iter() {
        let entry = convert(entry, &element).map_err(|why| format!("`{name}`: {why}"))?;
        converted.insert(name.clone(), entry);
    }
    Ok(with(value, Data::Map(Arc::new(converted)), Shape::Uniform))
}

fn convert_tuple(value: &Value, kinds: &[Type]) -> Result<Value, String> {
    let Data::List(items) = &value.data else {
        return Err(format!("a tuple is needed, this is a {}", value.kind()));
    };
    if items.len() != kinds.len() {
        return Err(format!("{} elements are needed, there are {}", kinds.len(), items.len()));
    }
    let items = items.iter().zip(kinds).map(|(item, kind)| convert(item, kind));
    let items = items.collect::<Result<Vec<_>, _>>()?;
    Ok(with(value, Data::List(Arc::new(items)), Shape::Literal))
}

fn convert_object(value: &Value, fields: &BTreeMap<String, Field>) -> Result<Value, String> {
    let Data::Map(entries) = &value.data else {
        return Err(format!("an object is needed, this is a {}", value.kind()));
    };
    let mut converted = BTreeMap::new();
    // What the type does not name is dropped, as Terraform drops it.
    for (name, field) in fields {
        let stated =
            entries.get(name).filter(|entry| !(entry.is_null() && field.default.is_some()));
        let entry = match (stated, &field.default) {
            (Some(entry), _) | (None, Some(entry)) => convert(entry, &field.kind),
            (None, None) if field.optional => Ok(Value::null()),
            (None, None) => return Err(format!("the attribute `{name}` is missing")),
        };
        converted.insert(name.clone(), entry.map_err(|why| format!("`{name}`: {why}"))?);
    }
    Ok(with(value, Data::Map(Arc::new(converted)), Shape::Literal))
}

/// A set from a list of converted elements: sorted as Terraform shows it, without duplicates.
///
/// Texts sort by their bytes, numbers by size, anything else by its JSON; unknown elements stay
/// last, each by itself, because they may or may not be equal.
pub(crate) fn distinct(value: Value) -> Value {
    let Data::List(items) = &value.data else { return value };
    let mut sorted: Vec<Value> = items.to_vec();
    let keys = |item: &Value| (item.is_unknown(), crate::json::sort_key(item));
    sorted.sort_by_cached_key(keys);
    // The second sorting keeps the order of what it calls equal: all but numbers, whose JSON sorts
    // `10` before `9`.
    sorted.sort_by(|a, b| match (&a.data, &b.data) {
        (Data::Number(a), Data::Number(b)) => a.cmp(b),
        _ => std::cmp::Ordering::Equal,
    });
    sorted.dedup_by(|a, b| a == b);
    with(&value, Data::List(Arc::new(sorted)), Shape::Set)
}
