//! The outlast file after reading: blocks with checked, typed values, each with its span.
//!
//! Names are not resolved here: a reference is kept as it was written, or as the resource
//! instances that Terraform's side made of it.

use std::collections::BTreeMap;

use outlast_findings::Span;
use outlast_model::{Bytes, PerSecond, Range, Ratio};

use crate::language::shape::{Attribute, BlockKind};

/// A value with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Stated {
    /// The value.
    pub given: Given,
    /// Where it is written.
    pub span: Span,
}

/// A value of one of the shapes of the grammar.
#[derive(Debug, Clone, PartialEq)]
pub enum Given {
    /// A duration or what lies between two.
    Range(Range),
    /// How often.
    Rate(PerSecond),
    /// A share.
    Percent(Ratio),
    /// Bytes.
    Size(Bytes),
    /// Bits per second.
    Bandwidth(u64),
    /// Bytes per second.
    Flow(Ratio),
    /// A whole number.
    Number(u64),
    /// `true` or `false`.
    Flag(bool),
    /// Text, or one of the words that the grammar allows.
    Text(String),
    /// A word without quotes: `none`, `never`, `memory`.
    Word(&'static str),
    /// Words or numbers.
    List(Vec<Stated>),
    /// References, alone or grouped.
    Wanted(Vec<Wanted>),
    /// An object.
    Object(Fields),
    /// Its value depends on what is not known, and why.
    Unknown(String),
    /// It could not be read, which was said.
    Wrong,
}

impl Given {
    /// The values in it, each with its row of the grammar: the fields of an object; the items of a
    /// list, which share the row of the list.
    pub(crate) fn inner(&self, row: &'static Attribute) -> Vec<(&'static Attribute, &Stated)> {
        match self {
            Self::List(items) => items.iter().map(|it| (row, it)).collect(),
            Self::Object(fields) => {
                fields.with_rows(|name| row.shape.fields().iter().find(|it| it.name == name))
            }
            Self::Range(_)
            | Self::Rate(_)
            | Self::Percent(_)
            | Self::Size(_)
            | Self::Bandwidth(_)
            | Self::Flow(_)
            | Self::Number(_)
            | Self::Flag(_)
            | Self::Text(_)
            | Self::Word(_)
            | Self::Wanted(_)
            | Self::Unknown(_)
            | Self::Wrong => Vec::new(),
        }
    }

    /// The fields of an object.
    pub(crate) fn object(&self) -> Option<&Fields> {
        if let Self::Object(fields) = self { Some(fields) } else { None }
    }
}

/// The fields of a block or of an object, by name.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Fields(BTreeMap<&'static str, Stated>);

/// A reference or a group of them.
#[derive(Debug, Clone, PartialEq)]
pub enum Wanted {
    /// One thing.
    One(Reference, Span),
    /// It can be done without.
    Soft(Vec<Wanted>, Span),
    /// One of these is enough.
    Any(Vec<Wanted>, Span),
    /// More than half of these.
    Most(Vec<Wanted>, Span),
    /// One of these, and it is not known which.
    Unsure(Vec<Wanted>, Span),
}

impl Wanted {
    /// Where it is written.
    pub const fn span(&self) -> Span {
        match self {
            Self::One(_, span)
            | Self::Soft(_, span)
            | Self::Any(_, span)
            | Self::Most(_, span)
            | Self::Unsure(_, span) => *span,
        }
    }

    /// Every reference in it, whatever the groups.
    pub fn references(&self) -> Vec<(&Reference, Span)> {
        match self {
            Self::One(reference, span) => vec![(reference, *span)],
            Self::Soft(inner, _)
            | Self::Any(inner, _)
            | Self::Most(inner, _)
            | Self::Unsure(inner, _) => inner.iter().flat_map(Self::references).collect(),
        }
    }
}

/// What is referred to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reference {
    /// A block of the outlast file, a zone or a provider: `service.web`, `zone["ch-gva-2"]`.
    Block {
        /// The word that it begins with.
        noun: &'static str,
        /// Its name.
        name: String,
        /// A copy in it: `standby` of `database.shop.standby`.
        inner: Option<String>,
    },
    /// Instances of Terraform resources, by their addresses.
    Resources(Vec<String>),
    /// `"itself"`.
    Itself,
}

/// A block.
#[derive(Debug, Clone)]
pub struct Block {
    /// Its entry in the grammar.
    pub kind: &'static BlockKind,
    /// Its name; empty when it has none.
    pub name: String,
    /// The line that opens it.
    pub span: Span,
    /// Its attributes.
    pub fields: Fields,
    /// The blocks in it.
    pub blocks: Vec<Block>,
}

impl Block {
    /// What it is called: `service.web`; the word alone when it has no name.
    pub fn address(&self) -> String {
        if self.name.is_empty() {
            self.kind.name.to_string()
        } else {
            format!("{}.{}", self.kind.name, self.name)
        }
    }

    /// Every value that is written in it, with its row of the grammar, in the order of the names.
    pub(crate) fn stated(&self) -> Vec<(&'static Attribute, &Stated)> {
        self.fields.with_rows(|name| self.kind.attribute(name))
    }
}

impl Fields {
    /// Values under their names, as the grammar has them.
    pub(crate) const fn new(values: BTreeMap<&'static str, Stated>) -> Self {
        Self(values)
    }

    /// Every value with the row of its name, in the order of the names.
    fn with_rows(
        &self,
        row: impl Fn(&str) -> Option<&'static Attribute>,
    ) -> Vec<(&'static Attribute, &Stated)> {
        self.0.iter().filter_map(|(name, stated)| Some((row(name)?, stated))).collect()
    }

    /// The value of an attribute.
    pub(crate) fn stated(&self, attribute: &Attribute) -> Option<&Stated> {
        self.get(attribute.name)
    }

    /// The value under a name: for groups alone, whose names are those of the grammar.
    pub(in crate::language::grammar) fn get(&self, name: &str) -> Option<&Stated> {
        self.0.get(name)
    }
}
