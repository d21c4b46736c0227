//! The table of the outlast file: every block, what it may hold, and what it means.
//!
//! All constructs are here from the start, so that what is legal never depends on what this
//! version judges: an attribute marked `later` is read, checked and named as not judged.
//! What an attribute means when it is left out is the safe reading, and stands here, too.

use super::grammar_faults::{CHANGE, COMMON, DURING, FAULT, PROMISE, RATES, SCOPE, STORE_PROMISE};
use super::shape::{Attribute, BlockKind, Shape};

pub(super) const fn a(name: &'static str, shape: Shape, meaning: &'static str) -> Attribute {
    Attribute::new(name, shape, meaning)
}

/// The effects that a watcher may notice.
pub const EFFECTS: &[&str] =
    &["stop", "freeze", "cut", "slow", "fill", "erase", "corrupt", "deny", "set"];

/// The actions that may be refused.
const ACTIONS: &[&str] = &["create", "move", "start", "write", "answer", "all"];

pub(super) const TESTED_FIELDS: &[Attribute] = &[
    a("on", Shape::Text, "the date of the trial, `2026-10-02`").required(),
    a("took", Shape::Range, "how long it took"),
    a("version", Shape::Text, "the version that it was tried on"),
];

pub(super) const TESTED: Attribute = a(
    "tested",
    Shape::Or("never", &Shape::Object(TESTED_FIELDS)),
    "when it was last tried in earnest",
)
.unstated("never");

const CHECK_FIELDS: &[Attribute] = &[
    a("every", Shape::Range, "time between two checks").unstated("the engine's default"),
    a("timeout", Shape::Range, "how long it waits for an answer").unstated("the engine's default"),
    a("fall", Shape::Count, "failures in a row that take a target out")
        .unstated("the engine's default"),
    a("rise", Shape::Count, "successes in a row that bring it back")
        .unstated("the engine's default"),
    a("kind", Shape::Word(&["connect", "request"]), "whether it only connects or asks something")
        .unstated("`connect`: a hung process passes for ever"),
    a("rearm", Shape::Word(&["start", "end"]), "from when the next check is counted")
        .unstated("the engine's default, else both are judged"),
];

const CHECK: Attribute =
    a("check", Shape::Object(CHECK_FIELDS), "the health check by which a loss is noticed");

const LEASE_FIELDS: &[Attribute] = &[
    a("ttl", Shape::Range, "how long a renewal holds").unstated("the engine's default"),
    a("loop", Shape::Range, "time between two renewals").unstated("the engine's default"),
    a("retry", Shape::Range, "how long the holder goes on trying before it gives up")
        .unstated("the engine's default"),
    a("votes", Shape::Needs, "who must agree: `most(service.etcd)`")
        .unstated("what the part in `by` calls, when that is a store of votes"),
];

const WAY_BACK_FIELDS: &[Attribute] = &[
    a(
        "by",
        Shape::Needs,
        "who acts: a part or people, which sit somewhere and can be lost; or \"itself\"",
    )
    .unstated("nobody is known to act: undecided"),
    a("notices", Shape::Words(EFFECTS), "the effects that are noticed")
        .unstated("`stop` and `cut`; `freeze` too, when a check asks something"),
    CHECK,
    a("lease", Shape::Object(LEASE_FIELDS), "the lease that the writer holds in a store of votes"),
    a(
        "detect",
        Shape::Range,
        "how long until the loss is noticed, when neither check nor lease says",
    )
    .unstated("no bound"),
    a("takes", Shape::Range, "how long the act takes once the loss is noticed")
        .unstated("no bound"),
    a("to", Shape::Several("a part or a place"), "where it comes back")
        .later("whether there is room where it comes back"),
    a("within", Shape::One("a place"), "it is allowed only inside this place").unstated("anywhere"),
    a(
        "needs",
        Shape::Needs,
        "what the act itself needs: a control plane, a registry, a backup, a link",
    ),
    a("loses", Shape::Range, "the data that it gives up").later("what a way back loses"),
    TESTED,
];

const WAY_BACK: Shape = Shape::Object(WAY_BACK_FIELDS);

const FAILOVER: Attribute =
    a("failover", WAY_BACK, "a way back that runs already").unstated("none");

const REPAIR: Attribute = a(
    "repair",
    Shape::Or("none", &Shape::Many(&WAY_BACK)),
    "how a lost copy is made again; of several ways the first that can act does; `none` says that \
     nobody could",
)
.unstated("no way back is known");

