//! What a check of a model showed, and the first part of it: every single fault, judged.
//!
//! Pairs of faults, findings and mends are added by `check`, which begins with this; a mend is judged
//! as far as this goes.

use outlast_findings::Finding;
use outlast_model::Sealed;

use crate::availability::{Availability, availability};
use crate::limits::{Limits, Progress};
use crate::matrix::{Row, matrix};
use crate::pairs::Pairs;
use crate::survive::{Survival, survive};

/// What a check of a model showed.
#[derive(Debug, Clone, Default)]
pub struct Analysis {
    /// Every single fault and what each journey does under it.
    pub survival: Survival,
    /// The survival matrix, in order of scope.
    pub rows: Vec<Row>,
    /// The availability of each journey that promises one.
    pub availability: Vec<Availability>,
    /// What two faults do together.
    pub pairs: Pairs,
    /// What rules found, the worst first.
    pub findings: Vec<Finding>,
}

/// Judges every single fault: no pairs, and no words yet.
pub fn judge(model: &Sealed, limits: &Limits, progress: &mut dyn FnMut(Progress)) -> Analysis {
    let survival = survive(model, limits, progress);
    Analysis {
        rows: matrix(model, &survival),
        availability: availability(model, &survival),
        pairs: Pairs::default(),
        findings: Vec::new(),
        survival,
    }
}
