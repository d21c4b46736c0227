//! `format` and `formatlist`: Go's verbs as far as Terraform documents them.
//!
//! <https://developer.hashicorp.com/terraform/language/functions/format>

use super::Call;
use crate::eval::Outcome;
use crate::number::Number;
use crate::types::{Type, convert};
use crate::value::{Data, Value};

/// One `%…` of a format.
#[derive(Debug, Default)]
struct Verb {
    plus: bool,
    minus: bool,
    zero: bool,
    space: bool,
    sharp: bool,
    width: Option<usize>,
    precision: Option<usize>,
    /// The argument that it names, from 1.
    argument: Option<usize>,
    letter: char,
}

/// `format(text, …)`.
pub(super) fn format(call: &Call<'_>) -> Outcome<Value> {
    let text = formatted(call, &call.text(0)?, call.arguments.get(1..).unwrap_or(&[]))?;
    call.said(text)
}

/// `formatlist(text, …)`: one text for each element; arguments that are no lists are repeated.
pub(super) fn formatlist(call: &Call<'_>) -> Outcome<Value> {
    let pattern = call.text(0)?;
    let rest = call.arguments.get(1..).unwrap_or(&[]);
    let lengths = rest.iter().filter(|value| is_list(value)).map(|value| value.items().len());
    let lengths: Vec<usize> = lengths.collect();
    let count = lengths.first().copied().unwrap_or(1);
    if lengths.iter().any(|length| *length != count) {
        return Err(call.fail("the lists differ in length"));
    }
    let mut made = Vec::new();
    for at in 0..count {
        let row: Vec<Value> = rest
            .iter()
            .map(|value| match value.item(at) {
                Some(item) if is_list(value) => item.clone(),
                _ => value.clone(),
            })
            .collect();
        made.push(call.said(formatted(call, &pattern, &row)?)?);
    }
    call.listed(made)
}

fn is_list(value: &Value) -> bool {
    matches!(value.data, Data::List(_))
}

fn formatted(call: &Call<'_>, pattern: &str, arguments: &[Value]) -> Outcome<String> {
    let mut out = String::new();
    let mut letters = pattern.chars().peekable();
    let mut next = 0;
    let mut used = 0;
    while let Some(letter) = letters.next() {
        if letter != '%' {
            out.push(letter);
            continue;
        }
        let verb = read_verb(&mut letters).ok_or_else(|| call.fail("`%` has no verb after it"))?;
        if verb.letter == '%' {
            out.push('%');
            continue;
        }
        let at = verb.argument.map_or(next, |argument| argument.saturating_sub(1));
        let Some(value) = arguments.get(at) else {
            return Err(call.fail(format!("there are not enough arguments for `%{}`", verb.letter)));
        };
        next = at + 1;
        used = used.max(next);
        if verb.width.unwrap_or(0).max(verb.precision.unwrap_or(0)) > 10_000 {
            return Err(call.fail("a width over 10000 is not computed"));
        }
        out.push_str(&render(call, &verb, value)?);
        if out.len() > crate::limits::TEXT_BYTES {
            call.env.world.budget.text(out.len())?;
        }
    }
    if used < arguments.len() {
        return Err(call.fail("there are more arguments than the text uses"));
    }
    Ok(out)
}