const PLACED_FIELDS: &[Attribute] = &[
    a("only_on", Shape::Several("a place or machine"), "the only places where it may run")
        .unstated("everywhere"),
    a(
        "apart_from",
        Shape::Several("a part or address"),
        "never beside these: who places by rules moves and starts nothing here while one of them is \
         nowhere",
    )
    .unstated("no rule"),
];

/// Of any block that can run out or be bound.
pub(super) const BOUND: &[Attribute] = &[
    a("placed", Shape::Object(PLACED_FIELDS), "where it may be").unstated("anywhere"),
    a("expires", Shape::Text, "the date on which it ends, `2027-01-31`").unstated("never"),
    a("denies", Shape::Words(ACTIONS), "what is refused after that").unstated("everything"),
    a("renewed", WAY_BACK, "how it is made valid again after it has ended")
        .unstated("no way back is known"),
    a("title", Shape::Text, "a name with spaces, for people"),
];

/// Where it runs.
const SEATED: &[Attribute] = &[
    a("of", Shape::One("a resource"), "the Terraform resource that this block adds facts to"),
    a("on", Shape::Several("an instance, pool or node pool"), "the machines that it runs on"),
    a(
        "in",
        Shape::One("a place"),
        "the place that it runs in, when it runs on no machine of the code",
    ),
    a("engine", Shape::Text, "the software: the catalogue knows its ports, checks and defaults"),
    a("version", Shape::Text, "the version of the software"),
    a("listens", Shape::Ports, "the port that it listens on").unstated(
        "the engine's port, else every port that traffic is sent to when nothing else is there",
    ),
    a("copies", Shape::Count, "how many processes, when processes are not machines")
        .unstated("one on each machine"),
    a(
        "spread",
        Shape::Word(&["none", "machine", "hypervisor", "zone"]),
        "what keeps the copies apart",
    )
    .unstated("nothing does: all may run on one machine"),
    a("carries", Shape::Rate, "what one copy can carry")
        .unstated("undecided where a journey states its rate"),
    a("overload", Shape::Word(&["sheds", "falls"]), "what a copy does under too much load")
        .unstated("both are judged"),
    REPAIR,
];

/// What it calls.
const CALLING: &[Attribute] = &[
    a("calls", Shape::Needs, "what it asks and waits for"),
    a("reads", Shape::Needs, "the stores that it reads"),
    a("writes", Shape::Needs, "the stores that it writes"),
    a("takes", Shape::Needs, "the queues that it takes from"),
];

const STICKY: Attribute =
    a("sticky", Shape::Flag, "a user comes back to the same target as long as that is in rotation")
        .unstated("no");

/// What passes requests on.
const BALANCING: &[Attribute] = &[
    a("balances", Shape::Several("a part"), "it passes requests on to the copies of these"),
    CHECK,
    a("redispatch", Shape::Flag, "a refused connection is tried on another target")
        .unstated("the engine's default, else no"),
    a("all_when_none", Shape::Flag, "when no target passes the check, all get traffic")
        .unstated("no"),
    STICKY,
];

const LOST_FIELDS: &[Attribute] = &[
    a("rebuilt_from", Shape::One("a store"), "what it is made again from").required(),
    a("takes", Shape::Range, "how long that takes").unstated("no bound"),
    a("hits", Shape::Percent, "the share of requests that it answers by itself when it is warm")
        .unstated("the load on the other is not judged"),
];

/// What losing data means.
const LOST: Attribute = a(
    "lost",
    Shape::Or("harmless", &Shape::Or("harmful", &Shape::Object(LOST_FIELDS))),
    "what losing its data means",
)
.unstated("harmful");

const DURABLE_AFTER: Attribute = a(
    "durable_after",
    Shape::Range,
    "how long an acknowledged write can still vanish with its machine",
)
.unstated("the engine's default");

/// What holds data.
const HOLDING: &[Attribute] = &[
    a(
        "kept_on",
        Shape::One("a volume or store"),
        "what its bytes lie on, which outlives the machine",
    )
    .unstated("the machine's own disk"),
    a("size", Shape::Size, "how much data it holds").unstated("unknown"),
    LOST,
    DURABLE_AFTER,
    a("drops", Shape::Range, "how long a silent copy that a write must reach holds writes up")
        .unstated("the engine's default, else as long as it is away"),
];

