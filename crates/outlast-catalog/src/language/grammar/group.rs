//! A group of attributes is declared once: from it come the rows of the grammar and a struct with
//! a field for each, in which reading finds what is written.
//!
//! An attribute that the grammar lacks is no field, and does not compile when it is asked for. One
//! that nobody reads is a field that is never read, which the compiler says. The type of a field
//! is that of the shape of its row. What is marked `later` has a row and no field; `shown` has one,
//! for those who only show it. Left out is what holds when nothing is stated: whoever reads a field
//! says so, by the words of its row.

use outlast_findings::Span;
use outlast_model::{Bytes, Fact, Nanos, Range, Ratio, SECOND};

use super::document::{Block, Fields, Given, Reference, Stated, Wanted};
use crate::language::shape::Attribute;

/// What is said under a name.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) enum Said<'a, T> {
    /// It is left out.
    #[default]
    Nothing,
    /// This, and where it is written.
    This(T, Span),
    /// Something that depends on what is not known, and why.
    Unknown(&'a str, Span),
    /// Something that could not be read, which was said.
    Wrong(Span),
}

impl<'a, T: Value<'a>> Said<'a, T> {
    /// What a value says.
    pub(crate) fn of(stated: Option<&'a Stated>) -> Self {
        let Some(stated) = stated else { return Self::Nothing };
        if let Given::Unknown(why) = &stated.given {
            return Self::Unknown(why, stated.span);
        }
        match T::read(stated) {
            Some(value) => Self::This(value, stated.span),
            None => Self::Wrong(stated.span),
        }
    }
}

impl<'a, T> Said<'a, T> {
    /// Where it is written, whatever it says.
    pub(crate) const fn span(&self) -> Option<Span> {
        match self {
            Self::Nothing => None,
            Self::This(_, span) | Self::Unknown(_, span) | Self::Wrong(span) => Some(*span),
        }
    }

    /// Whether anything is written, also when that says nothing.
    pub(crate) const fn is_written(&self) -> bool {
        self.span().is_some()
    }

    /// What it says, when that is known, and where.
    pub(crate) const fn this(&self) -> Option<(&T, Span)> {
        match self {
            Self::This(value, span) => Some((value, *span)),
            Self::Nothing | Self::Unknown(..) | Self::Wrong(_) => None,
        }
    }

    /// What this makes of it, where something is said.
    pub(crate) fn map<U>(self, make: impl FnOnce(T) -> U) -> Said<'a, U> {
        match self {
            Self::Nothing => Said::Nothing,
            Self::This(value, span) => Said::This(make(value), span),
            Self::Unknown(why, span) => Said::Unknown(why, span),
            Self::Wrong(span) => Said::Wrong(span),
        }
    }

    /// This, or the other where nothing is written.
    pub(crate) fn or(self, other: Self) -> Self {
        if self.is_written() { self } else { other }
    }

    /// Why it is not known, when it is not.
    pub(crate) const fn why_unknown(&self) -> Option<&'a str> {
        match self {
            Self::Unknown(why, _) => Some(why),
            Self::Nothing | Self::This(..) | Self::Wrong(_) => None,
        }
    }
}

impl<T: Copy> Said<'_, T> {
    /// What it says, when that is known, and where.
    pub(crate) const fn get(&self) -> Option<(T, Span)> {
        match self {
            Self::This(value, span) => Some((*value, *span)),
            Self::Nothing | Self::Unknown(..) | Self::Wrong(_) => None,
        }
    }

    /// What it says, as a fact that is stated.
    pub(crate) fn fact(&self) -> Option<Fact<T>> {
        self.get().map(|(value, span)| Fact::Stated(value, Some(span)))
    }
}

impl<'a> Said<'a, &'a str> {
    /// The text or word alone.
    pub(crate) fn text(&self) -> Option<&'a str> {
        self.get().map(|(text, _)| text)
    }

    /// The text as one's own.
    pub(crate) fn owned(&self) -> Option<String> {
        self.text().map(str::to_string)
    }
}

impl<'a> Said<'a, &'a [Wanted]> {
    /// What is referred to; empty when nothing is.
    pub(crate) fn wanted(&self) -> &'a [Wanted] {
        self.get().map_or(&[], |(wanted, _)| wanted)
    }

    /// Every reference in it, whatever the groups.
    pub(crate) fn references(&self) -> Vec<(&'a Reference, Span)> {
        self.wanted().iter().flat_map(Wanted::references).collect()
    }
}

