//! Numbers as Terraform computes them: binary floating point with 512 bits, rounded half to even.
//!
//! Follows Go's `math/big.Float` as Terraform's value library uses it: parsed numbers carry 512
//! bits, counts 64, results of floating-point functions 53; an operation keeps the greater
//! precision; text is the shortest decimal that reads back as the same number at its precision
//! (<https://pkg.go.dev/math/big#Float.Text>). No infinity: a division by zero has no result.

use std::cmp::Ordering;
use std::fmt;

use dashu_int::ops::{BitTest, DivRem, UnsignedAbs};
use dashu_int::{IBig, Sign, UBig};

/// Bits of a number that was parsed.
pub(crate) const PARSED: u32 = 512;
/// Bits of a whole number that a function counted.
pub(crate) const COUNTED: u32 = 64;
/// Bits of the result of a floating-point function.
pub(crate) const FLOATING: u32 = 53;
/// The largest power of two that a number may have: keeps a number below some kilobytes.
const EXPONENT_MAX: i64 = 40_000;

/// A number: `mantissa * 2^exponent`, the mantissa odd or zero.
#[derive(Debug, Clone)]
pub struct Number {
    mantissa: IBig,
    exponent: i64,
    precision: u32,
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self::rounded(IBig::from(value), 0, COUNTED).unwrap_or_else(Self::zero)
    }
}

impl From<usize> for Number {
    fn from(value: usize) -> Self {
        Self::rounded(IBig::from(value), 0, COUNTED).unwrap_or_else(Self::zero)
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.exponent == other.exponent && self.mantissa == other.mantissa
    }
}

impl Eq for Number {}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        let (a, b, _) = self.aligned(other);
        a.cmp(&b)
    }
}

impl Number {
    /// Zero.
    fn zero() -> Self {
        Self { mantissa: IBig::ZERO, exponent: 0, precision: COUNTED }
    }

    /// `mantissa * 2^exponent` rounded to `precision` bits; `None` when it is out of range.
    pub(crate) fn rounded(mantissa: IBig, exponent: i64, precision: u32) -> Option<Self> {
        let (sign, magnitude) = mantissa.into_parts();
        let excess = magnitude.bit_len().saturating_sub(precision as usize);
        let magnitude = if excess > 0 { round_off(&magnitude, excess) } else { magnitude };
        let mut exponent = exponent.checked_add(i64::try_from(excess).ok()?)?;
        let zeros = magnitude.trailing_zeros().unwrap_or(0);
        let magnitude = magnitude >> zeros;
        exponent = if magnitude.is_zero() { 0 } else { exponent + i64::try_from(zeros).ok()? };
        if exponent.abs() > EXPONENT_MAX {
            return None;
        }
        Some(Self { mantissa: IBig::from_parts(sign, magnitude), exponent, precision })
    }

    /// `above / below` rounded to `precision` bits; `None` for a division by zero.
    fn ratio(above: &IBig, below: &IBig, exponent: i64, precision: u32) -> Option<Self> {
        if below.is_zero() {
            return None;
        }
        let wanted = precision as usize + 2 + below.bit_len();
        let shift = wanted.saturating_sub(above.bit_len());
        let (quotient, rest) = (above.clone() << shift).div_rem(below);
        // One more bit that says whether anything was cut off, so that a tie is a true tie.
        let negative = (above.sign() == Sign::Negative) != (below.sign() == Sign::Negative);
        let sticky = match (rest.is_zero(), negative) {
            (true, _) => IBig::ZERO,
            (false, true) => IBig::from(-1),
            (false, false) => IBig::from(1),
        };
        let exponent = exponent.checked_sub(i64::try_from(shift).ok()?)?.checked_sub(1)?;
        Self::rounded((quotient << 1) + sticky, exponent, precision)
    }

    /// Reads a decimal as Terraform does; `None` when it is none, or out of range.
    pub fn parse(text: &str) -> Option<Self> {
        // Nearly every number is a short whole one.
        if text.len() < 18 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Self::rounded(IBig::from(text.parse::<i64>().ok()?), 0, PARSED);
        }
        let (digits, power) = match text.find(['e', 'E']) {
            Some(at) => (text.get(..at)?, text.get(at + 1..)?.parse::<i64>().ok()?),
            None => (text, 0),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let unsigned = whole.strip_prefix(['-', '+']).unwrap_or(whole);
        let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if unsigned.len() + part.len() == 0 || !plain(unsigned) || !plain(part) {
            return None;
        }
        if unsigned.len() + part.len() > 10_000 || power.abs() > 10_000 {
            return None;
        }
        let magnitude = UBig::from_str_radix(&format!("0{unsigned}{part}"), 10).ok()?;
        let sign = if whole.starts_with('-') { Sign::Negative } else { Sign::Positive };
        let mantissa = IBig::from_parts(sign, magnitude);
        Self::scaled(mantissa, power - i64::try_from(part.len()).ok()?)
    }

