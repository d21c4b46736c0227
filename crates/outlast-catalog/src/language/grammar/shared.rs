//! Groups of attributes that several blocks share, and the objects in them.
//!
//! A group that a single block has stands in the file of that block.

use outlast_model::Sight;

use super::group::group;

/// The effects that a watcher may notice.
const EFFECTS: &[&str] =
    &["stop", "freeze", "cut", "slow", "fill", "erase", "corrupt", "deny", "set"];

/// How far somebody sees who watches.
const SIGHTS: &[&str] =
    &[Sight::Port.word(), Sight::Process.word(), Sight::Work.word(), Sight::Journey.word()];

/// The actions that may be refused.
const ACTIONS: &[&str] = &["create", "move", "start", "write", "answer", "all"];

group! {
    /// When something was tried in earnest, and how that went.
    pub(crate) struct Trial {
        on: Text, "the date of the trial, `2026-10-02`".required().word_only();
        took: Range, "how long it took: where that was longer than is stated, it counts";
    }
}

group! {
    /// A health check.
    pub(crate) struct Checking {
        every: Range, "time between two checks".unstated("the engine's default");
        timeout: Range, "how long it waits for an answer".unstated("the engine's default");
        fall: Count, "failures in a row that take a target out".unstated("the engine's default");
        rise: Count, "successes in a row that bring it back".unstated("the engine's default");
        kind: Word(&["connect", "request"]), "whether it only connects or asks something"
            .unstated("`connect`: a hung process passes for ever");
        sight: Word(SIGHTS), "how far it sees: the port, this process, all that its work needs, or \
             what users get"
            .unstated(
                "`port` where it only connects; where it asks, `process` for a balancer, and for a \
                 way back both `process` and `work` are judged",
            );
        rearm: Word(&["start", "end"]), "from when the next check is counted"
            .unstated("the engine's default, else both are judged");
    }
}

group! {
    /// A health check by which a repair notices a loss: what is well again is not asked.
    pub(crate) struct Noticing {
        every: Range, "time between two checks".unstated("the engine's default");
        timeout: Range, "how long it waits for an answer".unstated("the engine's default");
        fall: Count, "failures in a row that are a loss".unstated("the engine's default");
        kind: Word(&["connect", "request"]), "whether it only connects or asks something"
            .unstated("`connect`: a hung process passes for ever");
        sight: Word(SIGHTS), "how far it sees: the port, this process, all that its work needs, or \
             what users get"
            .unstated("`port` where it only connects; where it asks, `process` and `work` are judged");
    }
}

group! {
    /// A lease that the writer holds in a store of votes.
    pub(crate) struct Leasing {
        ttl: Range, "how long a renewal holds".unstated("the engine's default");
        round as "loop": Range, "time between two renewals".unstated("the engine's default");
        retry: Range, "how long the holder goes on trying before it gives up"
            .unstated("the engine's default");
        votes: Needs, "who must agree: `most(service.etcd)`"
            .unstated("what the part in `by` calls, when that is a store of votes");
        fenced: Flag, "a holder that cannot renew is stopped before its lease has run out, even \
             when the process that holds it is dead: by a watchdog, by switching its power off"
            .unstated("`false`");
    }
}

group! {
    /// A failover: who acts, how a loss is noticed, and how long the act takes.
    pub(crate) struct Switching {
        by: Needs, "who acts: a part or people, which sit somewhere and can be lost; or \"itself\""
            .unstated("nobody is known to act: undecided");
        notices: Words(EFFECTS), "the effects that are noticed"
            .unstated(
                "all that people see, or a check for work; else `stop` and `cut`, and `freeze` \
                 when a check asks something",
            );
        sight: Word(SIGHTS), "how far those see who notice it; with a check, how far that does"
            .unstated(
                "`journey` for people with `detect`; for who holds a lease as its engine does it; \
                 else `process`",
            );
        check: Object(Checking), "the health check by which a loss is noticed";
        lease: Object(Leasing), "the lease that the writer holds in a store of votes";
        detect: Range, "how long until the loss is noticed, when neither check nor lease says"
            .unstated("no bound");
        takes: Range, "how long the act takes once the loss is noticed".unstated("no bound");
        within: One("a place"), "it is allowed only inside this place".unstated("anywhere")
            .judges_each();
        needs: Needs, "what the act itself needs: a control plane, a registry, a backup, a link";
        behind_at_most: Behind, "a copy that follows asynchronously and is further behind is not \
             promoted: a time, or a size, which `changes` of the store compares with its `lag`"
            .unstated("the engine's limit, else none");
        loses: Range, "the data that it gives up".later("what a way back loses");
        tested: Or("never", Object(Trial)), "when it was last tried in earnest".unstated("never");
    }
}

