//! The rows of the table that say who owns what, what is promised, what changes and what fails.

use super::grammar::{BOUND, TESTED, TESTED_FIELDS, a};
use super::shape::{Attribute, BlockKind, Shape};

pub(super) static COMMON: BlockKind = BlockKind {
    name: "common",
    named: true,
    meaning: "Anything but a place that a set shares and loses together: a power feed, a version.",
    attributes: &[
        &[
            a("of", Shape::Several("a part, machine or place"), "who shares it").required(),
            a("carries", Shape::Text, "what it can carry in all")
                .later("load on what a set shares"),
        ],
        BOUND,
    ],
    blocks: &[],
    later: None,
};

pub(super) static SCOPE: BlockKind = BlockKind {
    name: "scope",
    named: true,
    meaning: "An account or credential: what it may erase, and who has it.",
    attributes: &[
        &[
            a("owns", Shape::Several("a provider, part or place"), "what it may erase or deny")
                .required(),
            a(
                "held_by",
                Shape::Several("a part, machine or people"),
                "who has its key: who takes one of these has it, too",
            )
            .unstated("nobody in the system"),
            a("reached_from", Shape::Several("a scope"), "taking these takes it, too")
                .unstated("none"),
        ],
        BOUND,
    ],
    blocks: &[],
    later: None,
};

const PROMISED: Shape = Shape::Object(&[
    a("out", Shape::Duration, "the longest outage"),
    a(
        "lose",
        Shape::Duration,
        "the largest loss of data, as the age of the oldest write that is lost",
    ),
    a("twice", Shape::Word(&["never", "accepted"]), "whether work may be done twice"),
]);

/// The classes of faults that a promise may name.
const CLASSES: &[Attribute] = &[
    a("process", PROMISED, "a process dies").unstated("as `instance`"),
    a("hang", PROMISED, "a process hangs").unstated("as `process`"),
    a("disk", PROMISED, "a disk of one machine").unstated("as `instance`"),
    a("instance", PROMISED, "one instance is lost").unstated("as `other`"),
    a("hypervisor", PROMISED, "a hypervisor is lost with every instance that may share it")
        .unstated("as `other`"),
    a("false-alarm", PROMISED, "a watcher acts though nothing failed").unstated("as `process`"),
    a("link", PROMISED, "a link is cut").unstated("as `other`"),
    a("zone", PROMISED, "a zone is dark, cut off or destroyed").unstated("as `other`"),
    a("zone-dark", PROMISED, "a zone without power, which comes back intact").unstated("as `zone`"),
    a("zone-cut", PROMISED, "a zone cut off: alive inside, dead from outside")
        .unstated("as `zone`"),
    a("zone-lost", PROMISED, "a zone destroyed").unstated("as `zone`"),
    a("service", PROMISED, "a managed service of one zone").unstated("as `zone`"),
    a("provider-service", PROMISED, "a managed service of the whole provider")
        .unstated("as `provider`"),
    a("control-plane", PROMISED, "the control plane refuses changes").unstated("as `service`"),
    a("provider", PROMISED, "everything of one provider").unstated("as `other`"),
    a("copy", PROMISED, "one copy of a store is erased").unstated("as `deletion`"),
    a("deletion", PROMISED, "content is deleted: copies that follow obey").unstated("as `other`"),
    a("corruption", PROMISED, "content goes wrong silently").unstated("as `other`"),
    a("limit", PROMISED, "a limit is reached").unstated("as `other`"),
    a("expiry", PROMISED, "something expires").unstated("as `other`"),
    a("common", PROMISED, "a thing that a set shares is lost").unstated("as `other`"),
    a("change", PROMISED, "a change goes wrong").unstated("as `other`"),
    a("suspension", PROMISED, "an account is suspended and comes back intact")
        .unstated("as `account`"),
    a("account", PROMISED, "an account is taken over: what it owns is erased")
        .unstated("as `other`"),
    a("cold-start", PROMISED, "everything was off and starts again").unstated("as `other`"),
    a("own", PROMISED, "a `fault` that the file states").unstated("as `other`"),
    a("pair", PROMISED, "two faults at once").unstated("nothing: it inherits from no other"),
    a("other", PROMISED, "every fault that is not named").unstated("nothing is promised"),
];

pub(super) static PROMISE: BlockKind = BlockKind {
    name: "promise",
    named: false,
    meaning: "The longest outage and the largest loss, for each class of fault. Inside a journey it \
              wins over the general one, class by class.",
    attributes: &[&[a("availability", Shape::Percent, "the share of time that it is up")], CLASSES],
    blocks: &[],
    later: None,
};

pub(super) static STORE_PROMISE: BlockKind = BlockKind {
    name: "promise",
    named: false,
    meaning: "What is promised of a store itself: the largest loss for each class of fault.",
    attributes: &[CLASSES],
    blocks: &[],
    later: None,
};

const UNDO_FIELDS: &[Attribute] = &[
    a("takes", Shape::Range, "how long it takes").required(),
    a("detect", Shape::Range, "how long until somebody sees that the change went wrong")
        .unstated("no bound"),
    a("by", Shape::Needs, "who undoes it").unstated("who makes the change"),
    a("needs", Shape::Needs, "what undoing it needs").unstated("what the change needs"),
    a("loses", Shape::Range, "the data that it gives up").later("what a way back loses"),
    TESTED,
];