/// What hands out work.
const DELIVERING: &[Attribute] = &[
    a("delivery", Shape::Word(DELIVERIES), "what the queue claims of its deliveries: compared")
        .unstated("derived from queue, worker and store"),
    a("ack_wait", Shape::Range, "how long a taken job is waited for before it is delivered again")
        .unstated("the engine's default"),
    a("tries", Shape::Or("endless", &Shape::Count), "how often a job is delivered at most")
        .unstated("the engine's default"),
    a("then", Shape::Text, "what becomes of a job after that: `dead letters`")
        .unstated("it is gone"),
    a("keeps_for", Shape::Range, "how long a job is kept that nobody takes")
        .unstated("until somebody takes it"),
];

const DELIVERIES: &[&str] = &["at-most-once", "at-least-once", "exactly-once"];

/// What a worker does with a job.
const WORKING: &[Attribute] = &[
    a("job", Shape::Range, "how long one job takes").unstated("unknown"),
    a("acks", Shape::Word(&["after", "first"]), "whether it acknowledges a job after or before it")
        .unstated("`after`, as an assumption"),
    a("does", Shape::Text, "its effect outside: `charge a card`").unstated("none"),
    a("repeat", Shape::Word(&["harmful", "harmless"]), "what doing a job twice means")
        .unstated("`harmful`"),
    a("key", Shape::Text, "what makes doing it twice the same as once: `order number`"),
    a("commits", Shape::Word(&["one-phase", "two-phase"]), "how job and result are committed")
        .unstated("`one-phase`"),
];

static NEED: BlockKind = BlockKind {
    name: "need",
    named: false,
    meaning: "One edge with all that is known of it; `calls` and its like are the short form.",
    attributes: &[&[
        a("of", Shape::Needs, "what is needed").required(),
        a("at", Shape::Word(&["request", "start", "repair", "change"]), "when it is needed")
            .unstated("`request`"),
        a("soft", Shape::Flag, "it works on without it").unstated("`false`"),
        a("serving", Shape::Several("a journey"), "needed for these journeys only")
            .unstated("for all"),
        a("timeout", Shape::Range, "how long it waits for an answer").unstated("no bound"),
        a("retries", Shape::Count, "how often it tries again at another copy").unstated("0"),
        a("remembers", Shape::Range, "how long it works on with the last answer")
            .unstated("not at all"),
        a("trips", Shape::Count, "round trips for one request").unstated("1"),
        a("moves", Shape::Size, "bytes for one request, all its round trips together")
            .unstated("what a line takes to move them is not judged"),
        a("over", Shape::One("a link"), "the link that it goes over"),
    ]],
    blocks: &[],
    later: None,
};

/// What a use of a store asks of it.
const USES: &[&str] = &["locks", "sharing", "small-files", "listings"];

static KEEPS: BlockKind = BlockKind {
    name: "keeps",
    named: true,
    meaning: "State that the part keeps, and where. A store that is named here is needed, too.",
    attributes: &[&[
        a(
            "in",
            Shape::Or("memory", &Shape::Or("disk", &Shape::Or("client", &Shape::One("a store")))),
            "where it is kept",
        )
        .required(),
        a("lost", Shape::Word(&["harmful", "harmless"]), "what losing it means")
            .unstated("harmful"),
        a(
            "replicated",
            Shape::Word(&["none", "async", "sync"]),
            "whether every copy of the part holds all of it",
        )
        .unstated("`none`: each copy keeps its own"),
        a("lag", Shape::Range, "how far the other copies are behind, when it is `async`")
            .unstated("the engine's default, else unknown"),
        a("size", Shape::Size, "how much it is").unstated("unknown"),
        a("largest", Shape::Size, "the largest single file or object").unstated("unknown"),
        a("uses", Shape::Words(USES), "what it asks of the store that it is kept in"),
        DURABLE_AFTER,
    ]],
    blocks: &[&BACKUP],
    later: None,
};

const COPY: &[Attribute] = &[
    a("of", Shape::One("a store"), "the store, when the block stands outside of it"),
    a("lag", Shape::Range, "how far it is behind").unstated("the engine's default, else unknown"),
];