    /// `mantissa * 10^power` at the precision of a parsed number.
    fn scaled(mantissa: IBig, power: i64) -> Option<Self> {
        let ten = IBig::from(10).pow(usize::try_from(power.unsigned_abs()).ok()?);
        if power >= 0 {
            Self::rounded(mantissa * ten, 0, PARSED)
        } else {
            Self::ratio(&mantissa, &ten, 0, PARSED)
        }
    }

    /// Both mantissas at the smaller exponent.
    fn aligned(&self, other: &Self) -> (IBig, IBig, i64) {
        let exponent = self.exponent.min(other.exponent);
        let at = |number: &Self| {
            let shift = usize::try_from(number.exponent - exponent).unwrap_or(0);
            if number.mantissa.is_zero() { IBig::ZERO } else { number.mantissa.clone() << shift }
        };
        (at(self), at(other), exponent)
    }

    /// The sum; `None` when out of range.
    pub fn plus(&self, other: &Self) -> Option<Self> {
        let (a, b, exponent) = self.aligned(other);
        Self::rounded(a + b, exponent, self.precision.max(other.precision))
    }

    /// The difference; `None` when out of range.
    pub fn minus(&self, other: &Self) -> Option<Self> {
        self.plus(&other.negated())
    }

    /// The product; `None` when out of range. Exact up to 512 bits, like Terraform's.
    pub fn times(&self, other: &Self) -> Option<Self> {
        let product = &self.mantissa * &other.mantissa;
        let bits = u32::try_from(product.bit_len()).unwrap_or(PARSED).min(PARSED);
        let precision = self.precision.max(other.precision).max(bits);
        Self::rounded(product, self.exponent.checked_add(other.exponent)?, precision)
    }

    /// The quotient; `None` for a division by zero.
    pub fn over(&self, other: &Self) -> Option<Self> {
        let precision = self.precision.max(other.precision);
        let exponent = self.exponent.checked_sub(other.exponent)?;
        Self::ratio(&self.mantissa, &other.mantissa, exponent, precision)
    }

    /// What is left after dividing toward zero; `None` for a division by zero.
    pub fn modulo(&self, other: &Self) -> Option<Self> {
        let (a, b, exponent) = self.aligned(other);
        if b.is_zero() {
            return None;
        }
        let (_, rest) = a.div_rem(&b);
        Self::rounded(rest, exponent, self.precision.max(other.precision))
    }

    /// The same number with the other sign.
    #[must_use]
    pub fn negated(&self) -> Self {
        Self { mantissa: -self.mantissa.clone(), ..self.clone() }
    }

    /// The number without its sign.
    #[must_use]
    pub fn absolute(&self) -> Self {
        if self.is_negative() { self.negated() } else { self.clone() }
    }

    /// The greatest whole number that is not above it.
    #[must_use]
    pub fn floor(&self) -> Self {
        let Ok(shift) = usize::try_from(-self.exponent) else { return self.clone() };
        if self.exponent >= 0 {
            return self.clone();
        }
        let down = self.mantissa.clone() >> shift;
        Self::rounded(down, 0, self.precision).unwrap_or_else(Self::zero)
    }

    /// The least whole number that is not below it.
    #[must_use]
    pub fn ceil(&self) -> Self {
        self.negated().floor().negated()
    }

    /// Whether it is zero.
    pub fn is_zero(&self) -> bool {
        self.mantissa.is_zero()
    }

    /// Whether it is below zero.
    pub fn is_negative(&self) -> bool {
        self.mantissa.sign() == Sign::Negative && !self.is_zero()
    }

    /// Whether it is a whole number.
    pub fn is_whole(&self) -> bool {
        self.exponent >= 0
    }

    /// The whole number, where it is one.
    pub(crate) fn to_integer(&self) -> Option<IBig> {
        let shift = usize::try_from(self.exponent).ok()?;
        Some(self.mantissa.clone() << shift)
    }

    /// The whole number, where it is one and fits.
    pub fn as_i64(&self) -> Option<i64> {
        i64::try_from(self.to_integer()?).ok()
    }

    /// The position that it stands for, where it is a whole number from 0.
    pub fn as_usize(&self) -> Option<usize> {
        usize::try_from(self.to_integer()?).ok()
    }

