//! What a word of YAML is: a number, a flag, a date, a text.
//!
//! Rules: `resolve.go` of <https://github.com/zclconf/go-cty-yaml> 1.1, which Terraform reads YAML
//! with. Flags are those of YAML 1.1, numbers those of 1.2, dates become RFC 3339.

use base64::Engine as _;

use super::times;
use crate::number::Number;
use crate::value::Value;

/// What a word is.
pub(super) enum Word {
    /// A value.
    Value(Value),
    /// `<<`: as a key it merges what follows.
    Merge,
}

/// What the word is, which stands in quotes or not, under that tag of YAML (empty for none).
pub(super) fn word(text: &str, quoted: bool, tag: &str) -> Result<Word, String> {
    if !["", "str", "bool", "int", "float", "null", "timestamp", "binary"].contains(&tag) {
        return Err(format!("the tag `!!{tag}` is not known"));
    }
    let mut tag = tag;
    if may_be_more(text) && tag != "str" && tag != "binary" {
        if quoted {
            return Ok(Word::Value(Value::string(text)));
        }
        if let Some(value) = named(text) {
            return Ok(Word::Value(value));
        }
        if tag.is_empty() && [".nan", ".NaN", ".NAN"].contains(&text) {
            return Err("what is no number is not supported".to_owned());
        }
        if text.starts_with(|first: char| first.is_ascii_digit() || "+-".contains(first)) {
            if let Some(date) = times::of_yaml(text).filter(|_| ["", "timestamp"].contains(&tag)) {
                return Ok(Word::Value(Value::string(date)));
            }
            if is_whole(text) || is_float(text) {
                tag = "float";
            }
        } else if text.starts_with('.') && is_float(text) {
            tag = "float";
        }
    }
    if tag.is_empty() && text == "<<" {
        return Ok(Word::Merge);
    }
    tagged(text, tag).map(Word::Value)
}

fn tagged(text: &str, tag: &str) -> Result<Value, String> {
    let wrong = || format!("`{text}` is no `!!{tag}`");
    match tag {
        "binary" => {
            let decoded = base64::engine::general_purpose::STANDARD.decode(text.replace('\n', ""));
            decoded.map(|_| Value::string(text)).map_err(|_| wrong())
        }
        "bool" => named(text).filter(|value| value.as_bool().is_some()).ok_or_else(wrong),
        "int" | "float" => number(&text.replace('_', "")).ok_or_else(wrong),
        "timestamp" => times::of_yaml(text).map(Value::string).ok_or_else(wrong),
        "null" => Ok(Value::null()),
        _ => Ok(Value::string(text)),
    }
}

/// Whether the first letter lets a word be more than a text.
fn may_be_more(text: &str) -> bool {
    text.chars()
        .next()
        .is_none_or(|first| first.is_ascii_digit() || "+-.yYnNtTfFoO~".contains(first))
}

/// The words that have a meaning of their own.
fn named(text: &str) -> Option<Value> {
    match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            Some(Value::bool(true))
        }
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            Some(Value::bool(false))
        }
        "" | "~" | "null" | "Null" | "NULL" => Some(Value::null()),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" | "-.inf" | "-.Inf" | "-.INF" => {
            Some(Value::unknown("infinity is not computed with", Vec::new()))
        }
        _ => None,
    }
}

/// `12`, `-12`, `0o17`, `0x1f`.
fn is_whole(text: &str) -> bool {
    let all =
        |digits: &str, is: fn(&u8) -> bool| !digits.is_empty() && digits.as_bytes().iter().all(is);
    match text.get(..2) {
        Some("0o") => all(text.get(2..).unwrap_or(""), |byte| (b'0'..=b'7').contains(byte)),
        Some("0x") => all(text.get(2..).unwrap_or(""), u8::is_ascii_hexdigit),
        _ => all(text.strip_prefix(['+', '-']).unwrap_or(text), u8::is_ascii_digit),
    }
}

/// `1.5`, `.5`, `1.`, `1e3`.
fn is_float(text: &str) -> bool {
    let text = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (digits, power) = match text.split_once(['e', 'E']) {
        Some((digits, power)) => (digits, Some(power)),
        None => (text, None),
    };
    let all = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let power = power.is_none_or(|power| {
        let power = power.strip_prefix(['+', '-']).unwrap_or(power);
        !power.is_empty() && all(power)
    });
    power && whole.len() + part.len() > 0 && all(whole) && all(part)
}

/// A number in decimal, or a whole one of 64 bits in the base that its prefix says.
fn number(text: &str) -> Option<Value> {
    if is_float(text) {
        return Some(match Number::parse(text) {
            Some(number) => Value::number(number),
            None => Value::unknown("a number out of range", Vec::new()),
        });
    }
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let base = match digits.get(..2)? {
        "0x" | "0X" => 16,
        "0o" | "0O" => 8,
        "0b" | "0B" => 2,
        _ => return None,
    };
    let digits = digits.get(2..).filter(|digits| !digits.starts_with(['+', '-']))?;
    let value = sign * i128::from(u64::from_str_radix(digits, base).ok()?);
    Number::parse(&value.to_string()).map(Value::number)
}