/// Of a copy of a moment.
const KEPT: &[Attribute] = &[
    a("follows", Shape::Flag, "it obeys deletion and corruption")
        .unstated("a mirror does (see `how`), any other backup does not"),
    a("locked", Shape::Or("none", &Shape::Range), "how long nobody can erase it")
        .unstated("erasable by its scope"),
    a("needs", Shape::Needs, "what using it needs: the key!"),
    TESTED,
    a("watched", Shape::Flag, "somebody is told when it stops").unstated("`false`"),
];

static REPLICA: BlockKind = BlockKind {
    name: "replica",
    named: true,
    meaning: "A copy that follows: it takes over when there is a failover.",
    attributes: &[
        COPY,
        &[
            a("on", Shape::One("an instance"), "the machine that it runs on"),
            a("in", Shape::One("a place"), "the place that it runs in"),
            a(
                "commit",
                Shape::Word(&["async", "sync", "quorum"]),
                "what an acknowledged write means to it",
            )
            .unstated("the engine's default, else `async`"),
            a("promotable", Shape::Flag, "it may become the one that writes").unstated("`true`"),
            a("repair", Shape::Or("none", &WAY_BACK), "how it comes back after another took over")
                .later("the return of one copy"),
        ],
    ],
    blocks: &[],
    later: None,
};

static BACKUP: BlockKind = BlockKind {
    name: "backup",
    named: true,
    meaning: "A copy of a moment. Never proven until it says when it was tested.",
    attributes: &[
        COPY,
        &[
            a(
                "how",
                Shape::Text,
                "the tool: it decides whether the copy is consistent, and whether \
                it is a mirror",
            )
            .unstated("unknown whether it is consistent"),
            a("every", Shape::Range, "time between two of them; for a mirror, `lag` will do"),
            a("to", Shape::One("a store or place"), "where it is kept")
                .unstated("unknown: no fault spares it"),
            a("keeps_for", Shape::Range, "how long it is kept").unstated("one version"),
            a("restores", Shape::Bandwidth, "how fast it is read back, of the full size")
                .unstated("unknown, unless a trial `took` its time"),
            a("took", Shape::Range, "how long making it takes").unstated("unknown"),
            a("archives", Shape::Range, "how far behind the log archive is")
                .unstated("no log archive"),
        ],
        KEPT,
    ],
    blocks: &[],
    later: None,
};

static LIMIT: BlockKind = BlockKind {
    name: "limit",
    named: true,
    meaning: "Something that fills up.",
    attributes: &[&[
        a("of", Shape::One("a part"), "the part, when the block stands outside of it"),
        a("at", Shape::Text, "where it is full: `2 TB`, `100`").required(),
        a("now", Shape::Text, "how full it is"),
        a("grows", Shape::Text, "how fast: `1 GB/day`"),
        a("when_full", Shape::Word(&["refuse", "drop-oldest", "crash"]), "what happens then")
            .required(),
        a("repair", WAY_BACK, "how room is made; failing over does not, for every copy is as full")
            .unstated("no way back is known"),
    ]],
    blocks: &[],
    later: None,
};

static SERVICE: BlockKind = BlockKind {
    name: "service",
    named: true,
    meaning: "Software whose copies serve alike. With `balances` it is a load balancer.",
    attributes: &[SEATED, CALLING, BALANCING, BOUND],
    blocks: &[&NEED, &KEEPS, &LIMIT],
    later: None,
};

static WORKER: BlockKind = BlockKind {
    name: "worker",
    named: true,
    meaning: "Software that takes work from a queue.",
    attributes: &[SEATED, CALLING, WORKING, BOUND],
    blocks: &[&NEED, &KEEPS, &LIMIT],
    later: None,
};

static DATABASE: BlockKind = BlockKind {
    name: "database",
    named: true,
    meaning: "A store with one copy that writes and others that follow. `on` is the machine of the \
              writing one; every other copy is a `replica` with a name.",
    attributes: &[SEATED, CALLING, HOLDING, &[FAILOVER], BOUND],
    blocks: &[&REPLICA, &BACKUP, &NEED, &LIMIT, &STORE_PROMISE],
    later: None,
};

static CACHE: BlockKind = BlockKind {
    name: "cache",
    named: true,
    meaning: "A store whose data can be made again, or kept elsewhere as well: say so with `lost`. \
              Without a `replica`, several machines hold a share each.",
    attributes: &[SEATED, CALLING, HOLDING, &[FAILOVER], BOUND],
    blocks: &[&REPLICA, &BACKUP, &NEED, &LIMIT, &STORE_PROMISE],
    later: None,
};

