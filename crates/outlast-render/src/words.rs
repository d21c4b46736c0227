//! The words for an outcome, the same in every format; the shortest ones are those of findings.
//!
//! A word is chosen only when it is true of the worst history, and it never hides another axis:
//! how much fails, for how long, and what brings it back all stand in it when they matter.

use outlast_findings::Verdict;
use outlast_model::{FOREVER, Ratio, show_duration};
use outlast_sim::{Back, Figure, Typical};

/// How an outcome ends, as one word of JSON.
pub(crate) const fn back_name(back: Back) -> &'static str {
    match back {
        Back::Holds => "holds",
        Back::ByItself => "by-itself",
        Back::WhenFaultEnds => "when-fault-ends",
        Back::WhenSomebodyActs => "when-somebody-acts",
        Back::Flaps => "flaps",
        Back::Never => "never",
    }
}

/// How an outcome ends, in a sentence.
pub(crate) const fn back_words(back: Back) -> &'static str {
    match back {
        Back::Holds => "it is never out",
        Back::ByItself => "it comes back by itself",
        Back::WhenFaultEnds => "it comes back when the fault ends, not before",
        Back::WhenSomebodyActs => "it comes back when somebody acts; there is no bound for that",
        Back::Flaps => "it goes up and down until somebody acts",
        Back::Never => "nothing brings it back",
    }
}

/// What fails of a share that is served: `out`, `1 in 3 fail`, `38 % fail`.
pub fn failing(served: Ratio) -> String {
    let rest = served.rest();
    let (top, bottom) = (rest.top(), rest.bottom());
    if served <= Ratio::ZERO {
        "out".to_string()
    } else if bottom <= 12 || top == 1 {
        format!("{top} in {bottom} fail")
    } else {
        // Rounded up: a share that fails is never shown smaller.
        let percent = (top * 100 + bottom - 1) / bottom;
        format!("{percent} % fail")
    }
}

/// A typical figure: `18 s`, `about 18 s`, `without end in 3 of 1024 runs`, `not known`.
pub(crate) fn typical_words(typical: &Typical) -> String {
    match typical {
        Typical::Exact(FOREVER) => "without end".to_string(),
        Typical::Exact(value) => show_duration(*value),
        Typical::Sampled(value) => format!("about {}", show_duration(two_digits(*value))),
        Typical::Endless { endless, of } if endless == of => "without end".to_string(),
        Typical::Endless { endless, of } => format!("without end in {endless} of {of} runs"),
        Typical::Unknown => "not known".to_string(),
    }
}

/// A sampled figure has two digits that mean something; the rest is rounded up.
const fn two_digits(value: i64) -> i64 {
    let mut unit = 1;
    while value / unit >= 100 {
        unit *= 10;
    }
    value / unit * unit + if value % unit == 0 { 0 } else { unit }
}

/// A figure in full: `13 s at best, 18 s typically, 23 s at worst`, or one value when all agree.
pub(crate) fn figure_words(figure: &Figure) -> String {
    if figure.best == figure.worst {
        return show_bound(figure.worst);
    }
    let (best, worst) = (show_bound(figure.best), show_bound(figure.worst));
    match figure.typical {
        Typical::Unknown => format!("{best} at best, {worst} at worst"),
        _ => format!(
            "{best} at best, {} typically, {worst} at worst",
            typical_words(&figure.typical)
        ),
    }
}

fn show_bound(value: i64) -> String {
    if value == FOREVER { "without bound".to_string() } else { show_duration(value) }
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
    use outlast_model::SECOND;

    use super::*;
    use crate::outcome_words;
    use outlast_sim::Outcome;

    fn outcome(lowest: Ratio, worst: i64, back: Back) -> Outcome {
        let out = Figure { best: 0, typical: Typical::Unknown, worst };
        Outcome { lowest, out, back, touched: true, ..Outcome::holds() }
    }

    #[test]
    fn the_words_of_the_matrix() {
        let third = Ratio::new(2, 3);
        let words = |lowest, worst, back| outcome_words(&outcome(lowest, worst, back));
        assert_eq!(outcome_words(&Outcome::holds()), "holds");
        assert_eq!(words(third, 23 * SECOND, Back::ByItself), "1 in 3 fail, 23 s");
        assert_eq!(words(Ratio::ZERO, 23 * SECOND, Back::ByItself), "out 23 s");
        assert_eq!(words(Ratio::ZERO, FOREVER, Back::WhenSomebodyActs), "out until repaired");
        assert_eq!(words(Ratio::ZERO, FOREVER, Back::WhenFaultEnds), "until it returns");
        assert_eq!(words(Ratio::ZERO, FOREVER, Back::Never), "out, no way back");
        assert_eq!(words(third, FOREVER, Back::Never), "1 in 3 fail, no way back");
        assert_eq!(words(third, 0, Back::Holds), "1 in 3 fail, tolerated");
    }

    #[test]
    fn a_doubt_hides_no_outage_that_is_certain() {
        let mut doubtful = outcome(Ratio::ZERO, FOREVER, Back::Never);
        doubtful.doubts.push("the interval is not known".to_string());
        assert_eq!(outcome_words(&doubtful), "undecided");
        doubtful.out.best = 4 * SECOND;
        assert_eq!(outcome_words(&doubtful), "undecided, ≥ 4 s");
    }

    #[test]
    fn shares_are_never_shown_smaller_than_they_are() {
        assert_eq!(failing(Ratio::new(1, 2)), "1 in 2 fail");
        assert_eq!(failing(Ratio::new(16, 25)), "36 % fail");
        assert_eq!(failing(Ratio::new(613, 1000)), "39 % fail");
    }

    #[test]
    fn figures_name_the_typical_one_beside_the_worst() {
        let figure =
            Figure { best: 13 * SECOND, typical: Typical::Exact(18 * SECOND), worst: 23 * SECOND };
        assert_eq!(figure_words(&figure), "13 s at best, 18 s typically, 23 s at worst");
        assert_eq!(figure_words(&Figure::ZERO), "0 s");
        assert_eq!(typical_words(&Typical::Sampled(18_234_000_000)), "about 19 s");
        assert_eq!(percent(Ratio::new(9995, 10_000)), "99.95 %");
        assert_eq!(percent(Ratio::ONE), "100 %");
        assert_eq!(euros(3360), "33.60 EUR a month");
        assert_eq!(count(2, "journey"), "2 journeys");
        assert_eq!(count(2, "party"), "2 parties");
    }
}
