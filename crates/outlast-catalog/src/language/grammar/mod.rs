//! The table of the outlast file: every block, what it may hold, and what it means.
//!
//! All constructs are here from the start, so that what is legal never depends on what this
//! version judges: an attribute marked `later` is read, checked and named as not judged.
//! What an attribute means when it is left out is the safe reading, and stands here, too.

pub mod document;
mod faults;
pub(crate) mod group;
mod shared;

pub(crate) use faults::{
    Available, Bounds, Changing, Lacking, Owning, Promises, Rates, Sharing, Striking, Undoing,
};
use faults::{CHANGE, COMMON, DURING, FAULT, PROMISE, RATES, SCOPE, STORE_PROMISE};
use group::{Group as _, group};
pub(crate) use shared::{
    Bound, Calling, Checked, Checking, Copying, Dropping, Durable, FailingOver, Guarded, Holding,
    Leasing, Remade, Repaired, Returning, Seated, Sticking,
};

use super::shape::BlockKind;

/// What a use of a store asks of it.
const USES: &[&str] = &["locks", "sharing", "small-files", "listings"];

/// What a queue may claim.
const DELIVERIES: &[&str] = &["at-most-once", "at-least-once", "exactly-once"];

group! {
    /// One edge with all that is known of it.
    pub(crate) struct Edge {
        of: Needs, "what is needed".required();
        at: Word(&["request", "start", "repair", "change"]), "when it is needed"
            .unstated("`request`");
        soft: Flag, "it works on without it".unstated("`false`");
        serving: Several("a journey"), "needed for these journeys only".unstated("for all");
        timeout: Range, "how long it waits for an answer".unstated("no bound");
        retries: Count, "how often it tries again at another copy".unstated("0");
        remembers: Range, "how long it works on with the last answer".unstated("not at all");
        trips: Count, "round trips for one request".unstated("1");
        moves: Size, "bytes for one request, all its round trips together"
            .unstated("what a line takes to move them is not judged");
        over: One("a link"), "the link that it goes over";
    }
}

static NEED: BlockKind = BlockKind {
    name: "need",
    named: false,
    meaning: "One edge with all that is known of it; `calls` and its like are the short form.",
    attributes: &[Edge::ROWS],
    blocks: &[],
    later: None,
};

group! {
    /// State that a part keeps, and where.
    pub(crate) struct Keeping {
        kept_in as "in": Or("memory", Or("disk", Or("client", One("a store")))), "where it is kept"
            .required();
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

static KEEPS: BlockKind = BlockKind {
    name: "keeps",
    named: true,
    meaning: "State that the part keeps, and where. A store that is named here is needed, too.",
    attributes: &[Keeping::ROWS, Durable::ROWS],
    blocks: &[&BACKUP],
    later: None,
};

group! {
    /// A copy that follows.
    pub(crate) struct Following {
        on: One("an instance"), "the machine that it runs on";
        place as "in": One("a place"), "the place that it runs in";
        commit: Word(&["async", "sync", "quorum"]), "what an acknowledged write means to it"
            .unstated("the engine's default, else `async`");
        promotable: Flag, "it may become the one that writes".unstated("`true`");
        repair: Or("none", Object(Returning)), "how it comes back after another took over"
            .later("the return of one copy");
    }
}

static REPLICA: BlockKind = BlockKind {
    name: "replica",
    named: true,
    meaning: "A copy that follows: it takes over when there is a failover.",
    attributes: &[Copying::ROWS, Following::ROWS],
    blocks: &[],
    later: None,
};

group! {
    /// How a copy of a moment is made.
    pub(crate) struct BackingUp {
        how: Text,
            "the tool: it decides whether the copy is consistent, and whether it is a mirror"
            .unstated("unknown whether it is consistent");
        every: Range, "time between two of them; for a mirror, `lag` will do";
        to: One("a store or place"), "where it is kept".unstated("unknown: no fault spares it");
        keeps_for: Range, "how long it is kept".unstated("one version");
        restores: Bandwidth, "how fast it is read back, of the full size"
            .unstated("unknown, unless a trial `took` its time");
        took: Range, "how long making it takes".unstated("unknown");
        archives: Range, "how far behind the log archive is".unstated("no log archive");
    }
}

static BACKUP: BlockKind = BlockKind {
    name: "backup",
    named: true,
    meaning: "A copy of a moment. Never proven until it says when it was tested.",
    attributes: &[Copying::ROWS, BackingUp::ROWS, Guarded::ROWS],
    blocks: &[],
    later: None,
};

group! {
    /// What fills up.
    pub(crate) struct Filling {
        of: One("a part"), "the part, when the block stands outside of it";
        at: Text, "where it is full: `2 TB`, `100`".required();
        now: Text, "how full it is";
        grows: Text, "how fast: `1 GB/day`";
        when_full: Word(&["refuse", "drop-oldest", "crash"]), "what happens then".required();
        repair: Object(Returning),
            "how room is made; failing over does not, for every copy is as full"
            .unstated("no way back is known");
    }
}

static LIMIT: BlockKind = BlockKind {
    name: "limit",
    named: true,
    meaning: "Something that fills up.",
    attributes: &[Filling::ROWS],
    blocks: &[],
    later: None,
};

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
        all_when_none: Flag, "when no target passes the check, all get traffic".unstated("no");
    }
}