static QUEUE: BlockKind = BlockKind {
    name: "queue",
    named: true,
    meaning: "A store of work, which a `worker` takes. How often a job is done follows from queue, \
              worker and store together.",
    attributes: &[SEATED, CALLING, HOLDING, DELIVERING, &[FAILOVER], BOUND],
    blocks: &[&REPLICA, &BACKUP, &NEED, &LIMIT, &STORE_PROMISE],
    later: None,
};

static STORE: BlockKind = BlockKind {
    name: "store",
    named: true,
    meaning: "Files or objects: of a part of your own (NFS, GlusterFS), or of a bucket or volume (`of`).",
    attributes: &[SEATED, CALLING, HOLDING, &[FAILOVER], BOUND],
    blocks: &[&REPLICA, &BACKUP, &NEED, &LIMIT, &STORE_PROMISE],
    later: None,
};

/// What a gateway does with packets.
const PASSING: &[Attribute] = &[a(
    "translates",
    Shape::Flag,
    "it replaces the sender's address by its own, so that replies need no route",
)
.unstated("no")];

static GATEWAY: BlockKind = BlockKind {
    name: "gateway",
    named: true,
    meaning: "Software that passes traffic between networks: a VPN server, a router.",
    attributes: &[SEATED, CALLING, PASSING, BOUND],
    blocks: &[&NEED, &LIMIT],
    later: None,
};

static SECRET: BlockKind = BlockKind {
    name: "secret",
    named: true,
    meaning: "A key or credential: what needs it cannot do without the place that holds it.",
    attributes: &[SEATED, BOUND],
    blocks: &[],
    later: None,
};

const ADVERT_FIELDS: &[Attribute] = &[
    a("every", Shape::Range, "time between two adverts").unstated("1 s (keepalived `advert_int`)"),
    a("priorities", Shape::Counts, "the priority of each machine in `on`, 1 to 254")
        .unstated("100 each (RFC 3768)"),
    a("missed", Shape::Count, "adverts that must stay out").unstated("3 (RFC 3768)"),
];

static ADDRESS: BlockKind = BlockKind {
    name: "address",
    named: true,
    meaning: "An elastic IP (`of`), or a virtual IP that machines hold among themselves (`on` and \
              `adverts`).",
    attributes: &[
        &[
            a("of", Shape::One("an elastic IP"), "the elastic IP that this block adds facts to"),
            a(
                "on",
                Shape::Several("an instance"),
                "the machines that hold a virtual IP in turn, preferred first",
            ),
            a(
                "in",
                Shape::One("a place"),
                "the place that it stands in, when neither a resource nor machines hold it",
            ),
            a("adverts", Shape::Object(ADVERT_FIELDS), "how those machines tell each other (VRRP)"),
            a("preempts", Shape::Flag, "a preferred machine takes it back when it returns")
                .unstated("`true` (keepalived)"),
            CHECK,
            a("to", Shape::Several("a part"), "what answers at it")
                .unstated("what listens on its machines"),
            FAILOVER,
            REPAIR,
            STICKY,
        ],
        BOUND,
    ],
    blocks: &[&NEED],
    later: None,
};

static NAME: BlockKind = BlockKind {
    name: "name",
    named: true,
    meaning: "A DNS name: of a record (`of`), or one that is kept elsewhere (`to`).",
    attributes: &[
        &[
            a("of", Shape::Several("a DNS record"), "the record that this block adds facts to"),
            a("to", Shape::Several("a part"), "what it leads to, when Terraform does not say"),
            a(
                "remembers",
                Shape::Range,
                "how long callers keep an answer, when Terraform does not say",
            ),
            a(
                "served_by",
                Shape::Needs,
                "the places of its name servers, when Terraform does not say",
            )
            .unstated("a place of their own, which fails alone"),
            CHECK,
            FAILOVER,
        ],
        BOUND,
    ],
    blocks: &[&NEED],
    later: None,
};

static PEOPLE: BlockKind = BlockKind {
    name: "people",
    named: true,
    meaning: "People who act: they answer some time, they need tools, and they sit somewhere.",
    attributes: &[
        &[
            a("answers", Shape::Range, "how long until somebody answers").unstated("no bound"),
            a("hours", Shape::Text, "when they work: `Mon-Fri 08:00-18:00 Europe/Zurich`")
                .unstated("day and night")
                .later("working hours"),
            a("needs", Shape::Needs, "what they need to act: a VPN, a login, the tool"),
            a("in", Shape::One("a place"), "where they sit").unstated("outside of every place"),
        ],
        BOUND,
    ],
    blocks: &[],
    later: None,
};