group! {
    /// A repair: who acts, how a loss is noticed, and how long the act takes.
    pub(crate) struct Returning {
        by: Needs, "who acts: a part or people, which sit somewhere and can be lost; or \"itself\""
            .unstated("nobody is known to act: undecided");
        notices: Words(EFFECTS), "the effects that are noticed"
            .unstated(
                "all that people see, or a check for work; else `stop` and `cut`, and `freeze` \
                 when a check asks something",
            );
        sight: Word(SIGHTS), "how far those see who notice it; with a check, how far that does"
            .unstated("`journey` for people with `detect`; else `process`");
        check: Object(Noticing), "the health check by which a loss is noticed";
        detect: Range, "how long until the loss is noticed, when no check says".unstated("no bound");
        takes: Range, "how long the act takes once the loss is noticed".unstated("no bound");
        to: Several("a machine or a place"),
            "where it comes back when it cannot where it was: the first of these that can be used"
            .unstated("where it was");
        within: One("a place"), "it is allowed only inside this place".unstated("anywhere")
            .judges_each();
        needs: Needs, "what the act itself needs: a control plane, a registry, a backup, a link";
        loses: Range, "the data that it gives up".later("what a way back loses");
        tested: Or("never", Object(Trial)), "when it was last tried in earnest".unstated("never");
    }
}

group! {
    /// How something is made right again that is known to be wrong: who acts, how soon, how long.
    pub(crate) struct Righting {
        by: Needs, "who acts: a part or people, which sit somewhere and can be lost; or \"itself\""
            .unstated("nobody is known to act: undecided");
        detect: Range, "how long until it is noticed".unstated("no bound");
        takes: Range, "how long the act takes once it is noticed".unstated("no bound");
        within: One("a place"), "it is allowed only inside this place".unstated("anywhere")
            .judges_each();
        needs: Needs, "what the act itself needs: a control plane, a registry, a login";
    }
}

group! {
    /// Where something may be.
    pub(crate) struct Placing {
        only_on: Several("a place or machine"), "the only places where it may run"
            .unstated("everywhere");
        apart_from: Several("a part or address"),
            "never beside these: who places by rules moves and starts nothing here while one of \
             them is nowhere"
            .unstated("no rule");
    }
}

group! {
    /// Of what runs somewhere.
    pub(crate) struct Bound {
        placed: Object(Placing), "where it may be".unstated("anywhere");
    }
}

group! {
    /// Of what can run out.
    pub(crate) struct Ending {
        expires: Text, "the date on which it ends, `2027-01-31`".unstated("never");
        renewed: Object(Righting), "how it is made valid again after it has ended"
            .unstated("no way back is known");
    }
}

group! {
    /// Of what refuses something after it has run out.
    pub(crate) struct Denying {
        denies: Words(ACTIONS), "what is refused after that".unstated("everything");
    }
}

group! {
    /// Of any block.
    pub(crate) struct Titled {
        #[expect(dead_code, reason = "nobody is shown it yet")]
        title: Text, "a name with spaces, for people".word_only();
    }
}

group! {
    /// Where it runs.
    pub(crate) struct Seated {
        of: One("a resource"), "the Terraform resource that this block adds facts to";
        on: Several("an instance, pool or node pool"), "the machines that it runs on";
        place as "in": One("a place"),
            "the place that it runs in, when it runs on no machine of the code".judges_each();
        engine: Text, "the software: the catalogue knows its ports, checks and defaults";
        version: Text, "the version of the software"
            .later("what one version of the software does otherwise");
        starts: Range, "how long a copy takes to serve once its machine or place is back"
            .unstated(
                "what a `repair` by \"itself\" takes when that is more than a minute; else at once",
            );
        carries: Rate, "what one copy can carry"
            .unstated("undecided where a journey states its rate");
        overload: Word(&["sheds", "falls"]), "what a copy does under too much load"
            .unstated("both are judged");
    }
}

