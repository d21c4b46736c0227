//! Terraform's JSON syntax, written anew as native syntax.
//!
//! Rules: <https://developer.hashicorp.com/terraform/language/syntax/json>. The new text goes the
//! way of every other one, and each piece of it keeps its place in the text of the user. What is
//! a block is told by where it stands, as Terraform's own schema tells it; an object inside of a
//! resource stays an object unless it holds `dynamic` blocks: without the schema of a provider the
//! text does not tell a nested block from a map.

use std::ops::Range;

use jsonc_parser::ast::{Array, Object, ObjectProp, StringLit, Value};
use jsonc_parser::common::Ranged as _;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};
use outlast_findings::{FileId, Finding, Span};

use super::Contents;
use super::declare::contents as declarations;
use super::places::Places;
use crate::problems;
use crate::syntax::template_end;

/// The blocks of a `.tf.json` file, where their text stood, and what is wrong with it.
pub(super) fn contents(text: &str, file: FileId) -> (Contents, Places, Vec<Finding>) {
    let mut writer =
        Writer { file, out: String::new(), places: Places::default(), problems: Vec::new() };
    match parsed(text, file) {
        Ok(value) => writer.file(text, &value),
        Err(finding) => writer.problems.push(*finding),
    }
    let Writer { out, places, mut problems, .. } = writer;
    let parsed = crate::syntax::parse(&out, file);
    problems.extend(parsed.problems.into_iter().map(|finding| moved(finding, &places)));
    (declarations(parsed.body, file, Some(&places)), places, problems)
}

/// A finding about the new text, at its place in the old one.
fn moved(mut finding: Finding, places: &Places) -> Finding {
    for label in &mut finding.labels {
        let old = places.old(label.span.start as usize..label.span.end as usize);
        label.span = Span::new(label.span.file, old.start, old.end);
    }
    finding
}

/// The value of a JSON text; nothing of what only relatives of JSON allow.
fn parsed(text: &str, file: FileId) -> Result<Value<'_>, Box<Finding>> {
    let options = ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    };
    // The parser counts from the start of the text that it is given.
    let skipped = text.len() - text.trim_start_matches('\u{feff}').len();
    if skipped > 0 {
        return Err(unreadable(file, 0..skipped, "it begins with a byte order mark"));
    }
    match parse_to_ast(text, &CollectOptions::default(), &options) {
        Ok(parsed) => parsed.value.ok_or_else(|| unreadable(file, 0..0, "it is empty")),
        Err(error) => {
            let range = error.range();
            let why = error.kind().to_string().to_lowercase();
            Err(unreadable(file, range.start..range.end, &why))
        }
    }
}

fn unreadable(file: FileId, range: Range<usize>, why: &str) -> Box<Finding> {
    let finding = problems::UNREADABLE_TEXT
        .finding()
        .at(Span::new(file, range.start, range.end), format!("this is no JSON: {why}"))
        .why("the file was left out; everything else was read")
        .help("check for a missing bracket, quote or comma here or on the line above");
    Box::new(finding)
}

/// What the texts of a value are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Texts {
    /// Templates: `${…}` is computed.
    Templates,
    /// Nothing but texts.
    Plain,
    /// Names of other things, or types: expressions without `${…}`.
    Expressions,
}

/// What a body belongs to, and so which of its names are blocks and what its texts are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// The whole file.
    Top,
    /// `resource`, `data` and `ephemeral`.
    Resource,
    /// A block inside of a resource.
    Nested,
    /// `dynamic`.
    Dynamic,
    /// `module`.
    Module,
    /// `variable`.
    Variable,
    /// `terraform`, `moved` and their like: accepted, and computed by nobody.
    Unread,
    /// `locals`, `output`, `provider`.
    Other,
}

impl Place {
    /// How many labels a block of that name has here, and what it is; nothing for an attribute.
    fn block(self, name: &str) -> Option<(usize, Place)> {
        match (self, name) {
            (Self::Top, "resource" | "data" | "ephemeral") => Some((2, Self::Resource)),
            (Self::Top, "module") => Some((1, Self::Module)),
            (Self::Top, "variable") => Some((1, Self::Variable)),
            (Self::Top, "output" | "provider") => Some((1, Self::Other)),
            (Self::Top, "check") => Some((1, Self::Unread)),
            (Self::Top, "locals") => Some((0, Self::Other)),
            (Self::Top, "terraform" | "moved" | "import" | "removed") => Some((0, Self::Unread)),
            (Self::Resource, "lifecycle" | "connection") => Some((0, Self::Unread)),
            (Self::Resource, "provisioner") => Some((1, Self::Unread)),
            (Self::Resource | Self::Nested, "dynamic") => Some((1, Self::Dynamic)),
            (Self::Dynamic, "content") => Some((0, Self::Nested)),
            _ => None,
        }
    }

    fn texts(self, name: &str) -> Texts {
        match (self, name) {
            (Self::Variable, "type")
            | (Self::Resource | Self::Module, "provider" | "providers" | "depends_on")
            | (Self::Dynamic, "iterator") => Texts::Expressions,
            (Self::Variable | Self::Unread, _) | (Self::Module, "source" | "version") => {
                Texts::Plain
            }
            _ => Texts::Templates,
        }
    }
}

