//! Exact decimal numbers: JSON numbers are decimal, floats are not.

use outlast_model::{FOREVER, Nanos, Ratio, SECOND};
use serde_json::value::RawValue;

/// A number as it stands in the document.
pub(super) type Number = Box<RawValue>;

fn raw(text: String) -> Option<Number> {
    RawValue::from_string(text).ok()
}

/// Seconds with as many decimal places as it takes; nothing for a duration without bound.
pub(super) fn seconds(value: Nanos) -> Option<Number> {
    if value == FOREVER {
        return None;
    }
    let sign = if value < 0 { "-" } else { "" };
    let (whole, rest) = (
        value.unsigned_abs() / SECOND.unsigned_abs(),
        value.unsigned_abs() % SECOND.unsigned_abs(),
    );
    if rest == 0 {
        return raw(format!("{sign}{whole}"));
    }
    raw(format!("{sign}{whole}.{rest:09}").trim_end_matches('0').to_string())
}

/// A share as a decimal number, rounded down to nine places.
pub(super) fn share(value: Ratio) -> Option<Number> {
    let billionths = value.of(SECOND);
    seconds(billionths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_exact() {
        let text = |value| seconds(value).map(|it| it.get().to_string());
        assert_eq!(text(23_609_375_000).as_deref(), Some("23.609375"));
        assert_eq!(text(0).as_deref(), Some("0"));
        assert_eq!(text(1).as_deref(), Some("0.000000001"));
        assert_eq!(text(-1_500_000_000).as_deref(), Some("-1.5"));
        assert_eq!(text(FOREVER), None);
        assert_eq!(share(Ratio::new(1, 3)).unwrap().get(), "0.333333333");
        assert_eq!(share(Ratio::ONE).unwrap().get(), "1");
    }
}
