//! Exact quantities: durations in whole nanoseconds, bytes, rates, percentages.
//!
//! A quantity is a string with units. A bare number or a unit with two readings (`5m` of what,
//! `GB` of bits?) is an error that names both readings. No floats: `"99.95%"` is 1999/2000.

use crate::Ratio;

/// A duration or a date after the fault, in whole nanoseconds.
pub type Nanos = i64;
/// A duration without end. Larger than any other; arithmetic with it saturates.
pub const FOREVER: Nanos = i64::MAX;
/// One millisecond.
pub const MILLISECOND: Nanos = 1_000_000;
/// One second.
pub const SECOND: Nanos = 1_000 * MILLISECOND;
/// One minute.
pub const MINUTE: Nanos = 60 * SECOND;
/// One hour.
pub const HOUR: Nanos = 60 * MINUTE;
/// One day of 24 hours: outlast knows phases, no calendars.
pub const DAY: Nanos = 24 * HOUR;

/// A number of bytes.
pub type Bytes = u64;

/// How often something happens, in events per second, exact.
pub type PerSecond = Ratio;

/// A duration that lies somewhere between two bounds, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Range {
    /// The least, from 0.
    pub lo: Nanos,
    /// The greatest; [`FOREVER`] when there is no bound.
    pub hi: Nanos,
}

impl Range {
    /// Exactly 0.
    pub const ZERO: Self = Self { lo: 0, hi: 0 };
    /// Anything from 0 on, without a bound.
    pub const UNKNOWN: Self = Self { lo: 0, hi: FOREVER };

    /// Exactly this long.
    pub const fn exactly(value: Nanos) -> Self {
        Self { lo: value, hi: value }
    }

    /// From `lo` to `hi`; the bounds are put in order and below 0 counts as 0.
    pub fn new(lo: Nanos, hi: Nanos) -> Self {
        Self { lo: lo.min(hi).max(0), hi: hi.max(lo).max(0) }
    }

    /// Both added; without a bound when one of them is.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self { lo: self.lo.saturating_add(other.lo), hi: self.hi.saturating_add(other.hi) }
    }

    /// The least range that holds both.
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        Self { lo: self.lo.min(other.lo), hi: self.hi.max(other.hi) }
    }

    /// Whether it is one value.
    pub const fn is_point(self) -> bool {
        self.lo == self.hi
    }

    /// Whether there is no upper bound.
    pub const fn is_unbounded(self) -> bool {
        self.hi == FOREVER
    }

    /// The middle, rounded down; [`FOREVER`] without a bound.
    pub fn middle(self) -> Nanos {
        if self.is_unbounded() { FOREVER } else { self.lo + (self.hi - self.lo) / 2 }
    }
}

/// What is wrong with a quantity: a sentence, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitError {
    /// What is wrong, the user's text in backticks.
    pub what: String,
    /// What to write.
    pub help: String,
}

impl UnitError {
    fn new(what: impl Into<String>, help: impl Into<String>) -> Self {
        Self { what: what.into(), help: help.into() }
    }
}

/// A decimal number as `digits / 10^places`, and what follows it.
fn number(text: &str) -> Option<(i64, i64, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end)?;
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() || part.contains('.') || part.len() > 9 {
        return None;
    }
    let value = format!("{whole}{part}").parse::<i64>().ok()?;
    Some((value, 10_i64.checked_pow(u32::try_from(part.len()).ok()?)?, rest))
}

fn too_large(text: &str) -> UnitError {
    UnitError::new(format!("`{text}` is too large"), "durations reach to about 290 years")
}

/// Reads a duration such as `30s`, `1h30m`, `1.5d`, `200ms`, `0s`.
///
/// # Errors
/// A bare number, an unknown unit, or a value that does not fit.
pub fn parse_duration(text: &str) -> Result<Nanos, UnitError> {
    let mut rest = text.trim();
    if rest.is_empty() {
        return Err(UnitError::new("a duration is empty", "write `30s`, `5m` or `1h30m`"));
    }
    let mut total: Nanos = 0;
    while !rest.is_empty() {
        let Some((value, scale, after)) = number(rest) else {
            return Err(UnitError::new(
                format!("`{text}` is not a duration"),
                "write a number and a unit: `200ms`, `30s`, `5m`, `1h30m`, `7d`",
            ));
        };
        let after = after.trim_start();
        let end = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
        let (unit, next) = after.split_at_checked(end).unwrap_or((after, ""));
        let unit = duration_unit(unit, text, value)?;
        let part = value.checked_mul(unit).ok_or_else(|| too_large(text))? / scale;
        total = total.checked_add(part).ok_or_else(|| too_large(text))?;
        rest = next.trim_start();
    }
    Ok(total)
}

