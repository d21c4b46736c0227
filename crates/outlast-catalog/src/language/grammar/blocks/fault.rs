//! `fault`: a fault of your own, in the words for effects.
//! What it becomes is made in `states.rs`.

use outlast_model::EffectKind;

use crate::language::grammar::document::Wanted;
use crate::language::grammar::group::{Group as _, Said, group};
use crate::language::shape::BlockKind;

/// What may be struck.
const STRUCK: &str = "a part, copy, backup, machine, place or link";

group! {
    /// A fault in the words for effects.
    pub(crate) struct Striking {
        stop: Several(STRUCK), "it stops: a process refuses, a machine or a place is silent";
        freeze: Several(STRUCK), "it hangs: it accepts connections and answers none";
        cut: Several(STRUCK), "a place or link is cut off: nothing passes, and nobody is told";
        slow: Several(STRUCK), "a link or part carries only `to`, and is not dead";
        fill: Several(STRUCK), "it is full: it refuses writes";
        erase: Several(STRUCK), "its data is gone; a machine or place is destroyed";
        corrupt: Several(STRUCK), "the data of a store is silently wrong";
        deny: Several(STRUCK), "it refuses changes";
        set: Several(STRUCK), "it has a wrong configuration and answers with errors";
        to: Text,
            "what is `slow` carries only this: a link `2 Mbit/s`, a part `50/s`, all its copies \
             together"
            .unstated("unknown");
        found: Word(&["intact", "empty"]), "how it is found when it ends".unstated("`intact`");
        lasts: Range, "how long it lasts; of data, how long until somebody notices"
            .unstated("what runs on machines: until it is repaired; else any time");
        rate: Rate, "how often it happens".unstated("unknown");
    }
}

impl<'a> Striking<'a> {
    /// What is struck in this way.
    pub(crate) const fn by(&self, kind: EffectKind) -> &Said<'a, &'a [Wanted]> {
        match kind {
            EffectKind::Stop => &self.stop,
            EffectKind::Freeze => &self.freeze,
            EffectKind::Cut => &self.cut,
            EffectKind::Slow => &self.slow,
            EffectKind::Fill => &self.fill,
            EffectKind::Erase => &self.erase,
            EffectKind::Corrupt => &self.corrupt,
            EffectKind::Deny => &self.deny,
            EffectKind::Set => &self.set,
        }
    }
}

pub(in crate::language::grammar) static BLOCK: BlockKind = BlockKind {
    name: "fault",
    named: true,
    meaning: "A fault of your own, in the words for effects. Everything in it happens at once.",
    attributes: &[Striking::ROWS],
    blocks: &[],
    part: None,
    later: None,
};
