//! One process dies; the kernel of its machine lives and refuses.

use outlast_model::{Class, Effect, Model, Stopped};

use super::{FaultKind, NEVER_ENDS, Strikes, fault, processes, where_it_runs};

/// The kind.
pub(super) static KIND: FaultKind = FaultKind {
    class: Class::Process,
    summary: "one process dies",
    page: include_str!("../../pages/faults/process.md"),
    strikes,
};

/// Each process of one's own software, one at a time. It does not start again by itself: a service
/// manager that restarts it is a repair.
fn strikes(model: &Model) -> Strikes {
    Strikes::of(processes(model).into_iter().map(|(copy, name)| {
        let what = format!("a process of `{name}` {} dies", where_it_runs(model, copy));
        let stop = Effect::Stop(Stopped::Process(copy)).lasting(NEVER_ENDS);
        fault(model, Class::Process, &name, what, vec![stop])
    }))
}
