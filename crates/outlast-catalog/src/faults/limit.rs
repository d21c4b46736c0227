//! Something is full: it refuses writes or stops. Every copy of it is as full.

use outlast_model::{Class, Effect, Fact, Limit, Model, Range, Stopped, WhenFull, Worth};

use super::{FaultKind, NEVER_ENDS, Strikes, fault, short};

/// The kind.
pub(super) static KIND: FaultKind = FaultKind {
    class: Class::Limit,
    summary: "a limit is reached",
    page: include_str!("../../pages/faults/limit.md"),
    strikes,
};

/// Each stated limit. What is dropped to make room cannot be told in time: that is said where
/// somebody would miss it.
fn strikes(model: &Model) -> Strikes {
    let mut strikes = Strikes::default();
    for limit in &model.full {
        if limit.when_full == WhenFull::DropOldest {
            if is_missed(model, limit) {
                let what = format!("what `{}` drops when it is full", short_limit(limit));
                strikes.limits.push(what);
            }
            continue;
        }
        let does = match limit.when_full {
            WhenFull::Crash => "stops",
            WhenFull::Refuse | WhenFull::DropOldest => "refuses writes",
        };
        let owner = model.part(limit.part).address.as_str();
        let what = format!("`{}` is full at {} and {does}", short(owner), limit.at);
        let mut effects = vec![Effect::Fill(limit.part).lasting(time(model))];
        if limit.when_full == WhenFull::Crash {
            effects.push(Effect::Stop(Stopped::Managed(limit.part)).lasting(time(model)));
        }
        strikes.faults.push(fault(model, Class::Limit, &limit.address, what, effects));
    }
    strikes
}

/// It stays full until somebody makes room, unless the file says how long it is full.
fn time(model: &Model) -> Range {
    model.lasts.get(&Class::Limit).and_then(Fact::value).copied().unwrap_or(NEVER_ENDS)
}

fn is_missed(model: &Model, limit: &Limit) -> bool {
    model.stores.iter().any(|it| it.part == limit.part && it.worth == Worth::Harmful)
}

fn short_limit(limit: &Limit) -> &str {
    limit.address.split_once(".limit.").map_or(&*limit.address, |(owner, _)| owner)
}
