//! More than a store can hold.

use outlast_findings::{Finding, Rule, Severity, Span};
use outlast_model::{Bytes, Medium, Seat, Store};

use super::{Facts, shown};

/// The rule.
pub(super) static RULE: Rule = Rule::new(
    "too-large-for-store",
    "data that is larger than its store",
    Severity::Error,
    include_str!("../../pages/rules/too-large-for-store.md"),
);

pub(super) fn check(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for usage in &facts.usages {
        let can = usage.on.and_then(|on| facts.can(on));
        if let (Some(largest), Some(most)) = (usage.largest, can.and_then(|it| it.largest))
            && largest > most
        {
            let what = format!("a file of `{}` is {}", usage.address, shown(largest));
            findings.push(finding(Some(usage.span), what, most));
        }
    }
    for store in &facts.model.stores {
        let Some(size) = store.size.as_ref().and_then(|it| it.value()) else { continue };
        if let Some(most) = room(facts, store).filter(|most| size > most) {
            let span = store.size.as_ref().and_then(|it| it.span()).or(store.span);
            let what = format!("`{}` is {}", store.address, shown(*size));
            findings.push(finding(span, what, most));
        }
    }
}

fn finding(span: Option<Span>, what: String, most: Bytes) -> Finding {
    RULE.finding()
        .at_maybe(span, what)
        .why(format!("there is room for {}: writes are refused before that", shown(most)))
        .help("make the disk or volume larger, split the data, or keep it elsewhere")
}

/// The room that the smallest place of a store's bytes has, where it is known.
fn room(facts: &Facts<'_>, store: &Store) -> Option<Bytes> {
    match store.medium {
        Medium::Volume(volume) => {
            let most = facts.can(volume).and_then(|it| it.most);
            facts.volume(volume).into_iter().chain(most).min()
        }
        Medium::Disk => {
            let seats = store.live.iter().filter_map(|live| facts.model.seat(live.copy));
            let disk = |seat| match seat {
                Seat::Machine(machine) => facts.estate.disks.get(&machine).copied(),
                Seat::Place(_) => None,
            };
            let most = facts.can(store.part).and_then(|it| it.most);
            seats.filter_map(disk).chain(most).min()
        }
        Medium::Memory | Medium::Client => None,
    }
}
