//! `yamlencode` and `yamldecode`.
//!
//! The written form is Terraform's: block style, keys in quotes and sorted. Reading takes YAML 1.2
//! with the core schema; anchors are followed, tags other than the core ones are not known.

use std::collections::BTreeMap;

use yaml_rust2::{Yaml, YamlLoader};

use crate::number::Number;
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

/// Aliases are copied where they stand, and copies hold copies: a few lines could fill the memory.
const ALIASES: usize = 12;
/// The longest text with aliases that is read, in bytes.
const ALIASED_BYTES: usize = 64 * 1024;

/// How many aliases a text may have at most: every `*` at the start of a word.
fn aliases(text: &str) -> usize {
    let pairs = text.as_bytes().windows(2);
    let starts = pairs.filter(|pair| {
        matches!(pair, [before, b'*'] if before.is_ascii_whitespace() || b"[,{:-".contains(before))
    });
    starts.count() + usize::from(text.starts_with('*'))
}

/// The value of a YAML text, or why it is none.
pub(super) fn decode(text: &str) -> Result<Value, String> {
    let aliases = aliases(text);
    if aliases > ALIASES || aliases > 0 && text.len() > ALIASED_BYTES {
        return Ok(Value::unknown("YAML with so many aliases is not read", Vec::new()));
    }
    let documents = YamlLoader::load_from_str(text).map_err(|error| error.to_string())?;
    match documents.as_slice() {
        [] => Ok(Value::null()),
        [only] => value(only),
        _ => Err("there is more than one document".to_owned()),
    }
}

fn value(yaml: &Yaml) -> Result<Value, String> {
    Ok(match yaml {
        Yaml::Null | Yaml::BadValue => Value::null(),
        Yaml::Boolean(flag) => Value::bool(*flag),
        Yaml::Integer(number) => Value::number(*number),
        Yaml::Real(text) => match Number::parse(text) {
            Some(number) => Value::number(number),
            None => return Err(format!("`{text}` is no number")),
        },
        Yaml::String(text) => Value::string(text),
        Yaml::Array(items) => Value::tuple(items.iter().map(value).collect::<Result<Vec<_>, _>>()?),
        Yaml::Hash(entries) => {
            let mut made = BTreeMap::new();
            for (key, entry) in entries {
                made.insert(key_text(key)?, value(entry)?);
            }
            Value::object(made)
        }
        Yaml::Alias(_) => return Err("an alias leads to nothing".to_owned()),
    })
}

fn key_text(key: &Yaml) -> Result<String, String> {
    match key {
        Yaml::String(text) => Ok(text.clone()),
        Yaml::Integer(number) => Ok(number.to_string()),
        Yaml::Boolean(flag) => Ok(flag.to_string()),
        Yaml::Real(text) => Ok(text.clone()),
        _ => Err("a key must be a text".to_owned()),
    }
}
