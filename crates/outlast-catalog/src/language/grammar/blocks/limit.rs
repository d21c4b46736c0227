//! `limit`: something that fills up.
//! What it becomes is made in `limits.rs`.

use crate::language::grammar::group::{Group as _, group};
use crate::language::grammar::shared::Righting;
use crate::language::shape::BlockKind;

group! {
    /// What fills up.
    pub(crate) struct Filling {
        of: One("a part"), "the part, when the block stands outside of it";
        at: Text, "where it is full: `2 TB`, `100`".required();
        now: Text, "how full it is";
        grows: Text, "how fast: `1 GB/day`";
        without: Needs, "who fills it by being away: a standby, an archive, a worker; any of them"
            .unstated("it fills by itself");
        fills: Text, "how fast while one of them is away: `1 GB/h`"
            .unstated("not known");
        when_full: Word(&["refuse", "drop-oldest", "crash"]), "what happens then".required();
        repair: Object(Righting),
            "how room is made; failing over does not, for every copy is as full"
            .unstated("no way back is known");
    }
}

pub(in crate::language::grammar) static BLOCK: BlockKind = BlockKind {
    name: "limit",
    named: true,
    meaning: "Something that fills up.",
    attributes: &[Filling::ROWS],
    blocks: &[],
    part: None,
    later: None,
};
