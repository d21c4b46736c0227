//! How the outlast file is described: blocks, attributes and the shapes of their values.
//!
//! One table (`grammar`) is written in these types. Reading, the reference for users and the list
//! of what is not judged yet are all made from it, so that they cannot disagree.

use outlast_model::{Held, Role};

/// What a value must look like.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// One duration: `"30s"`.
    Duration,
    /// A duration, or a pair for anything in between: `"30s"`, `["5s", "2m"]`.
    Range,
    /// How often: `"6/min"`.
    Rate,
    /// A percentage: `"99.9%"`.
    Percent,
    /// A size: `"80 GB"`.
    Size,
    /// What a line carries: `"100 Mbit/s"`.
    Bandwidth,
    /// How far behind: a duration, or a size.
    Behind,
    /// How much in a time: `"16 MB/min"`.
    Flow,
    /// A port, 1 to 65535, or a list of them.
    Ports,
    /// A whole number from 0.
    Count,
    /// A list of whole numbers.
    Counts,
    /// `true` or `false`.
    Flag,
    /// Free text.
    Text,
    /// One of these words.
    Word(&'static [&'static str]),
    /// Some of these words.
    Words(&'static [&'static str]),
    /// A reference to one thing; the text says to what.
    One(&'static str),
    /// A reference or a list of them; the text says to what.
    Several(&'static str),
    /// References, each of which may be `soft(…)`, `any(…)` or `most(…)`.
    Needs,
    /// `{ … }` with these fields.
    Object(&'static [Attribute]),
    /// This word without quotes, or what stands beside it.
    Or(&'static str, &'static Shape),
    /// One of these, or a list of them.
    Many(&'static Shape),
}

impl Shape {
    /// The words of the reference for it.
    pub fn describe(self) -> String {
        match self {
            Self::Duration => "a duration".to_string(),
            Self::Range => "a duration or a pair of them".to_string(),
            Self::Rate => "a rate".to_string(),
            Self::Percent => "a percentage".to_string(),
            Self::Size => "a size".to_string(),
            Self::Bandwidth => "a bandwidth".to_string(),
            Self::Behind => "a duration or a size".to_string(),
            Self::Flow => "a size in a time, `16 MB/min`".to_string(),
            Self::Ports => "a port, or a list of them".to_string(),
            Self::Count => "a whole number".to_string(),
            Self::Counts => "whole numbers".to_string(),
            Self::Flag => "`true` or `false`".to_string(),
            Self::Text => "text".to_string(),
            Self::Word(words) => quoted(words, " or "),
            Self::Words(words) => format!("some of {}", quoted(words, ", ")),
            Self::One(what) => what.to_string(),
            Self::Several(what) => format!("{what}, or a list of them"),
            Self::Needs => "needs".to_string(),
            Self::Object(_) => "an object, see below".to_string(),
            Self::Or(word, other) => format!("`{word}`, or {}", other.describe()),
            Self::Many(one) => format!("{}, or a list of them", one.describe()),
        }
    }

    /// The fields of the object that it is or may be.
    pub fn fields(self) -> &'static [Attribute] {
        match self {
            Self::Object(fields) => fields,
            Self::Or(_, other) | Self::Many(other) => other.fields(),
            Self::Duration
            | Self::Range
            | Self::Rate
            | Self::Percent
            | Self::Size
            | Self::Bandwidth
            | Self::Behind
            | Self::Flow
            | Self::Ports
            | Self::Count
            | Self::Counts
            | Self::Flag
            | Self::Text
            | Self::Word(_)
            | Self::Words(_)
            | Self::One(_)
            | Self::Several(_)
            | Self::Needs => &[],
        }
    }
}

fn quoted(words: &[&str], between: &str) -> String {
    words.iter().map(|word| format!("`\"{word}\"`")).collect::<Vec<_>>().join(between)
}

/// An attribute of a block, or a field of an object.
#[derive(Debug, Clone, Copy)]
pub struct Attribute {
    /// Its name.
    pub name: &'static str,
    /// What its value must look like.
    pub shape: Shape,
    /// Whether it must be there.
    pub required: bool,
    /// What it means, in a sentence.
    pub meaning: &'static str,
    /// What holds when it is left out.
    pub unstated: &'static str,
    /// What this version does not judge although it may be stated.
    pub later: Option<&'static str>,
    /// Whether it is a word for people alone, on which no verdict could hang.
    pub word_only: bool,
    /// Whether each of several is judged where it is not known which of them is meant.
    pub judges_each: bool,
}

impl Attribute {
    /// An attribute that may be left out.
    pub const fn new(name: &'static str, shape: Shape, meaning: &'static str) -> Self {
        Self {
            name,
            shape,
            required: false,
            meaning,
            unstated: "",
            later: None,
            word_only: false,
            judges_each: false,
        }
    }

    /// It must be there.
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// What holds when it is left out.
    pub const fn unstated(mut self, what: &'static str) -> Self {
        self.unstated = what;
        self
    }

    /// Where it is not known which of several is meant, each of them is judged.
    pub const fn judges_each(mut self) -> Self {
        self.judges_each = true;
        self
    }

    /// It is a word for people: no verdict could hang on it.
    pub const fn word_only(mut self) -> Self {
        self.word_only = true;
        self
    }

    /// It may be stated and is shown to people, and not judged in this version.
    pub const fn shown(self, what: &'static str) -> Self {
        self.later(what)
    }

    /// It may be stated and is not judged in this version.
    pub const fn later(mut self, what: &'static str) -> Self {
        self.later = Some(what);
        self
    }
}

/// A block of the outlast file.
#[derive(Debug)]
pub struct BlockKind {
    /// The word that opens it.
    pub name: &'static str,
    /// Whether a name in quotes follows.
    pub named: bool,
    /// What it is, in a sentence or two.
    pub meaning: &'static str,
    /// What may stand in it, in groups that several blocks share.
    pub attributes: &'static [&'static [Attribute]],
    /// The blocks that may stand in it.
    pub blocks: &'static [&'static BlockKind],
    /// The part that it is, if it is one.
    pub part: Option<PartKind>,
    /// What of the whole block this version does not judge.
    pub later: Option<&'static str>,
}

