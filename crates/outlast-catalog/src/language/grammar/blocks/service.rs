//! `service`: software whose copies serve alike, and what passes requests on.
//! What it becomes is made in `parts.rs` and `routers.rs`.

use outlast_model::Role;

use super::{keeps, limit, need};
use crate::language::grammar::group::{Group as _, group};
use crate::language::grammar::shared::{
    Bound, Calling, Checked, Copied, Denying, Ending, Listening, Repaired, Seated, Sticking, Titled,
};
use crate::language::shape::{BlockKind, PartKind};

group! {
    /// What passes requests on.
    pub(crate) struct Balancing {
        balances: Several("a part"), "it passes requests on to the copies of these";
    }
}

group! {
    /// What becomes of a request whose target is away.
    pub(crate) struct Redispatching {
        redispatch: Flag, "a refused connection is tried on another target"
            .unstated("the engine's default, else no");
        timeout: Range, "how long a target that does not answer is waited for before another is tried"
            .unstated("the engine's default, else not known");
        all_when_none: Flag, "when no target passes the check, all get traffic".unstated("no");
    }
}

pub(in crate::language::grammar) static BLOCK: BlockKind = BlockKind {
    name: "service",
    named: true,
    meaning: "Software whose copies serve alike. With `balances` it is a load balancer.",
    attributes: &[
        Seated::ROWS,
        Listening::ROWS,
        Copied::ROWS,
        Repaired::ROWS,
        Calling::ROWS,
        Balancing::ROWS,
        Checked::ROWS,
        Redispatching::ROWS,
        Sticking::ROWS,
        Bound::ROWS,
        Ending::ROWS,
        Denying::ROWS,
        Titled::ROWS,
    ],
    blocks: &[&need::BLOCK, &keeps::BLOCK, &limit::BLOCK],
    part: Some(PartKind::new(Role::Service)),
    later: None,
};
