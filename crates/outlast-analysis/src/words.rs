//! The words for an outcome, the same in every format.
//!
//! A word is chosen only when it is true of the worst history, and it never hides another axis:
//! how much fails and for how long, what is lost, what is done twice and what brings it back all
//! stand in it when they matter. A store's words are about its data.

use outlast_model::{FOREVER, Ratio, show_duration};
use outlast_sim::{Aftermath, Figure, Loss, Often, Outcome, Recovery, Typical};

/// What fails of a share that is served: "nothing is served", "1 in 3 fail", "38 % fail".
pub fn failing(served: Ratio) -> String {
    match served {
        none if none <= Ratio::ZERO => "nothing is served".to_string(),
        all if all >= Ratio::ONE => "all is served".to_string(),
        some => format!("{} fail", portion(some.rest())),
    }
}

/// A share in the words for it: "1 in 3", "38 %"; rounded up, so that it is never shown smaller.
fn portion(share: Ratio) -> String {
    let (top, bottom) = (share.top(), share.bottom());
    if top == 1 || bottom <= 12 {
        format!("{top} in {bottom}")
    } else {
        format!("{} %", (top * 100 + bottom - 1) / bottom)
    }
}

/// The worst history of an outcome in a few words: of a store what is lost, of a journey what fails
/// and what becomes of the work that it begins.
pub fn outcome_words(outcome: &Outcome) -> String {
    if let Some(loss) = outcome.loss() {
        return data(outcome, loss);
    }
    let service = service(outcome);
    let work = outcome.aftermath().map(|aftermath| work(outcome, aftermath)).unwrap_or_default();
    match work.as_slice() {
        [] => service,
        work if service == "holds" => work.join(", "),
        work => format!("{service}, {}", work.join(", ")),
    }
}

fn service(outcome: &Outcome) -> String {
    if !outcome.doubts.is_empty() {
        return match outcome.out.best {
            0 | FOREVER => "undecided".to_string(),
            best => format!("undecided, ≥ {}", show_duration(best)),
        };
    }
    // What is over in the instant in which it begins nobody sees.
    let unseen = outcome.lowest >= Ratio::ONE || outcome.caller.is_zero();
    if unseen && outcome.out.is_zero() {
        return "holds".to_string();
    }
    let is_out = outcome.lowest <= Ratio::ZERO;
    let failing = if is_out { "out".to_string() } else { failing(outcome.lowest) };
    if outcome.out.is_zero() {
        return format!("{failing}, tolerated");
    }
    let worst = show_duration(outcome.out.worst);
    match outcome.back {
        Recovery::WhenFaultEnds if is_out => "until it returns".to_string(),
        Recovery::WhenFaultEnds => format!("{failing} until it returns"),
        Recovery::WhenSomebodyActs => format!("{failing} until repaired"),
        Recovery::Never => format!("{failing}, no way back"),
        Recovery::Flaps => "up and down".to_string(),
        Recovery::Holds | Recovery::ByItself if outcome.out.is_unbounded() => {
            format!("{failing}, no bound")
        }
        Recovery::Holds | Recovery::ByItself if is_out => format!("out {worst}"),
        Recovery::Holds | Recovery::ByItself => format!("{failing}, {worst}"),
    }
}

/// What becomes of the work: each word only where it is true.
fn work(outcome: &Outcome, aftermath: &Aftermath) -> Vec<String> {
    let mut words = Vec::new();
    match aftermath.lost {
        (_, Some(0)) => {}
        (_, Some(most)) => words.push(format!("loses {}", jobs(most))),
        (_, None) => words.push("loses jobs".to_string()),
    }
    if aftermath.twice.1 != Some(0) {
        words.push("twice".to_string());
    }
    // Work that is late because nothing was accepted is said by the outage.
    if aftermath.late.worst > outcome.out.worst {
        words.push(match aftermath.late.worst {
            FOREVER => "never done".to_string(),
            late => format!("late {}", show_duration(late)),
        });
    }
    if !aftermath.doubts.is_empty() && outcome.doubts.is_empty() {
        words.push("work undecided".to_string());
    }
    words
}

fn jobs(number: u64) -> String {
    if number == 1 { "1 job".to_string() } else { format!("{number} jobs") }
}

