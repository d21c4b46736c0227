//! `keeps`: state that a part keeps, and where.
//! What it becomes is made in `stores.rs`.

use outlast_model::Held;

use super::backup;
use crate::language::grammar::group::{Group as _, group};
use crate::language::grammar::shared::Durable;
use crate::language::shape::BlockKind;

/// What a use of a store asks of it.
const USES: &[&str] = &["locks", "sharing", "small-files", "listings"];

/// What is known by the names under which it is usually kept, as nothing else tells it from other
/// state. Whatever has another name is told by where it is kept.
pub(crate) static KEPT_AS: &[(Held, &[&str])] =
    &[(Held::Sessions, &["session", "sessions", "carts", "baskets", "logins"])];

group! {
    /// State that a part keeps, and where.
    pub(crate) struct Keeping {
        kept_in as "in": Or("memory", Or("disk", Or("client", One("a store")))), "where it is kept"
            .required().judges_each();
        lost: Word(&["harmful", "harmless"]), "what losing it means".unstated("harmful");
        replicated: Word(&["none", "async", "sync"]),
            "whether every copy of the part holds all of it"
            .unstated("`none`: each copy keeps its own");
        lag: Range, "how far the other copies are behind, when it is `async`"
            .unstated("the engine's default, else unknown");
        size: Size, "how much it is".unstated("unknown");
        largest: Size, "the largest single file or object".unstated("unknown");
        uses: Words(USES), "what it asks of the store that it is kept in";
    }
}

pub(in crate::language::grammar) static BLOCK: BlockKind = BlockKind {
    name: "keeps",
    named: true,
    meaning: "State that the part keeps, and where. A store that is named here is needed, too.",
    attributes: &[Keeping::ROWS, Durable::ROWS],
    blocks: &[&backup::BLOCK],
    part: None,
    later: None,
};
