//! Words and signs that every format shares: how an outcome ends, prices, shares, numbers.
//!
//! The words for an outcome itself are those of findings: `outlast_analysis::outcome_words`.

use outlast_findings::Verdict;
use outlast_model::Ratio;
use outlast_sim::Recovery;

/// How an outcome ends, as one word of JSON.
pub(crate) const fn back_name(back: Recovery) -> &'static str {
    match back {
        Recovery::Holds => "holds",
        Recovery::ByItself => "by-itself",
        Recovery::WhenFaultEnds => "when-fault-ends",
        Recovery::WhenSomebodyActs => "when-somebody-acts",
        Recovery::Flaps => "flaps",
        Recovery::Never => "never",
    }
}

/// How an outcome ends, in a sentence.
pub(crate) const fn back_words(back: Recovery) -> &'static str {
    match back {
        Recovery::Holds => "it is never out",
        Recovery::ByItself => "it comes back by itself",
        Recovery::WhenFaultEnds => "it comes back when the fault ends, not before",
        Recovery::WhenSomebodyActs => {
            "it comes back when somebody acts; there is no bound for that"
        }
        Recovery::Flaps => "it goes up and down until somebody acts",
        Recovery::Never => "nothing brings it back",
    }
}

/// The sign before a cell, so that colour is not the only one.
pub(crate) const fn sign(verdict: Verdict) -> char {
    match verdict {
        Verdict::Broken => '✗',
        Verdict::Undecided => '?',
        Verdict::Kept | Verdict::Unpromised => ' ',
    }
}

/// A price: `33.60 EUR a month`.
pub fn euros(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let cents = cents.unsigned_abs();
    format!("{sign}{}.{:02} EUR a month", cents / 100, cents % 100)
}

/// A share as a percentage, rounded down to five decimal places: `99.95 %`.
pub(crate) fn percent(share: Ratio) -> String {
    let text = share.of(10_000_000);
    let (whole, rest) = (text / 100_000, text % 100_000);
    let text = format!("{whole}.{rest:05}");
    format!("{} %", text.trim_end_matches('0').trim_end_matches('.'))
}

/// A number with a comma after each thousand: `1,200`.
pub(crate) fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number with its noun: `1 zone`, `2 zones`.
pub fn count(number: usize, noun: &str) -> String {
    let plural = match noun.strip_suffix('y') {
        Some(stem) if !noun.ends_with("ey") => format!("{stem}ies"),
        _ => format!("{noun}s"),
    };
    if number == 1 { format!("1 {noun}") } else { format!("{number} {plural}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_carry_their_nouns() {
        assert_eq!(percent(Ratio::new(9995, 10_000)), "99.95 %");
        assert_eq!(percent(Ratio::ONE), "100 %");
        assert_eq!(euros(3360), "33.60 EUR a month");
        assert_eq!(count(2, "journey"), "2 journeys");
        assert_eq!(count(2, "party"), "2 parties");
        assert_eq!((thousands(12).as_str(), thousands(1_234_567).as_str()), ("12", "1,234,567"));
    }
}
