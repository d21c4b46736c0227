//! Functions on texts.

use regex::{Captures, Regex, RegexBuilder};
use unicode_segmentation::UnicodeSegmentation;

use super::formats::{format, formatlist};
use super::{ANY, Call, Function, deep};
use crate::eval::Outcome;
use crate::value::Value;

pub(super) const FUNCTIONS: &[Function] = &[
    deep("join", 1, ANY, join),
    deep("split", 2, 2, split),
    deep("format", 1, ANY, format),
    deep("formatlist", 1, ANY, formatlist),
    deep("replace", 3, 3, replace),
    deep("regex", 2, 2, regex),
    deep("regexall", 2, 2, regexall),
    deep("upper", 1, 1, upper),
    deep("lower", 1, 1, lower),
    deep("title", 1, 1, title),
    deep("trim", 2, 2, trim),
    deep("trimspace", 1, 1, |call| call.said(call.text(0)?.trim())),
    deep("trimprefix", 2, 2, trimprefix),
    deep("trimsuffix", 2, 2, trimsuffix),
    deep("chomp", 1, 1, |call| call.said(call.text(0)?.trim_end_matches(['\n', '\r']))),
    deep("indent", 2, 2, indent),
    deep("substr", 3, 3, substr),
    deep("strrev", 1, 1, strrev),
    deep("startswith", 2, 2, |call| Ok(Value::bool(call.text(0)?.starts_with(&*call.text(1)?)))),
    deep("endswith", 2, 2, |call| Ok(Value::bool(call.text(0)?.ends_with(&*call.text(1)?)))),
    deep("strcontains", 2, 2, |call| Ok(Value::bool(call.text(0)?.contains(&*call.text(1)?)))),
];

fn join(call: &Call<'_>) -> Outcome<Value> {
    let separator = call.text(0)?;
    let mut parts = Vec::new();
    for at in 1..call.arguments.len() {
        parts.extend(call.texts(at)?);
    }
    let bytes: usize = parts.iter().map(|part| part.len() + separator.len()).sum();
    call.env.world.budget.text(bytes)?;
    Ok(Value::string(parts.join(&*separator)))
}

fn split(call: &Call<'_>) -> Outcome<Value> {
    let (separator, text) = (call.text(0)?, call.text(1)?);
    let parts: Vec<Value> = if separator.is_empty() {
        text.graphemes(true).map(Value::string).collect()
    } else {
        text.split(&*separator).map(Value::string).collect()
    };
    call.listed(parts)
}

/// A regular expression of the user's; its size is limited by the `regex` crate.
fn compile(call: &Call<'_>, pattern: &str) -> Outcome<Regex> {
    let built = RegexBuilder::new(pattern).size_limit(1 << 20).build();
    built.map_err(|error| {
        let text = error.to_string();
        let why = text.lines().last().unwrap_or("").trim_start_matches("error: ").to_owned();
        call.fail(format!("`{pattern}` is no regular expression: {why}"))
    })
}

/// `/…/` is a regular expression, anything else the text itself.
fn replace(call: &Call<'_>) -> Outcome<Value> {
    let (text, what, with) = (call.text(0)?, call.text(1)?, call.text(2)?);
    let inner = what.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
    match inner.filter(|_| what.len() > 1) {
        Some(pattern) => {
            let pattern = compile(call, pattern)?;
            let found = pattern.find_iter(&text).count();
            let bytes = text.len().saturating_add(found.saturating_mul(with.len()));
            call.env.world.budget.text(bytes)?;
            call.said(pattern.replace_all(&text, &*with))
        }
        None => {
            let found = text.matches(&*what).count();
            let bytes = text.len().saturating_add(found.saturating_mul(with.len()));
            call.env.world.budget.text(bytes)?;
            call.said(text.replace(&*what, &with))
        }
    }
}

