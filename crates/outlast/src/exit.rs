//! Exit codes: the whole table.
//!
//! | code | meaning |
//! | --- | --- |
//! | 0 | every promise is kept |
//! | 1 | a promise is broken, or there is a defect |
//! | 2 | wrong usage, or input that cannot be read |
//! | 3 | undecided, not all understood, or nothing promised |
//! | 70 | a bug of outlast |
//! | 74 | standard output cannot be written: a full disk |
//!
//! 1 wins over 3 and 2 over both; everything is printed whatever wins.

/// Every promise is kept, or the command did what it was asked.
pub const KEPT: u8 = 0;
/// A promise is broken, or there is a defect.
pub const BROKEN: u8 = 1;
/// Wrong usage, or input that cannot be read.
pub const INPUT: u8 = 2;
/// Undecided, not all understood, or nothing promised.
pub const UNDECIDED: u8 = 3;
/// A bug of outlast.
pub const BUG: u8 = 70;

/// Standard output cannot be written (`EX_IOERR` of sysexits.h).
pub const OUTPUT: u8 = 74;

/// The code of several systems: 2 over 1 over 3 over 0.
pub fn worst(codes: impl IntoIterator<Item = u8>) -> u8 {
    let rank = |code: &u8| match *code {
        KEPT => 0,
        UNDECIDED => 1,
        BROKEN => 2,
        INPUT => 3,
        _ => 4,
    };
    codes.into_iter().max_by_key(rank).unwrap_or(KEPT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unreadable_input_wins_over_a_broken_promise_and_that_over_doubt() {
        assert_eq!(worst([KEPT, UNDECIDED]), UNDECIDED);
        assert_eq!(worst([UNDECIDED, BROKEN, KEPT]), BROKEN);
        assert_eq!(worst([INPUT, BROKEN]), INPUT);
        assert_eq!(worst([]), KEPT);
    }
}