fn duration_unit(unit: &str, text: &str, value: i64) -> Result<Nanos, UnitError> {
    Ok(match unit {
        "ns" => 1,
        "us" | "µs" => 1_000,
        "ms" => MILLISECOND,
        "s" => SECOND,
        "m" | "min" => MINUTE,
        "h" => HOUR,
        "d" => DAY,
        "w" => 7 * DAY,
        "" => {
            return Err(UnitError::new(
                format!("`{text}` has no unit"),
                format!("did you mean `{value}s` or `{value}m`?"),
            ));
        }
        "M" => {
            return Err(UnitError::new(
                format!("`{text}` can be read as minutes or as months"),
                format!(
                    "write `{value}m` for minutes or `{}d` for months",
                    value.saturating_mul(30)
                ),
            ));
        }
        _ => {
            return Err(UnitError::new(
                format!("`{unit}` in `{text}` is not a unit of time"),
                "the units are `ms`, `s`, `m`, `h`, `d` and `w`",
            ));
        }
    })
}

/// Reads a percentage such as `99.95%`.
///
/// # Errors
/// Anything but a number from 0 to 100 followed by `%`.
pub fn parse_percent(text: &str) -> Result<Ratio, UnitError> {
    let wrong = || {
        UnitError::new(
            format!("`{text}` is not a percentage"),
            "write a number from 0 to 100 and `%`: `99.9%`",
        )
    };
    let (value, scale, rest) = number(text.trim()).ok_or_else(wrong)?;
    if rest.trim().is_empty() {
        let help = format!(
            "did you mean `{}%` or the share `{} %`?",
            text.trim(),
            value.saturating_mul(100)
        );
        return Err(UnitError::new(format!("`{text}` has no unit"), help));
    }
    let share = Ratio::new(value, scale).over(Ratio::new(100, 1));
    if rest.trim() == "%" && share <= Ratio::ONE { Ok(share) } else { Err(wrong()) }
}

/// Reads how often something happens, such as `6/min`, `400/s`, `2/h`, `0.3/d`, `1/y`.
///
/// # Errors
/// Anything but a number, a slash and a unit of time.
pub fn parse_rate(text: &str) -> Result<PerSecond, UnitError> {
    let wrong = || {
        UnitError::new(
            format!("`{text}` is not a rate"),
            "write how many in which time: `6/min`, `400/s`, `2/h`, `1/y`",
        )
    };
    let (value, scale, rest) = number(text.trim()).ok_or_else(wrong)?;
    let seconds = match rest.trim().strip_prefix('/').map(str::trim) {
        Some("s") => 1,
        Some("m" | "min") => 60,
        Some("h") => 3_600,
        Some("d") => 86_400,
        Some("w") => 604_800,
        Some("y") => 31_536_000,
        _ => return Err(wrong()),
    };
    Ok(Ratio::new(value, scale).over(Ratio::new(seconds, 1)))
}

/// Reads a size such as `80 GB`, `2 TiB`, `500 MB`.
///
/// # Errors
/// A bare number, bits (`Gb`), or a unit that can be read in two ways.
pub fn parse_bytes(text: &str) -> Result<Bytes, UnitError> {
    let wrong = |help: &str| UnitError::new(format!("`{text}` is not a size"), help.to_string());
    let (value, scale, rest) = number(text.trim())
        .ok_or_else(|| wrong("write a number and a unit: `80 GB` or `80 GiB`"))?;
    let unit: u64 = match rest.trim() {
        "B" => 1,
        "kB" | "KB" => 1_000,
        "MB" => 1_000_000,
        "GB" => 1_000_000_000,
        "TB" => 1_000_000_000_000,
        "PB" => 1_000_000_000_000_000,
        "KiB" => 1 << 10,
        "MiB" => 1 << 20,
        "GiB" => 1 << 30,
        "TiB" => 1 << 40,
        "PiB" => 1 << 50,
        "" => return Err(wrong(&format!("did you mean `{value} GB` or `{value} GiB`?"))),
        short @ ("K" | "M" | "G" | "T" | "k") => {
            return Err(wrong(&format!("did you mean `{value} {short}B` or `{value} {short}iB`?")));
        }
        bits @ ("Kb" | "Mb" | "Gb" | "Tb" | "kb") => {
            let prefix = bits.trim_end_matches('b');
            return Err(wrong(&format!(
                "did you mean `{value} {prefix}B` (bytes) or `{value} {prefix}bit` (bits)?"
            )));
        }
        _ => {
            return Err(wrong(
                "the units are `B`, `kB`, `MB`, `GB`, `TB` and `KiB`, `MiB`, `GiB`, `TiB`",
            ));
        }
    };
    let size =
        u128::from(value.unsigned_abs()) * u128::from(unit) / u128::from(scale.unsigned_abs());
    u64::try_from(size)
        .map_err(|_| UnitError::new(format!("`{text}` is too large"), "sizes reach to 16 EiB"))
}