/// What a store loses, and whether it comes back at all.
fn data(outcome: &Outcome, loss: &Loss) -> String {
    if !loss.doubts.is_empty() {
        return match (loss.all, loss.window.best) {
            (Often::Always, _) => "undecided, loses all".to_string(),
            (_, 0 | FOREVER) => "undecided".to_string(),
            (_, best) => format!("undecided, loses ≥ {}", show_duration(best)),
        };
    }
    let mut words = vec![lost(loss)];
    if !loss.diverged.is_zero() {
        words.push(format!("diverged {}", show_bound(loss.diverged.worst)));
        words.retain(|word| word != "holds");
    }
    if loss.unproven && loss.all != Often::Always {
        words.push("unproven".to_string());
    }
    let stays = match outcome.back {
        _ if outcome.lowest >= Ratio::ONE => None,
        Recovery::Never => Some("no way back"),
        Recovery::WhenSomebodyActs => Some("until repaired"),
        Recovery::Flaps => Some("up and down"),
        Recovery::Holds | Recovery::ByItself | Recovery::WhenFaultEnds => None,
    };
    // Data that nobody can reach any more does not hold.
    if let Some(stays) = stays.filter(|_| loss.all != Often::Always) {
        if words.first().is_some_and(|word| word == "holds") {
            words = vec!["out".to_string()];
        }
        words.push(stays.to_string());
    }
    words.join(", ").replace("out, until repaired", "out until repaired")
}

/// What is gone: "holds", "loses 24 h", "1 in 3 loses all", "holds, or loses all".
fn lost(loss: &Loss) -> String {
    let share = if loss.share < Ratio::ONE && loss.share > Ratio::ZERO {
        format!("{} ", portion(loss.share))
    } else {
        String::new()
    };
    let window = loss.window.worst;
    match loss.all {
        Often::Always => format!("{share}loses all"),
        Often::Sometimes(_) if window == 0 => format!("holds, or {share}loses all"),
        Often::Sometimes(_) => format!("{share}loses {}, or all", show_bound(window)),
        Often::Never if window == 0 => "holds".to_string(),
        Often::Never if window == FOREVER => format!("{share}loses without bound"),
        Often::Never => format!("{share}loses {}", show_bound(window)),
    }
}