pub(super) static CHANGE: BlockKind = BlockKind {
    name: "change",
    named: true,
    meaning: "A deployment, an upgrade, a move. While it runs some copies are away, it can go \
              wrong, and it can be undone or cannot.",
    attributes: &[
        &[
            a("to", Shape::Several("a part"), "what is changed").required(),
            a("steps", Shape::Several("a part"), "in which order")
                .later("the order of the steps of a change"),
            a("every", Shape::Range, "how often").later("how often changes are made"),
            a("window", Shape::Range, "how long was announced that it may take")
                .unstated("none was announced"),
            a("away", Shape::Count, "how many copies are out at once").unstated("1"),
            a("takes", Shape::Range, "how long a step takes")
                .unstated("what `moves` takes `over` its link, else unknown"),
            a("moves", Shape::Size, "how much data it moves").unstated("none"),
            a("over", Shape::One("a link"), "over which link").unstated("unknown"),
            a("by", Shape::Needs, "who does it").unstated("nobody is known"),
            a("needs", Shape::Needs, "what it needs").unstated("nothing"),
            a("undo", Shape::Or("none", &Shape::Object(UNDO_FIELDS)), "how it is undone")
                .unstated("`none`"),
            a("tried", Shape::Or("never", &Shape::Object(TESTED_FIELDS)), "when it was tried")
                .unstated("`never`"),
        ],
        BOUND,
    ],
    blocks: &[],
    later: None,
};

pub(super) static DURING: BlockKind = BlockKind {
    name: "during",
    named: true,
    meaning: "A known state in which every fault is judged again. A copy of a store that is away \
              holds nothing that could be used.",
    attributes: &[&[
        a(
            "without",
            Shape::Several("a part, a copy, a backup, a machine or a place"),
            "what is away then",
        )
        .required(),
        a("lasts", Shape::Range, "how long it lasts").unstated("unknown"),
    ]],
    blocks: &[],
    later: None,
};

const STRUCK: Shape = Shape::Several("a part, copy, backup, machine, place or link");

pub(super) static FAULT: BlockKind = BlockKind {
    name: "fault",
    named: true,
    meaning: "A fault of your own, in the words for effects. Everything in it happens at once.",
    attributes: &[&[
        a("stop", STRUCK, "it stops: a process refuses, a machine or a place is silent"),
        a("freeze", STRUCK, "it hangs: it accepts connections and answers none"),
        a("cut", STRUCK, "a place or link is cut off: nothing passes, and nobody is told"),
        a("slow", STRUCK, "a link or part carries only `to`, and is not dead"),
        a("fill", STRUCK, "it is full: it refuses writes"),
        a("erase", STRUCK, "its data is gone; a machine or place is destroyed"),
        a("corrupt", STRUCK, "the data of a store is silently wrong"),
        a("deny", STRUCK, "it refuses changes"),
        a("set", STRUCK, "it has a wrong configuration and answers with errors"),
        a(
            "to",
            Shape::Text,
            "what is `slow` carries only this: a link `2 Mbit/s`, a part `50/s`, all its copies \
             together",
        )
        .unstated("unknown"),
        a("found", Shape::Word(&["intact", "empty"]), "how it is found when it ends")
            .unstated("`intact`"),
        a("lasts", Shape::Range, "how long it lasts; of data, how long until somebody notices")
            .unstated("what runs on machines: until it is repaired; else any time"),
        a("rate", Shape::Rate, "how often it happens").unstated("unknown"),
    ]],
    blocks: &[],
    later: None,
};

const FREQUENCY: Shape = Shape::Object(&[
    a("rate", Shape::Rate, "how often it happens to one of them: `0.3/y`"),
    a("lasts", Shape::Range, "how long it lasts, when it ends by itself"),
]);

pub(super) static RATES: BlockKind = BlockKind {
    name: "rates",
    named: false,
    meaning: "How often faults happen, and how long they last, in place of the catalogue's figures.",
    attributes: &[&[
        a("process", FREQUENCY, "a process dies"),
        a("hang", FREQUENCY, "a process hangs"),
        a("disk", FREQUENCY, "a disk of one machine"),
        a("instance", FREQUENCY, "one instance is lost"),
        a("hypervisor", FREQUENCY, "a hypervisor is lost"),
        a("false-alarm", FREQUENCY, "a watcher acts though nothing failed"),
        a("link", FREQUENCY, "a link is cut"),
        a("zone-dark", FREQUENCY, "a zone without power"),
        a("zone-cut", FREQUENCY, "a zone cut off"),
        a("zone-lost", FREQUENCY, "a zone destroyed"),
        a("service", FREQUENCY, "a managed service of one zone"),
        a("provider-service", FREQUENCY, "a managed service of the whole provider"),
        a("control-plane", FREQUENCY, "the control plane refuses changes"),
        a("provider", FREQUENCY, "everything of one provider"),
        a("copy", FREQUENCY, "one copy of a store is erased"),
        a("deletion", FREQUENCY, "content is deleted; `lasts` until somebody notices")
            .unstated("noticed as assumption `deletion-noticed` says"),
        a("corruption", FREQUENCY, "content goes wrong silently; `lasts` until it is found")
            .unstated("found at any time"),
        a("limit", FREQUENCY, "a limit is reached").unstated("full until somebody makes room"),
        a("expiry", FREQUENCY, "something expires").unstated("ended until it is renewed"),
        a("common", FREQUENCY, "a thing that a set shares is lost"),
        a("change", FREQUENCY, "a change goes wrong"),
        a("suspension", FREQUENCY, "an account is suspended"),
        a("account", FREQUENCY, "an account is taken over; `lasts` until it is one's own again"),
        a("cold-start", FREQUENCY, "everything is off; `lasts` for how long")
            .unstated("an instant"),
    ]],
    blocks: &[],
    later: None,
};
