//! A change: while it runs copies are away, and it can go wrong.

use outlast_model::{
    Change, Class, CopyRef, Effect, Fault, Lasting, Misled, Model, Range, Stopped,
};

use super::{FaultKind, NEVER_ENDS, Strikes, fault};

/// The kind.
pub(super) static KIND: FaultKind = FaultKind {
    class: Class::Change,
    summary: "a change runs, or goes wrong",
    page: include_str!("../../pages/faults/change.md"),
    strikes,
};

/// Each change as it is meant to run, and each that went wrong: everything that it changes answers
/// with errors until it is undone or repaired.
fn strikes(model: &Model) -> Strikes {
    let mut faults = Vec::new();
    for (number, change) in model.changes.iter().enumerate() {
        let of_it = |it: Fault| Fault { change: Some(number), ..it };
        let name = change.name.replace(' ', "-");
        let time = change.takes.value().copied().unwrap_or(Range::UNKNOWN);
        for (at, step) in (1..).zip(steps(model, change)) {
            let away = |copy: &CopyRef| Effect::Stop(Stopped::Process(*copy)).lasting(time);
            let effects: Vec<Lasting> = step.iter().map(away).collect();
            let what = format!("change `{}` is made, step {at}", change.name);
            let target = format!("{name}/step/{at}");
            faults.push(of_it(fault(model, Class::Change, &target, what, effects)));
        }
        let wrong = |copy| Effect::Set(Misled::Process(copy)).lasting(NEVER_ENDS);
        let effects = copies(model, change).into_iter().map(wrong).collect();
        let what = format!("change `{}` goes wrong", change.name);
        faults.push(of_it(fault(model, Class::Change, &name, what, effects)));
    }
    Strikes::of(faults)
}

fn copies(model: &Model, change: &Change) -> Vec<CopyRef> {
    let all = change.to.iter().flat_map(|part| model.copies(*part));
    all.map(|(copy, _)| copy).collect()
}

/// The copies that are away in each step, part by part, so many at once as the change says.
fn steps(model: &Model, change: &Change) -> Vec<Vec<CopyRef>> {
    let away = change.away.value().copied().unwrap_or(1).max(1) as usize;
    let mut steps = Vec::new();
    for part in &change.to {
        let all: Vec<CopyRef> = model.copies(*part).map(|(copy, _)| copy).collect();
        steps.extend(all.chunks(away).map(<[CopyRef]>::to_vec));
    }
    steps
}
