//! Faults and things of the model in the words of a finding; what happened, and why something is not
//! decided, in the words of every format.

mod doubts;
mod events;
mod grounds;
mod stuck;
mod things;

use outlast_findings::{Span, Step};
use outlast_model::{DAY, Fault, Model, Ratio, Slot, Struck, show_duration};

pub use doubts::{doubt_words, open_words, ways_words};
pub use events::event_words;
pub(crate) use grounds::ground_words;
pub(crate) use stuck::stuck_words;
pub(crate) use things::seat as seat_words;

pub(crate) use crate::words::{failing, outcome_words};

/// An address without its resource type: `web[0]` of `cloud_instance.web[0]`.
pub(crate) fn short(address: &str) -> &str {
    let end = address.find('[').unwrap_or(address.len());
    let dot = address.get(..end).and_then(|head| head.rfind('.'));
    dot.and_then(|dot| address.get(dot + 1..)).unwrap_or(address)
}

/// Where what a fault strikes is written.
pub(crate) fn struck_span(model: &Model, fault: &Fault) -> Option<Span> {
    fault.effects.iter().find_map(|effect| match effect.struck() {
        Struck::Process(copy) => model.part(copy.part).span,
        Struck::Machine(machine) => model.machine(machine).span,
        Struck::Place(place) => model.place(place).span,
        Struck::Store(store) | Struck::Slot(Slot { store, .. }) => model.store(store).span,
        Struck::Managed(part) | Struck::Belief { router: part, .. } => model.part(part).span,
    })
}

/// More lines than these of a timeline are left to `outlast why`.
const LINES: usize = 6;

/// A date from which on a wait without a bound is only an example.
const SOME_DAY: i64 = 300 * DAY;

/// A timeline as lines: what there is at first, then when, what, and what is served from then on. Where nothing bounds the
/// outage, a date far ahead stands for any.
pub(crate) fn timeline(steps: &[Step], start: &str, unbounded: bool) -> String {
    let date = |at: i64| match at {
        SOME_DAY.. if unbounded => "some day".to_string(),
        at => show_duration(at),
    };
    let dates: Vec<String> = steps.iter().map(|step| date(step.at)).collect();
    let shown = dates.iter().take(LINES);
    let width = shown.map(|date| date.chars().count()).max().unwrap_or(0).max(3);
    let mut lines = vec![format!("{:<width$}  {start}", "0 s")];
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