fn read_verb(letters: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Option<Verb> {
    let mut verb = Verb::default();
    loop {
        match letters.peek()? {
            '+' => verb.plus = true,
            '-' => verb.minus = true,
            '0' => verb.zero = true,
            ' ' => verb.space = true,
            '#' => verb.sharp = true,
            _ => break,
        }
        letters.next();
    }
    verb.width = digits(letters);
    if letters.peek() == Some(&'.') {
        letters.next();
        verb.precision = Some(digits(letters).unwrap_or(0));
    }
    if letters.peek() == Some(&'[') {
        letters.next();
        verb.argument = digits(letters);
        letters.next_if_eq(&']')?;
    }
    verb.letter = letters.next()?;
    Some(verb)
}

fn digits(letters: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Option<usize> {
    let mut text = String::new();
    while let Some(digit) = letters.next_if(char::is_ascii_digit) {
        text.push(digit);
    }
    text.parse().ok()
}

fn render(call: &Call<'_>, verb: &Verb, value: &Value) -> Outcome<String> {
    let as_type = |kind: &Type| {
        let converted = convert(value, kind).map_err(|why| call.fail(why))?;
        if converted.is_null() {
            return Err(call.fail(format!("`%{}` is given null", verb.letter)));
        }
        Ok(converted.data)
    };
    let number = || match as_type(&Type::Number)? {
        Data::Number(number) => Ok(number),
        _ => Err(call.fail("a number is needed")),
    };
    let text = || match as_type(&Type::String)? {
        Data::String(text) => Ok(text.to_string()),
        _ => Err(call.fail("a text is needed")),
    };
    let body = match verb.letter {
        'v' => default_text(verb, value),
        's' => cut(verb, &text()?),
        'q' => crate::json::encode(&Value::string(cut(verb, &text()?))).unwrap_or_default(),
        't' => match as_type(&Type::Bool)? {
            Data::Bool(flag) => flag.to_string(),
            _ => return Err(call.fail("a bool is needed")),
        },
        'd' | 'b' | 'o' | 'x' | 'X' => return Ok(padded(verb, &integer(verb, &number()?), true)),
        'f' | 'F' => {
            let text = signed(verb, number()?.fixed(verb.precision.unwrap_or(6)));
            return Ok(padded(verb, &text, true));
        }
        'e' | 'E' | 'g' | 'G' => {
            let text = signed(verb, scientific(verb, &number()?));
            let text = if verb.letter.is_uppercase() { text.to_uppercase() } else { text };
            return Ok(padded(verb, &text, true));
        }
        other => return Err(call.fail(format!("`%{other}` is no verb"))),
    };
    Ok(padded(verb, &body, false))
}

fn default_text(verb: &Verb, value: &Value) -> String {
    match &value.data {
        Data::String(text) if !verb.sharp => cut(verb, text),
        Data::Number(_) | Data::Bool(_) if !verb.sharp => {
            crate::json::encode(value).unwrap_or_default()
        }
        _ => crate::json::encode(value).unwrap_or_default(),
    }
}

/// The first letters of a text, as many as the precision says.
fn cut(verb: &Verb, text: &str) -> String {
    match verb.precision {
        Some(count) => text.chars().take(count).collect(),
        None => text.to_owned(),
    }
}

fn signed(verb: &Verb, text: String) -> String {
    if text.starts_with('-') {
        text
    } else if verb.plus {
        format!("+{text}")
    } else if verb.space {
        format!(" {text}")
    } else {
        text
    }
}

/// A whole number in the base of the verb; what follows the point is cut off.
fn integer(verb: &Verb, number: &Number) -> String {
    let whole = number.absolute().floor();
    let digits = whole.to_integer().unwrap_or(dashu_int::IBig::ZERO);
    let radix = match verb.letter {
        'b' => 2,
        'o' => 8,
        'x' | 'X' => 16,
        _ => 10,
    };
    let text = digits.in_radix(radix).to_string();
    let text = if verb.letter == 'X' { text.to_uppercase() } else { text };
    let prefix = match (verb.sharp, verb.letter) {
        (true, 'x') => "0x",
        (true, 'X') => "0X",
        (true, 'o') => "0",
        (true, 'b') => "0b",
        _ => "",
    };
    let sign = if number.is_negative() && !whole.is_zero() { "-" } else { "" };
    signed(verb, format!("{sign}{prefix}{text}"))
}

/// `%e` and `%g`. Digits are those of the shortest decimal, rounded to the precision.
fn scientific(verb: &Verb, number: &Number) -> String {
    let exact = verb.letter.eq_ignore_ascii_case(&'e');
    let sign = if number.is_negative() { "-" } else { "" };
    if number.is_zero() {
        let places = if exact { verb.precision.unwrap_or(6) } else { 0 };
        let part = if places > 0 { format!(".{}", "0".repeat(places)) } else { String::new() };
        return if exact { format!("{sign}0{part}e+00") } else { "0".to_owned() };
    }
    let (mut digits, mut point) = number.shortest();
    let wanted = match (exact, verb.precision) {
        (true, places) => Some(places.unwrap_or(6) + 1),
        (false, Some(count)) => Some(count.max(1)),
        (false, None) => None,
    };
    if let Some(count) = wanted {
        (digits, point) = to_digits(&digits, point, count);
    }
    let exponent = point - 1;
    let limit = wanted.filter(|_| !exact).map_or(21, |count| i64::try_from(count).unwrap_or(21));
    if !exact && (-4..limit).contains(&exponent) {
        return format!("{sign}{}", plain(&digits, point));
    }
    let (first, rest) = digits.split_at(1.min(digits.len()));
    let rest = match wanted {
        Some(count) if exact => format!("{rest:0<width$}", width = count - 1),
        _ => rest.to_owned(),
    };
    let part = if rest.is_empty() { String::new() } else { format!(".{rest}") };
    let mark = if exponent < 0 { '-' } else { '+' };
    format!("{sign}{first}{part}e{mark}{:02}", exponent.abs())
}

/// The first `count` digits, rounded half up on the rest.
fn to_digits(digits: &str, point: i64, count: usize) -> (String, i64) {
    let next = digits.as_bytes().get(count).copied().unwrap_or(b'0');
    let mut kept: Vec<u8> = digits.bytes().take(count).collect();
    let mut point = point;
    if next >= b'5' {
        let mut at = kept.len();
        loop {
            let Some(previous) = at.checked_sub(1) else {
                kept.insert(0, b'1');
                kept.pop();
                point += 1;
                break;
            };
            at = previous;
            match kept.get_mut(at) {
                Some(digit) if *digit == b'9' => *digit = b'0',
                Some(digit) => {
                    *digit += 1;
                    break;
                }
                None => break,
            }
        }
    }
    let text = String::from_utf8_lossy(&kept).trim_end_matches('0').to_owned();
    (if text.is_empty() { "0".to_owned() } else { text }, point)
}

fn plain(digits: &str, point: i64) -> String {
    match usize::try_from(point) {
        Ok(0) => format!("0.{digits}"),
        Ok(places) if places >= digits.len() => format!("{digits:0<places$}"),
        Ok(places) => {
            let (front, back) = digits.split_at(places);
            format!("{front}.{back}")
        }
        Err(_) => {
            let zeros = "0".repeat(usize::try_from(-point).unwrap_or(0));
            format!("0.{zeros}{digits}")
        }
    }
}

fn padded(verb: &Verb, text: &str, is_number: bool) -> String {
    let count = text.chars().count();
    let missing = verb.width.unwrap_or(0).saturating_sub(count);
    if missing == 0 {
        return text.to_owned();
    }
    if verb.minus {
        return format!("{text}{}", " ".repeat(missing));
    }
    if verb.zero && is_number {
        let (sign, digits) = text.split_at(usize::from(text.starts_with(['-', '+', ' '])));
        return format!("{sign}{}{digits}", "0".repeat(missing));
    }
    let fill = if verb.zero { "0" } else { " " };
    format!("{}{text}", fill.repeat(missing))
}
