//! What two faults do together that neither does alone, shown by a replayed history.

use outlast_model::FOREVER;
use outlast_sim::{History, Often, Outcome, Recovery};

use crate::subject::Subject;

/// What two faults do together that neither does alone. Ordered from bad to worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Worse {
    /// The longest gap is longer than both gaps together.
    Longer,
    /// More is lost than by the worse of both.
    LosesMore,
    /// It stays out until somebody acts.
    UntilSomebodyActs,
    /// Nothing brings it back.
    NoWayBack,
    /// Everything is lost.
    LosesAll,
}

impl Worse {
    /// The word for it, as in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Longer => "longer",
            Self::LosesMore => "loses-more",
            Self::UntilSomebodyActs => "until-somebody-acts",
            Self::NoWayBack => "no-way-back",
            Self::LosesAll => "loses-all",
        }
    }
}

/// What the pair does in this history that the two outcomes alone exclude.
pub(super) fn worse(
    subject: Subject,
    outcome: &Outcome,
    history: &History,
    (a, b): (&Outcome, &Outcome),
) -> Option<Worse> {
    // What is in doubt alone is no bound to compare with.
    if [outcome, a, b].iter().any(|it| is_doubtful(it)) {
        return None;
    }
    match subject {
        Subject::Journey(_) => service(outcome, history, (a, b)),
        Subject::Store(_) => data(history, (a, b)),
    }
}

/// Whether any history of the pair can do what the two outcomes alone exclude: only then is one
/// replayed.
pub(super) fn may_be_worse(
    subject: Subject,
    outcome: &Outcome,
    (a, b): (&Outcome, &Outcome),
) -> bool {
    match subject {
        Subject::Journey(_) => {
            outcome.back > a.back.max(b.back)
                || outcome.gap.worst > a.gap.worst.saturating_add(b.gap.worst)
        }
        Subject::Store(_) => outcome.loss().is_some_and(|loss| {
            loss.all > Often::Never || loss.window.worst > window(a).max(window(b))
        }),
    }
}

/// The longest that is lost of a store.
fn window(outcome: &Outcome) -> outlast_model::Nanos {
    outcome.loss().map_or(0, |loss| loss.window.worst)
}

fn is_doubtful(outcome: &Outcome) -> bool {
    match outcome.loss() {
        Some(loss) => !loss.doubts.is_empty(),
        None => !outcome.doubts.is_empty(),
    }
}

fn service(outcome: &Outcome, history: &History, (a, b): (&Outcome, &Outcome)) -> Option<Worse> {
    let alone = a.back.max(b.back);
    // A history that is longer than what is followed ends in the middle.
    let back = history.back.min(outcome.back);
    if back > alone {
        match back {
            Recovery::Never => return Some(Worse::NoWayBack),
            Recovery::Flaps | Recovery::WhenSomebodyActs => return Some(Worse::UntilSomebodyActs),
            Recovery::Holds | Recovery::ByItself | Recovery::WhenFaultEnds => {}
        }
    }
    // A fault that ends some day leaves gaps without bound: they cannot be compared.
    let both = a.gap.worst.saturating_add(b.gap.worst);
    let is_longer = both < FOREVER && history.gap > both && history.gap < FOREVER;
    is_longer.then_some(Worse::Longer)
}

fn data(history: &History, (a, b): (&Outcome, &Outcome)) -> Option<Worse> {
    let lost = history.lost?;
    let all = |it: &Outcome| it.loss().is_some_and(|loss| loss.all > Often::Never);
    match lost {
        _ if all(a) || all(b) => None,
        FOREVER => Some(Worse::LosesAll),
        lost => (lost > window(a).max(window(b))).then_some(Worse::LosesMore),
    }
}