/// A duration as a person says it: `3.6 s`, `23 s`, `1 h 30 m`, `2 d`; two units at most.
pub fn show_duration(value: Nanos) -> String {
    match value {
        FOREVER => "for ever".to_string(),
        ..0 => format!("-{}", show_duration(value.saturating_neg())),
        0 => "0 s".to_string(),
        1..MILLISECOND => format!("{} us", round_up(value, 1_000)),
        MILLISECOND..SECOND => format!("{} ms", round_up(value, MILLISECOND)),
        SECOND..MINUTE => show_seconds(value),
        MINUTE..HOUR => two_units(value, MINUTE, "min", SECOND, "s"),
        HOUR..DAY => two_units(value, HOUR, "h", MINUTE, "min"),
        _ => two_units(value, DAY, "d", HOUR, "h"),
    }
}

/// How many `unit`s hold a positive `value`.
const fn round_up(value: Nanos, unit: Nanos) -> Nanos {
    value / unit + (value % unit != 0) as Nanos
}

/// Seconds with at most one decimal place, rounded up: an outage is never shown shorter.
fn show_seconds(value: Nanos) -> String {
    let tenths = round_up(value, SECOND / 10);
    if tenths % 10 == 0 {
        format!("{} s", tenths / 10)
    } else {
        format!("{}.{} s", tenths / 10, tenths % 10)
    }
}

fn two_units(value: Nanos, large: Nanos, name: &str, small: Nanos, small_name: &str) -> String {
    let smalls = round_up(value, small);
    let (whole, rest) = (smalls / (large / small), smalls % (large / small));
    if rest == 0 {
        format!("{whole} {name}")
    } else {
        format!("{whole} {name} {rest} {small_name}")
    }
}

/// A range: `13 s to 23 s`, or one duration when both ends are the same.
pub fn show_range(range: Range) -> String {
    if range.is_point() {
        return show_duration(range.lo);
    }
    if range.is_unbounded() {
        return format!("{} or longer", show_duration(range.lo));
    }
    format!("{} to {}", show_duration(range.lo), show_duration(range.hi))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_exact() {
        assert_eq!(parse_duration("1h30m"), Ok(90 * MINUTE));
        assert_eq!(parse_duration("1.5 s"), Ok(1_500 * MILLISECOND));
        assert_eq!(parse_duration("0s"), Ok(0));
        assert_eq!(parse_duration("30").unwrap_err().help, "did you mean `30s` or `30m`?");
        assert!(parse_duration("5M").unwrap_err().what.contains("minutes or as months"));
        assert!(parse_duration("99999999999d").is_err());
        assert!(parse_duration("1.2.3s").is_err());
        assert!(parse_duration("").is_err());
    }

    #[test]
    fn percentages_rates_and_sizes_are_exact() {
        assert_eq!(parse_percent("99.95%"), Ok(Ratio::new(1999, 2000)));
        assert!(parse_percent("101%").is_err());
        assert!(parse_percent("0.5").is_err());
        assert_eq!(parse_rate("6/min"), Ok(Ratio::new(1, 10)));
        assert_eq!(parse_bytes("2 TB"), Ok(2_000_000_000_000));
        assert_eq!(parse_bytes("2 TiB"), Ok(2 << 40));
        assert!(parse_bytes("80").unwrap_err().help.contains("`80 GB` or `80 GiB`"));
        assert!(parse_bytes("80 Gb").unwrap_err().help.contains("bits"));
    }

    #[test]
    fn durations_are_shown_as_people_say_them() {
        assert_eq!(show_duration(23 * SECOND), "23 s");
        assert_eq!(show_duration(3_609_375_000), "3.7 s");
        assert_eq!(show_duration(332 * SECOND), "5 min 32 s");
        assert_eq!(show_duration(90 * MINUTE), "1 h 30 min");
        assert_eq!(show_duration(26 * HOUR), "1 d 2 h");
        assert_eq!(show_duration(MINUTE - 1), "60 s");
        assert_eq!(show_range(Range::new(13 * SECOND, 23 * SECOND)), "13 s to 23 s");
    }
}
