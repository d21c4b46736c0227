//! What the processes of a part do: one variable for each copy.

use outlast_model::Part;

use crate::state::{State, Vars, View, count, values};

values! {
    /// What a process does.
    enum Process {
        /// It runs.
        Runs,
        /// It died: its kernel refuses.
        Dead,
        /// It hangs.
        Hung,
        /// Its software is no longer there.
        Missing,
        /// It has a wrong configuration: it answers with errors.
        Misled,
        /// It waits for what it needs at its start.
        Waits,
        /// It starts, and does not serve yet.
        Starts,
    }
}

/// What the process of each copy does.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Processes(Vars<Process>);

impl Processes {
    /// All of them run before any fault.
    pub(crate) fn lay_out(part: &Part, state: &mut State) -> Self {
        Self(state.allot(count(part.copies.len()), Process::Runs))
    }

    /// What the process of a copy does.
    pub(crate) fn of(self, state: &dyn View, copy: u32) -> Process {
        state.get(self.0.at(copy))
    }

    pub(crate) fn set(self, state: &mut dyn View, copy: u32, process: Process) {
        state.set(self.0.at(copy), process);
    }
}
