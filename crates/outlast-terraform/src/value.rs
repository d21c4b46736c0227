//! Values as Terraform has them, each with where it is written and where it comes from.
//!
//! Two things are kept that Terraform does not show: the *span* of the text that wrote a value, and
//! the *origin*: the attribute of a resource that it was read from. Origins are how an instance is
//! joined with its network, whatever the input was (text, plan or state).
//! Cloning is cheap: texts, lists and maps are shared.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use outlast_findings::Span;

use crate::number::Number;

/// Where a value comes from: an attribute of one resource instance.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// The address of the instance, with module and index: `module.a[0].x_y.z["k"]`.
    pub resource: String,
    /// The path of the attribute: empty for the object itself, `id`, `interface[0].network_id`.
    pub path: String,
}

impl Origin {
    /// An origin from its two parts.
    pub fn new(resource: impl Into<String>, path: impl Into<String>) -> Self {
        Self { resource: resource.into(), path: path.into() }
    }

    /// The origin of an attribute of the object that has this origin.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Self {
        let path =
            if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) };
        Self { resource: self.resource.clone(), path }
    }

    /// The origin of an element; the elements of a whole resource are the resource itself, because
    /// one instance stands for all where their number is not known.
    #[must_use]
    pub fn element(&self, key: &Key) -> Self {
        let path = if self.path.is_empty() { String::new() } else { format!("{}{key}", self.path) };
        Self { resource: self.resource.clone(), path }
    }
}

/// The key of an instance or of an element.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A position, from 0: of `count`, or in a list.
    Index(usize),
    /// A name: of `for_each`, or in a map.
    Name(String),
}

impl std::fmt::Display for Key {
    /// As in an address: `[0]` or `["name"]`.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Index(index) => write!(out, "[{index}]"),
            Self::Name(name) => write!(out, "[{}]", crate::text::quoted(name)),
        }
    }
}

/// Why a value is not known, and what it depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// The reason, lower case: "known after apply", "variable `x` has no value".
    pub why: String,
    /// Every resource attribute that it depends on, through whatever expression; sorted.
    pub origins: Vec<Origin>,
    /// Whether it is made of those attributes, each of them, and of nothing else that is not known:
    /// a list of them, a text around them. Otherwise some of them may not be in it, or more may.
    pub whole: bool,
}

/// What kind of collection a [`Data::List`] or [`Data::Map`] is.
///
/// Terraform tells a tuple from a list and an object from a map; most readers need not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shape {
    /// A tuple or an object, as literals are; also any value that is no collection.
    #[default]
    Literal,
    /// A list or a map: every element has the same type.
    Uniform,
    /// A set: sorted, without duplicates, without indexes.
    Set,
}

/// The value proper.
#[derive(Debug, Clone)]
pub enum Data {
    /// `null`: as if the attribute were not stated.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A text.
    String(Arc<str>),
    /// A list, set or tuple.
    List(Arc<Vec<Value>>),
    /// A map or object.
    Map(Arc<BTreeMap<String, Value>>),
    /// Not known before apply, or not readable: never a default.
    Unknown(Arc<Unknown>),
}

/// A value with its place and its origin.
#[derive(Debug, Clone)]
pub struct Value {
    /// The value proper.
    pub data: Data,
    /// The text that wrote it, where there is one.
    pub span: Option<Span>,
    /// The resource attribute that it was read from, where it was read from one.
    pub origin: Option<Arc<Origin>>,
    /// Whether it must not be printed.
    pub sensitive: bool,
    /// Which kind of collection it is.
    pub shape: Shape,
    /// How large it is when nothing in it is shared.
    pub(crate) extent: Extent,
}

/// How large a value is when nothing in it is shared: parts are, so that a short text can make a
/// value that no one could walk through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Extent {
    /// Values in it, itself included.
    pub(crate) values: u32,
    /// Levels of lists and maps.
    pub(crate) depth: u32,
}

impl Extent {
    fn of(data: &Data) -> Self {
        match data {
            Data::List(items) => Self::around(items.iter()),
            Data::Map(entries) => Self::around(entries.values()),
            _ => Self { values: 1, depth: 0 },
        }
    }

    fn around<'v>(parts: impl Iterator<Item = &'v Value>) -> Self {
        let whole = Self { values: 1, depth: 1 };
        parts.fold(whole, |whole, part| Self {
            values: whole.values.saturating_add(part.extent.values),
            depth: whole.depth.max(part.extent.depth.saturating_add(1)),
        })
    }
}

impl From<Data> for Value {
    fn from(data: Data) -> Self {
        let extent = Extent::of(&data);
        Self { data, span: None, origin: None, sensitive: false, shape: Shape::Literal, extent }
    }
}

impl Value {
    /// `null`.
    pub fn null() -> Self {
        Data::Null.into()
    }

    /// A boolean.
    pub fn bool(value: bool) -> Self {
        Data::Bool(value).into()
    }

    /// A text.
    pub fn string(text: impl AsRef<str>) -> Self {
        Data::String(text.as_ref().into()).into()
    }

    /// A number.
    pub fn number(number: impl Into<Number>) -> Self {
        Data::Number(number.into()).into()
    }

    /// A tuple, as a literal makes it.
    pub fn tuple(items: Vec<Self>) -> Self {
        Data::List(Arc::new(items)).into()
    }

    /// A list: the caller made the elements alike.
    pub fn list(items: Vec<Self>) -> Self {
        Self { shape: Shape::Uniform, ..Self::tuple(items) }
    }

    /// An object, as a literal makes it.
    pub fn object(entries: BTreeMap<String, Self>) -> Self {
        Data::Map(Arc::new(entries)).into()
    }

