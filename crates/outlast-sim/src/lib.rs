//! Unfolding: what follows from a fault, in every history.
//!
//! Layer 2, pure. Two engines share the rule bodies: the *exploration* covers every phase and every
//! race and proves bounds, the *plain simulator* draws one concrete history; it replays the witness
//! of a bound and gives the typical figures. Each judges the other.

// A variant that is added shows every place that must decide; tests may look at one alone.
#![cfg_attr(not(test), deny(clippy::wildcard_enum_match_arm))]

mod aftermath;
mod asked;
mod behaviour;
mod behind;
mod cones;
mod content;
mod data;
mod dbm;
mod distance;
mod doubt;
mod effect;
mod event;
mod explore;
mod gone;
mod history;
mod ids;
mod ledger;
mod load;
mod loss;
mod outcome;
mod plain;
mod recall;
mod retries;
mod roads;
mod rows;
mod sample;
mod serve;
mod sight;
mod slice;
mod state;
mod state_cache;
mod stuck;
mod texts;
mod touched;
mod tries;
mod unfold;
mod unseen;
mod way_back;
mod witness;
mod world;

pub use doubt::{BackupFact, Caller, Ceiling, CopyFact, Doubt};
pub use event::Event;
pub use ids::{Choice, ClockId, ClockKind, DrawId, RuleId};
pub use outcome::{
    Accounts, Aftermath, Figure, History, Limits, Loss, Occurrence, Often, OpenWays, Outcome,
    Phase, Recovery, Stake, Typical, Unseen, Witness,
};
pub use stuck::{Deed, Lack, Stuck};
pub use touched::Left;
pub use unfold::Unfolding;