static PLACE: BlockKind = BlockKind {
    name: "place",
    named: true,
    meaning: "A failure domain of your own, or one around zones.",
    attributes: &[
        &[
            a(
                "kind",
                Shape::Word(&["provider", "zone", "site", "building", "room", "host"]),
                "what kind of place",
            )
            .required(),
            a("in", Shape::One("a place"), "the place around it"),
            a("holds", Shape::Several("a place or machine"), "what stands in it"),
            a(
                "network",
                Shape::Many(&Shape::Text),
                "the prefixes of the network of a site, `192.168.10.0/24`",
            )
            .unstated("not known"),
        ],
        BOUND,
    ],
    blocks: &[],
    later: None,
};

const TUNNEL_FIELDS: &[Attribute] = &[
    a("udp", Shape::Ports, "the UDP ports, all of which it needs: `[500, 4500]`"),
    a("tcp", Shape::Ports, "the TCP ports, all of which it needs"),
    a(
        "protocol",
        Shape::Word(&["esp", "ah", "gre", "ipip"]),
        "another protocol, without ports, which it needs as well",
    ),
    a("encrypted", Shape::Flag, "what is inside cannot be read on the way").unstated(
        "that of the engine, else `false`; `esp` always is, and `gre`, `ipip` and `ah` never are",
    ),
    a("keepalive", Shape::Flag, "its gateways send packets of it by themselves, at both ends")
        .unstated(
            "as their WireGuard configuration says, else whichever end the rules let in is called",
        ),
];

static LINK: BlockKind = BlockKind {
    name: "link",
    named: true,
    meaning: "A line between places or networks. What goes `over` it fails with it.",
    attributes: &[
        &[
            a("joins", Shape::Several("a place or network"), "its ends").required(),
            a("via", Shape::Needs, "the gateways that it goes through, all of them"),
            a("rtt", Shape::Range, "the time of a round trip").unstated("no distance is judged"),
            a("bandwidth", Shape::Bandwidth, "what it carries").unstated("unknown"),
            a("carries", Shape::Rate, "how many requests it carries"),
            a(
                "carrier",
                Shape::Word(&["tunnel", "wire", "forward", "nat"]),
                "how packets pass: inside packets between the gateways; over a line of one's own; \
                 through a machine that stands in all the networks; or out to the internet under \
                 the address of the gateways",
            )
            .unstated(
                "`wire` without `via`; `forward` when one machine stands in all the networks; else \
                 `tunnel`",
            ),
            a("tunnel", Shape::Object(TUNNEL_FIELDS), "the packets of the tunnel itself")
                .unstated("those of the engine of the gateways"),
            a("routed_on", Shape::Several("a machine"), "the machines that have a route over it")
                .unstated("none: nobody on a private network finds the way"),
            a(
                "otherwise",
                Shape::Word(&["nowhere", "internet"]),
                "where packets of those machines go when it is down",
            )
            .unstated("`internet`: the default route takes them"),
            a(
                "inside",
                Shape::Flag,
                "what goes over it must never leave over the internet unencrypted",
            )
            .unstated("not judged"),
            REPAIR,
        ],
        BOUND,
    ],
    blocks: &[],
    later: None,
};

static HOST: BlockKind = BlockKind {
    name: "host",
    named: false,
    meaning: "The address that a machine has on the network, where Terraform does not say.",
    attributes: &[&[
        a("on", Shape::One("an instance"), "the machine").required(),
        a("at", Shape::Text, "its address there, `10.0.0.5`").required(),
    ]],
    blocks: &[],
    later: None,
};

static NETWORK: BlockKind = BlockKind {
    name: "network",
    named: true,
    meaning: "What Terraform does not say of a private network: its prefix and who has which \
              address, when each machine sets its own.",
    attributes: &[&[
        a("of", Shape::One("a private network"), "the network").required(),
        a("prefix", Shape::Many(&Shape::Text), "the prefixes that it uses, `10.0.0.0/24`")
            .unstated("that of its range in Terraform, else not known"),
    ]],
    blocks: &[&HOST],
    later: None,
};

