//! `rates`: how often faults happen, and how long they last.
//! What it becomes is made in `journeys.rs`.

use outlast_model::{Class, Fact, PerSecond, Range};

use crate::language::grammar::classes::of_class;
use crate::language::grammar::group::{Group as _, Said, group};
use crate::language::shape::BlockKind;

group! {
    /// How often a fault happens, and how long it lasts.
    pub(crate) struct Frequency {
        rate: Rate, "how often it happens to one of them: `0.3/y`";
        lasts: Range, "how long it lasts, when it ends by itself";
    }
}

group! {
    /// How often a fault happens that never ends by itself.
    pub(crate) struct Recurrence {
        rate: Rate, "how often it happens to one of them: `0.3/y`";
    }
}

group! {
    /// How long a fault lasts that alone takes nothing from a caller, so that no year counts it.
    pub(crate) struct Enduring {
        lasts: Range, "how long it lasts, when it ends by itself";
    }
}

/// What is said of a class of faults.
pub(crate) trait Often {
    /// How often they happen.
    fn rate(&self) -> Option<Fact<PerSecond>>;
    /// How long they last.
    fn lasts(&self) -> Option<Fact<Range>>;
}

impl Often for Said<'_, Frequency<'_>> {
    fn rate(&self) -> Option<Fact<PerSecond>> {
        self.this()?.0.rate.fact()
    }

    fn lasts(&self) -> Option<Fact<Range>> {
        self.this()?.0.lasts.fact()
    }
}

impl Often for Said<'_, Enduring<'_>> {
    fn rate(&self) -> Option<Fact<PerSecond>> {
        None
    }

    fn lasts(&self) -> Option<Fact<Range>> {
        self.this()?.0.lasts.fact()
    }
}

impl Often for Said<'_, Recurrence<'_>> {
    fn rate(&self) -> Option<Fact<PerSecond>> {
        self.this()?.0.rate.fact()
    }

    fn lasts(&self) -> Option<Fact<Range>> {
        None
    }
}

group! {
    /// How often faults happen and how long they last, by class.
    pub(crate) struct Rates {
        process: Object(Recurrence), "a process dies";
        hang: Object(Recurrence), "a process hangs";
        disk: Object(Recurrence), "a disk of one machine";
        instance: Object(Recurrence), "one instance is lost";
        hypervisor: Object(Recurrence), "a hypervisor is lost";
        false_alarm as "false-alarm": Object(Recurrence), "a watcher acts though nothing failed";
        link: Object(Frequency), "a link is cut";
        zone_dark as "zone-dark": Object(Frequency), "a zone without power";
        zone_cut as "zone-cut": Object(Frequency), "a zone cut off";
        zone_lost as "zone-lost": Object(Recurrence), "a zone destroyed";
        service: Object(Frequency), "a managed service of one zone";
        provider_service as "provider-service": Object(Frequency),
            "a managed service of the whole provider";
        control_plane as "control-plane": Object(Enduring), "the control plane refuses changes";
        provider: Object(Frequency), "everything of one provider";
        copy: Object(Recurrence), "one copy of a store is erased";
        deletion: Object(Frequency), "content is deleted; `lasts` until somebody notices"
            .unstated("noticed as assumption `deletion-noticed` says");
        corruption: Object(Frequency), "content goes wrong silently; `lasts` until it is found"
            .unstated("found at any time");
        limit: Object(Frequency), "a limit is reached".unstated("full until somebody makes room");
        expiry: Object(Frequency), "something expires".unstated("ended until it is renewed");
        common: Object(Frequency), "a thing that a set shares is lost";
        change: Object(Recurrence), "a change goes wrong";
        suspension: Object(Frequency), "an account is suspended";
        account: Object(Frequency), "an account is taken over; `lasts` until it is one's own again";
        cold_start as "cold-start": Object(Frequency), "everything is off; `lasts` for how long"
            .unstated("an instant");
    }
}

impl Rates<'_> {
    /// What is said of a class; nothing can be of faults of one's own, which say it themselves.
    pub(crate) fn of_class(&self, class: Class) -> Option<&dyn Often> {
        let said: &dyn Often = of_class!(self, class, own: return None);
        Some(said)
    }
}

pub(in crate::language::grammar) static BLOCK: BlockKind = BlockKind {
    name: "rates",
    named: false,
    meaning: "How often faults happen, and how long they last, in place of the catalogue's figures.",
    attributes: &[Rates::ROWS],
    blocks: &[],
    part: None,
    later: None,
};