static SERVICE: BlockKind = BlockKind {
    name: "service",
    named: true,
    meaning: "Software whose copies serve alike. With `balances` it is a load balancer.",
    attributes: &[
        Seated::ROWS,
        Repaired::ROWS,
        Calling::ROWS,
        Balancing::ROWS,
        Checked::ROWS,
        Redispatching::ROWS,
        Sticking::ROWS,
        Bound::ROWS,
    ],
    blocks: &[&NEED, &KEEPS, &LIMIT],
    later: None,
};

group! {
    /// What a worker does with a job.
    pub(crate) struct Working {
        job: Range, "how long one job takes".unstated("unknown");
        acks: Word(&["after", "first"]), "whether it acknowledges a job after or before it"
            .unstated("`after`, as an assumption");
        does: Text, "its effect outside: `charge a card`".unstated("none");
        repeat: Word(&["harmful", "harmless"]), "what doing a job twice means"
            .unstated("`harmful`");
        key: Text, "what makes doing it twice the same as once: `order number`";
        commits: Word(&["one-phase", "two-phase"]), "how job and result are committed"
            .unstated("`one-phase`");
    }
}

static WORKER: BlockKind = BlockKind {
    name: "worker",
    named: true,
    meaning: "Software that takes work from a queue.",
    attributes: &[Seated::ROWS, Repaired::ROWS, Calling::ROWS, Working::ROWS, Bound::ROWS],
    blocks: &[&NEED, &KEEPS, &LIMIT],
    later: None,
};

static DATABASE: BlockKind = BlockKind {
    name: "database",
    named: true,
    meaning: "A store with one copy that writes and others that follow. `on` is the machine of the \
              writing one; every other copy is a `replica` with a name.",
    attributes: &[
        Seated::ROWS,
        Repaired::ROWS,
        Calling::ROWS,
        Holding::ROWS,
        Durable::ROWS,
        Dropping::ROWS,
        FailingOver::ROWS,
        Bound::ROWS,
    ],
    blocks: &[&REPLICA, &BACKUP, &NEED, &LIMIT, &STORE_PROMISE],
    later: None,
};

