//! `yamlencode` and `yamldecode`.
//!
//! The written form is Terraform's: block style, keys in quotes and sorted. What plain words are when
//! they are read is told in `yaml_words.rs`; keys may come twice, and `<<` merges where it stands, as in
//! <https://github.com/zclconf/go-cty-yaml>, the library of Terraform.

use std::collections::BTreeMap;
use std::str::Chars;

use yaml_rust2::parser::{Event, Parser, Tag};
use yaml_rust2::scanner::TScalarStyle;

use super::yaml_words::{Word, word};
use crate::limits;
use crate::value::{Data, Value};

/// The YAML text of a value.
pub(super) fn encode(value: &Value) -> String {
    let mut out = String::new();
    write(value, 0, &mut out);
    if !out.ends_with('\n') {
        out.push('\n');
    }
    out
}

fn scalar(value: &Value) -> String {
    match &value.data {
        Data::List(_) => "[]".to_owned(),
        Data::Map(_) => "{}".to_owned(),
        _ => crate::json::encode(value).unwrap_or_default(),
    }
}

fn is_block(value: &Value) -> bool {
    match &value.data {
        Data::List(items) => !items.is_empty(),
        Data::Map(entries) => !entries.is_empty(),
        _ => false,
    }
}

fn write(value: &Value, depth: usize, out: &mut String) {
    let blank = "  ".repeat(depth);
    match &value.data {
        Data::List(items) if !items.is_empty() => {
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push_str(&blank);
                }
                out.push_str("- ");
                write(item, depth + 1, out);
            }
        }
        Data::Map(entries) if !entries.is_empty() => {
            for (at, (name, entry)) in entries.iter().enumerate() {
                if at > 0 {
                    out.push_str(&blank);
                }
                out.push_str(&crate::json::encode(&Value::string(name)).unwrap_or_default());
                out.push(':');
                write_entry(entry, depth, out);
            }
        }
        Data::String(text) if text.contains('\n') => write_lines(text, depth.max(1), out),
        _ => {
            out.push_str(&scalar(value));
            out.push('\n');
        }
    }
}

/// A text of several lines, in literal style at the given depth.
fn write_lines(text: &str, depth: usize, out: &mut String) {
    out.push('|');
    if text.starts_with([' ', '\n']) {
        out.push('2');
    }
    let body = match (text.strip_suffix('\n'), text.ends_with("\n\n")) {
        (_, true) => {
            out.push('+');
            text.strip_suffix('\n').unwrap_or(text)
        }
        (Some(body), false) => body,
        (None, false) => {
            out.push('-');
            text
        }
    };
    out.push('\n');
    for line in body.split('\n') {
        if !line.is_empty() {
            out.push_str(&"  ".repeat(depth));
            out.push_str(line);
        }
        out.push('\n');
    }
}

fn write_entry(entry: &Value, depth: usize, out: &mut String) {
    if !is_block(entry) {
        out.push(' ');
        write(entry, depth + 1, out);
        return;
    }
    // A list stands at the depth of its key, a map one deeper.
    let depth = if matches!(entry.data, Data::Map(_)) { depth + 1 } else { depth };
    out.push('\n');
    out.push_str(&"  ".repeat(depth));
    write(entry, depth, out);
}

/// The value of a YAML text, or why it is none.
pub(super) fn decode(text: &str) -> Result<Value, String> {
    let old = |line: &str| line.trim_end() == "%YAML 1.1";
    if text.lines().take_while(|line| *line != "---").any(|it| it.starts_with("%YAML") && !old(it))
    {
        return Err("only YAML 1.1 is read".to_owned());
    }
    let mut reader =
        Reader { parser: Parser::new_from_str(text), anchors: BTreeMap::new(), merged: 0 };
    reader.expect(&Event::StreamStart, "this is no YAML")?;
    reader.expect(&Event::DocumentStart, "it has no value")?;
    let value = reader.next_value(0)?;
    reader.expect(&Event::DocumentEnd, "something stands behind the value")?;
    reader.expect(&Event::StreamEnd, "there is more than one document")?;
    Ok(value)
}

struct Reader<'t> {
    parser: Parser<Chars<'t>>,
    /// The values that anchors name, as far as they are read: one that names itself is not there.
    anchors: BTreeMap<usize, Value>,
    /// How many entries were merged: a few lines could merge a large map again and again.
    merged: usize,
}

