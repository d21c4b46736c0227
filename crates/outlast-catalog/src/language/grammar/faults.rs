//! The rows of the table that say who owns what, what is promised, what changes and what fails.

use outlast_model::{Class, EffectKind};

use super::document::Wanted;
use super::group::{Group as _, Said, group};
use super::shared::{Bound, Trial};
use crate::language::shape::BlockKind;

/// What a fault of one's own may strike.
const STRUCK: &str = "a part, copy, backup, machine, place or link";

group! {
    /// Who shares a thing that is no place.
    pub(crate) struct Sharing {
        of: Several("a part, machine or place"), "who shares it".required();
        carries: Text, "what it can carry in all".later("load on what a set shares");
    }
}

pub(super) static COMMON: BlockKind = BlockKind {
    name: "common",
    named: true,
    meaning: "Anything but a place that a set shares and loses together: a power feed, a version.",
    attributes: &[Sharing::ROWS, Bound::ROWS],
    blocks: &[],
    later: None,
};

group! {
    /// What an account or credential may erase, and who has it.
    pub(crate) struct Owning {
        owns: Several("a provider, part or place"), "what it may erase or deny".required();
        held_by: Several("a part, machine or people"),
            "who has its key: who takes one of these has it, too"
            .unstated("nobody in the system");
        reached_from: Several("a scope"), "taking these takes it, too".unstated("none");
    }
}

pub(super) static SCOPE: BlockKind = BlockKind {
    name: "scope",
    named: true,
    meaning: "An account or credential: what it may erase, and who has it.",
    attributes: &[Owning::ROWS, Bound::ROWS],
    blocks: &[],
    later: None,
};

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

group! {
    /// What is promised of all faults together.
    pub(crate) struct Available {
        availability: Percent, "the share of time that it is up";
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
        match class {
            Class::Process => &self.process,
            Class::Hang => &self.hang,
            Class::Disk => &self.disk,
            Class::Instance => &self.instance,
            Class::Hypervisor => &self.hypervisor,
            Class::FalseAlarm => &self.false_alarm,
            Class::Link => &self.link,
            Class::ZoneDark => &self.zone_dark,
            Class::ZoneCut => &self.zone_cut,
            Class::ZoneLost => &self.zone_lost,
            Class::Service => &self.service,
            Class::ProviderService => &self.provider_service,
            Class::ControlPlane => &self.control_plane,
            Class::Provider => &self.provider,
            Class::Copy => &self.copy,
            Class::Deletion => &self.deletion,
            Class::Corruption => &self.corruption,
            Class::Limit => &self.limit,
            Class::Expiry => &self.expiry,
            Class::Common => &self.common,
            Class::Change => &self.change,
            Class::Suspension => &self.suspension,
            Class::Account => &self.account,
            Class::ColdStart => &self.cold_start,
            Class::Own => &self.own,
        }
    }
}

pub(super) static PROMISE: BlockKind = BlockKind {
    name: "promise",
    named: false,
    meaning: "The longest outage and the largest loss, for each class of fault. Inside a journey it \
              wins over the general one, class by class.",
    attributes: &[Available::ROWS, Promises::ROWS],
    blocks: &[],
    later: None,
};

pub(super) static STORE_PROMISE: BlockKind = BlockKind {
    name: "promise",
    named: false,
    meaning: "What is promised of a store itself: the largest loss for each class of fault.",
    attributes: &[Promises::ROWS],
    blocks: &[],
    later: None,
};

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
        steps: Several("a part"), "in which order".later("the order of the steps of a change");
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

pub(super) static CHANGE: BlockKind = BlockKind {
    name: "change",
    named: true,
    meaning: "A deployment, an upgrade, a move. While it runs some copies are away, it can go \
              wrong, and it can be undone or cannot.",
    attributes: &[Changing::ROWS, Bound::ROWS],
    blocks: &[],
    later: None,
};

group! {
    /// What is away for a while.
    pub(crate) struct Lacking {
        without: Several("a part, a copy, a backup, a machine or a place"), "what is away then"
            .required();
        lasts: Range, "how long it lasts".unstated("unknown");
    }
}

pub(super) static DURING: BlockKind = BlockKind {
    name: "during",
    named: true,
    meaning: "A known state in which every fault is judged again. A copy of a store that is away \
              holds nothing that could be used.",
    attributes: &[Lacking::ROWS],
    blocks: &[],
    later: None,
};

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

pub(super) static FAULT: BlockKind = BlockKind {
    name: "fault",
    named: true,
    meaning: "A fault of your own, in the words for effects. Everything in it happens at once.",
    attributes: &[Striking::ROWS],
    blocks: &[],
    later: None,
};

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
        Some(match class {
            Class::Process => &self.process,
            Class::Hang => &self.hang,
            Class::Disk => &self.disk,
            Class::Instance => &self.instance,
            Class::Hypervisor => &self.hypervisor,
            Class::FalseAlarm => &self.false_alarm,
            Class::Link => &self.link,
            Class::ZoneDark => &self.zone_dark,
            Class::ZoneCut => &self.zone_cut,
            Class::ZoneLost => &self.zone_lost,
            Class::Service => &self.service,
            Class::ProviderService => &self.provider_service,
            Class::ControlPlane => &self.control_plane,
            Class::Provider => &self.provider,
            Class::Copy => &self.copy,
            Class::Deletion => &self.deletion,
            Class::Corruption => &self.corruption,
            Class::Limit => &self.limit,
            Class::Expiry => &self.expiry,
            Class::Common => &self.common,
            Class::Change => &self.change,
            Class::Suspension => &self.suspension,
            Class::Account => &self.account,
            Class::ColdStart => &self.cold_start,
            Class::Own => return None,
        })
    }
}

pub(super) static RATES: BlockKind = BlockKind {
    name: "rates",
    named: false,
    meaning: "How often faults happen, and how long they last, in place of the catalogue's figures.",
    attributes: &[Rates::ROWS],
    blocks: &[],
    later: None,
};