    /// A map: the caller made the elements alike.
    pub fn map(entries: BTreeMap<String, Self>) -> Self {
        Self { shape: Shape::Uniform, ..Self::object(entries) }
    }

    /// A value that is not known, and is made of these attributes if there are any.
    pub fn unknown(why: impl Into<String>, origins: Vec<Origin>) -> Self {
        let origins: BTreeSet<Origin> = origins.into_iter().collect();
        let whole = !origins.is_empty();
        let unknown = Unknown { why: why.into(), origins: origins.into_iter().collect(), whole };
        Data::Unknown(Arc::new(unknown)).into()
    }

    /// The same value, where what it is made of was chosen by something that is not known.
    #[must_use]
    pub(crate) fn in_part(self) -> Self {
        let data = match &self.data {
            Data::Unknown(unknown) => {
                Data::Unknown(Arc::new(Unknown { whole: false, ..Unknown::clone(unknown) }))
            }
            _ => return self,
        };
        Self { data, ..self }
    }

    /// The attribute of a resource that only its creation gives: unknown, with itself as origin.
    pub fn computed(origin: Origin, why: impl Into<String>) -> Self {
        let value = Self::unknown(why, vec![origin.clone()]);
        Self { origin: Some(Arc::new(origin)), ..value }
    }

    /// The same value with a place.
    #[must_use]
    pub fn at(self, span: Option<Span>) -> Self {
        Self { span, ..self }
    }

    /// The same value with an origin.
    #[must_use]
    pub fn from_origin(self, origin: Origin) -> Self {
        Self { origin: Some(Arc::new(origin)), ..self }
    }

    /// The attribute or entry of that name, where this is a map or object that has it.
    pub fn get(&self, name: &str) -> Option<&Self> {
        match &self.data {
            Data::Map(entries) => entries.get(name),
            _ => None,
        }
    }

    /// The element at that position, from 0.
    pub fn item(&self, at: usize) -> Option<&Self> {
        self.items().get(at)
    }

    /// The elements of a list, set or tuple; empty for anything else.
    pub fn items(&self) -> &[Self] {
        match &self.data {
            Data::List(items) => items,
            _ => &[],
        }
    }

    /// The entries of a map or object, sorted by name.
    pub fn entries(&self) -> Option<&BTreeMap<String, Self>> {
        match &self.data {
            Data::Map(entries) => Some(entries),
            _ => None,
        }
    }

    /// The text, where it is one.
    pub fn as_str(&self) -> Option<&str> {
        match &self.data {
            Data::String(text) => Some(text),
            _ => None,
        }
    }

    /// The boolean, where it is one or a text that Terraform takes for one.
    pub fn as_bool(&self) -> Option<bool> {
        match &self.data {
            Data::Bool(value) => Some(*value),
            Data::String(text) if &**text == "true" => Some(true),
            Data::String(text) if &**text == "false" => Some(false),
            _ => None,
        }
    }

    /// The number, where it is one or a text that reads as one.
    pub fn as_number(&self) -> Option<Number> {
        match &self.data {
            Data::Number(number) => Some(number.clone()),
            Data::String(text) => Number::parse(text),
            _ => None,
        }
    }

    /// The whole number, where it is one (or a text that reads as one) and fits.
    pub fn as_i64(&self) -> Option<i64> {
        self.as_number().and_then(|number| number.as_i64())
    }

    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self.data, Data::Null)
    }

    /// Whether it is not known; a list with an unknown element is known.
    pub fn is_unknown(&self) -> bool {
        matches!(self.data, Data::Unknown(_))
    }

    /// Why it is not known, where it is not.
    pub fn as_unknown(&self) -> Option<&Unknown> {
        match &self.data {
            Data::Unknown(unknown) => Some(unknown),
            _ => None,
        }
    }

    /// Every resource attribute that it or anything in it comes from or depends on.
    pub fn origins(&self) -> BTreeSet<Origin> {
        let mut found = BTreeSet::new();
        self.gather(&mut found);
        found
    }

    fn gather(&self, found: &mut BTreeSet<Origin>) {
        if let Some(origin) = &self.origin {
            found.insert(Origin::clone(origin));
        }
        match &self.data {
            Data::Unknown(unknown) => found.extend(unknown.origins.iter().cloned()),
            Data::List(items) => items.iter().for_each(|item| item.gather(found)),
            Data::Map(entries) => entries.values().for_each(|item| item.gather(found)),
            _ => {}
        }
    }

    /// The word for its type, for messages: "text", "number", "list" …
    pub fn kind(&self) -> &'static str {
        match (&self.data, self.shape) {
            (Data::Null, _) => "null",
            (Data::Bool(_), _) => "bool",
            (Data::Number(_), _) => "number",
            (Data::String(_), _) => "string",
            (Data::List(_), Shape::Literal) => "tuple",
            (Data::List(_), Shape::Uniform) => "list",
            (Data::List(_), Shape::Set) => "set",
            (Data::Map(_), Shape::Uniform) => "map",
            (Data::Map(_), _) => "object",
            (Data::Unknown(_), _) => "unknown value",
        }
    }
}

/// Equal when the data are equal: places and origins do not count, and neither does the kind of
/// collection. Two unknown values are equal when they have the same reason and origins.
impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        match (&self.data, &other.data) {
            (Data::Null, Data::Null) => true,
            (Data::Bool(a), Data::Bool(b)) => a == b,
            (Data::Number(a), Data::Number(b)) => a == b,
            (Data::String(a), Data::String(b)) => a == b,
            (Data::List(a), Data::List(b)) => a == b,
            (Data::Map(a), Data::Map(b)) => a == b,
            (Data::Unknown(a), Data::Unknown(b)) => a == b,
            _ => false,
        }
    }
}
