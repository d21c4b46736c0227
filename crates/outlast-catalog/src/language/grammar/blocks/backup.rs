//! `backup`: a copy of a moment.
//! What it becomes is made in `backups.rs`.

use crate::language::grammar::group::{Group as _, group};
use crate::language::grammar::shared::Copying;
use crate::language::shape::BlockKind;

group! {
    /// How a copy of a moment is made.
    pub(crate) struct BackingUp {
        how: Text,
            "the tool: it decides whether the copy is consistent, and what it obeys"
            .unstated("unknown whether it is consistent");
        every: Range, "time between two of them; for a mirror, `lag` will do";
        to: One("a store or place"), "where it is kept".unstated("unknown: no fault spares it");
        keeps_for: Range, "how long it is kept".unstated("one version");
        restores: Bandwidth, "how fast it is read back, of the full size"
            .unstated("unknown, unless a trial `took` its time");
        took: Range, "how long making it takes".unstated("unknown");
        archives: Range, "how far behind the log archive is".unstated("no log archive");
    }
}

group! {
    /// When a copy was restored in earnest, and how that went.
    pub(crate) struct Restored {
        on: Text, "the date of the trial, `2026-10-02`".required();
        took: Range, "how long it took";
        version: Text, "the version that it was tried on";
    }
}

group! {
    /// Of a copy of a moment.
    pub(crate) struct Guarded {
        follows: Flag, "it obeys deletion and corruption"
            .unstated("what the tool does (see `how`), which may be one of both");
        locked: Or("none", Range), "how long nobody can erase it".unstated("erasable by its scope");
        needs: Needs, "what using it needs: the key!";
        tested: Or("never", Object(Restored)), "when it was last tried in earnest".unstated("never");
        watched: Flag, "somebody is told when it stops".unstated("`false`")
            .shown("whether anybody is told when a backup stops");
    }
}

pub(in crate::language::grammar) static BLOCK: BlockKind = BlockKind {
    name: "backup",
    named: true,
    meaning: "A copy of a moment. Never proven until it says when it was tested.",
    attributes: &[Copying::ROWS, BackingUp::ROWS, Guarded::ROWS],
    blocks: &[],
    part: None,
    later: None,
};
