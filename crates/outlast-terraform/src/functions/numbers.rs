//! Functions on numbers.
//!
//! `pow` and `log` are computed on whole numbers of 256 bits and rounded to the 53 bits of the
//! floating-point functions that Terraform uses, so they are the same on every machine.

use dashu_int::IBig;
use dashu_int::ops::BitTest as _;

use super::{ANY, Call, Function, deep};
use crate::eval::Outcome;
use crate::number::{FLOATING, Number};
use crate::value::Value;

pub(super) const FUNCTIONS: &[Function] = &[
    deep("abs", 1, 1, |call| Ok(Value::number(call.number(0)?.absolute()))),
    deep("ceil", 1, 1, |call| Ok(Value::number(call.number(0)?.ceil()))),
    deep("floor", 1, 1, |call| Ok(Value::number(call.number(0)?.floor()))),
    deep("max", 1, ANY, |call| extreme(call, Number::max)),
    deep("min", 1, ANY, |call| extreme(call, Number::min)),
    deep("signum", 1, 1, signum),
    deep("parseint", 2, 2, parseint),
    deep("pow", 2, 2, pow),
    deep("log", 2, 2, log),
];

fn extreme(call: &Call<'_>, choose: fn(Number, Number) -> Number) -> Outcome<Value> {
    let mut best = call.number(0)?;
    for at in 1..call.arguments.len() {
        best = choose(best, call.number(at)?);
    }
    Ok(Value::number(best))
}

fn signum(call: &Call<'_>) -> Outcome<Value> {
    let number = call.number(0)?;
    let sign = i64::from(!number.is_zero());
    Ok(Value::number(if number.is_negative() { -sign } else { sign }))
}

fn parseint(call: &Call<'_>) -> Outcome<Value> {
    let (text, base) = (call.text(0)?, call.size(1)?);
    if !(2..=62).contains(&base) {
        return Err(call.fail("the base must be from 2 to 62"));
    }
    match whole(&text, base).and_then(|number| Number::rounded(number, 0, 512)) {
        Some(number) => Ok(Value::number(number)),
        None => Err(call.fail(format!("`{text}` is no number of base {base}"))),
    }
}

/// The whole number of a text; above base 36 capitals are further digits.
fn whole(text: &str, base: usize) -> Option<IBig> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if digits.is_empty() || digits.len() > 5_000 {
        return None;
    }
    let mut number = IBig::ZERO;
    for letter in digits.chars() {
        let digit = match letter {
            '0'..='9' | 'a'..='z' => letter.to_digit(36)?,
            'A'..='Z' if base > 36 => letter.to_digit(36)? + 26,
            'A'..='Z' => letter.to_digit(36)?,
            _ => return None,
        };
        if digit as usize >= base {
            return None;
        }
        number = number * IBig::from(base) + IBig::from(digit);
    }
    Some(if negative { -number } else { number })
}

fn pow(call: &Call<'_>) -> Outcome<Value> {
    let (base, power) = (call.number(0)?, call.number(1)?);
    let exponent = power.absolute();
    let result = match exponent.as_usize() {
        Some(exponent) => base.power(exponent).and_then(|result| {
            if power.is_negative() {
                one().over(&result)?.with_precision(FLOATING)
            } else {
                Some(result)
            }
        }),
        None => root(&base, &power),
    };
    result.map(Value::number).ok_or_else(|| call.fail("a number out of range"))
}

fn one() -> Number {
    Number::from(1_i64)
}

/// A power with a part: `2 ^ (power * log2(base))`.
fn root(base: &Number, power: &Number) -> Option<Number> {
    if base.is_zero() || base.is_negative() {
        return base.is_zero().then(|| Number::from(0_i64)).filter(|_| !power.is_negative());
    }
    let exponent = (fixed(power)? * log2(base)?) >> BITS;
    let whole = exponent.clone() >> BITS;
    let part = exponent - (whole.clone() << BITS);
    // 2^part = e^(part * ln 2), by its series.
    let x = (part * ln2()) >> BITS;
    let mut term = unit();
    let mut total = unit();
    for at in 1..90 {
        term = ((term * &x) >> BITS) / IBig::from(at);
        total += &term;
    }
    let shift = i64::try_from(whole).ok()?;
    Number::rounded(total, shift.checked_sub(i64::try_from(BITS).ok()?)?, FLOATING)
}

fn log(call: &Call<'_>) -> Outcome<Value> {
    let (number, base) = (call.number(0)?, call.number(1)?);
    let positive = |number: &Number| !number.is_zero() && !number.is_negative();
    if !positive(&number) || !positive(&base) || base == one() {
        return Err(
            call.fail("a logarithm needs a number above 0 and a base above 0 that is not 1")
        );
    }
    let logarithm = |number: &Number| natural(number);
    let result = logarithm(&number).zip(logarithm(&base)).and_then(|(a, b)| a.over(&b));
    result.map(Value::number).ok_or_else(|| call.fail("a number out of range"))
}

/// The natural logarithm with the 53 bits of a floating-point function.
fn natural(number: &Number) -> Option<Number> {
    let value = (log2(number)? * ln2()) >> BITS;
    Number::rounded(value, -i64::try_from(BITS).ok()?, FLOATING)
}

/// Bits after the point of the fixed-point numbers here.
const BITS: usize = 256;

fn unit() -> IBig {
    IBig::from(1) << BITS
}

/// The number as fixed point.
fn fixed(number: &Number) -> Option<IBig> {
    let scale = Number::rounded(unit(), 0, 512)?;
    number.with_precision(512)?.times(&scale)?.floor().to_integer()
}

/// `2 * atanh(1/3)`: the natural logarithm of 2.
fn ln2() -> IBig {
    atanh(&(unit() / IBig::from(3))) << 1
}

/// The inverse hyperbolic tangent of a small fixed-point number, by its series.
fn atanh(x: &IBig) -> IBig {
    let square = (x * x) >> BITS;
    let mut power = x.clone();
    let mut total = IBig::ZERO;
    for at in 0..200 {
        total += &power / IBig::from(2 * at + 1);
        power = (power * &square) >> BITS;
    }
    total
}

/// The logarithm to base 2 of a positive number, as fixed point.
fn log2(number: &Number) -> Option<IBig> {
    let value = fixed(number)?;
    if value <= IBig::ZERO {
        return None;
    }
    // value = m * 2^k with m in [1, 2); ln m = 2 atanh((m - 1) / (m + 1)).
    let k = i64::try_from(value.bit_len()).ok()? - 1 - i64::try_from(BITS).ok()?;
    let m = match usize::try_from(k) {
        Ok(shift) => value >> shift,
        Err(_) => value << usize::try_from(-k).ok()?,
    };
    let ratio = ((m.clone() - unit()) << BITS) / (m + unit());
    let ln = atanh(&ratio) << 1;
    Some((ln << BITS) / ln2() + (IBig::from(k) << BITS))
}
