//! Dates: `formatdate`, `timeadd`, `timecmp`, on RFC 3339 texts.

use super::{Call, Function, deep};
use crate::eval::Outcome;
use crate::value::Value;

pub(super) const FUNCTIONS: &[Function] = &[
    deep("formatdate", 2, 2, formatdate),
    deep("timeadd", 2, 2, timeadd),
    deep("timecmp", 2, 2, timecmp),
];

/// A moment of the calendar, with its distance from UTC.
#[derive(Debug, Clone, Copy)]
struct Date {
    /// Seconds since 1970 in UTC.
    seconds: i64,
    nanoseconds: i64,
    /// Seconds east of UTC.
    offset: i64,
    /// Whether the text said `Z`.
    utc: bool,
}

/// Days since 1970 of a date of the Gregorian calendar.
/// Source: <https://howardhinnant.github.io/date_algorithms.html>, `days_from_civil`.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Year, month and day; the inverse of [`days`].
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

impl Date {
    fn parse(text: &str) -> Option<Self> {
        let field = |from: usize, to: usize| -> Option<i64> {
            let part = text.get(from..to)?;
            if part.bytes().all(|byte| byte.is_ascii_digit()) { part.parse().ok() } else { None }
        };
        let mark = |at: usize| text.as_bytes().get(at).copied();
        let marks = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
        if !marks.iter().all(|(at, byte)| mark(*at) == Some(*byte)) {
            return None;
        }
        let (year, month, day) = (field(0, 4)?, field(5, 7)?, field(8, 10)?);
        let (hour, minute, second) = (field(11, 13)?, field(14, 16)?, field(17, 19)?);
        let (nanoseconds, zone) = fraction(text.get(19..)?)?;
        let offset = offset(zone)?;
        let date = days(year, month, day);
        let real = civil(date) == (year, month, day);
        if !real || hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let seconds = date * 86_400 + hour * 3_600 + minute * 60 + second - offset;
        Some(Self { seconds, nanoseconds, offset, utc: zone == "Z" })
    }

    fn local(self) -> (i64, i64, i64, i64) {
        let local = self.seconds + self.offset;
        let (year, month, day) = civil(local.div_euclid(86_400));
        (year, month, day, local.rem_euclid(86_400))
    }

    fn zone(self, colon: bool) -> String {
        let sign = if self.offset < 0 { '-' } else { '+' };
        let (hours, minutes) = (self.offset.abs() / 3_600, self.offset.abs() / 60 % 60);
        format!("{sign}{hours:02}{}{minutes:02}", if colon { ":" } else { "" })
    }

    fn text(self) -> String {
        let (year, month, day, rest) = self.local();
        let (hour, minute, second) = (rest / 3_600, rest / 60 % 60, rest % 60);
        let zone = if self.utc { "Z".to_owned() } else { self.zone(true) };
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{zone}")
    }
}

/// Nanoseconds after the point, and the text behind them.
fn fraction(text: &str) -> Option<(i64, &str)> {
    let Some(digits) = text.strip_prefix('.') else { return Some((0, text)) };
    let end = digits.find(|letter: char| !letter.is_ascii_digit())?;
    let (digits, rest) = digits.split_at(end);
    let nine: String = digits.chars().chain("000000000".chars()).take(9).collect();
    Some((nine.parse().ok()?, rest))
}

fn offset(zone: &str) -> Option<i64> {
    if zone == "Z" {
        return Some(0);
    }
    let sign = match zone.get(..1)? {
        "+" => 1,
        "-" => -1,
        _ => return None,
    };
    let (hours, minutes) = zone.get(1..)?.split_once(':')?;
    Some(sign * (hours.parse::<i64>().ok()? * 3_600 + minutes.parse::<i64>().ok()? * 60))
}

/// The RFC 3339 text of a date or moment of YAML: `2006-1-2`, `2006-1-2 15:4:5`,
/// `2006-1-2T15:4:5.5+02:00`.
pub(super) fn of_yaml(text: &str) -> Option<String> {
    let (date, time) = match text.find(['T', 't', ' ']) {
        Some(at) => (text.get(..at)?, Some(text.get(at..)?)),
        None => (text, None),
    };
    let [year, month, day] = fields(date, '-')?;
    let (clock, zone) = match time {
        None => ("0:0:0", "Z"),
        // Without a zone it is UTC; with a blank there is none.
        Some(time) if time.starts_with(' ') => (time.get(1..)?, "Z"),
        Some(time) => time.get(1..)?.split_at(time.get(1..)?.find(['Z', '+', '-'])?),
    };
    let (clock, part) = clock.split_once(['.', ',']).map_or((clock, None), |(a, b)| (a, Some(b)));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let [hour, minute, second] = fields(clock, ':')?;
    if year.len() != 4 || part.is_some_and(|part| !digits(part)) {
        return None;
    }
    let zone = if matches!(zone, "+00:00" | "-00:00") { "Z" } else { zone };
    let whole = format!("{year}-{month:0>2}-{day:0>2}T{hour:0>2}:{minute:0>2}:{second:0>2}{zone}");
    Date::parse(&whole).map(Date::text)
}

/// Three numbers, all but the first of one or two digits.
fn fields(text: &str, mark: char) -> Option<[&str; 3]> {
    let mut parts = text.splitn(3, mark);
    let found = [parts.next()?, parts.next()?, parts.next()?];
    let digits = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit()) && !part.is_empty();
    let short = found.iter().skip(1).all(|part| part.len() <= 2);
    (short && found.iter().all(digits)).then_some(found)
}