impl Reader<'_> {
    fn next(&mut self) -> Result<Event, String> {
        self.parser.next_token().map(|(event, _)| event).map_err(|error| error.to_string())
    }

    fn expect(&mut self, wanted: &Event, why: &str) -> Result<(), String> {
        if self.next()? == *wanted { Ok(()) } else { Err(why.to_owned()) }
    }

    fn next_value(&mut self, depth: u32) -> Result<Value, String> {
        let event = self.next()?;
        self.value(event, depth)
    }

    fn value(&mut self, event: Event, depth: u32) -> Result<Value, String> {
        if depth > limits::VALUE_DEPTH {
            return Err(too_deep());
        }
        let (anchor, value) = match event {
            Event::Alias(anchor) => {
                let why = "an alias leads to nothing that is read before it";
                return self.anchors.get(&anchor).cloned().ok_or_else(|| why.to_owned());
            }
            Event::Scalar(text, style, anchor, tag) => {
                let value = match word(&text, is_quoted(style), &tag_name(tag)?)? {
                    Word::Value(value) => value,
                    // Anywhere but as a key it is a text.
                    Word::Merge => Value::string(text),
                };
                (anchor, value)
            }
            Event::SequenceStart(anchor, tag) => (anchor, self.sequence(tag, depth)?),
            Event::MappingStart(anchor, tag) => (anchor, self.mapping(tag, depth)?),
            _ => return Err("there is no value where one is needed".to_owned()),
        };
        // Aliases make it deeper than the text is.
        if value.extent.depth > limits::VALUE_DEPTH {
            return Err(too_deep());
        }
        if anchor > 0 {
            self.anchors.insert(anchor, value.clone());
        }
        Ok(value)
    }

    fn sequence(&mut self, tag: Option<Tag>, depth: u32) -> Result<Value, String> {
        let tag = tag_name(tag)?;
        if !["", "seq"].contains(&tag.as_str()) {
            return Err(format!("a list is no `!!{tag}`"));
        }
        let mut items = Vec::new();
        loop {
            match self.next()? {
                Event::SequenceEnd => return Ok(Value::tuple(items)),
                event => items.push(self.value(event, depth + 1)?),
            }
        }
    }

    /// Entries in the order of the text: a later one of the same name wins, also over a merge.
    fn mapping(&mut self, tag: Option<Tag>, depth: u32) -> Result<Value, String> {
        let tag = tag_name(tag)?;
        if !["", "map"].contains(&tag.as_str()) {
            return Err(format!("a map is no `!!{tag}`"));
        }
        let mut entries = BTreeMap::new();
        loop {
            let (text, style, tag) = match self.next()? {
                Event::MappingEnd => return Ok(Value::object(entries)),
                Event::Scalar(text, style, _, tag) => (text, style, tag),
                _ => return Err("a key must be a text".to_owned()),
            };
            match word(&text, is_quoted(style), &tag_name(tag)?)? {
                Word::Merge => {
                    let merged = self.next_value(depth + 1)?;
                    let Data::Map(merged) = &merged.data else {
                        return Err(format!("a {} cannot be merged into a map", merged.kind()));
                    };
                    self.merged += merged.len();
                    if self.merged > limits::ELEMENTS {
                        return Err(format!("at most {} entries are merged", limits::ELEMENTS));
                    }
                    entries.extend(merged.iter().map(|(name, it)| (name.clone(), it.clone())));
                }
                Word::Value(key) => {
                    let name = crate::types::convert(&key, &crate::types::Type::String)?;
                    let name = name.as_str().ok_or("a key must be a text")?.to_owned();
                    let value = self.next_value(depth + 1)?;
                    entries.insert(name, value);
                }
            }
        }
    }
}

fn too_deep() -> String {
    format!("at most {} levels are read", limits::VALUE_DEPTH)
}

fn is_quoted(style: TScalarStyle) -> bool {
    matches!(style, TScalarStyle::SingleQuoted | TScalarStyle::DoubleQuoted)
}

/// The name of a tag of YAML itself; empty where there is none.
fn tag_name(tag: Option<Tag>) -> Result<String, String> {
    let Some(tag) = tag else { return Ok(String::new()) };
    let whole = format!("{}{}", tag.handle, tag.suffix);
    match whole.strip_prefix("tag:yaml.org,2002:") {
        Some(name) => Ok(name.to_owned()),
        None => Err(format!("the tag `{whole}` is not known")),
    }
}
