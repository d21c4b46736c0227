//! Outcomes, faults and things of the model in the words of a finding.

use outlast_findings::{Span, Step};
use outlast_model::{DAY, FOREVER, Fault, Model, Ratio, Slot, Struck, show_duration};
use outlast_sim::{Back, Outcome};

/// An address without its resource type: `web[0]` of `cloud_instance.web[0]`.
pub(crate) fn short(address: &str) -> &str {
    let end = address.find('[').unwrap_or(address.len());
    let dot = address.get(..end).and_then(|head| head.rfind('.'));
    dot.and_then(|dot| address.get(dot + 1..)).unwrap_or(address)
}

/// What fails of a share that is served: "nothing is served", "1 in 3 fail".
pub(crate) fn failing(served: Ratio) -> String {
    let rest = served.rest();
    match (rest.top(), rest.bottom()) {
        _ if served <= Ratio::ZERO => "nothing is served".to_string(),
        (0, _) => "all is served".to_string(),
        (top, bottom) if top == 1 || bottom <= 12 => format!("{top} in {bottom} fail"),
        // Rounded up: a share that fails is never shown smaller.
        (top, bottom) => format!("{} % fail", (top * 100 + bottom - 1) / bottom),
    }
}

/// The worst history of an outcome in a few words.
pub fn outcome_words(outcome: &Outcome) -> String {
    if !outcome.doubts.is_empty() {
        return match outcome.out.best {
            0 => "undecided".to_string(),
            FOREVER => "undecided".to_string(),
            best => format!("undecided, ≥ {}", show_duration(best)),
        };
    }
    if outcome.lowest >= Ratio::ONE && outcome.out.is_zero() {
        return "holds".to_string();
    }
    let is_out = outcome.lowest <= Ratio::ZERO;
    let failing = if is_out { "out".to_string() } else { failing(outcome.lowest) };
    if outcome.out.is_zero() {
        return format!("{failing}, tolerated");
    }
    match outcome.back {
        Back::Never => format!("{failing}, no way back"),
        Back::WhenFaultEnds if is_out => "until it returns".to_string(),
        Back::WhenFaultEnds => format!("{failing} until it returns"),
        Back::WhenSomebodyActs => format!("{failing} until repaired"),
        Back::Flaps => "up and down".to_string(),
        Back::Holds | Back::ByItself if outcome.out.is_unbounded() => {
            format!("{failing}, no bound")
        }
        Back::Holds | Back::ByItself if is_out => {
            format!("out {}", show_duration(outcome.out.worst))
        }
        Back::Holds | Back::ByItself => {
            format!("{failing}, {}", show_duration(outcome.out.worst))
        }
    }
}

/// Where what a fault strikes is written.
pub(crate) fn struck_span(model: &Model, fault: &Fault) -> Option<Span> {
    fault.effects.iter().find_map(|effect| match effect.struck {
        Struck::Process(copy) => model.part(copy.part)?.span,
        Struck::Machine(machine) => model.machine(machine)?.span,
        Struck::Place(place) => model.place(place)?.span,
        Struck::Store(store) | Struck::Slot(Slot { store, .. }) => model.store(store)?.span,
        Struck::Managed(part) | Struck::Belief { router: part, .. } => model.part(part)?.span,
    })
}

/// More lines than these of a timeline are left to `outlast why`.
const LINES: usize = 6;

/// A date from which on a wait without a bound is only an example.
const SOME_DAY: i64 = 300 * DAY;

/// A timeline as lines: when, what, and what is served from then on. Where nothing bounds the
/// outage, a date far ahead stands for any.
pub(crate) fn timeline(steps: &[Step], start: Ratio, unbounded: bool) -> String {
    let date = |at: i64| match at {
        SOME_DAY.. if unbounded => "some day".to_string(),
        at => show_duration(at),
    };
    let dates: Vec<String> = steps.iter().map(|step| date(step.at)).collect();
    let shown = dates.iter().take(LINES);
    let width = shown.map(|date| date.chars().count()).max().unwrap_or(0).max(3);
    let mut lines = vec![format!("{:<width$}  {}", "0 s", failing(start))];
    for (date, step) in dates.iter().zip(steps).take(LINES) {
        let served = step.served.map(|(top, bottom)| failing(Ratio::new(top, bottom)));
        let served = served.map(|it| format!(": {it}")).unwrap_or_default();
        lines.push(format!("{date:<width$}  {}{served}", step.what));
    }
    if steps.len() > LINES {
        lines.push(format!("{:<width$}  and {} more", "", steps.len() - LINES));
    }
    lines.join("\n")
}

/// Names in a row: "`a`, `b` and 3 more".
pub(crate) fn listed(names: &[&str], most: usize) -> String {
    let shown: Vec<String> = names.iter().take(most).map(|name| format!("`{name}`")).collect();
    let more = names.len().saturating_sub(most);
    if more > 0 { format!("{} and {more} more", shown.join(", ")) } else { shown.join(", ") }
}