struct Writer {
    file: FileId,
    out: String,
    places: Places,
    problems: Vec<Finding>,
}

impl Writer {
    fn file(&mut self, text: &str, value: &Value<'_>) {
        let bodies: Vec<&Object<'_>> = objects(value).collect();
        if bodies.is_empty() {
            let finding = unreadable(self.file, 0..0, "an object is needed: `{ … }`");
            self.problems.push(*finding);
        }
        for object in bodies {
            self.body(text, object, Place::Top);
        }
    }

    /// Writes words that stand for `old`.
    fn word(&mut self, word: &str, old: Range<usize>) {
        self.places.add(self.out.len(), old);
        self.out.push_str(word);
    }

    /// Blanks before a line inside of a block: a broken text is cut at the lines without any.
    fn inset(&mut self, outside: Place) {
        self.out.push_str(if outside == Place::Top { "" } else { "  " });
    }

    /// The attributes and blocks of a body; a key `//` is a comment.
    fn body(&mut self, text: &str, object: &Object<'_>, place: Place) {
        for property in &object.properties {
            let name = property.name.as_str();
            if name == "//" {
                continue;
            }
            if !is_name(name) {
                self.no_name(property);
            } else if let Some((labels, inside)) = place.block(name) {
                let blocks = Blocks { kind: name, labels, outside: place, inside };
                self.blocks(text, &blocks, &mut Vec::new(), (&property.value, property));
            } else if holds_dynamic(&property.value, place) {
                let blocks =
                    Blocks { kind: name, labels: 0, outside: place, inside: Place::Nested };
                self.blocks(text, &blocks, &mut Vec::new(), (&property.value, property));
            } else {
                let key = property.name.range();
                self.inset(place);
                self.word(name, key.start + 1..key.end - 1);
                self.word(" = ", key.end..key.end);
                self.value(text, &property.value, place.texts(name));
                self.out.push('\n');
            }
        }
    }

    fn no_name(&mut self, property: &ObjectProp<'_>) {
        let key = property.name.range();
        let finding = problems::UNREADABLE_TEXT
            .finding()
            .at(Span::new(self.file, key.start, key.end), "this is no name of an argument")
            .help("a name has letters, digits, `_` and `-`; a comment has the key `//`");
        self.problems.push(finding);
    }

    /// Walks down as many labels as the kind of block has; arrays are several blocks. A block has
    /// the place of its innermost key.
    fn blocks<'v>(
        &mut self,
        text: &str,
        blocks: &Blocks<'_>,
        labels: &mut Vec<&'v ObjectProp<'v>>,
        (value, key): (&'v Value<'v>, &'v ObjectProp<'v>),
    ) {
        match value {
            Value::Array(array) => {
                for item in &array.elements {
                    self.blocks(text, blocks, labels, (item, key));
                }
            }
            Value::Object(object) if labels.len() < blocks.labels => {
                for property in object.properties.iter().filter(|it| it.name.as_str() != "//") {
                    labels.push(property);
                    self.blocks(text, blocks, labels, (&property.value, property));
                    labels.pop();
                }
            }
            Value::Object(object) => {
                let place = key.name.range();
                self.inset(blocks.outside);
                self.word(blocks.kind, place.start..place.start);
                for label in labels.iter() {
                    self.out.push(' ');
                    let range = if std::ptr::eq(*label, key) {
                        place.start..place.end
                    } else {
                        place.start..place.start
                    };
                    self.word(&quoted(label.name.as_str()), range);
                }
                self.word(" {\n", place.end..place.end);
                self.body(text, object, blocks.inside);
                self.inset(blocks.outside);
                self.word("}\n", place.end..place.end);
            }
            _ => {}
        }
    }

    fn value(&mut self, text: &str, value: &Value<'_>, texts: Texts) {
        let range = value.range();
        let place = range.start..range.end;
        match value {
            Value::StringLit(literal) => self.text(text, literal, texts),
            Value::NumberLit(number) => self.word(number.value, place),
            Value::BooleanLit(flag) => self.word(if flag.value { "true" } else { "false" }, place),
            Value::NullKeyword(_) => self.word("null", place),
            Value::Array(array) => self.array(text, array, texts),
            Value::Object(object) => self.object(text, object, texts),
        }
    }

    fn array(&mut self, text: &str, array: &Array<'_>, texts: Texts) {
        self.word("[", array.range.start..array.range.start + 1);
        for (at, item) in array.elements.iter().enumerate() {
            self.out.push_str(if at > 0 { ", " } else { "" });
            self.value(text, item, texts);
        }
        self.word("]", array.range.end - 1..array.range.end);
    }

    fn object(&mut self, text: &str, object: &Object<'_>, texts: Texts) {
        self.word("{", object.range.start..object.range.start + 1);
        for (at, property) in object.properties.iter().enumerate() {
            self.out.push_str(if at > 0 { ", " } else { " " });
            match &property.name {
                jsonc_parser::ast::ObjectPropName::String(name) => self.text(text, name, texts),
                jsonc_parser::ast::ObjectPropName::Word(name) => {
                    self.word(name.value, name.range.start..name.range.end);
                }
            }
            self.out.push_str(" = ");
            self.value(text, &property.value, texts);
        }
        self.word(" }", object.range.end - 1..object.range.end);
    }

    fn text(&mut self, text: &str, literal: &StringLit<'_>, texts: Texts) {
        let range = literal.range.start..literal.range.end;
        if texts == Texts::Expressions {
            let bare = literal.value.trim();
            // What is no expression would end the block that it stands in.
            if hcl_edit::parser::parse_expr(bare).is_ok() && !bare.contains(['\n', '#']) {
                return self.word(bare, range);
            }
        }
        self.word("\"", range.start..range.start + 1);
        let raw = text.get(range.start + 1..).unwrap_or("");
        self.letters(&literal.value, raw, range.start + 1, texts == Texts::Templates);
        self.word("\"", range.end - 1..range.end);
    }

    /// The letters of a text, which stand as `raw` from byte `old` on, as native syntax has them
    /// between quotes. A template is left as it is.
    fn letters(&mut self, value: &str, raw: &str, mut old: usize, templates: bool) {
        let mut raw = raw.as_bytes();
        let mut template = 0;
        for (at, letter) in value.char_indices() {
            let length = written_length(raw, letter);
            let place = old..old + length;
            raw = raw.get(length..).unwrap_or(&[]);
            old += length;
            let rest = value.get(at..).unwrap_or("");
            let opens = (rest.starts_with("${") || rest.starts_with("%{")) && at >= template;
            if opens && templates && !is_doubled(value, at) {
                template = template_end(value, at);
            }
            if at < template {
                self.word(letter.encode_utf8(&mut [0; 4]), place);
            } else if opens && !templates {
                self.word(letter.encode_utf8(&mut [0; 4]), place.start..place.start);
                self.word(letter.encode_utf8(&mut [0; 4]), place);
            } else {
                self.word(&escaped(letter), place);
            }
        }
    }
}