    /// As a fraction in lowest terms of 64-bit numbers, where it fits: `0.5` is `(1, 2)`.
    /// A decimal that has no exact binary form is the decimal that it prints as.
    pub fn as_fraction(&self) -> Option<(i64, i64)> {
        let text = self.to_string();
        let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
        let mut above: i64 = format!("{whole}{part}").parse().ok()?;
        let mut below = 10_i64.checked_pow(u32::try_from(part.len()).ok()?)?;
        for factor in [2, 5] {
            while below % factor == 0 && above % factor == 0 {
                above /= factor;
                below /= factor;
            }
        }
        Some((above, below))
    }

    /// The same value with another precision.
    pub(crate) fn with_precision(&self, precision: u32) -> Option<Self> {
        Self::rounded(self.mantissa.clone(), self.exponent, precision)
    }

    /// The power with a whole exponent from 0, at the precision of a floating-point function.
    pub(crate) fn power(&self, exponent: usize) -> Option<Self> {
        if exponent > 4096 {
            return None;
        }
        let mantissa = self.mantissa.pow(exponent);
        let shift = self.exponent.checked_mul(i64::try_from(exponent).ok()?)?;
        Self::rounded(mantissa, shift, FLOATING)
    }

    /// With exactly `places` decimals, rounded half to even, as `%.3f` writes it.
    pub(crate) fn fixed(&self, places: usize) -> String {
        let scaled = self.mantissa.clone() * IBig::from(10).pow(places);
        let magnitude = scaled.unsigned_abs();
        let whole = match usize::try_from(-self.exponent) {
            Ok(shift) if self.exponent < 0 => round_off(&magnitude, shift),
            _ => magnitude << usize::try_from(self.exponent).unwrap_or(0),
        };
        let digits = format!("{whole:0>width$}", width = places + 1, whole = whole.to_string());
        let (front, back) = digits.split_at(digits.len() - places);
        let sign = if self.is_negative() { "-" } else { "" };
        if places == 0 { format!("{sign}{front}") } else { format!("{sign}{front}.{back}") }
    }

    /// Significant digits without leading or trailing zeros, and the position of the point
    /// before them: the shortest that reads back as this number. Go's `roundShortest`.
    pub(crate) fn shortest(&self) -> (String, i64) {
        let magnitude = self.mantissa.clone().unsigned_abs();
        // The mantissa with one bit more than the precision: its last bit is half a unit.
        let bits = self.precision as usize + 1;
        let shift = bits.saturating_sub(magnitude.bit_len());
        let middle = magnitude << shift;
        let exponent = self.exponent - i64::try_from(shift).unwrap_or(0);
        let inclusive = !middle.bit(1);
        let lower = decimal(&(&middle - UBig::ONE), exponent);
        let upper = decimal(&(&middle + UBig::ONE), exponent);
        round_shortest(&decimal(&middle, exponent), &lower, &upper, inclusive)
    }
}

/// `magnitude / 2^shift`, rounded half to even.
fn round_off(magnitude: &UBig, shift: usize) -> UBig {
    if shift == 0 {
        return magnitude.clone();
    }
    let quotient = magnitude >> shift;
    let rest = magnitude - (&quotient << shift);
    match rest.cmp(&(UBig::ONE << (shift - 1))) {
        Ordering::Greater => quotient + UBig::ONE,
        Ordering::Equal if quotient.bit(0) => quotient + UBig::ONE,
        _ => quotient,
    }
}

/// A number above 0 in decimal: its digits as text, and how many of them stand before the point.
struct Decimal {
    digits: Vec<u8>,
    point: i64,
}

impl Decimal {
    /// The digit at a position counted from `point`; a number with its own point behind that one
    /// begins with zeros.
    fn digit(&self, at: usize, point: i64) -> u8 {
        let index = i64::try_from(at).unwrap_or(0) - (point - self.point);
        let digit = usize::try_from(index).ok().and_then(|index| self.digits.get(index));
        digit.copied().unwrap_or(b'0')
    }

    /// How many digits it has, counted from `point`.
    fn length(&self, point: i64) -> i64 {
        i64::try_from(self.digits.len()).unwrap_or(0).saturating_add(point - self.point)
    }
}

/// `magnitude * 2^exponent` in decimal.
fn decimal(magnitude: &UBig, exponent: i64) -> Decimal {
    let power = usize::try_from(exponent.unsigned_abs()).unwrap_or(0);
    let (scaled, places) = if exponent >= 0 {
        (magnitude << power, 0)
    } else {
        (magnitude * UBig::from(5_u8).pow(power), exponent)
    };
    let text = scaled.to_string();
    let point = i64::try_from(text.len()).unwrap_or(0) + places;
    Decimal { digits: text.trim_end_matches('0').bytes().collect(), point }
}

