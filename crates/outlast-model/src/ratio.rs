//! Exact fractions: shares of requests, weights, percentages.
//!
//! Numerator and denominator are `i128` in lowest terms. A product that no longer fits is rounded
//! down to twelve decimal places: a share that is served is then never overstated.

use std::cmp::Ordering;
use std::ops::{Add, Mul, Sub};

/// An exact fraction in lowest terms; the denominator is positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ratio {
    top: i128,
    bottom: i128,
}

/// The grid that a fraction is rounded down to when it would overflow.
const GRID: i128 = 1_000_000_000_000;

/// The largest part that is kept exact: a product of two then still fits `i128`.
const LARGEST: i128 = 1 << 62;

const fn common_divisor(mut a: i128, mut b: i128) -> i128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    if a < 0 { -a } else { a }
}

impl Ratio {
    /// Nothing.
    pub const ZERO: Self = Self { top: 0, bottom: 1 };
    /// Everything.
    pub const ONE: Self = Self { top: 1, bottom: 1 };

    /// `top / bottom` in lowest terms; a denominator of 0 counts as 1.
    pub const fn new(top: i64, bottom: i64) -> Self {
        Self::reduced(top as i128, if bottom == 0 { 1 } else { bottom as i128 })
    }

    const fn reduced(top: i128, bottom: i128) -> Self {
        let divisor = common_divisor(top, bottom);
        let divisor = if divisor == 0 { 1 } else { divisor };
        let sign = if bottom < 0 { -1 } else { 1 };
        let (top, bottom) = (sign * top / divisor, sign * bottom / divisor);
        if bottom <= LARGEST && top <= LARGEST && top >= -LARGEST {
            return Self { top, bottom };
        }
        // Rounded down to the grid, whole part first so that nothing overflows.
        let (whole, rest) = (top.div_euclid(bottom), top.rem_euclid(bottom));
        let scaled = (rest / (bottom / GRID + 1)) * GRID / (bottom / (bottom / GRID + 1));
        let divisor = common_divisor(whole * GRID + scaled, GRID);
        Self { top: (whole * GRID + scaled) / divisor, bottom: GRID / divisor }
    }

    /// The numerator in lowest terms.
    pub const fn top(self) -> i128 {
        self.top
    }

    /// The denominator in lowest terms, positive.
    pub const fn bottom(self) -> i128 {
        self.bottom
    }

    /// `1 - self`.
    #[must_use]
    pub fn rest(self) -> Self {
        Self::ONE - self
    }

    /// `self / other`; division by nothing gives nothing.
    #[must_use]
    pub fn over(self, other: Self) -> Self {
        if other.top == 0 {
            Self::ZERO
        } else {
            Self::reduced(self.top * other.bottom, self.bottom * other.top)
        }
    }

    /// `self` of `whole`, rounded down; saturates.
    pub fn of(self, whole: i64) -> i64 {
        i64::try_from((self.top * i128::from(whole)).div_euclid(self.bottom)).unwrap_or(i64::MAX)
    }

    /// The smaller of both.
    #[must_use]
    pub fn min(self, other: Self) -> Self {
        if self <= other { self } else { other }
    }

    /// The larger of both.
    #[must_use]
    pub fn max(self, other: Self) -> Self {
        if self >= other { self } else { other }
    }

    /// As a fraction or a whole number: `1/3`, `0`, `1`.
    pub fn show(self) -> String {
        if self.bottom == 1 {
            self.top.to_string()
        } else {
            format!("{}/{}", self.top, self.bottom)
        }
    }
}

impl Add for Ratio {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::reduced(self.top * other.bottom + other.top * self.bottom, self.bottom * other.bottom)
    }
}

impl Sub for Ratio {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self::reduced(self.top * other.bottom - other.top * self.bottom, self.bottom * other.bottom)
    }
}

impl Mul for Ratio {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        Self::reduced(self.top * other.top, self.bottom * other.bottom)
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.top * other.bottom).cmp(&(other.top * self.bottom))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_are_exact_and_reduced() {
        assert_eq!(Ratio::new(2, 4), Ratio::new(1, 2));
        assert_eq!(Ratio::new(1, 3) + Ratio::new(1, 6), Ratio::new(1, 2));
        assert_eq!(Ratio::new(1, -2), Ratio::new(-1, 2));
        assert_eq!(Ratio::new(9995, 10000).rest().show(), "1/2000");
        assert_eq!(Ratio::new(1, 3).of(10), 3);
        assert_eq!(Ratio::new(3, 4).over(Ratio::new(3, 2)), Ratio::new(1, 2));
    }

    #[test]
    fn a_product_that_does_not_fit_is_rounded_down() {
        let mut share = Ratio::ONE;
        for prime in [1_000_003, 1_000_033, 1_000_037, 1_000_039, 1_000_081] {
            let factor = Ratio::new(prime - 1, prime);
            let before = share;
            share = share * factor;
            assert!(share < before && share > Ratio::ZERO);
        }
        assert!(share > Ratio::new(99_999, 100_001));
    }
}