/// A typical figure: `18 s`, `about 18 s`, `without end in 3 of 1024 runs`, `not known`.
fn typical_words(typical: &Typical) -> String {
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
pub fn figure_words(figure: &Figure) -> String {
    if figure.best == figure.worst {
        return show_bound(figure.worst);
    }
    let (best, worst) = (show_bound(figure.best), show_bound(figure.worst));
    match figure.typical {
        Typical::Unknown => format!("{best} at best, {worst} at worst"),
        Typical::Exact(_) | Typical::Sampled(_) | Typical::Endless { .. } => format!(
            "{best} at best, {} typically, {worst} at worst",
            typical_words(&figure.typical)
        ),
    }
}

fn show_bound(value: i64) -> String {
    if value == FOREVER { "without bound".to_string() } else { show_duration(value) }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use outlast_model::{HOUR, Nanos, SECOND};

    use super::*;
    use outlast_sim::{Doubt, Stake};

    fn outcome(lowest: Ratio, worst: i64, back: Recovery) -> Outcome {
        let out = Figure { best: 0, typical: Typical::Unknown, worst };
        Outcome { lowest, out, back, touched: true, ..Outcome::holds() }
    }

    fn figure(best: Nanos, worst: Nanos) -> Figure {
        Figure { best, typical: Typical::Unknown, worst }
    }

    fn loss(window: Figure, all: Often) -> Loss {
        Loss {
            window,
            diverged: Figure::ZERO,
            all,
            share: Ratio::ONE,
            source: None,
            unproven: false,
            doubts: Vec::new(),
            witness: None,
        }
    }

    fn aftermath() -> Aftermath {
        Aftermath {
            lost: (0, Some(0)),
            twice: (0, Some(0)),
            late: Figure::ZERO,
            doubts: Vec::new(),
            assumptions: BTreeSet::new(),
        }
    }

    fn stored(loss: Loss) -> String {
        outcome_words(&Outcome {
            stake: Stake::Data(Some(loss)),
            touched: true,
            ..Outcome::holds()
        })
    }

    #[test]
    fn the_words_of_the_matrix() {
        let third = Ratio::new(2, 3);
        let words = |lowest, worst, back| outcome_words(&outcome(lowest, worst, back));
        assert_eq!(outcome_words(&Outcome::holds()), "holds");
        assert_eq!(words(third, 23 * SECOND, Recovery::ByItself), "1 in 3 fail, 23 s");
        assert_eq!(words(Ratio::ZERO, 23 * SECOND, Recovery::ByItself), "out 23 s");
        assert_eq!(words(Ratio::ZERO, FOREVER, Recovery::WhenSomebodyActs), "out until repaired");
        assert_eq!(words(Ratio::ZERO, FOREVER, Recovery::WhenFaultEnds), "until it returns");
        assert_eq!(words(Ratio::ZERO, FOREVER, Recovery::Never), "out, no way back");
        assert_eq!(words(third, FOREVER, Recovery::Never), "1 in 3 fail, no way back");
        let tolerated = Outcome { caller: figure(0, SECOND), ..outcome(third, 0, Recovery::Holds) };
        assert_eq!(outcome_words(&tolerated), "1 in 3 fail, tolerated");
        assert_eq!(words(Ratio::ZERO, 0, Recovery::Holds), "holds", "over in the same instant");
    }

    #[test]
    fn the_words_of_what_is_lost() {
        let day = 24 * HOUR;
        assert_eq!(stored(loss(Figure::ZERO, Often::Never)), "holds");
        assert_eq!(stored(loss(figure(0, day), Often::Never)), "loses 1 d");
        assert_eq!(stored(loss(figure(0, 0), Often::Always)), "loses all");
        assert_eq!(stored(loss(Figure::ZERO, Often::Sometimes(None))), "holds, or loses all");
        assert_eq!(stored(loss(figure(0, day), Often::Sometimes(None))), "loses 1 d, or all");
        let third = Loss { share: Ratio::new(1, 3), ..loss(Figure::ZERO, Often::Always) };
        assert_eq!(stored(third), "1 in 3 loses all");
        let two = Loss { diverged: figure(0, 20 * SECOND), ..loss(Figure::ZERO, Often::Never) };
        assert_eq!(stored(two), "diverged 20 s");
        let untried = Loss { unproven: true, ..loss(figure(0, 6 * HOUR), Often::Never) };
        assert_eq!(stored(untried), "loses 6 h, unproven");
        let open = Loss { doubts: vec![Doubt::End], ..loss(figure(HOUR, day), Often::Never) };
        assert_eq!(stored(open), "undecided, loses ≥ 1 h");
    }

    #[test]
    fn data_that_nobody_reaches_does_not_hold() {
        let whole = Some(loss(Figure::ZERO, Often::Never));
        let gone = outcome(Ratio::ZERO, FOREVER, Recovery::Never);
        assert_eq!(
            outcome_words(&Outcome { stake: Stake::Data(whole.clone()), ..gone.clone() }),
            "out, no way back"
        );
        let waits = outcome(Ratio::ZERO, FOREVER, Recovery::WhenSomebodyActs);
        assert_eq!(
            outcome_words(&Outcome { stake: Stake::Data(whole), ..waits }),
            "out until repaired"
        );
        let some = Some(loss(figure(0, HOUR), Often::Never));
        assert_eq!(
            outcome_words(&Outcome { stake: Stake::Data(some), ..gone }),
            "loses 1 h, no way back"
        );
    }

    #[test]
    fn work_hides_no_outage_and_no_outage_hides_work() {
        let six = outcome(Ratio::ZERO, 6 * HOUR, Recovery::ByItself);
        let twice = Aftermath { twice: (0, Some(1)), ..aftermath() };
        assert_eq!(
            outcome_words(&Outcome { stake: Stake::Work(Some(twice.clone())), ..six }),
            "out 6 h, twice"
        );
        let whole = Outcome::holds();
        assert_eq!(
            outcome_words(&Outcome { stake: Stake::Work(Some(twice)), ..whole.clone() }),
            "twice"
        );
        let late = Aftermath { late: figure(0, 2 * HOUR), ..aftermath() };
        assert_eq!(
            outcome_words(&Outcome { stake: Stake::Work(Some(late)), ..whole.clone() }),
            "late 2 h"
        );
        let lost = Aftermath { lost: (0, Some(3)), ..aftermath() };
        assert_eq!(
            outcome_words(&Outcome { stake: Stake::Work(Some(lost)), ..whole }),
            "loses 3 jobs"
        );
    }

    #[test]
    fn a_doubt_hides_no_outage_that_is_certain() {
        let mut doubtful = outcome(Ratio::ZERO, FOREVER, Recovery::Never);
        doubtful.doubts.push(Doubt::End);
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
    }
}