/// The part that a block is.
#[derive(Debug, Clone, Copy)]
pub struct PartKind {
    /// What it is.
    pub role: Role,
    /// The data that it holds, if it does.
    pub data: Option<DataKind>,
}

impl PartKind {
    /// A part that holds no data.
    pub const fn new(role: Role) -> Self {
        Self { role, data: None }
    }
}

/// The data that a part holds.
#[derive(Debug, Clone, Copy)]
pub struct DataKind {
    /// What it is, unless its engine says more.
    pub holds: Held,
    /// Whether the part serves without it: what is lost is missing, and nothing else.
    pub serves_empty: bool,
    /// Whether the software locks the files that it is kept in.
    pub locks: bool,
    /// What the other copies of the part are.
    pub copies: Copies,
}

/// What the copies of a part with data are to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Copies {
    /// One writes, and each other follows it.
    Follow,
    /// So they are where a replica is stated; else each holds a share.
    FollowWhenStated,
}

impl BlockKind {
    /// The data that it holds, if it is a part that does.
    pub const fn data(&self) -> Option<&DataKind> {
        match &self.part {
            Some(PartKind { data: Some(data), .. }) => Some(data),
            Some(PartKind { data: None, .. }) | None => None,
        }
    }

    /// All its attributes.
    pub fn attributes(&self) -> impl Iterator<Item = &'static Attribute> {
        self.attributes.iter().flat_map(|group| group.iter())
    }

    /// The attribute of that name.
    pub fn attribute(&self, name: &str) -> Option<&'static Attribute> {
        self.attributes().find(|attribute| attribute.name == name)
    }

    /// The block of that name that may stand in it.
    pub fn block(&self, name: &str) -> Option<&'static BlockKind> {
        self.blocks.iter().copied().find(|kind| kind.name == name)
    }
}