static CACHE: BlockKind = BlockKind {
    name: "cache",
    named: true,
    meaning: "A store whose data can be made again, or kept elsewhere as well: say so with `lost`. \
              Without a `replica`, several machines hold a share each.",
    attributes: &[
        Seated::ROWS,
        Repaired::ROWS,
        Calling::ROWS,
        Holding::ROWS,
        Durable::ROWS,
        Dropping::ROWS,
        FailingOver::ROWS,
        Bound::ROWS,
    ],
    blocks: &[&REPLICA, &BACKUP, &NEED, &LIMIT, &STORE_PROMISE],
    later: None,
};

group! {
    /// What hands out work.
    pub(crate) struct Delivering {
        delivery: Word(DELIVERIES), "what the queue claims of its deliveries: compared"
            .unstated("derived from queue, worker and store");
        ack_wait: Range, "how long a taken job is waited for before it is delivered again"
            .unstated("the engine's default");
        tries: Or("endless", Count), "how often a job is delivered at most"
            .unstated("the engine's default");
        then: Text, "what becomes of a job after that: `dead letters`".unstated("it is gone");
        keeps_for: Range, "how long a job is kept that nobody takes"
            .unstated("until somebody takes it");
    }
}

static QUEUE: BlockKind = BlockKind {
    name: "queue",
    named: true,
    meaning: "A store of work, which a `worker` takes. How often a job is done follows from queue, \
              worker and store together.",
    attributes: &[
        Seated::ROWS,
        Repaired::ROWS,
        Calling::ROWS,
        Holding::ROWS,
        Durable::ROWS,
        Dropping::ROWS,
        Delivering::ROWS,
        FailingOver::ROWS,
        Bound::ROWS,
    ],
    blocks: &[&REPLICA, &BACKUP, &NEED, &LIMIT, &STORE_PROMISE],
    later: None,
};

static STORE: BlockKind = BlockKind {
    name: "store",
    named: true,
    meaning: "Files or objects: of a part of your own (NFS, GlusterFS), or of a bucket or volume (`of`).",
    attributes: &[
        Seated::ROWS,
        Repaired::ROWS,
        Calling::ROWS,
        Holding::ROWS,
        Durable::ROWS,
        Dropping::ROWS,
        FailingOver::ROWS,
        Bound::ROWS,
    ],
    blocks: &[&REPLICA, &BACKUP, &NEED, &LIMIT, &STORE_PROMISE],
    later: None,
};

group! {
    /// What a gateway does with packets.
    pub(crate) struct Passing {
        translates: Flag,
            "it replaces the sender's address by its own, so that replies need no route"
            .unstated("no");
    }
}

static GATEWAY: BlockKind = BlockKind {
    name: "gateway",
    named: true,
    meaning: "Software that passes traffic between networks: a VPN server, a router.",
    attributes: &[Seated::ROWS, Repaired::ROWS, Calling::ROWS, Passing::ROWS, Bound::ROWS],
    blocks: &[&NEED, &LIMIT],
    later: None,
};

static SECRET: BlockKind = BlockKind {
    name: "secret",
    named: true,
    meaning: "A key or credential: what needs it cannot do without the place that holds it.",
    attributes: &[Seated::ROWS, Repaired::ROWS, Bound::ROWS],
    blocks: &[],
    later: None,
};

group! {
    /// How machines tell each other who holds an address.
    pub(crate) struct Adverts {
        every: Range, "time between two adverts".unstated("1 s (keepalived `advert_int`)");
        priorities: Counts, "the priority of each machine in `on`, 1 to 254"
            .unstated("100 each (RFC 3768)");
        missed: Count, "adverts that must stay out".unstated("3 (RFC 3768)");
    }
}

group! {
    /// An address, and who holds it.
    pub(crate) struct Addressed {
        of: One("an elastic IP"), "the elastic IP that this block adds facts to";
        on: Several("an instance"), "the machines that hold a virtual IP in turn, preferred first";
        place as "in": One("a place"),
            "the place that it stands in, when neither a resource nor machines hold it";
        adverts: Object(Adverts), "how those machines tell each other (VRRP)";
        preempts: Flag, "a preferred machine takes it back when it returns"
            .unstated("`true` (keepalived)");
    }
}

