//! Values to JSON text and back, as `jsonencode` and `jsondecode` do it.
//!
//! Keys are sorted, `<`, `>` and `&` are escaped as Go does.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value as Json;

use crate::number::Number;
use crate::value::{Data, Value};

/// The JSON text of a value; `None` where something in it is unknown.
pub(crate) fn encode(value: &Value) -> Option<String> {
    let mut out = String::new();
    write(value, &mut out, false)?;
    Some(out)
}

/// A text by which values of a set are sorted: the text itself, or the JSON of anything else.
pub(crate) fn sort_key(value: &Value) -> String {
    if let Data::String(text) = &value.data {
        return text.to_string();
    }
    let mut out = String::new();
    // With `true` an unknown value is written as such, so there is always a text.
    let _ = write(value, &mut out, true);
    out
}

fn write(value: &Value, out: &mut String, tolerant: bool) -> Option<()> {
    match &value.data {
        Data::Null => out.push_str("null"),
        Data::Bool(flag) => write!(out, "{flag}").ok()?,
        Data::Number(number) => write!(out, "{number}").ok()?,
        Data::String(text) => write_string(text, out),
        Data::List(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                out.push_str(if at > 0 { "," } else { "" });
                write(item, out, tolerant)?;
            }
            out.push(']');
        }
        Data::Map(entries) => {
            out.push('{');
            for (at, (name, entry)) in entries.iter().enumerate() {
                out.push_str(if at > 0 { "," } else { "" });
                write_string(name, out);
                out.push(':');
                write(entry, out, tolerant)?;
            }
            out.push('}');
        }
        Data::Unknown(_) if tolerant => out.push_str("(unknown)"),
        Data::Unknown(_) => return None,
    }
    Some(())
}

fn write_string(text: &str, out: &mut String) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' | '\u{0}'..='\u{1f}' => {
                let _ = write!(out, "\\u{:04x}", u32::from(letter));
            }
            other => out.push(other),
        }
    }
    out.push('"');
}

/// The value of a JSON text, or why it is none.
pub(crate) fn decode(text: &str) -> Result<Value, String> {
    let json: Json = serde_json::from_str(text).map_err(|error| error.to_string())?;
    Ok(from_json(&json))
}

/// The value that a JSON value stands for: arrays are tuples, objects are objects.
pub(crate) fn from_json(json: &Json) -> Value {
    match json {
        Json::Null => Value::null(),
        Json::Bool(flag) => Value::bool(*flag),
        Json::Number(number) => match Number::parse(&number.to_string()) {
            Some(number) => Value::number(number),
            None => Value::unknown("a number out of range", Vec::new()),
        },
        Json::String(text) => Value::string(text),
        Json::Array(items) => Value::tuple(items.iter().map(from_json).collect()),
        Json::Object(entries) => {
            let entries = entries.iter().map(|(name, entry)| (name.clone(), from_json(entry)));
            Value::object(entries.collect::<BTreeMap<_, _>>())
        }
    }
}
