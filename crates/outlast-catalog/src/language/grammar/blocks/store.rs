//! `store`: files or objects.
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
    name: "store",
    named: true,
    meaning: "Files or objects: of a part of your own (NFS, GlusterFS), or of a bucket or volume \
              (`of`).",
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
        role: Role::Store,
        data: Some(DataKind {
            holds: Held::Files,
            serves_empty: false,
            locks: false,
            copies: Copies::Follow,
        }),
    }),
    later: None,
};
