//! `change`: a deployment, an upgrade, a move.
//! What it becomes is made in `changes.rs`.

use crate::language::grammar::group::{Group as _, group};
use crate::language::grammar::shared::{Titled, Trial};
use crate::language::shape::BlockKind;

group! {
    /// How a change is undone.
    pub(crate) struct Undoing {
        takes: Range, "how long it takes".required();
        detect: Range, "how long until somebody sees that the change went wrong"
            .unstated("no bound");
        by: Needs, "who undoes it".unstated("who makes the change");
        needs: Needs, "what undoing it needs".unstated("what the change needs");
        loses: Range, "the data that it gives up".later("what a way back loses");
        tested: Or("never", Object(Trial)), "when it was last tried in earnest".unstated("never");
    }
}

group! {
    /// What is changed, how, and by whom.
    pub(crate) struct Changing {
        to: Several("a part"), "what is changed".required();
        steps: Several("a part"), "in which order its parts are changed"
            .unstated("in the order of `to`");
        every: Range, "how often".later("how often changes are made");
        window: Range, "how long was announced that it may take".unstated("none was announced");
        away: Count, "how many copies are out at once".unstated("1");
        takes: Range, "how long a step takes"
            .unstated("what `moves` takes `over` its link, else unknown");
        moves: Size, "how much data it moves".unstated("none");
        over: One("a link"), "over which link".unstated("unknown");
        by: Needs, "who does it".unstated("nobody is known");
        needs: Needs, "what it needs".unstated("nothing");
        undo: Or("none", Object(Undoing)), "how it is undone".unstated("`none`");
        tried: Or("never", Object(Trial)), "when it was tried".unstated("`never`");
    }
}

pub(in crate::language::grammar) static BLOCK: BlockKind = BlockKind {
    name: "change",
    named: true,
    meaning: "A deployment, an upgrade, a move. While it runs some copies are away, it can go \
              wrong, and it can be undone or cannot.",
    attributes: &[Changing::ROWS, Titled::ROWS],
    blocks: &[],
    part: None,
    later: None,
};