/// The shortest digits that lie between `lower` and `upper` and are nearest to `middle`.
fn round_shortest(
    middle: &Decimal,
    lower: &Decimal,
    upper: &Decimal,
    inclusive: bool,
) -> (String, i64) {
    // The upper end may have one digit more before the point: 9.99 lies below 10.01.
    let point = middle.point.max(upper.point);
    let mut kept: Vec<u8> = Vec::new();
    let total = usize::try_from(middle.length(point)).unwrap_or(0);
    for at in 0..total {
        let (l, m, u) = (lower.digit(at, point), middle.digit(at, point), upper.digit(at, point));
        let next = i64::try_from(at + 1).unwrap_or(0);
        // Cut off or rounded up here, it must still lie between both ends.
        let down = l != m || inclusive && next == lower.length(point);
        let up = m != u && (inclusive || m + 1 < u || next < upper.length(point));
        kept.push(m);
        let rest = middle.digit(at + 1, point);
        match (down, up) {
            (true, true) => {
                let tie = rest == b'5' && total == at + 2;
                if rest > b'5' || rest == b'5' && (!tie || m % 2 == 1) {
                    return carried(kept, point);
                }
                return trimmed(&kept, point);
            }
            (true, false) => return trimmed(&kept, point),
            (false, true) => return carried(kept, point),
            (false, false) => {}
        }
    }
    trimmed(&kept, point)
}

/// The digits with one added at the last place.
fn carried(mut digits: Vec<u8>, point: i64) -> (String, i64) {
    while digits.last() == Some(&b'9') {
        digits.pop();
    }
    match digits.last_mut() {
        Some(last) => {
            *last += 1;
            trimmed(&digits, point)
        }
        None => ("1".to_owned(), point + 1),
    }
}

/// The digits without zeros at either end.
fn trimmed(digits: &[u8], point: i64) -> (String, i64) {
    let text = String::from_utf8_lossy(digits);
    let front = text.trim_start_matches('0');
    let cut = i64::try_from(text.len() - front.len()).unwrap_or(0);
    (front.trim_end_matches('0').to_owned(), point - cut)
}

impl fmt::Display for Number {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.exponent >= 0 {
            let whole = self.to_integer().unwrap_or(IBig::ZERO);
            if whole.bit_len() <= self.precision as usize {
                return write!(out, "{whole}");
            }
        }
        let (digits, point) = self.shortest();
        let sign = if self.is_negative() { "-" } else { "" };
        let Ok(places) = usize::try_from(point) else {
            let zeros = "0".repeat(usize::try_from(-point).unwrap_or(0));
            return write!(out, "{sign}0.{zeros}{digits}");
        };
        if places >= digits.len() {
            return write!(out, "{sign}{digits:0<places$}");
        }
        let (front, back) = digits.split_at(places);
        let front = if front.is_empty() { "0" } else { front };
        write!(out, "{sign}{front}.{back}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        Number::parse(text).unwrap()
    }

    #[test]
    fn sums_print_as_terraform_prints_them() {
        assert_eq!(number("0.1").plus(&number("0.2")).unwrap().to_string(), "0.3");
        let large = number("12345678901234567890123").plus(&number("1")).unwrap();
        assert_eq!(large.to_string(), "12345678901234567890124");
        assert_eq!(number("-1.50").to_string(), "-1.5");
        assert_eq!(number("1e3").to_string(), "1000");
        assert_eq!(number("0.001").to_string(), "0.001");
        assert_eq!(number("0").to_string(), "0");
        assert_eq!(number("5e-324").to_string(), format!("0.{}5", "0".repeat(323)));
    }

    #[test]
    fn thirds_have_as_many_digits_as_512_bits_hold() {
        let third = number("10").over(&number("3")).unwrap().to_string();
        assert!(third.starts_with("3.333") && third.len() > 150, "{third}");
        assert_eq!(number("7").over(&number("2")).unwrap().to_string(), "3.5");
        assert!(number("1").over(&number("0")).is_none());
    }

    #[test]
    fn rounding_and_rests_follow_the_sign() {
        assert_eq!(number("-1.5").floor(), number("-2"));
        assert_eq!(number("-1.5").ceil(), number("-1"));
        assert_eq!(number("-7").modulo(&number("3")).unwrap(), number("-1"));
        assert_eq!(number("2.5").fixed(0), "2");
        assert_eq!(number("1.005").fixed(2), "1.00");
        assert_eq!(number("1234.5").fixed(3), "1234.500");
        assert_eq!(number("0.25").as_fraction(), Some((1, 4)));
        assert_eq!(number("99.95").as_fraction(), Some((1999, 20)));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["", "a", "1.2.3", "--1", "1e", ".", "0x10", " 1", "1e99999"] {
            assert!(Number::parse(text).is_none(), "{text}");
        }
    }
}
