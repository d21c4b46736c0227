//! Every single fault, judged: the first value of a check, and as far as a mend and an assumption
//! that is turned round are judged.
//!
//! A check is four values, each of which holds the one before and is whole as soon as it is there:
//! [`Singles`], then what two faults do beside it (`paired`), then the words and the mends
//! (`judged`), then what a page needs (`told`). None is changed after it was made.

use outlast_model::{Class, Sealed};

use crate::absent::absent;
use crate::availability::{Availability, availability};
use crate::limits::{Limits, Progress};
use crate::matrix::{Row, matrix};
use crate::survive::{Known, Survival, survive};

/// What every single fault does.
#[derive(Debug, Clone)]
pub struct Singles {
    survival: Survival,
    rows: Vec<Row>,
    availability: Vec<Availability>,
    absent: Vec<Class>,
}

impl Singles {
    /// Judges every single fault.
    pub fn of(model: &Sealed, limits: &Limits, progress: &mut dyn FnMut(Progress)) -> Self {
        Self::with(model, limits, &|_, _, _| None, progress)
    }

    /// Judges every single fault but those of which the outcome is known.
    pub(crate) fn with(
        model: &Sealed,
        limits: &Limits,
        before: Known<'_>,
        progress: &mut dyn FnMut(Progress),
    ) -> Self {
        let survival = survive(model, limits, before, progress);
        Self {
            rows: matrix(model, &survival),
            availability: availability(model, &survival),
            absent: absent(model, &survival),
            survival,
        }
    }

    /// Every fault and what each journey and store does under it.
    pub const fn survival(&self) -> &Survival {
        &self.survival
    }

    /// The survival matrix, in order of scope.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The availability of each journey that promises one.
    pub fn availability(&self) -> &[Availability] {
        &self.availability
    }

    /// Classes of faults that are promised by their own name and of which no fault exists.
    pub fn absent(&self) -> &[Class] {
        &self.absent
    }
}