/// Blocks that are written: their kind, how many labels they have, where they stand, what they are.
struct Blocks<'k> {
    kind: &'k str,
    labels: usize,
    outside: Place,
    inside: Place,
}

/// Whether the same sign stands before the one at `at`: then no template begins.
fn is_doubled(value: &str, at: usize) -> bool {
    let bytes = value.as_bytes();
    at.checked_sub(1).is_some_and(|before| bytes.get(before) == bytes.get(at))
}

/// How many bytes a letter takes in the JSON text that begins with it.
fn written_length(raw: &[u8], letter: char) -> usize {
    match raw {
        [b'\\', b'u', ..] => 6 * letter.len_utf16(),
        [b'\\', ..] => 2,
        _ => letter.len_utf8(),
    }
}

/// A letter between the quotes of native syntax.
fn escaped(letter: char) -> String {
    match letter {
        '"' => "\\\"".to_owned(),
        '\\' => "\\\\".to_owned(),
        '\n' => "\\n".to_owned(),
        '\r' => "\\r".to_owned(),
        '\t' => "\\t".to_owned(),
        control if control.is_control() => format!("\\u{:04x}", u32::from(control)),
        other => other.to_string(),
    }
}

/// A label between quotes: no template.
fn quoted(label: &str) -> String {
    let letters: String = label.chars().map(escaped).collect();
    format!("\"{}\"", letters.replace("${", "$${").replace("%{", "%%{"))
}

fn is_name(name: &str) -> bool {
    let mut letters = name.chars();
    letters.next().is_some_and(|first| first.is_alphabetic() || first == '_')
        && letters.all(|letter| letter.is_alphanumeric() || "_-".contains(letter))
}

/// The objects that a value is: itself, or those of an array.
fn objects<'v>(value: &'v Value<'v>) -> Box<dyn Iterator<Item = &'v Object<'v>> + 'v> {
    match value {
        Value::Object(object) => Box::new(std::iter::once(object)),
        Value::Array(array) => Box::new(array.elements.iter().filter_map(Value::as_object)),
        _ => Box::new(std::iter::empty()),
    }
}

/// Whether a value in a resource holds `dynamic` blocks, so that it is a block itself: no map has
/// an entry of that name with `for_each` and `content` in it.
fn holds_dynamic(value: &Value<'_>, place: Place) -> bool {
    if !matches!(place, Place::Resource | Place::Nested) {
        return false;
    }
    let has = |object: &Object<'_>, name: &str| {
        object.properties.iter().any(|property| property.name.as_str() == name)
    };
    let is_dynamic = |labels: &Object<'_>| {
        let mut inner = labels.properties.iter().flat_map(|label| objects(&label.value));
        inner.any(|block| has(block, "for_each") && has(block, "content"))
    };
    objects(value).any(|object| {
        let inner = object.properties.iter().filter(|property| property.name.as_str() == "dynamic");
        inner.flat_map(|property| objects(&property.value)).any(is_dynamic)
    })
}