group! {
    /// What answers at an address.
    pub(crate) struct Answering {
        to: Several("a part"), "what answers at it".unstated("what listens on its machines");
    }
}

static ADDRESS: BlockKind = BlockKind {
    name: "address",
    named: true,
    meaning: "An elastic IP (`of`), or a virtual IP that machines hold among themselves (`on` and \
              `adverts`).",
    attributes: &[
        Addressed::ROWS,
        Checked::ROWS,
        Answering::ROWS,
        FailingOver::ROWS,
        Repaired::ROWS,
        Sticking::ROWS,
        Bound::ROWS,
    ],
    blocks: &[&NEED],
    later: None,
};

group! {
    /// A name, and who knows it.
    pub(crate) struct Naming {
        of: Several("a DNS record"), "the record that this block adds facts to";
        to: Several("a part"), "what it leads to, when Terraform does not say";
        remembers: Range, "how long callers keep an answer, when Terraform does not say";
        served_by: Needs, "the places of its name servers, when Terraform does not say"
            .unstated("a place of their own, which fails alone");
    }
}

static NAME: BlockKind = BlockKind {
    name: "name",
    named: true,
    meaning: "A DNS name: of a record (`of`), or one that is kept elsewhere (`to`).",
    attributes: &[Naming::ROWS, Checked::ROWS, FailingOver::ROWS, Bound::ROWS],
    blocks: &[&NEED],
    later: None,
};

group! {
    /// People who act.
    pub(crate) struct Acting {
        answers: Range, "how long until somebody answers".unstated("no bound");
        hours: Text, "when they work: `Mon-Fri 08:00-18:00 Europe/Zurich`"
            .unstated("day and night")
            .shown("working hours");
        needs: Needs, "what they need to act: a VPN, a login, the tool";
        place as "in": One("a place"), "where they sit".unstated("outside of every place");
    }
}

static PEOPLE: BlockKind = BlockKind {
    name: "people",
    named: true,
    meaning: "People who act: they answer some time, they need tools, and they sit somewhere.",
    attributes: &[Acting::ROWS, Bound::ROWS],
    blocks: &[],
    later: None,
};

group! {
    /// A place, and what stands in it.
    pub(crate) struct Standing {
        kind: Word(&["provider", "zone", "site", "building", "room", "host"]), "what kind of place"
            .required();
        place as "in": One("a place"), "the place around it";
        holds: Several("a place or machine"), "what stands in it";
        network: Many(Text), "the prefixes of the network of a site, `192.168.10.0/24`"
            .unstated("not known");
    }
}

static PLACE: BlockKind = BlockKind {
    name: "place",
    named: true,
    meaning: "A failure domain of your own, or one around zones.",
    attributes: &[Standing::ROWS, Bound::ROWS],
    blocks: &[],
    later: None,
};

group! {
    /// The packets of a tunnel itself.
    pub(crate) struct Tunnelling {
        udp: Ports, "the UDP ports, all of which it needs: `[500, 4500]`";
        tcp: Ports, "the TCP ports, all of which it needs";
        protocol: Word(&["esp", "ah", "gre", "ipip"]),
            "another protocol, without ports, which it needs as well";
        encrypted: Flag, "what is inside cannot be read on the way"
            .unstated(
                "that of the engine, else `false`; `esp` always is, and `gre`, `ipip` and `ah` \
                 never are",
            );
        keepalive: Flag, "its gateways send packets of it by themselves, at both ends"
            .unstated(
                "as their WireGuard configuration says, else whichever end the rules let in is \
                 called",
            );
    }
}