/// The match itself, a tuple of the groups, or an object of the named groups.
fn captured(pattern: &Regex, found: &Captures<'_>) -> Value {
    let group =
        |at: usize| found.get(at).map_or_else(Value::null, |part| Value::string(part.as_str()));
    let names: Vec<Option<&str>> = pattern.capture_names().skip(1).collect();
    if names.is_empty() {
        return group(0);
    }
    if names.iter().all(Option::is_none) {
        return Value::tuple((1..=names.len()).map(group).collect());
    }
    let named = names
        .iter()
        .enumerate()
        .filter_map(|(at, name)| Some(((*name)?.to_owned(), group(at + 1))));
    Value::object(named.collect())
}

fn regex(call: &Call<'_>) -> Outcome<Value> {
    let pattern = compile(call, &call.text(0)?)?;
    match pattern.captures(&call.text(1)?) {
        Some(found) => Ok(captured(&pattern, &found)),
        None => Err(call.fail("the pattern matches nothing in the text")),
    }
}

fn regexall(call: &Call<'_>) -> Outcome<Value> {
    let pattern = compile(call, &call.text(0)?)?;
    let text = call.text(1)?;
    call.listed(pattern.captures_iter(&text).map(|found| captured(&pattern, &found)).collect())
}

/// The capital of a letter, where that is one letter too: Go maps letter by letter.
fn capital(letter: char) -> char {
    let mut capitals = letter.to_uppercase();
    match (capitals.next(), capitals.next()) {
        (Some(capital), None) => capital,
        _ => letter,
    }
}

fn upper(call: &Call<'_>) -> Outcome<Value> {
    call.said(call.text(0)?.chars().map(capital).collect::<String>())
}

fn lower(call: &Call<'_>) -> Outcome<Value> {
    let text = call.text(0)?;
    call.said(text.chars().flat_map(char::to_lowercase).collect::<String>())
}

/// Every letter after a letter that is none becomes a capital.
fn title(call: &Call<'_>) -> Outcome<Value> {
    let mut out = String::new();
    let mut inside = false;
    for letter in call.text(0)?.chars() {
        if inside {
            out.push(letter);
        } else {
            out.push(capital(letter));
        }
        inside = letter.is_alphanumeric() || letter == '_';
    }
    call.said(out)
}

fn trim(call: &Call<'_>) -> Outcome<Value> {
    let (text, letters) = (call.text(0)?, call.text(1)?);
    call.said(text.trim_matches(|letter| letters.contains(letter)))
}

fn trimprefix(call: &Call<'_>) -> Outcome<Value> {
    let (text, prefix) = (call.text(0)?, call.text(1)?);
    call.said(text.strip_prefix(&*prefix).unwrap_or(&text))
}

fn trimsuffix(call: &Call<'_>) -> Outcome<Value> {
    let (text, suffix) = (call.text(0)?, call.text(1)?);
    call.said(text.strip_suffix(&*suffix).unwrap_or(&text))
}

fn indent(call: &Call<'_>) -> Outcome<Value> {
    let (spaces, text) = (call.size(0)?, call.text(1)?);
    let lines = text.matches('\n').count();
    let bytes = lines.saturating_mul(spaces).saturating_add(text.len());
    call.env.world.budget.text(bytes)?;
    call.said(
        text.replace('\n', &format!("\n{}", " ".repeat(spaces.min(crate::limits::TEXT_BYTES)))),
    )
}

fn substr(call: &Call<'_>) -> Outcome<Value> {
    let text = call.text(0)?;
    let letters: Vec<&str> = text.graphemes(true).collect();
    let count = i64::try_from(letters.len()).unwrap_or(i64::MAX);
    let offset = call.integer(1)?;
    let start = if offset < 0 { (offset + count).max(0) } else { offset.min(count) };
    let length = call.integer(2)?;
    let end = if length < 0 { count } else { start.saturating_add(length).min(count) };
    let range = usize::try_from(start).unwrap_or(0)..usize::try_from(end).unwrap_or(0);
    call.said(letters.get(range).unwrap_or(&[]).concat())
}

fn strrev(call: &Call<'_>) -> Outcome<Value> {
    let text = call.text(0)?;
    call.said(text.graphemes(true).rev().collect::<String>())
}
