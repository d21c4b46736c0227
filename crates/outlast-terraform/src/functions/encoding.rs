//! Encodings: base64, JSON, URL, CSV, YAML, and texts in other character sets.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{Call, Function, deep, shallow, yaml};
use crate::eval::Outcome;
use crate::json;
use crate::value::Value;

pub(super) const FUNCTIONS: &[Function] = &[
    deep("base64encode", 1, 1, |call| call.said(STANDARD.encode(&*call.text(0)?))),
    deep("base64decode", 1, 1, base64decode),
    deep("jsonencode", 1, 1, |call| call.said(json::encode(&call.argument(0)).unwrap_or_default())),
    deep("jsondecode", 1, 1, |call| json::decode(&call.text(0)?).map_err(|why| call.fail(why))),
    deep("urlencode", 1, 1, urlencode),
    deep("csvdecode", 1, 1, csvdecode),
    deep("yamlencode", 1, 1, |call| call.said(yaml::encode(&call.argument(0)))),
    deep("yamldecode", 1, 1, |call| yaml::decode(&call.text(0)?).map_err(|why| call.fail(why))),
    deep("textencodebase64", 2, 2, textencodebase64),
    shallow("textdecodebase64", 2, 2, textdecodebase64),
];

fn bytes(call: &Call<'_>) -> Outcome<Vec<u8>> {
    let text = call.text(0)?;
    STANDARD.decode(&*text).map_err(|error| call.fail(format!("this is no base64: {error}")))
}

fn base64decode(call: &Call<'_>) -> Outcome<Value> {
    match String::from_utf8(bytes(call)?) {
        Ok(text) => call.said(text),
        Err(_) => Err(call.fail("what is encoded is no UTF-8 text")),
    }
}

/// As a part of a query: a blank becomes `+`.
fn urlencode(call: &Call<'_>) -> Outcome<Value> {
    let mut out = String::new();
    for byte in call.text(0)?.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                out.push(char::from(byte));
            }
            b' ' => out.push('+'),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    call.said(out)
}

fn csvdecode(call: &Call<'_>) -> Outcome<Value> {
    let text = call.text(0)?;
    let mut rows = csv_rows(&text).into_iter();
    let header = rows.next().ok_or_else(|| call.fail("there is no header line"))?;
    let mut made = Vec::new();
    for row in rows {
        if row.len() != header.len() {
            return Err(call.fail("a line has another number of fields than the header"));
        }
        let fields = header.iter().cloned().zip(row.iter().map(Value::string));
        made.push(Value::object(fields.collect::<BTreeMap<_, _>>()));
    }
    call.listed(made)
}

/// The fields of every line that is not empty (RFC 4180).
fn csv_rows(text: &str) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut row = Vec::new();
    let mut field = String::new();
    let mut quoted = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                field.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut field)),
            '\r' if !quoted && letters.peek() == Some(&'\n') => {}
            '\n' if !quoted => {
                if !(row.is_empty() && field.is_empty()) {
                    row.push(std::mem::take(&mut field));
                    rows.push(std::mem::take(&mut row));
                }
            }
            other => field.push(other),
        }
    }
    if !(row.is_empty() && field.is_empty()) {
        row.push(field);
        rows.push(row);
    }
    rows
}

fn textencodebase64(call: &Call<'_>) -> Outcome<Value> {
    let text = call.text(0)?;
    let encoded: Vec<u8> = match call.text(1)?.to_uppercase().as_str() {
        "UTF-8" => text.bytes().collect(),
        "UTF-16LE" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        "UTF-16BE" => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        other => {
            return Ok(Value::unknown(format!("the encoding {other} is not computed"), Vec::new()));
        }
    };
    call.said(STANDARD.encode(encoded))
}

fn textdecodebase64(call: &Call<'_>) -> Outcome<Value> {
    let bytes = bytes(call)?;
    let wide = |order: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).map(|pair| match pair {
            [a, b] => order([*a, *b]),
            _ => 0,
        });
        String::from_utf16(&units.collect::<Vec<_>>()).ok()
    };
    let text = match call.text(1)?.to_uppercase().as_str() {
        "UTF-8" => String::from_utf8(bytes.clone()).ok(),
        "UTF-16LE" => wide(u16::from_le_bytes),
        "UTF-16BE" => wide(u16::from_be_bytes),
        other => {
            return Ok(Value::unknown(format!("the encoding {other} is not computed"), Vec::new()));
        }
    };
    call.said(text.ok_or_else(|| call.fail("what is encoded is no text of that encoding"))?)
}