group! {
    /// A line between places or networks.
    pub(crate) struct Joining {
        joins: Several("a place or network"), "its ends".required();
        via: Needs, "the gateways that it goes through, all of them";
        rtt: Range, "the time of a round trip".unstated("no distance is judged");
        bandwidth: Bandwidth, "what it carries".unstated("unknown");
        carries: Rate, "how many requests it carries";
        carrier: Word(&["tunnel", "wire", "forward", "nat"]),
            "how packets pass: inside packets between the gateways; over a line of one's own; \
             through a machine that stands in all the networks; or out to the internet under the \
             address of the gateways"
            .unstated(
                "`wire` without `via`; `forward` when one machine stands in all the networks; else \
                 `tunnel`",
            );
        tunnel: Object(Tunnelling), "the packets of the tunnel itself"
            .unstated("those of the engine of the gateways");
        routed_on: Several("a machine"), "the machines that have a route over it"
            .unstated("none: nobody on a private network finds the way");
        otherwise: Word(&["nowhere", "internet"]),
            "where packets of those machines go when it is down"
            .unstated("`internet`: the default route takes them");
        inside: Flag, "what goes over it must never leave over the internet unencrypted"
            .unstated("not judged");
    }
}

static LINK: BlockKind = BlockKind {
    name: "link",
    named: true,
    meaning: "A line between places or networks. What goes `over` it fails with it.",
    attributes: &[Joining::ROWS, Repaired::ROWS, Bound::ROWS],
    blocks: &[],
    later: None,
};

group! {
    /// The address of a machine.
    pub(crate) struct Hosting {
        on: One("an instance"), "the machine".required();
        at: Text, "its address there, `10.0.0.5`".required();
    }
}

static HOST: BlockKind = BlockKind {
    name: "host",
    named: false,
    meaning: "The address that a machine has on the network, where Terraform does not say.",
    attributes: &[Hosting::ROWS],
    blocks: &[],
    later: None,
};

group! {
    /// What is known of a private network.
    pub(crate) struct Networked {
        of: One("a private network"), "the network".required();
        prefix: Many(Text), "the prefixes that it uses, `10.0.0.0/24`"
            .unstated("that of its range in Terraform, else not known");
    }
}

static NETWORK: BlockKind = BlockKind {
    name: "network",
    named: true,
    meaning: "What Terraform does not say of a private network: its prefix and who has which \
              address, when each machine sets its own.",
    attributes: &[Networked::ROWS],
    blocks: &[&HOST],
    later: None,
};

group! {
    /// What a user does.
    pub(crate) struct Entering {
        enters: Needs, "what it calls first: a name, an address or a part".required();
        from: One("a place"), "where the users are".unstated("the internet");
        over: One("a link"), "the link that it goes over"
            .unstated("a link that joins `from`, if there is one");
        rate: Rate, "how often in all, at its peak".unstated("load is not judged");
        tolerates: Percent, "the share of requests that may fail without being out"
            .unstated("`0%`");
        answers_in: Range, "how quickly it must answer".unstated("slowness is not judged");
        ends: Several("a part"), "where work that goes on afterwards is finished"
            .unstated("with the answer");
        done_within: Range, "how long that may take".unstated("not judged");
        hours: Text, "when it is used".unstated("always").later("working hours");
        remembers: Range, "how long users work on with the last answer"
            .later("what users remember");
    }
}

static JOURNEY: BlockKind = BlockKind {
    name: "journey",
    named: true,
    meaning: "What a user does, from where it starts to what it needs.",
    attributes: &[Entering::ROWS, Bound::ROWS],
    blocks: &[&PROMISE],
    later: None,
};

group! {
    /// What holds instead of an assumption.
    pub(crate) struct Assuming {
        value: Text, "the value that holds instead".required();
        of: One("a part, machine or place"), "what it is about".unstated("everything");
    }
}

static ASSUME: BlockKind = BlockKind {
    name: "assume",
    named: true,
    meaning: "Replaces an assumption of the catalogue. `outlast check` and `outlast model` print \
              their names.",
    attributes: &[Assuming::ROWS],
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
    use crate::language::shape::Attribute;

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
