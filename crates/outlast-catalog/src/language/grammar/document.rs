//! The outlast file after reading: blocks with checked, typed values, each with its span.
//!
//! Names are not resolved here: a reference is kept as it was written, or as the resource
//! instances that Terraform's side made of it.

use std::collections::BTreeMap;

use outlast_findings::Span;
use outlast_model::{Bytes, PerSecond, Range, Ratio};

use crate::language::shape::BlockKind;

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
    /// The fields of an object.
    pub(crate) fn object(&self) -> Option<&Fields> {
        if let Self::Object(fields) = self { Some(fields) } else { None }
    }
}

/// The fields of a block or of an object, by name.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Fields(pub BTreeMap<&'static str, Stated>);

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

    /// The blocks of one kind in it.
    pub fn inner<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Self> {
        self.blocks.iter().filter(move |block| block.kind.name == kind)
    }
}

impl Fields {
    /// The value under a name.
    pub fn get(&self, name: &str) -> Option<&Stated> {
        self.0.get(name)
    }

    /// Where a value is written.
    pub fn span(&self, name: &str) -> Option<Span> {
        self.get(name).map(|stated| stated.span)
    }

    /// A duration or range.
    pub fn range(&self, name: &str) -> Option<(Range, Span)> {
        match self.get(name)? {
            Stated { given: Given::Range(range), span } => Some((*range, *span)),
            _ => None,
        }
    }

    /// How often.
    pub fn rate(&self, name: &str) -> Option<(PerSecond, Span)> {
        match self.get(name)? {
            Stated { given: Given::Rate(rate), span } => Some((*rate, *span)),
            _ => None,
        }
    }

    /// A share.
    pub fn percent(&self, name: &str) -> Option<(Ratio, Span)> {
        match self.get(name)? {
            Stated { given: Given::Percent(share), span } => Some((*share, *span)),
            _ => None,
        }
    }

    /// A whole number.
    pub fn number(&self, name: &str) -> Option<(u64, Span)> {
        match self.get(name)? {
            Stated { given: Given::Number(number), span } => Some((*number, *span)),
            _ => None,
        }
    }

    /// Whole numbers.
    pub fn numbers(&self, name: &str) -> Vec<u64> {
        let Some(Stated { given: Given::List(items), .. }) = self.get(name) else {
            return Vec::new();
        };
        #[expect(clippy::wildcard_enum_match_arm, reason = "an item of another kind is no number")]
        let number = |it: &Stated| match it.given {
            Given::Number(number) => Some(number),
            _ => None,
        };
        items.iter().filter_map(number).collect()
    }

    /// `true` or `false`.
    pub fn flag(&self, name: &str) -> Option<(bool, Span)> {
        match self.get(name)? {
            Stated { given: Given::Flag(flag), span } => Some((*flag, *span)),
            _ => None,
        }
    }

    /// Text or a word, with or without quotes.
    pub fn text(&self, name: &str) -> Option<(&str, Span)> {
        match self.get(name)? {
            Stated { given: Given::Text(text), span } => Some((text, *span)),
            Stated { given: Given::Word(word), span } => Some((word, *span)),
            _ => None,
        }
    }

    /// A list of words.
    pub fn words(&self, name: &str) -> Option<Vec<&str>> {
        let Given::List(items) = &self.get(name)?.given else { return None };
        #[expect(clippy::wildcard_enum_match_arm, reason = "an item of another kind is no word")]
        let words = items.iter().filter_map(|it| match &it.given {
            Given::Text(text) => Some(text.as_str()),
            _ => None,
        });
        Some(words.collect())
    }

    /// The references under a name; empty when it is left out.
    pub fn wanted(&self, name: &str) -> &[Wanted] {
        match self.get(name) {
            Some(Stated { given: Given::Wanted(wanted), .. }) => wanted,
            _ => &[],
        }
    }

    /// A size.
    pub fn size(&self, name: &str) -> Option<(Bytes, Span)> {
        match self.get(name)? {
            Stated { given: Given::Size(size), span } => Some((*size, *span)),
            _ => None,
        }
    }

    /// What a line carries, in bits per second.
    pub fn bandwidth(&self, name: &str) -> Option<(u64, Span)> {
        match self.get(name)? {
            Stated { given: Given::Bandwidth(bits), span } => Some((*bits, *span)),
            _ => None,
        }
    }

    /// What stands there, alone or in a list.
    pub fn many(&self, name: &str) -> Vec<Stated> {
        match self.get(name) {
            Some(Stated { given: Given::List(items), .. }) => items.clone(),
            Some(one) => vec![one.clone()],
            None => Vec::new(),
        }
    }

    /// An object.
    pub fn object(&self, name: &str) -> Option<(&Self, Span)> {
        match self.get(name)? {
            Stated { given: Given::Object(fields), span } => Some((fields, *span)),
            _ => None,
        }
    }

    /// Whether a word without quotes stands there.
    pub fn is_word(&self, name: &str, word: &str) -> bool {
        matches!(self.get(name), Some(Stated { given: Given::Word(it), .. }) if *it == word)
    }

    /// Why a value is not known, when it is not.
    pub fn unknown(&self, name: &str) -> Option<&str> {
        match self.get(name) {
            Some(Stated { given: Given::Unknown(why), .. }) => Some(why),
            _ => None,
        }
    }
}
