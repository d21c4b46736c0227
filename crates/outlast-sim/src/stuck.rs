//! Who would mend or switch something right after a fault and cannot: what he lacks.
//!
//! It is what a timeline cannot show: an act that does not come. Left out: whether he can later, which
//! is the history.

use outlast_model::{CopyRef, PartId, PlaceId};

/// An act that does not come.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stuck {
    /// Who would act.
    pub actor: CopyRef,
    /// What he would do.
    pub deed: Deed,
    /// What he lacks.
    pub lacks: Lack,
}

/// What somebody would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Deed {
    /// Mend a copy or make it anew.
    Mends(CopyRef),
    /// Point an address or a name elsewhere.
    Switches(PartId),
}

/// What somebody lacks to act.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lack {
    /// He is away himself.
    Himself,
    /// What the act needs does not answer him.
    Need(Vec<PartId>),
    /// Who carries out changes in that place does not.
    ControlPlane(PartId),
    /// There is nothing to stand on.
    Ground(PlaceId),
    /// There is something to fill it from, and it is not at hand.
    Filling,
}
