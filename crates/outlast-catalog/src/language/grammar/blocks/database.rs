//! `database`: a store with one copy that writes and others that follow.
//! What it becomes is made in `databases.rs` and `stores.rs`.

use outlast_model::{Held, Role};

use super::{backup, limit, need, promise, replica};
use crate::language::grammar::group::Group as _;
use crate::language::grammar::shared::{
    Bound, Calling, Denying, Dropping, Durable, Ending, FailingOver, Holding, Listening, Repaired,
    Seated, Sharing, Titled,
};
use crate::language::shape::{BlockKind, Copies, DataKind, PartKind};

pub(in crate::language::grammar) static BLOCK: BlockKind = BlockKind {
    name: "database",
    named: true,
    meaning: "A store with one copy that writes and others that follow. `on` is the machine of the \
              writing one; every other copy is a `replica` with a name.",
    attributes: &[
        Seated::ROWS,
        Listening::ROWS,
        Repaired::ROWS,
        Calling::ROWS,
        Holding::ROWS,
        Durable::ROWS,
        Dropping::ROWS,
        Sharing::ROWS,
        FailingOver::ROWS,
        Bound::ROWS,
        Ending::ROWS,
        Denying::ROWS,
        Titled::ROWS,
    ],
    blocks: &[&replica::BLOCK, &backup::BLOCK, &need::BLOCK, &limit::BLOCK, &promise::OF_STORE],
    part: Some(PartKind {
        role: Role::Database,
        data: Some(DataKind {
            holds: Held::Database,
            serves_empty: false,
            locks: true,
            copies: Copies::Follow,
        }),
    }),
    later: None,
};
