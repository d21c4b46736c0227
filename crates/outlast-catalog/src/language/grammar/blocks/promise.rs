//! `promise`: what is promised, of everything, of a journey, or of a store.
//! What it becomes is made in `journeys.rs`.

use outlast_model::Class;

use crate::language::grammar::classes::of_class;
use crate::language::grammar::group::{Group as _, Said, group};
use crate::language::shape::BlockKind;

group! {
    /// What is promised of one class of faults.
    pub(crate) struct Bounds {
        out: Duration, "the longest outage";
        lose: Duration, "the largest loss of data, as the age of the oldest write that is lost";
        twice: Word(&["never", "accepted"]), "whether work may be done twice";
    }
}

group! {
    /// What is promised, by class of faults.
    pub(crate) struct Promises {
        process: Object(Bounds), "a process dies".unstated("as `instance`");
        hang: Object(Bounds), "a process hangs".unstated("as `process`");
        disk: Object(Bounds), "a disk of one machine".unstated("as `instance`");
        instance: Object(Bounds), "one instance is lost".unstated("as `other`");
        hypervisor: Object(Bounds), "a hypervisor is lost with every instance that may share it"
            .unstated("as `other`");
        false_alarm as "false-alarm": Object(Bounds), "a watcher acts though nothing failed"
            .unstated("as `process`");
        link: Object(Bounds), "a link is cut".unstated("as `other`");
        zone: Object(Bounds), "a zone is dark, cut off or destroyed".unstated("as `other`");
        zone_dark as "zone-dark": Object(Bounds), "a zone without power, which comes back intact"
            .unstated("as `zone`");
        zone_cut as "zone-cut": Object(Bounds), "a zone cut off: alive inside, dead from outside"
            .unstated("as `zone`");
        zone_lost as "zone-lost": Object(Bounds), "a zone destroyed".unstated("as `zone`");
        service: Object(Bounds), "a managed service of one zone".unstated("as `zone`");
        provider_service as "provider-service": Object(Bounds),
            "a managed service of the whole provider"
            .unstated("as `provider`");
        control_plane as "control-plane": Object(Bounds), "the control plane refuses changes"
            .unstated("as `service`");
        provider: Object(Bounds), "everything of one provider".unstated("as `other`");
        copy: Object(Bounds), "one copy of a store is erased".unstated("as `deletion`");
        deletion: Object(Bounds), "content is deleted: copies that follow obey"
            .unstated("as `other`");
        corruption: Object(Bounds), "content goes wrong silently".unstated("as `other`");
        limit: Object(Bounds), "a limit is reached".unstated("as `other`");
        expiry: Object(Bounds), "something expires".unstated("as `other`");
        common: Object(Bounds), "a thing that a set shares is lost".unstated("as `other`");
        change: Object(Bounds), "a change goes wrong".unstated("as `other`");
        suspension: Object(Bounds), "an account is suspended and comes back intact"
            .unstated("as `account`");
        account: Object(Bounds), "an account is taken over: what it owns is erased"
            .unstated("as `other`");
        cold_start as "cold-start": Object(Bounds), "everything was off and starts again"
            .unstated("as `other`");
        own: Object(Bounds), "a `fault` that the file states".unstated("as `other`");
        pair: Object(Bounds), "two faults at once".unstated("nothing: it inherits from no other");
        other: Object(Bounds), "every fault that is not named".unstated("nothing is promised");
    }
}

impl<'a> Promises<'a> {
    /// Every row with its name: of each class, and of what is no class of its own.
    pub(crate) fn rows(&self) -> Vec<(&'static str, &Said<'a, Bounds<'a>>)> {
        let classes = Class::ALL.into_iter().map(|class| (class.name(), self.of_class(class)));
        let wider = [("zone", &self.zone), ("pair", &self.pair), ("other", &self.other)];
        classes.chain(wider).collect()
    }

    /// What is promised of a class.
    const fn of_class(&self, class: Class) -> &Said<'a, Bounds<'a>> {
        of_class!(self, class, own: &self.own)
    }
}

group! {
    /// What is promised of all faults together.
    pub(crate) struct Available {
        availability: Percent, "the share of time that it is up";
    }
}

pub(in crate::language::grammar) static BLOCK: BlockKind = BlockKind {
    name: "promise",
    named: false,
    meaning: "The longest outage and the largest loss, for each class of fault. Inside a journey it \
              wins over the general one, class by class.",
    attributes: &[Available::ROWS, Promises::ROWS],
    blocks: &[],
    part: None,
    later: None,
};

pub(in crate::language::grammar) static OF_STORE: BlockKind = BlockKind {
    name: "promise",
    named: false,
    meaning: "What is promised of a store itself: the largest loss for each class of fault.",
    attributes: &[Promises::ROWS],
    blocks: &[],
    part: None,
    later: None,
};
