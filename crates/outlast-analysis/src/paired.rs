//! Single faults and, beside them, what two at once do: the second value of a check.

use outlast_model::Sealed;

use crate::limits::{Limits, Progress};
use crate::pairs::{Pairs, pairs};
use crate::singles::Singles;

/// What every single fault does, and what two of them do beside it.
#[derive(Debug, Clone)]
pub struct Paired {
    singles: Singles,
    pairs: Pairs,
}

impl Singles {
    /// Adds what two faults do, within the limits.
    #[must_use]
    pub fn paired(
        self,
        model: &Sealed,
        limits: &Limits,
        progress: &mut dyn FnMut(Progress),
    ) -> Paired {
        let pairs = pairs(model, self.survival(), limits, progress);
        Paired { singles: self, pairs }
    }
}

impl Paired {
    /// What every single fault does.
    pub const fn singles(&self) -> &Singles {
        &self.singles
    }

    /// The same without the pairs.
    pub fn into_singles(self) -> Singles {
        self.singles
    }

    /// What two faults do together.
    pub const fn pairs(&self) -> &Pairs {
        &self.pairs
    }
}