fn date(call: &Call<'_>, at: usize) -> Outcome<Date> {
    let text = call.text(at)?;
    Date::parse(&text)
        .ok_or_else(|| call.fail(format!("`{text}` is no date like `2006-01-02T15:04:05Z`")))
}

/// A duration of Go: `1h30m`, `-10s`, `1.5h`; in nanoseconds.
fn duration(text: &str) -> Option<i128> {
    let (sign, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest == "0" {
        return Some(0);
    }
    let mut total: i128 = 0;
    while !rest.is_empty() {
        let end = rest.find(|letter: char| !letter.is_ascii_digit() && letter != '.')?;
        let (number, after) = rest.split_at(end);
        let unit_end = after.find(|letter: char| letter.is_ascii_digit()).unwrap_or(after.len());
        let (unit, next) = after.split_at(unit_end);
        let unit: i128 = match unit {
            "ns" => 1,
            "us" | "µs" | "μs" => 1_000,
            "ms" => 1_000_000,
            "s" => 1_000_000_000,
            "m" => 60_000_000_000,
            "h" => 3_600_000_000_000,
            _ => return None,
        };
        let (whole, part) = number.split_once('.').unwrap_or((number, ""));
        let scale = 10_i128.checked_pow(u32::try_from(part.len()).ok()?)?;
        let value: i128 = format!("0{whole}{part}").parse().ok()?;
        total = total.checked_add(value.checked_mul(unit)? / scale)?;
        rest = next;
    }
    (!text.is_empty()).then_some(sign * total)
}

fn timeadd(call: &Call<'_>) -> Outcome<Value> {
    let date = date(call, 0)?;
    let text = call.text(1)?;
    let wrong = || call.fail(format!("`{text}` is no duration like `1h30m`"));
    let added = duration(&text).ok_or_else(wrong)?;
    let total = i128::from(date.seconds) * 1_000_000_000 + i128::from(date.nanoseconds) + added;
    let seconds = i64::try_from(total.div_euclid(1_000_000_000)).map_err(|_| wrong())?;
    if seconds.abs() > 400_000_000_000 {
        return Err(wrong());
    }
    call.said(Date { seconds, nanoseconds: 0, ..date }.text())
}

fn timecmp(call: &Call<'_>) -> Outcome<Value> {
    let (a, b) = (date(call, 0)?, date(call, 1)?);
    let order = (a.seconds, a.nanoseconds).cmp(&(b.seconds, b.nanoseconds));
    Ok(Value::number(order as i64))
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [&str; 7] =
    ["Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"];

fn formatdate(call: &Call<'_>) -> Outcome<Value> {
    let (pattern, date) = (call.text(0)?, date(call, 1)?);
    let mut out = String::new();
    let mut letters = pattern.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter == '\'' {
            // Quoted text stands for itself; two quotes are one.
            while let Some(inner) = letters.next() {
                match inner {
                    '\'' if letters.next_if_eq(&'\'').is_some() => out.push('\''),
                    '\'' => break,
                    other => out.push(other),
                }
            }
            continue;
        }
        if !letter.is_ascii_alphabetic() {
            out.push(letter);
            continue;
        }
        let mut count = 1;
        while letters.next_if_eq(&letter).is_some() {
            count += 1;
        }
        match part(date, letter, count) {
            Some(text) => out.push_str(&text),
            None => return Err(call.fail(format!("`{letter}` is no part of a date here"))),
        }
    }
    call.said(out)
}

fn part(date: Date, letter: char, count: usize) -> Option<String> {
    let (year, month, day, rest) = date.local();
    let (hour, minute, second) = (rest / 3_600, rest / 60 % 60, rest % 60);
    let half = if hour % 12 == 0 { 12 } else { hour % 12 };
    let name = |names: &[&str], at: i64, short: bool| -> Option<String> {
        let name = names.get(usize::try_from(at).ok()?)?;
        Some(if short { name.chars().take(3).collect() } else { (*name).to_owned() })
    };
    let weekday = (date.seconds + date.offset).div_euclid(86_400).rem_euclid(7);
    Some(match (letter, count) {
        ('Y', 4) => format!("{year:04}"),
        ('Y', 2) => format!("{:02}", year % 100),
        ('M', 4) => name(&MONTHS, month - 1, false)?,
        ('M', 3) => name(&MONTHS, month - 1, true)?,
        ('M', 2) => format!("{month:02}"),
        ('M', 1) => month.to_string(),
        ('D', 2) => format!("{day:02}"),
        ('D', 1) => day.to_string(),
        ('E', 4) => name(&WEEKDAYS, weekday, false)?,
        ('E', 3) => name(&WEEKDAYS, weekday, true)?,
        ('h', 2) => format!("{hour:02}"),
        ('h', 1) => hour.to_string(),
        ('H', 2) => format!("{half:02}"),
        ('H', 1) => half.to_string(),
        ('A', 2) => (if hour < 12 { "AM" } else { "PM" }).to_owned(),
        ('a', 2) => (if hour < 12 { "am" } else { "pm" }).to_owned(),
        ('m', 2) => format!("{minute:02}"),
        ('m', 1) => minute.to_string(),
        ('s', 2) => format!("{second:02}"),
        ('s', 1) => second.to_string(),
        ('Z', 5) => date.zone(true),
        ('Z', 4) => date.zone(false),
        ('Z', 3) if date.offset == 0 => "UTC".to_owned(),
        ('Z', 3) => date.zone(false),
        ('Z', 1) if date.offset == 0 => "Z".to_owned(),
        ('Z', 1) => date.zone(true),
        _ => return None,
    })
}
