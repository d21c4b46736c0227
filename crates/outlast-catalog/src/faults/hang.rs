//! One process hangs: connections to it succeed and nothing answers.

use outlast_model::{Class, Effect, Model};

use super::{FaultKind, NEVER_ENDS, Strikes, fault, processes, where_it_runs};

/// The kind.
pub(super) static KIND: FaultKind = FaultKind {
    class: Class::Hang,
    summary: "one process hangs",
    page: include_str!("../../pages/faults/hang.md"),
    strikes,
};

/// Each process of one's own software, one at a time.
fn strikes(model: &Model) -> Strikes {
    Strikes::of(processes(model).into_iter().map(|(copy, name)| {
        let what = format!("a process of `{name}` {} hangs", where_it_runs(model, copy));
        let freeze = Effect::Freeze(copy).lasting(NEVER_ENDS);
        fault(model, Class::Hang, &name, what, vec![freeze])
    }))
}