group! {
    /// Where it answers.
    pub(crate) struct Listening {
        listens: Ports, "the port that it listens on"
            .unstated(
                "the engine's port, else every port that traffic is sent to when nothing else is \
                 there",
            );
    }
}

group! {
    /// Of what has copies that are alike.
    pub(crate) struct Copied {
        copies: Count, "how many processes, when processes are not machines"
            .unstated("one on each machine");
        spread: Word(&["none", "machine", "hypervisor", "zone"]), "what keeps the copies apart"
            .unstated("nothing does: all may run on one machine");
    }
}

group! {
    /// How a lost copy is made again.
    pub(crate) struct Repaired {
        repair: Or("none", Many(Object(Returning))),
            "how a lost copy is made again; of several ways the first that can act does; `none` \
             says that nobody could"
            .unstated("no way back is known");
    }
}

group! {
    /// What it calls.
    pub(crate) struct Calling {
        calls: Needs, "what it asks and waits for";
        reads: Needs, "the stores that it reads";
        writes: Needs, "the stores that it writes";
        takes: Needs, "the queues that it takes from";
    }
}

group! {
    /// How a loss is noticed by whoever passes requests on.
    pub(crate) struct Checked {
        check: Object(Checking), "the health check by which a loss is noticed";
    }
}

group! {
    /// A way back that runs already.
    pub(crate) struct FailingOver {
        failover: Object(Switching), "a way back that runs already".unstated("none");
    }
}

group! {
    /// Whether a user comes back to the same target.
    pub(crate) struct Sticking {
        sticky: Flag, "a user comes back to the same target as long as that is in rotation"
            .unstated("no");
    }
}

group! {
    /// How lost data is made again.
    pub(crate) struct Remade {
        rebuilt_from: One("a store"), "what it is made again from".required();
        takes: Range, "how long that takes".unstated("no bound");
        hits: Percent, "the share of requests that it answers by itself when it is warm"
            .unstated("the load on the other is not judged");
        serves: Word(&["filled", "meanwhile"]),
            "from when it answers again: when all is made again, or as soon as it runs"
            .unstated("`meanwhile` for a cache, else `filled`");
    }
}

group! {
    /// What holds data.
    pub(crate) struct Holding {
        kept_on: One("a volume or store"), "what its bytes lie on, which outlives the machine"
            .unstated("the machine's own disk");
        size: Size, "how much data it holds".unstated("unknown");
        changes: Flow, "how much is written to its log in a time: `16 MB/min`"
            .unstated("unknown");
        lost: Or("harmless", Or("harmful", Object(Remade))), "what losing its data means"
            .unstated("harmful");
    }
}

group! {
    /// When a write is safe.
    pub(crate) struct Durable {
        durable_after: Range, "how long an acknowledged write can still vanish with its machine"
            .unstated("the engine's default");
    }
}

group! {
    /// What a write waits for.
    pub(crate) struct Dropping {
        drops: Range, "how long a silent copy that a write must reach holds writes up"
            .unstated("the engine's default, else as long as it is away");
        acked_by: Count, "how many copies must have a write before it is acknowledged, the one \
             that writes counted"
            .unstated("the engine's default, else what `commit` of the replicas says");
        forms_again: Word(&["alone", "with-all", "by-people", "each-by-people"]), "how the copies become one store again when none of them \
             runs: whichever come back, once all of them are back, when people have started the \
             first one, or opened each"
            .unstated("the engine's default, else `alone`");
    }
}

group! {
    /// Who answers, and what each copy leads.
    pub(crate) struct Sharing {
        read_from: Word(&["any", "named", "writer", "majority"]),
            "which copies answer those who only read: each, the one that writes and whoever is \
             called by its name, the one that writes, or that with most of the others"
            .unstated("as the engine does it, else `named`");
        shards: Count, "in how many shares the data is: each has a copy that writes, and they are \
             spread over the copies".unstated("1");
    }
}

group! {
    /// What a copy is of.
    pub(crate) struct Copying {
        of: One("a store"), "the store, when the block stands outside of it";
        lag: Range, "how far it is behind".unstated("the engine's default, else unknown");
    }
}
