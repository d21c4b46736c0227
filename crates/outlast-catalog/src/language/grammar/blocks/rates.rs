//! `rates`: how often faults happen, and how long they last.
//! What it becomes is made in `journeys.rs`.

use outlast_model::Class;

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
    /// How often faults happen and how long they last, by class.
    pub(crate) struct Rates {
        process: Object(Frequency), "a process dies";
        hang: Object(Frequency), "a process hangs";
        disk: Object(Frequency), "a disk of one machine";
        instance: Object(Frequency), "one instance is lost";
        hypervisor: Object(Frequency), "a hypervisor is lost";
        false_alarm as "false-alarm": Object(Frequency), "a watcher acts though nothing failed";
        link: Object(Frequency), "a link is cut";
        zone_dark as "zone-dark": Object(Frequency), "a zone without power";
        zone_cut as "zone-cut": Object(Frequency), "a zone cut off";
        zone_lost as "zone-lost": Object(Frequency), "a zone destroyed";
        service: Object(Frequency), "a managed service of one zone";
        provider_service as "provider-service": Object(Frequency),
            "a managed service of the whole provider";
        control_plane as "control-plane": Object(Frequency), "the control plane refuses changes";
        provider: Object(Frequency), "everything of one provider";
        copy: Object(Frequency), "one copy of a store is erased";
        deletion: Object(Frequency), "content is deleted; `lasts` until somebody notices"
            .unstated("noticed as assumption `deletion-noticed` says");
        corruption: Object(Frequency), "content goes wrong silently; `lasts` until it is found"
            .unstated("found at any time");
        limit: Object(Frequency), "a limit is reached".unstated("full until somebody makes room");
        expiry: Object(Frequency), "something expires".unstated("ended until it is renewed");
        common: Object(Frequency), "a thing that a set shares is lost";
        change: Object(Frequency), "a change goes wrong";
        suspension: Object(Frequency), "an account is suspended";
        account: Object(Frequency), "an account is taken over; `lasts` until it is one's own again";
        cold_start as "cold-start": Object(Frequency), "everything is off; `lasts` for how long"
            .unstated("an instant");
    }
}

impl<'a> Rates<'a> {
    /// What is said of a class; nothing can be of faults of one's own, which say it themselves.
    pub(crate) const fn of_class(&self, class: Class) -> Option<&Said<'a, Frequency<'a>>> {
        Some(of_class!(self, class, own: return None))
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
