//! Limits of one check, all of them counts, and how far it has come.

/// Limits of one check: counts, never seconds, so that the same input gives the same bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Limits of one unfolding.
    pub unfolding: outlast_sim::Limits,
    /// Unfoldings in all: beyond them a journey is undecided.
    pub unfoldings: usize,
    /// Pairs of faults that are unfolded; 0 checks none.
    pub pairs: usize,
    /// Classes of histories of all pairs together, each times the size of what is unfolded: beyond
    /// them no further pair is checked.
    pub pair_budget: usize,
    /// Classes of histories of one pair: beyond them it is undecided.
    pub pair_classes: usize,
    /// Whether what nothing is promised for is judged, too: whoever compares verdicts alone can do
    /// without.
    pub unpromised: bool,
    /// Models that are tried to mend one broken promise; 0 tries none.
    pub trials: usize,
    /// Assumptions that are turned round, to see whether a verdict hangs on them; 0 turns none.
    pub turned: usize,
    /// Whether faults that are equal under a symmetry of the model are judged once. The answers
    /// are the same; without it every fault is judged by itself.
    pub orbits: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            unfolding: outlast_sim::Limits::default(),
            unfoldings: 200_000,
            pairs: 2_000,
            pair_budget: 40_000,
            pair_classes: 512,
            unpromised: true,
            trials: 16,
            turned: 24,
            orbits: true,
        }
    }
}

/// How far a check has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is being done, for a line of text: "faults", "mends".
    pub what: &'static str,
    /// How many are done.
    pub done: usize,
    /// How many there are.
    pub of: usize,
}
