//! `cache`: a store whose data can be made again.
//! What it becomes is made in `databases.rs` and `stores.rs`.

use outlast_model::{Held, Role};

use super::{backup, limit, need, promise, replica};
use crate::language::grammar::group::Group as _;
use crate::language::grammar::shared::{
    Bound, Calling, Copied, Denying, Dropping, Durable, Ending, FailingOver, Holding, Listening,
    Repaired, Seated, Sharing, Titled,
};
use crate::language::shape::{BlockKind, Copies, DataKind, PartKind};

pub(in crate::language::grammar) static BLOCK: BlockKind = BlockKind {
    name: "cache",
    named: true,
    meaning: "A store whose data can be made again, or kept elsewhere as well: say so with `lost`. \
              Without a `replica`, several machines hold a share each.",
    attributes: &[
        Seated::ROWS,
        Listening::ROWS,
        Copied::ROWS,
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
        role: Role::Cache,
        data: Some(DataKind {
            holds: Held::Cache,
            serves_empty: true,
            locks: false,
            copies: Copies::FollowWhenStated,
        }),
    }),
    later: None,
};