impl<'a> Said<'a, Or<&'a [Wanted]>> {
    /// What is referred to; empty when nothing is.
    pub(crate) fn wanted(&self) -> &'a [Wanted] {
        self.other().map_or(&[], |(wanted, _)| *wanted)
    }
}

impl<'a, T> Said<'a, Or<T>> {
    /// The word that stands in place of a value.
    pub(crate) const fn word(&self) -> Option<&'static str> {
        match self {
            Self::This(Or::Word(word), _) => Some(word),
            Self::This(Or::Other(_), _) | Self::Nothing | Self::Unknown(..) | Self::Wrong(_) => {
                None
            }
        }
    }

    /// The value, when no word stands in its place, and where.
    pub(crate) const fn other(&self) -> Option<(&T, Span)> {
        match self {
            Self::This(Or::Other(value), span) => Some((value, *span)),
            Self::This(Or::Word(_), _) | Self::Nothing | Self::Unknown(..) | Self::Wrong(_) => None,
        }
    }
}

/// A word without quotes, or what stands beside it in the grammar.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Or<T> {
    /// The word: `none`, `never`, `memory`.
    Word(&'static str),
    /// What else may stand there.
    Other(T),
}

/// Bits per second.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Bits(pub(crate) u64);

impl Bits {
    /// How long moving so many bytes takes, rounded up.
    pub(crate) fn moves(self, bytes: Bytes) -> Nanos {
        let bits = u128::from(bytes) * 8 * u128::from(SECOND.unsigned_abs());
        i64::try_from(bits.div_ceil(u128::from(self.0.max(1)))).unwrap_or(i64::MAX)
    }
}

/// How far behind something may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Behind {
    /// For so long.
    For(Range),
    /// By so many bytes.
    By(Bytes),
}

/// Bytes per second.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Flow(pub(crate) Ratio);

/// What values of a shape are read into.
pub(crate) trait Value<'a>: Sized {
    /// The value, if it is one of this type.
    fn read(stated: &'a Stated) -> Option<Self>;
}

/// Says for a type which value of a document it is read from.
macro_rules! reads {
    ($($type:ty: $given:pat => $value:expr;)+) => { $(
        impl<'a> Value<'a> for $type {
            fn read(stated: &'a Stated) -> Option<Self> {
                if let $given = &stated.given { $value } else { None }
            }
        }
    )+ };
}

reads! {
    Range: Given::Range(range) => Some(*range);
    Ratio: Given::Rate(ratio) | Given::Percent(ratio) => Some(*ratio);
    Bytes: Given::Size(size) => Some(*size);
    Bits: Given::Bandwidth(bits) => Some(Self(*bits));
    Flow: Given::Flow(bytes) => Some(Self(*bytes));
    u16: Given::Number(port) => Self::try_from(*port).ok();
    u32: Given::Number(count) => Self::try_from(*count).ok();
    bool: Given::Flag(flag) => Some(*flag);
    &'a str: Given::Text(text) => Some(text);
    &'a [Wanted]: Given::Wanted(wanted) => Some(wanted);
    Vec<u16>: Given::List(items) => each(items);
    Vec<u32>: Given::List(items) => each(items);
    Vec<&'a str>: Given::List(items) => each(items);
}

impl Value<'_> for Behind {
    fn read(stated: &Stated) -> Option<Self> {
        if let Given::Size(size) = &stated.given {
            return Some(Self::By(*size));
        }
        Range::read(stated).map(Self::For)
    }
}

/// Every item of a list.
fn each<'a, T: Value<'a>>(items: &'a [Stated]) -> Option<Vec<T>> {
    items.iter().map(T::read).collect()
}

impl<'a, T: Value<'a>> Value<'a> for Or<T> {
    fn read(stated: &'a Stated) -> Option<Self> {
        if let Given::Word(word) = &stated.given {
            return Some(Self::Word(word));
        }
        T::read(stated).map(Self::Other)
    }
}

/// One of these, or several.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Many<'a, T>(pub(crate) Vec<Said<'a, T>>);

impl<'a, T: Value<'a>> Value<'a> for Many<'a, T> {
    fn read(stated: &'a Stated) -> Option<Self> {
        let items = if let Given::List(items) = &stated.given {
            items.as_slice()
        } else {
            std::slice::from_ref(stated)
        };
        Some(Self(items.iter().map(|it| Said::of(Some(it))).collect()))
    }
}