static JOURNEY: BlockKind = BlockKind {
    name: "journey",
    named: true,
    meaning: "What a user does, from where it starts to what it needs.",
    attributes: &[
        &[
            a("enters", Shape::Needs, "what it calls first: a name, an address or a part")
                .required(),
            a("from", Shape::One("a place"), "where the users are").unstated("the internet"),
            a("over", Shape::One("a link"), "the link that it goes over")
                .unstated("a link that joins `from`, if there is one"),
            a("rate", Shape::Rate, "how often in all, at its peak").unstated("load is not judged"),
            a("tolerates", Shape::Percent, "the share of requests that may fail without being out")
                .unstated("`0%`"),
            a("answers_in", Shape::Range, "how quickly it must answer")
                .unstated("slowness is not judged"),
            a("ends", Shape::Several("a part"), "where work that goes on afterwards is finished")
                .unstated("with the answer"),
            a("done_within", Shape::Range, "how long that may take").unstated("not judged"),
            a("hours", Shape::Text, "when it is used").unstated("always").later("working hours"),
            a("remembers", Shape::Range, "how long users work on with the last answer")
                .later("what users remember"),
        ],
        BOUND,
    ],
    blocks: &[&PROMISE],
    later: None,
};

static ASSUME: BlockKind = BlockKind {
    name: "assume",
    named: true,
    meaning: "Replaces an assumption of the catalogue. `outlast check` and `outlast model` print \
              their names.",
    attributes: &[&[
        a("value", Shape::Text, "the value that holds instead").required(),
        a("of", Shape::One("a part, machine or place"), "what it is about").unstated("everything"),
    ]],
    blocks: &[],
    later: None,
};

/// The blocks that may stand at the top of a file, in the order of the reference.
pub static TOP: &[&BlockKind] = &[
    &SERVICE, &DATABASE, &ADDRESS, &NAME, &JOURNEY, &PROMISE, &PEOPLE, &PLACE, &NETWORK, &LINK,
    &WORKER, &QUEUE, &CACHE, &STORE, &GATEWAY, &SECRET, &REPLICA, &BACKUP, &LIMIT, &COMMON, &SCOPE,
    &CHANGE, &DURING, &FAULT, &ASSUME, &RATES,
];

/// The blocks that may stand only inside others.
pub static INNER: &[&BlockKind] = &[&NEED, &KEEPS, &HOST, &STORE_PROMISE];

/// The block of that name at the top of a file.
pub fn top(name: &str) -> Option<&'static BlockKind> {
    TOP.iter().copied().find(|kind| kind.name == name)
}

/// The words that begin a reference to something in the outlast file.
pub const NOUNS: &[&str] = &[
    "service",
    "worker",
    "database",
    "cache",
    "queue",
    "store",
    "gateway",
    "secret",
    "address",
    "name",
    "people",
    "place",
    "zone",
    "link",
    "journey",
    "provider",
    "scope",
    "common",
    "change",
    "control_plane",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn every() -> Vec<&'static BlockKind> {
        TOP.iter().chain(INNER).copied().collect()
    }

    fn attributes() -> Vec<&'static Attribute> {
        let mut all: Vec<_> = every().iter().flat_map(|kind| kind.attributes()).collect();
        let mut at = 0;
        while let Some(attribute) = all.get(at) {
            all.extend(attribute.shape.fields());
            at += 1;
        }
        all
    }

    #[test]
    fn names_are_unique_and_never_a_keyword() {
        for kind in every() {
            let mut names: Vec<_> = kind.attributes().map(|it| it.name).collect();
            names.extend(kind.blocks.iter().map(|it| it.name));
            names.sort_unstable();
            for pair in names.windows(2) {
                assert_ne!(pair[0], pair[1], "in block {}", kind.name);
            }
            assert!(!names.contains(&"for"), "`{{ for = …` is a for-expression");
        }
    }

    #[test]
    fn every_entry_has_a_sentence() {
        for kind in every() {
            assert!(kind.meaning.ends_with('.'), "{}", kind.name);
        }
        for attribute in attributes() {
            assert!(!attribute.meaning.is_empty(), "{}", attribute.name);
            assert!(!attribute.meaning.ends_with('.'), "{}", attribute.name);
        }
    }

    #[test]
    fn every_inner_block_is_listed() {
        for kind in every() {
            for inner in kind.blocks {
                assert!(every().iter().any(|it| it.name == inner.name), "{}", inner.name);
            }
        }
    }
}
