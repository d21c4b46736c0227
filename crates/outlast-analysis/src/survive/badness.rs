//! Which of two outcomes is worse: for a journey the way back, the outage and what fails, then the
//! work; for a store what is lost.

use outlast_model::{Nanos, Ratio};
use outlast_sim::{Often, Outcome, Recovery};

use crate::subject::Subject;

/// How bad an outcome is: the greater the worse. Fields count in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Badness {
    /// Whether nothing usable is left, of a store: in no, some, every history.
    all: Often,
    /// What is lost of a store.
    lost: Nanos,
    /// Of what two histories are left.
    diverged: Nanos,
    /// How much of a store is hit, when anything is lost.
    share: Ratio,
    /// How a journey comes back.
    back: Recovery,
    /// How long it is out.
    out: Nanos,
    /// What fails at the worst moment.
    failing: Ratio,
    /// Jobs that are lost or done twice; without bound is the most.
    jobs: (u64, u64),
    /// How late the work is done.
    late: Nanos,
    /// Whether something is in doubt.
    doubtful: bool,
}

/// How bad an outcome is for a journey or a store.
pub(crate) fn badness(subject: Subject, outcome: &Outcome) -> Badness {
    let mut badness = Badness {
        all: Often::Never,
        lost: 0,
        diverged: 0,
        share: Ratio::ZERO,
        back: outcome.back,
        out: outcome.out.worst,
        failing: outcome.lowest.rest(),
        jobs: (0, 0),
        late: 0,
        doubtful: !outcome.doubts.is_empty(),
    };
    if let (Subject::Store(_), Some(loss)) = (subject, outcome.loss()) {
        let is_hit = loss.all > Often::Never || !loss.window.is_zero();
        badness.all = match loss.all {
            // How often is a matter of the sample: any is some.
            Often::Sometimes(_) => Often::Sometimes(None),
            Often::Never | Often::Always => loss.all,
        };
        badness.lost = loss.window.worst;
        badness.diverged = loss.diverged.worst;
        badness.share = if is_hit { loss.share } else { Ratio::ZERO };
        badness.doubtful = !loss.doubts.is_empty();
    }
    if let Some(aftermath) = outcome.aftermath() {
        let most = |(_, most): (u64, Option<u64>)| most.unwrap_or(u64::MAX);
        badness.jobs = (most(aftermath.lost), most(aftermath.twice));
        badness.late = aftermath.late.worst;
        badness.doubtful |= !aftermath.doubts.is_empty();
    }
    badness
}