/// A group of attributes, or the fields of an object.
pub(crate) trait Group<'a>: Default {
    /// Its rows of the grammar.
    const ROWS: &'static [Attribute];

    /// What is written under its names.
    fn within(fields: &'a Fields) -> Self;

    /// Whether the blocks of this kind have it.
    fn is_in(block: &Block) -> bool {
        let names = |rows: &'static [Attribute]| rows.iter().map(|it| it.name);
        let is_this = |rows: &&'static [Attribute]| {
            rows.len() == Self::ROWS.len() && names(rows).eq(names(Self::ROWS))
        };
        block.kind.attributes.iter().any(is_this)
    }

    /// What a block says of it: nothing, when the blocks of its kind have not got it.
    fn of(block: &'a Block) -> Self {
        if Self::is_in(block) { Self::within(&block.fields) } else { Self::default() }
    }

    /// Every block whose kind has it, with what that says of it.
    fn each(
        blocks: impl IntoIterator<Item = &'a Block>,
    ) -> impl Iterator<Item = (&'a Block, Self)> {
        let has = blocks.into_iter().filter(|block| Self::is_in(block));
        has.map(|block| (block, Self::within(&block.fields)))
    }
}

/// Declares a group. A row is `name: Shape, "meaning"` with the methods of [`Attribute`] behind it;
/// `word as "in"` gives the field of a name that is no word of Rust.
macro_rules! group {
    ($(#[$about:meta])* $visible:vis struct $group:ident { $($rest:tt)* }) => {
        $crate::language::grammar::group::group! {
            @ [$(#[$about])*] [$visible] $group [] [] [] $($rest)*
        }
    };
    // What is not judged yet: a row and no field.
    (
        @ $about:tt $visible:tt $group:ident [$($rows:tt)*] $fields:tt $reads:tt
        $field:ident $(as $name:literal)?: $shape:ident $(($($of:tt)*))?, $meaning:literal
        $(.unstated($unstated:literal))? .later($later:literal); $($rest:tt)*
    ) => {
        $crate::language::grammar::group::group! {
            @ $about $visible $group
            [
                $($rows)*
                $crate::language::grammar::group::row!(
                    [$field $($name)?] [$shape $(($($of)*))?] $meaning
                ) $(.unstated($unstated))? .later($later),
            ]
            $fields $reads $($rest)*
        }
    };
    (
        @ $about:tt $visible:tt $group:ident [$($rows:tt)*] [$($fields:tt)*] [$($reads:tt)*]
        $(#[$note:meta])* $field:ident $(as $name:literal)?: $shape:ident $(($($of:tt)*))?,
        $meaning:literal $(.$more:ident($($what:tt)*))*; $($rest:tt)*
    ) => {
        $crate::language::grammar::group::group! {
            @ $about $visible $group
            [
                $($rows)*
                $crate::language::grammar::group::row!(
                    [$field $($name)?] [$shape $(($($of)*))?] $meaning
                ) $(.$more($($what)*))*,
            ]
            [
                $($fields)*
                $(#[$note])*
                pub(crate) $field: $crate::language::grammar::group::Said<
                    'a,
                    $crate::language::grammar::group::value!('a $shape $(($($of)*))?),
                >,
            ]
            [$($reads)* [$field $($name)?]]
            $($rest)*
        }
    };
    (
        @ [$(#[$about:meta])*] [$visible:vis] $group:ident
        [$($rows:tt)*] [$($fields:tt)*] [$([$field:ident $($name:literal)?])*]
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone, Default)]
        $visible struct $group<'a> { $($fields)* }

        impl<'a> $crate::language::grammar::group::Group<'a> for $group<'a> {
            const ROWS: &'static [$crate::language::shape::Attribute] = &[$($rows)*];

            fn within(fields: &'a $crate::language::grammar::document::Fields) -> Self {
                Self { $(
                    $field: $crate::language::grammar::group::Said::of(
                        fields.get($crate::language::grammar::group::name!($field $($name)?)),
                    ),
                )* }
            }
        }

        impl<'a> $crate::language::grammar::group::Value<'a> for $group<'a> {
            fn read(stated: &'a $crate::language::grammar::document::Stated) -> Option<Self> {
                let fields = stated.given.object()?;
                Some(<Self as $crate::language::grammar::group::Group>::within(fields))
            }
        }
    };
}

/// The name of an attribute: its own word, or that of its field.
macro_rules! name {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $name:literal) => {
        $name
    };
}

/// A row of the grammar.
macro_rules! row {
    ([$($name:tt)+] [$($shape:tt)+] $meaning:literal) => {
        $crate::language::shape::Attribute::new(
            $crate::language::grammar::group::name!($($name)+),
            $crate::language::grammar::group::shape!($($shape)+),
            $meaning,
        )
    };
}

/// A shape of the grammar.
macro_rules! shape {
    (Or($word:literal, $($other:tt)+)) => {
        $crate::language::shape::Shape::Or(
            $word,
            &$crate::language::grammar::group::shape!($($other)+),
        )
    };
    (Many($($one:tt)+)) => {
        $crate::language::shape::Shape::Many(
            &$crate::language::grammar::group::shape!($($one)+),
        )
    };
    (Object($group:ident)) => {
        $crate::language::shape::Shape::Object(
            <$group as $crate::language::grammar::group::Group>::ROWS,
        )
    };
    ($shape:ident $(($($of:tt)+))?) => {
        $crate::language::shape::Shape::$shape $(($($of)+))?
    };
}

/// The type of what is read in a shape.
macro_rules! value {
    ($a:lifetime Duration) => { outlast_model::Range };
    ($a:lifetime Range) => { outlast_model::Range };
    ($a:lifetime Rate) => { outlast_model::PerSecond };
    ($a:lifetime Percent) => { outlast_model::Ratio };
    ($a:lifetime Size) => { outlast_model::Bytes };
    ($a:lifetime Bandwidth) => { $crate::language::grammar::group::Bits };
    ($a:lifetime Behind) => { $crate::language::grammar::group::Behind };
    ($a:lifetime Flow) => { $crate::language::grammar::group::Flow };
    ($a:lifetime Ports) => { Vec<u16> };
    ($a:lifetime Count) => { u32 };
    ($a:lifetime Counts) => { Vec<u32> };
    ($a:lifetime Flag) => { bool };
    ($a:lifetime Text) => { &$a str };
    ($a:lifetime Word($($words:tt)+)) => { &$a str };
    ($a:lifetime Words($($words:tt)+)) => { Vec<&$a str> };
    ($a:lifetime One($($what:tt)+)) => {
        &$a [$crate::language::grammar::document::Wanted]
    };
    ($a:lifetime Several($($what:tt)+)) => {
        &$a [$crate::language::grammar::document::Wanted]
    };
    ($a:lifetime Needs) => { &$a [$crate::language::grammar::document::Wanted] };
    ($a:lifetime Object($group:ident)) => { $group<$a> };
    // Several words that may stand there are words alike.
    ($a:lifetime Or($word:literal, Or($($other:tt)+))) => {
        $crate::language::grammar::group::value!($a Or($($other)+))
    };
    ($a:lifetime Or($word:literal, $($other:tt)+)) => {
        $crate::language::grammar::group::Or<
            $crate::language::grammar::group::value!($a $($other)+)
        >
    };
    ($a:lifetime Many($($one:tt)+)) => {
        $crate::language::grammar::group::Many<
            $a,
            $crate::language::grammar::group::value!($a $($one)+),
        >
    };
}

pub(crate) use {group, name, row, shape, value};

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use hcl_edit::expr::Expression;
    use hcl_edit::structure::Structure;
    use outlast_findings::{FileId, Finding, Sources};
    use outlast_model::MINUTE;

    use super::*;
    use crate::language::shape::{BlockKind, Shape};
    use crate::language::surroundings::{Data, Found, Surroundings};
    use crate::language::values::Reader;

    group! {
        /// An object in a group.
        struct Inner {
            deep: Count, "a number in an object";
        }
    }

    group! {
        /// Every shape once.
        struct Every {
            duration: Duration, "one duration".required();
            range: Range, "a range".unstated("no bound");
            rate: Rate, "a rate";
            percent: Percent, "a share";
            size: Size, "a size";
            bandwidth: Bandwidth, "a bandwidth";
            behind: Behind, "how far behind";
            flow: Flow, "how much in a time";
            ports: Ports, "ports";
            count: Count, "a number";
            counts: Counts, "numbers";
            flag: Flag, "a flag";
            text: Text, "a text";
            word: Word(&["fast", "slow"]), "a word";
            words: Words(&["fast", "slow"]), "words";
            one: One("a thing"), "a reference";
            several: Several("a thing"), "references";
            needs: Needs, "needs";
            object: Object(Inner), "an object";
            either: Or("none", Or("some", Object(Inner))), "a word or an object";
            many: Many(Text), "a text or several";
            ways: Or("none", Many(Object(Inner))), "a word, an object or several";
            place as "in": Text, "a name that is a word of Rust";
            deferred: Object(Inner), "not judged".unstated("nothing").later("what is deferred");
            shown: Text, "not judged and shown".shown("what is shown");
        }
    }

    static KIND: BlockKind = BlockKind {
        name: "every",
        named: false,
        meaning: "Every shape.",
        attributes: &[Every::ROWS],
        blocks: &[],
        part: None,
        later: None,
    };

    static OTHER: BlockKind = BlockKind { name: "other", attributes: &[Inner::ROWS], ..KIND };

    /// Nothing is known of what is asked.
    struct Nowhere;

    impl Surroundings for Nowhere {
        fn value(&self, _: &Expression, _: FileId) -> Result<Found, Box<Finding>> {
            let data = Data::Unknown("nobody knows".to_string());
            Ok(Found { data, resource: None })
        }
    }

    /// A block of this kind with these attributes, and how many findings that gave.
    fn block(kind: &'static BlockKind, text: &str) -> (Block, usize) {
        let mut sources = Sources::new();
        let file = sources.add("every.outlast.hcl", text);
        let parsed = outlast_terraform::syntax::parse(text, file);
        let mut reader = Reader::of(&Nowhere, file);
        let mut values = BTreeMap::new();
        for structure in &parsed.body {
            let Structure::Attribute(it) = structure else { panic!("no attribute") };
            let row = kind.attribute(it.key.as_str()).expect("an attribute of the kind");
            values.insert(row.name, reader.attribute(row, &it.value));
        }
        let fields = Fields::new(values);
        let span = Span::new(file, 0, 0);
        let block = Block { kind, name: String::new(), span, fields, blocks: Vec::new() };
        (block, reader.findings.len())
    }

    #[test]
    fn moving_takes_size_over_rate() {
        // 60 GB at 100 MB/s.
        assert_eq!(Bits(800_000_000).moves(60_000_000_000), 10 * MINUTE);
        assert_eq!(Bits(u64::MAX).moves(1), 1);
    }

    #[test]
    fn each_shape_is_read_into_its_type() {
        let (block, findings) = block(
            &KIND,
            r#"
            duration  = "2s"
            range     = ["1s", "2s"]
            rate      = "3/s"
            percent   = "50%"
            size      = "2 kB"
            bandwidth = "8 kbit/s"
            behind = "1 MiB"
            flow = "60 MB/min"
            ports     = [80, 443]
            count     = 3
            counts    = [1, 2]
            flag      = true
            text      = "a b"
            word      = "slow"
            words     = ["slow", "fast"]
            one       = service.web
            several   = [service.web, service.api]
            needs     = any(service.web, service.api)
            object    = { deep = 4 }
            either    = { deep = 5 }
            many      = ["a", "b"]
            ways      = [{ deep = 6 }, { deep = 7 }]
            in        = "here"
            shown     = "to people"
            "#,
        );
        assert_eq!(findings, 0);
        let every = Every::of(&block);
        let deep = |inner: &Inner<'_>| inner.deep.get().map(|(deep, _)| deep);
        let value = |said: Option<(Range, Span)>| said.map(|(range, _)| range);
        assert_eq!(value(every.duration.get()), Some(Range::exactly(2 * SECOND)));
        assert_eq!(value(every.range.get()), Some(Range::new(SECOND, 2 * SECOND)));
        assert_eq!(every.rate.get().map(|it| it.0), outlast_model::parse_rate("3/s").ok());
        assert_eq!(every.percent.get().map(|it| it.0), outlast_model::parse_percent("50%").ok());
        assert_eq!(every.size.get().map(|it| it.0), Some(2_000));
        assert_eq!(every.behind.get().map(|it| it.0), Some(Behind::By(1 << 20)));
        assert_eq!(every.flow.get().map(|it| it.0), Some(Flow(Ratio::new(1_000_000, 1))));
        assert_eq!(every.bandwidth.get().map(|it| it.0), Some(Bits(8_000)));
        assert_eq!(every.ports.this().map(|it| it.0), Some(&vec![80, 443]));
        assert_eq!(every.count.get().map(|it| it.0), Some(3));
        assert_eq!(every.counts.this().map(|it| it.0), Some(&vec![1, 2]));
        assert_eq!(every.flag.get().map(|it| it.0), Some(true));
        assert_eq!(every.text.owned().as_deref(), Some("a b"));
        assert_eq!(every.word.text(), Some("slow"));
        assert_eq!(every.words.this().map(|it| it.0), Some(&vec!["slow", "fast"]));
        assert_eq!(every.one.references().len(), 1);
        assert_eq!(every.several.references().len(), 2);
        assert!(matches!(every.needs.wanted(), [Wanted::Any(both, _)] if both.len() == 2));
        assert_eq!(every.object.this().and_then(|it| deep(it.0)), Some(4));
        assert_eq!(every.either.other().and_then(|it| deep(it.0)), Some(5));
        let many = every.many.this().map(|(all, _)| all.0.iter().filter_map(Said::text));
        assert_eq!(many.map(Iterator::collect), Some(vec!["a", "b"]));
        let ways = every.ways.other().map(|(all, _)| all.0.iter().filter_map(Said::this));
        let ways = ways.map(|all| all.filter_map(|it| deep(it.0)).collect());
        assert_eq!(ways, Some(vec![6, 7]));
        assert_eq!(every.place.text(), Some("here"));
        assert_eq!(every.shown.text(), Some("to people"));
    }

    #[test]
    fn one_of_many_is_read_alone() {
        let (block, findings) = block(&KIND, "many = \"a\"\nways = { deep = 1 }\nports = 80\n");
        assert_eq!(findings, 0);
        let every = Every::of(&block);
        assert_eq!(every.many.this().map(|(all, _)| all.0.len()), Some(1));
        assert_eq!(every.ways.other().map(|(all, _)| all.0.len()), Some(1));
        assert_eq!(every.ports.this().map(|it| it.0), Some(&vec![80]));
    }

    #[test]
    fn words_stand_in_place_of_values() {
        let (block, findings) = block(&KIND, "either = \"some\"\nways = \"none\"\n");
        assert_eq!(findings, 0);
        let every = Every::of(&block);
        assert_eq!((every.either.word(), every.ways.word()), (Some("some"), Some("none")));
        assert!(every.either.other().is_none() && every.ways.other().is_none());
    }

    #[test]
    fn what_is_left_out_unknown_or_wrong_is_told_apart() {
        let (block, findings) = block(
            &KIND,
            "range = var.x\ncount = \"many\"\nobject = var.x\nmany = [\"a\", var.x]\n",
        );
        assert_eq!(findings, 4);
        let every = Every::of(&block);
        assert_eq!(every.range.why_unknown(), Some("nobody knows"));
        assert!(every.range.is_written() && every.range.get().is_none());
        assert!(matches!(every.count, Said::Wrong(_)));
        assert!(matches!(every.object, Said::Wrong(_)));
        assert_eq!(every.flag, Said::Nothing);
        assert_eq!((every.flag.span(), every.flag.why_unknown()), (None, None));
        let items = every.many.this().map(|(all, _)| all.0.as_slice());
        assert!(matches!(items, Some([Said::This("a", _), Said::Unknown("nobody knows", _)])));
    }

    #[test]
    fn the_first_that_is_written_stands() {
        let (block, _) = block(&KIND, "text = \"a\"\nin = \"b\"\n");
        let every = Every::of(&block);
        assert_eq!(every.shown.clone().or(every.place.clone()).text(), Some("b"));
        assert_eq!(every.text.or(every.place).text(), Some("a"));
    }

    #[test]
    fn rows_are_as_they_are_declared() {
        let row = |name: &str| Every::ROWS.iter().find(|it| it.name == name).expect("a row");
        assert_eq!(Every::ROWS.len(), 25);
        assert_eq!(Every::ROWS[0].name, "duration");
        assert!(row("duration").required);
        assert_eq!(row("range").unstated, "no bound");
        assert_eq!(row("range").meaning, "a range");
        assert!(matches!(row("in").shape, Shape::Text));
        let deferred = row("deferred");
        assert_eq!((deferred.unstated, deferred.later), ("nothing", Some("what is deferred")));
        assert_eq!(row("shown").later, Some("what is shown"));
        assert_eq!(row("either").shape.describe(), "`none`, or `some`, or an object, see below");
        assert_eq!(row("ways").shape.fields().len(), 1);
    }

    #[test]
    fn a_block_without_the_group_says_nothing_of_it() {
        let (block, _) = block(&OTHER, "deep = 1\n");
        assert!(Inner::of(&block).deep.is_written());
        assert_eq!(Every::of(&block).count, Said::Nothing);
    }
}
